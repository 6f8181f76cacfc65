"""Draws last year's figures beside a table that is to be filled in, outside the printed form.

Under `table_sheet`.  Its headings are never the form's own words, so it cannot be taken for the table.
"""

from __future__ import annotations

from typing import Any

from xltool.core.form.layout import TOP, notes_top
from xltool.core.form.layout import note_labels as notes_of
from xltool.core.form.model import Table
from xltool.core.text import zh
from xltool.writing.workbook.canvas import Canvas, shown

_WIDTH, _WIDE, _GAP = 7.5, 17.0, 1.5
_FEW = 3  # so many columns may be wide


def last_year(c: Canvas, sheet: Any, table: Table) -> None:
    """To the right of the table, each figure in its row; below it where there is only one row."""
    if not any(c.prior.get(address) is not None for address in table.addresses):
        return
    grid = c.layout.grids[table.id]
    boxes = [box.moved(TOP) for box in grid.boxes if box.address in c.layout.cells]
    title = zh.LAST_YEAR.format(year=c.identity.year - 1)
    first = min(box.column for box in boxes)
    if len({box.row for box in boxes}) == 1:
        row = notes_top(table, grid) + len(notes_of(table)) + 1
        c.merged(sheet, (row, 0, row, grid.columns - 1), title, "last_head")
        spots = {box.address: (row + 1, box.column) for box in boxes}
    else:
        left = grid.columns + 1
        spots = {box.address: (box.row, left + box.column - first) for box in boxes}
        last = max(column for _, column in spots.values())
        sheet.set_column(grid.columns, grid.columns, _GAP)
        sheet.set_column(left, last, _WIDTH if last - left > _FEW else _WIDE)
        c.merged(sheet, (TOP, left, TOP, last), title, "last_head")
        _columns(c, sheet, spots)
    for address, (row, column) in spots.items():
        number = c.prior.get(address)
        if number is not None:
            sheet.write_number(row, column, shown(number), c.format["last_year"])


def _columns(c: Canvas, sheet: Any, spots: dict[str, tuple[int, int]]) -> None:
    """What each column of the first block holds, right above its figures."""
    top = min(row for row, _ in spots.values())
    for address, (row, column) in spots.items():
        if row == top and row - 1 > TOP:
            text = zh.LAST_YEAR_OF.format(label=c.form.labels[address][-1])
            sheet.write_string(row - 1, column, text, c.format["last_head"])
