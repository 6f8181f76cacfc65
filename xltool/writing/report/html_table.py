"""An official table as HTML cells, row by row: the report's page and the page of the clerk draw the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from xltool.core.form.boxes import Box, BoxRole, Grid
from xltool.core.form.model import Table

_HEADS = ("banner", "stubhead", "head")


@dataclass(frozen=True, slots=True)
class HtmlCell:
    """One cell: `tag` th or td; a heading has `id` and `scope`, a figure its `address` and `headers`.

    `headers` are the ids of the headings that say what the figure is, so that a screen reader says them.
    """

    tag: str
    role: BoxRole
    text: str
    rows: int
    columns: int
    id: str = ""
    scope: str = ""
    headers: str = ""
    address: str = ""


def html_rows(table: Table, grid: Grid, values: Mapping[str, str]) -> list[list[HtmlCell]]:
    """The cells of each row, left to right, as the official table merges them."""
    groups = _groups(grid)
    rows: list[list[HtmlCell]] = [[] for _ in range(grid.rows)]
    for box in sorted(grid.boxes, key=lambda box: (box.row, box.column)):
        if box.text or box.role in (*_HEADS, "stub"):
            wide, high = box.columns > 1, box.rows > 1
            column = "colgroup" if wide else "col"
            scope = column if box.role in _HEADS else "rowgroup" if high else "row"
            cell = HtmlCell("th", box.role, box.text, box.rows, box.columns, _id(table, box), scope)
        else:
            speaking = (other for other in grid.boxes if box.address and _speaks_of(other, box, groups))
            heads = " ".join(_id(table, other) for other in speaking)
            text = values.get(box.address, "")
            cell = HtmlCell("td", box.role, text, box.rows, box.columns, "", "", heads, box.address)
        rows[box.row].append(cell)
    return rows


def _groups(grid: Grid) -> dict[Box, int]:
    """Which block a box belongs to: a block begins where headings follow figures."""
    groups: dict[Box, int] = {}
    number, figures = 0, False
    for box in grid.boxes:
        if box.role in _HEADS and figures:
            number, figures = number + 1, False
        figures = figures or box.role not in _HEADS
        groups[box] = number
    return groups


def _speaks_of(head: Box, figure: Box, groups: dict[Box, int]) -> bool:
    if groups[head] != groups[figure]:
        return False
    if head.role in ("banner", "head"):
        return head.column < figure.column + figure.columns and figure.column < head.column + head.columns
    is_beside = head.role == "stub" or (head.role == "fixed" and head.text)
    return bool(is_beside) and head.row <= figure.row < head.row + head.rows


def _id(table: Table, box: Box) -> str:
    return f"{table.id}-{box.row + 1}-{box.column + 1}"
