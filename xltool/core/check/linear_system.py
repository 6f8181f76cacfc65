"""The rules that can be evaluated, as linear rows over the figures somebody typed.

Between `form` and `repair`; pure.  A table whose totals all agree with their members has totals that
follow them; there only inputs are cells, and a change of one carries its totals along.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from xltool.core.form.model import Form, Rule
from xltool.core.form.relation import PRIOR, Linear
from xltool.core.submission.model import parse_decimal, plain


def admissible(form: Form, address: str, number: Decimal) -> bool:
    """Whether this figure may stand there: its sign, whole save for amounts, no more digits than are kept."""
    kind = form.kinds[address]
    whole = kind == "amount" or number == number.to_integral_value()
    return (number >= 0 or kind == "change") and whole and parse_decimal(plain(number)) is not None


@dataclass(frozen=True)
class Row:
    """One evaluated rule over cells: `residual` changes by factor * change of each cell."""

    rule: Rule
    factors: Mapping[str, Decimal]
    residual: Decimal
    must: bool  # severity error

    @property
    def equality(self) -> bool:
        """Whether it determines a figure."""
        return self.must and self.rule.bound.operator == "=="

    @cached_property
    def held(self) -> bool:
        """Whether it holds with the figures as typed."""
        return self.rule.bound.holds(self.residual)

    def sound(self, move: Decimal) -> bool:
        """Whether it is as it should be once the residual has moved."""
        return self.rule.bound.holds(self.residual + move) or not (self.must or self.held)


@dataclass(frozen=True)
class Region:
    """Cells that rules connect, the failing rows among these, and figures that cannot stand."""

    cells: tuple[str, ...]
    failing: frozenset[int]
    wrong: frozenset[str]


@dataclass
class System:
    """The evaluated rules as rows over the cells that were typed."""

    form: Form
    known: Mapping[str, Decimal]
    rows: list[Row]
    touching: dict[str, dict[int, Decimal]] = field(default_factory=dict)  # cell → row → factor

    def parts(self) -> list[Region]:
        """The connected parts in which something fails."""
        part_of: dict[str, tuple[str, ...]] = {}
        for row in self.rows:
            if row.must:
                joined = dict.fromkeys(c for cell in row.factors for c in part_of.get(cell, (cell,)))
                part_of |= dict.fromkeys(joined, tuple(joined))
        found = []
        for cells in dict.fromkeys(part_of.values()):
            rows = {row for cell in cells for row in self.touching[cell] if self.rows[row].must}
            failing = frozenset(row for row in rows if not self.rows[row].held)
            if failing:
                inside = set(cells)
                ordered = tuple(address for address in self.form.addresses if address in inside)
                wrong = frozenset(c for c in cells if not admissible(self.form, c, self.known[c]))
                found.append(Region(ordered, failing, wrong))
        return found

    def sound(self, part: Region, meant: Mapping[str, Decimal]) -> bool:
        """Whether these figures make an answer."""
        if not all(admissible(self.form, cell, number) for cell, number in meant.items()):
            return False
        moves: dict[int, Decimal] = {}
        for cell, number in meant.items():
            for row, factor in self.touching[cell].items():
                moves[row] = moves.get(row, Decimal(0)) + factor * (number - self.known[cell])
        return (
            part.failing <= moves.keys()
            and part.wrong <= meant.keys()
            and all(self.rows[row].sound(move) for row, move in moves.items())
        )


def relations(form: Form, known: Mapping[str, Decimal], level: str, predecessor: bool) -> System:
    """The rules that can be evaluated, totals that follow their members replaced by these."""
    evaluated = [
        rule
        for rule in form.rules
        if (not rule.levels or level in rule.levels) and all(ref in known for ref in rule.bound.refs)
    ]
    typed = {r.table for r in evaluated if r.is_total and not r.bound.holds(r.bound.residual(known))}
    follow = {
        address: total
        for table in form.tables
        if table.id not in typed
        for address, total in table.totals.items()
        if all(ref in known for _, ref in total.terms)
    }
    rows = []
    for rule in evaluated:
        factors: dict[str, Decimal] = {}
        for sign, side in ((Decimal(1), rule.bound.left), (Decimal(-1), rule.bound.right)):
            for cell, factor in _typed(side, follow):
                factors[cell] = factors.get(cell, Decimal(0)) + sign * factor
        factors = {cell: factor for cell, factor in factors.items() if factor}
        severity = rule.predecessor if predecessor and rule.predecessor else rule.severity
        if factors:
            rows.append(Row(rule, factors, rule.bound.residual(known), severity == "error"))
    system = System(form, known, rows)
    for index, row in enumerate(rows):
        for cell, factor in row.factors.items():
            system.touching.setdefault(cell, {})[index] = factor
    return system


def _typed(side: Linear, follow: Mapping[str, Linear]) -> Iterator[tuple[str, Decimal]]:
    for factor, ref in side.terms:
        if ref in follow:
            yield from ((cell, factor * inner) for cell, inner in _typed(follow[ref], follow))
        elif not ref.startswith(PRIOR):
            yield ref, factor
