"""Round → mails: plans the outbox, writes drafts, sends what is planned.

Composes the letters, the messages and the store.  A row is planned once and its bytes are stored
before anything is sent; a row found half sent is `unknown` and never sent again by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from xltool.app.checking import Checker
from xltool.app.make_workbooks import Order, make_all
from xltool.core.errors import ExitCode, MailError, XltoolError
from xltool.core.form.model import Form
from xltool.core.submission.model import Contact
from xltool.core.sums.prior import FindPrior
from xltool.core.text import zh
from xltool.core.text.catalogue.rounds import C_NOT_MADE
from xltool.mail.letters import write_letter
from xltool.mail.message import Letter, compose, message_id
from xltool.mail.settings import MailSettings, mail_settings
from xltool.mail.smtp import Channel
from xltool.office.files import safe_name, write_new
from xltool.reading.form.find import DATA
from xltool.rounds.folder import CONFIG, DRAFTS, OUTBOX, OUTGOING, Round, keep
from xltool.rounds.store import Store

FALLBACK = DATA / "templates"  # whose letters serve a form without its own
SENDABLE = ("planned", "retry")


def settings_of(round_: Round) -> MailSettings:
    """The round's mailbox; raises UsageError (exit 4) naming what is wrong in its settings."""
    return mail_settings(round_.mail, round_.path(CONFIG))


def checker_of(
    round_: Round, contacts: Sequence[Contact], prior: FindPrior | None = None, jobs: int | None = 1
) -> Checker:
    """How a round checks what it is sent: with its key, its roster and last year's returns."""
    return Checker(prior=prior, key=round_.key, roster=tuple(contact.unit for contact in contacts), jobs=jobs)


@dataclass(frozen=True)
class Sent:
    """What became of one unit's mail; `state` is a key of the round's words."""

    unit: str
    recipient: str
    state: str
    detail: str = ""


@dataclass
class Sender:
    """Writes to the units of one open round."""

    round: Round
    store: Store
    form: Form
    contacts: list[Contact]
    today: date

    def make(self, prior: FindPrior | None, force: bool) -> Iterator[Path | XltoolError]:
        """A signed workbook for every unit; one that is there already is left as it is."""
        for contact in self.contacts:
            order = Order(self.form, self.round.year, contact.unit, key=self.round.key)
            path = self.round.path(OUTGOING, order.filename)
            if path.exists() and not force:
                yield path
                continue
            for result in make_all([order], self.round.path(OUTGOING), force, prior):
                if isinstance(result, Path):
                    sha, _ = keep(self.round, result.read_bytes(), ".xlsx")
                    with self.store.change():
                        self.store.insert(
                            "issued", sha=sha, unit=contact.unit.code, path=result.name, at=self.store.now()
                        )
                        self.store.log("made", contact.unit.code, path=result.name, sha=sha)
                yield result

    def workbook(self, contact: Contact) -> tuple[str, bytes]:
        """Name and bytes of a unit's blank workbook; raises UsageError when it has not been made."""
        name = Order(self.form, self.round.year, contact.unit).filename
        try:
            return name, self.round.path(OUTGOING, name).read_bytes()
        except OSError as error:
            raise MailError(C_NOT_MADE, ExitCode.PARTIAL, unit=contact.unit.name) from error

    def letter(
        self, kind: str, contact: Contact, files: Sequence[tuple[str, bytes]], extra: Mapping[str, object]
    ) -> Letter:
        """The letter of one kind to one unit."""
        unit = contact.unit
        context = {
            "tag": f"[{self.round.id}-{unit.code}]",
            "unit": unit.name,
            "year": self.round.year,
            "form": self.form.name,
            "basis": self.form.basis,
            "deadline": zh.day(self.round.deadline),
            "office": self.round.office,
            "today": zh.day(self.today),
            "late": max((self.today - self.round.deadline).days, 0),
            **extra,
        }
        subject, body = write_letter(self.form.folder, str(FALLBACK), kind, context)
        return Letter(subject, body, ", ".join(contact.emails), tuple(files))

    def plan(self, key: str, kind: str, contact: Contact, letter: Letter) -> bool:
        """Puts one mail into the outbox, once for its key; False when it is there already."""
        if self.store.rows("SELECT 1 FROM outbox WHERE key=?", key):
            return False
        mail = settings_of(self.round)
        id_ = message_id(self.round.id, key, (mail.sender or mail.user).rpartition("@")[2])
        data = compose(letter, mail.sender or mail.user, self.round.office, id_, unit=contact.unit.code)
        path = self.round.path(OUTBOX, f"{safe_name(key.replace('/', '-'))}.eml")
        write_new(path, data, force=True)  # without its row it was left by a crash
        with self.store.change():
            return self.store.insert(
                "outbox", key=key, unit=contact.unit.code, kind=kind, recipient=letter.recipient,
                message_id=id_, path=path.name, state="planned", reply="", tries=0, at=self.store.now(),
            )  # fmt: skip

    def draft(self, kind: str, contact: Contact, letter: Letter) -> list[Path]:
        """For offices without SMTP: a mail to be opened and sent by hand, and the same as plain files."""
        unit = contact.unit
        stem = f"{safe_name(unit.code)}-{safe_name(unit.name)}"
        folder = self.round.path(DRAFTS, kind)
        data = compose(letter, unit=unit.code, draft=True)
        written = [write_new(folder / f"{stem}.eml", data, force=True)]
        body = f"{letter.subject}\n\n{letter.body}".replace("\n", "\r\n")
        written.append(write_new(folder / stem / zh.LETTER_FILE, body.encode("utf-8-sig"), force=True))
        for name, attachment in letter.attachments:
            written.append(write_new(folder / stem / safe_name(name), attachment, force=True))
        return written

    def recover(self) -> int:
        """Rows that a crash left in the middle of sending become unknown; how many."""
        with self.store.change():
            done = self.store.db.execute("UPDATE outbox SET state='unknown' WHERE state='sending'")
            return done.rowcount

    def deliver(self, channel: Channel, keys: Iterable[str] | None = None) -> Iterator[Sent]:
        """Sends what is planned or waits for another try; ends when the server says stop."""
        self.recover()
        rows = self.store.rows(
            f"SELECT * FROM outbox WHERE state IN ({','.join('?' * len(SENDABLE))}) ORDER BY rowid", *SENDABLE
        )
        wanted = None if keys is None else set(keys)
        for row in rows:
            if (wanted is not None and row["key"] not in wanted) or not row["recipient"]:
                continue
            if not self._claim(row["key"]):
                continue  # another run has it
            data = self.round.path(OUTBOX, row["path"]).read_bytes()
            recipients = [one.strip() for one in row["recipient"].split(",")]
            reply = channel.send(recipients, data)
            state = "retry" if reply.state == "stop" else reply.state
            with self.store.change():
                self.store.db.execute(
                    "UPDATE outbox SET state=?, reply=?, tries=tries+1, at=? WHERE key=?",
                    (state, reply.text[:500], self.store.now(), row["key"]),
                )
                self.store.log(
                    state,
                    row["unit"],
                    letter=row["kind"],
                    key=row["key"],
                    to=row["recipient"],
                    reply=reply.text[:500],
                )
            yield Sent(row["unit"], row["recipient"], reply.state, reply.text)
            if reply.state == "stop":
                return

    def _claim(self, key: str) -> bool:
        marks = ",".join("?" * len(SENDABLE))
        with self.store.change():
            done = self.store.db.execute(
                f"UPDATE outbox SET state='sending' WHERE key=? AND state IN ({marks})", (key, *SENDABLE)
            )
            return done.rowcount == 1

    def mark_sent(self, units: Iterable[str], kind: str) -> None:
        """Records that mails were sent by hand."""
        with self.store.change():
            for unit in units:
                self.store.log("sent", unit, letter=kind, by="hand")
