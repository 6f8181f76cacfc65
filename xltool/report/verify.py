"""Reads a produced report back and compares it with what was meant.

Knows nothing of docxtpl: zip and XML only, so that what it loses silently is seen.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree

from xltool.report.context import Area, Paragraph, TableContent
from xltool.report.scaffold import STYLE_NAMES

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRANGE = "▦"  # stands for content no report of ours holds


@dataclass(frozen=True, slots=True)
class Difference:
    """The first place where the document is not what was meant."""

    where: str
    meant: str
    found: str


def read_back(docx: bytes) -> list[Paragraph | TableContent]:
    """Paragraphs (role by style name) and tables (text by merged area) of a report, in order."""
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        styles = ElementTree.fromstring(package.read("word/styles.xml"))
        body = ElementTree.fromstring(package.read("word/document.xml"))[0]
    roles = {name.lower(): role for role, name in STYLE_NAMES.items()}
    by_id = {
        style.get(f"{_W}styleId"): roles.get((name.get(f"{_W}val") or "").lower(), "")
        for style in styles.iter(f"{_W}style")
        if (name := style.find(f"{_W}name")) is not None
    }
    found: list[Paragraph | TableContent] = []
    for element in _within(body, "p", "tbl", "altChunk", "subDoc"):
        if element.tag == f"{_W}p":
            style = element.find(f"{_W}pPr/{_W}pStyle")
            role = by_id.get(style.get(f"{_W}val")) if style is not None else ""
            found.append(Paragraph(role or "", _text(element)))  # type: ignore[arg-type]
        elif element.tag == f"{_W}tbl":
            found.append(TableContent("", _table(element)))
        else:  # another document put in here: nothing of ours
            found.append(Paragraph("", _STRANGE))  # type: ignore[arg-type]
    return found


def _within(element: ElementTree.Element, *names: str) -> Iterator[ElementTree.Element]:
    """The nearest elements of these names, through whatever Word wraps around them.

    Content controls, custom XML and tracked insertions are read as Word shows them.
    """
    for child in element:
        if child.tag in [f"{_W}{name}" for name in names]:
            yield child
        else:
            yield from _within(child, *names)


def _text(element: ElementTree.Element) -> str:
    marks = {
        f"{_W}br": "\n",
        f"{_W}cr": "\n",
        f"{_W}tab": "\t",
        f"{_W}noBreakHyphen": "-",
        f"{_W}sym": _STRANGE,
    }
    return "".join(
        (node.text or "") if node.tag == f"{_W}t" else marks.get(node.tag, "") for node in element.iter()
    )


def _cell_text(cell: ElementTree.Element) -> str:
    lines = _within(cell, "p", "tbl", "altChunk", "subDoc")
    return "\n".join(_text(line) if line.tag == f"{_W}p" else _STRANGE for line in lines)


def _table(element: ElementTree.Element) -> dict[Area, str]:
    cells: dict[Area, str] = {}
    open_: dict[int, tuple[int, int, str, int]] = {}  # column → first row, rows, text, columns
    merging: set[int] = set()  # columns whose open cell says that it goes on below

    def close(column: int) -> None:
        row, rows, text, columns = open_.pop(column)
        cells[row, column, rows, columns] = text

    for row, line in enumerate(_within(element, "tr")):
        column = 0
        for cell in _within(line, "tc"):
            span = cell.find(f"{_W}tcPr/{_W}gridSpan")
            merge = cell.find(f"{_W}tcPr/{_W}vMerge")
            columns = int(span.get(f"{_W}val", "1")) if span is not None else 1
            goes_on = merge is not None and merge.get(f"{_W}val", "continue") == "continue"
            if goes_on and column in merging and open_[column][3] == columns and not _cell_text(cell):
                first, rows, text, _ = open_[column]
                open_[column] = (first, rows + 1, text, columns)
            else:
                if column in open_:
                    close(column)
                merging.discard(column)
                if merge is not None and not goes_on:
                    merging.add(column)
                open_[column] = (row, 1, _cell_text(cell), columns)
            column += columns
    for column in list(open_):
        close(column)
    return cells


def difference(docx: bytes, meant: Sequence[Paragraph | TableContent]) -> Difference | None:
    """The first difference between a Word document and what was meant; None when they are equal."""
    return compare(read_back(docx), meant)


def compare(
    found: Sequence[Paragraph | TableContent], meant: Sequence[Paragraph | TableContent]
) -> Difference | None:
    """The first difference between what was read back and what was meant."""
    for position, (want, have) in enumerate(zip(meant, found, strict=False), start=1):
        if isinstance(want, TableContent):
            if not isinstance(have, TableContent):
                return Difference(f"{want.id}", want.id, have.text)
            for area in {**want.cells, **have.cells}:
                if want.cells.get(area) != have.cells.get(area):
                    where = f"{want.id} ({area[0] + 1}, {area[1] + 1})"
                    return Difference(where, want.cells.get(area, "∅"), have.cells.get(area, "∅"))
        elif want != have:
            text = have.text if isinstance(have, Paragraph) else _STRANGE
            return Difference(f"¶{position}", want.text, text)
    if len(meant) != len(found):
        return Difference("¶", str(len(meant)), str(len(found)))
    return None
