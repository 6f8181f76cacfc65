"""Fetches messages over IMAP or POP3 without changing the mailbox: opened read-only, nothing marked.

163, 126 and yeah.net refuse a client that has not named itself, so this one does wherever the server knows
the command.  The caller records each message as it comes, so a broken connection loses none.
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
from xltool.mail import compat
from xltool.mail.settings import MailSettings

_TIMEOUT = 60  # seconds
MAX_MESSAGE = 60_000_000  # bytes; larger messages are not fetched, only reported
_NETEASE = ("163.com", "126.com", "yeah.net", "188.com")
_UID = re.compile(rb"UID (\d+)")
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")


@dataclass(frozen=True)
class Fetched:
    """One message; `data` is None when it is larger than `MAX_MESSAGE`."""

    position: str  # the UID, unique within its mailbox
    data: bytes | None
    received: str = ""  # when the server took it (ISO), "" when it does not say


def fetch_imap(mail: MailSettings, password: str, validity: str, after: int) -> tuple[str, Iterator[Fetched]]:
    """(UIDVALIDITY, the messages with a UID above `after`, oldest first).

    When UIDVALIDITY differs from `validity`, the server has renumbered its messages and all are fetched.
    Raises MailError (exit code 4) when the log-in fails; the iterator raises it (exit code 3) when the
    connection breaks.
    """
    try:
        box = _imap(mail, password)
        typ, _ = box.select(_quoted(mail.folder), readonly=True)
        if typ != "OK":
            raise imaplib.IMAP4.error(mail.folder)
        current = (box.response("UIDVALIDITY")[1][0] or b"").decode()
    except (OSError, imaplib.IMAP4.error) as error:
        raise MailError(C_LOGIN, detail=_reason(error)) from error
    start = after if validity == current else 0
    return current, _imap_messages(box, start)


def _imap(mail: MailSettings, password: str) -> imaplib.IMAP4:
    """An open connection, logged in; raises OSError or imaplib.IMAP4.error."""
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
        compat.send_imap_id(box)
    return box


def _imap_messages(box: imaplib.IMAP4, after: int) -> Iterator[Fetched]:
    """The messages with a UID above `after`; logs out at the end.  Raises MailError."""
    try:
        _, answer = box.uid("SEARCH", f"UID {after + 1}:*")
        # the answer to "n:*" includes the last message even when its UID is below n
        uids = [int(uid) for uid in (answer[0] or b"").split() if int(uid) > after]
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
        raise MailError(C_BROKEN, ExitCode.PARTIAL, detail=_reason(error)) from error
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
    """The messages whose unique id `is_seen` does not know; nothing is deleted on the server.

    Raises MailError (exit code 4) when the log-in fails; the iterator raises it (exit code 3) when the
    connection breaks.
    """
    compat.allow_long_pop3_lines()
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
        raise MailError(C_LOGIN, detail=_reason(error)) from error
    return _pop3_messages(box, is_seen)


def _pop3_messages(box: poplib.POP3, is_seen: Callable[[str], bool]) -> Iterator[Fetched]:
    """The messages that `is_seen` does not know; logs out at the end.  Raises MailError."""
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
        raise MailError(C_BROKEN, ExitCode.PARTIAL, detail=_reason(error)) from error
    finally:
        with suppress(OSError, poplib.error_proto):
            box.quit()


def _quoted(folder: str) -> str:
    """A folder's name as IMAP writes it: modified UTF-7, quoted."""
    encoded = re.sub(
        r"[^\x20-\x7e]+",
        lambda match: "&" + _base64(match[0]) + "-",
        folder.replace("&", "&-"),
    )
    return '"' + encoded.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _base64(text: str) -> str:
    return base64.b64encode(text.encode("utf-16-be")).decode().rstrip("=").replace("/", ",")


def _reason(error: Exception) -> str:
    """What the server said, or else the name of the error."""
    first = error.args[0] if error.args else ""
    if isinstance(first, bytes):
        return first.decode("utf-8", "replace")
    return str(error) or type(error).__name__
