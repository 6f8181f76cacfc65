"""A unit's history → where it stands: which return counts, what waits, what is to be done next.

Pure.  `standing` depends on events alone and can be kept; `status` adds the day and the round's settings.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from xltool.rounds.history import History, Return

ACCEPTED = ("accepted", "accepted-warnings", "accepted-reason")


@dataclass(frozen=True, slots=True)
class Standing:
    """What the events come to; `state` is that of a day before the deadline.

    `version` is the number that counts, or the rejected one; `place` and `sha` its kept file.  `waits` are
    arrivals.  `is_seconded` says that a second person agreed.
    `newer` is a later version with errors, 0 for none; `letters` the keys of what was sent last, by kind.
    """

    state: str
    version: int | None = None
    errors: int = 0
    warnings: int = 0
    reason: str = ""
    last: str = ""
    waits: tuple[int, ...] = ()
    place: str = ""
    sha: str = ""
    basis: str = ""
    is_seconded: bool = False
    newer: int = 0
    is_heard: bool = False
    is_excused: bool = False
    is_sent: bool = False
    is_unclear: bool = False  # there are, or were, returns of which nobody could tell the order
    letters: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class UnitStatus:
    """Where a unit stands on a day; `next` is a key of the round's words, `late` days past its deadline."""

    standing: Standing
    state: str
    next: str
    late: int = 0

    @property
    def version(self) -> int | None:
        """The version that counts, or the rejected one."""
        return self.standing.version

    @property
    def is_accepted(self) -> bool:
        """Whether a version counts."""
        return self.state in ACCEPTED

    @property
    def waits(self) -> tuple[int, ...]:
        """The arrivals of the unit that wait for the clerk."""
        return self.standing.waits


def is_later(one: Return, other: Return) -> bool:
    """Whether `one` was sent after `other`: by their times, without two times by the collection."""
    if one.when is not None and other.when is not None:
        return one.when > other.when
    return one.run > other.run


def allowed_reason(history: History, one: Return) -> str:
    """Why the clerk takes a return in spite of its errors; "" when nobody said so of these figures."""
    if one.status != "rejected":
        return ""
    if one.accepted:
        return one.accepted
    if one.wrong:
        for reason, *wrong in history.allowed.values():
            if set(one.wrong) <= set(wrong):
                return reason
    return ""


def is_valid(history: History, one: Return) -> bool:
    """Whether a return can count: without errors, or accepted in spite of them."""
    return one.is_open and (one.status != "rejected" or bool(allowed_reason(history, one)))


def _latest(of: Sequence[Return]) -> list[Return]:
    """Those after which none was sent; all of them when their order goes in a circle."""
    return [one for one in of if not any(is_later(other, one) for other in of)] or list(of)


def rivals(history: History) -> list[Return]:
    """The returns of which nobody can tell which is the unit's: they wait until one is claimed."""
    return [one for group in _groups(history)[1] for one in group]


def counting(history: History) -> Return | None:
    """The return that counts."""
    return _groups(history)[0]


def _groups(history: History) -> tuple[Return | None, list[list[Return]]]:
    """(what counts, groups of rivals): from the latest returns back to the first that counts."""
    open_ = [one for one in history.returns if one.is_open]
    groups: list[list[Return]] = []
    while open_:
        top = _latest(open_)
        right = [one for one in top if is_valid(history, one)]
        if len(right) == 1:
            return right[0], groups
        if len(right) > 1 and len({one.content for one in right}) == 1 and right[0].content:
            return right[-1], groups
        if len(top) > 1 and (right or len({one.content for one in top}) > 1):
            groups.append(top)
        open_ = [one for one in open_ if one not in top]
    return None, groups


def waits(history: History) -> tuple[int, ...]:
    """The arrivals of a unit that wait for the clerk."""
    found = {one.arrival for one in rivals(history)}
    for one in history.waiting:
        is_answered = history.answered > one.event
        is_overtaken = history.taken > one.n
        is_last = not history.latest or history.latest[0] == one.n
        if (
            not one.is_settled
            and not is_answered
            and not is_overtaken
            and (one.outcome != "blank" or is_last)
        ):
            found.add(one.n)
    return tuple(sorted(found))


def standing(history: History) -> Standing:
    """What a history comes to, whatever the day."""
    counts, groups = _groups(history)
    held_back = [one for group in groups for one in group]
    open_ = [one for one in history.returns if one.is_open and one not in held_back]
    waiting = waits(history)
    known = Standing(
        "unsent", last=history.last, waits=waiting, is_heard=history.is_heard,
        is_excused=bool(history.excused), is_sent=bool(history.sent),
        is_unclear=bool(held_back) or any(one.is_settled for one in history.returns),
        letters=dict(history.letters),
    )  # fmt: skip
    if counts is not None:
        return _counts(history, counts, open_, known)
    if open_:
        last = _latest(open_)[-1]
        return _of(replace(known, state="rejected"), last)
    held = {one.arrival for one in held_back} | {
        one.n for one in history.waiting if one.outcome == "held" and one.n in waiting
    }
    if held:
        text = next((one.text for one in history.waiting if one.n in held), "")
        return replace(known, state="held", reason=text)
    if history.latest and history.latest[1] in ("refused", "failed") and not _is_settled(history):
        return replace(known, state="unreadable", reason=history.latest[2])
    if history.excused or any(one.excluded for one in history.returns):
        reasons = [one.excluded for one in history.returns if one.excluded]
        return replace(known, state="excluded", reason=history.excused or reasons[-1])
    if history.bounced:
        return replace(known, state="bounced", reason=history.bounced)
    return replace(known, state="sent" if history.sent else "unsent")


def _is_settled(history: History) -> bool:
    n = history.latest[0]
    return any(one.n == n and one.is_settled for one in history.waiting)


def _of(known: Standing, one: Return) -> Standing:
    return replace(
        known,
        version=one.n,
        errors=one.errors,
        warnings=one.warnings,
        place=one.place,
        sha=one.sha,
        basis=one.basis,
    )


def _counts(history: History, one: Return, open_: Sequence[Return], known: Standing) -> Standing:
    reason = allowed_reason(history, one)
    state = "accepted-reason" if reason else "accepted-warnings" if one.warnings else "accepted"
    newer = max(
        (
            other.n
            for other in open_
            if other is not one
            and not is_later(one, other)
            and other.status == "rejected"
            and not is_valid(history, other)
            and (is_later(other, one) or other.n > one.n)
        ),
        default=0,
    )
    return replace(
        _of(replace(known, state=state, reason=reason), one), is_seconded=bool(one.seconded), newer=newer
    )


_NEXT = {
    "rejected": "return", "held": "claim", "unreadable": "look", "excluded": "", "bounced": "address",
    "late": "remind", "sent": "wait", "unsent": "send", "review": "review",
}  # fmt: skip


def status(known: Standing, deadline: date, today: date, needs_review: bool = False) -> UnitStatus:
    """Where a unit stands on `today`; with `needs_review` a version counts once a second person agreed."""
    state = known.state
    if state in ACCEPTED:
        if needs_review and not known.is_seconded:
            return UnitStatus(known, "review", "review", max((today - deadline).days, 0))
        step = "look" if known.waits else "newer" if known.newer else "report"
        return UnitStatus(known, state, step)
    late = max((today - deadline).days, 0)
    if late and state in ("sent", "unsent"):
        state = "late"
    step = (
        "look" if known.waits and state in ("late", "sent", "unsent", "excluded", "bounced") else _NEXT[state]
    )
    return UnitStatus(known, state, step, late)


def pack(known: Standing) -> str:
    """A standing as one line of JSON."""
    return json.dumps([getattr(known, name) for name in Standing.__dataclass_fields__], ensure_ascii=False)


def unpack(text: str) -> Standing:
    """The standing that `pack` wrote."""
    state, version, errors, warnings, reason, last, waiting, *rest = json.loads(text)
    return Standing(state, version, errors, warnings, reason, last, tuple(waiting), *rest)
