"""Read the lines and tables of a Word document as Word shows them.

Sizes are limited, a document type is refused, nothing is followed or run (`office.package`).  Deleted text is
not read, inserted text is; text boxes stand where they are anchored.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from xltool.core.errors import UnreadableFile
from xltool.core.text import zh
from xltool.core.text.catalogue.files import W_DAMAGED
from xltool.office.package import Package, parse_xml
from xltool.office.raw import Look, Run
from xltool.reading.published.blocks import CellNode, Document, TableNode, TextLine, flatten, text_line
from xltool.reading.published.docx_looks import RunProperties, RunStyles, note_property, read_run_styles

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
    xml = package.read(styles) if styles and styles in package else None
    reader = _Body(_heading_styles(xml) if xml else {}, read_run_styles(xml) if xml else RunStyles())
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


@dataclass
class _Line:
    """A paragraph while it is read; `runs` with their looks, "shifted" ones too."""

    level: int = 0
    style: str = ""
    runs: list[tuple[str, str]] = field(default_factory=list)

    def broken(self) -> Iterator[list[Run]]:
        """The runs of each of its lines; what is shifted as a whole is not raised."""
        is_whole = all(look == "shifted" for text, look in self.runs if text.strip())
        looks: dict[str, Look] = {"shifted": "" if is_whole else "raised", "raised": "raised"}
        looks |= {"struck": "struck", "ruby": "ruby"}
        line: list[Run] = []
        for text, look in self.runs:
            first, *rest = text.split("\n")
            line.append((first, looks.get(look, "")))
            for other in rest:
                yield line
                line = [(other, looks.get(look, ""))]
        yield line


class _Body:
    """The handlers for word/document.xml; `nodes` are the lines and tables they find."""

    def __init__(self, headings: dict[str, int], styles: RunStyles) -> None:
        self.headings, self.styles = headings, styles
        self.nodes: list[TextLine | TableNode] = []
        self._tables: list[TableNode] = []
        self._lines: list[_Line] = []  # open paragraphs
        self._run: RunProperties | None = None  # of the open run; None outside of any
        self._not_now = 0  # depth of properties of a paragraph's end, or of before a tracked change
        self._ruby = 0
        self._unseen = 0
        self._in_text = False

    def start(self, tag: str, attrs: dict[str, str]) -> None:
        """An element begins."""
        if tag in _UNSEEN:
            self._unseen += 1
        elif tag == "p":
            self._lines.append(_Line())
        elif tag == "tbl":
            self._tables.append(TableNode())
        elif tag == "tr" and self._tables:
            self._tables[-1].rows.append([])
        elif tag == "tc" and self._tables and self._tables[-1].rows:
            self._tables[-1].rows[-1].append(CellNode())
        elif tag == "pStyle" and self._lines:
            self._lines[-1].style = _attribute(attrs, "val")
            self._lines[-1].level = self.headings.get(self._lines[-1].style, 0)
        elif tag in ("gridSpan", "vMerge") and (cell := self._cell()) is not None:
            if tag == "vMerge":
                cell.goes_on = _attribute(attrs, "val") != "restart"
            else:
                cell.columns = _count(_attribute(attrs, "val") or "1")
        elif tag == "gridBefore" and self._tables and self._tables[-1].rows:
            self._tables[-1].rows[-1].append(CellNode(columns=_count(_attribute(attrs, "val") or "1")))
        elif tag == "t":
            self._in_text = True
        elif tag in _BREAKS and self._lines and not self._unseen and not self._not_now:
            self._add(_BREAKS[tag])
        else:
            self._start_run(tag, attrs)

    def end(self, tag: str) -> None:
        """An element ends."""
        if tag in _UNSEEN:
            self._unseen -= 1
        elif tag == "t":
            self._in_text = False
        elif tag == "p" and self._lines:
            line = self._lines.pop()
            for runs in line.broken():
                self._put(text_line(runs, line.level))
        elif tag == "r":
            self._run = None
        elif tag == "rt":
            self._ruby -= 1
        elif tag == "pPr" or tag.endswith("PrChange"):
            self._not_now -= 1
        elif tag == "tbl" and self._tables:
            table = self._tables.pop()
            table.drop_hidden()
            self._put(table)

    def text(self, part: str) -> None:
        """Characters stand here; only visible text counts."""
        if self._in_text and self._lines and not self._unseen:
            self._add(part)

    def _start_run(self, tag: str, attrs: dict[str, str]) -> None:
        """An element that begins a run, or says how it looks."""
        if tag == "r":
            self._run = {}
        elif tag == "rt":
            self._ruby += 1
        elif tag == "pPr" or tag.endswith("PrChange"):
            self._not_now += 1
        elif tag == "hidden" and not self._not_now and self._tables and self._tables[-1].rows:
            if _attribute(attrs, "val") not in ("0", "false"):
                self._tables[-1].hidden.add(len(self._tables[-1].rows) - 1)
        elif self._run is not None and not self._not_now:
            note_property(self._run, tag, attrs)

    def _add(self, text: str) -> None:
        line = self._lines[-1]
        look = self.styles.look(self._run or {}, line.style)
        if look is not None:
            line.runs.append((text, "ruby" if self._ruby else look))

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
