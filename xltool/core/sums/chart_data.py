"""The bars of a chart of sums: words and figures, this year's and last year's.

`writing.summary.charts` and `writing.report.pictures` draw them.  What is 0 in both years is left out.
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
    """The bars of a chart: its addresses in their order, or the largest units and the sum of the others."""
    return _units(county, chart) if chart.units else _cells(county, chart)


def _cells(county: County, chart: Chart) -> list[Bar]:
    now, last = county.submission.values, county.prior.values if county.prior else None
    bars = []
    for label, address in zip(_labels(county.form, chart.addresses), chart.addresses, strict=True):
        before = None if last is None else last.get(address) or Decimal(0)
        bars.append(Bar(label, now[address] or Decimal(0), before))
    return [bar for bar in bars if bar.figure or bar.last]


def _units(county: County, chart: Chart) -> list[Bar]:
    address = chart.addresses[0]
    bars = [Bar(part.unit.name, filled(county.form, part)[address]) for part in county.parts]
    bars = sorted((bar for bar in bars if bar.figure), key=lambda bar: -bar.figure)
    rest = bars[chart.units :]
    if rest:
        others = Bar(zh.SUM_OTHERS.format(n=len(rest)), sum((bar.figure for bar in rest), Decimal(0)))
        return [*bars[: chart.units], others]
    return bars


def _labels(form: Form, addresses: Sequence[str]) -> list[str]:
    """The official words of each address without those that all of them share."""
    paths = [form.labels[address] for address in addresses]
    shared = set(paths[0]).intersection(*paths[1:]) if len(paths) > 1 else set()
    return [" ".join(word for word in path if word not in shared) for path in paths]


def described(title: str, bars: Sequence[Bar]) -> str:
    """The chart in words, for readers who cannot see it."""
    return zh.SUM_ALT.format(title=title, bars="；".join(_bar_words(bar) for bar in bars))


def _bar_words(bar: Bar) -> str:
    if bar.last is None:
        return f"{bar.label} {bar.figure:f}"
    return zh.SUM_BAR.format(label=bar.label, now=f"{bar.figure:f}", last=f"{bar.last:f}")
