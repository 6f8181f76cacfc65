"""Rows → a workbook of lists for A4 that an office filters, prints and files.

Used for the findings and for the result of each file.  Texts stay texts, figures are figures.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, NamedTuple

import xlsxwriter

from xltool.core.submission.model import MAX_DIGITS
from xltool.core.text import zh
from xltool.office.raw import MAX_CELL
from xltool.writing.workbook.canvas import MAX_ROW_HEIGHT, cell_number, row_height
from xltool.writing.workbook.styles import HEAD, STYLES

_LOOKS = {"error": "bad", "warning": "warning"}
_SMALL = {"font_name": zh.SONG, "font_size": 10, "border": 1, "valign": "vcenter", "text_wrap": True}

_CODE = {"font_size": 8, "font_color": "#7F7F7F", "align": "center"}

Value = str | Decimal | int | None


class Sheet(NamedTuple):
    """One list; each row is (severity, cells), and the severity colours the cell in column `coloured`.

    With `codes` the last column holds codes, which only a program or a maintainer reads: it is set small.
    `links` are places of this workbook (``审核情况!A5``, "" for none) where the first cells of rows lead to.
    """

    name: str
    title: str
    head: Sequence[str]
    widths: Sequence[float]
    rows: Sequence[tuple[str, Sequence[Value]]]
    coloured: int
    codes: bool = False
    links: Sequence[str] = ()


def write_sheets(sheets: Sequence[Sheet]) -> bytes:
    """A workbook of lists, each with a filter and a frozen head; never a formula or a link to elsewhere."""
    output = io.BytesIO()
    with xlsxwriter.Workbook(output, {"in_memory": True, "strings_to_urls": False}) as book:
        head = book.add_format({**_SMALL, "bold": True, "align": "center", "bg_color": HEAD})
        looks = {"": book.add_format(_SMALL)}
        looks["link"] = book.add_format({**_SMALL, "font_color": "#0563C1", "underline": 1})
        looks["code"] = book.add_format({**_SMALL, **_CODE})
        looks |= {name: book.add_format({**_SMALL, **STYLES[style]}) for name, style in _LOOKS.items()}
        for sheet in sheets:
            _draw(book.add_worksheet(sheet.name), sheet, head, looks)
    return output.getvalue()


def _draw(worksheet: Any, sheet: Sheet, head: Any, looks: dict[str, Any]) -> None:
    """Draws one list and sets how it is printed; `looks` are formats by severity, "" and "code"."""
    for column, (text, width) in enumerate(zip(sheet.head, sheet.widths, strict=True)):
        worksheet.set_column(column, column, width)
        worksheet.write_string(0, column, text, head)
    worksheet.set_row(0, 22)
    for number, (severity, values) in enumerate(sheet.rows, start=1):
        height = 18.0
        for column, value in enumerate(values):
            look = looks.get(severity, looks[""]) if column == sheet.coloured else looks[""]
            if sheet.codes and column == len(sheet.head) - 1:
                look = looks["code"]
            if value is None:
                worksheet.write_blank(number, column, None, look)
            elif isinstance(value, str):
                worksheet.write_string(number, column, value[:MAX_CELL], look)
                height = max(height, row_height(value[:MAX_CELL], sheet.widths[column], 13.5))
            elif isinstance(value, Decimal) and len(value.as_tuple().digits) > MAX_DIGITS:
                worksheet.write_string(number, column, str(value), look)  # a spreadsheet would round it
            else:
                worksheet.write_number(number, column, cell_number(Decimal(value)), look)
        if number <= len(sheet.links) and (link := sheet.links[number - 1]):
            worksheet.write_url(number, 0, f"internal:{link}", looks["link"], str(values[0])[:MAX_CELL])
        worksheet.set_row(number, min(MAX_ROW_HEIGHT, height))
    worksheet.autofilter(0, 0, max(len(sheet.rows), 1), len(sheet.head) - 1)
    worksheet.freeze_panes(1, 1)
    worksheet.repeat_rows(0)
    worksheet.set_paper(9)
    worksheet.set_landscape()
    worksheet.fit_to_pages(1, 0)
    worksheet.set_margins(0.5, 0.5, 0.8, 0.7)
    worksheet.center_horizontally()
    worksheet.set_header(f'&C&"{zh.HEI}"&16{sheet.title}')
    worksheet.set_footer(zh.FOOTER)
