"""The language of rules: a linear relation between sums of addresses.

Knows nothing of forms: the caller of `bind` decides which addresses a name stands for.  The check
in Python, the formula in Excel and the sentence in Chinese are all made from the result.

    relation := linear ("==" | "<=" | ">=" | "<" | ">") linear
    linear   := ["-"] term (("+" | "-") term)*
    term     := [number "*"] reference | number | "sum(" range ")"
    range    := reference | reference ":" reference
    reference:= ["prior."] part ("." part)*       part: T3, r24, c7
"""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Operator = Literal["==", "<=", ">=", "<", ">"]
PRIOR = "prior."
OTHER = "other."  # the same unit's submission of another form, in rules between forms

_REFERENCE = re.compile(r"[A-Za-z]\w*(\.[A-Za-z]\w*)*")
_RANGE = re.compile(r"\bsum\(\s*([A-Za-z][\w.]*)\s*(?::\s*([A-Za-z][\w.]*)\s*)?\)")
_OPERATORS: dict[type[ast.cmpop], Operator] = {
    ast.Eq: "==", ast.LtE: "<=", ast.GtE: ">=", ast.Lt: "<", ast.Gt: ">",
}  # fmt: skip


_HOLDS = {"==": operator.eq, "<=": operator.le, ">=": operator.ge, "<": operator.lt, ">": operator.gt}


class RelationError(ValueError):
    """A rule text that is not a linear relation; `reason` is ``syntax``, ``comparison`` or ``linear``."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Term:
    """`factor` times one reference (`first`) or the sum of a range (`first` to `last`)."""

    factor: Decimal
    first: str
    last: str | None = None

    @property
    def table(self) -> str:
        """What stands before the first point: the id of a table, where the reference names one."""
        return self.first.removeprefix(PRIOR).partition(".")[0]


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a relation as written, before its names are bound to addresses."""

    terms: tuple[Term, ...]
    constant: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Relation:
    """`left operator right` as written in the form file."""

    left: Side
    operator: Operator
    right: Side


@dataclass(frozen=True, slots=True)
class Linear:
    """One side of a bound relation: (factor, address) in the rule's order, plus a constant."""

    terms: tuple[tuple[Decimal, str], ...]
    constant: Decimal = Decimal(0)

    def value(self, values: Mapping[str, Decimal]) -> Decimal:
        """The exact sum; raises KeyError when an address has no value."""
        return sum((factor * values[address] for factor, address in self.terms), self.constant)


@dataclass(frozen=True, slots=True)
class Bound:
    """A relation over addresses such as ``T3.r24.c7`` or ``prior.T3.r25.c1``."""

    left: Linear
    operator: Operator
    right: Linear

    @property
    def refs(self) -> tuple[str, ...]:
        """All addresses in the rule's order, each once."""
        return tuple(dict.fromkeys(ref for side in (self.left, self.right) for _, ref in side.terms))

    def residual(self, values: Mapping[str, Decimal]) -> Decimal:
        """Left side minus right side; raises KeyError when an address has no value."""
        return self.left.value(values) - self.right.value(values)

    def holds(self, residual: Decimal) -> bool:
        """Whether the relation is satisfied with this residual."""
        return bool(_HOLDS[self.operator](residual, 0))


def parse_relation(text: str) -> Relation:
    """Parse a relation; raises RelationError."""
    ranges: dict[str, tuple[str, str | None]] = {}

    def keep(match: re.Match[str]) -> str:  # "r3:r23" is no Python: put aside while ast reads the rest
        name = f"_{len(ranges)}"  # no reference begins like this
        ranges[name] = (match[1], match[2])
        return name

    try:
        body = ast.parse(_RANGE.sub(keep, text), mode="eval").body
    except (SyntaxError, ValueError) as error:
        raise RelationError("syntax") from error
    if not isinstance(body, ast.Compare) or len(body.ops) != 1 or type(body.ops[0]) not in _OPERATORS:
        raise RelationError("comparison")
    left, right = (_side(part, ranges) for part in (body.left, body.comparators[0]))
    return Relation(left, _OPERATORS[type(body.ops[0])], right)


def parse_sum(text: str) -> Side:
    """Parse a single ``sum(a:b)`` or linear expression, as totals use it; raises RelationError."""
    return parse_relation(f"{text} == 0").left


def _side(node: ast.expr, ranges: dict[str, tuple[str, str | None]]) -> Side:
    terms: list[Term] = []
    constants = [Decimal(0)]

    def walk(node: ast.expr, factor: Decimal) -> None:
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub):
            walk(node.left, factor)
            walk(node.right, factor if isinstance(node.op, ast.Add) else -factor)
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
            walk(node.right, factor * _number(node.left))
        elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
            walk(node.operand, -factor)
        elif isinstance(node, ast.Constant):
            constants.append(factor * _number(node))
        elif isinstance(node, ast.Name) and node.id in ranges:
            terms.append(Term(factor, *ranges.pop(node.id)))
        elif isinstance(node, ast.Name | ast.Attribute) and _REFERENCE.fullmatch(ast.unparse(node)):
            terms.append(Term(factor, ast.unparse(node)))
        else:
            raise RelationError("linear")

    walk(node, Decimal(1))
    return Side(tuple(terms), sum(constants, Decimal(0)))


def _number(node: ast.expr) -> Decimal:
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return -_number(node.operand)
    if not isinstance(node, ast.Constant) or type(node.value) not in (int, float):
        raise RelationError("linear")
    return Decimal(str(node.value))


def bind(relation: Relation, resolve: Callable[[Term], tuple[str, ...]]) -> Bound:
    """Replace each term of a relation by the addresses `resolve` gives for it."""

    def side(side: Side) -> Linear:
        return Linear(
            tuple((term.factor, ref) for term in side.terms for ref in resolve(term)), side.constant
        )

    return Bound(side(relation.left), relation.operator, side(relation.right))
