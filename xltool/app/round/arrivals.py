"""Everything that came, as a list: what waits for the clerk, or all of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from xltool.app.round.opened import OpenRound
from xltool.core.text import zh
from xltool.core.text.clean import safe
from xltool.rounds.history import History
from xltool.rounds.status import rivals
from xltool.rounds.store.records import Arrival


@dataclass(frozen=True)
class Listed:
    """One arrival as it stands now; `waits` for the clerk."""

    arrival: Arrival
    waits: bool


def listed(opened: OpenRound, everything: bool = False) -> Iterator[Listed]:
    """The arrivals that wait, or all, by their numbers."""
    known = opened.standings()
    waiting = {n for one in known.values() for n in one.waits}
    unclear = {unit for unit, one in known.items() if one.is_unclear}
    histories = opened.histories if unclear else {}
    numbers = opened.store.arrivals.all() if everything else _of(opened, sorted(waiting))
    for one in numbers:
        history = histories[one.unit] if one.unit in unclear else None
        yield Listed(as_now(one, history), one.n in waiting)


def _of(opened: OpenRound, numbers: list[int]) -> Iterator[Arrival]:
    yield from (one for n in numbers if (one := opened.store.arrivals.get(n)))


def as_now(one: Arrival, history: History | None) -> Arrival:
    """An arrival with its present answer: a return whose order nobody could tell is held, though taken."""
    one = one if one.text else replace(one, text=_text_of(one))
    known = history.of_arrival(one.n) if history and one.outcome == "taken" else None
    if history is None or known is None or not (known.is_settled or known in rivals(history)):
        return one
    text = zh.ROUND_TEXTS["held"].format(reason=zh.ROUND_REASONS["which-one"])
    return replace(one, outcome="held", reason="which-one", text=text)


def _text_of(one: Arrival) -> str:
    """The sentence of an arrival that an older version recorded without one."""
    text = zh.ROUND_TEXTS.get(one.outcome, "")
    if one.outcome == "held":
        return text.format(reason=zh.ROUND_REASONS.get(one.reason, one.reason))
    return text if text and "{" not in text else f"{zh.ROUND_OUTCOMES[one.outcome]}{zh.FULL_STOP}"


def document(found: Iterator[Listed]) -> dict[str, Any]:
    """The document of ``round arrivals --json``."""
    return {"schema": 1, "arrivals": [row(one) for one in found]}


def row(one: Listed) -> dict[str, Any]:
    """One arrival of the document."""
    arrival = one.arrival
    return {
        "n": arrival.n, "at": arrival.at, "source": arrival.source, "name": arrival.name,
        "sha256": arrival.sha, "sent_at": arrival.sent_at or None, "outcome": arrival.outcome,
        "unit": arrival.unit, "reason": arrival.reason, "text": arrival.text, "clues": dict(arrival.clues),
        "waits": one.waits,
    }  # fmt: skip


def arrival_row(one: Listed) -> tuple[str, ...]:
    """One arrival as the clerk reads it, in the order of the columns."""
    arrival = one.arrival
    when = arrival.at[:16].replace("T", " ")
    outcome = zh.ROUND_OUTCOMES[arrival.outcome]
    return tuple(map(safe, (str(arrival.n), when, arrival.name, outcome, arrival.unit, arrival.text)))


def commands(one: Listed, folder: str) -> list[str]:
    """What can be done with an arrival that waits, ready to be typed."""
    arrival, at = one.arrival, f" -r {folder}" if folder != "." else ""
    unit = arrival.unit or zh.ROUND_ANY_UNIT
    ready = []
    if arrival.outcome in ("held", "blank"):
        ready.append(f"xltool round accept {unit} --arrival {arrival.n} --reason {zh.ROUND_ANY_REASON}{at}")
    return [*ready, f"xltool round dismiss {arrival.n}{at}"]
