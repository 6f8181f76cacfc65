"""Draws the pictures of a sum as native charts, beside the figures they are made of.

Under `summary`; what is shown is data of the form (`Chart`).  Horizontal bars with their figures, in
the official order; what is 0 is left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from xltool import words
from xltool.aggregate import County, filled
from xltool.form import Chart, Form
from xltool.workbook.canvas import Paper, held, row_height, shown

Bars = list[tuple[str, Decimal]]
_WIDTHS = (44.0, 12.0, 3.0, *(9.0,) * 9)
_MAX_ALT = 1000  # characters of what is read aloud for a picture
_ROWS = 17  # a picture is as high as so many rows
_COLOURS = ("#4472C4", "#7F9EC9", "#5B9BD5")


def charts_sheet(paper: Paper, county: County) -> None:
    """One sheet: each chart's figures on the left, the picture on the right."""
    charts = [chart for table in county.form.tables for chart in table.charts]
    if not charts:
        return
    sheet = paper.page(words.SUM_CHARTS, _WIDTHS, landscape=True, pages_high=0)
    paper.merged(sheet, (0, 0, 0, len(_WIDTHS) - 1), words.SUM_CHARTS, "title")
    sheet.set_row(0, 34)
    row, breaks = 2, []
    for number, chart in enumerate(charts):
        bars = bars_of(county, chart)
        _figures(paper, sheet, row, chart.title, bars)
        if bars:
            _picture(paper, sheet, row, chart.title, bars, _COLOURS[number % len(_COLOURS)])
        row += max(_ROWS, len(bars) + 1) + 2
        breaks.append(row - 1)
    sheet.set_h_pagebreaks(breaks[1::2][:-1] if len(charts) % 2 == 0 else breaks[1::2])


def bars_of(county: County, chart: Chart) -> Bars:
    """(words, figure) of every bar; with `units` the largest units and what the others have together."""
    if not chart.units:
        values = county.submission.values
        labels = _labels(county.form, chart.addresses)
        found = [(label, values[a] or Decimal(0)) for label, a in zip(labels, chart.addresses, strict=True)]
        return [(label, number) for label, number in found if number]
    address = chart.addresses[0]
    units = [(held(p.unit.name), filled(county.form, county.inputs, p)[address]) for p in county.parts]
    units = sorted(((name, number) for name, number in units if number), key=lambda bar: -bar[1])
    rest = units[chart.units :]
    if rest:
        others = (words.SUM_OTHERS.format(n=len(rest)), sum((n for _, n in rest), Decimal(0)))
        return [*units[: chart.units], others]
    return units


def _labels(form: Form, addresses: Sequence[str]) -> list[str]:
    """Official words of each address without what all of them share."""
    parts = [form.labels[address] for address in addresses]
    shared = set(parts[0]).intersection(*parts[1:]) if len(parts) > 1 else set()
    return [" ".join(word for word in path if word not in shared) for path in parts]


def _figures(paper: Paper, sheet: Any, row: int, title: str, bars: Bars) -> None:
    sheet.write_string(row, 0, title, paper.format["head"])
    sheet.write_string(row, 1, words.SUM_FIGURE, paper.format["head"])
    if not bars:
        sheet.write_string(row + 1, 0, words.SUM_NO_BARS, paper.format["stub"])
    for at, (label, number) in enumerate(bars, start=row + 1):
        sheet.write_string(at, 0, label, paper.format["stub"])
        sheet.write_number(at, 1, shown(number), paper.format["figure"])
        sheet.set_row(at, row_height(label, _WIDTHS[0]))


def _picture(paper: Paper, sheet: Any, row: int, title: str, bars: Bars, colour: str) -> None:
    chart = paper.book.add_chart({"type": "bar"})
    name, last = sheet.get_name(), row + len(bars)
    chart.add_series({
        "categories": [name, row + 1, 0, last, 0],
        "values": [name, row + 1, 1, last, 1],
        "fill": {"color": colour},
        "gap": 45,
        "data_labels": {"value": True, "font": {"name": words.SONG, "size": 9}},
    })  # fmt: skip
    font = {"name": words.SONG, "size": 9}
    chart.set_title({"name": title, "name_font": {"name": words.HEI, "size": 12, "bold": False}})
    chart.set_legend({"none": True})
    chart.set_y_axis({"reverse": True, "num_font": font, "major_tick_mark": "none"})
    chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}, "min": 0})
    chart.set_size({"width": 640, "height": max(140, min(560, 70 + 26 * len(bars)))})
    described = words.SUM_ALT.format(title=title, bars="；".join(f"{label} {shown(n)}" for label, n in bars))
    sheet.insert_chart(row, 3, chart, {"description": described[:_MAX_ALT], "object_position": 3})
