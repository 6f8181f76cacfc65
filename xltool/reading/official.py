"""Read the tables of an official file as they are printed: every cell with its text and its spans."""

from __future__ import annotations

import re
from dataclasses import replace

from xltool.core.form.a1 import place_of
from xltool.core.form.draft.pieces import pieces
from xltool.core.form.printed import CellPlace, PrintedCell, PrintedLine, PrintedTable
from xltool.office.package import Package
from xltool.office.raw import RawSheet
from xltool.reading.published.blocks import PAGE_TITLE, Document, DocumentTable, TextLine
from xltool.reading.registry import FileContent

_RANGE = re.compile(r"([A-Z]{1,3}[0-9]{1,7})(?::([A-Z]{1,3}[0-9]{1,7}))?")
_MOST_ADDED = 5_000
_HAS_CELLS = re.compile(r"(?i)worksheets/[^/]*\.xml$|document\.xml$|content\.xml$")
_CELL = re.compile(rb"<(?:\w+:)?(?:c|tc|td|th|table-cell)[ >/]", re.I)


def printed_parts(content: FileContent) -> list[PrintedLine | PrintedTable]:
    """The lines and tables of a document or a workbook, in reading order."""
    if not isinstance(content, Document):
        return [part for sheet in printed_tables(content) for part in pieces(sheet)]
    tables = iter(printed_tables(content))
    return [
        next(tables) if isinstance(block, DocumentTable) else PrintedLine(block.text, block.level)
        for block in content.blocks
        if isinstance(block, DocumentTable) or (isinstance(block, TextLine) and block.level != PAGE_TITLE)
    ]


def printed_tables(content: FileContent) -> list[PrintedTable]:
    """The tables of a document, or the sheets of a workbook; none in JSON."""
    if isinstance(content, Document):
        tables = [block for block in content.blocks if isinstance(block, DocumentTable)]
        return [_of_document(table, str(number)) for number, table in enumerate(tables, 1)]
    if isinstance(content, dict):
        return []
    return [_of_sheet(sheet) for sheet in content.sheets if sheet.cells and sheet.visibility == "visible"]


def rough_cells(data: bytes) -> int:
    """How many cells the bytes of a file speak of, told without reading it: never too few by much.

    Raises UnreadableFile for a damaged or hostile package.
    """
    parts = [data]
    if data.startswith(b"PK"):
        package = Package(data)
        parts = [package.read(name) for name in package.names() if _HAS_CELLS.search(name)]
    return sum(len(_CELL.findall(part)) for part in parts)


def _of_document(table: DocumentTable, name: str) -> PrintedTable:
    texts = {place: cell.words for place, cell in table.sheet.cells.items()}
    cells = {
        (top, left): PrintedCell(texts.get((top, left), ""), bottom - top + 1, right - left + 1)
        for top, left, bottom, right in table.areas
    }
    return PrintedTable(*_size(cells), cells, name, widths=table.widths)


def _of_sheet(sheet: RawSheet) -> PrintedTable:
    """A sheet; its empty cells are known only where they are merged."""
    cells = {
        place: PrintedCell(cell.words, adds=_added(cell.formula or ""), formula=cell.formula or "")
        for place, cell in sheet.cells.items()
        if cell.words.strip() or cell.formula
    }
    for top, left, bottom, right in sheet.merges:
        cell = cells.get((top, left), PrintedCell(""))
        cells[top, left] = replace(cell, rows=bottom - top + 1, columns=right - left + 1)
    return PrintedTable(*_size(cells), cells, sheet.name, whole=False)


def _added(formula: str) -> tuple[CellPlace, ...]:
    """The places of the same sheet that a formula of sums adds up; none for any other formula."""
    plain = formula.replace("$", "").replace(" ", "").upper().strip("=+")
    parts = plain[4:-1].split(",") if re.fullmatch(r"SUM\([A-Z0-9:,]*\)", plain) else plain.split("+")
    places: list[CellPlace] = []
    for part in parts:
        match = _RANGE.fullmatch(part)
        if match is None:
            return ()
        top, left = place_of(match[1])
        bottom, right = place_of(match[2] or match[1])
        if (bottom - top + 1) * (right - left + 1) > _MOST_ADDED:
            return ()
        places += [(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)]
    return tuple(places)


def _size(cells: dict[CellPlace, PrintedCell]) -> tuple[int, int]:
    rows = max((row + cell.rows for (row, _), cell in cells.items()), default=0)
    return rows, max((column + cell.columns for (_, column), cell in cells.items()), default=0)
