"""A sum and a `Chart` of its form → the bars of a picture: words and figures, this year's and last year's.

Pure; drawn by `workbook.charts` and `report.pictures`.  What is 0 in both years is left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from xltool.core.form.model import Chart, Form
from xltool.core.sums.adder import County, filled
from xltool.core.text import zh


class Bar(NamedTuple):
    """One bar; `last` is last year's figure, None where it is not shown."""

    label: str
    figure: Decimal
    last: Decimal | None = None


def bars_of(county: County, chart: Chart) -> list[Bar]:
    """The bars in the official order; with `units` the largest units, and what the others have together."""
    return _units(county, chart) if chart.units else _cells(county, chart)


def _cells(county: County, chart: Chart) -> list[Bar]:
    now, last = county.submission.values, county.prior.values if county.prior else None
    found = []
    for label, address in zip(_labels(county.form, chart.addresses), chart.addresses, strict=True):
        before = None if last is None else last.get(address) or Decimal(0)
        found.append(Bar(label, now[address] or Decimal(0), before))
    return [bar for bar in found if bar.figure or bar.last]


def _units(county: County, chart: Chart) -> list[Bar]:
    address = chart.addresses[0]
    bars = [Bar(p.unit.name, filled(county.form, p)[address]) for p in county.parts]
    bars = sorted((bar for bar in bars if bar.figure), key=lambda bar: -bar.figure)
    rest = bars[chart.units :]
    if rest:
        others = Bar(zh.SUM_OTHERS.format(n=len(rest)), sum((bar.figure for bar in rest), Decimal(0)))
        return [*bars[: chart.units], others]
    return bars


def _labels(form: Form, addresses: Sequence[str]) -> list[str]:
    """Official words of each address without what all of them share."""
    parts = [form.labels[address] for address in addresses]
    shared = set(parts[0]).intersection(*parts[1:]) if len(parts) > 1 else set()
    return [" ".join(word for word in path if word not in shared) for path in parts]


def described(title: str, bars: Sequence[Bar]) -> str:
    """The picture in words, for those who cannot see it."""
    return zh.SUM_ALT.format(title=title, bars="；".join(_said(bar) for bar in bars))


def _said(bar: Bar) -> str:
    if bar.last is None:
        return f"{bar.label} {bar.figure:f}"
    return zh.SUM_BAR.format(label=bar.label, now=f"{bar.figure:f}", last=f"{bar.last:f}")
