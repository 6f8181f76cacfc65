"""Read the lines and tables of a Word document as Word shows them.

Sizes are limited, a document type is refused, nothing is followed or run (`office.package`).  Deleted text is
not read, inserted text is; text boxes stand where they are anchored.
"""

from __future__ import annotations

import re

from xltool.core.errors import UnreadableFile
from xltool.core.text import zh
from xltool.core.text.catalogue.files import W_DAMAGED
from xltool.office.package import Package, parse_xml
from xltool.reading.published.blocks import CellNode, Document, TableNode, TextLine, flatten

_BREAKS = {"br": "\n", "cr": "\n", "tab": "\t", "noBreakHyphen": "-"}
_UNSEEN = ("del", "moveFrom", "mc:Fallback", "instrText")
_HEADING = re.compile(rf"(?:heading|{zh.HEADING_STYLE})\s*(\d)", re.I)
_PROPERTIES = {"identifier": "identity", "category": "level"}  # of docProps/core.xml


def read_docx(data: bytes) -> Document:
    """The document in `data`; raises UnreadableFile (``W-damaged``, ``W-hostile``, ``W-encrypted``)."""
    package = Package(data)
    part = next(
        (target for kind, target in package.relationships("").values() if kind == "officeDocument"),
        "word/document.xml",
    )
    styles = next((target for kind, target in package.relationships(part).values() if kind == "styles"), None)
    reader = _Body(_heading_styles(package.read(styles)) if styles and styles in package else {})
    parse_xml(package.read(part), reader.start, reader.end, reader.text)
    core = "docprops/core.xml"
    return Document(flatten(reader.nodes), _properties(package.read(core)) if core in package else {})


def _heading_styles(xml: bytes) -> dict[str, int]:
    """Style id → level of heading; heading styles are known by their names."""
    levels: dict[str, int] = {}
    style = ""

    def start(tag: str, attrs: dict[str, str]) -> None:
        nonlocal style
        if tag == "style":
            style = _attribute(attrs, "styleId")
        elif tag == "name" and (match := _HEADING.match(_attribute(attrs, "val"))):
            levels.setdefault(style, int(match[1]))

    parse_xml(xml, start)
    return levels


def _properties(xml: bytes) -> dict[str, str]:
    properties: dict[str, str] = {}
    name = ""

    def start(tag: str, _: dict[str, str]) -> None:
        nonlocal name
        name = _PROPERTIES.get(tag.rpartition(":")[2], "")

    def text(part: str) -> None:
        if name:
            properties[name] = properties.get(name, "") + part

    parse_xml(xml, start, lambda _: start("", {}), text)
    return properties


class _Body:
    """The handlers for word/document.xml; `nodes` are the lines and tables they find."""

    def __init__(self, headings: dict[str, int]) -> None:
        self.headings = headings
        self.nodes: list[TextLine | TableNode] = []
        self._tables: list[TableNode] = []
        self._lines: list[tuple[list[str], list[int]]] = []  # open paragraphs: texts, level
        self._unseen = 0
        self._in_text = False

    def start(self, tag: str, attrs: dict[str, str]) -> None:
        """An element begins."""
        if tag in _UNSEEN:
            self._unseen += 1
        elif tag == "p":
            self._lines.append(([], [0]))
        elif tag == "tbl":
            self._tables.append(TableNode())
        elif tag == "tr" and self._tables:
            self._tables[-1].rows.append([])
        elif tag == "tc" and self._tables and self._tables[-1].rows:
            self._tables[-1].rows[-1].append(CellNode())
        elif tag == "pStyle" and self._lines:
            self._lines[-1][1][0] = self.headings.get(_attribute(attrs, "val"), 0)
        elif tag in ("gridSpan", "vMerge") and (cell := self._cell()) is not None:
            if tag == "vMerge":
                cell.goes_on = _attribute(attrs, "val") != "restart"
            else:
                cell.columns = _count(_attribute(attrs, "val") or "1")
        elif tag == "gridBefore" and self._tables and self._tables[-1].rows:
            self._tables[-1].rows[-1].append(CellNode(columns=_count(_attribute(attrs, "val") or "1")))
        elif tag == "t":
            self._in_text = True
        elif tag in _BREAKS and self._lines and not self._unseen:
            self._lines[-1][0].append(_BREAKS[tag])

    def end(self, tag: str) -> None:
        """An element ends."""
        if tag in _UNSEEN:
            self._unseen -= 1
        elif tag == "t":
            self._in_text = False
        elif tag == "p" and self._lines:
            texts, level = self._lines.pop()
            for line in "".join(texts).split("\n"):
                self._put(TextLine(line, level[0]))
        elif tag == "tbl" and self._tables:
            self._put(self._tables.pop())

    def text(self, part: str) -> None:
        """Characters stand here; only visible text counts."""
        if self._in_text and self._lines and not self._unseen:
            self._lines[-1][0].append(part)

    def _cell(self) -> CellNode | None:
        rows = self._tables[-1].rows if self._tables else []
        return rows[-1][-1] if rows and rows[-1] else None

    def _put(self, node: TextLine | TableNode) -> None:
        cell = self._cell()
        (self.nodes if cell is None else cell.content).append(node)


def _attribute(attrs: dict[str, str], name: str) -> str:
    """The attribute of this name, whatever prefix the file gives it; "" when it is not there."""
    return next((value for key, value in attrs.items() if key.rpartition(":")[2] == name), "")


def _count(text: str) -> int:
    if not re.fullmatch(r"\d{1,4}", text):
        raise UnreadableFile(W_DAMAGED)
    return int(text)
