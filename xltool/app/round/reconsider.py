"""Arrivals that were not taken, asked once more when what stood in their way has changed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath

from xltool.app.round.clues import circumstances, clues_of, has_token
from xltool.app.round.judging import judge
from xltool.app.round.opened import OpenRound
from xltool.app.round.record import add_version, held_text, log_arrival, taken_text
from xltool.app.round.sources import Envelope
from xltool.app.round.taking import Taker
from xltool.core.check.returned import CheckedReturn
from xltool.core.text.catalogue.files import W_ARCHIVE_PASSWORD
from xltool.core.text.catalogue.sights import W_ENCRYPTED, W_PASSWORD
from xltool.rounds.attribution import Attribution, Clues, attribute
from xltool.rounds.received import is_whole
from xltool.rounds.store.records import Arrival

_LOCKED = (W_ENCRYPTED, W_PASSWORD, W_ARCHIVE_PASSWORD)
_ROSTER = ("renamed", "not-in-roster")


def reconsider(opened: OpenRound, has_password: bool = False) -> int:
    """Asks again of what was held for its name, or could not be opened before; how many changed."""
    waiting = {n for known in opened.standings().values() for n in known.waits}
    done = 0
    reasons = _ROSTER if opened.closed else (*_ROSTER, "closed")
    for one in opened.store.arrivals.held():
        is_locked = has_password and one.outcome == "refused" and one.reason in _LOCKED
        if one.n in waiting and (is_locked or one.reason in reasons):
            done += _again(opened, one)
    return done


def _again(opened: OpenRound, one: Arrival) -> bool:
    path = opened.round.kept(one.path)
    if not one.path or not is_whole(path, one.sha):
        return False
    beside = None
    if one.beside:
        beside = (PurePosixPath(one.beside).name, opened.round.kept(one.beside).read_bytes())
    checked = judge(opened.checker, path, beside=beside)
    if not isinstance(checked, CheckedReturn) or checked.submission.year != opened.round.year:
        return False
    if checked.form.key != opened.form.key:
        return False
    taker = Taker(opened, one.run)
    envelope = Envelope(one.sender, one.sent_at) if one.sender or one.sent_at else None
    clues = clues_of(opened, taker.people, checked, one.name, envelope)
    clues = replace(clues, subject=one.clues.get("subject", ""), thread=one.clues.get("thread", ""))
    how = circumstances(opened, taker.people, checked, clues, envelope, taker.histories)
    found = attribute(clues, taker.people.units, how)
    if found.outcome == "held" and (found.reason, found.unit) == (one.reason, one.unit):
        return False
    _decide(opened, one, found, clues, checked)
    return True


def _decide(
    opened: OpenRound, one: Arrival, found: Attribution, clues: Clues, checked: CheckedReturn
) -> None:
    store = opened.store
    number = store.versions.next_number(found.unit) if found.outcome == "taken" else 0
    text = taken_text(number, found.reason, checked) if number else held_text(found.reason, clues)
    after = replace(
        one, outcome=found.outcome, unit=found.unit, reason=found.reason, text=text, clues=clues.said()
    )
    with store.change():
        store.arrivals.decide(after)
        log_arrival(opened, after, "redecided", before=one.unit)
        if number:
            add_version(opened, after, number, checked, has_token(opened, checked))
