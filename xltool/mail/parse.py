"""One received message, as bytes → who wrote it, what it answers, what is attached.

Uses the standard library's parser with its old policy, because the new one refuses or alters real mail.
Chinese mail names wrong charsets, splits characters between encoded words and has attachments in every
kind of part.  What kind of file an attachment is, is found from its content later, not here.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime
from urllib.parse import unquote_to_bytes

from xltool.core.text import zh

MAX_LEVELS = 16  # parts inside parts; an encoded message inside another counts as four
_MAX_PARTS = 500
_GB = {"gb2312", "gbk", "gb_2312-80", "x-gbk", "cp936", "gb18030", "hz-gb-2312"}
_WORD = re.compile(r"=\?([\w.*-]+)\?([bBqQ])\?([^?]*)\?=")
_DAEMONS = ("postmaster@", "mailer-daemon@")
_REFUSAL = re.compile(r"\b5\d\d[ -][^\r\n]{3,200}")
_HTML = re.compile(r"<(script|style)\b.*?</\1\s*>|<!--.*?-->|<[^>]{0,2000}>", re.I | re.S)


@dataclass(frozen=True)
class Attachment:
    """A part with a file name; `data` are its decoded bytes."""

    name: str
    data: bytes


@dataclass
class Mail:
    """What a message says; `failed` are the addresses that a bounce reports, with the server's reason."""

    subject: str = ""
    sender: str = ""
    date: str = ""
    message_id: str = ""
    refers: tuple[str, ...] = ()
    text: str = ""
    is_auto: bool = False
    failed: dict[str, str] = field(default_factory=dict)
    is_report: bool = False  # a delivery report of any kind, whose attachments are not returns
    attachments: list[Attachment] = field(default_factory=list)


def parse_mail(data: bytes) -> Mail:
    """The message in `data`; never raises: bytes that cannot be decoded become replacement characters."""
    try:
        return _parse(message_from_bytes(data))
    except RecursionError:  # thousands of nested parts, which no mail program makes
        return Mail()


def _parse(message: Message) -> Mail:
    mail = Mail(
        subject=header(message, "Subject"),
        sender=_address(message),
        date=_date(message),
        message_id=_ids(message, "Message-ID")[:1][0] if _ids(message, "Message-ID") else "",
        refers=tuple(dict.fromkeys((*_ids(message, "In-Reply-To"), *_ids(message, "References")))),
        is_auto=_is_auto(message),
    )
    parts = list(_leaves(message, 0))[:_MAX_PARTS]
    mail.failed = _failed(parts)
    mail.is_report = any(part.get_content_type() == "message/delivery-status" for part, _ in parts)
    texts: list[str] = []
    for part, below_report in parts:
        name = attachment_name(part)
        payload = _payload(part)
        if name and payload and not below_report:
            mail.attachments.append(Attachment(name, payload))
        elif part.get_content_maintype() == "text" and not name:
            text = decode(payload, part.get_content_charset())
            texts.append(_HTML.sub(" ", text) if part.get_content_subtype() == "html" else text)
    mail.text = "\n".join(texts)
    if not mail.failed and mail.sender.startswith(_DAEMONS) and zh.BOUNCE in mail.subject:
        mail.failed, mail.is_report = _failed_by_letter(mail.text), True
    refusal = _REFUSAL.search(mail.text)
    for address, reason in mail.failed.items():  # some servers give the reason only in the letter
        if refusal and not _REFUSAL.search(reason):
            mail.failed[address] = refusal[0].strip()
    return mail


def header(message: Message, name: str) -> str:
    """The text of a header, its folded lines joined and its encoded words decoded; "" when there is none."""
    for key, value in message.raw_items():
        if key.lower() == name.lower():
            return _decode_words(_as_text(str(value)))
    return ""


def attachment_name(part: Message) -> str:
    """The file name of a part, from either header, in any of the ways programs write it; "" for none."""
    for field_name, parameter in (("Content-Disposition", "filename"), ("Content-Type", "name")):
        values = (str(raw) for key, raw in part.raw_items() if key.lower() == field_name.lower())
        value = next(values, "")
        if name := _parameter(re.sub(r"\r?\n[ \t]?", "", _as_text(value)), parameter):
            return name.replace("\\", "/").rpartition("/")[2].strip() or "_"
    return ""


def decode(data: bytes, charset: str | None) -> str:
    """Text in the charset named; all names of the GB family mean GB18030, none means UTF-8, else GB18030."""
    label = (charset or "").lower()
    for encoding in (["gb18030"] if label in _GB else [label] if label else []) + ["utf-8", "gb18030"]:
        try:
            return data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode("gb18030", "replace")


def _leaves(message: Message, depth: int, below_report: bool = False) -> Iterator[tuple[Message, bool]]:
    """(part, whether it belongs to a delivery report, which only quotes a mail of ours), in reading order."""
    if message.is_multipart() and message.get_content_type() == "message/rfc822":
        # some programs encode it, against the standard, and the library parses the base64 as a message
        encoding = header(message, "Content-Transfer-Encoding").lower()
        first = message.get_payload(0)
        if encoding == "base64" and isinstance(first, Message) and depth < MAX_LEVELS:
            inner = _word_bytes("b", "".join(str(first.get_payload()).split()))
            yield from _leaves(message_from_bytes(inner), depth + 4, below_report)
            return
    if message.is_multipart():
        children = [child for child in message.get_payload() if isinstance(child, Message)]
        report = below_report or any(c.get_content_type() == "message/delivery-status" for c in children)
        if message.get_content_type() == "message/delivery-status":
            yield message, True
            return
        for child in children if depth < MAX_LEVELS else ():
            yield from _leaves(child, depth + 1, report)
        return
    if message.get_content_type() == "message/rfc822" or attachment_name(message).lower().endswith(".eml"):
        inner = _payload(message)  # the library does not parse an encoded message inside a message
        if inner and depth < MAX_LEVELS and not inner.lstrip().startswith((b"PK", b"\xd0\xcf")):
            yield from _leaves(message_from_bytes(inner), depth + 4, below_report)
            return
    yield message, below_report


def _payload(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _as_text(value: str) -> str:
    """A raw header decoded: its bytes outside ASCII come as surrogates, and are UTF-8 or GB18030."""
    return decode(value.encode("utf-8", "surrogateescape"), None)


def _decode_words(value: str) -> str:
    """Encoded words decoded; neighbours of one charset are joined before, as they may split a character."""
    value = re.sub(r"\r?\n[ \t]?", " ", value)
    value = re.sub(r"(\?=)\s+(?==\?)", r"\1", value)
    result, position = "", 0
    pending: tuple[str, bytes] = ("", b"")
    for match in _WORD.finditer(value):
        between = value[position : match.start()]
        charset, data = match[1].partition("*")[0].lower(), _word_bytes(match[2], match[3])
        if between or charset != pending[0]:
            result += (decode(pending[1], pending[0]) if pending[0] else "") + between
            pending = (charset, data)
        else:
            pending = (charset, pending[1] + data)
        position = match.end()
    result += decode(pending[1], pending[0]) if pending[0] else ""
    return (result + value[position:]).strip()


def _word_bytes(kind: str, text: str) -> bytes:
    try:
        if kind in "bB":
            return base64.b64decode(text + "=" * (-len(text) % 4))
        return binascii.a2b_qp(text.replace("_", " "))
    except (binascii.Error, ValueError):
        return text.encode("utf-8", "replace")


def _parameter(value: str, name: str) -> str:
    """A parameter of a header: its RFC 2231 pieces joined, or else its plain or encoded value."""
    pieces: dict[int, tuple[bool, str]] = {}
    plain = ""
    for match in re.finditer(r';\s*([\w*-]+)\s*=\s*("(?:[^"\\]|\\.)*"|[^;]*)', value):
        key, text = match[1].lower(), match[2].strip()
        if text.startswith('"'):
            text = re.sub(r"\\(.)", r"\1", text[1:-1])
        base, _, rest = key.partition("*")
        if base != name:
            continue
        if not rest and key == name:
            plain = text
        else:
            number = rest.rstrip("*")
            pieces[int(number) if number.isdigit() else 0] = (key.endswith("*"), text)
    if pieces:
        charset, data = None, b""
        for order in sorted(pieces):
            encoded, text = pieces[order]
            if encoded and order == min(pieces) and text.count("'") >= 2:
                charset, _, text = text.split("'", 2)
            data += unquote_to_bytes(text) if encoded else text.encode("utf-8", "surrogateescape")
        return decode(data, charset)
    return _decode_words(plain)


def _address(message: Message) -> str:
    addresses = getaddresses([header(message, "From")])
    return addresses[0][1].lower() if addresses else ""


def _ids(message: Message, name: str) -> list[str]:
    return re.findall(r"<[^<>\s]+>", header(message, name))


def _date(message: Message) -> str:
    try:
        return parsedate_to_datetime(header(message, "Date")).isoformat()
    except (TypeError, ValueError, IndexError, OverflowError):
        return ""


def _is_auto(message: Message) -> bool:
    auto_submitted = header(message, "Auto-Submitted").lower()
    return bool(
        (auto_submitted and not auto_submitted.startswith("no"))
        or any(message.get(name) for name in ("X-Autoreply", "X-Autorespond", "X-Autoresponder"))
        or header(message, "X-QQ-AUTO-REPLY").lower() == "true"
    )


def _failed_by_letter(text: str) -> dict[str, str]:
    """Recipient → reason from the letter that some providers send instead of a delivery report."""
    address = re.search(rf"{zh.BOUNCE_TO}\W*([^\s<>@]+@[\w.-]+)", text)
    reason = re.search(rf"{zh.BOUNCE_REASON}\W*(.{{1,200}})", " ".join(text.split()))
    return {address[1].lower(): reason[1].strip() if reason else ""} if address else {}


def _failed(parts: list[tuple[Message, bool]]) -> dict[str, str]:
    """Recipient → reason of the deliveries that failed for good, from machine-readable reports."""
    failed: dict[str, str] = {}
    for part, _ in parts:
        if part.get_content_type() != "message/delivery-status":
            continue
        blocks = part.get_payload()
        for block in blocks if isinstance(blocks, list) else []:
            if isinstance(block, Message) and header(block, "Action").lower() == "failed":
                recipient = header(block, "Final-Recipient") or header(block, "Original-Recipient")
                address = recipient.rpartition(";")[2].strip().strip("<>").lower()
                failed[address] = header(block, "Diagnostic-Code") or header(block, "Status")
    return failed
