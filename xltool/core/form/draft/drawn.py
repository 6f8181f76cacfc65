"""The blocks of a printed table: outlines of headings, fixed words beside them, cells not to be filled.

Pure.  What cannot be written as blocks is asked, as everything that is guessed (`Question`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from xltool.core.form.block import Block
from xltool.core.form.draft.headings import BlockCodes, ColumnHeadings, RowHeadings
from xltool.core.form.draft.raster import Band, Raster, bands
from xltool.core.form.outline import Heading
from xltool.core.form.printed import PrintedTable
from xltool.core.text import zh
from xltool.core.text.clean import normal

_NUMBERED, _FIXED = re.compile(zh.DRAFT_NUMBERED_COLUMN), re.compile(zh.DRAFT_FIXED_COLUMN)
_CODE = re.compile(r"[A-Za-z]{0,2}\d{1,4}")


@dataclass(frozen=True, slots=True)
class Question:
    """What a person must decide about `at` (``T1``, ``T1.r3``, ``N1``, ``name``).

    `key` is the key of its block that it stands above: ``rows``, ``columns``, ``totals`` …
    """

    at: str
    words: str
    key: str = ""


@dataclass
class DrawnTable:
    """A table as blocks, the lines that were drawn above and below it, and what is asked about it.

    For each block, `sums` are those that formulas state (code, the codes it adds up), `choices` what there is
    to tick (cell, the options).
    """

    blocks: list[Block] = field(default_factory=list)
    sums: list[dict[str, list[str]]] = field(default_factory=list)
    choices: list[dict[str, tuple[str, ...]]] = field(default_factory=list)
    above: list[str] = field(default_factory=list)
    below: list[str] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)


def drawn_blocks(table: PrintedTable) -> DrawnTable:
    """`table` as blocks; without any it is no table to fill.  Questions are about codes of its own."""
    raster, codes = Raster(table), BlockCodes()
    found, above, below = bands(raster)
    drawn = DrawnTable(above=above, below=below)
    for band in found:
        groups = _groups(raster, band)
        for number, (left, first, right) in enumerate(groups):
            codes.used.clear()
            reader = _BlockReader(raster, band, left, first, right, codes)
            if len(groups) > 1 and (own := _cut_out(raster, band, left, right)):
                reader = _BlockReader(*own, 0, first - left, right - left, codes, beside=True)
            block = replace(reader.block(), beside=number > 0)
            drawn.blocks.append(block)
            drawn.sums.append(reader.sums(block))
            drawn.choices.append(reader.choices(block))
            drawn.questions += [
                Question(code, words, "absent" if code else "") for code, words in reader.asked
            ]
    return drawn


def _cut_out(raster: Raster, band: Band, left: int, right: int) -> tuple[Raster, Band] | None:
    """The columns of a block beside others as a table of its own; None when it has several bands."""
    rows = sorted((*band.heads, *band.numbers, *band.figures))
    top = rows[0] - bool(band.banner)
    cells = {
        (row - top, column - left): replace(
            cell,
            columns=min(cell.columns, right - column),
            adds=tuple((r - top, c - left) for r, c in cell.adds),
        )
        for (row, column), cell in raster.table.cells.items()
        if top <= row <= rows[-1] and left <= column < right
    }
    own = Raster(PrintedTable(rows[-1] - top + 1, right - left, cells))
    found = bands(own)[0]
    return (own, found[0]) if len(found) == 1 else None


def _groups(raster: Raster, band: Band) -> list[tuple[int, int, int]]:
    """(first column of headings, first of figures, end) of each block of a band, from left to right."""
    width = raster.table.columns
    named = [_is_named(raster, band, column) for column in range(width)]
    if any(named):  # an empty column before the first with words belongs to it
        named[: named.index(True)] = [True] * named.index(True)
    groups: list[tuple[int, int, int]] = []
    column = 0
    while column < width:
        first = next((i for i in range(column, width) if not named[i]), width)
        end = next((i for i in range(first, width) if named[i]), width)
        if first == width and groups:  # words at the right edge: no figures follow
            groups[-1] = (*groups[-1][:2], width)
        else:
            groups.append((column, first, end))
        column = end
    return groups


def _is_named(raster: Raster, band: Band, column: int) -> bool:
    """Whether a column holds words beside figures, or the numbers that name its rows."""
    rows = band.figures
    labels = [bool(raster.label(row, column)) for row in rows]
    count = sum(labels)
    is_shorter = count > 1 and all(labels[:count])  # than the block beside it
    if count * 2 > len(rows) or is_shorter:
        return True
    before = [bool(raster.text(row, column - 1)) for row in rows] if column else [True] * len(rows)
    texts = [text for row in rows if _CODE.fullmatch(text := normal(raster.text(row, column)))]
    head = "".join(normal(raster.text(row, column)) for row in (*band.heads, *band.numbers))
    is_numbered = len(texts) * 2 > sum(before) and len(set(texts)) == len(texts)
    return is_numbered and bool(_NUMBERED.search(head))


class _BlockReader:
    """Reads one block: headings of rows from column `left`, figures from `first` up to `right`."""

    def __init__(
        self,
        raster: Raster,
        band: Band,
        left: int,
        first: int,
        right: int,
        codes: BlockCodes,
        beside: bool = False,
    ) -> None:
        self.raster, self.band, self.left, self.first, self.right = raster, band, left, first, right
        self.codes, self.heads = codes, list(band.heads)
        self.banner = band.banner if left == 0 else ""
        if self.heads and self._spans(self.heads[0]):
            self.banner = raster.text(self.heads.pop(0), left)
        self.asked: list[tuple[str, str]] = []
        self.rows = list(band.figures)
        if beside:  # it may be shorter than the others: its last rows are blank
            while len(self.rows) > 1 and not any(raster.text(self.rows[-1], c) for c in range(left, right)):
                self.rows.pop()
        if first == left and len(self.rows) > 1:
            self.asked.append(("", zh.DRAFT_ASK["open-rows"].format(n=len(self.rows))))
            del self.rows[1:]
        begins = {place[1] for row in self.rows for place in raster.across(row) if first <= place[1] < right}
        self.figures = sorted(begins) or [first]
        self.stub = RowHeadings(raster, [*self.heads, *band.numbers], self.rows, left, first, codes)

    def block(self) -> Block:
        """The block, without kinds."""
        banner = self.banner
        path = (banner,) if banner and self.first == 0 else ()  # no headings of rows: it stands over columns
        heads = ColumnHeadings(self.raster, self.heads, self.band.numbers, self.figures, self.codes)
        columns, rows = heads.read(path), self.stub.read()
        if path:
            columns, banner = (Heading(banner, None, columns),), ""
        absent = self._absent([leaf.code or "" for top in columns for _, leaf in top.leaves()])
        block = Block(rows, columns, "", banner, absent=absent)
        return replace(block, stubhead=self.stub.corner(block.stub_depth + block.fixed_columns))

    def _spans(self, row: int) -> bool:
        """Whether one cell of a row of headings stretches over the headings of rows and all figures."""
        begin = self.raster.begin(row, self.left)
        return self.first > self.left and begin == self.raster.begin(row, self.right - 1) == (row, self.left)

    def _absent(self, columns: list[str]) -> frozenset[str]:
        """The rows and cells that are not to be filled: crossed out, or without the number others have."""
        places = {(row, column): self._shown(row, column) for row in self.rows for column in self.figures}
        marked = {place for place, text in places.items() if text in zh.DRAFT_ABSENT}
        if not any(text == "" for text in places.values()):
            marked = set()
        absent = {
            f"{self.stub.row_codes[row]}.{columns[self.figures.index(column)]}" for row, column in marked
        }
        headings = self.stub.without_figures()
        for row in self.rows:
            if row in headings or all((row, column) in marked for column in self.figures):
                code = self.stub.row_codes[row]
                absent = {code} | {one for one in absent if not one.startswith(f"{code}.")}
                if row in headings:
                    self.asked.append((code, zh.DRAFT_ASK["no-number"]))
        return frozenset(absent)

    def sums(self, block: Block) -> dict[str, list[str]]:
        """The rows and columns that formulas make sums of others, where all their formulas agree."""
        rows = self.stub.row_codes
        columns = dict(zip(self.figures, (leaf.code or "" for leaf in block.column_leaves), strict=True))
        found: dict[str, set[tuple[str, ...]]] = {}
        for row, column in ((row, column) for row in self.rows for column in self.figures):
            cell = self.raster.cell(row, column)
            if cell.adds and all(c == column and r in rows for r, c in cell.adds):
                found.setdefault(rows[row], set()).add(tuple(rows[r] for r, _ in cell.adds))
            elif cell.adds and all(r == row and c in columns for r, c in cell.adds):
                found.setdefault(columns[column], set()).add(tuple(columns[c] for _, c in cell.adds))
            elif cell.formula:
                place = f"{rows[row]}.{columns[column]}"
                self.asked.append(("", zh.DRAFT_ASK["formula"].format(cell=place, formula=cell.formula)))
        for code, ways in found.items():
            if len(ways) > 1:
                self.asked.append(("", zh.DRAFT_ASK["formulas"].format(code=code)))
        return {code: list(one) for code, ways in found.items() if len(ways) == 1 for one in ways}

    def choices(self, block: Block) -> dict[str, tuple[str, ...]]:
        """The cells in which something is ticked, □是 □否, with what there is to choose from."""
        columns = [leaf.code or "" for leaf in block.column_leaves]
        cells = {
            f"{self.stub.row_codes[row]}.{code}": re.findall(zh.DRAFT_TICKED, self._shown(row, column))
            for row in self.rows
            for column, code in zip(self.figures, columns, strict=True)
        }
        return {cell: tuple(options) for cell, options in cells.items() if len(options) > 1}

    def _shown(self, row: int, column: int) -> str:
        return normal(self.raster.text(row, column))
