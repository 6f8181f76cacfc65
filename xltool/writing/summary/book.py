"""A county's sum → the summary workbook: overview, official tables, charts, and every unit's figures.

Nothing in it is to be filled in: figures are plain values, nothing is locked, and text from outside is
never a formula.  The sheets with a row for each unit are written a row at a time.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import xlsxwriter

from xltool.core.check.labels import short_label
from xltool.core.form.layout import CODE_LINE_ROW, TOP, lay_out
from xltool.core.form.model import Table
from xltool.core.sums.adder import County
from xltool.core.text import zh
from xltool.writing.summary.charts import charts_sheet
from xltool.writing.summary.unit_rows import unit_rows
from xltool.writing.workbook.canvas import MAX_ROW_HEIGHT, Paper, cell_number, clean_text, row_height
from xltool.writing.workbook.grid import column_widths, draw_grid

_LOOKS = {"error": "bad_cell", "warning": "warning_cell", "info": "stub_center"}
_FRONT = (16.0, 26.0, 46.0, 34.0)
_UNITS = (14.0, 40.0, 14.0, 12.0, 9.0, 9.0, 40.0)
_CHANGES = (46.0, 16.0, 14.0, 14.0, 14.0, 46.0)


def write_summary(county: County) -> bytes:
    """The workbook as bytes; it is built on disk, so that thousands of units need little memory."""
    output = io.BytesIO()
    with xlsxwriter.Workbook(output, {"strings_to_urls": False}) as book:
        paper = Paper(book)
        _front(paper, county)
        for table in county.form.tables:
            _county_table(paper, county, table)
        if county.overrides:
            _changes(paper, county)
        charts_sheet(paper, county)
        _units(paper, county)
        for table in county.form.tables:
            unit_rows(paper, county, table)
    return output.getvalue()


def title(county: County) -> str:
    """The title on the first sheet of the workbook."""
    submission = county.submission
    return clean_text(
        zh.SUM_TITLE.format(unit=submission.unit.name, year=submission.year, form=county.form.name)
    )


def _front(paper: Paper, county: County) -> None:
    """Draws the first sheet: how many units are in, which are not, and the findings of the sum."""
    sheet = paper.page(zh.SUM_SHEET, _FRONT, landscape=True, pages_high=0)
    last = len(_FRONT) - 1
    paper.merged(sheet, (0, 0, 0, last), title(county), "title")
    sheet.set_row(0, 34)
    counts = {"in": len(county.parts), "missing": len(county.missing), "out": len(county.left_out)}
    counts["errors"] = sum(part.errors > 0 for part in county.parts)
    for row, (key, count) in enumerate(counts.items(), start=2):
        sheet.write_string(row, 0, zh.SUM_COUNTS[key], paper.format["head"])
        sheet.write_number(row, 1, count, paper.format["result"])
        sheet.set_row(row, 20)
    row = 3 + 1 + len(counts)
    row = _list(paper, sheet, row, zh.SUM_MISSING, [(u.code, u.name, u.level) for u in county.missing])
    row = _list(
        paper, sheet, row, zh.SUM_OUT, [(o.unit.code, o.unit.name, o.reason) for o in county.left_out]
    )
    rows, severities = [], []
    for finding in sorted(county.findings, key=lambda f: list(_LOOKS).index(f.severity)):
        text, advice = finding.message, finding.advice
        places = "、".join(short_label(county.form, ref) for ref in finding.refs[:1])
        rows.append((finding.severity_words, places, text, advice))
        severities.append(finding.severity)
    _list(paper, sheet, row, zh.SUM_FINDINGS, rows, severities)
    sheet.activate()


def _list(
    paper: Paper,
    sheet: Any,
    row: int,
    heads: tuple[str, ...],
    rows: Sequence[tuple[str, ...]],
    severities: Sequence[str] = (),
) -> int:
    """Draws a heading, column names and rows of text, or a line saying there are none; the next free row."""
    heading, none, *columns = heads
    sheet.write_string(row, 0, heading, paper.format["section"])
    sheet.set_row(row, 22)
    if not rows:
        paper.merged(sheet, (row + 1, 0, row + 1, len(_FRONT) - 1), none, "stub")
        return row + 3
    for column, text in enumerate(columns):
        sheet.write_string(row + 1, column, text, paper.format["head"])
    for number, cells in enumerate(rows):
        list_row = row + 2 + number
        for column, text in enumerate(cells):
            look = _LOOKS[severities[number]] if severities and column == 0 else "stub"
            sheet.write_string(list_row, column, clean_text(text), paper.format[look])
        height = max(row_height(text, width) for text, width in zip(cells, _FRONT, strict=False))
        sheet.set_row(list_row, min(MAX_ROW_HEIGHT, height))
    return row + 3 + len(rows)


def _county_table(paper: Paper, county: County, table: Table) -> None:
    """Draws an official table with the figures that are to be published."""
    layout = lay_out(county.form)
    grid = layout.grids[table.id]
    widths = column_widths(table, grid)
    sheet = paper.page(table.sheet, widths, table.landscape)
    last = grid.columns - 1
    unit = county.submission.unit
    line = zh.SUM_LINE.format(
        unit=clean_text(unit.name), year=county.submission.year, n=len(county.parts), measure=table.measure
    )
    paper.merged(sheet, (0, 0, 0, last), table.title, "title")
    sheet.set_row(0, 34)
    paper.merged(sheet, (CODE_LINE_ROW, 0, CODE_LINE_ROW, last), line, "small")
    values = county.submission.values
    changed = {address for address in table.addresses if values[address] != county.sums[address]}
    for box in draw_grid(paper, sheet, grid, widths):
        look = paper.format["changed" if box.address in changed else "figure"]
        area = (box.row, box.column, box.row + box.rows - 1, box.column + box.columns - 1)
        if area[:2] != area[2:]:
            sheet.merge_range(*area, "", look)
        if box.role == "words":  # those the county says itself
            text = county.submission.texts.get(box.address, "")
            sheet.write_string(box.row, box.column, clean_text(text), look)
        else:
            write_figure(sheet, box.row, box.column, values[box.address], look)
    if changed:
        below = TOP + grid.rows
        paper.merged(sheet, (below, 0, below, last), zh.SUM_CHANGED, "small")
    sheet.freeze_panes(TOP + grid.head_rows if len(table.blocks) == 1 else TOP, 0)
    sheet.print_area(0, 0, TOP + grid.rows - 1 + bool(changed), last)


def write_figure(sheet: Any, row: int, column: int, number: Decimal | None, look: Any) -> None:
    """Writes a figure, or an empty cell where there is none."""
    if number is None:
        sheet.write_blank(row, column, None, look)
    else:
        sheet.write_number(row, column, cell_number(number), look)


def _changes(paper: Paper, county: County) -> None:
    """Draws the figures that the office publishes instead of a sum: both, their difference, the reason."""
    sheet = paper.page(zh.SUM_CHANGES, _CHANGES, landscape=True, pages_high=0)
    paper.merged(sheet, (0, 0, 0, len(_CHANGES) - 1), zh.SUM_CHANGES, "title")
    sheet.set_row(0, 34)
    for column, text in enumerate(zh.SUM_CHANGES_HEAD):
        sheet.write_string(2, column, text, paper.format["head"])
    for row, override in enumerate(county.overrides, start=3):
        total = county.sums[override.address] or Decimal(0)
        label = short_label(county.form, override.address)
        sheet.write_string(row, 0, label, paper.format["stub"])
        sheet.write_string(row, 1, override.address, paper.format["stub_center"])
        for column, number in enumerate((total, override.figure, override.figure - total), start=2):
            write_figure(sheet, row, column, number, paper.format["figure"])
        sheet.write_string(row, 5, clean_text(override.reason), paper.format["stub"])
        height = max(row_height(label, _CHANGES[0]), row_height(override.reason, _CHANGES[5]))
        sheet.set_row(row, min(MAX_ROW_HEIGHT, height))
    sheet.freeze_panes(3, 0)


def _units(paper: Paper, county: County) -> None:
    """Draws one list of all units that can be filtered: in the sum, left out, missing."""
    rows: list[tuple[str, ...]] = []
    for part in county.parts:
        state = zh.SUM_STATES["errors" if part.errors else "in"]
        rows.append(
            (part.unit.code, part.unit.name, part.unit.level, state, str(part.errors), str(part.warnings), "")
        )
    for left_out in county.left_out:
        unit = left_out.unit
        rows.append((unit.code, unit.name, unit.level, zh.SUM_STATES["out"], "", "", left_out.reason))
    rows += [(u.code, u.name, u.level, zh.SUM_STATES["missing"], "", "", "") for u in county.missing]
    sheet = paper.page(zh.SUM_UNITS, _UNITS, landscape=True, pages_high=0)
    paper.merged(sheet, (0, 0, 0, len(_UNITS) - 1), zh.SUM_UNITS, "title")
    sheet.set_row(0, 34)
    for column, text in enumerate(zh.SUM_UNITS_HEAD):
        sheet.write_string(2, column, text, paper.format["head"])
    coloured = {zh.SUM_STATES[key] for key in ("errors", "missing")}
    for row, cells in enumerate(rows, start=3):
        for column, text in enumerate(cells):
            if column in (4, 5) and text:
                sheet.write_number(row, column, int(text), paper.format["figure"])
            else:
                look = "warning_cell" if column == 3 and text in coloured else "stub"
                sheet.write_string(row, column, clean_text(text), paper.format[look])
        height = max(row_height(cells[1], _UNITS[1]), row_height(cells[6], _UNITS[6]))
        sheet.set_row(row, min(MAX_ROW_HEIGHT, height))
    sheet.autofilter(2, 0, 2 + len(rows), len(_UNITS) - 1)
    sheet.freeze_panes(3, 2)
    sheet.repeat_rows(2)
