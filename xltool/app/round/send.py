"""Round → mails: writes letters, plans the outbox, sends what is planned.

A letter is planned once and its bytes are stored before anything is sent; one found half sent is `unknown`
and never sent again by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from xltool.app.make_workbooks import Order
from xltool.core.errors import ExitCode, MailError
from xltool.core.submission.model import Contact
from xltool.core.text import zh
from xltool.core.text.catalogue.rounds import C_NOT_MADE
from xltool.mail.letters import write_letter
from xltool.mail.message import Letter, compose, message_id
from xltool.mail.settings import MailSettings, mail_settings
from xltool.mail.smtp import Channel
from xltool.office.files import safe_name, write_new
from xltool.reading.form.find import DATA
from xltool.rounds.round import CONFIG, OUTBOX, OUTGOING, Round
from xltool.rounds.store.records import Outgoing

if TYPE_CHECKING:
    from xltool.app.round.opened import OpenRound

FALLBACK = DATA / "templates"  # whose letters serve a form without its own


def settings_of(round_: Round) -> MailSettings:
    """The round's mailbox; raises ConfigError (exit 4) naming what is wrong in its settings."""
    return mail_settings(round_.mail, round_.path(CONFIG))


def letter_folders(opened: OpenRound) -> tuple[Path, ...]:
    """Where a round's letters are looked for: its own, those of its form, those that come with xltool."""
    return opened.round.folder, Path(opened.form.folder), FALLBACK


@dataclass(frozen=True)
class Sent:
    """What became of one unit's mail; `state` is a key of the round's words."""

    unit: str
    recipient: str
    state: str
    detail: str = ""


@dataclass(frozen=True)
class Sender:
    """Writes to the units of one open round."""

    opened: OpenRound

    def workbook(self, contact: Contact) -> tuple[str, bytes]:
        """Name and bytes of a unit's workbook as issued; raises MailError when it has not been made."""
        opened = self.opened
        name = Order(opened.form, opened.round.year, contact.unit).filename
        issued = [one.path for one in opened.store.versions.issued_to(contact.unit.code)]
        for file in (name, *reversed(issued)):  # a renamed unit's was made under its old name
            path = opened.round.path(OUTGOING, file)
            if path.is_file():
                return file, path.read_bytes()
        raise MailError(C_NOT_MADE, ExitCode.PARTIAL, unit=contact.unit.name)

    def letter(
        self, kind: str, contact: Contact, files: Sequence[tuple[str, bytes]], extra: Mapping[str, object]
    ) -> Letter:
        """The letter of one kind to one unit."""
        opened, unit = self.opened, contact.unit
        deadline = contact.deadline or opened.round.deadline
        context = {
            "tag": f"[{opened.round.id}-{unit.code}]",
            "unit": unit.name,
            "year": opened.round.year,
            "form": opened.form.name,
            "basis": opened.form.basis,
            "deadline": zh.day(deadline),
            "office": opened.round.office,
            "contact": opened.round.contact,
            "phone": opened.round.phone,
            "today": zh.day(opened.today),
            "late": max((opened.today - deadline).days, 0),
            **extra,
        }
        subject, body = write_letter(letter_folders(opened), kind, context)
        return Letter(subject, body, ", ".join(contact.emails), tuple(files))

    def plan(self, key: str, kind: str, contact: Contact, write: Callable[[], Letter]) -> bool:
        """Puts one mail into the outbox, once for its key and address; False when it is there already.

        A letter that was refused for good is written anew once the roster has another address.
        """
        store, round_ = self.opened.store, self.opened.round
        before, address = store.outbox.get(key), ", ".join(contact.emails)
        if before is not None and not (before.state == "failed" and before.recipient != address):
            return False
        letter = write()
        mail = settings_of(round_)
        sender = mail.sender or mail.user
        id_ = message_id(round_.id, f"{key}/{before.tries}" if before else key, sender.rpartition("@")[2])
        data = compose(letter, sender, round_.office, id_, unit=contact.unit.code)
        path = round_.path(OUTBOX, f"{safe_name(key.replace('/', '-'))}.eml")
        write_new(path, data, force=True)  # without its row it was left by a crash
        one = Outgoing(
            key, contact.unit.code, kind, letter.recipient, id_, path.name, "planned", "",
            before.tries if before else 0, store.now(),
        )  # fmt: skip
        with store.change():
            store.outbox.put(one)
            store.log("planned", contact.unit.code, letter=kind, to=letter.recipient, row=asdict(one))
        return True

    def recover(self) -> int:
        """Letters that a crash left in the middle of sending become unknown; how many."""
        with self.opened.store.change():
            return self.opened.store.outbox.forget_sending()

    def deliver(self, channel: Channel, keys: Iterable[str] | None = None) -> Iterator[Sent]:
        """Sends what is planned or waits for another try; ends when the server says stop."""
        self.recover()
        store = self.opened.store
        wanted = None if keys is None else set(keys)
        for row in store.outbox.sendable():
            if (wanted is not None and row.key not in wanted) or not row.recipient:
                continue
            with store.change():
                is_ours = store.outbox.claim(row.key)
            if not is_ours:
                continue  # another run has it
            data = self.opened.round.path(OUTBOX, row.path).read_bytes()
            reply = channel.send([one.strip() for one in row.recipient.split(",")], data)
            state = "retry" if reply.state == "stop" else reply.state
            with store.change():
                store.outbox.answer(row.key, state, reply.text[:500], store.now())
                store.log(
                    state, row.unit, letter=row.kind, key=row.key, to=row.recipient, reply=reply.text[:500]
                )
            yield Sent(row.unit, row.recipient, reply.state, reply.text)
            if reply.state == "stop":
                return
