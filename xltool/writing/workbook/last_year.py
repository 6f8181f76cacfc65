"""Draws last year's figures beside a table that is to be filled in, outside the printed form.

Its headings are never the form's own words, so that a reader of the return cannot take it for the table.
"""

from __future__ import annotations

from typing import Any

from xltool.core.form.layout import TOP, note_labels, notes_top
from xltool.core.form.model import Table
from xltool.core.text import zh
from xltool.writing.workbook.canvas import Canvas

_WIDTH, _WIDE, _GAP = 7.5, 17.0, 1.5
_FEW = 3  # up to this many columns are wide


def last_year(canvas: Canvas, sheet: Any, table: Table) -> None:
    """Draws the figures in their rows to the right of the table, or below a table of a single row."""
    if not any(canvas.prior.get(address) is not None for address in table.addresses):
        return
    grid = canvas.layout.grids[table.id]
    boxes = [box.moved(TOP) for box in grid.boxes if box.address in canvas.layout.cells]
    title = zh.LAST_YEAR.format(year=canvas.identity.year - 1)
    first = min(box.column for box in boxes)
    if len({box.row for box in boxes}) == 1:
        row = notes_top(table, grid) + len(note_labels(table)) + 1
        canvas.merged(sheet, (row, 0, row, grid.columns - 1), title, "last_head")
        spots = {box.address: (row + 1, box.column) for box in boxes}
    else:
        left = grid.columns + 1
        spots = {box.address: (box.row, left + box.column - first) for box in boxes}
        last = max(column for _, column in spots.values())
        sheet.set_column(grid.columns, grid.columns, _GAP)
        sheet.set_column(left, last, _WIDTH if last - left > _FEW else _WIDE)
        canvas.merged(sheet, (TOP, left, TOP, last), title, "last_head")
        _columns(canvas, sheet, spots)
    for address, (row, column) in spots.items():
        number = canvas.prior.get(address)
        if number is not None:
            sheet.write_number(
                row, column, canvas.ink.number(number, "prior", address), canvas.format["last_year"]
            )


def _columns(canvas: Canvas, sheet: Any, spots: dict[str, tuple[int, int]]) -> None:
    """Heads each column of the first block, right above its figures."""
    top = min(row for row, _ in spots.values())
    for address, (row, column) in spots.items():
        if row == top and row - 1 > TOP:
            text = zh.LAST_YEAR_OF.format(label=canvas.form.labels[address][-1])
            sheet.write_string(row - 1, column, text, canvas.format["last_head"])
