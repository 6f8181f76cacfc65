"""The rules of a form as a system of linear relations over the figures that were typed, for `repair`.

Where all totals of a table agree with their members, the totals are taken as computed: only inputs
count as typed, and a change of an input changes its totals with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from xltool.core.form.block import DECIMAL_KINDS, SIGNED_KINDS
from xltool.core.form.model import Form, Rule
from xltool.core.form.relation import PRIOR, Linear
from xltool.core.submission.model import parse_decimal, plain


def admissible(form: Form, address: str, number: Decimal) -> bool:
    """Whether a figure may be typed at an address: its sign, whole or not, not too many digits."""
    kind = form.kinds[address]
    whole = kind in DECIMAL_KINDS or number == number.to_integral_value()
    return (number >= 0 or kind in SIGNED_KINDS) and whole and parse_decimal(plain(number)) is not None


@dataclass(frozen=True)
class Row:
    """One rule over cells: a change of a cell changes `residual` by that change times the cell's factor."""

    rule: Rule
    factors: Mapping[str, Decimal]
    residual: Decimal
    must: bool  # severity error

    @property
    def equality(self) -> bool:
        """Whether the rule determines a figure: an equality that must hold."""
        return self.must and self.rule.bound.operator == "=="

    @cached_property
    def holds(self) -> bool:
        """Whether the rule holds with the figures as typed."""
        return self.rule.bound.holds(self.residual)

    def accepts(self, change: Decimal) -> bool:
        """Whether the residual may change so: the rule then holds, or is a warning that failed already."""
        return self.rule.bound.holds(self.residual + change) or not (self.must or self.holds)


@dataclass(frozen=True)
class Region:
    """Cells connected by rules: the numbers of the failing rows, and the cells with inadmissible figures."""

    cells: tuple[str, ...]
    failing: frozenset[int]
    wrong: frozenset[str]


@dataclass
class System:
    """The rules that can be evaluated, as rows over the cells that were typed."""

    form: Form
    figures: Mapping[str, Decimal]
    rows: list[Row]
    touching: dict[str, dict[int, Decimal]] = field(default_factory=dict)  # cell → row → factor

    def failing_regions(self) -> list[Region]:
        """The regions in which a rule fails that must hold."""
        region_of: dict[str, tuple[str, ...]] = {}
        for row in self.rows:
            if row.must:
                joined = dict.fromkeys(c for cell in row.factors for c in region_of.get(cell, (cell,)))
                region_of |= dict.fromkeys(joined, tuple(joined))
        regions = []
        for cells in dict.fromkeys(region_of.values()):
            rows = {row for cell in cells for row in self.touching[cell] if self.rows[row].must}
            failing = frozenset(row for row in rows if not self.rows[row].holds)
            if failing:
                inside = set(cells)
                ordered = tuple(address for address in self.form.addresses if address in inside)
                wrong = frozenset(c for c in cells if not admissible(self.form, c, self.figures[c]))
                regions.append(Region(ordered, failing, wrong))
        return regions

    def accepts(self, region: Region, meant: Mapping[str, Decimal]) -> bool:
        """Whether these figures, put in place of those typed, repair the region and break no other rule."""
        if not all(admissible(self.form, cell, number) for cell, number in meant.items()):
            return False
        residual_changes: dict[int, Decimal] = {}
        for cell, number in meant.items():
            for row, factor in self.touching[cell].items():
                change = factor * (number - self.figures[cell])
                residual_changes[row] = residual_changes.get(row, Decimal(0)) + change
        return (
            region.failing <= residual_changes.keys()
            and region.wrong <= meant.keys()
            and all(self.rows[row].accepts(change) for row, change in residual_changes.items())
        )


def linear_system(form: Form, figures: Mapping[str, Decimal], level: str, predecessor: bool) -> System:
    """The system of the rules whose figures are all known, computed totals replaced by their members."""
    evaluated = [
        rule
        for rule in form.rules
        if (not rule.levels or level in rule.levels) and all(ref in figures for ref in rule.bound.refs)
    ]
    typed_tables = {
        rule.table
        for rule in evaluated
        if rule.is_total and not rule.bound.holds(rule.bound.residual(figures))
    }
    computed = {
        address: total
        for table in form.tables
        if table.id not in typed_tables
        for address, total in table.totals.items()
        if all(ref in figures for _, ref in total.terms)
    }
    rows = []
    for rule in evaluated:
        factors: dict[str, Decimal] = {}
        for sign, side in ((Decimal(1), rule.bound.left), (Decimal(-1), rule.bound.right)):
            for cell, factor in _typed_terms(side, computed):
                factors[cell] = factors.get(cell, Decimal(0)) + sign * factor
        factors = {cell: factor for cell, factor in factors.items() if factor}
        severity = rule.predecessor if predecessor and rule.predecessor else rule.severity
        if factors:
            rows.append(Row(rule, factors, rule.bound.residual(figures), severity == "error"))
    system = System(form, figures, rows)
    for index, row in enumerate(rows):
        for cell, factor in row.factors.items():
            system.touching.setdefault(cell, {})[index] = factor
    return system


def _typed_terms(side: Linear, computed: Mapping[str, Linear]) -> Iterator[tuple[str, Decimal]]:
    """(typed cell, factor) of the terms of one side, computed totals resolved; last year's are constant."""
    for factor, ref in side.terms:
        if ref in computed:
            yield from ((cell, factor * inner) for cell, inner in _typed_terms(computed[ref], computed))
        elif not ref.startswith(PRIOR):
            yield ref, factor
