"""An open round: settings, form, roster and store, read once and in agreement, up to date when closed.

Every command of a round works on one of these, and none can forget last year's data or a password.
"""

from __future__ import annotations

import hashlib
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path

from xltool.app.checking import Checker
from xltool.app.prior import find_prior
from xltool.core.errors import ConfigError, UsageError
from xltool.core.form.model import Form
from xltool.core.submission.model import Contact, Unit
from xltool.core.text.catalogue.rounds import (
    C_CONFIG,
    C_UNIT,
)
from xltool.rounds import status as statuses
from xltool.rounds.history import Histories, History, pack, unpack
from xltool.rounds.ledger import Ledger
from xltool.rounds.people import People
from xltool.rounds.round import CONFIG, COPIES, LEDGER, Round
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
    _standings: tuple[int, dict[str, Standing]] | None = None  # as of this event

    @property
    def roster(self) -> list[Unit]:
        """The units of the round."""
        return [contact.unit for contact in self.contacts]

    @cached_property
    def contact_of(self) -> dict[str, Contact]:
        """The contacts by the codes of their units."""
        return {contact.unit.code: contact for contact in self.contacts}

    @property
    def gone(self) -> list[Contact]:
        """The units that are no longer in the roster and have a record, as they were called then."""
        names = self.store.versions.issued_names()
        found = []
        for code in self.standings():
            if code and code not in self.contact_of:
                name, path = names.get(code, ("", ""))
                name = name or path.removeprefix(f"{code}-").removesuffix(f"-{self.round.year}.xlsx")
                found.append(Contact(Unit(code, name)))
        return found

    def contact(self, given: str) -> Contact:
        """The unit with this code or name, also one that has left the roster; raises UsageError."""
        for contact in (*self.contacts, *self.gone):
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

    @property
    def closed(self) -> str:
        """When the round was closed, "" while it is open."""
        return self.histories[""].closed

    def standings(self) -> dict[str, Standing]:
        """Where each unit stands by the events alone; "" is what is nobody's."""
        last, known = self.store.last_event(), self.store.standings.known_to()
        if self._standings is not None and self._standings[0] == last:
            return self._standings[1]
        found = (
            {unit: statuses.unpack(text) for unit, text in self.store.standings.all().items()}
            if known
            else {}
        )
        if known < last:
            found |= {unit: statuses.standing(history) for unit, history in self.histories.items()}
        self._standings = (last, found)
        return found

    def status_of(self, known: Standing, unit: str) -> UnitStatus:
        """Where a unit stands today."""
        contact = self.contact_of.get(unit)
        deadline = (contact.deadline if contact else None) or self.round.deadline
        return statuses.status(known, deadline, self.today, self.round.needs_review)

    @cached_property
    def common_basis(self) -> str:
        """With what returns are checked now, whatever the unit: program, form and last year's data."""
        program = sys.modules[__name__.partition(".")[0]]  # above this floor, and loaded already
        digest = hashlib.sha256(str(program.__version__).encode())
        digest.update((Path(self.form.folder) / "form.toml").read_bytes())
        if self.round.prior:
            place = self.round.path(self.round.prior)
            files = sorted(place.rglob("*"), key=Path.as_posix) if place.is_dir() else [place]
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


def copy_of_the_day(round_: Round, day: str) -> Path:
    """Where the copy of the store of a day lies, or would."""
    return round_.path(COPIES, f"round-{day}.db")


def _copy_of_the_day(round_: Round, store: Store) -> None:
    """One copy a day; a disk that has no place for it is no reason to stop."""
    path = copy_of_the_day(round_, store.now()[:10])
    folder = path.parent
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
