"""Workbooks as they are sent out, what a person types into them, and one that was copied together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import openpyxl
from openpyxl.cell.cell import MergedCell

from support.strategies import UNIT, year_of
from xltool.core.form.layout import Layout
from xltool.core.form.model import Form
from xltool.core.submission.identity import sign
from xltool.core.submission.model import Submission
from xltool.writing.workbook.canvas import cell_number
from xltool.writing.workbook.write import WorkbookContent, write_workbook


def issued(form: Form, submission: Submission | None = None, zeros: frozenset[str] = frozenset()) -> bytes:
    """A workbook for the test unit, blank or prefilled."""
    year = submission.year if submission else year_of(form)
    identity = sign(form.key, year, UNIT.code, UNIT.name)
    if submission is None:
        return write_workbook(form, identity, UNIT)
    content = WorkbookContent(submission.values, submission.texts, submission.notes, zeros)
    return write_workbook(form, identity, submission.unit, content)


def filled_cells(layout: Layout, submission: Submission) -> dict[str, object]:
    """What a person types for this submission: place → number or text."""
    cells: dict[str, object] = {}
    for address, number in submission.values.items():
        if address not in layout.form.totals:
            cells[layout.place(address)] = None if number is None else cell_number(number)
    cells |= {layout.place(address): text for address, text in submission.texts.items()}
    cells |= {layout.place(f"note.{code}"): text for code, text in submission.notes.items()}
    return cells


SHEETS = ("基本信息", "二、主动公开", "三、申请办理", "四、复议诉讼", "文字部分")


def one_sheet(book: Any, names: Sequence[str] = SHEETS) -> Any:
    """Someone copies all cells, without names or hidden sheets, into a new workbook."""
    new = openpyxl.Workbook()
    row = 1
    for name in names:
        for line in book[name].iter_rows():
            for cell in line:
                if cell.value is not None and not isinstance(cell, MergedCell):
                    new.active.cell(row + cell.row - 1, cell.column, cell.value)
        row += book[name].max_row + 2
    return new
