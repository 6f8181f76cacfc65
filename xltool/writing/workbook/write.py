"""Form + unit (+ figures) → the locked workbook that is mailed out.

Where everything stands comes from the form's layout.  Every formula is written with the value it will
show, because not every program recalculates.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from xltool.core.form.model import Form
from xltool.core.submission import explanations
from xltool.core.submission.identity import NAME, PROPERTY, SHEET, Identity
from xltool.core.submission.model import Unit
from xltool.writing.workbook import mark_sheet, side_sheets
from xltool.writing.workbook.canvas import Canvas
from xltool.writing.workbook.check_sheet import check_sheet
from xltool.writing.workbook.content import Mark, WorkbookContent
from xltool.writing.workbook.ink import Ink
from xltool.writing.workbook.table_sheet import table_sheet

__all__ = ["Mark", "WorkbookContent", "write_workbook"]


def write_workbook(
    form: Form,
    identity: Identity,
    unit: Unit,
    content: WorkbookContent | None = None,
    prior: Mapping[str, Decimal | None] | None = None,
    password: str = "",
    notice: str = "",
    ink: Ink | None = None,
) -> bytes:
    """The unit's workbook as bytes; the same arguments give the same bytes.

    `notice` is what the first sheet says beside the unit: by when, and whom to ask.  `ink` is given by
    `fast`, which has marks written instead of what differs from unit to unit.
    """
    canvas = Canvas(form, identity, unit, content or WorkbookContent(), prior or {}, password, notice, ink)
    if canvas.content.marks:
        mark_sheet.first_sheet(canvas)
    side_sheets.guide(canvas)
    side_sheets.info(canvas)
    for table in form.tables:
        table_sheet(canvas, table)
    if form.texts:
        side_sheets.texts(canvas)
    check_sheet(canvas)
    if canvas.content.marks:
        mark_sheet.comments(canvas)
    _identity(canvas)
    canvas.book.close()
    return canvas.output.getvalue()


def _identity(canvas: Canvas) -> None:
    """Writes what a return is recognised by, in three places; the fourth is the code line on each table."""
    sheet = canvas.book.add_worksheet(SHEET)
    rows = ("form", "year", "code", "name", "token")
    for row, key in enumerate(rows):
        sheet.write_string(row, 0, key)
        sheet.write_string(row, 1, str(getattr(canvas.identity, key)))
    for row, (code, text) in enumerate(canvas.content.notes.items(), start=len(rows)):
        sheet.write_string(row, 0, explanations.PREFIX + code)
        sheet.write_string(
            row, 1, explanations.figures_about(canvas.form, code, canvas.shown.values_as_read())
        )
        sheet.write_string(row, 2, text)
    sheet.protect(canvas.password)
    sheet.very_hidden()
    quoted = canvas.identity.text().replace('"', '""')
    canvas.book.define_name(NAME, f'="{quoted}"')
    canvas.book.set_custom_property(PROPERTY, canvas.identity.text())
    canvas.book.set_properties(
        {"title": canvas.form.title.format(year=canvas.identity.year), "author": canvas.identity.name,
         "created": datetime(min(max(canvas.identity.year, 1900), 9999), 1, 1)}
    )  # fmt: skip
