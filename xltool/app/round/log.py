"""What happened in a round, event by event, as lines to read."""

from __future__ import annotations

from collections.abc import Iterator

from xltool.app.round.opened import OpenRound
from xltool.core.text import zh
from xltool.core.text.clean import safe
from xltool.rounds.ledger import without_personal_numbers
from xltool.rounds.store.records import Event


def lines(opened: OpenRound, unit: str | None = None) -> Iterator[str]:
    """One line an event, in their order; those of one unit only, if asked."""
    for event in opened.store.events(unit):
        yield event_sentence(event)


def event_sentence(event: Event) -> str:
    """When, what, of which unit, and what it is about."""
    data = event.data
    what = zh.ROUND_EVENTS.get(event.kind, event.kind) + (zh.ROUND_UNDONE if data.get("undo") else "")
    about = [event.unit]
    if event.kind in ("arrived", "redecided"):
        about += [
            f"{data.get('n')}",
            str(data.get("name", "")),
            zh.ROUND_OUTCOMES.get(str(data.get("outcome")), ""),
        ]
    elif event.kind in ("version", "checked"):
        about.append(zh.ROUND_NUMBERED.format(n=data.get("n")))
        about.append(
            zh.ROUND_CHECKED.format(
                status=zh.STATUS.get(str(data.get("status")), ""),
                errors=data.get("errors"),
                warnings=data.get("warnings"),
            )
        )
    elif event.kind in ("claim", "dismiss"):
        about.append(str(data.get("arrival", "")))
    elif event.kind in ("sent", "retry", "failed", "unknown", "stop", "planned"):
        about += [zh.LETTER_KINDS.get(str(data.get("letter", "")), ""), str(data.get("to", ""))]
    elif event.kind == "bounce":
        about.append(str(data.get("reason", "")))
    text = "　".join(part for part in about if part)
    text += (
        zh.ROUND_WHY.format(reason=data["reason"]) if data.get("reason") and event.kind in _DECIDED else ""
    )
    if isinstance(by := data.get("by"), str) and by:
        text += zh.ROUND_BY_HAND if by == "hand" else zh.ROUND_BY.format(by=by)
    return safe(without_personal_numbers(f"{event.at[:19].replace('T', ' ')}　{what}　{text}".rstrip("　")))


_DECIDED = ("accept", "exclude", "claim", "dismiss")
