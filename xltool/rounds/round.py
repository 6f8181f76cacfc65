"""One yearly collection: its settings, its key, the hash of its form, and where everything of it lies.

``round.toml`` and the roster belong to the office and may be edited; the key never leaves the folder.
"""

from __future__ import annotations

import hashlib
import json
import re
import secrets
import tomllib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from xltool.core.errors import ConfigError, OutputError, XltoolError
from xltool.core.form.model import Form, Table
from xltool.core.form.outline import Heading
from xltool.core.form.section import Section
from xltool.core.text import zh
from xltool.core.text.catalogue.rounds import C_CONFIG, C_EXISTS, C_FORM, C_KEY, C_NO_ROUND
from xltool.office.files import write_new

CONFIG, KEY, STORE, LEDGER = "round.toml", "round.key", "round.db", "ledger.jsonl"
OUTGOING, DRAFTS, OUTBOX, RECEIVED = "outgoing", "drafts", "outbox", "received"
REPORTS, PRIOR, COPIES = "reports", "prior", "copies"
_FIELDS = (
    ("form", str, True), ("year", int, True), ("deadline", date, True), ("office", str, True),
    ("roster", str, True), ("contact", str, False), ("phone", str, False), ("prior", str, False),
    ("form_hash", str, False), ("mail", dict, False), ("review", dict, False),
)  # fmt: skip


@dataclass(frozen=True)
class Round:
    """A round as its settings say; `id` stands in subjects and tells rounds apart.

    `prior` is where last year's returns lie, relative to the folder ("": nowhere).  `form_hash` is that of
    the form it was begun with ("" in rounds of older versions).  `mail` is the table of the file.
    """

    folder: Path
    form: str
    year: int
    deadline: date
    office: str
    roster: Path
    key: bytes
    mail: Mapping[str, Any]
    contact: str = ""
    phone: str = ""
    prior: str = ""
    form_hash: str = ""
    needs_review: bool = False

    @property
    def id(self) -> str:
        """Six characters derived from the key: the same for the life of the round."""
        return hashlib.sha256(b"round" + self.key).hexdigest()[:6].upper()

    @property
    def own_addresses(self) -> frozenset[str]:
        """The office's own addresses, in small letters: whoever writes from them is no unit."""
        return frozenset(
            str(self.mail[name]).lower() for name in ("user", "sender") if "@" in str(self.mail.get(name, ""))
        )

    def path(self, *parts: str) -> Path:
        """A path inside the folder."""
        return self.folder.joinpath(*parts)

    def kept(self, place: str) -> Path:
        """Where a kept file lies that the store knows as `place` (with ``/``)."""
        return self.folder.joinpath(*place.split("/"))

    def agree_with(self, form: Form) -> None:
        """Raises ConfigError (exit 4) when the form is no longer the one that the round was begun with."""
        if self.form_hash and self.form_hash != form_hash(form):
            raise ConfigError(C_FORM, form=self.form)


def create(folder: Path, form: Form, year: int, deadline: date, office: str, roster: Path) -> Round:
    """Makes the folder with its settings, a copy of the roster and a new key; never over another round.

    Raises OutputError when the folder already holds a round or cannot be written.
    """
    if (folder / CONFIG).exists():
        raise OutputError(C_EXISTS, path=str(folder))
    copy = f"roster{roster.suffix.lower()}"
    write_new(folder / copy, roster.read_bytes())
    write_new(folder / KEY, (secrets.token_hex(32) + "\n").encode())
    with suppress(OSError):  # file systems without permissions have none to take away
        (folder / KEY).chmod(0o600)
    name = form.key if Path(form.folder).name == form.key else str(Path(form.folder).resolve())
    settings = {
        "form": name, "form_hash": form_hash(form), "year": year, "deadline": deadline, "office": office,
        "contact": "", "phone": "", "roster": copy,
    }  # fmt: skip
    lines = [f"{name} = {_toml(value)}" for name, value in settings.items()]
    write_new(folder / CONFIG, ("\n".join(lines) + zh.ROUND_MAIL_HELP).encode())
    return open_round(folder)


def _toml(value: object) -> str:
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)  # a JSON string is a TOML string
    return value.isoformat() if isinstance(value, date) else str(value)


def open_round(folder: Path) -> Round:
    """The round in `folder`; raises ConfigError (exit 4) naming what is wrong with its settings."""
    path = folder / CONFIG
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError as error:
        raise ConfigError(C_NO_ROUND, path=str(folder)) from error
    except (OSError, ValueError) as error:
        raise _fault(path, str(error)) from error
    wrong = [
        name for name, kind, needed in _FIELDS
        if (needed or name in data) and not isinstance(data.get(name), kind)
    ]  # fmt: skip
    if wrong:
        raise _fault(path, ", ".join(wrong))
    roster = folder / data["roster"]
    if roster.resolve().parent != folder.resolve():
        raise _fault(path, "roster")
    return Round(
        folder, data["form"], data["year"], data["deadline"], data["office"], roster, _key(folder),
        data.get("mail", {}), data.get("contact", ""), data.get("phone", ""), data.get("prior", ""),
        data.get("form_hash", ""), bool(data.get("review", {}).get("required", False)),
    )  # fmt: skip


def _key(folder: Path) -> bytes:
    try:
        key = bytes.fromhex((folder / KEY).read_text(encoding="ascii").strip())
    except (OSError, ValueError) as error:
        raise ConfigError(C_KEY, path=str(folder / KEY)) from error
    if len(key) < 16:
        raise ConfigError(C_KEY, path=str(folder / KEY))
    return key


def set_line(folder: Path, name: str, value: str) -> None:
    """Writes ``name = "value"`` at the top of the settings, in the place of the line that is there.

    Raises OutputError when the file cannot be written.
    """
    path = folder / CONFIG
    text = path.read_text(encoding="utf-8-sig")
    head, table, rest = text.partition("\n[")
    line = f"{name} = {_toml(value)}"
    pattern = re.compile(rf"^{re.escape(name)}[ \t]*=.*$", re.M)
    head = pattern.sub(lambda _: line, head, count=1) if pattern.search(head) else f"{line}\n{head}"
    write_new(path, (head + table + rest).encode(), force=True)


def _fault(path: Path, detail: str) -> XltoolError:
    return ConfigError(C_CONFIG, path=str(path), detail=detail)


def form_hash(form: Form) -> str:
    """What must stay the same in a form while a round runs: its tables, rules and text codes.

    Sentences (guide, prompts, advice) may change.
    """
    said = [
        [form.id, form.version, list(form.levels)],
        [_table(table) for table in form.tables],
        [
            [name, _codes(sections)]
            for name, sections in (("", form.sections), *sorted(form.profiles.items()))
        ],
    ]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()[:16]


def _table(table: Table) -> list[Any]:
    blocks = [
        [_headings(block.rows), _headings(block.columns), sorted(block.kinds.items())]
        + [block.beside] * block.beside
        + [sorted(block.absent)] * bool(block.absent)
        + [block.fixed_columns, block.fixed_rows] * bool(block.fixed_columns or block.fixed_rows)
        for block in table.blocks
    ]
    rules = [
        [rule.code, rule.severity, str(rule.predecessor), list(rule.levels), repr(rule.bound)]
        + [rule.trial] * rule.trial
        for rule in table.rules
    ]
    totals = [[address, repr(total)] for address, total in table.totals.items()]
    return [table.id, table.sheet, blocks, rules, totals]


def _headings(headings: Sequence[Heading]) -> list[Any]:
    return [[list(path), leaf.code] for top in headings for path, leaf in top.leaves()]


def _codes(sections: Sequence[Section]) -> list[str]:
    return [part.id for section in sections for part in section.parts]
