"""Guess which one or two figures make rules fail, and what was probably meant.

`hints.with_hints` shows the answers as guesses.  Rules are linear, so the answers are computed: nothing
is tried that the relations do not point at.

- *Cells*: figures somebody typed.  Where all totals of a table agree with their members, the totals
  were computed (in a workbook they always are): there only inputs can be wrong, and a change of one
  changes its totals with it.  Where a total disagrees, every figure of that table was typed and any can
  be wrong.  Last year's figures are never doubted.
- *Regions*: cells connected by rules.  Each region with a failure is answered alone, so two mistakes in
  two tables get two answers.
- *An answer* changes one cell, or two, of a region so that every rule of severity error in it holds,
  every warning that held still holds, and each new figure could be typed there.  Its figures are
  determined: by the equalities (one unknown, or two with two independent equalities), by exchanging two
  figures, or, where only inequalities fail, by a slip.  A family of answers ("any two that differ by 3")
  is no answer.
- *Rank*, best first (`Rank`): one cell before two, as one mistake is likelier than two; among the
  answers of one cell a slip of the typing hand before any other change, as few figures are explained
  by a slip by chance, and a dropped digit after the other slips, as it could be any of ten at any
  place; among those of two cells one act (exchanging neighbours, or two figures of a row or column)
  before two acts, and two slips before anything else.  Answers of the same rank are equally good:
  the rules do not tell a forgotten figure from a mistyped one.  More than `_MOST` of them are no help,
  so none is given, and lower ranks are not tried either.

benchmarks/repair.md measures how often the answer is right.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import IntEnum
from itertools import combinations

from xltool.core.check.linear_system import Region, System, linear_system
from xltool.core.check.typing_slips import slips
from xltool.core.form.model import Form

_MOST = 2  # more answers than these are not shown
MAX_PAIRS = 50_000  # a form this entangled gets no answer of two cells


class Rank(IntEnum):
    """How good an answer is; lower is better."""

    SLIP = 0  # one cell: digits swapped or doubled, a sign, a total left at 0
    DROPPED = 1  # one cell: a digit dropped
    OTHER = 2  # one cell: another figure
    NEIGHBOURS = 3  # two cells side by side exchanged (one of them may be 0: moved)
    LINE = 4  # two cells of a row or column exchanged
    SLIPS = 5  # two cells, each a slip
    TWO = 6  # two cells otherwise


@dataclass(frozen=True)
class Correction:
    """A proposed change of one figure; `slip` names the slip of the hand that explains it, if one does.

    Slips are ``swapped``, ``dropped`` or ``doubled`` digit, ``sign``, ``unfilled`` (a total left at 0).
    """

    address: str
    typed: Decimal
    meant: Decimal
    slip: str | None = None


@dataclass(frozen=True)
class Answer:
    """A change of one cell or two (in the form's order) that satisfies every failing rule of a region."""

    rank: Rank
    changes: tuple[Correction, ...]


@dataclass(frozen=True)
class Repair:
    """The best answers for one region, in the form's order, and what they repair.

    `repairs` holds the `refs` of each failing rule and ``(address,)`` of each inadmissible figure.
    """

    answers: tuple[Answer, ...]
    repairs: frozenset[tuple[str, ...]]


def repairs(
    form: Form, figures: Mapping[str, Decimal], level: str = "", predecessor: bool = False
) -> list[Repair]:
    """Find a `Repair` for each region of the form with one or two best answers.

    `figures` are those that could be read, inadmissible ones too, and last year's as ``prior.…``;
    rules with other figures in them are not evaluated.
    """
    system = linear_system(form, figures, level, predecessor)
    repaired = []
    for region in system.failing_regions():
        answers = _best(system, region)
        if 0 < len(answers) <= _MOST:
            refs = {system.rows[row].rule.bound.refs for row in region.failing}
            repaired.append(Repair(answers, frozenset(refs | {(cell,) for cell in region.wrong})))
    return repaired


def _best(system: System, region: Region) -> tuple[Answer, ...]:
    """All answers of the best rank, in the form's order."""
    answers = _singles(system, region) or _pairs(system, region)
    best = min((answer.rank for answer in answers), default=None)
    return tuple(answer for answer in answers if answer.rank == best)


def _change(system: System, cell: str, meant: Decimal) -> Correction:
    """The change of a cell, with the slip that explains it."""
    typed = system.figures[cell]
    slip = next((kind for kind, number in slips(typed) if number == meant), None)
    if typed == 0 and cell in system.form.totals:
        slip = "unfilled"
    return Correction(cell, typed, meant, slip)


_RANKS = {None: Rank.OTHER, "dropped": Rank.DROPPED}


def _singles(system: System, region: Region) -> list[Answer]:
    """The answers that change one cell."""
    answers = []
    equal = [row for row in sorted(region.failing) if system.rows[row].equality]
    for cell in region.cells:
        touched, typed = system.touching[cell], system.figures[cell]
        if not region.failing <= touched.keys():
            continue
        if equal:
            meant = [typed - system.rows[equal[0]].residual / touched[equal[0]]]
        else:
            meant = [number for _, number in slips(typed)]
        for number in meant:
            if system.accepts(region, {cell: number}):
                change = _change(system, cell, number)
                answers.append(Answer(_RANKS.get(change.slip, Rank.SLIP), (change,)))
    return answers


def _pairs(system: System, region: Region) -> list[Answer]:
    """The answers that change two cells."""
    places, kinds = _places(system.form), system.form.kinds
    answers = []
    for one, two in _candidates(system, region):
        old = system.figures[one], system.figures[two]
        acts: dict[tuple[Decimal, Decimal], Rank | None] = {}
        if (determined := _determined(system, one, two)) is not None:
            acts[determined] = None
        if kinds[one] == kinds[two] and (rank := _together(places[one], places[two])) is not None:
            acts[old[1], old[0]] = rank
        for meant, act in acts.items():
            changed = old[0] != meant[0] and old[1] != meant[1]
            if changed and system.accepts(region, {one: meant[0], two: meant[1]}):
                changes = _change(system, one, meant[0]), _change(system, two, meant[1])
                slipped = all(change.slip for change in changes)
                answers.append(Answer(act or (Rank.SLIPS if slipped else Rank.TWO), changes))
    return answers


def _candidates(system: System, region: Region) -> list[tuple[str, str]]:
    """The pairs of cells, in the form's order, of which every failing row contains at least one."""
    order = {cell: i for i, cell in enumerate(region.cells)}
    row = min(region.failing, key=lambda row: (len(system.rows[row].factors), row))  # one of the two is in it
    candidates: set[tuple[str, str]] = set()
    for one in system.rows[row].factors:
        others = set(region.cells) - {one}
        for other in region.failing - system.touching[one].keys():
            others &= system.rows[other].factors.keys()
        if len(candidates) + len(others) > MAX_PAIRS:
            return []
        pairs = ((one, two) if order[one] < order[two] else (two, one) for two in others)
        candidates |= {pair for pair in pairs if region.wrong <= {*pair}}
    return sorted(candidates, key=lambda pair: (order[pair[0]], order[pair[1]]))


def _determined(system: System, one: str, two: str) -> tuple[Decimal, Decimal] | None:
    """The figures of two cells that two independent equalities determine (Cramer's rule); None without."""
    first, second = system.touching[one], system.touching[two]
    rows = [row for row in {**first, **second} if system.rows[row].equality]
    zero = Decimal(0)
    for i, j in combinations(rows, 2):
        a, b, c, d = first.get(i, zero), second.get(i, zero), first.get(j, zero), second.get(j, zero)
        if (across := a * d - b * c) != 0:
            left, right = -system.rows[i].residual, -system.rows[j].residual
            dx, dy = (left * d - b * right) / across, (a * right - left * c) / across
            return system.figures[one] + dx, system.figures[two] + dy
    return None


def _places(form: Form) -> dict[str, tuple[int, int, int]]:
    """(block, row, column) of every address, counted as printed."""
    places = {}
    blocks = [(table, block) for table in form.tables for block in table.blocks]
    for number, (table, block) in enumerate(blocks):
        rows = list(dict.fromkeys(row for row, _ in block.addresses))
        columns = list(dict.fromkeys(column for _, column in block.addresses))
        for row, column in block.addresses:
            places[f"{table.id}.{row}.{column}"] = (number, rows.index(row), columns.index(column))
    return places


def _together(one: tuple[int, int, int], two: tuple[int, int, int]) -> Rank | None:
    """The rank of exchanging two places; None unless they share a row or a column of one block."""
    rows, columns = abs(one[1] - two[1]), abs(one[2] - two[2])
    if one[0] != two[0] or (rows and columns):
        return None
    return Rank.NEIGHBOURS if rows + columns == 1 else Rank.LINE
