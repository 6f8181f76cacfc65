"""One received message, as bytes → who wrote it, what it answers, what is attached.

Pure, on our own reader of parts (`mime`).  Chinese mail lies about its charsets, cuts characters between
encoded words and hides attachments in every kind of part; types are told by content later, never here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from xltool.core.text import zh
from xltool.mail.mime import MimePart, decode, parse_mime, uuencoded
from xltool.mail.page import MAX_TEXT, Link, file_links, plain_text

_MAX_INNER = 4  # messages inside messages
_DAEMONS = ("postmaster", "mailer-daemon", "mailerdaemon", "mail-daemon")
_REFUSAL = re.compile(r"\b5\d\d[ -][^\r\n]{3,200}")
_BINARY = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF", b"Rar!", b"7z\xbc\xaf", b"\x78\x9f\x3e\x22")


@dataclass(frozen=True)
class Attachment:
    """A leaf that is a file; `data` are its bytes as sent, `name` may be ""."""

    name: str
    data: bytes


@dataclass
class Mail:
    """What a message says.

    `sent_at` is the receiving server's time, else the sender's (ISO; "" when there is none).  `sender` is ""
    when there are several.  `failed` and `delayed` are addresses that a delivery report of the message's own
    names, with the server's words; `is_read` says that it is a read receipt.  `inner` are the messages
    attached to it, with the names under which they are.
    """

    subject: str = ""
    sender: str = ""
    sent_at: str = ""
    message_id: str = ""
    refers: tuple[str, ...] = ()
    text: str = ""
    is_auto: bool = False
    failed: dict[str, str] = field(default_factory=dict)
    delayed: dict[str, str] = field(default_factory=dict)
    is_read: bool = False
    attachments: list[Attachment] = field(default_factory=list)
    inner: list[tuple[str, Mail]] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)

    @property
    def is_report(self) -> bool:
        """Whether a mail system speaks: what it quotes is nobody's return."""
        return bool(self.failed or self.delayed or self.is_read)


def parse_mail(data: bytes, received: str = "") -> Mail:
    """The message in `data`, which the server took at `received` (ISO), if that is known.

    What cannot be decoded is kept with marks in its place.  Raises NotUnderstood for what nobody writes.
    """
    return _mail(data, 0, received)


def _mail(data: bytes, level: int, received: str = "") -> Mail:
    top = parse_mime(data)
    froms = top.addresses("From")
    mail = Mail(
        subject=top.header("Subject"),
        sender=froms[0] if len(froms) == 1 and "@" in froms[0] else "",
        sent_at=received or _received(top) or _date(top.header("Date")),
        message_id=next(iter(_ids(top, "Message-ID")), ""),
        refers=tuple(dict.fromkeys((*_ids(top, "In-Reply-To"), *_ids(top, "References")))),
        is_auto=_is_auto(top),
    )
    own = list(_own(top))
    daemon = not froms or froms[0].partition("@")[0] in _DAEMONS or "exchange" in froms[0]
    if daemon:
        mail.failed, mail.delayed = _reported(own)
    kinds = {part.kind for part in own}
    mail.is_read = "message/disposition-notification" in kinds
    if mail.is_report or (daemon and "message/delivery-status" in kinds):
        own = [part for part in own if part.kind.startswith("text/") and part.kind != "text/rfc822-headers"]
    _read(mail, own, level)
    if daemon and not mail.is_report and zh.BOUNCE in mail.subject:
        mail.failed = _told(mail.text)
        mail.attachments, mail.inner = ([], []) if mail.failed else (mail.attachments, mail.inner)
    said = _REFUSAL.search(mail.text)
    for address, reason in mail.failed.items():  # some servers put the reason into the letter only
        if said and not _REFUSAL.search(reason):
            mail.failed[address] = said[0].strip()
    return mail


def _own(top: MimePart) -> Iterator[MimePart]:
    """The leaves of a message, in reading order, messages inside it as one leaf each."""
    waiting = [top]
    while waiting:
        part = waiting.pop()
        if part.parts:
            waiting += reversed(part.parts)
        else:
            yield part


def _read(mail: Mail, own: list[MimePart], level: int) -> None:
    """Texts, files, messages and links out of the leaves."""
    texts: list[str] = []
    pages: list[str] = []
    for part in own:
        if part.kind in ("message/delivery-status", "text/rfc822-headers"):
            continue
        name, payload = part.name, part.payload()
        is_binary = payload.startswith(_BINARY)
        is_message = part.kind == "message/rfc822" or name.lower().endswith(".eml")
        if is_message and payload and not is_binary and level < _MAX_INNER:
            mail.inner.append((name, _mail(payload, level + 1)))
        elif payload and (name or is_binary or part.is_attached or not _is_words(part)):
            mail.attachments.append(Attachment(name, payload))
        elif _is_words(part) and not name:
            text = decode(payload[: 4 * MAX_TEXT], part.parameter("content-type", "charset"))
            is_page = part.kind == "text/html"
            pages += [text] if is_page else []
            texts.append(plain_text(text) if is_page else text)
            mail.attachments += (
                [Attachment(*one) for one in uuencoded(payload)] if b"\nbegin " in b"\n" + payload else []
            )
    mail.text = "\n".join(texts)
    mail.links = file_links(pages, mail.text)


def _is_words(part: MimePart) -> bool:
    """Whether a leaf without a name is something to be read; a multipart without parts is its preamble."""
    return part.kind.startswith(("text/", "multipart/", "message/"))


def _ids(top: MimePart, name: str) -> list[str]:
    return re.findall(r"<[^<>\s]{1,400}>", top.header(name))


def _received(top: MimePart) -> str:
    """When the last server took the message: what stands topmost."""
    first = next(iter(top.all("Received")), "")
    return _date(first.rpartition(";")[2]) if ";" in first else ""


def _date(text: str) -> str:
    try:
        when = parsedate_to_datetime(text.strip()[:200])
        when = when.replace(tzinfo=UTC) if when.tzinfo is None else when
        return when.isoformat() if datetime(1990, 1, 1, tzinfo=UTC) < when else ""
    except (TypeError, ValueError, IndexError, OverflowError):
        return ""


def _is_auto(top: MimePart) -> bool:
    sent = top.header("Auto-Submitted").lower()
    subject = top.header("Subject").lower()
    return bool(
        (sent and not sent.startswith("no"))
        or any(top.header(name) for name in ("X-Autoreply", "X-Autorespond", "X-Autoresponder"))
        or top.header("X-QQ-AUTO-REPLY").lower() == "true"
        or any(word in subject for word in zh.AUTO_REPLY)
    )


def _told(text: str) -> dict[str, str]:
    """The recipient and the reason from a letter that some providers write instead of a report."""
    text = text[:20_000]
    address = re.search(rf"{zh.BOUNCE_TO}\W{{0,200}}([^\s<>@]{{1,100}}@[\w.-]{{1,200}})", text)
    reason = re.search(rf"{zh.BOUNCE_REASON}\W{{0,200}}(.{{1,200}})", " ".join(text.split()))
    return {address[1].lower(): reason[1].strip() if reason else ""} if address else {}


def _reported(own: list[MimePart]) -> tuple[dict[str, str], dict[str, str]]:
    """(failed for good, still being tried): recipients with the reason, by the machine-readable report."""
    found: dict[str, dict[str, str]] = {"failed": {}, "delayed": {}}
    for part in own:
        if part.kind != "message/delivery-status":
            continue
        for block in re.split(r"\r?\n[ \t]*\r?\n", decode(part.payload())):
            fields = _fields(block)
            if (of := found.get(fields.get("action", "").lower())) is not None:
                recipient = fields.get("final-recipient") or fields.get("original-recipient", "")
                address = recipient.rpartition(";")[2].strip().strip("<>").lower()
                of[address] = fields.get("diagnostic-code") or fields.get("status", "")
    return found["failed"], found["delayed"]


def _fields(block: str) -> dict[str, str]:
    """The fields of one block of a report, folded lines joined."""
    fields: dict[str, str] = {}
    name = ""
    for line in block.splitlines():
        if line[:1] in (" ", "\t") and name:
            fields[name] += " " + line.strip()
        elif ":" in line:
            name, _, value = line.partition(":")
            name = name.strip().lower()
            fields.setdefault(name, value.strip())
    return fields
