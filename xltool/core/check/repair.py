"""Failing rules → the one or two figures that may be wrong, and what was probably meant.

Beside `check`, which says the answers as guesses; pure.  Rules are linear, so the search is closed:
nothing is tried that the relations do not point at.

- *Cells*: figures somebody typed.  A table whose totals all agree with their members has totals that
  follow them (a workbook's always do): there only inputs can be wrong, and a change carries its totals
  along.  Where a total disagrees, every figure of that table was typed and any can be wrong.  Last
  year's figures are never doubted.
- *Parts*: cells that rules connect.  Each part with a failure is answered alone, so two mistakes in
  two tables get two answers.
- *An answer* changes one cell, or two, of a part so that every rule of severity error in it holds, no
  warning fails that held, and each new figure could be typed there.  Its figures are determined: by the
  equalities (one unknown, or two with two independent equalities), by exchanging two figures, or, where
  only inequalities fail, by a slip.  A family of answers ("any two that differ by 3") is none.
- *Rank*, best first (`Rank`): one cell before two, as one mistake is likelier than two; among the
  answers of one cell a slip of the typing hand before any other change, as few figures are explained
  by a slip by chance, and a dropped digit after the other slips, as it could be any of ten at any
  place; among those of two cells one act (exchanging neighbours, or two figures of a row or column)
  before two acts, and two slips before anything else.  Answers of the same rank are equally good:
  the rules do not tell a forgotten figure from a mistyped one.  More than `_MOST` of them say nothing,
  so nothing is said; lesser ranks are then not looked at either.

benchmarks/repair.md measures how often the answer is right.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import IntEnum
from itertools import combinations

from xltool.core.check.linear_system import Region, System, relations
from xltool.core.check.typing_slips import slips
from xltool.core.form.model import Form

_MOST = 2  # answers worth saying
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
    """One figure: what was typed, what is proposed; `slip` says how one became the other, if it is one.

    Slips: ``swapped``, ``dropped`` or ``doubled`` digit, ``sign``, ``unfilled`` (a total left at 0).
    """

    address: str
    typed: Decimal
    meant: Decimal
    slip: str | None = None


@dataclass(frozen=True)
class Answer:
    """One cell or two (in the form's order) whose change satisfies every failing rule of a part."""

    rank: Rank
    changes: tuple[Correction, ...]


@dataclass(frozen=True)
class Repair:
    """One or two equally good answers in the form's order, and the addresses of what they repair.

    `repairs` holds the `refs` of each failing rule and ``(address,)`` of each inadmissible figure.
    """

    answers: tuple[Answer, ...]
    repairs: frozenset[tuple[str, ...]]


def repairs(
    form: Form, known: Mapping[str, Decimal], level: str = "", predecessor: bool = False
) -> list[Repair]:
    """One `Repair` for each part of the form where one or two answers are best.

    `known` are the figures that could be read, inadmissible ones too, and last year's as ``prior.…``;
    rules with other members are not evaluated, as in `check`.
    """
    system = relations(form, known, level, predecessor)
    found = []
    for part in system.parts():
        answers = _best(system, part)
        if 0 < len(answers) <= _MOST:
            refs = {system.rows[row].rule.bound.refs for row in part.failing}
            found.append(Repair(answers, frozenset(refs | {(cell,) for cell in part.wrong})))
    return found


def _best(system: System, part: Region) -> tuple[Answer, ...]:
    """All answers of the best rank, in the form's order."""
    found = _singles(system, part) or _pairs(system, part)
    best = min((answer.rank for answer in found), default=None)
    return tuple(answer for answer in found if answer.rank == best)


def _change(system: System, cell: str, meant: Decimal) -> Correction:
    """The change with its slip, if it is one."""
    typed = system.known[cell]
    slip = next((kind for kind, number in slips(typed) if number == meant), None)
    if typed == 0 and cell in system.form.totals:
        slip = "unfilled"
    return Correction(cell, typed, meant, slip)


_RANKS = {None: Rank.OTHER, "dropped": Rank.DROPPED}


def _singles(system: System, part: Region) -> list[Answer]:
    found = []
    equal = [row for row in sorted(part.failing) if system.rows[row].equality]
    for cell in part.cells:
        touched, typed = system.touching[cell], system.known[cell]
        if not part.failing <= touched.keys():
            continue
        if equal:
            meant = [typed - system.rows[equal[0]].residual / touched[equal[0]]]
        else:
            meant = [number for _, number in slips(typed)]
        for number in meant:
            if system.sound(part, {cell: number}):
                change = _change(system, cell, number)
                found.append(Answer(_RANKS.get(change.slip, Rank.SLIP), (change,)))
    return found


def _pairs(system: System, part: Region) -> list[Answer]:
    places, kinds = _places(system.form), system.form.kinds
    found = []
    for one, two in _candidates(system, part):
        old = system.known[one], system.known[two]
        acts: dict[tuple[Decimal, Decimal], Rank | None] = {}
        if (determined := _determined(system, one, two)) is not None:
            acts[determined] = None
        if kinds[one] == kinds[two] and (rank := _together(places[one], places[two])) is not None:
            acts[old[1], old[0]] = rank
        for meant, act in acts.items():
            changed = old[0] != meant[0] and old[1] != meant[1]
            if changed and system.sound(part, {one: meant[0], two: meant[1]}):
                changes = _change(system, one, meant[0]), _change(system, two, meant[1])
                slipped = all(change.slip for change in changes)
                found.append(Answer(act or (Rank.SLIPS if slipped else Rank.TWO), changes))
    return found


def _candidates(system: System, part: Region) -> list[tuple[str, str]]:
    """Pairs of cells, in the form's order, that between them touch every failing row."""
    order = {cell: i for i, cell in enumerate(part.cells)}
    row = min(part.failing, key=lambda row: (len(system.rows[row].factors), row))  # one of the two is in it
    found: set[tuple[str, str]] = set()
    for one in system.rows[row].factors:
        others = set(part.cells) - {one}
        for other in part.failing - system.touching[one].keys():
            others &= system.rows[other].factors.keys()
        if len(found) + len(others) > MAX_PAIRS:
            return []
        pairs = ((one, two) if order[one] < order[two] else (two, one) for two in others)
        found |= {pair for pair in pairs if part.wrong <= {*pair}}
    return sorted(found, key=lambda pair: (order[pair[0]], order[pair[1]]))


def _determined(system: System, one: str, two: str) -> tuple[Decimal, Decimal] | None:
    """The figures of two cells that the equalities on them leave: of two independent ones, Cramer's rule."""
    first, second = system.touching[one], system.touching[two]
    rows = [row for row in {**first, **second} if system.rows[row].equality]
    zero = Decimal(0)
    for i, j in combinations(rows, 2):
        a, b, c, d = first.get(i, zero), second.get(i, zero), first.get(j, zero), second.get(j, zero)
        if (across := a * d - b * c) != 0:
            left, right = -system.rows[i].residual, -system.rows[j].residual
            dx, dy = (left * d - b * right) / across, (a * right - left * c) / across
            return system.known[one] + dx, system.known[two] + dy
    return None


def _places(form: Form) -> dict[str, tuple[int, int, int]]:
    """Every address's block, row and column as counted on paper."""
    found = {}
    blocks = [(table, block) for table in form.tables for block in table.blocks]
    for number, (table, block) in enumerate(blocks):
        rows = list(dict.fromkeys(row for row, _ in block.addresses))
        columns = list(dict.fromkeys(column for _, column in block.addresses))
        for row, column in block.addresses:
            found[f"{table.id}.{row}.{column}"] = (number, rows.index(row), columns.index(column))
    return found


def _together(one: tuple[int, int, int], two: tuple[int, int, int]) -> Rank | None:
    """How near two places are; None when neither in one row nor in one column of one block."""
    rows, columns = abs(one[1] - two[1]), abs(one[2] - two[2])
    if one[0] != two[0] or (rows and columns):
        return None
    return Rank.NEIGHBOURS if rows + columns == 1 else Rank.LINE
