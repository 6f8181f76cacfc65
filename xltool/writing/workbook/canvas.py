"""The workbook being written: its formats, and the drawing operations that all its sheets share.

Knows xlsxwriter and the layout, not what any one sheet shows; the modules of the sheets build on it.
"""

from __future__ import annotations

import io
import math
import unicodedata
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any

from xltool.core.form.a1 import a1
from xltool.core.form.layout import lay_out, name_of
from xltool.core.form.model import Form, Rule
from xltool.core.submission.identity import Identity
from xltool.core.submission.model import Unit, plain
from xltool.core.text import zh
from xltool.core.text.clean import printable
from xltool.office.raw import MAX_CELL
from xltool.writing.workbook import formulas
from xltool.writing.workbook.content import Display, WorkbookContent
from xltool.writing.workbook.ink import Ink
from xltool.writing.workbook.ink import cell_number as cell_number  # of all that is drawn
from xltool.writing.workbook.styles import BAD, STYLES, WARNING, Book

SEVERITY_COLOURS = {"error": BAD, "warning": WARNING}
MAX_ROW_HEIGHT = 409.0  # points; spreadsheets know no higher row


class Paper:
    """An open workbook with its named formats, and the operations that every sheet uses."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self.format = {name: book.add_format(style) for name, style in STYLES.items()}
        self.sheets: dict[str, Any] = {}

    def page(self, name: str, widths: Sequence[float], landscape: bool = False, pages_high: int = 1) -> Any:
        """Adds a sheet for A4; it prints on `pages_high` pages, 0 for as many as it takes."""
        sheet = self.sheets[name] = self.book.add_worksheet(name)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        sheet.set_paper(9)
        if landscape:
            sheet.set_landscape()
        sheet.set_margins(0.6, 0.6, 0.8, 0.8)
        sheet.center_horizontally()
        sheet.fit_to_pages(1, pages_high)
        sheet.set_footer(zh.FOOTER)
        sheet.hide_gridlines(2)
        return sheet

    def merged(self, sheet: Any, box: tuple[int, int, int, int], text: str, style: str) -> None:
        """Writes text over a merged area: `box` is first row, first column, last row, last column."""
        if box[:2] == box[2:]:
            sheet.write_string(box[0], box[1], text, self.format[style])
        else:
            sheet.merge_range(*box, "", self.format[style])
            sheet.write_string(box[0], box[1], text, self.format[style])


class Canvas(Paper):
    """One workbook being drawn; `shown` is what its sheets will show, `ink` how that is written."""

    def __init__(
        self,
        form: Form,
        identity: Identity,
        unit: Unit,
        content: WorkbookContent,
        prior: Mapping[str, Decimal | None],
        password: str,
        notice: str = "",
        ink: Ink | None = None,
    ) -> None:
        self.output = io.BytesIO()
        super().__init__(Book(self.output, {"in_memory": True, "strings_to_urls": False}))
        self.form, self.identity, self.unit = form, identity, unit
        self.content, self.prior, self.password = content, prior, password
        self.notice = notice
        self.layout = lay_out(form)
        self.shown = Display(form, unit.level, content, prior)
        self.ink = ink or Ink()
        self.book.structure_password = password
        self._colours: dict[str, str] = {}
        for mark in reversed(self.content.marks):  # the worst comes last and stays
            colour = SEVERITY_COLOURS.get(mark.severity)
            if colour:
                self._colours |= dict.fromkeys(
                    (*mark.addresses, *filter(None, (mark.answer, mark.choice))), colour
                )
        self.level_cell = formulas.quoted(self.layout, "unit.level")

    def sheet(self, name: str, widths: list[float], landscape: bool = False, pages_high: int = 1) -> Any:
        """Adds a locked sheet for A4, printed like one of `page`."""
        sheet = self.page(name, widths, landscape, pages_high)
        sheet.protect(self.password, {"format_columns": True, "format_rows": True})
        return sheet

    def open_at(self, sheet: Any, row: int, column: int) -> None:
        """Lets a sheet open with this cell chosen: the first that is to be filled in."""
        sheet.set_selection(row, column, row, column)

    def name(self, address: str) -> None:
        """Gives the cell of an address its defined name."""
        cell = self.layout.cells[address]
        letters, row = a1(0, cell.column).rstrip("1"), cell.row + 1
        self.book.define_name(name_of(address), f"='{cell.sheet}'!${letters}${row}")

    def text(self, sheet: Any, row: int, column: int, text: str, style: str, address: str = "") -> None:
        """Writes a text as it is, or an empty cell in its style; never a formula or a link."""
        look = self.look(address, style)
        if text:
            sheet.write_string(row, column, text, look)
        else:
            sheet.write_blank(row, column, None, look)

    def needs_confirmation(self, address: str) -> bool:
        """Whether the unit is to confirm what stands there, not to correct it."""
        return self._colours.get(address) == WARNING

    def constants(self, rule: Rule) -> tuple[str, str]:
        """What last year's figures come to on each side of a rule, with a sign; "" where there are none."""
        said = []
        for n, side in enumerate((rule.bound.left, rule.bound.right)):
            number = formulas.last_year_of(side, self.prior)
            text = "" if number is None else signed(number)
            said.append(text and self.ink.word(text, "constant", rule.code, rule.key, n))
        return said[0], said[1]

    def look(self, address: str, style: str) -> Any:
        """The format of a cell, coloured when something is to be corrected or confirmed there."""
        colour = self._colours.get(address)
        if not colour:
            return self.format[style]
        name = f"{style} {colour}"
        if name not in self.format:
            self.format[name] = self.book.add_format({**STYLES[style], "bg_color": colour})
        return self.format[name]


def clean_text(text: str) -> str:
    """A text from outside as a cell can hold it: without characters that XML forbids, cut to its limit."""
    return printable(text)[:MAX_CELL]


def signed(number: Decimal) -> str:
    """A number in a formula, with its sign."""
    return f"{'-' if number < 0 else '+'}{plain(abs(number))}"


@lru_cache(4096)  # headings are those of every workbook of a form
def row_height(text: str, width: float, line: float = 15.0) -> float:
    """The points that `text` needs in a cell `width` characters wide; Chinese characters count as two."""
    lines = 0
    for part in text.split("\n") or [""]:
        units = sum(2 if unicodedata.east_asian_width(character) in "WFA" else 1 for character in part)
        lines += max(1, math.ceil(units * 1.08 / max(width - 1, 1)))
    return max(18.0, lines * line + 4)
