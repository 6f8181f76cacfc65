"""The folder of one round: its settings, its key, and where everything lies.

A door.  ``round.toml`` and the roster belong to the office and may be edited; the key never leaves
the folder; received files are kept under their content's hash and never change.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import tomllib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from xltool.core.errors import ConfigError, OutputError, XltoolError
from xltool.core.text.catalogue.rounds import C_CONFIG, C_EXISTS, C_NO_ROUND
from xltool.core.text.catalogue.usage import U_WRITE
from xltool.office.files import write_new

CONFIG, KEY, STORE = "round.toml", "round.key", "round.db"
OUTGOING, DRAFTS, OUTBOX, RECEIVED = "outgoing", "drafts", "outbox", "received"
RETURNS, REPORTS, RECEIPTS = "returns", "reports", "receipts"


@dataclass(frozen=True)
class Round:
    """An open round; `id` stands in subjects and tells rounds apart."""

    folder: Path
    form: str
    year: int
    deadline: date
    office: str
    roster: Path
    key: bytes
    mail: Mapping[str, Any]  # the table [mail] as it stands in the file

    @property
    def id(self) -> str:
        """Six characters derived from the key: the same for the life of the round."""
        return hashlib.sha256(b"round" + self.key).hexdigest()[:6].upper()

    def path(self, *parts: str) -> Path:
        """A path inside the folder."""
        return self.folder.joinpath(*parts)


def create(folder: Path, form: str, year: int, deadline: date, office: str, roster: Path) -> Round:
    """Makes the folder with its settings, a copy of the roster and a new key; never over another round.

    Raises ConfigError when the folder already holds a round or cannot be written.
    """
    if (folder / CONFIG).exists():
        raise OutputError(C_EXISTS, path=str(folder))
    copy = f"roster{roster.suffix.lower()}"
    write_new(folder / copy, roster.read_bytes())
    write_new(folder / KEY, (secrets.token_hex(32) + "\n").encode())
    with suppress(OSError):  # file systems without permissions have none to take away
        (folder / KEY).chmod(0o600)
    settings = {"form": form, "year": year, "deadline": deadline, "office": office, "roster": copy}
    lines = [f"{name} = {_toml(value)}" for name, value in settings.items()]
    write_new(folder / CONFIG, ("\n".join(lines) + _MAIL_HELP).encode())
    return open_round(folder)


_MAIL_HELP = """

# [mail]                          # password: XLTOOL_MAIL_PASSWORD, or the system's keyring
# host = "smtp.example.invalid"   # port = 465, tls = true
# user = "office@example.invalid"
# sender = "office@example.invalid"
# imap_host = "imap.example.invalid"
# pop3_host = "pop.example.invalid"
# pace = 8                        # seconds between two mails
# pause = 60                      # seconds after each pause_every = 20 mails
"""


def _toml(value: object) -> str:
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)  # a JSON string is a TOML string
    return value.isoformat() if isinstance(value, date) else str(value)


def open_round(folder: Path) -> Round:
    """The round in `folder`; raises ConfigError (exit 4) naming what is wrong with its settings."""
    path = folder / CONFIG
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
        key = bytes.fromhex((folder / KEY).read_text(encoding="ascii").strip())
    except FileNotFoundError as error:
        raise ConfigError(C_NO_ROUND, path=str(folder)) from error
    except (OSError, ValueError) as error:
        raise _fault(path, str(error)) from error
    roster = folder / str(data.get("roster", ""))
    problems = [
        name
        for name, kind in (("form", str), ("year", int), ("deadline", date), ("office", str), ("roster", str))
        if not isinstance(data.get(name), kind)
    ]
    if problems or len(key) < 16:
        raise _fault(path, ", ".join(problems) or KEY)
    if roster.resolve().parent != folder.resolve():
        raise _fault(path, "roster")
    mail = data.get("mail", {})
    if not isinstance(mail, dict):
        raise _fault(path, "mail")
    return Round(folder, data["form"], data["year"], data["deadline"], data["office"], roster, key, mail)


def _fault(path: Path, detail: str) -> XltoolError:
    return ConfigError(C_CONFIG, path=str(path), detail=detail)


def keep_beside(path: Path, texts: bytes) -> None:
    """The Word file that came with the workbook kept at `path`, under its name; the first one stays."""
    with suppress(XltoolError):
        write_new(path.with_suffix(".docx"), texts)


def keep(round_: Round, data: bytes, suffix: str) -> tuple[str, Path]:
    """Stores received bytes under their SHA-256 and returns (hash, path); an equal file is left alone.

    Written to a temporary name, synced, then linked: a crash leaves the whole file or none, and two
    at once cannot harm each other.  Raises ConfigError when the disk refuses.
    """
    sha = hashlib.sha256(data).hexdigest()
    path = round_.path(RECEIVED, sha[:2], f"{sha}{suffix}")
    if path.exists() and path.stat().st_size == len(data):
        return sha, path
    draft = path.with_name(f".{sha[:8]}-{secrets.token_hex(4)}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with draft.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        # The name is the content's hash: whoever comes second replaces equal bytes by equal bytes.
        draft.replace(path)
    except OSError as error:
        with suppress(OSError):
            draft.unlink()
        raise OutputError(U_WRITE, path=str(path), detail=error.strerror or str(error)) from error
    return sha, path
