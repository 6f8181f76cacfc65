"""Draws last year's figures beside a table that is to be filled in, outside the printed form.

Under `table_sheet`.  Its headings are never the form's own words, so it cannot be taken for the table.
"""

from __future__ import annotations

from typing import Any

from xltool import words
from xltool.form import Table
from xltool.layout import TOP, notes_top
from xltool.layout import note_labels as notes_of
from xltool.workbook.canvas import Canvas, shown

_WIDTH, _GAP = 7.5, 1.5


def last_year(c: Canvas, sheet: Any, table: Table) -> None:
    """To the right of the table, each figure in its row; below it where there is only one row."""
    if not any(c.prior.get(address) is not None for address in table.addresses):
        return
    grid = c.layout.grids[table.id]
    boxes = [box.moved(TOP) for box in grid.boxes if box.address in c.layout.cells]
    title = words.LAST_YEAR.format(year=c.identity.year - 1)
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
        sheet.set_column(left, last, _WIDTH)
        c.merged(sheet, (TOP, left, TOP, last), title, "last_head")
        _columns(c, sheet, table, spots)
    for address, (row, column) in spots.items():
        number = c.prior.get(address)
        if number is not None:
            sheet.write_number(row, column, shown(number), c.format["last_year"])


def _columns(c: Canvas, sheet: Any, table: Table, spots: dict[str, tuple[int, int]]) -> None:
    """What each column holds, above its first figure, unless the figures of one column differ in kind."""
    heads: dict[int, set[str]] = {}
    for address, (_, column) in spots.items():
        heads.setdefault(column, set()).add(c.form.labels[address][-1])
    row = min(row for row, _ in spots.values()) - 1
    for column, texts in heads.items():
        if len(texts) == 1 and row > TOP:
            sheet.write_string(
                row, column, words.LAST_YEAR_OF.format(label=texts.pop()), c.format["last_head"]
            )
