"""A produced Word report → its paragraphs and tables, and the first difference from what was meant.

Uses zip and XML only, not the libraries that wrote the report, so that a text they lose is noticed.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from itertools import count
from xml.etree import ElementTree

from xltool.office.zip_template import MARKS
from xltool.writing.report.context import Difference, Paragraph, Rectangle, TableContent
from xltool.writing.report.scaffold import STYLE_NAMES

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FOREIGN = "▦"  # stands for content that no report of ours holds
_BLOCKS = frozenset(f"{_W}{name}" for name in ("p", "tbl", "altChunk", "subDoc"))
_ROOT = re.compile(r'(?:<\?xml [^<>]*encoding=["\']UTF-8["\'][^<>]*\?>\s*)?(<w:document [^<>]*>)', re.I)
_SIMPLE = re.compile("[^&\r\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]*")
_NUMBER = "xltool="  # the attribute that stands for a table's content
_MARKS = {
    f"{_W}br": "\n",
    f"{_W}cr": "\n",
    f"{_W}tab": "\t",
    f"{_W}noBreakHyphen": "-",
    f"{_W}sym": _FOREIGN,
}
_ODD = re.compile(f"xmlns|<!|<\\?|\0|{_NUMBER}")  # a document with one of these is parsed as a whole
_FIRST = 0xF0000  # the first private character: one stands for each text of a shape


def read_back(docx: bytes) -> list[Paragraph | TableContent]:
    """Paragraphs with text (role by style name) and tables (text by merged area) of a report, in order."""
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        roles = _roles(package.read("word/styles.xml"))
        outside, tables = _without_tables(package.read("word/document.xml"))
    body = ElementTree.fromstring(outside)[0]
    found: list[Paragraph | TableContent] = []
    for element in _within(body, _BLOCKS):
        if element.tag == f"{_W}p":
            style = element.find(f"{_W}pPr/{_W}pStyle")
            role = roles.get(style.get(f"{_W}val")) if style is not None else ""
            if text := _text(element):  # the office uses empty lines to keep a distance
                found.append(Paragraph(role or "", text))  # type: ignore[arg-type]
        elif element.tag == f"{_W}tbl":
            number = element.get(_NUMBER[:-1])
            found.append(TableContent("", tables[int(number)] if number and tables else _table(element)))
        else:  # another document was inserted here
            found.append(Paragraph("", _FOREIGN))  # type: ignore[arg-type]
    return found


@lru_cache(maxsize=16)
def _roles(styles: bytes) -> dict[str | None, str]:
    """Style id → what the style is for."""
    roles = {name.lower(): role for role, name in STYLE_NAMES.items()}
    return {
        style.get(f"{_W}styleId"): roles.get((name.get(f"{_W}val") or "").lower(), "")
        for style in ElementTree.fromstring(styles).iter(f"{_W}style")
        if (name := style.find(f"{_W}name")) is not None
    }


def _without_tables(content: bytes) -> tuple[bytes | str, list[dict[Rectangle, str]]]:
    """(the document with a number in place of each table, the tables), to parse equal tables only once.

    The shape of a table is what is left of it without its texts.  Reports differ in little else, so each
    shape is parsed once and kept.  Where tables nest, or XML is written in a way that might mean something
    else than it says, the document stays whole and there are no tables.
    """
    xml = content.decode("utf-8", "replace")
    root = _ROOT.match(xml)
    if root is None:
        return content, []
    tables: list[dict[Rectangle, str]] = []

    first, *others = xml[root.end() :].split("<w:tbl>")
    outside = [first]
    try:
        for inside, closed, after in (other.partition("</w:tbl>") for other in others):
            tables.append(_table_by_shape(root[1], f"<w:tbl>{inside}{closed}"))
            outside.append(f'<w:tbl {_NUMBER}"{len(tables) - 1}"/>{after}')
        rest = "".join(outside)
        if _ODD.search(rest.replace(_NUMBER, "", len(tables))):
            raise ValueError("odd")
    except (ElementTree.ParseError, ValueError):
        return content, []
    return root[0] + rest, tables


def _table_by_shape(root: str, table: str) -> dict[Rectangle, str]:
    """The same as `_table`, from the parsed shape of the table and its texts."""
    *shown, rest = table.split("</w:t>")
    pieces = [piece.rpartition(">") for piece in shown]
    shape = _shape(root, "".join([f"{before}>\0</w:t>" for before, _, _ in pieces]) + rest)
    raw_texts = [text for _, _, text in pieces]
    if not _SIMPLE.fullmatch("".join(raw_texts)):
        raw_texts = [_unescaped(text) for text in raw_texts]
    texts = dict(zip(map(chr, count(_FIRST)), raw_texts, strict=False))
    texts[""] = ""
    return {
        area: texts[text] if text in texts else "".join([texts.get(c, c) for c in text])
        for area, text in shape.items()
    }


@lru_cache(maxsize=16)
def _shape(root: str, xml: str) -> dict[Rectangle, str]:
    """The table with the private character `_FIRST` + n as its n-th text."""
    if _ODD.search(xml.replace("\0</w:t>", "</w:t>")) or MARKS.search(xml):
        raise ValueError("odd")
    numbers = count(_FIRST)
    numbered = re.sub("\0", lambda _: chr(next(numbers)), xml)
    return _table(ElementTree.fromstring(f"{root}{numbered}</w:document>")[0])


def _unescaped(text: str) -> str:
    """The text that a piece of XML without elements stands for."""
    if _SIMPLE.fullmatch(text):
        return text
    return ElementTree.fromstring(f"<t>{text}</t>").text or ""


def _within(element: ElementTree.Element, tags: Collection[str]) -> Iterator[ElementTree.Element]:
    """The nearest elements with these tags, also inside whatever Word wraps around them.

    So the content of content controls, custom XML and tracked insertions is read as Word shows it.
    """
    for child in element:
        if child.tag in tags:
            yield child
        else:
            yield from _within(child, tags)


def _text(element: ElementTree.Element) -> str:
    return "".join(
        (node.text or "") if node.tag == f"{_W}t" else _MARKS.get(node.tag, "")
        for node in element.iter()
        if node.get(f"{_W}type") != "page"  # a new page is no new line
    )


def _cell_text(cell: ElementTree.Element) -> str:
    lines = _within(cell, _BLOCKS)
    return "\n".join(_text(line) if line.tag == f"{_W}p" else _FOREIGN for line in lines)


def _table(element: ElementTree.Element) -> dict[Rectangle, str]:
    """The text of each merged area of a table; an area that goes on below ends where its columns change."""
    cells: dict[Rectangle, str] = {}
    open_: dict[int, tuple[int, int, str, int]] = {}  # column → first row, rows, text, columns
    merging: set[int] = set()  # columns whose open cell says that it goes on below

    def close(column: int) -> None:
        row, rows, text, columns = open_.pop(column)
        cells[row, column, rows, columns] = text

    for row, line in enumerate(_within(element, (f"{_W}tr",))):
        column = 0
        for cell in _within(line, (f"{_W}tc",)):
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


def docx_difference(docx: bytes, meant: Sequence[Paragraph | TableContent]) -> Difference | None:
    """The first difference between a Word document and what was meant; None when they are equal."""
    return first_difference(read_back(docx), meant)


def first_difference(
    found: Sequence[Paragraph | TableContent], meant: Sequence[Paragraph | TableContent]
) -> Difference | None:
    """The first difference between what was read back and what was meant."""
    for position, (want, have) in enumerate(zip(meant, found, strict=False), start=1):
        if isinstance(want, TableContent):
            if not isinstance(have, TableContent):
                return Difference(f"{want.id}", want.id, have.text)
            if want.cells == have.cells:
                continue
            for area in {**want.cells, **have.cells}:
                if want.cells.get(area) != have.cells.get(area):
                    where = f"{want.id} ({area[0] + 1}, {area[1] + 1})"
                    return Difference(where, want.cells.get(area, "∅"), have.cells.get(area, "∅"))
        elif want != have:
            text = have.text if isinstance(have, Paragraph) else _FOREIGN
            return Difference(f"¶{position}", want.text, text)
    if len(meant) != len(found):
        return Difference("¶", str(len(meant)), str(len(found)))
    return None
