"""A published report as a list of blocks, lines of text and tables, in reading order.

The readers (`read_docx`, `read_html`) make it, `take` finds the submission in it.  A table around other
tables only arranges the page, so its content counts as if it stood outside of any table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from xltool.core.errors import UnreadableFile
from xltool.core.text.catalogue.files import W_HOSTILE
from xltool.office.raw import RawCell, RawSheet

_MAX_CELLS = 200_000  # of all tables together, with every cell that a merged one covers
MAX_SPAN = 1_000
_NUMBER = re.compile(r"[0-9]{1,15}|[0-9]{1,12}\.[0-9]{1,6}")

Path = tuple[int, ...]  # the elements a line stands in, outermost first


@dataclass(frozen=True, slots=True)
class TextLine:
    """One paragraph; `level` is that of a heading style, 0 for none."""

    text: str
    level: int = 0
    path: Path = ()


@dataclass(frozen=True, slots=True)
class DocumentTable:
    """One table, as a sheet on which labels can be looked up."""

    sheet: RawSheet
    path: Path = ()


DocumentBlock = TextLine | DocumentTable


@dataclass(slots=True)
class Document:
    """A whole report; `properties` are the hidden ones that we wrote into it (`identity`, `level`)."""

    blocks: list[DocumentBlock] = field(default_factory=list)
    properties: Mapping[str, str] = field(default_factory=dict)
    kind: str = "docx"  # as `office.detect` calls it


@dataclass(slots=True)
class CellNode:
    """A cell while it is read; `goes_on` is True for a part of the merged cell above."""

    content: list[TextLine | TableNode] = field(default_factory=list)
    rows: int = 1
    columns: int = 1
    goes_on: bool = False


@dataclass(slots=True)
class TableNode:
    """A table while it is read."""

    rows: list[list[CellNode]] = field(default_factory=list)
    path: Path = ()


def flatten(nodes: list[TextLine | TableNode]) -> list[DocumentBlock]:
    """Lines and tables in reading order; raises UnreadableFile (``W-hostile``) for tables of absurd size."""
    left = _MAX_CELLS
    blocks: list[DocumentBlock] = []
    for node in _unwrapped(nodes):
        if isinstance(node, TextLine):
            if node.text.strip():
                blocks.append(node)
        else:
            sheet, used = _sheet(node, left)
            left -= used
            blocks.append(DocumentTable(sheet, node.path))
    return blocks


def _unwrapped(nodes: list[TextLine | TableNode]) -> Iterator[TextLine | TableNode]:
    for node in nodes:
        cells = [cell for row in node.rows for cell in row] if isinstance(node, TableNode) else []
        if any(isinstance(inner, TableNode) for cell in cells for inner in cell.content):
            for cell in cells:
                yield from _unwrapped(cell.content)
        else:
            yield node


def _sheet(table: TableNode, most: int) -> tuple[RawSheet, int]:
    """The table as a sheet, with each text where its cell begins; and the number of places it covers."""
    sheet = RawSheet("")
    taken: set[tuple[int, int]] = set()
    for row, cells in enumerate(table.rows):
        column = 0
        for cell in cells:
            while (row, column) in taken:
                column += 1
            rows, columns = (min(max(span, 1), MAX_SPAN) for span in (cell.rows, cell.columns))
            if len(taken) + rows * columns > most:
                raise UnreadableFile(W_HOSTILE)
            taken |= {(row + r, column + c) for r in range(rows) for c in range(columns)}
            text = "\n".join(line.text.strip() for line in cell.content if isinstance(line, TextLine)).strip()
            if text and not cell.goes_on:
                sheet.cells[row, column] = RawCell("number" if _NUMBER.fullmatch(text) else "text", text)
            column += columns
    return sheet, len(taken)
