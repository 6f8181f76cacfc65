"""Draws what is to be corrected: the first sheet with links to each place, and comments on the cells.

Only in the marked copy that goes back to a unit.  No cell of the sheet holds just a label of the form, so
that it cannot be taken for a table when the copy is read as a return.
"""

from __future__ import annotations

from typing import Any

from xltool.core.text import zh
from xltool.writing.workbook import formulas
from xltool.writing.workbook.canvas import MAX_ROW_HEIGHT, SEVERITY_COLOURS, Canvas, row_height
from xltool.writing.workbook.content import Mark
from xltool.writing.workbook.styles import STYLES

_FIRST_ROW = 4
MAX_LINKS = 6
_MAX_TEXT = 600  # characters of a sentence that quotes what was typed
MAX_COMMENT = 400
_WIDTHS = (5.0, 10.0, 25.0, 50.0, 40.0, 10.0)
_LAST = len(_WIDTHS) - 1
_COMMENT_WIDTH, _COMMENT_UNITS, _COMMENT_LINE = 300, 40, 18  # pixels; half-width characters in a line; pixels
_STYLES = {"error": "bad", "warning": "warning"}


def first_sheet(canvas: Canvas) -> None:
    """Draws one row a mark: how urgent, where (a link to each group of cells), what, what to do."""
    sheet = canvas.sheet(zh.SHEET_MARKS, list(_WIDTHS), landscape=True, pages_high=0)
    _heading(canvas, sheet)
    severity_formats = {
        severity: canvas.book.add_format({**STYLES["result"], **STYLES.get(_STYLES.get(severity, ""), {})})
        for severity in zh.MARK_SEVERITY
    }
    row = _FIRST_ROW
    for number, mark in enumerate(canvas.content.marks, start=1):
        row += _mark_rows(canvas, sheet, row, number, mark, severity_formats[mark.severity])
    sheet.freeze_panes(_FIRST_ROW, 0)
    sheet.repeat_rows(_FIRST_ROW - 1)


def _heading(canvas: Canvas, sheet: Any) -> None:
    """Draws what stands above the marks: how many there are, in which file, and how to correct it."""
    canvas.merged(sheet, (0, 0, 0, _LAST), zh.SHEET_MARKS, "title")
    sheet.set_row(0, 34)
    severities = [mark.severity for mark in canvas.content.marks]
    intro = zh.MARKS_INTRO.format(
        unit=canvas.identity.name, year=canvas.identity.year,
        wrong=severities.count("error"), asked=severities.count("warning"),
    )  # fmt: skip
    _line(canvas, sheet, 1, f"{intro}\n{zh.MARKS_HOW}", "plain", 15.0)
    _line(canvas, sheet, 2, zh.MARKS_SOURCE.format(file=_cut(canvas.content.source, 100)), "small", 13.0)
    for column, head in enumerate(zh.MARKS_HEAD):
        sheet.write_string(_FIRST_ROW - 1, column, head, canvas.format["head"])


def _mark_rows(canvas: Canvas, sheet: Any, row: int, number: int, mark: Mark, severity_format: Any) -> int:
    """Draws one mark from `row` on, with a row for each of its links; how many rows it takes."""
    links = _links(canvas, mark)
    rows = max(1, len(links))
    cells: tuple[tuple[int, str, Any], ...] = (
        (1, zh.MARK_SEVERITY[mark.severity], severity_format),
        (3, _cut(mark.text, _MAX_TEXT), canvas.format["stub"]),
        (4, _cut(mark.advice, _MAX_TEXT), canvas.format["stub"]),
        (5, mark.code, canvas.format["code"]),
    )
    if rows > 1:
        for column, look in ((0, canvas.format["result"]), *((column, look) for column, _, look in cells)):
            sheet.merge_range(row, column, row + rows - 1, column, "", look)
    sheet.write_number(row, 0, number, canvas.format["result"])
    for column, text, look in cells:
        sheet.write_string(row, column, text, look)
    if not links:
        sheet.write_blank(row, 2, None, canvas.format["stub"])
    for offset, (text, target) in enumerate(links):
        sheet.write_url(row + offset, 2, f"internal:{target}", canvas.format["link_left"], text)
    needed = max(row_height(text, _WIDTHS[column]) for column, text, _ in cells if column in (3, 4))
    for offset in range(rows):
        beside = row_height(links[offset][0], _WIDTHS[2]) if links else 0.0
        sheet.set_row(row + offset, min(MAX_ROW_HEIGHT, max(needed / rows, beside)))
    return rows


def _line(canvas: Canvas, sheet: Any, row: int, text: str, style: str, line_height: float) -> None:
    canvas.merged(sheet, (row, 0, row, _LAST), text, style)
    sheet.set_row(row, row_height(text, sum(_WIDTHS), line_height))


def _links(canvas: Canvas, mark: Mark) -> list[tuple[str, str]]:
    """(text, target): the choice that settles all, the blocks of cells, the place for an explanation."""
    cells = [address for address in mark.addresses if address in canvas.layout.cells]
    areas = [
        (area.replace("'", "").replace("!", " "), area) for area in formulas.ranges(canvas.layout, cells)
    ]
    if len(areas) > MAX_LINKS:
        place, target = areas[MAX_LINKS - 1]
        last = (zh.MARK_PLACES.format(place=place, n=len(cells)), target)
        areas = [*areas[: MAX_LINKS - 1], last]
    if mark.choice in canvas.layout.cells:
        choice = canvas.layout.cells[mark.choice]
        text = zh.MARK_CHOICE.format(place=f"{choice.sheet} {choice.a1}")
        areas.insert(0, (text, formulas.quoted(canvas.layout, mark.choice)))
    if mark.answer in canvas.layout.cells:
        answer = canvas.layout.cells[mark.answer]
        text = zh.MARK_ANSWER.format(place=f"{answer.sheet} {answer.a1}")
        areas.append((text, formulas.quoted(canvas.layout, mark.answer)))
    return areas


def comments(canvas: Canvas) -> None:
    """Comments on every cell that is to be corrected or confirmed, and opens the book at the first sheet."""
    comment_lines: dict[str, list[str]] = {}
    for mark in canvas.content.marks:
        if mark.severity in SEVERITY_COLOURS:
            for address in mark.addresses:
                comment_lines.setdefault(address, []).append(f"{mark.each or mark.text}{mark.advice}")
            if mark.choice:
                comment_lines.setdefault(mark.choice, []).append(zh.MARK_CHOICE_HERE)
            if mark.answer:
                comment_lines.setdefault(mark.answer, []).append(zh.MARK_ANSWER_HERE)
    for address, lines in comment_lines.items():
        cell = canvas.layout.cells.get(address)
        if cell is not None:
            text = _cut("\n".join(dict.fromkeys(lines)), MAX_COMMENT)
            line_count = (row_height(text, _COMMENT_UNITS, _COMMENT_LINE) - 4) / _COMMENT_LINE
            options = {
                "author": zh.MARK_AUTHOR,
                "font_name": zh.SONG,
                "font_size": 10,
                "width": _COMMENT_WIDTH,
                "height": _COMMENT_LINE * (line_count + 1),
            }
            canvas.sheets[cell.sheet].write_comment(cell.row, cell.column, text, options)
    canvas.sheets[zh.SHEET_MARKS].activate()


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
