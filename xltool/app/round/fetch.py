"""The round's mailbox → arrivals, by IMAP or POP3, whichever is set."""

from __future__ import annotations

from collections.abc import Iterator

from xltool.app.round.collect import Collector
from xltool.app.round.opened import OpenRound
from xltool.app.round.send import settings_of
from xltool.app.round.taking import Arrived
from xltool.core.errors import MailError
from xltool.core.text.catalogue.rounds import C_NO_MAIL, C_PASSWORD


def can_fetch(opened: OpenRound) -> bool:
    """Whether a mailbox is set."""
    mail = settings_of(opened.round)
    return bool(mail.imap_host or mail.pop3_host)


def fetch(opened: OpenRound) -> Iterator[Arrived]:
    """What is new in the mailbox; raises MailError without one, or without its password."""
    from xltool.mail.secret import password

    mail = settings_of(opened.round)
    if not can_fetch(opened):
        raise MailError(C_NO_MAIL)
    secret = password(mail.user)
    if not secret:
        raise MailError(C_PASSWORD)
    collector = Collector(opened)
    yield from collector.imap(secret) if mail.imap_host else collector.pop3(secret)
