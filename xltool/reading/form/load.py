"""Load a form's folder as a `Form`; the only module that knows TOML.

What is wrong in a form file is a FormError that names the file, the table and the line.
"""

from __future__ import annotations

import copyreg
import re
import tomllib
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from xltool.core.errors import FormError
from xltool.core.form.model import Form, Jump, Proof, Table
from xltool.core.form.section import Part, Section
from xltool.core.submission import identity
from xltool.core.submission.model import FIELDS, with_profile
from xltool.core.text import zh
from xltool.core.text.catalogue.forms import (
    F_ENCODING,
    F_LEVEL,
    F_MIGRATE,
    F_ORDER,
    F_SHEET,
    F_TEXT_ADDRESS,
    F_TOML,
)
from xltool.reading.form.keys import refuse_unknown, unknown
from xltool.reading.form.narrative import read_narrative
from xltool.reading.form.rules import RuleReader
from xltool.reading.form.source import FormSource
from xltool.reading.form.tables import TableReader

_SHEET = re.compile(r"(?!')[^\\/*?:\[\]]{1,31}(?<!')")  # what a spreadsheet takes as a sheet's name
RESERVED = (zh.SHEET_GUIDE, zh.SHEET_INFO, zh.SHEET_TEXTS, zh.SHEET_CHECK, identity.SHEET)
_cache: dict[tuple[str, str, int], Form] = {}


def _pickled(form: Form) -> tuple[Any, ...]:
    """Pickle a form as the name of its folder, so that another process too loads it only once."""
    return _unpickled, (form.folder, form.profile)


def _unpickled(folder: str, profile: str | None) -> Form:
    form = load_form(Path(folder))
    return with_profile(form, profile) if profile else form


copyreg.pickle(Form, _pickled)


def load_form(folder: Path) -> Form:
    """The form in `folder`; raises FormError naming file, table and line, OSError without a form.toml."""
    path = folder / "form.toml"
    # Also by the path as given: it becomes the folder of the form, and a relative one is not valid elsewhere.
    key = (str(path), str(path.resolve()), path.stat().st_mtime_ns)
    if key not in _cache:
        _cache[key] = _Loader(_source(path)).form()
    return _cache[key]


def _source(path: Path) -> FormSource:
    try:
        text = path.read_text(encoding="utf-8-sig")
        return FormSource(path, text, tomllib.loads(text))
    except UnicodeDecodeError as error:
        raise FormError(F_ENCODING, path, None) from error
    except tomllib.TOMLDecodeError as error:
        line = int(match[1]) if (match := re.search(r"line (\d+)", str(error))) else None
        raise FormError(F_TOML, path, line, detail=str(error)) from error


class _Loader:
    """Makes the form of one file; `TableReader`, `RuleReader` and `read_narrative` read their parts of it."""

    def __init__(self, source: FormSource) -> None:
        self.source = source

    def form(self) -> Form:
        data = self.source.data
        refuse_unknown(self.source)
        sections, profiles = self._sections(self.source.many(data, "section"))
        rules = RuleReader(self.source)
        reader = TableReader(self.source, rules)
        given = self.source.many(data, "table")
        bare = [reader.read(table) for table in given]
        tables = tuple(reader.with_rules(item, table, bare) for item, table in zip(given, bare, strict=True))
        self.source.table = ""
        form = Form(
            id=self.source.need(data, "id"),
            version=self.source.need(data, "version"),
            name=self.source.need(data, "name"),
            basis=data.get("basis", ""),
            title=self.source.need(data, "title"),
            levels=tuple(data.get("levels", ())),
            tables=tables,
            sections=sections,
            order=tuple(self.source.need(data, "order", list)),
            guide=tuple(data.get("guide", ())),
            fields=self._fields(data.get("fields", ())),
            slips=data.get("slips", {}),
            profiles=profiles,
            folder=str(self.source.path.parent),
            migrate=self.source.need(data, "migrate", dict) if "migrate" in data else {},
            crosses=tuple(rules.cross(rule, tables) for rule in self.source.many(data, "cross")),
            jump=self._jump(data["jump"]) if "jump" in data else None,
            proof=self._proof(data["proof"]) if "proof" in data else None,
        )
        self._check_sheets(tables)
        self._check_order(form)
        self._check_levels(form)
        self._check_migrations(form)
        return replace(form, narrative=read_narrative(form, data.get("narrative", {}), self.source.fail))

    def _fields(self, names: Sequence[str]) -> tuple[str, ...]:
        for name in names:
            if name not in FIELDS:
                raise unknown(self.source, name, FIELDS)
        return tuple(names)

    def _jump(self, data: dict[str, Any]) -> Jump:
        factor, least, unit = (
            Decimal(self.source.need(data, key, int)) for key in ("factor", "least", "unit")
        )
        most = Decimal(self.source.need(data, "most", int)) if "most" in data else None
        return Jump(factor, least, unit, most, tuple(data.get("most_levels", ())))

    def _proof(self, data: dict[str, Any]) -> Proof:
        file, sha256 = self.source.need(data, "file"), self.source.need(data, "sha256")
        return Proof(file, sha256, str(data.get("date", "")), tuple(data.get("accepted", ())))

    def _sections(
        self, items: list[dict[str, Any]]
    ) -> tuple[tuple[Section, ...], dict[str, tuple[Section, ...]]]:
        need, many = self.source.need, self.source.many

        def parts(owner: dict[str, Any], given: list[dict[str, Any]]) -> tuple[Part, ...]:
            given = given or [{key: value for key, value in owner.items() if key != "title"}]
            return tuple(
                Part(
                    need(part, "id"),
                    part.get("heading", ""),
                    part.get("label") or need(part, "heading"),
                    part.get("prompt", ""),
                    part.get("prefill", "").strip(),
                    part.get("room", owner.get("room", 0)),
                )
                for part in given
            )

        sections = tuple(
            Section(
                need(item, "id"),
                item.get("title", ""),
                parts(item, many(item, "part")),
                tuple(item.get("words", {}).items()),
            )
            for item in items
        )
        for section in sections:
            for _, part in section.words:
                if part not in [one.id for one in section.parts]:
                    raise self.source.fail(F_TEXT_ADDRESS, part)
        profiles: dict[str, tuple[Section, ...]] = {}
        for item, section in zip(items, sections, strict=True):
            for profile in many(item, "profile"):
                name = need(profile, "name")
                changed = replace(section, parts=parts(item, many(profile, "part")))
                base = profiles.get(name, sections)
                profiles[name] = tuple(changed if other.id == changed.id else other for other in base)
        return sections, profiles

    def _check_levels(self, form: Form) -> None:
        for rule in form.rules:
            if any(level not in form.levels for level in rule.levels):
                self.source.table = rule.table
                raise self.source.fail(F_LEVEL, rule.code, ", ".join(rule.levels))

    def _check_sheets(self, tables: tuple[Table, ...]) -> None:
        for table in tables:
            same = [other.sheet for other in tables].count(table.sheet) > 1
            if same or not _SHEET.fullmatch(table.sheet) or table.sheet in RESERVED:
                raise self.source.fail(F_SHEET, f'sheet = "{table.sheet}"', table.sheet)

    def _check_order(self, form: Form) -> None:
        if sorted(form.order) != sorted([t.id for t in form.tables] + [s.id for s in form.sections]):
            raise self.source.fail(F_ORDER, "order")

    def _check_migrations(self, form: Form) -> None:
        for version, moves in form.migrate.items():
            if not isinstance(moves, dict):
                raise self.source.fail(F_MIGRATE, f"{version} =", version)
            for address in moves:
                if address not in form.kinds or address in form.totals:
                    raise self.source.fail(F_MIGRATE, f'"{address}"', address)
