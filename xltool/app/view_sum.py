"""A county's sum → what a page shows of it: the figures, who is in, who is not and why, pictures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from xltool.app.view_return import ReturnView, view_return
from xltool.core.check.returned import CheckedReturn
from xltool.core.submission.model import plain
from xltool.core.sums.adder import County
from xltool.core.sums.chart_data import bars_of
from xltool.core.text.clean import safe


@dataclass(frozen=True)
class ChartView:
    """A picture of sums: `bars` are (words, figure as printed, figure, last year's as printed or "")."""

    title: str
    bars: tuple[tuple[str, str, float, str], ...]

    @property
    def most(self) -> float:
        """The longest bar."""
        return max(figure for _, _, figure, _ in self.bars)


@dataclass(frozen=True)
class SumView:
    """A county's sum: the figures, who is in, who is not and why, and what is said of it."""

    shown: ReturnView
    units: tuple[tuple[str, str, int, int], ...]
    left_out: tuple[tuple[str, str, str], ...]
    missing: tuple[tuple[str, str], ...]
    charts: tuple[ChartView, ...] = ()


def view_sum(county: County) -> SumView:
    """The view of a finished sum."""
    checked = CheckedReturn(county.form, county.submission, tuple(county.findings), prior=county.prior)
    return SumView(
        view_return(checked),
        tuple((one.unit.code, safe(one.unit.name), one.errors, one.warnings) for one in county.parts),
        tuple((one.unit.code, safe(one.unit.name), safe(one.reason)) for one in county.left_out),
        tuple((one.code, safe(one.name)) for one in county.missing),
        tuple(_charts(county)),
    )


def _charts(county: County) -> Iterator[ChartView]:
    for table in county.form.tables:
        for chart in table.charts:
            bars = tuple(
                (
                    safe(one.label),
                    plain(one.figure),
                    float(one.figure),
                    "" if one.last is None else plain(one.last),
                )
                for one in bars_of(county, chart)
            )
            if any(figure > 0 for _, _, figure, _ in bars):
                yield ChartView(chart.title, bars)
