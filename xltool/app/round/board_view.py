"""A round as the page shows it: every unit with its next step, what waits, how many stand where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from xltool.app.round.arrivals import Listed, listed
from xltool.app.round.clues import words_of
from xltool.app.round.opened import OpenRound
from xltool.app.round.recheck import stale
from xltool.app.round.status import Overview, overview
from xltool.core.submission.model import Contact
from xltool.core.text import zh
from xltool.core.text.clean import safe
from xltool.rounds.ledger import without_personal_numbers
from xltool.rounds.status import UnitStatus

_LOOKS = {  # state → how its badge looks
    "accepted": "accepted", "accepted-warnings": "accepted", "accepted-reason": "accepted",
    "rejected": "rejected", "unreadable": "rejected", "bounced": "rejected",
    "late": "look", "held": "look", "review": "look",
}  # fmt: skip
_PAGES = {  # next step → the page that does it
    "send": "letters/issue", "address": "letters/issue", "remind": "letters/remind", "claim": "collect",
    "look": "collect", "report": "results",
}  # fmt: skip


@dataclass(frozen=True)
class UnitLine:
    """One unit on the board; `step` is the key of what is `next`, `page` where that is done in the round."""

    code: str
    name: str
    state: str
    words: str
    look: str
    late: int
    version: int | None
    last: str
    step: str
    next: str
    page: str
    waits: int
    reason: str
    is_gone: bool = False


@dataclass(frozen=True)
class WaitingLine:
    """One arrival that waits: what it is, why it was not taken, and the unit it may be of."""

    n: int
    when: str
    name: str
    sender: str
    outcome: str
    text: str
    clues: str
    unit: str
    can_be_claimed: bool
    waits: bool
    undo: str  # the decision that can be taken back: claim, dismiss or ""


@dataclass(frozen=True)
class BoardView:
    """The board; `counts` are (state, words, units) of the whole round, `lines` those asked for."""

    lines: Sequence[UnitLine]
    counts: Sequence[tuple[str, str, int]]
    units: int
    waiting: int
    faults: Sequence[str]
    stale: str = ""


def board_view(opened: OpenRound, state: str = "") -> BoardView:
    """The board with the overdue on top; with `state` only the units that stand there."""
    view = overview(opened)
    lines = [*(_line(contact, status) for contact, status in view.lines)]
    lines += [_line(contact, status, is_gone=True) for contact, status in view.gone]
    counts = Counter(line.state for line in lines)
    words = [(one, zh.ROUND_KINDS[one], counts[one]) for one in zh.ROUND_STATES if counts[one]]
    shown = [line for line in lines if state in ("", line.state)]
    shown.sort(key=lambda line: (-line.late, not line.waits))
    return BoardView(shown, words, len(view.lines), len(view.all_waiting), _said(opened, view), stale(opened))


def _said(opened: OpenRound, view: Overview) -> list[str]:
    return [safe(without_personal_numbers(text)) for text in (*opened.notices, *view.faults)]


def unit_line(contact: Contact, status: UnitStatus) -> UnitLine:
    """One unit of the roster as a line."""
    return _line(contact, status)


def _line(contact: Contact, status: UnitStatus, is_gone: bool = False) -> UnitLine:
    known, code = status.standing, safe(contact.unit.code)
    number = status.late if status.state == "late" else known.errors
    page = _PAGES.get(status.next, f"unit/{code}")
    return UnitLine(
        code, safe(contact.unit.name) + (zh.ROUND_GONE if is_gone else ""), status.state,
        zh.round_state(status.state, number), _LOOKS.get(status.state, ""), status.late, known.version,
        known.last[:16].replace("T", " "), status.next, zh.ROUND_NEXT[status.next], page, len(known.waits),
        safe(without_personal_numbers(known.reason)), is_gone,
    )  # fmt: skip


def waiting_lines(opened: OpenRound) -> list[WaitingLine]:
    """Everything that waits for the clerk."""
    return [waiting_line(opened, one) for one in listed(opened)]


def all_lines(opened: OpenRound) -> list[WaitingLine]:
    """Everything that came, the last first."""
    undo: dict[int, str] = {}
    for event in opened.store.events():
        if event.kind in ("claim", "dismiss"):
            undo[event.data.get("arrival", 0)] = "" if event.data.get("undo") else event.kind
    everything = [*listed(opened, everything=True)][::-1]
    return [waiting_line(opened, one, undo.get(one.arrival.n, "")) for one in everything]


def waiting_line(opened: OpenRound, one: Listed, undo: str = "") -> WaitingLine:
    """One arrival as a line; `undo` is the decision about it that can be taken back."""
    arrival = one.arrival
    clues = dict(arrival.clues)
    guess = arrival.unit if arrival.unit in opened.contact_of else ""
    for said in clues.values():
        guess = guess or next((code for code in said.split(",") if code in opened.contact_of), "")
    return WaitingLine(
        arrival.n, arrival.at[:16].replace("T", " "), safe(arrival.name),
        safe(without_personal_numbers(arrival.sender)), zh.ROUND_OUTCOMES[arrival.outcome],
        safe(without_personal_numbers(arrival.text)), safe(words_of(clues)),
        guess, arrival.outcome in ("held", "blank"), one.waits, undo,
    )  # fmt: skip
