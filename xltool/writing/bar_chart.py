"""A chart of bars as spreadsheets draw it: horizontal, with its figures, last year's beside this year's.

The summary workbook shows it as it is; the Word report takes it over (`writing.report.charts`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from xltool.core.sums.chart_data import Bar
from xltool.core.text import zh
from xltool.core.text.clean import printable
from xltool.writing.workbook.canvas import cell_number

_NOW, _LAST = "#4472C4", "#BFBFBF"


def write_figures(sheet: Any, row: int, title: str, bars: Sequence[Bar]) -> None:
    """Writes what a chart is made of, without any look: words, this year's, last year's; a head on top."""
    for column, text in enumerate((title, *zh.SUM_YEARS[: 1 + compares(bars)])):
        sheet.write_string(row, column, text)
    for below, bar in enumerate(bars, start=row + 1):
        sheet.write_string(below, 0, printable(bar.label))
        sheet.write_number(below, 1, cell_number(bar.figure))
        if bar.last is not None:
            sheet.write_number(below, 2, cell_number(bar.last))


def compares(bars: Sequence[Bar]) -> bool:
    """Whether last year's figures stand beside this year's."""
    return any(bar.last is not None for bar in bars)


def bar_chart(book: Any, sheet_name: str, row: int, bars: Sequence[Bar]) -> Any:
    """A chart of xlsxwriter's for figures in the columns A to C of a sheet, with their head in `row`."""
    chart, last, compared = book.add_chart({"type": "bar"}), row + len(bars), compares(bars)
    font = {"name": zh.SONG, "size": 9}
    for column, colour in ((1, _NOW), (2, _LAST))[: 1 + compared]:
        chart.add_series({
            "name": [sheet_name, row, column],
            "categories": [sheet_name, row + 1, 0, last, 0],
            "values": [sheet_name, row + 1, column, last, column],
            "fill": {"color": colour},
            "gap": 45,
            "data_labels": {"value": True, "font": font},
        })  # fmt: skip
    chart.set_legend({"position": "top", "font": font} if compared else {"none": True})
    chart.set_y_axis({"reverse": True, "num_font": font, "major_tick_mark": "none"})
    chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}, "min": 0})
    return chart
