"""Draws what is to be corrected: the first sheet with links to each place, and comments on the cells.

Under `write`, only in a copy that goes back to a unit.  Nothing here has a label of the form in a
cell of its own, so the sheet never stands in the way of reading the copy.
"""

from __future__ import annotations

from typing import Any

from xltool.core.text import zh
from xltool.writing.workbook import formulas
from xltool.writing.workbook.canvas import LOOKS, MAX_ROW_HEIGHT, Canvas, Mark, row_height
from xltool.writing.workbook.styles import STYLES

_FIRST_ROW = 4
MAX_LINKS = 6
_MAX_TEXT = 600  # characters of a sentence that quotes what was typed
MAX_COMMENT = 400
_WIDTHS = (5.0, 10.0, 25.0, 50.0, 40.0, 10.0)
_LAST = len(_WIDTHS) - 1
_COMMENT_WIDTH, _COMMENT_UNITS, _COMMENT_LINE = 300, 40, 18  # pixels; half-width characters in a line


def first_sheet(c: Canvas) -> None:
    """Each finding: how urgent, where (a link to each group of cells), what, what to do."""
    sheet = c.sheet(zh.SHEET_MARKS, list(_WIDTHS), landscape=True, pages_high=0)
    c.merged(sheet, (0, 0, 0, _LAST), zh.SHEET_MARKS, "title")
    sheet.set_row(0, 34)
    marks = c.content.marks
    wrong, asked = (sum(mark.severity == level for mark in marks) for level in ("error", "warning"))
    intro = zh.MARKS_INTRO.format(unit=c.identity.name, year=c.identity.year, wrong=wrong, asked=asked)
    _line(c, sheet, 1, f"{intro}\n{zh.MARKS_HOW}", "plain", 15.0)
    _line(c, sheet, 2, zh.MARKS_SOURCE.format(file=_cut(c.content.source, 100)), "small", 13.0)
    for column, head in enumerate(zh.MARKS_HEAD):
        sheet.write_string(_FIRST_ROW - 1, column, head, c.format["head"])
    levels = {
        severity: c.book.add_format({**STYLES["result"], **STYLES.get(_STYLE.get(severity, ""), {})})
        for severity in zh.MARK_SEVERITY
    }
    row = _FIRST_ROW
    for number, mark in enumerate(marks, start=1):
        links = _links(c, mark)
        rows = max(1, len(links))
        cells: tuple[tuple[int, str, Any], ...] = (
            (1, zh.MARK_SEVERITY[mark.severity], levels[mark.severity]),
            (3, _cut(mark.text, _MAX_TEXT), c.format["stub"]),
            (4, _cut(mark.advice, _MAX_TEXT), c.format["stub"]),
            (5, mark.code, c.format["code"]),
        )
        if rows > 1:
            for column, look in ((0, c.format["result"]), *((column, look) for column, _, look in cells)):
                sheet.merge_range(row, column, row + rows - 1, column, "", look)
        sheet.write_number(row, 0, number, c.format["result"])
        for column, text, look in cells:
            sheet.write_string(row, column, text, look)
        if not links:
            sheet.write_blank(row, 2, None, c.format["stub"])
        for offset, (text, target) in enumerate(links):
            sheet.write_url(row + offset, 2, f"internal:{target}", c.format["link_left"], text)
        needed = max(row_height(text, _WIDTHS[column]) for column, text, _ in cells if column in (3, 4))
        for offset in range(rows):
            beside = row_height(links[offset][0], _WIDTHS[2]) if links else 0.0
            sheet.set_row(row + offset, min(MAX_ROW_HEIGHT, max(needed / rows, beside)))
        row += rows
    sheet.freeze_panes(_FIRST_ROW, 0)
    sheet.repeat_rows(_FIRST_ROW - 1)


_STYLE = {"error": "bad", "warning": "look"}


def _line(c: Canvas, sheet: Any, row: int, text: str, style: str, line: float) -> None:
    c.merged(sheet, (row, 0, row, _LAST), text, style)
    sheet.set_row(row, row_height(text, sum(_WIDTHS), line))


def _links(c: Canvas, mark: Mark) -> list[tuple[str, str]]:
    """(text, target) of each block of cells the mark is about, then of the place for an explanation."""
    cells = [address for address in mark.addresses if address in c.layout.cells]
    areas = [(area.replace("'", "").replace("!", " "), area) for area in formulas.ranges(c.layout, cells)]
    if len(areas) > MAX_LINKS:
        place, target = areas[MAX_LINKS - 1]
        last = (zh.MARK_PLACES.format(place=place, n=len(cells)), target)
        areas = [*areas[: MAX_LINKS - 1], last]
    if mark.answer in c.layout.cells:
        answer = c.layout.cells[mark.answer]
        text = zh.MARK_ANSWER.format(place=f"{answer.sheet} {answer.a1}")
        areas.append((text, formulas.quoted(c.layout, mark.answer)))
    return areas


def comments(c: Canvas) -> None:
    """A comment on every cell that is to be corrected or confirmed, and the first sheet on top."""
    said: dict[str, list[str]] = {}
    for mark in c.content.marks:
        if mark.severity in LOOKS:
            for address in mark.addresses:
                said.setdefault(address, []).append(f"{mark.each or mark.text}{mark.advice}")
            if mark.answer:
                said.setdefault(mark.answer, []).append(zh.MARK_ANSWER_HERE)
    for address, lines in said.items():
        cell = c.layout.cells.get(address)
        if cell is not None:
            text = _cut("\n".join(dict.fromkeys(lines)), MAX_COMMENT)
            count = (row_height(text, _COMMENT_UNITS, _COMMENT_LINE) - 4) / _COMMENT_LINE
            options = {
                "author": zh.MARK_AUTHOR,
                "font_name": zh.SONG,
                "font_size": 10,
                "width": _COMMENT_WIDTH,
                "height": _COMMENT_LINE * (count + 1),
            }
            c.sheets[cell.sheet].write_comment(cell.row, cell.column, text, options)
    c.sheets[zh.SHEET_MARKS].activate()


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
