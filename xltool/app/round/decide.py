"""What the clerk decides: accepted, claimed, left out, no return; by whom, when and why, and undone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from xltool.app.round.clues import has_token
from xltool.app.round.judging import judge
from xltool.app.round.kept import lost
from xltool.app.round.opened import OpenRound
from xltool.app.round.record import account, add_version
from xltool.core.check.returned import CheckedReturn
from xltool.core.errors import UsageError
from xltool.core.submission.model import Contact
from xltool.core.text import zh
from xltool.core.text.catalogue.rounds import (
    C_ARRIVAL,
    C_CLAIMED,
    C_CLOSED,
    C_NO_VERSION,
    C_NOT_HELD,
    C_NOTHING_DONE,
    C_OPEN,
    C_REASON,
)
from xltool.rounds.history import Histories, History, Return
from xltool.rounds.received import is_whole
from xltool.rounds.status import counting, rivals
from xltool.rounds.store.records import Arrival


def accept(
    opened: OpenRound,
    contact: Contact,
    reason: str,
    by: str = "",
    version: int | None = None,
    undo: bool = False,
) -> None:
    """Takes a unit's version (the latest that is open): confirmed, or in spite of its errors for a reason.

    Raises UsageError without a reason for errors, or without a version.
    """
    history = opened.histories[contact.unit.code]
    if undo:
        done = [one for one in history.returns if one.accepted or one.seconded]
        one = _chosen(done, version, contact, nothing=True)
    else:
        one = _chosen([one for one in history.returns if not one.is_hidden], version, contact)
        if one.status == "rejected" and not reason:
            raise UsageError(C_REASON)
    with opened.store.change():
        opened.store.log("accept", contact.unit.code, n=one.n, reason=reason, by=by or account(), undo=undo)


def exclude(
    opened: OpenRound,
    contact: Contact,
    reason: str,
    by: str = "",
    version: int | None = None,
    undo: bool = False,
) -> None:
    """Leaves a version out (the one that counts, or else the latest); without any return the unit is excused.

    Raises UsageError without a reason, or for a version that is not there.
    """
    if not reason and not undo:
        raise UsageError(C_REASON)
    history = opened.histories[contact.unit.code]
    number: int | None
    if undo:
        done = [one for one in history.returns if one.excluded]
        number = None if history.excused and not done else _chosen(done, version, contact, nothing=True).n
    elif version is None and not any(one.is_open for one in history.returns):
        number = None
    else:
        number = _chosen(history.returns, version, contact, history).n
    with opened.store.change():
        opened.store.log("exclude", contact.unit.code, n=number, reason=reason, by=by or account(), undo=undo)


def _chosen(
    returns: Sequence[Return],
    version: int | None,
    contact: Contact,
    of: History | None = None,
    nothing: bool = False,
) -> Return:
    """The version with this number; without one that which counts in `of`, or else the latest open one."""
    if version is not None:
        returns = [one for one in returns if one.n == version]
    elif of is not None and (counts := counting(of)) is not None:
        returns = [counts]
    elif not nothing:
        returns = [one for one in returns if one.is_open]
    if not returns:
        raise UsageError(C_NOTHING_DONE) if nothing else UsageError(C_NO_VERSION, unit=contact.unit.name)
    return returns[-1]


def claim(opened: OpenRound, n: int, contact: Contact, reason: str, by: str = "", undo: bool = False) -> None:
    """Gives a held return to a unit: it is checked anew as that unit's and becomes its version.

    Raises UsageError without a reason, for what is no return, and for one that another unit has.
    """
    one = opened.store.arrivals.get(n)
    if one is None:
        raise UsageError(C_ARRIVAL, n=str(n))
    histories = opened.histories
    owner = _owner(opened, histories, one)
    if undo:
        if owner != contact.unit.code:
            raise UsageError(C_NOTHING_DONE)
        _unclaim(opened, one, contact, reason, by, histories[owner])
        return
    if not reason:
        raise UsageError(C_REASON)
    if owner and owner != contact.unit.code:
        name = opened.contact_of[owner].unit.name if owner in opened.contact_of else owner
        raise UsageError(C_CLAIMED, n=str(n), unit=name)
    known = histories[contact.unit.code].of_arrival(n)
    if known is None and one.outcome not in ("held", "blank"):
        raise UsageError(C_NOT_HELD, n=str(n), outcome=zh.ROUND_OUTCOMES[one.outcome])
    _claim(opened, one, contact, reason, by or account(), histories[contact.unit.code])


def _owner(opened: OpenRound, histories: Histories, one: Arrival) -> str:
    """The unit whose version an arrival is; "" while it is nobody's, or has rivals that nobody can order."""
    for code in {one.unit, *(v.unit for v in opened.store.versions.with_bytes(one.sha))}:
        known = histories[code].of_arrival(one.n)
        if known is not None and known.is_open and known not in rivals(histories[code]):
            return code
    return ""


def _claim(opened: OpenRound, one: Arrival, contact: Contact, reason: str, by: str, history: History) -> None:
    code = contact.unit.code
    known = history.of_arrival(one.n)
    path = opened.round.kept(one.path)
    if known is None and not is_whole(path, one.sha):
        raise lost(contact, one.path)
    beside = None
    if one.beside:
        beside = (PurePosixPath(one.beside).name, opened.round.kept(one.beside).read_bytes())
    checked = judge(opened.checker, path, beside=beside, unit=contact.unit) if known is None else None
    if known is None and not isinstance(checked, CheckedReturn):
        raise UsageError(C_NOT_HELD, n=str(one.n), outcome=zh.ROUND_OUTCOMES[one.outcome])
    store = opened.store
    rival = [other.n for other in rivals(history) if known is not None and other.n != known.n]
    with store.change():
        if isinstance(checked, CheckedReturn):
            dates = sorted(filter(None, [one.sent_at, *store.arrivals.dates_of(one.sha, one.beside)]))
            own = replace(one, unit=code, sent_at=dates[0] if dates else "")
            add_version(
                opened, own, store.versions.next_number(code), checked, has_token(opened, checked), by
            )
        data: Mapping[str, object] = {
            "arrival": one.n, "reason": reason, "by": by, "before": one.unit, "settles": rival,
            "sender": one.sender, "made": known is None,
        }  # fmt: skip
        store.log("claim", code, **data)
        store.arrivals.give(one.n, code)


def _unclaim(
    opened: OpenRound, one: Arrival, contact: Contact, reason: str, by: str, history: History
) -> None:
    known = history.of_arrival(one.n)
    if known is None or not known.is_claimed:
        raise UsageError(C_NOTHING_DONE)
    last = next(
        event for event in reversed(list(opened.store.events(contact.unit.code)))
        if event.kind == "claim" and event.data.get("arrival") == one.n and not event.data.get("undo")
    )  # fmt: skip
    before = str(last.data.get("before", contact.unit.code))
    with opened.store.change():
        opened.store.log(
            "claim", contact.unit.code, arrival=one.n, reason=reason, by=by or account(), undo=True,
            before=before, settles=last.data.get("settles", []), made=last.data.get("made", True),
        )  # fmt: skip
        opened.store.arrivals.give(one.n, before)


def close(opened: OpenRound, reason: str = "", by: str = "", undo: bool = False) -> None:
    """Ends the round: what comes from now on waits, so that no sum or report changes by itself; or goes on.

    Raises UsageError when it is so already.
    """
    if bool(opened.closed) != undo:
        raise UsageError(C_CLOSED if opened.closed else C_OPEN)
    with opened.store.change():
        opened.store.log("reopen" if undo else "close", reason=reason, by=by or account())


def dismiss(opened: OpenRound, n: int, reason: str = "", by: str = "", undo: bool = False) -> None:
    """Says that an arrival is no return, or needs nothing more; raises UsageError when it does not wait."""
    one = opened.store.arrivals.get(n)
    if one is None:
        raise UsageError(C_ARRIVAL, n=str(n))
    standing = opened.standings().get(one.unit)
    if not undo and (standing is None or n not in standing.waits):
        raise UsageError(C_NOT_HELD, n=str(n), outcome=zh.ROUND_OUTCOMES[one.outcome])
    with opened.store.change():
        opened.store.log("dismiss", one.unit, arrival=n, reason=reason, by=by or account(), undo=undo)
