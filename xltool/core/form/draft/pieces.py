"""A sheet taken apart: the tables on it, and the lines above, between and below them.

Pure.  A sheet does not say where its empty cells end; what stands alone in a row is a line until headings
have begun, and then the name of a row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from xltool.core.form.printed import CellPlace, PrintedCell, PrintedLine, PrintedTable, label_of, squeezed
from xltool.core.text import zh

_ORDINAL, _TITLE = re.compile(zh.DRAFT_ORDINAL), re.compile(zh.DRAFT_TITLE)
_Row = list[tuple[CellPlace, PrintedCell]]


def pieces(sheet: PrintedTable) -> list[PrintedLine | PrintedTable]:
    """The lines and tables of a sheet, from the top down; a table that is whole already is the only one."""
    if sheet.whole:
        return [sheet]
    rows: list[_Row] = [[] for _ in range(sheet.rows)]
    for place, cell in sorted(sheet.cells.items()):
        rows[place[0]].append((place, cell))
    found: list[PrintedLine | PrintedTable] = []
    row = 0
    while row < len(rows):
        if not _begins_table(rows, row):
            found += [PrintedLine(cell.text.strip()) for _, cell in rows[row] if cell.text.strip()]
            row += 1
            continue
        title = found[-1].text if found and isinstance(found[-1], PrintedLine) else ""
        end = _end(rows, row, title)
        found.append(_cut(sheet.name, rows[row:end], row, end))
        row = end
    return found


def _begins_table(rows: list[_Row], row: int) -> bool:
    """Whether headings begin: several cells side by side, or a banner above such a row."""
    cells = rows[row]
    if len(cells) > 1:
        return not re.match(zh.BESIDE_TABLE, cells[0][1].text.strip())
    if len(cells) == 1 and row + 1 < len(rows):
        text, wide = cells[0][1].text.strip(), cells[0][1].columns > 1
        is_named = _ORDINAL.match(text) or _TITLE.search(text) or re.match(zh.BESIDE_TABLE, text)
        return wide and not is_named and len(rows[row + 1]) > 1
    return False


def _end(rows: list[_Row], begin: int, title: str) -> int:
    """The row behind the table that begins in a row."""
    covered: set[int] = set()
    width = 0
    heads, nameless = True, False  # whether only headings were seen; whether rows have no names
    end = begin
    for row in range(begin, len(rows)):
        cells = rows[row]
        covered.update(below for (top, _), cell in cells for below in range(top + 1, top + cell.rows))
        edge = max((place[1] + cell.columns for place, cell in cells), default=0)
        is_head = len(cells) > 1 and edge >= width and all(label_of(cell) for _, cell in cells)
        if not cells and row not in covered:
            return end if not heads else row + 1
        is_alone = len(cells) == 1 and row not in covered
        if is_alone and not heads and (nameless or _is_title(rows, row, begin, title)):
            return end
        heads, above = heads and (is_head or row in covered or (is_alone and cells[0][1].columns > 1)), heads
        if above and not heads:
            nameless = not label_of(cells[0][1])
        width = max(width, edge)
        end = row + 1
    return end if not heads else end + 1  # a last row without words is not among those of a sheet


def _is_title(rows: list[_Row], row: int, begin: int, title: str) -> bool:
    """Whether a cell that is alone in its row names the next table or part, and is no row of this one."""
    text = rows[row][0][1].text.strip()
    mine, before = _ORDINAL.match(text), _ORDINAL.match(title)
    if mine is None and not _TITLE.search(text):
        return False
    if (
        row + 1 < len(rows)
        and _begins_table(rows, row + 1)
        and all(label_of(cell) for _, cell in rows[row + 1])
    ):
        return True
    inside = any(_ORDINAL.match(cell.text) for cells in rows[begin:row] for _, cell in cells)
    return bool(mine and before and not inside and mine.lastgroup == before.lastgroup)


def _cut(name: str, rows: list[_Row], top: int, bottom: int) -> PrintedTable:
    """The rows of a sheet as a table of their own, with its empty cells; unused columns are gone."""
    inside = {place: cell for cells in rows for place, cell in cells}
    cells, columns = squeezed(inside, top)
    covered = set(_covered(cells))
    for row in range(bottom - top):
        for column in range(columns):
            if (row, column) not in covered:
                cells[row, column] = PrintedCell("")
    return PrintedTable(bottom - top, columns, cells, name, whole=False)


def _covered(cells: dict[CellPlace, PrintedCell]) -> Iterator[CellPlace]:
    for (row, column), cell in cells.items():
        yield from ((row + r, column + c) for r in range(cell.rows) for c in range(cell.columns))
