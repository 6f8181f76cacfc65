"""A table that stands on several sheets: which one is read, and what is said of the others.

Pure.  What a person sees comes before a fuller copy that is hidden; a copy without figures is nothing, one of
another year is named, one with other figures must be removed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from xltool.core.check.finding import Finding
from xltool.core.form.a1 import a1
from xltool.core.form.model import Table
from xltool.core.submission.identity import parse_code_line
from xltool.core.submission.model import plain
from xltool.core.text import zh
from xltool.core.text.catalogue.sights import W_OTHER_YEAR, W_TABLE_TWICE
from xltool.office.raw import RawCell, RawSheet
from xltool.reading.cell import exact
from xltool.reading.locate.same_words import GridPlace, Index
from xltool.reading.locate.table_search import find_table

_YEAR = re.compile(zh.YEAR_SAID)
_TITLE_ROWS = 12  # above the first figure: title, code line, choice and heads


@dataclass(frozen=True)
class TableCopy:
    """A table as found on sheet `number`: `spots` of its addresses, `repeated` labels that stand twice."""

    number: int
    spots: Mapping[str, GridPlace]
    repeated: Sequence[str]


def choose_copy(
    table: Table, copies: Sequence[TableCopy], sheets: Sequence[RawSheet], year: int | None
) -> tuple[TableCopy, list[Finding]]:
    """The copy to read, and findings on the others; `year` is the workbook's, where that is known."""
    if len(copies) == 1:
        return copies[0], []
    figures = {copy.number: _figures(table, copy, sheets[copy.number]) for copy in copies}
    years = {copy.number: _years_said(copy, sheets[copy.number]) for copy in copies}
    year = year or max((one for said in years.values() for one in said), default=None)
    other_year = {n for n, said in years.items() if said - {year}}
    if len(other_year) == len(copies):
        other_year = set()

    def rank(copy: TableCopy) -> tuple[bool, bool, bool, bool, int, bool, int]:
        sheet = sheets[copy.number]
        return (
            copy.number not in other_year,
            _is_copy(table, copy),
            sheet.visibility == "visible",
            bool(figures[copy.number]),
            len(copy.spots),
            sheet.name == table.sheet,
            -copy.number,
        )

    best = max(copies, key=rank)
    own = figures[best.number]
    others = [c for c in copies if c is not best and _is_copy(table, c) and figures[c.number]]
    old = [copy for copy in others if copy.number in other_year]
    differing = {copy.number: _differing(own, figures[copy.number]) for copy in others if copy not in old}
    findings = [_of_other_year(table, old, sheets)] if old else []
    refs = dict.fromkeys(address for addresses in differing.values() for address in addresses)
    if refs:
        numbers = sorted([best.number, *(n for n, addresses in differing.items() if addresses)])
        args = {"table": table.title, "sheets": _names(sheets, numbers)}
        findings.append(Finding(W_TABLE_TWICE, tuple(refs), args))
    return best, findings


def repeated_below(table: Table, copy: TableCopy, index: Index, sheet: RawSheet) -> list[str]:
    """The heads of a second copy with figures, wherever it stands below the first on the same sheet."""
    bottom = max(row for row, _ in copy.spots.values())
    spots, _ = find_table(table, index, sheet, bottom)
    again = TableCopy(copy.number, spots, ())
    if not spots or not _is_copy(table, again) or not _figures(table, again, sheet):
        return []
    return list(dict.fromkeys(leaf.text for block in table.blocks for leaf in block.column_leaves))


def _of_other_year(table: Table, old: Sequence[TableCopy], sheets: Sequence[RawSheet]) -> Finding:
    args = {"table": table.title, "sheets": _names(sheets, (copy.number for copy in old))}
    cells = tuple(_first_cell(copy, sheets[copy.number]) for copy in old)
    return Finding(W_OTHER_YEAR, (table.addresses[0],), args, cells=cells)


def _is_copy(table: Table, copy: TableCopy) -> bool:
    return len(copy.spots) * 2 >= len(table.addresses)


def _figures(table: Table, copy: TableCopy, sheet: RawSheet) -> dict[str, str]:
    """Address → what stands in the cell of an input, where anything does."""
    found = {}
    for address in table.inputs:
        cell = sheet.cells.get(copy.spots[address]) if address in copy.spots else None
        if cell is not None and cell.value is not None and (text := _content(cell)):
            found[address] = text
    return found


def _content(cell: RawCell) -> str:
    number = exact(cell.value.strip()) if cell.value and cell.kind in ("number", "text") else None
    return (cell.value or "").strip() if number is None else plain(number)


def _differing(own: Mapping[str, str], other: Mapping[str, str]) -> list[str]:
    """Where a copy holds a figure that the table does not; a zero and a blank are no difference."""
    return [address for address, text in other.items() if text != own.get(address, "0")]


def _years_said(copy: TableCopy, sheet: RawSheet) -> set[int]:
    """The years in the code line and in the title above the table; a name of a sheet is no title."""
    rows = {row for row, _ in copy.spots.values()}
    last_column = max(column for _, column in copy.spots.values())
    top = min(rows)
    above = [
        cell.value
        for (row, column), cell in sorted(sheet.cells.items())
        if top - _TITLE_ROWS <= row < top and column <= last_column and cell.kind == "text" and cell.value
    ]
    lines = [identity.year for text in above if (identity := parse_code_line(text))]
    titles = (match[1] or match[2] for text in above for match in _YEAR.finditer(text))
    first = next((_year(text) for text in titles), None)
    return {*lines[:1], *([first] if first else ())}


def _year(text: str) -> int:
    return int("".join(str(zh.digit(zh.ZEROS.get(character, character))) for character in text))


def _names(sheets: Sequence[RawSheet], numbers: Iterable[int]) -> str:
    return "、".join(sheets[n].name or zh.NTH_TABLE.format(n=n + 1) for n in numbers)


def _first_cell(copy: TableCopy, sheet: RawSheet) -> str:
    row, column = min(copy.spots.values())
    return f"{sheet.name}!{a1(row, column)}"
