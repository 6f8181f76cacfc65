"""Form + unit (+ figures) → the locked workbook that is mailed out.

A door: the only writer of workbooks.  Everything it draws comes from the layout; every
formula is written with the value it will show, because not every program recalculates.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from xltool.core.form.model import Form
from xltool.core.submission import explanations
from xltool.core.submission import identity as marks
from xltool.core.submission.identity import Identity
from xltool.core.submission.model import Unit
from xltool.writing.workbook import mark_sheet, side_sheets
from xltool.writing.workbook.canvas import Canvas, Mark, WorkbookContent, shown
from xltool.writing.workbook.check_sheet import check_sheet
from xltool.writing.workbook.table_sheet import table_sheet

__all__ = ["Mark", "WorkbookContent", "shown", "write_workbook"]


def write_workbook(
    form: Form,
    identity: Identity,
    unit: Unit,
    content: WorkbookContent | None = None,
    prior: Mapping[str, Decimal | None] | None = None,
    password: str = "",
) -> bytes:
    """The workbook as bytes; the same arguments give the same bytes."""
    canvas = Canvas(form, identity, unit, content or WorkbookContent(), prior or {}, password)
    if canvas.content.marks:
        mark_sheet.first_sheet(canvas)
    side_sheets.guide(canvas)
    side_sheets.info(canvas)
    for table in form.tables:
        table_sheet(canvas, table)
    side_sheets.texts(canvas)
    check_sheet(canvas)
    if canvas.content.marks:
        mark_sheet.comments(canvas)
    _identity(canvas)
    canvas.book.close()
    return canvas.output.getvalue()


def _identity(c: Canvas) -> None:
    """The marks a return is recognised by, in three places; the fourth is on each table."""
    sheet = c.book.add_worksheet(marks.SHEET)
    rows = ("form", "year", "code", "name", "token")
    for row, key in enumerate(rows):
        sheet.write_string(row, 0, key)
        sheet.write_string(row, 1, str(getattr(c.identity, key)))
    for row, (code, text) in enumerate(c.content.notes.items(), start=len(rows)):
        sheet.write_string(row, 0, explanations.PREFIX + code)
        sheet.write_string(row, 1, explanations.figures_about(c.form, code, c.meant()))
        sheet.write_string(row, 2, text)
    sheet.protect(c.password)
    sheet.very_hidden()
    quoted = c.identity.text().replace('"', '""')
    c.book.define_name(marks.NAME, f'="{quoted}"')
    c.book.set_custom_property(marks.PROPERTY, c.identity.text())
    c.book.set_properties(
        {"title": c.form.title.format(year=c.identity.year), "author": c.identity.name,
         "created": datetime(min(max(c.identity.year, 1900), 9999), 1, 1)}
    )  # fmt: skip
