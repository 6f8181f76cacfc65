"""Draws the figures of all units for one table: a row a unit, a column a figure, and their sum below.

Rows are written from the top and not kept in memory, so headings are merged only along a row.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import groupby
from typing import Any

from xltool.core.form.a1 import a1
from xltool.core.form.model import Form, Table, cell_parts
from xltool.core.sums.adder import County, filled
from xltool.core.text import zh
from xltool.writing.workbook.canvas import Paper, cell_number, clean_text, row_height

_CODE, _NAME, _FIGURE = 10.0, 30.0, 8.0
_FIRST, _TOP = 2, 4  # the first column and the first row of figures
_PAGE = 125.0  # characters that fit beside the names on a landscape page at this scale
_SCALE = 60
_MAX_NAME = 31  # characters of a sheet's name


def unit_rows(paper: Paper, county: County, table: Table) -> None:
    """Draws the whole sheet; its last row adds each column up with a formula."""
    book = paper.book
    book.constant_memory = True  # read when a sheet is added: only these sheets grow with the units
    name = table.sheet[: _MAX_NAME - len(zh.SUM_ROWS)] + zh.SUM_ROWS
    sheet = book.add_worksheet(name)
    book.constant_memory = False
    heads = list(_heads(county.form, table))
    widths = _widths(heads)
    _set_up(sheet, heads, widths)
    sheet.set_row(0, 40)
    sheet.merge_range(0, 0, 0, 1, table.title + zh.SUM_ROWS, paper.format["left_title"])
    _head_rows(paper, sheet, table.addresses, heads, widths)
    row = _TOP
    for row, part in enumerate(county.parts, start=_TOP):
        values = filled(county.form, part)
        blank = {a for a, n in zip(county.form.inputs, part.inputs, strict=True) if n is None}
        sheet.write_string(row, 0, clean_text(part.unit.code), paper.format["stub"])
        sheet.write_string(
            row, 1, clean_text(part.unit.name), paper.format["warning_name" if part.errors else "stub"]
        )
        for column, address in enumerate(table.addresses, start=_FIRST):
            if address in blank:
                sheet.write_blank(row, column, None, paper.format["warning_cell"])
            else:
                sheet.write_number(row, column, cell_number(values[address]), paper.format["figure"])
    _total_row(paper, sheet, county, table, row)


def _heads(form: Form, table: Table) -> Iterator[tuple[str, str]]:
    """(the heading that neighbouring columns share, the heading of its own) of each figure."""
    for address in table.addresses:
        _, row, column = cell_parts(address)
        for block in table.blocks:
            rows, columns = block.row_paths, block.column_paths
            if row in rows and column in columns:
                row_labels = [text for text in rows[row][-2:] if text]
                yield " ".join(row_labels or columns[column][:-1]), columns[column][-1]


def _widths(heads: list[tuple[str, str]]) -> list[float]:
    """Column widths with which a shared heading takes at most three lines."""
    widths: list[float] = []
    for shared, group in groupby(heads, key=lambda head: head[0]):
        count = len(list(group))
        widths += [max(_FIGURE, min(24.0, 2 * len(shared) * 1.2 / 3 / count))] * count
    return widths


def _set_up(sheet: Any, heads: list[tuple[str, str]], widths: list[float]) -> None:
    """Sets column widths, page breaks and how the sheet is printed."""
    sheet.set_column(0, 0, _CODE)
    sheet.set_column(1, 1, _NAME)
    for column, width in enumerate(widths, start=_FIRST):
        sheet.set_column(column, column, width)
    breaks, used, column = [], 0.0, _FIRST
    for _, group in groupby(heads, key=lambda head: head[0]):  # a page ends between two groups
        count = len(list(group))
        needed = sum(widths[column - _FIRST : column - _FIRST + count])
        if used and used + needed > _PAGE:
            breaks.append(column)
            used = 0.0
        used += needed
        column += count
    sheet.set_v_pagebreaks(breaks)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_print_scale(_SCALE)
    sheet.set_margins(0.5, 0.5, 0.7, 0.7)
    sheet.repeat_rows(1, 3)
    sheet.repeat_columns(0, 1)
    sheet.set_footer(zh.FOOTER)
    sheet.hide_gridlines(2)
    sheet.freeze_panes(_TOP, _FIRST)


def _head_rows(
    paper: Paper, sheet: Any, addresses: Sequence[str], heads: list[tuple[str, str]], widths: list[float]
) -> None:
    """Draws the three rows of headings: shared ones, the columns' own, and addresses."""
    head, small = paper.format["head"], paper.format["code"]
    column, height = _FIRST, 20.0
    for shared, group in groupby(heads, key=lambda pair: pair[0]):
        last = column + len(list(group)) - 1
        height = max(height, row_height(shared, sum(widths[column - _FIRST : last - _FIRST + 1])))
        if last > column:
            sheet.merge_range(1, column, 1, last, shared, head)
        else:
            sheet.write_string(1, column, shared, head)
        column = last + 1
    sheet.set_row(1, height)
    sheet.write_blank(1, 0, None, head)
    sheet.write_blank(1, 1, None, head)
    for position, text in enumerate(zh.SUM_ROWS_HEAD):
        sheet.write_string(2, position, text, head)
    for column, (_, text) in enumerate(heads, start=_FIRST):
        sheet.write_string(2, column, text, head)
    sheet.set_row(2, max(row_height(text, width) for (_, text), width in zip(heads, widths, strict=True)))
    for column, text in enumerate((*zh.SUM_ROWS_CODES, *addresses)):
        sheet.write_string(3, column, text, small)


def _total_row(paper: Paper, sheet: Any, county: County, table: Table, last: int) -> None:
    row, look = last + 1, paper.format["total_row"]
    sheet.write_blank(row, 0, None, look)
    sheet.write_string(row, 1, zh.SUM_TOTAL, look)
    for column, address in enumerate(table.addresses, start=_FIRST):
        formula = f"=SUM({a1(_TOP, column)}:{a1(last, column)})"
        sheet.write_formula(row, column, formula, look, cell_number(county.sums[address] or Decimal(0)))
