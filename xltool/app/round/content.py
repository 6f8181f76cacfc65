"""What a received file is, by its content: a name, a suffix or a label that somebody wrote is never asked."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import IO

from xltool.office.detect import detect_kind
from xltool.reading import containers, registry

MAX_MAIL = 60_000_000
ARCHIVE_KINDS = ("zip", "7z", "rar", "tnef", "msg")
MAILS = ("message", "mbox")
TRIFLES = ("image", "empty", "text", "other", "xml")  # what a letter is decorated with
SUFFIXES = {
    "xlsx": ".xlsx", "xls": ".xls", "xlsb": ".xlsb", "ods": ".ods", "encrypted": ".xlsx", "docx": ".docx",
    "html": ".html", "json": ".json", "pdf": ".pdf", "doc": ".doc", "message": ".eml", "mbox": ".mbox",
    "zip": ".zip", "7z": ".7z", "rar": ".rar", "tnef": ".tnef", "msg": ".msg",
}  # fmt: skip


def is_book(kind: str) -> bool:
    """Whether it is a workbook of any format that is read."""
    return any(own.kind == kind and own.holds == "workbook" for own in registry.INPUT_FORMATS)


def suffix_of(kind: str) -> str:
    """Under which suffix something of this kind is kept."""
    own = next((own for own in registry.INPUT_FORMATS if own.kind == kind and own.suffixes), None)
    return SUFFIXES.get(kind) or (own.suffixes[0] if own else ".bin")


_WORDS = ("text", "html", "mht", "mail", "other", "xml", "empty")  # what a message may look like
_HEADERS = re.compile(rb"(?:[!-9;-~]{1,76}:[^\n]*\n(?:[ \t][^\n]*\n){0,50}){2,200}")
_FROM = re.compile(rb"^(?:from|received|return-path)[ \t]*:", re.I | re.M)
_OTHER = re.compile(rb"^(?:subject|date|to|message-id|mime-version|content-type)[ \t]*:", re.I | re.M)
_HEAD = 64_000


def kind_of(data: bytes, name: str = "") -> str:
    """``xlsx`` and the others of `office.detect`, json, one of ARCHIVES, or one of MAILS.

    `name` only tells a message without any usual header, where the content does not speak against it.
    """
    if is_mailbox(data):
        return "mbox"
    if container := containers.kind(data):
        return container
    suffix = PurePosixPath(name).suffix.lower()
    for own in registry.INPUT_FORMATS:
        if own.is_mine is not None and own.kind != "json" and own.is_mine(data, suffix):
            return own.kind
    kind = detect_kind(data)
    if kind in _WORDS and _is_message(data, name, kind):
        return "message"
    head = data[:_HEAD].removeprefix(b"\xef\xbb\xbf").lstrip()
    return "json" if kind == "text" and head.startswith(b"{") else kind


def is_mailbox(data: bytes) -> bool:
    """Whether it begins like a mailbox: ``From `` and then headers."""
    head = data[:_HEAD].lstrip(b"\r\n")
    first, _, rest = head.partition(b"\n")
    return first.startswith(b"From ") and re.match(rb"[!-9;-~]{1,76}:", rest) is not None


def _is_message(data: bytes, name: str, kind: str) -> bool:
    if name.lower().endswith(".eml"):
        return True
    head = data[:_HEAD].lstrip(b"\r\n")
    found = _HEADERS.match(head)
    if found is None or b"Saved by" in found[0] or kind == "empty":
        return False
    return bool(_FROM.search(found[0]) and _OTHER.search(found[0]))


def messages_of(stream: IO[bytes]) -> Iterator[bytes | None]:
    """The messages of a mailbox one after the other; None for one that is too large."""
    lines: list[bytes] = []
    size, is_after_blank, is_begun = 0, True, False
    for line in stream:
        if line.startswith(b"From ") and is_after_blank:
            if is_begun:
                yield b"".join(lines) if size <= MAX_MAIL else None
            lines, size, is_begun = [], 0, True
        elif is_begun:
            size += len(line)
            if size <= MAX_MAIL:
                lines.append(line)
            else:
                lines = []
        is_after_blank = not line.strip(b"\r\n")
    if is_begun:
        yield b"".join(lines) if size <= MAX_MAIL else None


def messages_in(data: bytes) -> Iterator[bytes | None]:
    """The same of a mailbox in memory."""
    return messages_of(io.BytesIO(data))
