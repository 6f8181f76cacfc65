"""The closed search against trying everything: the same answers, one cell or two, on any small form.

The twin knows no linear algebra: it puts every figure into every cell and every pair of figures into
every pair of cells, and asks each rule, as Python reads it, whether it holds.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from xltool.core.check.repair import Rank, repairs
from xltool.core.form.model import Form, cell_parts
from xltool.reading.form.load import load_form

FAMILY = 6  # two members of a family of answers are never farther apart
Answers = frozenset[tuple[Rank, tuple[tuple[str, int], ...]]]


@dataclass(frozen=True)
class Small:
    """A form of one table: rows × columns, the last column a total or not, rules as written."""

    rows: int
    columns: int
    total: bool
    rules: tuple[tuple[str, str], ...]  # (severity, relation)

    @property
    def cells(self) -> list[str]:
        return [f"T1.r{r}.c{c}" for r in range(1, self.rows + 1) for c in range(1, self.columns + 1)]

    @property
    def totals(self) -> dict[str, list[str]]:
        """Total → members."""
        last = f"c{self.columns}"
        return {
            cell: [
                other for other in self.cells if cell_parts(other)[1] == cell_parts(cell)[1] and other != cell
            ]
            for cell in self.cells
            if self.total and cell.endswith(last)
        }

    def form(self) -> Form:
        columns = "\n".join(f"c{c} 列{c}" for c in range(1, self.columns + 1))
        rows = "\n".join(f"r{r} 行{r}" for r in range(1, self.rows + 1))
        totals = f'totals = {{ c{self.columns} = "sum(c1:c{self.columns - 1})" }}' if self.total else ""
        rules = "".join(
            f'[[table.rule]]\ncode = "T1-X{i}"\nseverity = "{severity}"\ncheck = "{text}"\n'
            'left = "甲"\nright = "乙"\n'
            for i, (severity, text) in enumerate(self.rules)
        )
        text = (
            'id = "small"\nversion = "1"\nname = "小表"\ntitle = "{year}年小表"\nlevels = ["县级"]\norder = ["T1"]\n'
            '[[table]]\nid = "T1"\ntitle = "甲表"\nsheet = "甲"\nmeasure = "件"\n[[table.block]]\n'
            f"columns = '''\n{columns}\n'''\nrows = '''\n{rows}\n'''\n{totals}\n{rules}"
        )
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "small-1"
            path.mkdir()
            (path / "form.toml").write_text(text, encoding="utf-8")
            return load_form(path)


@st.composite
def returns(draw: st.DrawFn) -> tuple[Small, dict[str, int]]:
    """A form and figures for it, mostly ones that kept its rules until something was typed wrongly."""
    rows, columns = draw(st.sampled_from([(2, 2), (2, 3), (3, 2), (1, 4)]))
    total = columns > 2 and draw(st.booleans())
    bare = Small(rows, columns, total, ())
    figure = st.one_of(st.integers(0, 4), st.integers(0, 4), st.sampled_from([10, 12, 21]))
    known = {cell: draw(figure) for cell in bare.cells}
    known |= {cell: sum(known[member] for member in members) for cell, members in bare.totals.items()}
    reference = st.sampled_from([cell.removeprefix("T1.") for cell in bare.cells])
    rules = []
    for _ in range(draw(st.integers(1, 3))):
        left = draw(st.lists(reference, min_size=1, max_size=2, unique=True))
        right = draw(st.lists(reference, min_size=1, max_size=3, unique=True))
        if draw(st.integers(0, 5)) == 0:
            right[0] = f"2 * {right[0]}"
        operator = draw(st.sampled_from(["==", "==", "==", "<=", ">="]))
        severity = draw(st.sampled_from(["error", "error", "error", "warning"]))
        if draw(st.integers(0, 3)):  # a number makes it hold
            gap = python(addressed(f"{' + '.join(left)} - ({' + '.join(right)})"))(known)
            (right if gap > 0 else left).append(str(abs(gap)))
        rules.append((severity, f"{' + '.join(left)} {operator} {' + '.join(right)}"))
    small = Small(rows, columns, total, tuple(rules))
    kept = total and draw(st.booleans())  # totals follow what is typed
    spots = st.sampled_from([cell for cell in small.cells if not (kept and cell in small.totals)])
    for _ in range(draw(st.integers(1, 2))):
        one, two = draw(spots), draw(spots)
        if draw(st.booleans()):
            known[one], known[two] = known[two], known[one]
        else:
            slips = st.sampled_from(sorted(mistyped(known[one])) or [5])
            known[one] = draw(st.one_of(slips, st.integers(0, 6)))
    if kept:
        known |= {cell: sum(known[member] for member in members) for cell, members in small.totals.items()}
    if draw(st.integers(0, 5)) == 0:
        del known[draw(st.sampled_from(small.cells))]
    return small, known


# --- the twin -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Read:
    """A rule as Python reads it, over the cells that were typed."""

    must: bool
    equality: bool
    cells: frozenset[str]
    holds: Callable[[Mapping[str, int]], int]


def known_rules(small: Small, known: Mapping[str, int]) -> list[Read]:
    """The rules whose members are all known, totals that follow written out as their members."""
    totals = small.totals
    written = [(severity, addressed(text)) for severity, text in small.rules]
    written += [("error", f"{total} == {' + '.join(members)}") for total, members in totals.items()]
    sums = [text for _, text in written[len(small.rules) :]]
    written = [(s, text) for s, text in written if set(re.findall(r"T1\.r\d+\.c\d+", text)) <= known.keys()]
    typed = any(not python(text)(known) for _, text in written if text in sums)
    found = []
    for severity, text in written:
        for total, members in totals.items():
            if not typed and set(members) <= known.keys():
                text = text.replace(total, f"({' + '.join(members)})")
        sides = re.split(r"==|<=|>=", text)
        gap = python(f"({sides[0]}) - ({sides[1]})")
        touched = {cell for cell in known if gap(known) != gap({**known, cell: known[cell] + 1})}
        found.append(Read(severity == "error", "==" in text, frozenset(touched), python(text)))
    return found


def addressed(text: str) -> str:
    """Rows and columns of the rule as addresses."""
    return re.sub(r"r\d+\.c\d+", r"T1.\g<0>", text)


def python(text: str) -> Callable[[Mapping[str, int]], int]:
    code = compile(re.sub(r"T1\.r\d+\.c\d+", r'v["\g<0>"]', text), "rule", "eval")
    return lambda v: eval(code, {"v": v})


def parts(rules: list[Read]) -> Iterator[tuple[frozenset[str], list[Read]]]:
    """Cells connected by rules that must hold, with these rules."""
    groups: list[set[str]] = []
    for rule in (rule for rule in rules if rule.must and rule.cells):
        joined = set(rule.cells).union(*(group for group in groups if group & rule.cells))
        groups = [group for group in groups if not group & rule.cells] + [joined]
    for group in groups:
        yield frozenset(group), [rule for rule in rules if rule.must and rule.cells & group]


def mistyped(meant: int) -> dict[int, str]:
    """What the hand makes of a figure, one digit wrong: figure → kind of slip."""
    text, found = str(meant), {}
    for i in range(len(text)):
        found[text[:i] + text[i + 1 :]] = "dropped"
        found[text[:i] + 2 * text[i] + text[i + 1 :]] = "doubled"
        if text[i + 1 : i + 2]:
            found[text[:i] + text[i + 1] + text[i] + text[i + 2 :]] = "swapped"
    kept = {int(t): kind for t, kind in found.items() if t and t[0] != "0" and t != text}
    return kept | {-meant: "sign"} if meant else kept


def by_trying(small: Small, known: Mapping[str, int]) -> list[Answers]:
    """For each part in which something fails, all answers of its best rank."""
    rules = known_rules(small, known)
    most = 3 * sum(map(abs, known.values())) + FAMILY  # more than the residuals ask for
    warnings = [rule for rule in rules if not rule.must and rule.holds(known)]
    found = []
    for cells, must in parts(rules):
        failing = [rule for rule in must if not rule.holds(known)]
        if not failing:
            continue
        order = [cell for cell in small.cells if cell in cells]

        def good(changes: Mapping[str, int], must: list[Read] = must, cells: frozenset[str] = cells) -> bool:
            now = {**known, **changes}
            fit = all(now[cell] >= 0 for cell in cells)
            return fit and all(rule.holds(now) for rule in (*must, *warnings))

        def slip(cell: str, meant: int) -> str | None:
            return (
                "unfilled" if known[cell] == 0 and cell in small.totals else mistyped(meant).get(known[cell])
            )

        answers: dict[tuple[tuple[str, int], ...], Rank] = {}
        determined = any(rule.equality for rule in failing)
        for cell in order:
            for n in range(100 + most):
                if n != known[cell] and good({cell: n}):
                    kind = mistyped(n).get(known[cell]) if not determined else slip(cell, n)
                    if determined or kind:
                        rank = Rank.DROPPED if slip(cell, n) == "dropped" else Rank.SLIP
                        answers[((cell, n),)] = rank if kind else Rank.OTHER
        around = range(-FAMILY, most + FAMILY)
        for one, two in combinations(order, 2) if not answers else ():
            equal = [rule.holds for rule in must if rule.equality]
            now = dict(known)
            fitting = []
            for now[one] in around:
                for now[two] in around:
                    if all(holds(now) for holds in equal):
                        fitting.append({one: now[one], two: now[two]})
            both = {one: known[two], two: known[one]}
            (_, r, c), (_, r_, c_) = cell_parts(one), cell_parts(two)
            exchange = good(both) and known[one] != known[two] and (r == r_ or c == c_)
            if len(fitting) == 1 and all(fitting[0][cell] != known[cell] for cell in (one, two)):
                if good(fitting[0]):
                    slipped = all(slip(cell, n) for cell, n in fitting[0].items())
                    answers[tuple(fitting[0].items())] = Rank.SLIPS if slipped else Rank.TWO
            if exchange:
                near = abs(int(r[1:]) - int(r_[1:])) + abs(int(c[1:]) - int(c_[1:])) == 1
                answers[tuple(both.items())] = Rank.NEIGHBOURS if near else Rank.LINE
        best = min(answers.values(), default=None)
        found.append(frozenset((rank, changes) for changes, rank in answers.items() if rank == best))
    return found


def closed(form: Form, known: Mapping[str, int]) -> list[Answers]:
    """What `repairs` says, as plain numbers."""
    said = repairs(form, {cell: Decimal(n) for cell, n in known.items()})
    return [
        frozenset((a.rank, tuple((c.address, int(c.meant)) for c in a.changes)) for a in repair.answers)
        for repair in said
    ]


@pytest.mark.slow
@settings(max_examples=150)
@given(returns())
def test_the_closed_search_finds_what_trying_everything_finds(case: tuple[Small, dict[str, int]]) -> None:
    small, known = case
    said = closed(small.form(), known)
    tried = by_trying(small, known)
    for answers in tried:
        ranks = {rank.name for rank, _ in answers}
        event(f"{min(len(answers), 3)} {''.join(ranks)}")
    assert sorted(map(sorted, said)) == sorted(sorted(a) for a in tried if 0 < len(a) <= 2)
