"""What a collection met, as it stands afterwards: does the clerk have to look, what was held after all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xltool.app.round.arrivals import listed
from xltool.app.round.opened import OpenRound


def needs_clerk(opened: OpenRound, met: Sequence[int] | set[int]) -> bool:
    """Whether something that was met waits or is rejected."""
    standings = opened.standings()
    waiting = {n for known in standings.values() for n in known.waits}
    if waiting & set(met):
        return True
    rejected = {unit for unit, known in standings.items() if known.state == "rejected" or known.newer}
    found = (opened.store.arrivals.get(n) for n in met)
    return any(one.unit in rejected and one.outcome in ("taken", "held", "same") for one in found if one)


def unclear(opened: OpenRound, met: set[int]) -> Iterator[tuple[int, str, str, str]]:
    """(number, name, unit, sentence) of what was taken, and is held for another of the same time."""
    for one in listed(opened):
        if one.arrival.n in met and one.arrival.reason == "which-one":
            yield one.arrival.n, one.arrival.name, one.arrival.unit, one.arrival.text
