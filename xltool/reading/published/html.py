"""Read the lines and tables of a web page as a browser shows them, in a child process.

The parser of the standard library reads whatever website editors produce, but a page can be made so that
it takes hours; hence `read_html` runs it within the limits of `sandbox`.  Nothing a page names is fetched.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from html.parser import HTMLParser
from operator import itemgetter

from xltool.office.raw import Look, RawCell, RawSheet, Run
from xltool.reading import sandbox
from xltool.reading.published.blocks import (
    MAX_SPAN,
    PAGE_TITLE,
    CellNode,
    Document,
    DocumentBlock,
    DocumentPicture,
    DocumentTable,
    Node,
    Path,
    TableNode,
    TextLine,
    flatten,
    text_line,
)
from xltool.reading.published.html_looks import PageStyles, Style

_SECONDS = 5  # only a page made for it takes longer
_SKIPPED = {"script", "style", "noscript", "template", "select", "textarea", "svg", "button"}
_VOID = {"br", "img", "hr", "input", "meta", "link", "col", "area", "base", "embed", "source", "param"}
_INLINE = {
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "del", "dfn", "em", "font", "i", "ins",
    "kbd", "label", "mark", "nobr", "o:p", "q", "rb", "rp", "rt", "rtc", "ruby", "s", "samp", "small", "span",
    "st1:chsdate", "strike", "strong", "sub", "sup", "time", "tt", "u", "var",
}  # fmt: skip
_LOOKS: tuple[Look, ...] = ("struck", "ruby", "raised", "small")  # the first of several counts
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.I)
_PROPERTIES = {"xltool": "identity", "category": "level", "pubdate": "published"}  # <meta name=…>


def read_html(data: bytes) -> Document:
    """The page in `data`.

    Raises UnreadableFile (``W-hostile``, ``W-damaged``), OSError when no child process can be started.
    """
    page = json.loads(sandbox.run_in_child("reading.published.html", data, seconds=_SECONDS))
    blocks: list[DocumentBlock] = []
    for path, content in page["blocks"]:
        if isinstance(content, list):
            cells = {
                (row, column): RawCell(kind, text, runs=tuple((piece, look) for piece, look in runs))
                for row, column, kind, text, runs in content[3:]
            }
            uneven, width = frozenset(content[0]), content[1]
            areas = tuple((top, left, bottom, right) for top, left, bottom, right in content[2])
            blocks.append(DocumentTable(RawSheet("", cells=cells), tuple(path), uneven, width, areas))
        elif content is None:
            blocks.append(DocumentPicture())
        else:
            blocks.append(TextLine(content["text"], content["level"], tuple(path)))
    return Document(blocks, page["properties"], "html")


def work(data: bytes, password: str) -> bytes:
    """The page as JSON, made in the child process."""
    reader = _Page()
    reader.feed(_decoded(data))
    reader.close()
    reader.finish()
    blocks: list[tuple[Path, object]] = []
    for block in flatten(reader.found):
        if isinstance(block, TextLine):
            blocks.append((block.path, {"text": block.text, "level": block.level}))
        elif isinstance(block, DocumentTable):
            sheet = block.sheet.cells.items()
            cells = [(*spot, cell.kind, cell.value, cell.runs) for spot, cell in sheet]
            blocks.append((block.path, [sorted(block.uneven), block.width, block.areas, *cells]))
        else:
            blocks.append(((), None))
    return json.dumps({"blocks": blocks, "properties": reader.properties}).encode()


def _decoded(data: bytes) -> str:
    """The page's text, in the encoding of its byte order mark or its meta element, in UTF-8 or GB 18030."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    declared = _CHARSET.search(data[:4096])
    names = [declared[1].decode("ascii")] if declared else []
    for name in ("gb18030" if name.lower().startswith("gb") else name for name in (*names, "utf-8-sig")):
        try:
            return data.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode("gb18030", "replace")


def _cell(given: dict[str, str], gone: bool) -> CellNode:
    """A cell as its attributes say how far it reaches."""
    down, across = _span(given.get("rowspan")), _span(given.get("colspan")) or 1
    return CellNode(rows=down, columns=across, hidden=gone)


class _Page(HTMLParser):
    """Collects the lines and tables of a page, even one with unclosed tags; `nodes` are what it finds."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Node] = []
        self.properties: dict[str, str] = {}
        self._open: list[tuple[str, int, Style]] = []  # block elements around: tag and a number of its own
        self._inline: list[tuple[str, Style, int]] = []  # and inside them: tag, depth of blocks
        self._sheet = PageStyles()
        self._css: list[str] | None = None  # the open style element
        self._number = 0
        self._tables: list[TableNode] = []
        self._text: list[Run] = []
        self._white: set[int] = set()  # which of them are white on white
        self._skip = 0

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "meta" and given.get("name", "").lower() in _PROPERTIES:
            self.properties[_PROPERTIES[given["name"].lower()]] = given.get("content", "")
        if tag in _SKIPPED:
            self._skip += 1
            self._css = [] if tag == "style" else self._css
            return
        if self._skip or tag == "wbr":  # a place where a line may break, and nothing else
            return
        around = _around(self._open, self._inline) if self._sheet.nested else []
        style = self._sheet.style(tag, given, tag in _INLINE, around)
        if tag in _INLINE:
            self._inline.append((tag, style, len(self._open)))
            return
        self._flush()
        if tag in _VOID:
            if tag == "img" and not style.gone and not self._is_gone():
                self._put(DocumentPicture())
            return
        if tag in ("td", "th", "tr", "table", "tbody", "thead", "tfoot"):
            self._table(tag, given, style.gone or self._is_gone())
        elif tag == "p" or tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
            self._close("p")
        self._number += 1
        self._open.append((tag, self._number, style))

    def _table(self, tag: str, given: dict[str, str], gone: bool) -> None:
        if tag == "table":
            self._tables.append(TableNode(path=self._path(), gone=gone))
        elif self._tables:
            self._close_within("td", "th", *(("tr",) if tag not in ("td", "th") else ()))
            rows = self._tables[-1].rows
            if tag == "tr":
                if gone:
                    self._tables[-1].hidden.add(len(rows))
                rows.append([])
            elif tag in ("td", "th"):
                if not rows:
                    rows.append([])
                rows[-1].append(_cell(given, gone))
            else:
                self._tables[-1].groups.append(len(rows))

    def handle_endtag(self, tag: str) -> None:
        if tag in _SKIPPED:
            self._skip = max(0, self._skip - 1)
            if tag == "style" and self._css is not None:
                self._sheet.add("".join(self._css))
                self._css = None
        elif tag in _INLINE:
            at = next((n for n in range(len(self._inline) - 1, -1, -1) if self._inline[n][0] == tag), None)
            if at is not None:
                del self._inline[at]
        elif not self._skip:
            self._flush()
            if tag == "table":
                self._end_table()
            else:
                self._close(tag)

    def handle_data(self, data: str) -> None:
        if self._css is not None:
            self._css.append(data)
        if self._skip:
            return
        styles = [style for *_, style in self._open] + [style for _, style, _ in self._inline]
        if any(style.gone or style.unseen for style in styles):
            return
        looks = {style.look for style in styles}
        run: Run = (data, next((look for look in _LOOKS if look in looks), ""))
        if any(style.white for style in styles) and not any(style.back for style in styles):
            self._white.add(len(self._text))
        self._text.append(run)

    def _is_gone(self) -> bool:
        return any(style.gone for *_, style in self._open)

    def finish(self) -> None:
        """Close what is still open at the end of the page."""
        self._flush()
        while self._tables:
            self._end_table()

    def _end_table(self) -> None:
        if self._tables:
            self._close("table", everywhere=True)
            table = self._tables.pop()
            table.drop_hidden()
            if not table.gone:
                self._put(table)

    def _close(self, tag: str, everywhere: bool = False) -> None:
        """Close the nearest open `tag` with all in it, but nothing outside of the current cell."""
        for at in range(len(self._open) - 1, -1, -1):
            if self._open[at][0] == tag:
                self._drop(at)
                return
            if self._open[at][0] in ("td", "th", "table") and not everywhere:
                return

    def _close_within(self, *tags: str) -> None:
        """Close cells or rows left open in the current table."""
        for at in range(len(self._open) - 1, -1, -1):
            if self._open[at][0] == "table":
                return
            if self._open[at][0] in tags:
                self._drop(at)

    def _drop(self, at: int) -> None:
        """Block elements end, and with them what was left open inside."""
        del self._open[at:]
        self._inline = [entry for entry in self._inline if entry[2] <= at]

    def _path(self) -> Path:
        return tuple(number for _, number, _ in self._open)

    def _flush(self) -> None:
        runs, self._text, self._white = _not_white(self._text, self._white), [], set()
        text = " ".join("".join(piece for piece, _ in runs).split())
        if not text:
            return
        if any(look for _, look in runs):
            runs = [(re.sub(r"\s+", " ", piece), look) for piece, look in runs]
        else:
            runs = [(text, "")]
        self._put(text_line(runs, _level([tag for tag, *_ in self._open]), self._path()))

    def _put(self, node: Node) -> None:
        rows = self._tables[-1].rows if self._tables else []
        (rows[-1][-1].content if rows and rows[-1] else self.found).append(node)


def _around(
    blocks: Sequence[tuple[str, int, Style]], inline: Sequence[tuple[str, Style, int]]
) -> list[frozenset[str]]:
    """The names of the elements that are open, the innermost last."""
    names = [(2 * at + 1, style.names) for at, (*_, style) in enumerate(blocks)]
    names += [(2 * depth, style.names) for _, style, depth in inline]
    return [one for _, one in sorted(names, key=itemgetter(0))]


def _not_white(runs: list[Run], white: set[int]) -> list[Run]:
    """The runs without the `white` ones where there are others; all white, there must be a colour behind."""
    dark = [run for at, run in enumerate(runs) if at not in white]
    return dark if white and any(text.strip() for text, _ in dark) else runs


def _level(tags: Sequence[str]) -> int:
    """The level of a line in these elements, the outermost first."""
    if "title" in tags:
        return PAGE_TITLE
    return next((int(tag[1]) for tag in reversed(tags) if re.fullmatch("h[1-6]", tag)), 0)


def _span(text: str | None) -> int:
    """A span as HTML reads it: the leading digits; 1 for anything else (0 rows: all that follow)."""
    match = re.match(r"[ \t\n\f\r]*\+?([0-9]+)", text or "")
    return min(int(match[1][:6]), MAX_SPAN) if match else 1
