"""A published report as a list of blocks, lines of text and tables, in reading order.

Between the readers (`read_docx`, `read_html`) and `take`; pure.  A table around other tables mostly
arranges a page: what stands in it counts as if it stood alone.  A small table in a cell of a table of
figures is that cell's text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from xltool.core.errors import UnreadableFile
from xltool.core.text.catalogue.files import W_HOSTILE
from xltool.office.raw import Area, RawCell, RawSheet, Run

_MAX_CELLS = 200_000  # of all tables together, with every cell that a merged one covers
MAX_SPAN = 1_000
_NUMBER = re.compile(r"[0-9]{1,15}|[0-9]{1,12}\.[0-9]{1,6}")
_FIGURE = re.compile(r"[^\w]*[\d\s.,，/—-]*[^\w]*")  # or what people write instead of 0
_SMALL = 2  # filled cells of a table that is no more than the text of a cell
_OWN_CELLS = 2  # a table with fewer cells of its own only arranges others
_ENOUGH = 2  # rows that prove how many figures a row has

Path = tuple[int, ...]  # the elements a line stands in, outermost first


PAGE_TITLE = -1  # the level of what a browser shows on the tab of a page


@dataclass(frozen=True, slots=True)
class TextLine:
    """One paragraph; `level` is that of a heading style, 0 for none, `PAGE_TITLE` for the name of a page.

    `text` is without what is struck out.  `runs` are all its characters where some are no plain ones.
    """

    text: str
    level: int = 0
    path: Path = ()
    runs: tuple[Run, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentTable:
    """One table, as a sheet of `width` columns; `uneven` are rows that do not fit the others.

    `areas` are its cells as they are drawn, empty ones too; `widths` those of its columns, where they are
    said, in the file's own unit.
    """

    sheet: RawSheet
    path: Path = ()
    uneven: frozenset[int] = frozenset()
    width: int = 0
    areas: tuple[Area, ...] = ()
    widths: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentPicture:
    """A picture, which may be one of a table."""


DocumentBlock = TextLine | DocumentTable | DocumentPicture


@dataclass(slots=True)
class Document:
    """A whole report; `properties` are the hidden ones that we wrote into it (`identity`, `level`)."""

    blocks: list[DocumentBlock] = field(default_factory=list)
    properties: Mapping[str, str] = field(default_factory=dict)
    kind: str = "docx"  # as `office.detect` calls it


@dataclass(slots=True)
class CellNode:
    """A cell while it is read; `goes_on` marks one that only continues the cell above.

    It covers `rows` rows (0: down to the end of its group) and `columns` columns.
    """

    content: list[Node] = field(default_factory=list)
    rows: int = 1
    columns: int = 1
    goes_on: bool = False
    hidden: bool = False


@dataclass(slots=True)
class TableNode:
    """A table while it is read; `groups` are the rows at which a head, body or foot begins.

    `hidden` are numbers of rows that are not shown, `gone` is a table that is not shown at all.
    """

    rows: list[list[CellNode]] = field(default_factory=list)
    path: Path = ()
    groups: list[int] = field(default_factory=list)
    hidden: set[int] = field(default_factory=set)
    widths: list[int] = field(default_factory=list)
    gone: bool = False

    def drop_hidden(self) -> None:
        """Take out the rows and cells that are not shown: those beside them close up."""
        self.groups = [begin - sum(row < begin for row in self.hidden) for begin in self.groups]
        self.rows = [
            [cell for cell in cells if not cell.hidden]
            for row, cells in enumerate(self.rows)
            if row not in self.hidden
        ]
        self.hidden.clear()


Node = TextLine | TableNode | DocumentPicture


def flatten(nodes: list[Node]) -> list[DocumentBlock]:
    """Lines and tables in reading order; raises UnreadableFile for a table of absurd size."""
    left = _MAX_CELLS
    found: list[DocumentBlock] = []
    for node in _laid_open(nodes):
        if not isinstance(node, TableNode):
            if not isinstance(node, TextLine) or node.text.strip():
                found.append(node)
        else:
            table, used = _table(node, left)
            left -= used
            found.append(table)
    return found


def _laid_open(nodes: list[Node]) -> Iterator[Node]:
    for node in nodes:
        cells = [cell for row in node.rows for cell in row] if isinstance(node, TableNode) else []
        if isinstance(node, TableNode) and _arranges(cells):
            for cell in cells:
                yield from _laid_open(cell.content)
        else:
            yield node


def _arranges(cells: list[CellNode]) -> bool:
    """Whether tables stand in these cells that are more than the text of one cell each."""
    inner = [[table for table in cell.content if isinstance(table, TableNode)] for cell in cells]
    sizes = [sum(map(_filled, tables)) for tables in inner if tables]
    own = sum(not tables and bool(_lines(cell)) for cell, tables in zip(cells, inner, strict=True))
    return bool(sizes) and (own < _OWN_CELLS or (max(sizes) > _SMALL and sum(sizes) >= own))


def _filled(table: TableNode) -> int:
    """Cells with a text of their own, in tables within it too."""
    return sum(
        any(isinstance(part, TextLine) and part.text.strip() for part in cell.content)
        + sum(_filled(part) for part in cell.content if isinstance(part, TableNode))
        for row in table.rows
        for cell in row
    )


def _lines(cell: CellNode) -> list[TextLine]:
    """The lines of a cell, those of tables in it too, without blank ones."""
    found: list[TextLine] = []
    for part in cell.content:
        if isinstance(part, TextLine):
            found.append(part)
        elif isinstance(part, TableNode):
            found += [line for row in part.rows for inner in row for line in _lines(inner)]
    return [line for line in found if line.text.strip() or line.runs]


def text_line(runs: list[Run], level: int = 0, path: Path = ()) -> TextLine:
    """The line that these runs make; they are kept only where some are no plain ones."""
    words = "".join(text for text, look in runs if look not in ("struck", "ruby"))
    return TextLine(words, level, path, tuple(runs) if any(look for _, look in runs) else ())


def _content(cell: CellNode) -> RawCell | None:
    """What a cell holds; None for nothing."""
    lines = _lines(cell)
    if not any(line.runs for line in lines):
        text = "\n".join(line.text.strip() for line in lines)
        return RawCell("number" if _NUMBER.fullmatch(text) else "text", text) if text else None
    runs: list[Run] = []
    for line in lines:
        if runs:
            runs.append(("\n", ""))
        runs += line.runs or ((line.text, ""),)
    text = "".join(piece for piece, look in runs if look != "ruby").strip()
    return RawCell("text", text, runs=tuple(runs)) if text else None


def _table(table: TableNode, most: int) -> tuple[DocumentTable, int]:
    """The table's texts where their cells begin, merged places left empty; and how many places it takes."""
    sheet = RawSheet("")
    taken: set[tuple[int, int]] = set()
    begun: dict[int, tuple[int, int]] = {}  # where the lowest cell of a column begins
    ends: dict[tuple[int, int], tuple[int, int]] = {}  # where a cell ends, by where it begins
    shapes: list[RowShape] = []
    for row, cells in enumerate(table.rows):
        column = 0
        shape = RowShape([], [])
        end = next((begin for begin in table.groups if begin > row), len(table.rows))
        for cell in cells:
            while (row, column) in taken:
                column += 1
            rows, columns = min(cell.rows or MAX_SPAN, end - row), min(max(cell.columns, 1), MAX_SPAN)
            if len(taken) + rows * columns > most:
                raise UnreadableFile(W_HOSTILE)
            taken |= {(row + r, column + c) for r in range(rows) for c in range(columns)}
            begun[column] = begun.get(column, (row, column)) if cell.goes_on else (row, column)
            ends[begun[column]] = row + rows - 1, column + columns - 1
            content = None if cell.goes_on else _content(cell)
            if content:
                sheet.cells[row, column] = content
            shape.columns.append(column)
            shape.words.append(content is not None and not _FIGURE.fullmatch(content.value or ""))
            column += columns
        while (row, column) in taken:
            column += 1
        shape.end = column
        shapes.append(shape)
    uneven = aligned(sheet, shapes)
    areas = tuple((*begin, *end) for begin, end in ends.items())
    return DocumentTable(sheet, table.path, uneven, _width(shapes), areas, tuple(table.widths)), len(taken)


@dataclass(slots=True)
class RowShape:
    """Where the cells of a row begin, which of them hold words, and where the row ends."""

    columns: list[int]
    words: list[bool]
    end: int = 0

    @property
    def figures(self) -> int:
        """Cells at the row's end without words."""
        return next((i for i, words in enumerate(reversed(self.words)) if words), len(self.words))


def _width(shapes: list[RowShape]) -> int:
    """Where most rows end."""
    ends = Counter(shape.end for shape in shapes if shape.columns)
    return max(ends, key=lambda end: (ends[end], end), default=0)


def aligned(sheet: RawSheet, shapes: list[RowShape]) -> frozenset[int]:
    """Puts rows whose span is one off back to the table's right edge; the rows for which that is no way.

    A row is moved when it ends one place beside the others and has as many cells of figures as most
    rows have; a row with words only is moved with them.  Any other row with figures that ends elsewhere
    cannot be told apart from one that lacks a cell.
    """
    width, heads = _width(shapes), 0
    usual = Counter(shape.figures for shape in shapes if shape.end == width and any(shape.words))
    uneven = set()
    for row, shape in enumerate(shapes):
        off = width - shape.end
        if all(shape.words) and len(shape.words) > 1:
            heads = shape.end
        if off and shape.end == heads:  # as wide as its headings are
            continue
        if not off or not shape.columns or not shape.figures:
            continue
        if abs(off) > 1 or usual[shape.figures] < _ENOUGH or not any(shape.words):
            uneven.add(row)
            continue
        moved = {column: sheet.cells.pop((row, column), None) for column in shape.columns}
        sheet.cells |= {(row, max(column + off, 0)): cell for column, cell in moved.items() if cell}
    return frozenset(uneven)
