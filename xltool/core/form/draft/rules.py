"""Relations that notes state, written as the rules of a form file: every number must be printed on a table.

Pure.  A number that is on no table, or may be a row as well as a column, makes no rule.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from xltool.core.form.block import Block
from xltool.core.form.draft.levels import numbering
from xltool.core.form.draft.sentences import Reference, StatedRelation
from xltool.core.form.draft.totals import written_sum
from xltool.core.form.outline import Heading
from xltool.core.text import zh

_NUMBER = re.compile(zh.DRAFT_NUMBER)
_NAMED = re.compile(r"[A-Za-z]{0,2}\d{1,4}")


@dataclass(frozen=True, slots=True)
class WrittenRule:
    """A rule of a `table` as a form file has it; `each` is "" for one that names single cells."""

    table: str
    check: str
    each: str
    left: str
    right: str
    severity: str
    origin: str = ""


@dataclass
class NumberedTable:
    """A table with the numbers printed beside its headings: number → (block, code), for rows and columns."""

    id: str
    ordinal: str
    blocks: Sequence[Block]
    row: dict[str, tuple[int, str]] = field(default_factory=dict)
    column: dict[str, tuple[int, str]] = field(default_factory=dict)
    ordinals: dict[str, tuple[int, list[str]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Gather the numbers."""
        for at, block in enumerate(self.blocks):
            for numbers, leaves in ((self.row, block.row_leaves), (self.column, block.column_leaves)):
                for leaf in leaves:
                    for number in {*_numbers(leaf)}:
                        place = (at, leaf.code or "")
                        twice = numbers.setdefault(number, place)[1] != place[1]
                        numbers[number] = (at, "") if twice else place  # it names neither
            for top in block.rows:
                level, number = numbering(top.text)
                if level == 0 and (spoken := zh.spoken_number(number)):
                    self.ordinals.setdefault(str(spoken), (at, _whole(top)))

    def name(self, at: int, code: str) -> str:
        """The words of a row or column of a block."""
        block = self.blocks[at]
        paths = block.row_paths if code in block.row_paths else block.column_paths
        path = paths[code]
        is_alone = sum(other[-1] == path[-1] for other in paths.values()) == 1
        return path[-1] if is_alone else "".join(path[-2:])


def _numbers(leaf: Heading) -> Iterator[str]:
    """The numbers of a row or column: those printed beside it, as written and bare, else its own."""
    texts = [text for text in leaf.beside if _NUMBER.fullmatch(text)] or [leaf.text]
    for text in texts:
        match = _NUMBER.fullmatch(text) or (
            _NUMBER.match(text) if re.match(zh.DRAFT_OWN_NUMBER, text) else None
        )
        if match:
            named = _NAMED.search(match[0])
            yield named[0] if named else match[1]
            if named and named[0].isdigit():
                yield str(int(named[0]))


def _whole(top: Heading) -> list[str]:
    """The row that stands for a part of the table: itself, its own total, or all its rows."""
    if top.code:
        return [top.code]
    leaves = [leaf for child in top.children for _, leaf in child.leaves()]
    total = [leaf.code or "" for leaf in leaves if re.search(zh.DRAFT_TOTAL, leaf.text)]
    return total[-1:] or [leaf.code or "" for leaf in leaves]


def written_rules(
    stated: StatedRelation, tables: Sequence[NumberedTable], own: NumberedTable
) -> list[WrittenRule]:
    """The rules a relation comes to, on its `own` table or where it says; none if its numbers do not fit."""
    said = stated.left[0][1].table
    named = [one for one in tables if one.ordinal in _named_tables(said)]
    fits = list(_fits(stated, tables, named if said else [own]))
    if not (fits or said):
        fits = list(_fits(stated, tables, tables))
    if len(fits) > 1 and any(one.lane for _, one in (*stated.left, *stated.right)):
        fits = [fit for fit in fits if fit[1] == "column"]
    if len(fits) != 1:
        return []
    axis, left, right = fits[0][1:]
    table = left[0][1]
    sides = [_spoken(words, terms) for words, terms in zip(stated.sides, (left, right), strict=True)]
    words = sides[0], sides[1], "error", stated.quote.replace(",", zh.DRAFT_COMMA)
    if len({(one.id, at) for _, one, at, _ in (*left, *right)}) == 1:
        check = f"{_side(left, table)} {stated.operator} {_side(right, table)}"
        return [WrittenRule(table.id, check, "column" if axis == "row" else "row", *words)]
    return [
        WrittenRule(table.id, f"{one} {stated.operator} {other}", "", *words)
        for one, other in _cells(axis, left, right)
    ]


def _fits(
    stated: StatedRelation, tables: Sequence[NumberedTable], homes: Sequence[NumberedTable]
) -> Iterator[tuple[NumberedTable, str, _Terms, _Terms]]:
    """The tables and axes on which all numbers of a relation are printed."""
    for table in homes:
        for axis in ("row", "column"):
            left, right = (_terms(side, axis, tables, table) for side in (stated.left, stated.right))
            if left and right is not None:
                yield table, axis, left, right


_Terms = list[tuple[int, NumberedTable, int, str]]  # (sign, table, block, code)


def _named_tables(name: str) -> list[str]:
    """The ordinals that 三, 五、六 or 八-十 stand for."""
    numbers = [
        zh.spoken_number(part) or (int(part) if part.isdigit() else 0)
        for part in re.split(zh.RELATION_TABLES, name)
    ]
    if len(numbers) == 2 and re.search(zh.RELATION_TO, name):
        return [str(number) for number in range(numbers[0], numbers[1] + 1)]
    return [str(number) for number in numbers if number]


def _terms(
    side: Sequence[tuple[int, Reference]], axis: str, tables: Sequence[NumberedTable], home: NumberedTable
) -> _Terms | None:
    """The rows or columns that one side names; None when one of its numbers is not printed there."""
    found: _Terms = []
    for sign, one in side:
        if one.number.strip("0") == "" and len(side) == 1:
            return []
        named = [table for table in tables if table.ordinal in _named_tables(one.table)]
        named = named if one.table else [home]
        if one.axis not in ("", axis) or one.column:
            return None
        places = [(table, place) for table in named if (place := _place(one, axis, table))]
        if len(places) != 1:
            return None
        table, (at, codes) = places[0]
        found += [(sign, table, at, code) for code in codes]
    return found


def _place(one: Reference, axis: str, table: NumberedTable) -> tuple[int, list[str]] | None:
    if one.ordinal:
        return table.ordinals.get(one.number) if axis == "row" else None
    numbers = table.row if axis == "row" else table.column
    bare = str(int(one.number)) if one.number.isdigit() else one.number
    place = numbers.get(one.number) or numbers.get(bare)
    return (place[0], [place[1]]) if place and place[1] else None


def _side(terms: _Terms, table: NumberedTable) -> str:
    """One side as a form file writes it."""
    if not terms:
        return "0"
    codes = [code for _, _, _, code in terms]
    if all(sign > 0 for sign, *_ in terms) and len(set(codes)) == len(codes):
        return written_sum(codes, table.blocks)
    return _signed([(sign, code) for sign, _, _, code in terms])


def _signed(terms: Sequence[tuple[int, str]]) -> str:
    text = "".join(f" {'+' if sign > 0 else '-'} {code}" for sign, code in terms)
    return (
        text.removeprefix(" + ").replace(" - ", "-", 1)
        if text.startswith(" - ")
        else text.removeprefix(" + ")
    )


def _cells(axis: str, left: _Terms, right: _Terms) -> Iterator[tuple[str, str]]:
    """The sides in single cells, for blocks that have as many cells along the other axis."""
    others = [_across(axis, table, at, code) for _, table, at, code in (*left, *right)]
    if len({len(codes) for codes in others}) != 1:
        return
    for k in range(len(others[0])):
        cells = [
            (sign, f"{table.id}.{code}.{codes[k]}" if axis == "row" else f"{table.id}.{codes[k]}.{code}")
            for (sign, table, _, code), codes in zip((*left, *right), others, strict=True)
        ]
        yield _signed(cells[: len(left)]), _signed(cells[len(left) :]) or "0"


def _across(axis: str, table: NumberedTable, at: int, code: str) -> list[str]:
    """The codes that a row or column meets, without cells that are not to be filled or hold a share."""
    block = table.blocks[at]
    pairs = [(row, column) for row, column in block.addresses if code in (row, column)]
    return [column if axis == "row" else row for row, column in pairs if block.kind(row, column) != "percent"]


def _spoken(words: str, terms: _Terms) -> str:
    """What a side is called: the words of the note where it has some, else those of the headings."""
    if re.search(zh.DRAFT_SPOKEN, words) or not terms:
        return words.strip(zh.DRAFT_SIDE_ENDS) or "0"
    names = [
        (zh.DRAFT_MINUS if sign < 0 else zh.DRAFT_PLUS) + table.name(at, code)
        for sign, table, at, code in terms
    ]
    if len(names) > _LONGEST and all(sign > 0 for sign, *_ in terms):
        return zh.DRAFT_SUM_FROM.format(first=names[0][1:], last=names[-1][1:], n=len(names))
    return "".join(names).removeprefix(zh.DRAFT_PLUS)


_LONGEST = 4  # names of a side that are listed
