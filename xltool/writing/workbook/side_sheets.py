"""Draws the sheets around the tables: 填报说明, 基本信息 and 文字部分."""

from __future__ import annotations

from xltool.core.form.a1 import a1
from xltool.core.form.layout import INFO_TOP, TEXT_COLUMN, TEXT_ROWS, TEXTS_TOP
from xltool.core.text import zh
from xltool.writing.workbook.canvas import MAX_ROW_HEIGHT, Canvas, row_height
from xltool.writing.workbook.styles import STYLES


def guide(c: Canvas) -> None:
    """How to fill in, and what the colours mean."""
    sheet = c.sheet(zh.SHEET_GUIDE, [5, 90])
    c.merged(sheet, (0, 0, 0, 1), zh.GUIDE_TITLE.format(form=c.form.name), "title")
    sheet.set_row(0, 34)
    c.merged(sheet, (1, 0, 1, 1), zh.GUIDE_BASIS.format(basis=c.form.basis), "small")
    row = 3
    for number, line in enumerate(c.form.guide, start=1):
        sheet.write_number(row, 0, number, c.format["plain"])
        sheet.write_string(row, 1, line, c.format["plain"])
        sheet.set_row(row, row_height(line, 90))
        row += 1
    legend = ((zh.LEGEND_INPUT, "field"), (zh.LEGEND_TOTAL, "fixed"), (zh.LEGEND_HEAD, "head"))
    for offset, (text, style) in enumerate(legend, start=1):
        # a legend shows the colours only: its cells stay locked
        look = {**STYLES[style], "locked": True, "align": "left"}
        sheet.write_string(row + offset, 1, text, c.book.add_format(look))
    if not c.content.marks:  # two sheets made active are a group, where typing goes into both
        sheet.activate()


def info(c: Canvas) -> None:
    """Who fills in: fixed code, name and year, and what the unit says of itself."""
    sheet = c.sheet(zh.SHEET_INFO, [18, 62])
    c.merged(sheet, (0, 0, 0, 1), zh.INFO_TITLE, "title")
    sheet.set_row(0, 34)
    for column, text in enumerate((zh.INFO_ITEM, zh.INFO_CONTENT)):
        sheet.write_string(INFO_TOP - 1, column, text, c.format["head"])
    known = {"code": c.identity.code, "name": c.identity.name, "year": str(c.identity.year)}
    for row, (name, label) in enumerate(zh.INFO.items(), start=INFO_TOP):
        sheet.set_row(row, 24)
        if name not in known and f"unit.{name}" not in c.layout.cells:
            continue
        sheet.write_string(row, 0, label, c.format["head"])
        if name in known:
            sheet.write_string(row, 1, known[name], c.format["fixed"])
            continue
        c.text(sheet, row, 1, str(getattr(c.unit, name)), "field", f"unit.{name}")
        c.name(f"unit.{name}")
        if name == "level":
            sheet.data_validation(
                row, 1, row, 1,
                {"validate": "list", "source": list(c.form.levels),
                 "input_message": zh.LEVEL_HINT, "error_message": zh.ASK_LEVEL},
            )  # fmt: skip


def texts(c: Canvas) -> None:
    """One cell a text, with what belongs there and how long it is."""
    widths = [16.0, 22.0, 26.0, 70.0, 8.0]
    sheet = c.sheet(zh.SHEET_TEXTS, widths, pages_high=0)
    c.merged(sheet, (0, 0, 0, len(widths) - 1), zh.TEXTS_TITLE, "title")
    sheet.set_row(0, 34)
    for column, text in enumerate(zh.TEXTS_HEAD):
        sheet.write_string(TEXTS_TOP - 1, column, text, c.format["head"])
    for section in c.form.sections:
        for part in section.parts:
            text, row = c.content.texts.get(part.id, ""), c.layout.cells[part.id].row
            last = row + TEXT_ROWS - 1
            c.merged(sheet, (row, 0, last, 0), section.title or part.label, "head")
            c.merged(sheet, (row, 1, last, 1), part.label, "stub")
            c.merged(sheet, (row, 2, last, 2), part.prompt, "stub")
            sheet.merge_range(row, TEXT_COLUMN, last, TEXT_COLUMN, "", c.look(part.id, "text"))
            c.text(sheet, row, TEXT_COLUMN, text, "text", part.id)
            c.name(part.id)
            sheet.merge_range(row, TEXT_COLUMN + 1, last, TEXT_COLUMN + 1, "", c.format["total"])
            cell = a1(row, TEXT_COLUMN)
            sheet.write_formula(row, TEXT_COLUMN + 1, f"=LEN({cell})", c.format["total"], len(text))
            beside = row_height(part.prompt, widths[2]), row_height(part.label, widths[1])
            height = max(90.0, *beside, row_height(text, widths[3], 17.0)) / TEXT_ROWS
            for one in range(row, last + 1):
                sheet.set_row(one, min(MAX_ROW_HEIGHT, height))
    sheet.freeze_panes(TEXTS_TOP, 0)
    sheet.repeat_rows(TEXTS_TOP - 1)
