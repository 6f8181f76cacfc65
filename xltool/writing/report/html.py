"""Submission → the report as a web page, or as a fragment for the editor of a website; and back again.

Tables are the official ones; ``id`` and ``headers`` tie figures to their headings, so that a screen reader
says what a number is.  `read_back` reads only pages made here, to prove that nothing was lost.
"""

from __future__ import annotations

from collections.abc import Sequence
from html.parser import HTMLParser
from typing import Any

from xltool.core.form.layout import lay_out
from xltool.core.form.model import Form
from xltool.core.submission.identity import sign
from xltool.core.submission.model import Submission
from xltool.writing.report.context import Paragraph, TableContent, expected, printed
from xltool.writing.report.html_table import html_rows

_TAGS = {"title": "h1", "heading1": "h2", "heading2": "h3", "body": "p", "draft": "p", "label": "p"}


def render(form: Form, submission: Submission, draft: bool = False, fragment: bool = False) -> str:
    """A whole self-contained page; with `fragment` only its content, with all styles inline."""
    from jinja2 import Environment, PackageLoader

    values = printed(form, submission)
    blocks: list[dict[str, Any]] = []
    for item in expected(form, submission, draft):
        if isinstance(item, Paragraph):
            blocks.append({"tag": _TAGS[item.role], "role": item.role, "text": item.text})
        else:
            rows = html_rows(form.by_id[item.id], lay_out(form).grids[item.id], values)
            blocks.append({"tag": "table", "id": item.id, "title": form.by_id[item.id].title, "rows": rows})
    environment = Environment(
        loader=PackageLoader("xltool.writing", "pages"), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    name = "fragment.html" if fragment else "report.html"
    unit = submission.unit
    return environment.get_template(name).render(
        mark=sign(form.key, submission.year, unit.code, unit.name).text(),
        level=unit.level,
        title=f"{unit.name}{form.title.format(year=submission.year)}",
        blocks=blocks,
    )


def read_back(page: str) -> list[Paragraph | TableContent]:
    """Paragraphs and tables of a page made by `render`, in order."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    return reader.found


class _Reader(HTMLParser):
    """Collects what `render` wrote; roles come from tags and classes."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Paragraph | TableContent] = []
        self._text: list[str] | None = None
        self._role = ""
        self._cells: dict[tuple[int, int, int, int], str] = {}
        self._taken: set[tuple[int, int]] = set()
        self._row = self._column = -1
        self._span = (1, 1)

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "table":
            self._cells, self._taken, self._row = {}, set(), -1
            self.found.append(TableContent(given.get("data-table") or "", self._cells))
        elif tag == "tr":
            self._row, self._column = self._row + 1, 0
        elif tag in ("th", "td"):
            self._span = (int(given.get("rowspan") or 1), int(given.get("colspan") or 1))
            while (self._row, self._column) in self._taken:
                self._column += 1
            self._text = []
        elif tag in ("h1", "h2", "h3", "p"):
            roles = {"h1": "title", "h2": "heading1", "h3": "heading2"}
            said = given.get("data-role") or ""
            self._role = roles.get(tag, said if said in ("draft", "label") else "body")
            self._text = []

    def handle_endtag(self, tag: str) -> None:
        text = "".join(self._text or [])
        if tag in ("th", "td"):
            rows, columns = self._span
            self._cells[self._row, self._column, rows, columns] = text
            self._taken |= {(self._row + r, self._column + c) for r in range(rows) for c in range(columns)}
            self._text = None
        elif tag in ("h1", "h2", "h3", "p"):
            self.found.append(Paragraph(self._role, text))  # type: ignore[arg-type]
            self._text = None

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text.append(data)
