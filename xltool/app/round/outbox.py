"""Letters that are due, of one kind: shown, opened as drafts, registered as sent by hand, or sent."""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from zipfile import ZIP_DEFLATED, ZipFile

from xltool.app.round.letters import Due, corrections, issues, receipts, reminders
from xltool.app.round.opened import OpenRound
from xltool.app.round.send import Sender, Sent, settings_of
from xltool.core.errors import MailError, UsageError
from xltool.core.text.catalogue.rounds import C_NO_MAIL, C_PASSWORD, C_UNIT
from xltool.core.text.clean import safe
from xltool.mail.message import compose
from xltool.office.files import safe_name

LETTERS: dict[str, Callable[[OpenRound], Iterator[Due]]] = {
    "issue": issues, "return": corrections, "remind": reminders, "receipt": receipts,
}  # fmt: skip


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


def due(opened: OpenRound, kind: str, units: Collection[str] = ()) -> Iterator[Due]:
    """The letters of a kind that are due now, of `units` or of all; units without an address first.

    Made one at a time, as they are asked for.  Raises MailError while a workbook has not been made.
    """
    contacts = [one for one in opened.contacts if not units or one.unit.code in units]
    return LETTERS[kind](replace(opened, contacts=sorted(contacts, key=lambda one: bool(one.emails))))


def letter_lines(
    opened: OpenRound, kind: str, units: Collection[str] = (), most: int = _MOST
) -> list[LetterLine]:
    """The first of them to be looked at, at most `most`."""
    return [
        LetterLine(
            contact.unit.code,
            safe(contact.unit.name),
            safe(letter.recipient),
            letter.subject,
            letter.body,
            tuple(name for name, _ in letter.attachments),
        )
        for _, _, contact, letter in islice(due(opened, kind, units), most)
    ]


def draft(opened: OpenRound, kind: str, unit: str) -> tuple[str, bytes]:
    """(name, bytes) of the mail to one unit, to be sent by hand; raises UsageError if none is due."""
    for one in due(opened, kind, (unit,)):
        return _mail(one)
    raise UsageError(C_UNIT, unit=unit)


def drafts(opened: OpenRound, kind: str) -> bytes:
    """All of them in one .zip."""
    output = io.BytesIO()
    with ZipFile(output, "w", ZIP_DEFLATED) as archive:
        for one in due(opened, kind):
            archive.writestr(*_mail(one))
    return output.getvalue()


def _mail(one: Due) -> tuple[str, bytes]:
    _, _, contact, letter = one
    unit = contact.unit
    return f"{safe_name(unit.code)}-{safe_name(unit.name)}.eml", compose(letter, unit=unit.code, draft=True)


def register(opened: OpenRound, kind: str, units: Collection[str]) -> int:
    """Records that the due letters to `units` (empty: all) were sent by hand; how many."""
    codes = [contact.unit.code for _, _, contact, _ in due(opened, kind, units)]
    Sender(opened).mark_sent(codes, kind)
    return len(codes)


def send(opened: OpenRound, kind: str, units: Collection[str] = ()) -> Iterator[Sent]:
    """Sends the due letters to `units` (empty: all) that have an address.  Raises MailError."""
    from xltool.mail.secret import password
    from xltool.mail.smtp import Channel

    mail = settings_of(opened.round)
    if not mail.host:
        raise MailError(C_NO_MAIL)
    secret = password(mail.user)
    if not secret:
        raise MailError(C_PASSWORD)
    sender = Sender(opened)
    letters = [one for one in due(opened, kind, units) if one[3].recipient]
    for key, own_kind, contact, letter in letters:
        sender.plan(key, own_kind, contact, letter)
    channel = Channel(mail, secret, time.sleep)
    try:
        yield from sender.deliver(channel, {key for key, *_ in letters})
    finally:
        channel.close()
