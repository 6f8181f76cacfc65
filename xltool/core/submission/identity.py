"""The identity of a workbook: which form, unit and year it was made for, and whether it is genuine.

`writing.workbook` writes it in four places of the workbook, `reading.locate.extract` reads it back.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from dataclasses import dataclass

from xltool.core.text import zh

SHEET = "_xltool"
NAME = "xltool_id"
PROPERTY = "xltool"
_SEPARATOR = "|"
CHECK_CHARACTERS = 8  # how many of the token stand in the visible code line
_KEYED = "1"  # first character of a token made with a round's key; base32 itself has no 1
_CODE_LINE = re.compile(
    re.escape(zh.CODE_LINE)
    .replace(r"\{name\}", r"(?P<name>.*)")
    .replace(r"\{code\}", r"(?P<code>[^（）]*)")
    .replace(r"\{year\}", r"(?P<year>\d{4})")
    .replace(r"\{form\}", r"(?P<form>[\w.-]+)")
    .replace(r"\{check\}", r"(?P<check>[A-Z1-7]{8})")
)


@dataclass(frozen=True, slots=True)
class Identity:
    """The form, year and unit a workbook was made for; `form` is ``id-version``, `token` 24 characters."""

    form: str
    year: int
    code: str
    name: str
    token: str = ""

    @property
    def is_keyed(self) -> bool:
        """Whether the token was made with the key of a round."""
        return self.token.startswith(_KEYED)

    def text(self) -> str:
        """The identity as one line, for the defined name and the document property."""
        return _SEPARATOR.join((self.form, str(self.year), self.code, self.name, self.token))


def sign(form: str, year: int, code: str, name: str, key: bytes = b"") -> Identity:
    """Make an identity with its token: an HMAC with a round's `key`, or a plain checksum without one."""
    text = _SEPARATOR.join((form, str(year), code, name)).encode()
    digest = hmac.new(key or b"xltool", text, hashlib.sha256).digest()
    mark = _KEYED if key else ""
    return Identity(form, year, code, name, (mark + base64.b32encode(digest).decode())[:24])


def is_genuine(identity: Identity, key: bytes = b"") -> bool | None:
    """Whether the token, or its first characters, was made by xltool; None when only the key tells."""
    if identity.is_keyed and not key:
        return None
    keyed = key if identity.is_keyed else b""
    token = sign(identity.form, identity.year, identity.code, identity.name, keyed).token
    return len(identity.token) >= CHECK_CHARACTERS and token.startswith(identity.token)


def code_line(identity: Identity, table: str) -> str:
    """The visible line above a table, which survives copying the cells into a new workbook."""
    return zh.CODE_LINE.format(
        name=identity.name,
        code=identity.code,
        year=identity.year,
        form=f"{identity.form}-{table}",
        check=identity.token[:CHECK_CHARACTERS],
    )


def parse(text: str) -> Identity | None:
    """Read the line written by `Identity.text`; None when `text` is something else."""
    parts = text.split(_SEPARATOR)
    if len(parts) < 5 or not parts[1].isdigit():
        return None
    name = _SEPARATOR.join(parts[3:-1])  # the one part that may hold anything
    return Identity(parts[0], int(parts[1]), parts[2], name, parts[-1])


def parse_code_line(text: str) -> Identity | None:
    """Read the visible line written by `code_line`; the token is only its first 8 characters."""
    match = _CODE_LINE.search(text)
    if match is None:
        return None
    form = match["form"].rpartition("-")[0]
    return Identity(form, int(match["year"]), match["code"], match["name"], match["check"])
