"""The events of a round → what is known of each unit: one pass, nothing forgotten that decides.

Pure.  A `History` goes to JSON and back, so that it can be kept with the number of the last event it knows.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from xltool.rounds.store.records import Event

WAITING = ("held", "refused", "link", "no-file", "failed")  # what the clerk has to look at
SILENT = ("auto", "bounce", "delayed", "read-receipt")  # by these a unit has said nothing
ASIDE = (*SILENT, "skipped", "same")  # and these are no unit's latest word


@dataclass(slots=True)
class Return:
    """One version of a unit as the events tell it; reasons are "" where nothing was decided.

    `wrong` are digests of its errors with the figures concerned.  `when` is the time it was sent as seconds,
    None when unknown; `run` the collection it came with.
    """

    n: int
    arrival: int
    status: str = "accepted"
    errors: int = 0
    warnings: int = 0
    when: float | None = None
    run: int = 0
    is_signed: bool = True
    sender: str = ""
    place: str = ""
    sha: str = ""
    content: str = ""
    basis: str = ""
    wrong: list[str] = field(default_factory=list)
    excluded: str = ""
    accepted: str = ""
    is_settled: bool = False  # another one of several was chosen
    is_claimed: bool = False
    by: list[str] = field(default_factory=list)  # who collected, claimed or first accepted it
    seconded: str = ""  # who else said yes
    is_hidden: bool = False  # its claim was taken back

    @property
    def is_open(self) -> bool:
        """Whether it may be the unit's return."""
        return not self.excluded and not self.is_settled and not self.is_hidden


@dataclass(slots=True)
class Waiting:
    """An arrival that waits, or may wait: `event` is where it came in."""

    n: int
    outcome: str
    event: int
    text: str = ""
    is_settled: bool = False  # dismissed or claimed


@dataclass(slots=True)
class History:
    """All that is known of one unit in this round."""

    sent: str = ""  # when its workbook left last
    bounced: str = ""  # why its mail came back, after the last sending
    last: str = ""  # when anything happened
    answered: int = 0  # the event of the latest letter
    letters: dict[str, str] = field(default_factory=dict)  # kind → the key of the latest that was sent
    returns: list[Return] = field(default_factory=list)
    waiting: list[Waiting] = field(default_factory=list)
    latest: list[Any] = field(default_factory=list)  # [n, outcome, text] of its latest word
    taken: int = 0  # the latest arrival that was taken
    excused: str = ""
    allowed: dict[str, list[str]] = field(default_factory=dict)  # version → reason, then its errors
    teachers: dict[str, str] = field(default_factory=dict)  # claimed arrival → its sender
    is_heard: bool = False  # something came that only a unit sends
    closed: str = ""  # of the round itself: when it was closed

    def version(self, n: int) -> Return | None:
        """The version with this number."""
        return next((one for one in self.returns if one.n == n), None)

    def of_arrival(self, n: int) -> Return | None:
        """The version that an arrival became."""
        return next((one for one in self.returns if one.arrival == n), None)


def pack(history: History) -> str:
    """A history as one line of JSON."""
    return json.dumps(asdict(history), ensure_ascii=False)


def unpack(text: str) -> History:
    """The history that `pack` wrote."""
    data = json.loads(text)
    data["returns"] = [Return(**one) for one in data["returns"]]
    data["waiting"] = [Waiting(**one) for one in data["waiting"]]
    return History(**data)


def seconds(sent_at: str) -> float | None:
    """An ISO time as seconds, None for "" and for what is none."""
    try:
        return datetime.fromisoformat(sent_at).timestamp() if sent_at else None
    except (ValueError, OverflowError, OSError):
        return None


class Histories(dict[str, History]):
    """Histories by unit ("" for what is nobody's), read into from `find` when first needed."""

    def __init__(self, find: Callable[[str], History | None] = lambda _: None) -> None:
        super().__init__()
        self._find = find

    def __missing__(self, unit: str) -> History:
        found = self[unit] = self._find(unit) or History()
        return found

    def tell(self, events: Iterable[Event]) -> bool:
        """Folds events in; whether what stood before them was forgotten on the way."""
        is_anew = False
        for event in events:
            if event.kind == "migrated":
                self.clear()
                self._find = lambda _: None
                is_anew = True
            elif fold := _FOLDS.get(event.kind):
                fold(self, event)
                if event.unit and event.kind not in _NO_CONTACT:
                    self[event.unit].last = event.at
        return is_anew


def _arrived(all_: Histories, event: Event) -> None:
    data = event.data
    if "n" not in data:  # of an older version; stated anew further on
        return
    history = all_[event.unit]
    n, outcome = int(data["n"]), str(data["outcome"])
    text = str(data.get("text", ""))
    history.is_heard = history.is_heard or outcome not in SILENT
    if outcome in (*WAITING, "blank"):
        history.waiting.append(Waiting(n, outcome, event.id, text))
    if outcome not in ASIDE:
        history.latest = [n, outcome, text]
    if outcome == "taken":
        _overtake(history, n)


def _overtake(history: History, n: int) -> None:
    history.taken = max(history.taken, n)
    history.waiting = [one for one in history.waiting if one.n > n or one.is_settled]


def _version(all_: Histories, event: Event) -> None:
    data = event.data
    if "arrival" not in data:  # of an older version; stated anew further on
        return
    history = all_[event.unit]
    known = {name: data[name] for name in Return.__dataclass_fields__ if name in data}
    known["when"] = seconds(str(data.get("sent_at", "")))
    old = history.version(int(data["n"]))
    if old is not None:  # claimed, taken back and claimed again
        history.returns.remove(old)
    history.returns.append(Return(**known))


def _checked(all_: Histories, event: Event) -> None:
    one = all_[event.unit].version(int(event.data["n"]))
    if one is not None:
        for name in ("status", "errors", "warnings", "wrong", "content", "basis"):
            if name in event.data:
                setattr(one, name, event.data[name])


def _dated(all_: Histories, event: Event) -> None:
    one = all_[event.unit].version(int(event.data["n"]))
    if one is not None:
        one.when = seconds(str(event.data["sent_at"]))


def _redecided(all_: Histories, event: Event) -> None:
    """An arrival got another answer: it leaves the unit it was thought of and is as if it had come now."""
    n = int(event.data["n"])
    before = all_[str(event.data.get("before", ""))]
    before.waiting = [one for one in before.waiting if one.n != n]
    if before.latest and before.latest[0] == n:
        before.latest = []
    _arrived(all_, event)


def _sent(all_: Histories, event: Event) -> None:
    history, kind = all_[event.unit], str(event.data.get("letter", "issue"))
    history.letters[kind] = str(event.data.get("key", ""))
    history.answered = event.id
    if kind == "issue":
        history.sent = event.at
    history.bounced = ""


def _bounce(all_: Histories, event: Event) -> None:
    all_[event.unit].bounced = str(event.data.get("reason", "")) or event.at


def _accept(all_: Histories, event: Event) -> None:
    history, data = all_[event.unit], event.data
    one = history.version(int(data["n"]))
    if one is None:
        return
    reason, who = str(data.get("reason", "")), str(data.get("by", ""))
    if data.get("undo"):
        one.accepted, one.seconded = "", ""
        history.allowed.pop(str(one.n), None)
        return
    one.excluded = ""
    history.excused = ""
    if who and one.by and who not in one.by:
        one.seconded = who
    elif who:
        one.by.append(who)
    if one.status == "rejected":
        one.accepted = reason or event.kind
        history.allowed[str(one.n)] = [one.accepted, *one.wrong]


def _exclude(all_: Histories, event: Event) -> None:
    history, data = all_[event.unit], event.data
    reason = "" if data.get("undo") else str(data.get("reason", "")) or event.kind
    if data.get("n") is None:
        history.excused = reason
        return
    one = history.version(int(data["n"]))
    if one is not None:
        one.excluded = reason
        if reason:
            one.accepted = ""
            history.allowed.pop(str(one.n), None)


def _claim(all_: Histories, event: Event) -> None:
    history, data = all_[event.unit], event.data
    n, undo = int(data["arrival"]), bool(data.get("undo"))
    for held in (*all_[str(data.get("before", event.unit))].waiting, *history.waiting):
        if held.n == n:
            held.is_settled = not undo
    one = history.of_arrival(n)
    if one is not None:
        one.is_hidden, one.is_claimed = undo and bool(data.get("made")), not undo
        if not undo:
            history.latest = [n, "taken", ""]
    for other in data.get("settles", ()):
        if (rival := history.version(int(other))) is not None:
            rival.is_settled = not undo
    if undo:
        history.teachers.pop(str(n), None)
    elif data.get("sender"):
        history.teachers[str(n)] = str(data["sender"])
    history.is_heard = True


def _dismiss(all_: Histories, event: Event) -> None:
    n, undo = int(event.data["arrival"]), bool(event.data.get("undo"))
    history = all_[event.unit]
    for held in history.waiting:
        if held.n == n:
            held.is_settled = not undo
    one = history.of_arrival(n)
    if one is not None:  # one of several whose order nobody can tell
        one.is_settled = not undo


def _closed(all_: Histories, event: Event) -> None:
    all_[""].closed = event.at if event.kind == "close" else ""


_NO_CONTACT = ("checked", "dated", "redecided")
_FOLDS: dict[str, Callable[[Histories, Event], None]] = {
    "arrived": _arrived,
    "version": _version,
    "checked": _checked,
    "dated": _dated,
    "redecided": _redecided,
    "sent": _sent,
    "bounce": _bounce,
    "accept": _accept,
    "exclude": _exclude,
    "claim": _claim,
    "dismiss": _dismiss,
    "close": _closed,
    "reopen": _closed,
}
