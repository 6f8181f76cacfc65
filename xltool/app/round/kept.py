"""The returns that the store keeps, for every command that uses them: found once, never otherwise again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from xltool.app.round.opened import OpenRound
from xltool.app.round.record import form_finder
from xltool.core.check.returned import CheckedReturn
from xltool.core.errors import ExitCode, StoreError, XltoolError
from xltool.core.submission.model import Contact
from xltool.core.sums.adder import LeftOut
from xltool.core.text import zh
from xltool.core.text.catalogue.rounds import C_KEPT, C_NO_VERSION
from xltool.rounds import kept_return
from xltool.rounds.received import is_whole
from xltool.rounds.status import Standing, UnitStatus


def statuses(opened: OpenRound) -> list[tuple[Contact, UnitStatus]]:
    """Every unit of the roster in its order with where it stands."""
    known = opened.standings()
    nothing = Standing("unsent")
    return [
        (contact, opened.status_of(known.get(contact.unit.code, nothing), contact.unit.code))
        for contact in opened.contacts
    ]


def return_of(opened: OpenRound, contact: Contact, number: int) -> CheckedReturn:
    """A version as it was checked; raises StoreError (exit 3) when its kept file is missing or changed."""
    version = opened.store.versions.get(contact.unit.code, number)
    if version is None or not version.detail:
        raise StoreError(C_NO_VERSION, ExitCode.PARTIAL, unit=contact.unit.name)
    if not is_whole(opened.round.kept(version.path), version.sha):
        raise lost(contact, version.path)
    found = kept_return.unpack(version.detail, form_finder(opened))
    return replace(found, source=version.path)


def lost(contact: Contact, place: str) -> StoreError:
    """What is said of a kept file that somebody changed or took away."""
    return StoreError(C_KEPT, ExitCode.PARTIAL, unit=contact.unit.name, path=place)


def accepted(opened: OpenRound) -> Iterator[tuple[Contact, UnitStatus, CheckedReturn | XltoolError]]:
    """The return that counts of every accepted unit, or why it cannot be used, one at a time."""
    for contact, status in statuses(opened):
        if status.is_accepted and status.version is not None:
            try:
                yield contact, status, return_of(opened, contact, status.version)
            except XltoolError as error:
                yield contact, status, error


def left_out(opened: OpenRound) -> list[LeftOut]:
    """Units that sent something which does not count, and why; those that sent nothing are missing."""
    known_to = opened.standings()
    found = [
        LeftOut(contact.unit, zh.NOT_IN_ROSTER)
        for contact in opened.gone
        if known_to[contact.unit.code].version is not None
    ]
    for contact, status in statuses(opened):
        known = status.standing
        if status.state == "excluded":
            found.append(LeftOut(contact.unit, known.reason))
        elif not status.is_accepted and (status.state in ("held", "rejected", "unreadable", "review")):
            found.append(LeftOut(contact.unit, zh.round_state(status.state, known.errors)))
    return found
