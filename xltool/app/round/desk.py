"""An open round as the clerk sees it: who stands where, what to answer, what to hand over.

Composes the store, the status rules and the sender; keeps nothing of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from xltool.app.checking import Checker
from xltool.app.environment import sheet_password
from xltool.app.marked_copy import copy_name, marked_copy
from xltool.app.report import ReportWishes, write_reports
from xltool.app.round.send import Sender, checker_of, settings_of
from xltool.core.check.finding import Finding
from xltool.core.check.labels import short_label
from xltool.core.check.returned import CheckedReturn, Unreadable
from xltool.core.errors import UnreadableFile, UsageError, XltoolError
from xltool.core.form.model import Form
from xltool.core.submission.model import Contact, Unit, plain
from xltool.core.sums.adder import LeftOut
from xltool.core.sums.prior import FindPrior
from xltool.core.text import zh
from xltool.core.text.catalogue.rounds import C_ARRIVAL, C_NO_VERSION, C_REASON, C_UNIT
from xltool.mail.message import Letter
from xltool.reading.form.find import open_form
from xltool.reading.roster import read_contacts
from xltool.rounds.folder import REPORTS, STORE, Round, open_round
from xltool.rounds.status import History, UnitStatus, Version, derive
from xltool.rounds.store import Store
from xltool.writing.lists.findings_text import place

LATEST = ("sent", "arrived", "bounce", "accept", "exclude", "version")


@dataclass(frozen=True)
class BoardLine:
    """One unit on the board."""

    contact: Contact
    status: UnitStatus
    last: str
    held: tuple[int, ...] = ()


@dataclass
class Desk:
    """One open round with everything it needs; close it when done."""

    round: Round
    form: Form
    contacts: list[Contact]
    store: Store
    today: date
    _held: dict[str, list[int]] = field(default_factory=dict)

    @property
    def sender(self) -> Sender:
        """Writes to the units."""
        return Sender(self.round, self.store, self.form, self.contacts, self.today)

    @property
    def roster(self) -> list[Unit]:
        """The units of the round."""
        return [contact.unit for contact in self.contacts]

    def contact(self, given: str) -> Contact:
        """The unit with this code or name; raises UsageError."""
        for contact in self.contacts:
            if given in (contact.unit.code, contact.unit.name):
                return contact
        raise UsageError(C_UNIT, unit=given)

    def board(self) -> list[BoardLine]:
        """Every unit of the roster in its order with where it stands."""
        histories = self._histories()
        held = self._waiting()
        lines = []
        for contact in self.contacts:
            code = contact.unit.code
            history = histories.get(code, History())
            status = derive(history, self.round.deadline, self.today)
            lines.append(BoardLine(contact, status, history.last, tuple(held.get(code, ()))))
        return lines

    def _waiting(self) -> dict[str, list[int]]:
        """Arrivals that wait for the clerk, by the unit they seem to be of ("" when unknown)."""
        settled = {event.data.get("arrival") for event in self.store.events() if event.kind == "settled"}
        waiting: dict[str, list[int]] = {}
        for row in self.store.rows("SELECT id, unit FROM arrival WHERE outcome='held' ORDER BY id"):
            if row["id"] not in settled:
                waiting.setdefault(row["unit"], []).append(row["id"])
        return waiting

    def _histories(self) -> dict[str, History]:
        """One pass over the events and versions; memory grows with units, not with mails."""
        sent: dict[str, str] = {}
        bounced: dict[str, str] = {}
        last: dict[str, str] = {}
        excluded: dict[tuple[str, int], str] = {}
        accepted: dict[tuple[str, int], str] = {}
        for event in self.store.events():
            unit = event.unit
            if event.kind == "sent":
                sent[unit] = event.at
                bounced.pop(unit, None)
            elif event.kind == "bounce":
                bounced[unit] = str(event.data.get("reason", "")) or event.at
            elif event.kind in ("accept", "exclude"):
                chosen, other = (accepted, excluded) if event.kind == "accept" else (excluded, accepted)
                key = (unit, int(event.data["n"]))
                chosen[key] = str(event.data["reason"]) or event.kind
                other.pop(key, None)
            if event.kind in LATEST:
                last[unit] = event.at
        versions: dict[str, list[Version]] = {}
        for row in self.store.rows(
            "SELECT unit, n, status, errors, warnings, at, path FROM version ORDER BY unit, n"
        ):
            key = (row["unit"], row["n"])
            versions.setdefault(row["unit"], []).append(
                Version(
                    row["n"], row["status"], row["errors"], row["warnings"], row["at"], row["path"],
                    excluded.get(key, ""), accepted.get(key, ""),
                )
            )  # fmt: skip
        waiting = self._waiting()
        units = {*sent, *bounced, *last, *versions, *waiting}
        return {
            unit: History(
                sent.get(unit, ""), bounced.get(unit, ""), len(waiting.get(unit, ())),
                tuple(versions.get(unit, ())), last.get(unit, ""),
            )
            for unit in units
        }  # fmt: skip

    def checker(self, prior: FindPrior | None = None) -> Checker:
        """How this round checks what it is sent."""
        return checker_of(self.round, self.contacts, prior)

    def checked(self, version: Version, prior: FindPrior | None = None) -> CheckedReturn | Unreadable:
        """A version's file, read and checked again from the kept bytes."""
        return self.checker(prior).check(self.round.path(*version.path.split("/")))

    def accept(self, contact: Contact, reason: str) -> Version:
        """Takes a unit's latest open version in spite of its errors; raises UsageError without a reason."""
        version = self._latest(contact)
        if version.status == "rejected" and not reason:
            raise UsageError(C_REASON)
        with self.store.change():
            self.store.log("accept", contact.unit.code, n=version.n, reason=reason)
        return version

    def exclude(self, contact: Contact, reason: str, number: int | None) -> Version:
        """Leaves one version out for a reason; what was before it counts again."""
        if not reason:
            raise UsageError(C_REASON)
        version = self._latest(contact, number)
        with self.store.change():
            self.store.log("exclude", contact.unit.code, n=version.n, reason=reason)
        return version

    def claim(
        self, arrival: int, contact: Contact, reason: str, prior: FindPrior | None
    ) -> CheckedReturn | Unreadable:
        """Gives a waiting file to a unit; the clerk's decision and its reason are logged."""
        from xltool.app.round.collect import add_version

        rows = self.store.rows("SELECT * FROM arrival WHERE id=? AND outcome='held'", arrival)
        if not rows:
            raise UsageError(C_ARRIVAL, n=str(arrival))
        if not reason:
            raise UsageError(C_REASON)
        checked = self.checker(prior).check(self.round.path(*rows[0]["path"].split("/")))
        with self.store.change():
            self.store.log("settled", contact.unit.code, arrival=arrival, reason=reason)
            if isinstance(checked, CheckedReturn):
                add_version(self.store, contact.unit.code, rows[0]["key"], checked)
        return checked

    def _latest(self, contact: Contact, number: int | None = None) -> Version:
        versions = self._histories().get(contact.unit.code, History()).versions
        fit = [v for v in versions if (v.n == number if number else not v.excluded)]
        if not fit:
            raise UsageError(C_NO_VERSION, unit=contact.unit.name)
        return fit[-1]

    def corrections(self, prior: FindPrior | None) -> Iterator[tuple[str, str, Contact, Letter]]:
        """(key, kind, unit, letter) for every unit whose return needs correcting."""
        for line in self.board():
            version = line.status.version
            if line.status.state != "rejected" or version is None:
                continue
            checked = self.checked(version, prior)
            if isinstance(checked, Unreadable):
                continue
            errors = [f for f in checked.findings if f.severity == "error"]
            warnings = [f for f in checked.findings if f.severity == "warning"]
            extra = {
                "version": version.n,
                "errors": [_words(finding) for finding in errors],
                "warnings": [_words(finding) for finding in warnings],
            }
            file = (copy_name(checked), marked_copy(checked, self.round.key, sheet_password()))
            key = f"return/{line.contact.unit.code}/{version.n}"
            yield key, "return", line.contact, self.sender.letter("return", line.contact, [file], extra)

    def reminders(self) -> Iterator[tuple[str, str, Contact, Letter]]:
        """(key, kind, unit, letter) for units that have sent nothing; once a day at most.

        Never for one whose file waits for the clerk, or whose mail came back.
        """
        for line in self.board():
            if line.status.state in ("sent", "late") and not line.held:
                key = f"remind/{line.contact.unit.code}/{self.today.isoformat()}"
                file = self.sender.workbook(line.contact)
                yield key, "remind", line.contact, self.sender.letter("remind", line.contact, [file], {})

    def receipts(self) -> Iterator[tuple[str, str, Contact, Letter]]:
        """(key, kind, unit, letter) for every accepted version: time, hash, the totals."""
        for line in self.board():
            version = line.status.version
            if version is None or not line.status.state.startswith("accepted"):
                continue
            checked = self.checked(version)
            values = checked.submission.values if isinstance(checked, CheckedReturn) else {}
            last = {
                table.id: [a for a in table.addresses if a in table.totals][-1:] for table in self.form.tables
            }
            totals = [
                {"label": short_label(self.form, address), "figure": plain(number)}
                for addresses in last.values()
                for address in addresses
                if (number := values.get(address)) is not None
            ]
            extra = {"version": version.n, "received": version.at, "sha": checked.sha256, "totals": totals}
            key = f"receipt/{line.contact.unit.code}/{version.n}"
            yield key, "receipt", line.contact, self.sender.letter("receipt", line.contact, (), extra)

    def accepted(self, prior: FindPrior | None) -> Iterator[CheckedReturn | Unreadable]:
        """The return that counts of every accepted unit, read and checked again, one at a time."""
        for line in self.board():
            version = line.status.version
            if version is not None and line.status.state.startswith("accepted"):
                yield self.checked(version, prior)

    def left_out(self) -> list[LeftOut]:
        """Units that sent something which does not count, and why; those that sent nothing are missing."""
        histories = self._histories()
        found = []
        for line in self.board():
            unit, state = line.contact.unit, line.status.state
            versions = histories.get(unit.code, History()).versions
            if state in ("held", "rejected"):
                found.append(LeftOut(unit, zh.round_state(state, line.status.n)))
            elif not state.startswith("accepted") and versions:
                found.append(LeftOut(unit, versions[-1].excluded))
        return found

    def reports(self, force: bool) -> Iterator[tuple[Contact, Path | XltoolError]]:
        """The final report of every accepted unit."""
        for line in self.board():
            version = line.status.version
            if version is None or not line.status.state.startswith("accepted"):
                continue
            try:
                checked = self.checked(version)
                if isinstance(checked, Unreadable):
                    raise UnreadableFile(checked.code, **checked.args)
                wishes = ReportWishes(draft=bool(version.accepted), force=force)
                for path in write_reports(checked, self.round.path(REPORTS), wishes):
                    yield line.contact, path
            except XltoolError as error:
                yield line.contact, error


def open_desk(folder: Path, today: date) -> Desk:
    """The round in `folder`; raises UsageError or FormError."""
    round_ = open_round(folder)
    settings_of(round_)  # a wrong setting is told at once, whatever is asked for
    form = open_form(round_.form)
    contacts = read_contacts(round_.roster, form.levels)
    return Desk(round_, form, contacts, Store(round_.path(STORE)), today)


def _words(finding: Finding) -> dict[str, str]:
    text, advice = finding.message, finding.advice
    return {"place": place(finding), "text": text, "advice": advice}


def as_json(desk: Desk, lines: list[BoardLine]) -> dict[str, object]:
    """The document of ``round status --json``."""
    return {
        "schema": 1,
        "form": desk.round.form,
        "year": desk.round.year,
        "deadline": desk.round.deadline.isoformat(),
        "units": [
            {
                "code": line.contact.unit.code,
                "name": line.contact.unit.name,
                "state": line.status.state,
                "n": line.status.n,
                "version": line.status.version.n if line.status.version else None,
                "late": line.status.late,
                "last": line.last,
                "next": line.status.next,
                "held": list(line.held),
            }
            for line in lines
        ],
    }
