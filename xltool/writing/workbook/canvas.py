"""The workbook being written: its formats, and the drawing operations that all its sheets share.

Knows xlsxwriter and the layout, not what any one sheet shows; the modules of the sheets build on it.
"""

from __future__ import annotations

import io
import math
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import Any

from xltool.core.form.a1 import a1
from xltool.core.form.layout import lay_out, name_of
from xltool.core.form.model import Form, Rule
from xltool.core.submission.identity import Identity
from xltool.core.submission.model import Unit, with_totals
from xltool.core.text import zh
from xltool.core.text.clean import printable
from xltool.core.text.code import Severity
from xltool.office.raw import MAX_CELL
from xltool.writing.workbook import formulas
from xltool.writing.workbook.styles import BAD, STYLES, WARNING, Book

SEVERITY_COLOURS = {"error": BAD, "warning": WARNING}
MAX_ROW_HEIGHT = 409.0  # points; spreadsheets know no higher row


@dataclass(frozen=True)
class Mark:
    """One thing to correct or to confirm: the text for the first sheet, and the cells to colour.

    Where the mark is on many cells, their comments say `each` instead of `text`.  `answer` is the address
    where the unit may write its explanation, `choice` that of the one that fills its table with zeros.
    """

    severity: Severity
    text: str
    advice: str
    code: str
    addresses: tuple[str, ...] = ()
    each: str = ""
    answer: str = ""
    choice: str = ""


@dataclass(frozen=True)
class WorkbookContent:
    """What a new workbook is filled with: figures, texts and explanations, by address or code.

    `zeros` are the ids of tables whose blanks count as 0.  `typed` are inputs that hold words instead of a
    figure, shown as they were typed (their figure in `values` is only how the words were read).  `marks`
    are what is to be corrected in the file named `source`, worst first.
    """

    values: Mapping[str, Decimal | None] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)
    zeros: frozenset[str] = frozenset()
    typed: Mapping[str, str] = field(default_factory=dict)
    marks: Sequence[Mark] = ()
    source: str = ""


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
    """One workbook being drawn; `values` are the figures as its sheets will show them."""

    def __init__(
        self,
        form: Form,
        identity: Identity,
        unit: Unit,
        content: WorkbookContent,
        prior: Mapping[str, Decimal | None],
        password: str,
        notice: str = "",
    ) -> None:
        self.output = io.BytesIO()
        super().__init__(Book(self.output, {"in_memory": True, "strings_to_urls": False}))
        self.form, self.identity, self.unit = form, identity, unit
        self.content, self.prior, self.password = content, prior, password
        self.notice = notice
        self.layout = lay_out(form)
        self.values = self._values()
        self._figures = formulas.figures_shown(self.values, prior)
        self.book.structure_password = password
        self._colours: dict[str, str] = {}
        for mark in reversed(self.content.marks):  # the worst comes last and stays
            colour = SEVERITY_COLOURS.get(mark.severity)
            if colour:
                self._colours |= dict.fromkeys(
                    (*mark.addresses, *filter(None, (mark.answer, mark.choice))), colour
                )
        self.level_cell = formulas.quoted(self.layout, "unit.level")

    def _values(self) -> dict[str, Decimal | None]:
        """Inputs as given; totals as the sheet will show them, where a blank or a word counts as 0."""
        typed = self.content.typed
        figures = {address: n for address, n in self.content.values.items() if address not in typed}
        values = {address: figures.get(address) for address in self.form.addresses}
        for address, total in self.form.totals.items():
            values[address] = total.value({ref: values[ref] or Decimal(0) for _, ref in total.terms})
        return values

    def values_as_read(self) -> dict[str, Decimal | None]:
        """The figures as they will be read back: blanks are 0 where the table's choice says so."""
        chosen = {a for t in self.form.tables if t.id in self.content.zeros for a in t.inputs}
        inputs = {address: self.content.values.get(address) for address in self.form.inputs}
        filled = {a: Decimal(0) if n is None and a in chosen else n for a, n in inputs.items()}
        return with_totals(self.form, filled, keep=False)

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

    def look(self, address: str, style: str) -> Any:
        """The format of a cell, coloured when something is to be corrected or confirmed there."""
        colour = self._colours.get(address)
        if not colour:
            return self.format[style]
        name = f"{style} {colour}"
        if name not in self.format:
            self.format[name] = self.book.add_format({**STYLES[style], "bg_color": colour})
        return self.format[name]

    def state(self, rule: Rule) -> tuple[str, Decimal]:
        """The word and the difference shown for a rule with these contents."""
        return formulas.rule_state(
            self.form, rule, self.values, self.content.zeros, self.unit.level, self._figures
        )


def clean_text(text: str) -> str:
    """A text from outside as a cell can hold it: without characters that XML forbids, cut to its limit."""
    return printable(text)[:MAX_CELL]


def cell_number(number: Decimal) -> int | float:
    """A number as a spreadsheet stores it: whole ones as int, others as float."""
    return int(number) if number == number.to_integral_value() else float(number)


@lru_cache(4096)  # headings are those of every workbook of a form
def row_height(text: str, width: float, line: float = 15.0) -> float:
    """The points that `text` needs in a cell `width` characters wide; Chinese characters count as two."""
    lines = 0
    for part in text.split("\n") or [""]:
        units = sum(2 if unicodedata.east_asian_width(character) in "WFA" else 1 for character in part)
        lines += max(1, math.ceil(units * 1.08 / max(width - 1, 1)))
    return max(18.0, lines * line + 4)
