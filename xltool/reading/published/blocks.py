"""A published report as found: lines of text and tables in their order, before anyone asks what it means.

Between the readers (`read_docx`, `read_html`) and `take`; pure.  A table around other tables only
arranges a page: what stands in it counts as if it stood alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from xltool.core.errors import UnreadableFile
from xltool.core.text.catalogue.files import W_HOSTILE
from xltool.office.raw import RawCell, RawSheet

_MAX_CELLS = 200_000  # places of all tables together, each counted as often as it is covered
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
    """A whole report; `properties` are what it says of itself unseen (`identity`, `level`)."""

    blocks: list[DocumentBlock] = field(default_factory=list)
    properties: Mapping[str, str] = field(default_factory=dict)
    kind: str = "docx"  # as `office.detect` calls it


@dataclass(slots=True)
class CellNode:
    """A cell while it is read; `goes_on` marks one that only continues the cell above."""

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
    """Lines and tables in reading order; raises UnreadableFile for a table of absurd size."""
    left = _MAX_CELLS
    found: list[DocumentBlock] = []
    for node in _laid_open(nodes):
        if isinstance(node, TextLine):
            if node.text.strip():
                found.append(node)
        else:
            sheet, used = _sheet(node, left)
            left -= used
            found.append(DocumentTable(sheet, node.path))
    return found


def _laid_open(nodes: list[TextLine | TableNode]) -> Iterator[TextLine | TableNode]:
    for node in nodes:
        cells = [cell for row in node.rows for cell in row] if isinstance(node, TableNode) else []
        if any(isinstance(inner, TableNode) for cell in cells for inner in cell.content):
            for cell in cells:
                yield from _laid_open(cell.content)
        else:
            yield node


def _sheet(table: TableNode, most: int) -> tuple[RawSheet, int]:
    """The table's texts where their cells begin, merged places left empty; and how many places it takes."""
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
