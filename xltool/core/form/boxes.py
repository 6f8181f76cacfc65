"""The official tables as boxes: every heading, fixed word and figure with its place and its merge.

The only place that turns addresses into positions in a table; workbook, Word report and reader all draw or
search the same boxes.  Rows and columns are 0-based.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from xltool.core.form.a1 import a1
from xltool.core.form.block import Block
from xltool.core.form.model import Table
from xltool.core.form.outline import Heading

BoxRole = Literal["banner", "stubhead", "head", "stub", "fixed", "input", "total", "words"]


@dataclass(frozen=True, slots=True)
class Box:
    """A merged rectangle of a table's grid: its official text, or the address of its value.

    For a leaf heading `address` is the code of its row or column.
    """

    row: int
    column: int
    rows: int
    columns: int
    role: BoxRole
    text: str = ""
    address: str = ""
    vertical: bool = False

    def moved(self, down: int, right: int = 0) -> Box:
        """The same box further down and right."""
        return Box(self.row + down, self.column + right, self.rows, self.columns, self.role,
                   self.text, self.address, self.vertical)  # fmt: skip


@dataclass(frozen=True)
class Grid:
    """The boxes of one table; they cover `rows` × `columns` without gap or overlap (see `tiling_fault`)."""

    rows: int
    columns: int
    boxes: tuple[Box, ...]
    head_rows: int  # rows of headings on top of the first block


def grid(table: Table) -> Grid:
    """The boxes of `table`, as the official form prints them."""
    width = max(sum(map(_width, band)) for band in table.bands)
    heads = [max(map(_head_rows, band)) for band in table.bands]
    boxes: list[Box] = []
    top = 0
    for band, head in zip(table.bands, heads, strict=True):
        bottom = top + head + max(len(block.row_leaves) for block in band)
        left = 0
        for block in band:
            right = width if block is band[-1] else left + _width(block)
            boxes += _Drawing(table, block, left, right).boxes(top, top + head, bottom)
            left = right
        top = bottom
    return Grid(top, width, tuple(boxes), heads[0])


def _width(block: Block) -> int:
    return block.stub_depth + block.fixed_columns + len(block.column_leaves)


def _head_rows(block: Block) -> int:
    headings = max(block.head_depth + block.fixed_rows, len(block.corner))
    return bool(block.banner) + headings


class _Drawing:
    """Draws one block into the columns from `left` up to `right`; the last of its own stretches to there."""

    def __init__(self, table: Table, block: Block, left: int, right: int) -> None:
        self.table, self.block, self.left, self.right = table, block, left, right
        self.depth = left + block.stub_depth  # where the fixed words beside the headings of rows begin
        self.first = self.depth + block.fixed_columns  # where the figures begin
        self.words = set(block.words)
        codes = [leaf.code or "" for leaf in block.column_leaves]
        self.columns = {code: (self.first + i, 1) for i, code in enumerate(codes)}
        self.columns[codes[-1]] = (self.first + len(codes) - 1, right - self.first - len(codes) + 1)

    def boxes(self, top: int, first: int, bottom: int) -> Iterator[Box]:
        """All boxes: headings from the row `top` on, figures from `first` on, then blanks up to `bottom`."""
        if self.block.banner:
            yield Box(top, self.left, 1, self.right - self.left, "banner", self.block.banner)
            top += 1
        if self.first > self.left and first > top:
            yield from self._corner(top, first)
        named = first - self.block.fixed_rows
        if named > top:
            yield from self._heads(self.block.columns, top, named)
        yield from self._below(self.block.columns, named, first)
        row = first
        for heading in self.block.rows:
            yield from self._rows(heading, row, self.left, self.depth)
            row += len(heading.leaves())
        for blank in range(row, bottom):
            if self.depth > self.left:
                yield Box(blank, self.left, 1, self.depth - self.left, "fixed")
            for column in range(self.depth, self.first):
                yield Box(blank, column, 1, 1, "fixed")
            for column, width in self.columns.values():
                yield Box(blank, column, 1, width, "fixed")

    def _corner(self, top: int, first: int) -> Iterator[Box]:
        """The words of the corner: the first line and the first words of each stretch."""
        lines = self.block.corner or (("",),)
        starts = [top, *range(first - len(lines) + 1, first), first]
        for line, row, end in zip(lines, starts, starts[1:], strict=False):
            columns = [self.left, *range(self.first - len(line) + 1, self.first), self.first]
            for words, column, right in zip(line, columns, columns[1:], strict=False):
                yield Box(row, column, end - row, right - column, "stubhead", words)

    def _span(self, heading: Heading) -> tuple[int, int]:
        """(first column, number of columns) of a heading of columns."""
        spans = [self.columns[leaf.code or ""] for _, leaf in heading.leaves()]
        return spans[0][0], sum(width for _, width in spans)

    def _heads(self, tops: Iterable[Heading], row: int, end: int) -> Iterator[Box]:
        """The boxes of column headings, from the top down; a leaf stretches over the levels below it."""
        for heading in tops:
            start, width = self._span(heading)
            height = 1 if heading.children else end - row
            yield Box(row, start, height, width, "head", heading.text, heading.code or "")
            yield from self._heads(heading.children, row + 1, end)

    def _below(self, tops: Iterable[Heading], row: int, end: int) -> Iterator[Box]:
        """The fixed words below the headings of columns; blank where a heading has none."""
        for heading in tops:
            start, width = self._span(heading)
            words = heading.beside if heading.children else _padded(heading.beside, end - row)
            for i, text in enumerate(words):
                yield Box(row + i, start, 1, width, "head", text)
            yield from self._below(heading.children, row + len(words), end)

    def _rows(self, heading: Heading, row: int, column: int, fixed: int) -> Iterator[Box]:
        """The boxes of a heading of rows from `row` on, those below it and their figures.

        It stands in `column`, its fixed words from the column `fixed` on.
        """
        leaves = len(heading.leaves())
        words = heading.beside if heading.children else _padded(heading.beside, self.first - fixed)
        if not heading.children:
            if self.depth > column:
                yield Box(row, column, 1, self.depth - column, "stub", heading.text, heading.code or "")
            for i, text in enumerate(words):
                yield Box(row, fixed + i, 1, 1, "fixed", text)
            yield from self._figures(heading.code or "", row)
            return
        below = row
        for child in heading.children:
            yield from self._rows(child, below, column + 1, fixed + len(words))
            below += len(child.leaves())
        yield Box(row, column, leaves, 1, "stub", heading.text, "", column == self.left)
        for i, text in enumerate(words):
            yield Box(row, fixed + i, leaves, 1, "fixed", text)

    def _figures(self, code: str, row: int) -> Iterator[Box]:
        for column, (left, width) in self.columns.items():
            address = f"{self.table.id}.{code}.{column}"
            if self.block.is_absent(code, column):
                yield Box(row, left, 1, width, "fixed")
                continue
            if (code, column) in self.words:
                yield Box(row, left, 1, width, "words", "", address)
                continue
            role: BoxRole = "total" if address in self.table.totals else "input"
            yield Box(row, left, 1, width, role, "", address)


def _padded(words: tuple[str, ...], length: int) -> tuple[str, ...]:
    return words + ("",) * (length - len(words))


def tiling_fault(grid: Grid) -> str | None:
    """The first position that no box or more than one covers, as ``D7``; None when there is none."""
    covered: dict[tuple[int, int], int] = {}
    for box in grid.boxes:
        for row in range(box.row, box.row + box.rows):
            for column in range(box.column, box.column + box.columns):
                covered[row, column] = covered.get((row, column), 0) + 1
    for row in range(grid.rows):
        for column in range(grid.columns):
            if covered.pop((row, column), 0) != 1:
                return a1(row, column)
    return a1(*next(iter(covered))) if covered else None
