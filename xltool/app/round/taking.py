"""One piece of what came → an arrival, and a version where it is a unit's return.

Taking the same piece twice changes nothing; a crash leaves whole files and whole records.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from xltool.app.round.clues import circumstances, clues_of, has_token
from xltool.app.round.content import suffix_of
from xltool.app.round.judging import judge
from xltool.app.round.opened import OpenRound
from xltool.app.round.record import (
    Change,
    add_version,
    changes_between,
    held_text,
    log_arrival,
    taken_text,
    usable,
)
from xltool.app.round.sources import Envelope, Piece
from xltool.core.check.finding import count
from xltool.core.check.returned import CheckedReturn, ReadReturn, Unreadable
from xltool.core.text import zh
from xltool.rounds import kept_return
from xltool.rounds.attribution import Attribution, Clues, attribute
from xltool.rounds.history import Histories
from xltool.rounds.people import People
from xltool.rounds.received import keep
from xltool.rounds.round import RECEIVED
from xltool.rounds.store.records import Arrival, Version


@dataclass(frozen=True)
class Arrived:
    """One thing that was met: what became of it, now or when it first came (`outcome` is then ``again``)."""

    source: str
    name: str
    outcome: str
    unit: str = ""
    reason: str = ""
    text: str = ""
    n: int = 0
    errors: int = 0
    changes: tuple[Change, ...] = ()


@dataclass
class Taker:
    """Takes pieces into one open round, all of one collection (`run`)."""

    opened: OpenRound
    run: int = 0
    people: People = field(init=False)
    histories: Histories = field(init=False)
    _known: int = field(init=False)

    def __post_init__(self) -> None:
        _ = self.opened.checker  # a wrong setting is told before anything is taken
        self.people = self.opened.people
        self.histories = self.opened.histories
        self._known = self.opened.store.last_event()
        self.run = self.run or self._known + 1

    def hear(self) -> None:
        """Takes in what has happened since, by whomever."""
        self.histories.tell(self.opened.store.events(after=self._known))
        self._known = self.opened.store.last_event()

    def again(self, one: Arrival, source: str = "") -> Arrived:
        """What was met before."""
        return Arrived(source or one.source, one.name, "again", one.unit, one.reason, one.text, one.n)

    def read(self, piece: Piece) -> CheckedReturn | Unreadable:
        """A piece as a return, kept first: what is read is what is kept."""
        _, place = self.keep(piece)
        beside = None
        if piece.beside is not None:
            beside = (piece.beside.name, piece.beside.data)
            self.keep(piece.beside)
        return judge(self.opened.checker, self.opened.round.kept(place), beside=beside)

    def keep(self, piece: Piece) -> tuple[str, str]:
        """Keeps a piece under what it is; (SHA-256, place)."""
        return keep(self.opened.round, piece.data, suffix_of(piece.kind))

    def known(self, piece: Piece) -> Callable[[], Arrived] | None:
        """How a piece is recorded that needs no reading: met before, the same bytes, ours as issued."""
        store = self.opened.store
        if before := store.arrivals.with_key(piece.key):
            return partial(self.again, before, piece.source)
        if (issued := store.versions.issued(piece.sha)) and piece.beside is None:
            return partial(self.note, piece, "blank", issued.unit, text=zh.ROUND_TEXTS["blank"])
        beside = piece.beside.sha if piece.beside else ""
        for version in store.versions.with_bytes(piece.sha):
            if (beside in version.beside) if beside else not version.beside:
                return partial(self._same, piece, version)
        return None

    def take(self, piece: Piece, checked: CheckedReturn) -> Arrived:
        """A piece that is a return of some form: decided and recorded."""
        opened = self.opened
        beside = _report_beside(opened, piece)
        clues = clues_of(opened, self.people, checked, piece.name, piece.envelope, beside)
        named = clues.token or (clues.plain if clues.plain in self.people.units else "")
        if reason := _not_asked_for(opened, checked):
            text = f"{zh.ROUND_TEXTS['refused']}{zh.ROUND_REASONS[reason]}。"
            unit = clues.proposal(self.people.units)
            return self.note(piece, "refused", unit, reason, text, clues.said())
        if same := opened.store.versions.with_content(named, kept_return.content_of(checked)):
            return self._same(piece, same, clues)
        if is_blank(opened, checked, named):
            unit = clues.proposal(self.people.units)
            return self.note(piece, "blank", unit, text=zh.ROUND_TEXTS["blank"], clues=clues.said())
        self.hear()
        how = circumstances(opened, self.people, checked, clues, piece.envelope, self.histories)
        found = attribute(clues, self.people.units, how)
        if found.outcome == "held":
            return self.note(
                piece, "held", found.unit, found.reason, held_text(found.reason, clues), clues.said()
            )
        own, said = opened.contact_of[found.unit].unit, checked.submission.unit
        if (said.name, said.code) != (own.name, own.code):
            words = (piece.beside.name, piece.beside.data) if piece.beside else None
            again = judge(opened.checker, opened.round.kept(self.keep(piece)[1]), beside=words, unit=own)
            checked = again if isinstance(again, CheckedReturn) else checked
        return self._version(piece, found, clues, checked)

    def note(
        self, piece: Piece, outcome: str, unit: str = "", reason: str = "", text: str = "",
        clues: Mapping[str, str] | None = None, is_kept: bool = True, **more: Any,
    ) -> Arrived:  # fmt: skip
        """An arrival that is no version."""
        one = self.arrival(piece, outcome, unit, reason, text, clues or {}, is_kept)
        with self.opened.store.change():
            if (n := self.add(one, **more)) is None:  # another collector was faster
                return Arrived(piece.source, piece.name, "again", unit)
        return Arrived(piece.source, piece.name, outcome, unit, reason, text, n)

    def arrival(
        self, piece: Piece, outcome: str, unit: str, reason: str, text: str, clues: Mapping[str, str],
        is_kept: bool = True,
    ) -> Arrival:  # fmt: skip
        """The record of a piece, whose bytes are kept."""
        sha, place = self.keep(piece) if is_kept and piece.data else (piece.sha, "")
        beside = self.keep(piece.beside)[1] if piece.beside else ""
        mail, now = piece.envelope or Envelope(), self.opened.store.now()
        return Arrival(
            0, piece.key, now, piece.source, piece.name, place, sha, outcome, unit, reason, clues,
            usable(mail.sent_at, now), mail.sender, text, beside, self.run,
        )  # fmt: skip

    def add(self, one: Arrival, **more: Any) -> int | None:
        """Records an arrival with its event, inside a change; None when it is there already."""
        n = self.opened.store.arrivals.add(one)
        if n is not None:
            log_arrival(self.opened, replace(one, n=n), **more)
        return n

    def _version(self, piece: Piece, found: Attribution, clues: Clues, checked: CheckedReturn) -> Arrived:
        store = self.opened.store
        number = store.versions.next_number(found.unit)
        text = taken_text(number, found.reason, checked)
        one = self.arrival(piece, "taken", found.unit, found.reason, text, clues.said())
        dates = sorted(filter(None, [one.sent_at, *store.arrivals.dates_of(one.sha, one.beside)]))
        since = _changes(self.opened, found.unit, checked)
        with store.change():
            number = store.versions.next_number(found.unit)
            one = replace(one, text=taken_text(number, found.reason, checked))
            if (n := self.add(one)) is None:
                return Arrived(piece.source, piece.name, "again", found.unit)
            add_version(
                self.opened, replace(one, n=n, sent_at=dates[0] if dates else ""), number, checked,
                has_token(self.opened, checked),
            )  # fmt: skip
        errors = count(checked.findings, "error")
        return Arrived(
            piece.source, piece.name, "taken", found.unit, found.reason, one.text, n, errors, since
        )

    def _same(self, piece: Piece, version: Version, clues: Clues | None = None) -> Arrived:
        """The same bytes, or the same figures, texts and notes again; a time that was missing is learned."""
        text = zh.ROUND_TEXTS["same"].format(n=version.arrival)
        one = self.arrival(piece, "same", version.unit, "", text, clues.said() if clues else {})
        store = self.opened.store
        with store.change():
            if (n := self.add(one)) is None:
                return Arrived(piece.source, piece.name, "again", version.unit)
            self.hear()
            known = self.histories[version.unit].version(version.n)
            if one.sent_at and one.sha == version.sha and known is not None and known.when is None:
                store.log("dated", version.unit, n=version.n, sent_at=one.sent_at)
        return Arrived(piece.source, piece.name, "same", version.unit, "", text, n)


def _not_asked_for(opened: OpenRound, checked: CheckedReturn) -> str:
    """The reason why a return is none of this round's; "" when it is one."""
    said = checked.submission
    if (said.form, said.version) != (opened.form.id, opened.form.version):
        return "other-form"
    return "other-year" if said.year != opened.round.year else ""


def _report_beside(opened: OpenRound, piece: Piece) -> ReadReturn | None:
    """The Word file beside a workbook as the report that it may be."""
    read = opened.checker.read(piece.beside.data, piece.beside.name) if piece.beside else None
    return read if isinstance(read, ReadReturn) else None


def is_blank(opened: OpenRound, checked: CheckedReturn, unit: str) -> bool:
    """Whether nothing differs from what was issued, prefilled figures and texts included."""
    form, submission = checked.form, checked.submission
    texts = [text for text in submission.texts.values() if text.strip()]
    if submission.unread or checked.typed or len(texts) == len(submission.texts) > 0:
        return False
    inputs = [submission.values.get(address) for address in form.addresses if address not in form.totals]
    if not texts and not submission.notes and all(number is None for number in inputs):
        return not checked.zeros
    content = kept_return.content_of(checked)
    issued = opened.store.versions.issued_to(unit) if unit else []
    return any(content == _issued_content(opened, one.sha) for one in issued)


def _issued_content(opened: OpenRound, sha: str) -> str:
    read = judge(opened.checker, opened.round.kept(f"{RECEIVED}/{sha[:2]}/{sha}.xlsx"))
    return kept_return.content_of(read) if isinstance(read, CheckedReturn) else ""


def _changes(opened: OpenRound, unit: str, checked: CheckedReturn) -> tuple[Change, ...]:
    """What this return changed in the unit's latest one; nothing when it is the first."""
    versions = opened.store.versions
    before = versions.get(unit, versions.next_number(unit) - 1)
    if before is None or not before.detail:
        return ()
    return changes_between(opened, before, checked)
