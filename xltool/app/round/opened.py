"""An open round: its settings, form, roster and store, read once and in agreement; brought up to date when closed.

Every command of a round works on one of these, and none can forget last year's data or a password.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path

import xltool
from xltool.app.checking import Checker
from xltool.app.prior import find_prior
from xltool.core.errors import ConfigError, StoreError, UsageError
from xltool.core.form.model import Form
from xltool.core.submission.model import Contact, Unit
from xltool.core.text import zh
from xltool.core.text.catalogue.rounds import (
    C_CONFIG,
    C_RECODED,
    C_RENAMED,
    C_STORE_BEHIND,
    C_UNIT,
)
from xltool.core.text.wording import sentence
from xltool.office.files import safe_name
from xltool.reading.form.find import open_form
from xltool.reading.roster import read_contacts
from xltool.rounds import status as statuses
from xltool.rounds.history import Histories, History, pack, unpack
from xltool.rounds.ledger import Ledger
from xltool.rounds.people import People, former_names
from xltool.rounds.round import CONFIG, COPIES, LEDGER, STORE, Round, open_round
from xltool.rounds.status import Standing, UnitStatus
from xltool.rounds.store.database import Store

_SMALL = 16_000_000  # bytes of a store whose copy of the day is renewed with every change
_COPIES = 31


@dataclass
class OpenRound:
    """One open round; `notices` are sentences that the clerk has to hear, whatever is done."""

    round: Round
    form: Form
    contacts: list[Contact]
    store: Store
    today: date
    passwords: tuple[str, ...] = ("",)
    jobs: int | None = 1
    notices: list[str] = field(default_factory=list)

    @property
    def roster(self) -> list[Unit]:
        """The units of the round."""
        return [contact.unit for contact in self.contacts]

    @cached_property
    def contact_of(self) -> dict[str, Contact]:
        """The contacts by the codes of their units."""
        return {contact.unit.code: contact for contact in self.contacts}

    def contact(self, given: str) -> Contact:
        """The unit with this code or name; raises UsageError."""
        for contact in self.contacts:
            if given in (contact.unit.code, contact.unit.name):
                return contact
        raise UsageError(C_UNIT, unit=given)

    @cached_property
    def checker(self) -> Checker:
        """How this round checks what it is sent."""
        return checker_of(self)

    @cached_property
    def people(self) -> People:
        """The roster, with the addresses that claims have taught."""
        histories = self.histories
        learned = [(sender, unit) for unit in self.contact_of for sender in histories[unit].teachers.values()]
        return People(self.contacts, self.round.own_addresses, learned)

    @property
    def histories(self) -> Histories:
        """What is known of each unit, as of now."""
        known = self.store.standings.known_to()

        def find(unit: str) -> History | None:
            packed = self.store.standings.histories([unit]).get(unit)
            return unpack(packed) if packed else None

        histories = Histories(find if known else lambda _: None)
        histories.tell(self.store.events(after=known))
        return histories

    def standings(self) -> dict[str, Standing]:
        """Where each unit stands by the events alone; "" is what is nobody's."""
        known = self.store.standings.known_to()
        found = (
            {unit: statuses.unpack(text) for unit, text in self.store.standings.all().items()}
            if known
            else {}
        )
        if known < self.store.last_event():
            histories = self.histories
            found |= {unit: statuses.standing(history) for unit, history in histories.items()}
        return found

    def status_of(self, known: Standing, unit: str) -> UnitStatus:
        """Where a unit stands today."""
        contact = self.contact_of.get(unit)
        deadline = (contact.deadline if contact else None) or self.round.deadline
        return statuses.status(known, deadline, self.today, self.round.needs_review)

    @cached_property
    def common_basis(self) -> str:
        """With what returns are checked now, whatever the unit: program, form and last year's data."""
        digest = hashlib.sha256(xltool.__version__.encode())
        digest.update((Path(self.form.folder) / "form.toml").read_bytes())
        if self.round.prior:
            place = self.round.path(self.round.prior)
            files = sorted(place.rglob("*")) if place.is_dir() else [place]
            for file in files:
                if file.is_file():
                    digest.update(file.name.encode("utf-8", "surrogateescape") + b"\0" + file.read_bytes())
        return digest.hexdigest()[:12]

    def basis_of(self, code: str) -> str:
        """The same of one unit: its level and former names too."""
        contact = self.contact_of.get(code)
        said = f"{contact.unit.level}|{contact.unit.former}" if contact else ""
        return f"{self.common_basis}-{hashlib.sha256(said.encode()).hexdigest()[:6]}"


def checker_of(opened_: OpenRound) -> Checker:
    """The one Checker of a round: its key, roster, passwords, and last year's returns.

    Raises ConfigError when the line ``prior`` leads nowhere.
    """
    round_ = opened_.round
    prior = None
    if round_.prior:
        place = round_.path(round_.prior)
        if not place.exists():
            detail = f"prior = {round_.prior}"
            raise ConfigError(C_CONFIG, path=str(round_.path(CONFIG)), detail=detail)
        prior = find_prior([str(place)])
    return Checker(
        prior=prior,
        key=round_.key,
        passwords=opened_.passwords,
        roster=tuple(opened_.roster),
        jobs=opened_.jobs,
    )


@contextmanager
def opened(
    folder: Path, today: date | None = None, passwords: Sequence[str] = (), jobs: int | None = 1
) -> Iterator[OpenRound]:
    """The round in `folder`, brought up to date and closed again whatever happens.

    Raises ConfigError, StoreError (exit 4), UsageError, FormError.
    """
    found = open_now(folder, today, passwords, jobs)
    try:
        with found.store.guarded():
            try:
                yield found
            except BaseException:
                with suppress(Exception):  # what ended the command is what has to be said
                    catch_up(found.round, found.store)
                raise
            catch_up(found.round, found.store)
    finally:
        found.store.close()


def open_now(
    folder: Path, today: date | None = None, passwords: Sequence[str] = (), jobs: int | None = 1
) -> OpenRound:
    """The open round, which the caller closes; raises like `opened`."""
    from xltool.app.round.send import settings_of

    round_ = open_round(folder)
    settings_of(round_)  # a wrong setting is told at once, whatever is asked for
    form = open_form(round_.form)
    round_.agree_with(form)
    contacts = read_contacts(round_.roster, form.levels)
    store = Store(round_.path(STORE))
    try:
        return _ready(
            OpenRound(round_, form, contacts, store, today or date.today(), (*passwords, *_given()), jobs)
        )
    except BaseException:
        store.close()
        raise


def _given() -> tuple[str, ...]:
    """Opening passwords of the environment, and none at all, which opens most files."""
    return (*filter(None, [os.environ.get("XLTOOL_OPEN_PASSWORD", "")]), "")


def _ready(found: OpenRound) -> OpenRound:
    from xltool.app.round.recheck import check_old

    with found.store.guarded():
        if Ledger(found.round.path(LEDGER)).last() > found.store.last_event():
            raise StoreError(C_STORE_BEHIND, path=str(found.store.path))
        found.notices += roster_questions(found)
        if n := check_old(found):
            found.notices.append(zh.ROUND_OLD.format(n=n))
    return found


def roster_questions(found: OpenRound) -> list[str]:
    """What differs between the roster and what was issued, each asked once, with the line that settles it."""
    units = found.contact_of
    by_name = {contact.unit.name: code for code, contact in units.items()}
    questions = []
    for code, (then, path) in found.store.versions.issued_names().items():
        then = then or path.removeprefix(f"{safe_name(code)}-").removesuffix(f"-{found.round.year}.xlsx")
        contact = units.get(code)
        if contact is not None:
            names = (contact.unit.name, *former_names(contact.unit))
            if then not in names and then not in map(safe_name, names):
                questions.append(sentence(C_RENAMED, code=code, now=contact.unit.name, then=then))
        elif then in by_name:
            questions.append(sentence(C_RECODED, code=code, now=by_name[then], then=then))
    return questions


def catch_up(round_: Round, store: Store) -> None:
    """The ledger, the projection and the copy of the day, as of the last event.

    Raises OutputError or StoreError when the disk refuses.
    """
    last = store.last_event()
    ledger = Ledger(round_.path(LEDGER))
    if ledger.last() == last == store.standings.known_to():
        return
    with store.change():  # whoever else catches up waits
        ledger.add(store.events(after=ledger.last()))
        known = store.standings.known_to()
        if known < store.last_event():

            def find(unit: str) -> History | None:
                packed = store.standings.histories([unit]).get(unit)
                return unpack(packed) if packed else None

            histories = Histories(find if known else lambda _: None)
            anew = histories.tell(store.events(after=known)) or not known
            rows = {
                unit: (pack(one), statuses.pack(statuses.standing(one))) for unit, one in histories.items()
            }
            store.standings.put(store.last_event(), rows, anew)
    _copy_of_the_day(round_, store)


def _copy_of_the_day(round_: Round, store: Store) -> None:
    """One copy a day; a disk that has no place for it is no reason to stop."""
    folder = round_.path(COPIES)
    path = folder / f"round-{store.now()[:10]}.db"
    with suppress(OSError):
        if path.exists() and store.path.stat().st_size > _SMALL:
            return
        folder.mkdir(exist_ok=True)
        draft = path.with_suffix(".tmp")
        try:
            store.copy_to(draft)
            draft.replace(path)
        except Exception:
            draft.unlink(missing_ok=True)
            return
        for old in sorted(folder.glob("round-*.db"))[:-_COPIES]:
            old.unlink()
