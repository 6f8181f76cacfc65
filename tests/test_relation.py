"""The rule language: what it reads, what it refuses, and that it counts exactly."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xltool.core.form.model import Form
from xltool.core.form.relation import Bound, Linear, RelationError, Term, bind, parse_relation, parse_sum

NAMES = ["T1.r1.c1", "r2", "c3", "prior.T1.r4.c1", "T9.r10.c12"]
figures = st.decimals(min_value=-(10**9), max_value=10**9, places=3, allow_nan=False)


@pytest.mark.parametrize(
    ("text", "left", "operator", "right"),
    [
        (
            "r1 + r2 == r24 + r25",
            [(1, "r1", None), (1, "r2", None)],
            "==",
            [(1, "r24", None), (1, "r25", None)],
        ),
        ("c3 >= c1 - c2", [(1, "c3", None)], ">=", [(1, "c1", None), (-1, "c2", None)]),
        ("r2 <= prior.r25", [(1, "r2", None)], "<=", [(1, "prior.r25", None)]),
        ("c7 == sum(c1:c6)", [(1, "c7", None)], "==", [(1, "c1", "c6")]),
        ("sum( r1.c1 : r1.c3 ) == 0", [(1, "r1.c1", "r1.c3")], "==", []),
        ("-r1 + 2*r2 == 0.5*sum(r3)", [(-1, "r1", None), (2, "r2", None)], "==", [("0.5", "r3", None)]),
        ("r1 - (r2 - r3) == 0", [(1, "r1", None), (-1, "r2", None), (1, "r3", None)], "==", []),
        ("T3.r24.c7 == 3 * T4.r1.c5", [(1, "T3.r24.c7", None)], "==", [(3, "T4.r1.c5", None)]),
    ],
)
def test_reads(text: str, left: list, operator: str, right: list) -> None:  # type: ignore[type-arg]
    relation = parse_relation(text)
    assert relation.operator == operator
    for side, expected in ((relation.left, left), (relation.right, right)):
        assert [(t.factor, t.first, t.last) for t in side.terms] == [
            (Decimal(f), a, b) for f, a, b in expected
        ]


def test_constants_are_exact() -> None:
    relation = parse_relation("r1 + 0.1 - 3 >= 0.2 * 3 - 1")
    assert relation.left.constant == Decimal("-2.9")
    assert relation.right.constant == Decimal("-0.4")


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "r1", "r1 +", "r1 = r2", "r1 != r2", "r1 < r2 < r3", "r1 <> r2", "r1 == r2 == r3", "r1 in r2",
        "r1 * r2 == 0", "r1 / 2 == 0", "r1 ** 2 == 0", "r1 % 2 == 0", "sum() == 0", "sum(r1, r2) == 0", "max(r1) == 0",
        "sum(r1:r2:r3) == 0", "f(0) == 0", "r1() == 0", "'a' == 0", "True == 0", "True * r1 == 0", "r1 and r2 == 0",
        "r1[0] == 0", "[r1] == 0", "lambda: 0 == 0", "r1\n== 0 )", "r1 == 0; r2 == 0", "sum(0) == 0", "1j == r1",
        "__import__('os') == 0", "sum(r1:r2).x == 0", "None == r1", "2 * 3 * r1 == \x00",
    ],
)  # fmt: skip
def test_refuses_what_is_not_linear(text: str) -> None:
    with pytest.raises(RelationError):
        parse_relation(text)


def test_a_total_is_one_side() -> None:
    assert parse_sum("sum(c1:c6)").terms == (Term(Decimal(1), "c1", "c6"),)
    with pytest.raises(RelationError):
        parse_sum("c1 == c2")


terms = st.lists(st.tuples(st.integers(-9, 9).map(Decimal), st.sampled_from(NAMES)), max_size=6)
linears = st.builds(lambda terms, constant: Linear(tuple(terms), constant), terms, figures)
bounds = st.builds(Bound, linears, st.sampled_from(["==", "<=", ">="]), linears)
worlds = st.fixed_dictionaries(dict.fromkeys(NAMES, figures))


@given(bounds, worlds)
def test_residual_equals_brute_force(bound: Bound, world: dict[str, Decimal]) -> None:
    def brute(side: Linear) -> Decimal:
        total = side.constant
        for factor, name in side.terms:
            for _ in range(abs(int(factor))):
                total += world[name] if factor > 0 else -world[name]
        return total

    left, right = brute(bound.left), brute(bound.right)
    residual = bound.residual(world)
    assert residual == left - right
    expected = {"==": left == right, "<=": left <= right, ">=": left >= right}[bound.operator]
    assert bound.holds(residual) is expected


@given(bounds, worlds, st.integers(-5, 5).map(Decimal))
def test_residual_is_linear(bound: Bound, world: dict[str, Decimal], factor: Decimal) -> None:
    """Sums of balanced submissions balance: constants aside, scaling the figures scales it."""
    bare = Bound(Linear(bound.left.terms), bound.operator, Linear(bound.right.terms))
    assert bare.residual({k: factor * v for k, v in world.items()}) == factor * bare.residual(world)


@given(
    st.lists(
        st.tuples(st.sampled_from("+-"), st.integers(1, 9), st.sampled_from(NAMES)), min_size=1, max_size=5
    )
)
def test_written_relation_means_what_it_says(parts: list[tuple[str, int, str]]) -> None:
    text = " ".join(f"{sign} {number}*{name}" for sign, number, name in parts).removeprefix("+ ")
    bound = bind(parse_relation(f"{text} == 0"), lambda term: (term.first,))
    expected = [(Decimal(f"{sign}{number}"), name) for sign, number, name in parts]
    assert list(bound.left.terms) == expected


def test_a_missing_value_is_a_key_error() -> None:
    bound = Bound(Linear(((Decimal(1), "r1"),)), "==", Linear(()))
    with pytest.raises(KeyError):
        bound.residual({})


def test_one_name_may_stand_for_many_addresses() -> None:
    relation = parse_relation("c7 == 2*sum(c1:c3)")
    bound = bind(relation, lambda term: ("a", "b", "c") if term.last else ("t",))
    assert bound.right.terms == tuple((Decimal(2), name) for name in "abc")
    assert bound.refs == ("t", "a", "b", "c")


def test_refs_stand_in_the_rules_order_each_once(form: Form) -> None:
    rules = {(rule.code, rule.key): rule.bound.refs for rule in form.rules}
    assert rules["T3-B01", "c2"] == ("T3.r1.c2", "T3.r2.c2", "T3.r24.c2", "T3.r25.c2")
    assert rules["T3-S-r24", "c5"] == ("T3.r24.c5", *(f"T3.r{n}.c5" for n in range(3, 24)))
    assert rules["T3-S-c7", "r9"] == ("T3.r9.c7", *(f"T3.r9.c{n}" for n in range(1, 7)))
    for total, first in ((5, 1), (10, 6), (15, 11)):
        key = next(key for code, key in rules if code == f"T4-S-c{total}")
        expected = (f"T4.r1.c{total}", *(f"T4.r1.c{n}" for n in range(first, total)))
        assert rules[f"T4-S-c{total}", key] == expected
    assert rules["P-01", "c7"] == ("T3.r2.c7", "prior.T3.r25.c7")
    assert rules["T2-C01", "r2"] == ("T2.r2.c3", "T2.r2.c1", "T2.r2.c2")
    assert rules["P-02", "r1"] == ("T2.r1.c3", "prior.T2.r1.c3", "T2.r1.c1", "T2.r1.c2")
    assert rules["T2-C02", None] == ("T2.r1.c1", "T2.r1.c2", "T2.r1.c3")


@given(st.sampled_from(["==", "<=", ">=", "<", ">"]), st.integers(-3, 3), st.integers(-3, 3))
def test_a_relation_holds_as_in_arithmetic(sign: str, left: int, right: int) -> None:
    bound = bind(parse_relation(f"r1 {sign} r2"), lambda term: (term.first,))
    residual = bound.residual({"r1": Decimal(left), "r2": Decimal(right)})
    assert bound.holds(residual) is eval(f"{left} {sign} {right}")
