"""Letter + attachments → the exact bytes of one mail, readable in QQ, 163, Foxmail and Outlook.

The standard library folds a long Content-Type wrongly and writes names in only one way, so the two headers
of an attachment are made here (RFC 2047 and RFC 2231).  The bytes are made once: what is stored is sent.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from datetime import datetime
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.policy import compat32
from email.utils import format_datetime, formataddr
from urllib.parse import quote

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_POLICY = compat32.clone(max_line_length=0, linesep="\r\n")  # does not fold headers
_WORD = 45  # bytes of UTF-8 in one encoded word, which is then 75 characters, the most allowed
_PIECE = 55  # characters of a parameter in one RFC 2231 piece


@dataclass(frozen=True)
class Letter:
    """A letter to a unit, with attachments by name; `recipient` may be empty for a draft."""

    subject: str
    body: str
    recipient: str = ""
    attachments: tuple[tuple[str, bytes], ...] = ()


def message_id(round_id: str, key: str, domain: str) -> str:
    """The Message-ID of one mail of a round: always the same for the same round and `key`."""
    digest = hashlib.sha256(f"{round_id}/{key}".encode()).hexdigest()[:24]
    return f"<xltool.{digest}@{domain or 'localhost'}>"


def compose(
    letter: Letter, sender: str = "", sender_name: str = "", id_: str = "", when: datetime | None = None,
    unit: str = "", draft: bool = False,
) -> bytes:  # fmt: skip
    """The mail as bytes with CRLF line ends.

    A draft has no From, Date or Message-ID: the mail program that sends it adds them.  There is never a
    Bcc, because the stored bytes are sent as they are.
    """
    mail = MIMEMultipart(policy=_POLICY)
    if draft:
        mail["X-Unsent"] = "1"
    else:
        mail["From"] = formataddr((_encoded(sender_name), sender)) if sender_name else sender
        mail["Date"] = format_datetime(when or datetime.now().astimezone())
        mail["Message-ID"] = id_
        mail["Auto-Submitted"] = "auto-generated"
        mail["X-Auto-Response-Suppress"] = "OOF, AutoReply"
    if letter.recipient:
        mail["To"] = letter.recipient
    mail["Subject"] = _encoded(letter.subject)
    if unit:
        mail["X-XL-Unit"] = unit
    text = MIMEText("", "plain", "utf-8", policy=_POLICY)
    text.set_payload(base64.encodebytes(letter.body.replace("\n", "\r\n").encode()).decode())
    text.replace_header("Content-Transfer-Encoding", "base64")
    mail.attach(text)
    for name, data in letter.attachments:
        mail.attach(_attachment(name, data))
    return mail.as_bytes(policy=_POLICY)


def _attachment(name: str, data: bytes) -> MIMEBase:
    part = MIMEBase("application", "octet-stream", policy=_POLICY)
    kind = XLSX if name.endswith(".xlsx") else "application/octet-stream"
    del part["Content-Type"]
    words = _encoded(name).split("\n ")
    part["Content-Type"] = kind + ';\n name="' + "\n ".join(words) + '"'
    part["Content-Transfer-Encoding"] = "base64"
    part["Content-Disposition"] = "attachment;" + ";".join(f"\n {piece}" for piece in _pieces(name))
    part.set_payload(base64.encodebytes(data).decode())
    return part


def _pieces(name: str) -> list[str]:
    """A file name as RFC 2231 pieces, ``filename*0*=utf-8''…``, never cut inside a character."""
    pieces, current = [], "utf-8''"
    for character in name:
        encoded = quote(character, safe="")
        if len(current) + len(encoded) > _PIECE:
            pieces.append(current)
            current = ""
        current += encoded
    pieces.append(current)
    return [f"filename*{number}*={piece}" for number, piece in enumerate(pieces)]


def _encoded(text: str) -> str:
    """A text that is not ASCII as RFC 2047 words of at most 75 characters, never cut inside a character."""
    if text.isascii() and text.isprintable():
        return text
    words, current = [], b""
    for character in text:
        encoded = character.encode("utf-8", "replace")
        if len(current) + len(encoded) > _WORD:
            words.append(current)
            current = b""
        current += encoded
    words.append(current)
    return "\n ".join(f"=?UTF-8?B?{base64.b64encode(word).decode()}?=" for word in words)
