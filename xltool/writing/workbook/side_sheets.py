"""Draws the sheets around the tables: 填报说明, 基本信息 and 文字部分."""

from __future__ import annotations

from decimal import Decimal

from xltool.core.form.a1 import a1
from xltool.core.form.layout import INFO_TOP, TEXT_COLUMN, TEXT_ROWS, TEXTS_TOP
from xltool.core.form.section import Part
from xltool.core.text import zh
from xltool.writing.workbook.canvas import MAX_ROW_HEIGHT, Canvas, row_height
from xltool.writing.workbook.styles import STYLES

_TEXT_WIDTHS = (16.0, 22.0, 26.0, 70.0, 8.0)


def guide(canvas: Canvas) -> None:
    """Draws 填报说明: how to fill in, and what the colours mean."""
    sheet = canvas.sheet(zh.SHEET_GUIDE, [5, 90])
    canvas.merged(sheet, (0, 0, 0, 1), zh.GUIDE_TITLE.format(form=canvas.form.name), "title")
    sheet.set_row(0, 34)
    canvas.merged(sheet, (1, 0, 1, 1), zh.GUIDE_BASIS.format(basis=canvas.form.basis), "small")
    row, who = 2, canvas.identity
    for text in (zh.GUIDE_UNIT.format(name=who.name, code=who.code, year=who.year), canvas.notice):
        if text:
            canvas.merged(sheet, (row, 0, row, 1), text, "plain")
            sheet.set_row(row, row_height(text, 95))
            row += 1
    row += 1
    for number, line in enumerate(canvas.form.guide, start=1):
        sheet.write_number(row, 0, number, canvas.format["plain"])
        sheet.write_string(row, 1, line, canvas.format["plain"])
        sheet.set_row(row, row_height(line, 90))
        row += 1
    legend = ((zh.LEGEND_INPUT, "field"), (zh.LEGEND_TOTAL, "fixed"), (zh.LEGEND_HEAD, "head"))
    for offset, (text, style) in enumerate(legend, start=1):
        # the legend only shows the colours: its cells stay locked
        look = {**STYLES[style], "locked": True, "align": "left"}
        sheet.write_string(row + offset, 1, text, canvas.book.add_format(look))
    if not canvas.content.marks:  # two sheets made active are a group, where typing goes into both
        sheet.activate()


def info(canvas: Canvas) -> None:
    """Draws 基本信息: code, name and year, which are fixed, and what the unit fills in about itself."""
    sheet = canvas.sheet(zh.SHEET_INFO, [18, 62])
    canvas.merged(sheet, (0, 0, 0, 1), zh.INFO_TITLE, "title")
    sheet.set_row(0, 34)
    for column, text in enumerate((zh.INFO_ITEM, zh.INFO_CONTENT)):
        sheet.write_string(INFO_TOP - 1, column, text, canvas.format["head"])
    canvas.open_at(sheet, INFO_TOP + [*zh.INFO].index("level"), 1)
    fixed = {"code": canvas.identity.code, "name": canvas.identity.name, "year": str(canvas.identity.year)}
    for row, (name, label) in enumerate(zh.INFO.items(), start=INFO_TOP):
        sheet.set_row(row, 24)
        if name not in fixed and f"unit.{name}" not in canvas.layout.cells:
            continue
        sheet.write_string(row, 0, label, canvas.format["head"])
        if name in fixed:
            sheet.write_string(row, 1, fixed[name], canvas.format["fixed"])
            continue
        canvas.text(sheet, row, 1, str(getattr(canvas.unit, name)), "field", f"unit.{name}")
        canvas.name(f"unit.{name}")
        if name == "level":
            sheet.data_validation(
                row, 1, row, 1,
                {"validate": "list", "source": list(canvas.form.levels),
                 "input_message": zh.LEVEL_HINT, "error_message": zh.ASK_LEVEL},
            )  # fmt: skip


def texts(canvas: Canvas) -> None:
    """Draws 文字部分: one cell a text, with what belongs there and how long it is."""
    widths = list(_TEXT_WIDTHS)
    sheet = canvas.sheet(zh.SHEET_TEXTS, widths, pages_high=0)
    canvas.merged(sheet, (0, 0, 0, len(widths) - 1), zh.TEXTS_TITLE, "title")
    sheet.set_row(0, 34)
    for column, text in enumerate(zh.TEXTS_HEAD):
        sheet.write_string(TEXTS_TOP - 1, column, text, canvas.format["head"])
    for section in canvas.form.sections:
        for part in section.parts:
            text, row = canvas.content.texts.get(part.id, ""), canvas.layout.cells[part.id].row
            last = row + TEXT_ROWS - 1
            canvas.merged(sheet, (row, 0, last, 0), section.title or part.label, "head")
            canvas.merged(sheet, (row, 1, last, 1), part.label, "stub")
            canvas.merged(sheet, (row, 2, last, 2), part.prompt, "stub")
            sheet.merge_range(row, TEXT_COLUMN, last, TEXT_COLUMN, "", canvas.look(part.id, "text"))
            said = canvas.ink.word(text, "text", part.id) if text else ""
            canvas.text(sheet, row, TEXT_COLUMN, said, "text", part.id)
            canvas.name(part.id)
            sheet.merge_range(row, TEXT_COLUMN + 1, last, TEXT_COLUMN + 1, "", canvas.format["total"])
            cell = a1(row, TEXT_COLUMN)
            length = canvas.ink.number(Decimal(len(text)), "length", part.id)
            sheet.write_formula(row, TEXT_COLUMN + 1, f"=LEN({cell})", canvas.format["total"], length)
            height = canvas.ink.height(text_height(part, text), "height", part.id)
            for text_row in range(row, last + 1):
                sheet.set_row(text_row, height)
    canvas.open_at(sheet, TEXTS_TOP, TEXT_COLUMN)
    sheet.freeze_panes(TEXTS_TOP, 0)
    sheet.repeat_rows(TEXTS_TOP - 1)


def text_height(part: Part, text: str) -> float:
    """The height of each of the rows that a text takes: cells do not grow while somebody types."""
    _, label, prompt, words, _ = _TEXT_WIDTHS
    shown = text if len(text) > part.room else zh.WIDE * part.room
    needed = row_height(part.prompt, prompt), row_height(part.label, label), row_height(shown, words, 17.0)
    return min(MAX_ROW_HEIGHT, max(90.0, *needed) / TEXT_ROWS)
