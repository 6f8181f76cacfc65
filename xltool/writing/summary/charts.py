"""Draws the charts of a sum as native charts of the workbook, beside the figures they are made of.

They are horizontal bars with their figures; last year's stand beside this year's where they are known.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from xltool.core.sums.adder import County
from xltool.core.sums.chart_data import Bar, bars_of, described
from xltool.core.text import zh
from xltool.writing.bar_chart import bar_chart, compares
from xltool.writing.workbook.canvas import Paper, cell_number, clean_text, row_height

_WIDTHS = (44.0, 10.0, 10.0, 3.0, *(9.0,) * 9)
_LABEL, _PICTURE = 0, 4  # columns
_MAX_ALT = 1000  # characters of the description that a screen reader reads
_ROWS = 17  # rows that a picture covers


def charts_sheet(paper: Paper, county: County) -> None:
    """Draws one sheet: the figures of each chart on the left, its picture on the right, two on a page."""
    charts = [chart for table in county.form.tables for chart in table.charts]
    if not charts:
        return
    sheet = paper.page(zh.SUM_CHARTS, _WIDTHS, landscape=True, pages_high=0)
    paper.merged(sheet, (0, 0, 0, len(_WIDTHS) - 1), zh.SUM_CHARTS, "title")
    sheet.set_row(0, 34)
    row, ends = 2, []
    for chart in charts:
        bars = bars_of(county, chart)
        _figures(paper, sheet, row, chart.title, bars)
        if bars:
            _picture(paper, sheet, row, chart.title, bars)
        row += max(_ROWS, len(bars) + 1) + 2
        ends.append(row - 1)
    sheet.set_h_pagebreaks(ends[1:-1:2])


def _figures(paper: Paper, sheet: Any, row: int, title: str, bars: Sequence[Bar]) -> None:
    head, figure = paper.format["head"], paper.format["figure"]
    compared = compares(bars)
    for column, text in enumerate((title, *zh.SUM_YEARS[: 1 + compared])):
        sheet.write_string(row, column, text, head)
    sheet.set_row(row, row_height(title, _WIDTHS[_LABEL]))
    if not bars:
        sheet.write_string(row + 1, _LABEL, zh.SUM_NO_BARS, paper.format["stub"])
    for bar_row, bar in enumerate(bars, start=row + 1):
        sheet.write_string(bar_row, _LABEL, clean_text(bar.label), paper.format["stub"])
        sheet.write_number(bar_row, 1, cell_number(bar.figure), figure)
        if bar.last is not None:
            sheet.write_number(bar_row, 2, cell_number(bar.last), figure)
        sheet.set_row(bar_row, min(60.0, row_height(bar.label, _WIDTHS[_LABEL])))


def _picture(paper: Paper, sheet: Any, row: int, title: str, bars: Sequence[Bar]) -> None:
    chart = bar_chart(paper.book, sheet.get_name(), row, bars)
    chart.set_title({"name": title, "name_font": {"name": zh.HEI, "size": 12, "bold": False}})
    chart.set_size({"width": 640, "height": max(140, min(560, 90 + (26 + 12 * compares(bars)) * len(bars)))})
    alt = clean_text(described(title, bars))[:_MAX_ALT]
    sheet.insert_chart(row, _PICTURE, chart, {"description": alt, "object_position": 3})
