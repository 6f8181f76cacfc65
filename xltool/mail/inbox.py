"""Fetches messages over IMAP or POP3 without changing the mailbox: opened read-only, nothing marked.

A door.  163, 126 and yeah.net refuse a client that has not said who it is (IMAP ID), so it is always
said where the server knows the word.  What was fetched is remembered by the caller, message by
message, so that a broken connection costs nothing.
"""

from __future__ import annotations

import base64
import imaplib
import poplib
import re
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from xltool.core.errors import ExitCode, MailError
from xltool.core.text.catalogue.rounds import C_BROKEN, C_LOGIN
from xltool.mail.settings import MailSettings

_TIMEOUT = 60
MAX_MESSAGE = 60_000_000  # bytes; larger ones are named, not fetched
_NETEASE = ("163.com", "126.com", "yeah.net", "188.com")
_UID = re.compile(rb"UID (\d+)")
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")

# one long line of HTML is legal in practice and ends the standard library's reading
poplib._MAXLINE = 1 << 20  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Fetched:
    """One message; `data` is None when it is too large to be taken."""

    position: str  # the UID, unique within the source
    data: bytes | None
    received: str = ""  # when the server took it (ISO), "" when it does not say


def fetch_imap(mail: MailSettings, password: str, validity: str, after: int) -> tuple[str, Iterator[Fetched]]:
    """(UIDVALIDITY, the messages with a UID above `after`, oldest first).

    With another validity than the one given all messages come: the server has renumbered them.
    Raises MailError (exit 4) when the log-in fails; the iterator raises it (exit 3) when the
    connection breaks.
    """
    try:
        box = _imap(mail, password)
        typ, _ = box.select(_quoted(mail.folder), readonly=True)
        if typ != "OK":
            raise imaplib.IMAP4.error(mail.folder)
        now = (box.response("UIDVALIDITY")[1][0] or b"").decode()
    except (OSError, imaplib.IMAP4.error) as error:
        raise MailError(C_LOGIN, detail=_words(error)) from error
    start = after if validity == now else 0
    return now, _imap_messages(box, start)


def _imap(mail: MailSettings, password: str) -> imaplib.IMAP4:
    box: imaplib.IMAP4
    if mail.tls:
        context = ssl.create_default_context()
        box = imaplib.IMAP4_SSL(mail.imap_host, mail.imap_port, ssl_context=context, timeout=_TIMEOUT)
    else:
        box = imaplib.IMAP4(mail.imap_host, mail.imap_port, timeout=_TIMEOUT)
    try:
        box.login(mail.user, password)
    except imaplib.IMAP4.error:
        box.shutdown()
        raise
    if "ID" in box.capabilities or mail.imap_host.endswith(_NETEASE):
        imaplib.Commands.setdefault("ID", ("AUTH", "SELECTED"))
        with suppress(imaplib.IMAP4.error):
            box._simple_command("ID", '("name" "xltool" "version" "1")')
    return box


def _imap_messages(box: imaplib.IMAP4, after: int) -> Iterator[Fetched]:
    try:
        _, found = box.uid("SEARCH", f"UID {after + 1}:*")
        # "n:*" also gives the last message when there is none above n
        uids = [int(uid) for uid in (found[0] or b"").split() if int(uid) > after]
        for uid in sorted(uids):
            _, head = box.uid("FETCH", str(uid), "(RFC822.SIZE)")
            size = next((_SIZE.search(part) for part in head if isinstance(part, bytes)), None)
            if size and int(size[1]) > MAX_MESSAGE:
                yield Fetched(str(uid), None)
                continue
            _, parts = box.uid("FETCH", str(uid), "(INTERNALDATE BODY.PEEK[])")
            bodies = [part[1] for part in parts if isinstance(part, tuple)]
            if bodies:  # else it was deleted in between
                yield Fetched(str(uid), bodies[0], _received(parts))
    except (OSError, imaplib.IMAP4.error) as error:
        raise MailError(C_BROKEN, ExitCode.PARTIAL, detail=_words(error)) from error
    finally:
        with suppress(OSError, imaplib.IMAP4.error):
            box.logout()


def _received(parts: list[Any]) -> str:
    """The time in the server's answer."""
    for part in parts:
        head = part[0] if isinstance(part, tuple) else part
        if isinstance(head, bytes) and (found := imaplib.Internaldate2tuple(head)):
            return datetime.fromtimestamp(time.mktime(found)).astimezone().isoformat()
    return ""


def fetch_pop3(mail: MailSettings, password: str, is_seen: Callable[[str], bool]) -> Iterator[Fetched]:
    """The messages whose unique id is not yet seen; nothing is deleted on the server.

    Raises MailError: exit 4 for the log-in, exit 3 for a connection that breaks.
    """
    try:
        if mail.tls:
            context = ssl.create_default_context()
            box: poplib.POP3 = poplib.POP3_SSL(
                mail.pop3_host, mail.pop3_port, timeout=_TIMEOUT, context=context
            )
        else:
            box = poplib.POP3(mail.pop3_host, mail.pop3_port, timeout=_TIMEOUT)
        try:
            box.user(mail.user)
            box.pass_(password)
        except poplib.error_proto:
            box.close()
            raise
    except (OSError, poplib.error_proto) as error:
        raise MailError(C_LOGIN, detail=_words(error)) from error
    return _pop3_messages(box, is_seen)


def _pop3_messages(box: poplib.POP3, is_seen: Callable[[str], bool]) -> Iterator[Fetched]:
    try:
        sizes = dict(line.split()[:2] for line in box.list()[1])
        for line in box.uidl()[1]:
            number, uid = line.split(None, 1)
            position = uid.decode("ascii", "replace")
            if is_seen(position):
                continue
            if int(sizes.get(number, b"0")) > MAX_MESSAGE:
                yield Fetched(position, None)
                continue
            lines = box.retr(int(number))[1]
            yield Fetched(position, b"\r\n".join(lines) + b"\r\n")
    except (OSError, poplib.error_proto, ValueError) as error:
        raise MailError(C_BROKEN, ExitCode.PARTIAL, detail=_words(error)) from error
    finally:
        with suppress(OSError, poplib.error_proto):
            box.quit()


def _quoted(folder: str) -> str:
    """A folder's name as IMAP wants it: modified UTF-7, quoted."""
    encoded = re.sub(
        r"[^\x20-\x7e]+",
        lambda match: "&" + _base64(match[0]) + "-",
        folder.replace("&", "&-"),
    )
    return '"' + encoded.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _base64(text: str) -> str:
    return base64.b64encode(text.encode("utf-16-be")).decode().rstrip("=").replace("/", ",")


def _words(error: Exception) -> str:
    first = error.args[0] if error.args else ""
    if isinstance(first, bytes):
        return first.decode("utf-8", "replace")
    return str(error) or type(error).__name__
