"""Draws what is to be corrected: the first sheet with a link to each place, and comments on the cells.

Under `write`, only in a copy that goes back to a unit.  Nothing here has a label of the form in a
cell of its own, so the sheet never stands in the way of reading the copy.
"""

from __future__ import annotations

from xltool import words
from xltool.workbook import formulas
from xltool.workbook.canvas import Canvas, Mark, row_height

FIRST_ROW = 3
_WIDTHS = (6.0, 11.0, 20.0, 52.0, 42.0, 11.0)
_LOOKS = {"error": "bad", "warning": "look"}
MAX_COMMENT = 500


def first_sheet(c: Canvas) -> None:
    """Each finding in a row: how urgent, where (a link), what, what to do."""
    sheet = c.sheet(words.SHEET_MARKS, list(_WIDTHS), landscape=True, pages_high=0)
    last = len(_WIDTHS) - 1
    c.merged(sheet, (0, 0, 0, last), words.SHEET_MARKS, "title")
    sheet.set_row(0, 34)
    wrong = sum(mark.severity == "error" for mark in c.content.marks)
    asked = sum(mark.severity == "warning" for mark in c.content.marks)
    text = words.MARKS_INTRO.format(unit=c.identity.name, year=c.identity.year, wrong=wrong, asked=asked)
    c.merged(sheet, (1, 0, 1, last), text, "plain")
    sheet.set_row(1, row_height(text, sum(_WIDTHS)))
    for column, head in enumerate(words.MARKS_HEAD):
        sheet.write_string(FIRST_ROW - 1, column, head, c.format["head"])
    for number, mark in enumerate(c.content.marks, start=1):
        row = FIRST_ROW + number - 1
        sheet.write_number(row, 0, number, c.format["result"])
        sheet.write_string(row, 1, words.MARK_SEVERITY[mark.severity], c.format["result"])
        look = _LOOKS.get(mark.severity)
        if look:
            sheet.conditional_format(row, 1, row, 1, {"type": "no_errors", "format": c.format[look]})
        places = [address for address in mark.addresses if address in c.layout.cells]
        if places:
            target = f"internal:{formulas.quoted(c.layout, places[0])}"
            where = c.layout.place(places[0])
            if len(places) > 1:
                where = words.MARK_PLACES.format(first=where, n=len(places))
            sheet.write_url(row, 2, target, c.format["link_left"], where)
        else:
            sheet.write_blank(row, 2, None, c.format["stub"])
        sheet.write_string(row, 3, mark.text, c.format["stub"])
        sheet.write_string(row, 4, mark.advice, c.format["stub"])
        sheet.write_string(row, 5, mark.code, c.format["code"])
        needed = (
            row_height(text, width)
            for text, width in zip((mark.text, mark.advice), _WIDTHS[3:], strict=False)
        )
        sheet.set_row(row, min(409.0, max(needed)))
    sheet.freeze_panes(FIRST_ROW, 0)
    sheet.repeat_rows(FIRST_ROW - 1)


def comments(c: Canvas) -> None:
    """A comment on every cell that is to be corrected or confirmed, and the first sheet on top."""
    said: dict[str, list[Mark]] = {}
    for mark in c.content.marks:
        for address in mark.addresses if mark.severity in _LOOKS else ():
            said.setdefault(address, []).append(mark)
    for address, marks in said.items():
        cell = c.layout.cells.get(address)
        if cell is not None:
            text = "\n".join(f"{mark.text}{mark.advice}" for mark in marks)[:MAX_COMMENT]
            options = {
                "author": words.MARK_AUTHOR,
                "x_scale": 2.2,
                "y_scale": 1 + len(text) / 60,
                "font_size": 10,
            }
            c.sheets[cell.sheet].write_comment(cell.row, cell.column, text, options)
    c.sheets[words.SHEET_MARKS].activate()
