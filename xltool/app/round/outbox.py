"""Letters that are due, of one kind: shown, laid as drafts, as text to paste, registered as sent, or sent."""

from __future__ import annotations

import io
import time
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from xltool.app.round import own_files
from xltool.app.round.letters import Due, due
from xltool.app.round.opened import OpenRound
from xltool.app.round.send import Sender, Sent, settings_of
from xltool.core.errors import ExitCode, MailError, OutputError, UsageError, XltoolError
from xltool.core.submission.model import Contact
from xltool.core.text import zh
from xltool.core.text.catalogue.rounds import (
    C_EDITED,
    C_NO_ADDRESS,
    C_NO_MAIL,
    C_NOT_DUE,
    C_PASSWORD,
    C_REFUSED,
)
from xltool.core.text.clean import safe
from xltool.mail.message import compose
from xltool.office.files import safe_name
from xltool.rounds.round import DRAFTS
from xltool.writing.lists.plain import sheet

_MOST = 100  # letters that are shown on one page


@dataclass(frozen=True)
class LetterLine:
    """One letter that is due."""

    code: str
    name: str
    recipient: str
    subject: str
    body: str
    files: tuple[str, ...]


def letter_lines(
    opened: OpenRound, kind: str, units: Collection[str] = (), most: int = _MOST
) -> list[LetterLine]:
    """The first of them to be looked at, at most `most`; units without an address first."""
    letters = sorted(due(opened, kind, units), key=lambda one: bool(one.address))
    lines = []
    for one in islice(letters, most):
        letter, unit = one.write(), one.contact.unit
        files = tuple(name for name, _ in letter.attachments)
        lines.append(
            LetterLine(unit.code, safe(unit.name), safe(one.address), letter.subject, letter.body, files)
        )
    return lines


def draft(opened: OpenRound, kind: str, unit: str) -> tuple[str, bytes]:
    """(name, bytes) of the mail to one unit, to be sent by hand; raises UsageError if none is due."""
    for one in due(opened, kind, (unit,)):
        return _mail(one)
    raise UsageError(C_NOT_DUE, unit=unit, kind=zh.LETTER_KINDS[kind])


def drafts(opened: OpenRound, kind: str) -> bytes:
    """All of them in one .zip."""
    output = io.BytesIO()
    with ZipFile(output, "w", ZIP_DEFLATED) as archive:
        for one in due(opened, kind):
            archive.writestr(*_mail(one))
    return output.getvalue()


def _stem(contact: Contact) -> str:
    return f"{safe_name(contact.unit.code)}-{safe_name(contact.unit.name)}"


def _mail(one: Due) -> tuple[str, bytes]:
    name = f"{_stem(one.contact)}.eml"
    return name, compose(one.write(), unit=one.contact.unit.code, draft=True)


def lay_drafts(opened: OpenRound, kind: str, letters: Sequence[Due]) -> Iterator[Path | XltoolError]:
    """The drafts of a kind laid anew: a mail to open, the same as plain files, and their list.

    What was laid before and is no longer due goes; what somebody edited stays and is named.
    """
    folder = opened.round.path(DRAFTS, kind)
    for path in own_files.clear(opened, folder):
        yield OutputError(C_EDITED, path=str(path))
    rows = []
    for one in letters:
        unit, stem = one.contact.unit, _stem(one.contact)
        try:
            letter = one.write()
            name, mail = f"{stem}.eml", compose(letter, unit=unit.code, draft=True)
            text = f"{letter.subject}\n\n{letter.body}".replace("\n", "\r\n").encode("utf-8-sig")
            own = ((zh.LETTER_FILE, text), *letter.attachments)
            files = {folder / name: mail, **{folder / stem / safe_name(file): data for file, data in own}}
            for path, data in files.items():
                own_files.write(opened, path, data)
                yield path
        except XltoolError as error:
            yield error
            continue
        attached = "、".join(file for file, _ in letter.attachments)
        rows.append((unit.code, unit.name, one.address, letter.subject, f"{kind}/{name}", attached))
    if rows:
        try:
            own_files.write(opened, folder / zh.LIST_FILE, sheet(zh.LIST_HEAD, rows))
            yield folder / zh.LIST_FILE
        except XltoolError as error:
            yield error


def pasted(opened: OpenRound, kind: str, letters: Sequence[Due]) -> Iterator[str]:
    """To paste: for reminders one text for the work group; then each letter; last the telephones."""
    group = group_texts(opened, letters) if kind == "remind" else ()
    yield from group[:1]
    for one in letters:
        letter = one.write()
        yield f"{letter.subject}\n{letter.body}"
    yield from group[1:]


def group_texts(opened: OpenRound, letters: Sequence[Due]) -> tuple[str, ...]:
    """(what a work group is told of who is missing, their telephones); nothing when nobody is."""
    if not letters:
        return ()
    contacts = [one.contact for one in letters]
    text = zh.GROUP_TEXT.format(
        form=opened.form.name, year=opened.round.year, n=len(contacts), office=opened.round.office,
        names="、".join(safe(contact.unit.name) for contact in contacts),
        deadline=zh.day(opened.round.deadline),
    )  # fmt: skip
    phones = [
        safe(f"{one.unit.code}　{one.unit.name}　{one.person}　{one.unit.phone or zh.NO_PHONE}")
        for one in contacts
    ]
    return text, "\n".join((zh.GROUP_PHONES, *phones))


def register(
    opened: OpenRound, kind: str, units: Collection[str] = (), warnings: bool = False
) -> list[Contact]:
    """Records that the due letters to `units` (empty: all) were sent by hand; to whom."""
    letters = list(due(opened, kind, units, warnings))
    with opened.store.change():
        for one in letters:
            opened.store.log("sent", one.contact.unit.code, letter=kind, key=one.key, by="hand")
    return [one.contact for one in letters]


def send(opened: OpenRound, letters: Sequence[Due]) -> Iterator[Sent | XltoolError]:
    """Sends these letters to all who have an address; what could not be sent is named.

    Nothing planned earlier goes out if it is not among them.  Raises MailError without a mailbox or its
    password.
    """
    from xltool.mail.secret import password
    from xltool.mail.smtp import Channel

    mail = settings_of(opened.round)
    if not mail.host:
        raise MailError(C_NO_MAIL)
    secret = password(mail.user)
    if not secret:
        raise MailError(C_PASSWORD)
    sender = Sender(opened)
    keys = {one.key for one in letters if one.address}
    for one in letters:
        name = one.contact.unit.name
        if not one.address:
            yield MailError(C_NO_ADDRESS, ExitCode.PARTIAL, unit=name)
            continue
        try:
            sender.plan(one.key, one.kind, one.contact, one.write)
        except XltoolError as error:
            yield error
    channel = Channel(mail, secret, time.sleep)
    tried: set[str] = set()
    try:
        for sent in sender.deliver(channel, keys):
            tried.add(sent.unit)
            yield sent
    finally:
        channel.close()
    for row in opened.store.outbox.unsent():
        if row.key in keys and row.unit not in tried:
            yield MailError(
                C_REFUSED, ExitCode.PARTIAL, unit=row.unit, address=row.recipient, reply=row.reply
            )
