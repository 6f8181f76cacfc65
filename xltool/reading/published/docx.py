"""Read the lines and tables of a Word document as Word shows them.

A door over the bounded zip reader: sizes are limited, no document type, nothing followed or run.
Tracked changes are read as accepted: deleted texts, rows and cells are not there, inserted ones are.
Numbers that Word makes by itself are part of the text; text boxes stand where they are anchored.
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
from xltool.reading.published.blocks import (
    CellNode,
    Document,
    DocumentPicture,
    Node,
    TableNode,
    flatten,
    text_line,
)
from xltool.reading.published.docx_looks import RunProperties, RunStyles, note_property, read_run_styles
from xltool.reading.published.numbering import Numbering, attribute_of, read_numbering

_BREAKS = {"br": "\n", "cr": "\n", "tab": "\t", "noBreakHyphen": "-"}
_UNSEEN = ("del", "moveFrom", "mc:Fallback", "instrText")
_PICTURES = (":pic", ":imagedata")
_HEADING = re.compile(rf"(?:heading|{zh.HEADING_STYLE})\s*(\d)", re.I)
_PROPERTIES = {"identifier": "identity", "category": "level"}  # of docProps/core.xml


def read_docx(data: bytes) -> Document:
    """The document in `data`; raises UnreadableFile (``W-damaged``, ``W-hostile``, ``W-encrypted``)."""
    package = Package(data)
    part = next(
        (target for kind, target in package.relationships("").values() if kind == "officeDocument"),
        "word/document.xml",
    )
    parts = {kind: target for kind, target in package.relationships(part).values() if target in package}
    styles = _read_styles(package.read(parts["styles"])) if "styles" in parts else {}
    lists = read_numbering(package.read(parts["numbering"])) if "numbering" in parts else Numbering()
    looks = read_run_styles(package.read(parts["styles"])) if "styles" in parts else RunStyles()
    reader = _Body(styles, lists, looks)
    parse_xml(package.read(part), reader.start, reader.end, reader.text)
    core = "docprops/core.xml"
    return Document(flatten(reader.found), _properties(package.read(core)) if core in package else {})


@dataclass
class _Style:
    """A paragraph style: its level as a heading (0: none), and its list."""

    level: int = 0
    number: str = ""
    depth: int = 0
    based_on: str = ""


def _read_styles(xml: bytes) -> dict[str, _Style]:
    """Style id → style; a style without a list has that of the one it is based on."""
    found: dict[str, _Style] = {}
    style = _Style()

    def start(tag: str, attrs: dict[str, str]) -> None:
        nonlocal style
        if tag == "style":
            style = found[attribute_of(attrs, "styleId")] = _Style()
        elif tag == "name" and (match := _HEADING.match(attribute_of(attrs, "val"))):
            style.level = int(match[1])
        elif tag == "basedOn":
            style.based_on = attribute_of(attrs, "val")
        elif tag == "numId":
            style.number = attribute_of(attrs, "val")
        elif tag == "ilvl":
            style.depth = _count(attribute_of(attrs, "val"))

    parse_xml(xml, start)
    for one in found.values():
        above, seen = one, set[str]()
        while not one.number and above.based_on in found and above.based_on not in seen:
            seen.add(above.based_on)
            above = found[above.based_on]
            one.number, one.depth = above.number, above.depth
    return found


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
class _Paragraph:
    """A paragraph while it is read; `joined` when its end was deleted, so that the next goes on with it."""

    runs: list[tuple[str, str]]  # text and look, "shifted" and "white" too
    style: _Style = field(default_factory=_Style)
    style_id: str = ""
    number: str | None = None  # None: as the style has it
    depth: int | None = None
    joined: bool = False


def _broken(runs: list[tuple[str, str]]) -> Iterator[list[Run]]:
    """The runs of each line of a paragraph; what is shifted as a whole is not raised.

    White runs beside others are not there; all white, there must be a colour behind them.
    """
    if any(look != "white" and text.strip() for text, look in runs):
        runs = [(text, look) for text, look in runs if look != "white"]
    is_whole = all(look == "shifted" for text, look in runs if text.strip())
    looks: dict[str, Look] = {"shifted": "" if is_whole else "raised", "raised": "raised"}
    looks |= {"struck": "struck", "ruby": "ruby"}
    line: list[Run] = []
    for text, look in runs:
        first, *rest = text.split("\n")
        line.append((first, looks.get(look, "")))
        for other in rest:
            yield line
            line = [(other, looks.get(look, ""))]
    yield line


class _Body:
    """The handlers for word/document.xml; `nodes` are the lines and tables they find."""

    def __init__(self, styles: dict[str, _Style], lists: Numbering, looks: RunStyles) -> None:
        self.found: list[Node] = []
        self._styles, self._lists, self._looks = styles, lists, looks
        self._run: RunProperties = {}  # of the open run
        self._guides = 0  # depth of phonetic guides
        self._tables: list[TableNode] = []
        self._lines: list[_Paragraph] = []  # open paragraphs
        self._begun: list[tuple[str, str]] = []  # runs of paragraphs whose end was deleted
        self._deleted: list[list[CellNode] | CellNode] = []  # rows and cells
        self._unseen = self._old = 0  # depth of deleted text, and of what a tracked change keeps of the past
        self._properties = ""  # of what: p, tr, tc
        self._in_text = False

    def start(self, tag: str, attrs: dict[str, str]) -> None:
        self._old += tag.endswith("PrChange")
        if self._old:
            return
        if tag in _UNSEEN:
            self._unseen += 1
        if tag == "p":
            self._lines.append(_Paragraph(self._begun))
            self._begun = []
        elif tag == "tbl":
            self._tables.append(TableNode())
        elif tag == "gridCol" and self._tables and not self._tables[-1].rows:
            self._tables[-1].widths.append(_width(attribute_of(attrs, "w")))
        elif tag == "tr" and self._tables:
            self._tables[-1].rows.append([])
        elif tag == "tc" and self._tables and self._tables[-1].rows:
            self._tables[-1].rows[-1].append(CellNode())
        elif tag in ("pPr", "trPr", "tcPr"):
            self._properties = tag
        elif self._properties:
            self._property(tag, attrs)
        elif tag == "t":
            self._in_text = True
        elif tag.endswith(_PICTURES) and not self._unseen:
            self._put(DocumentPicture())
        elif tag in _BREAKS and self._lines and not self._unseen:
            self._add(_BREAKS[tag])
        elif tag == "r":
            self._run = {}
        elif tag == "rt":
            self._guides += 1
        else:
            note_property(self._run, tag, attrs)

    def _property(self, tag: str, attrs: dict[str, str]) -> None:
        """One property of the open paragraph, row or cell."""
        value, cell = attribute_of(attrs, "val"), self._cell()
        rows = self._tables[-1].rows if self._tables else []
        if self._properties == "pPr" and self._lines:
            line = self._lines[-1]
            if tag == "pStyle":
                line.style, line.style_id = self._styles.get(value, line.style), value
            elif tag == "numId":
                line.number = value
            elif tag == "ilvl":
                line.depth = _count(value)
            line.joined = line.joined or tag == "del"
        elif self._properties == "trPr" and rows:
            if tag == "gridBefore":
                rows[-1].append(CellNode(columns=_count(value or "1")))
            elif tag == "del" or (tag == "hidden" and value not in ("0", "false")):
                self._deleted.append(rows[-1])
        elif cell is not None and self._properties == "tcPr":
            if tag == "gridSpan":
                cell.columns = _count(value or "1")
            elif tag == "vMerge":
                cell.goes_on = value != "restart"
            elif tag == "cellMerge":
                cell.goes_on = attribute_of(attrs, "vMerge") == "cont"
            elif tag == "cellDel":
                self._deleted.append(cell)

    def end(self, tag: str) -> None:
        if self._old:
            self._old -= tag.endswith("PrChange")
            return
        if tag in _UNSEEN:
            self._unseen -= 1
        if tag == self._properties:
            self._properties = ""
        elif tag == "t":
            self._in_text = False
        elif tag == "r":
            self._run = {}
        elif tag == "rt":
            self._guides -= 1
        elif tag == "p" and self._lines:
            self._end_paragraph(self._lines.pop())
        elif tag in ("tr", "tc") and self._tables:
            self._end_part(self._tables[-1].rows, tag)
        elif tag == "tbl" and self._tables:
            self._put(self._tables.pop())

    def _end_paragraph(self, line: _Paragraph) -> None:
        if line.joined:
            self._begun = line.runs
            return
        text = "".join(text for text, _ in line.runs)
        number = line.style.number if line.number is None else line.number
        label, gap = self._lists.label(number, line.style.depth if line.depth is None else line.depth)
        if label and text.strip():
            line.runs.insert(0, (f"{label} " if gap and text[:1].isdigit() else label, ""))
        for runs in _broken(line.runs):
            self._put(text_line(runs, line.style.level))

    def _end_part(self, rows: list[list[CellNode]], tag: str) -> None:
        """The row or cell that ends here is taken away again when it was deleted."""
        if self._begun and tag == "tc":
            for runs in _broken(self._begun):
                self._put(text_line(runs))
            self._begun = []
        last = rows[-1] if rows else []
        gone = self._deleted[-1] if self._deleted else None  # what ends first was begun last
        if gone is not None and tag == "tr" and last is gone:
            rows.pop()
            self._deleted.pop()
        elif gone is not None and tag == "tc" and last and last[-1] is gone:
            last.pop()
            self._deleted.pop()

    def text(self, part: str) -> None:
        """Characters stand here; only visible text counts."""
        if self._in_text and self._lines and not self._unseen:
            self._add(part)

    def _add(self, text: str) -> None:
        line = self._lines[-1]
        look = self._looks.look(self._run, line.style_id)
        if look is not None:
            line.runs.append((text, "ruby" if self._guides else look))

    def _cell(self) -> CellNode | None:
        rows = self._tables[-1].rows if self._tables else []
        return rows[-1][-1] if rows and rows[-1] else None

    def _put(self, node: Node) -> None:
        cell = self._cell()
        (self.found if cell is None else cell.content).append(node)


def _width(text: str) -> int:
    """The width of a column; 0 for what is none, which is no reason to refuse a report."""
    return int(text) if re.fullmatch(r"\d{1,5}", text) else 0


def _count(text: str) -> int:
    if not re.fullmatch(r"\d{1,4}", text):
        raise UnreadableFile(W_DAMAGED)
    return int(text)
