"""Draws the headings of an official table, merged as in the regulation; the caller draws its figures.

Used for the unit's workbook and for the county's summary, so that both show the same table.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from xltool.core.form.boxes import Box, Grid
from xltool.core.form.layout import TOP
from xltool.core.form.model import Table
from xltool.writing.workbook.canvas import Paper, row_height

_NUMBER, _FIGURE, _LEAST = 8.0, 12.0, 84.0  # characters of a number, a figure, a whole sheet


def column_widths(table: Table, grid: Grid) -> list[float]:
    """The widths of a table's columns in characters, as its form gives them, else by the words in them."""
    if table.widths:
        return list(table.widths)
    widths = [_FIGURE] * grid.columns
    for column in range(grid.columns):
        alone = [box for box in grid.boxes if box.column == column and box.columns == 1]
        names = [box.text for box in alone if box.role in ("stub", "fixed")]
        if any(box.role == "words" for box in alone):
            widths[column] = 2 * _FIGURE
        elif names and max(map(len, names)) < 3:  # numbers, units
            widths[column] = _NUMBER
        elif names:
            widths[column] = min(max(2.0 * max(map(len, names)) + 2, _FIGURE), 3 * _FIGURE)
    wider = max(1.0, _LEAST / sum(widths))  # room for the title and the line below it
    return [round(wider * width, 1) for width in widths]


def draw_grid(paper: Paper, sheet: Any, grid: Grid, widths: Sequence[float]) -> Iterator[Box]:
    """Draws every heading and sets the row heights; yields the boxes of figures with their place."""
    for row, height in _heights(grid, widths).items():
        sheet.set_row(row, height)
    for box in (box.moved(TOP) for box in grid.boxes):
        if box.role in ("input", "total", "words"):
            yield box
            continue
        centred = box.role == "fixed" or (box.vertical and (box.rows > 1 or box.columns == 1))
        beside = "stub_center" if centred else "stub"
        style = beside if box.role in ("stub", "fixed") else "head"
        area = (box.row, box.column, box.row + box.rows - 1, box.column + box.columns - 1)
        paper.merged(sheet, area, box.text, style)


def _heights(grid: Grid, widths: Sequence[float]) -> dict[int, float]:
    """Row → height in points for its wrapped headings: spreadsheets do not fit rows to merged cells."""
    heights: dict[int, float] = {}
    for box in grid.boxes:
        if box.rows == 1:
            width = sum(widths[box.column : box.column + box.columns])
            needed = row_height(box.text, width) if box.text else 18.0
            heights[box.row + TOP] = max(heights.get(box.row + TOP, 0.0), needed)
    return heights
