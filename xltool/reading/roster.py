"""Read a roster, the list of units in a .csv or .xlsx; every error names its line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from xltool.core.errors import UsageError, XltoolError
from xltool.core.submission.model import FIELDS, Contact, Unit
from xltool.core.text import zh
from xltool.core.text.catalogue.usage import U_ROSTER, U_ROSTER_FILE
from xltool.reading.installed import ROSTERS, installed_folders
from xltool.reading.small_table import read_rows

EMAIL = re.compile(r"[^@\s<>\x00-\x1f]+@[^@\s<>\x00-\x1f]+")
CODE = re.compile(r"[A-Za-z0-9_-]{1,40}")


def read_roster(path: Path, levels: Sequence[str] | None = None) -> list[Unit]:
    """The units of a roster in its order; without `levels` any level is accepted.

    Raises UsageError (``U-roster``, ``U-roster-file``).
    """
    return [contact.unit for contact in read_contacts(path, levels)]


@dataclass(frozen=True)
class RosterFault:
    """A line of a roster that cannot be taken, and why."""

    line: int
    detail: str


def read_contacts(path: Path, levels: Sequence[str] | None) -> list[Contact]:
    """The units of a roster with their mail addresses; blank lines are skipped.

    Columns are known by their Chinese or English names.  Raises UsageError: ``U-roster-file`` for a file that
    is no roster, ``U-roster`` with the line for the first unit that cannot be taken.
    """
    contacts = []
    for one in read_lines(path, levels):
        if isinstance(one, RosterFault):
            raise UsageError(U_ROSTER, path=str(path), line=str(one.line), detail=one.detail)
        contacts.append(one)
    return contacts


def read_lines(path: Path, levels: Sequence[str] | None) -> list[Contact | RosterFault]:
    """Every line of a roster: its unit, or what is wrong with it.  Raises UsageError when it is no roster."""
    path = _installed(path)
    known = {alias: name for name, chinese in zh.ROSTER.items() for alias in (chinese, name)}
    head_line, rows = read_rows(path, U_ROSTER_FILE, known)
    if not rows:
        raise _file_fault(path, "empty")
    columns = [known.get(cell.lower(), "") for cell in rows[0]]
    if "code" not in columns or "name" not in columns:
        raise _file_fault(path, "columns")
    taken: set[str] = set()  # codes and, marked, names: lines are many
    lines: list[Contact | RosterFault] = []
    for number, row in enumerate(rows[1:], start=head_line + 1):
        if any(cell.strip() for cell in row):
            fields = {name: cell.strip() for name, cell in zip(columns, row, strict=False) if name}
            try:
                unit = _unit(fields, taken, levels)
                own = _deadline(fields.get("deadline", ""))
                lines.append(Contact(unit, _emails(fields), fields.get("contact", ""), own))
            except _Wrong as wrong:
                lines.append(RosterFault(number, str(wrong)))
    if not lines:
        raise _file_fault(path, "empty")
    return lines


def _installed(path: Path) -> Path:
    """The roster of an installed package of this name, where there is no such file."""
    if path.exists() or path.parent != Path():
        return path
    folder = installed_folders(ROSTERS).get(path.name)
    files = [] if folder is None else sorted(folder.glob("roster.*"))
    return files[0] if files else path


class _Wrong(Exception):
    """What is wrong with one line, in words."""


def _emails(fields: dict[str, str]) -> tuple[str, ...]:
    emails = tuple(re.split(r"[\s,;，；、]+", fields["email"])) if fields.get("email") else ()
    for email in emails:
        if not EMAIL.fullmatch(email):
            raise _Wrong(zh.ROSTER_FAULTS["email"].format(value=email))
    return emails


def _deadline(text: str) -> date | None:
    """A day as people write it: 2026-01-20, 2026/1/20, 2026.1.20, or what a spreadsheet makes of it."""
    if not text:
        return None
    found = re.match(r"(\d{4})\D{1,3}(\d{1,2})\D{1,3}(\d{1,2})(?!\d)", text)
    with suppress(ValueError, AttributeError):  # no such day; no day at all
        return date(*map(int, found.groups()))  # type: ignore[union-attr]
    raise _Wrong(zh.ROSTER_FAULTS["deadline"].format(value=text))


def _unit(fields: dict[str, str], taken: set[str], levels: Sequence[str] | None) -> Unit:
    code, name, level = (fields.get(key, "") for key in ("code", "name", "level"))

    def fault(kind: str, value: str = "") -> _Wrong:
        return _Wrong(zh.ROSTER_FAULTS[kind].format(value=value))

    if not code:
        raise fault("code")
    if not name:
        raise fault("name")
    if any(ord(character) < 32 for character in name):
        raise fault("name-chars")
    if not CODE.fullmatch(code):
        raise fault("chars", code)
    if code in taken:
        raise fault("twice", code)
    if f" {name}" in taken:
        raise fault("name-twice", name)
    taken |= {code, f" {name}"}
    if level and levels is not None and level not in levels:
        raise fault("level", level)
    stated = {key: fields.get(key, "") for key in (*FIELDS, "former")}
    return Unit(code, name, level, **stated)


def _file_fault(path: Path, kind: str) -> XltoolError:
    return UsageError(U_ROSTER_FILE, path=str(path), detail=zh.ROSTER_FAULTS[kind])
