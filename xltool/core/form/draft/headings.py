"""The headings of a drawn block as outlines: those of columns from the top, those of rows from the left.

Pure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from xltool.core.form.draft.raster import Raster
from xltool.core.form.outline import Heading
from xltool.core.text import zh
from xltool.core.text.clean import normal

_FIXED = re.compile(zh.DRAFT_FIXED_COLUMN)


@dataclass
class BlockCodes:
    """Gives out the codes of a table; columns with the same headings in several blocks are one."""

    rows: int = 0
    columns: int = 0
    known: dict[tuple[tuple[str, ...], int], str] = field(default_factory=dict)
    used: dict[tuple[str, ...], int] = field(default_factory=dict)  # of the block that is read

    def row(self) -> str:
        """The code of the next row."""
        self.rows += 1
        return f"r{self.rows}"

    def column(self, path: tuple[str, ...]) -> str:
        """The code of the column with these headings."""
        count = self.used[path] = self.used.get(path, 0) + 1
        if (path, count) not in self.known:
            self.columns += 1
            self.known[path, count] = f"c{self.columns}"
        return self.known[path, count]


class ColumnHeadings:
    """Reads the headings over the columns of `figures`, from the rows `heads`, with `numbers` below them."""

    def __init__(
        self, raster: Raster, heads: list[int], numbers: list[int], figures: list[int], codes: BlockCodes
    ) -> None:
        self.raster, self.heads, self.numbers = raster, heads, numbers
        self.figures, self.codes = figures, codes

    def read(self, path: tuple[str, ...]) -> tuple[Heading, ...]:
        """The headings; `path` stands above them."""
        return tuple(self._columns(0, self.figures, path))

    def _columns(self, level: int, figures: list[int], path: tuple[str, ...]) -> list[Heading]:
        """The headings of columns over these columns of figures, from row `level` of the headings down."""
        if level >= len(self.heads):
            return [self._column_leaf(column, path, "") for column in figures]
        row = self.heads[level]
        headings: list[Heading] = []
        position = 0
        while position < len(figures):
            begin = self.raster.begin(row, figures[position])
            group = [figures[position]]
            while position + len(group) < len(figures):
                following = figures[position + len(group)]
                if self.raster.begin(row, following) != begin:
                    break
                group.append(following)
            headings += self._column(level, row, group, path)
            position += len(group)
        return headings

    def _column(self, level: int, row: int, group: list[int], path: tuple[str, ...]) -> list[Heading]:
        text = self.raster.text(row, group[0])
        end = self.raster.begin(row, group[0])[0] + self.raster.cell(row, group[0]).rows
        below = next((i for i, head in enumerate(self.heads) if head >= end), len(self.heads))
        below = max(below, level + 1)
        while below < len(self.heads) and len(group) == 1 and not self._begins(below, group[0]):
            below += 1  # an empty cell below was not merged
        if len(group) == 1 and below >= len(self.heads):
            return [self._column_leaf(group[0], path, text)]
        headings = self._columns(below, group, (*path, text))
        return [Heading(text, None, tuple(headings))] if text else headings

    def _begins(self, level: int, column: int) -> bool:
        row = self.heads[level]
        return self.raster.begin(row, column)[0] == row and bool(self.raster.text(row, column))

    def _column_leaf(self, column: int, path: tuple[str, ...], text: str) -> Heading:
        beside = tuple(self.raster.text(row, column) for row in self.numbers)
        known = (*path, text)
        if re.search(zh.DRAFT_TOTAL, text):  # the same only where it sums the same
            known += tuple(self.raster.text(row, other) for row in self.heads for other in self.figures)
        return Heading(text, self.codes.column(known), (), beside if any(beside) else ())


class RowHeadings:
    """Reads the headings of `rows` in the columns from `left` up to `first`, fixed words beside them too.

    `stub_end` is where the fixed words begin; `row_codes` are the codes of rows once they were read.
    """

    def __init__(
        self, raster: Raster, above: list[int], rows: list[int], left: int, first: int, codes: BlockCodes
    ) -> None:
        self.raster, self.above, self.rows, self.left, self.first = raster, above, rows, left, first
        self.codes = codes
        self.row_codes: dict[int, str] = {}
        self.stub_end = self._stub_end()

    def read(self) -> tuple[Heading, ...]:
        """The headings."""
        return tuple(self._rows(self.rows, self.left))

    def corner(self, width: int) -> str:
        """The words above the headings of rows, a line for each row in which some begin; `width` at most."""
        lines: list[str] = []
        for row in self.above:
            words = [self.raster.text(row, column) for column in range(self.left, self.first)
                     if self.raster.begin(row, column) == (row, column)]  # fmt: skip
            if words and (any(words) or lines):
                lines.append(" | ".join(words[:width]))
        return "\n".join(lines) if any(line.strip(" |") for line in lines) else ""

    def without_figures(self) -> set[int]:
        """Rows that only head others: over the whole width, or without the fixed words nearly all have."""
        across = {row for row in self.rows if self.raster.begin(row, self.first)[1] < self.first}
        blank = {
            row for row in self.rows
            if all(not self.raster.text(row, column) for column in range(self.stub_end, self.first))
            and not re.search(zh.DRAFT_TOTAL, self.raster.text(row, self.stub_end - 1))
        }  # fmt: skip
        is_fixed = self.first > self.stub_end and len(blank) * 3 <= len(self.rows)
        return across | blank if is_fixed else across

    def _stub_end(self) -> int:
        """Where the fixed words beside the headings of rows begin."""
        end = self.first
        while end > self.left + 1 and self._is_fixed(end - 1):
            end -= 1
        return end

    def _is_fixed(self, column: int) -> bool:
        head = [
            normal(self.raster.text(row, column))
            for row in self.above
            if self.raster.begin(row, column)[1] == column
        ]
        if any(_FIXED.search(text) for text in head if text):
            return True
        before = [self.raster.cell(row, column - 1) for row in self.rows]
        own = all(self.raster.begin(row, column)[1] == column for row in self.rows)
        texts = [normal(cell.text) for cell in before]
        is_plain = all(cell.rows == 1 for cell in before) and len(set(texts)) == len(texts)
        return own and is_plain and not all(text.isdigit() for text in texts)

    def _rows(self, rows: list[int], column: int) -> list[Heading]:
        """The headings of these rows, from `column` to the right."""
        if column >= self.stub_end:
            return [self._row_leaf(row, "") for row in rows]
        headings: list[Heading] = []
        while rows:
            begin = self.raster.begin(rows[0], column)
            group = [row for row in rows if self.raster.begin(row, column) == begin]
            rows = [row for row in rows if row not in group]
            end = max(column + 1, begin[1] + self.raster.cell(*begin).columns)
            text = self.raster.text(*begin)
            if len(group) == 1 and (end >= self.stub_end or self._is_blank(group[0], end)):
                headings.append(self._row_leaf(group[0], text))
            else:
                below = self._rows(group, end)
                headings += [Heading(text, None, tuple(below))] if text else below
        return headings

    def _is_blank(self, row: int, column: int) -> bool:
        return not any(self.raster.text(row, other) for other in range(column, self.stub_end))

    def _row_leaf(self, row: int, text: str) -> Heading:
        code = self.row_codes[row] = self.codes.row()
        beside = tuple(self.raster.text(row, column) for column in range(self.stub_end, self.first))
        while beside and not beside[-1]:
            beside = beside[:-1]
        return Heading(text, code, (), beside)
