"""Rows → a plain workbook of one sheet; template and values → a web page."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

_CREATED = datetime(2000, 1, 1)  # the same lists are the same bytes


def render_page(template: str, **context: object) -> str:
    """An HTML page from a template in ``pages/``; every value is escaped."""
    from jinja2 import Environment, PackageLoader

    return (
        Environment(loader=PackageLoader("xltool.writing", "pages"), autoescape=True)
        .get_template(template)
        .render(context)
    )


@dataclass(frozen=True)
class PlainTable:
    """A list with its title and heads; each row has a kind (its colour on a page) and its cells."""

    name: str
    title: str
    head: Sequence[str]
    rows: Sequence[tuple[str, Sequence[str]]]


def sheets(tables: Sequence[PlainTable]) -> bytes:
    """A workbook with a sheet for each table: title, head, rows; all cells are text, never formulas."""
    import xlsxwriter

    output = io.BytesIO()
    with xlsxwriter.Workbook(output, {"in_memory": True, "strings_to_urls": False}) as book:
        book.set_properties({"created": _CREATED})
        title = book.add_format({"bold": True, "font_size": 14})
        bold = book.add_format({"bold": True, "bg_color": "#D9E2F3", "border": 1, "text_wrap": True})
        plain = book.add_format({"border": 1, "text_wrap": True, "valign": "top"})
        for table in tables:
            own = book.add_worksheet(table.name)
            own.write_string(0, 0, table.title, title)
            for column, text in enumerate(table.head):
                own.write_string(1, column, text, bold)
                widest = max([width(text), *(min(_widest(cells[column]), 44) for _, cells in table.rows)])
                own.set_column(column, column, widest + 2)
            for number, (_, cells) in enumerate(table.rows, start=2):
                for column, text in enumerate(cells):
                    own.write_string(number, column, text, plain)
            own.autofilter(1, 0, max(len(table.rows), 1) + 1, len(table.head) - 1)
            own.freeze_panes(2, 2)
            own.set_landscape()
            own.set_paper(9)
            own.fit_to_pages(1, 0)
            own.repeat_rows(1)
    return output.getvalue()


def _widest(text: str) -> int:
    return max(map(width, text.splitlines() or [""]))


def sheet(head: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[int] = ()) -> bytes:
    """A workbook of one sheet with a frozen head and a filter; all cells are text, never formulas.

    `widths` are in characters; without them columns are as wide as their longest text.
    """
    import xlsxwriter

    output = io.BytesIO()
    with xlsxwriter.Workbook(output, {"in_memory": True, "strings_to_urls": False}) as book:
        book.set_properties({"created": _CREATED})
        bold = book.add_format({"bold": True, "bg_color": "#D9E2F3", "border": 1})
        plain = book.add_format({"border": 1, "text_wrap": True, "valign": "top"})
        worksheet = book.add_worksheet()
        for column, text in enumerate(head):
            worksheet.write_string(0, column, text, bold)
            widest = max([width(text), *(min(width(row[column]), 44) for row in rows)])
            worksheet.set_column(column, column, widths[column] if widths else widest + 2)
        for number, row in enumerate(rows, start=1):
            for column, text in enumerate(row):
                worksheet.write_string(number, column, text, plain)
        worksheet.autofilter(0, 0, max(len(rows), 1), len(head) - 1)
        worksheet.freeze_panes(1, 2)
        worksheet.set_landscape()
        worksheet.set_paper(9)
        worksheet.fit_to_pages(1, 0)
    return output.getvalue()


def width(text: str) -> int:
    """The width of a text on a terminal or in a sheet: a Chinese character counts as two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WFA" else 1 for character in text)
