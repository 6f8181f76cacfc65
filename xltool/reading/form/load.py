"""The one module that knows TOML: a form's folder → `Form`, or a `FormError` that says where.

The first door of all: everything else gets the form as data.
"""

from __future__ import annotations

import copyreg
import re
import tomllib
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from xltool.core.errors import FormError
from xltool.core.form.model import Form, Jump, Part, Section
from xltool.core.submission import identity
from xltool.core.submission.model import with_profile
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
from xltool.reading.form.narrative import narrative
from xltool.reading.form.source import FormSource
from xltool.reading.form.tables import Tables

_SHEET = re.compile(r"(?!')[^\\/*?:\[\]]{1,31}(?<!')")  # what a spreadsheet takes as a sheet's name
RESERVED = (zh.SHEET_GUIDE, zh.SHEET_INFO, zh.SHEET_TEXTS, zh.SHEET_CHECK, identity.SHEET)
_cache: dict[tuple[str, int], Form] = {}


def _sent(form: Form) -> tuple[Any, ...]:
    """How a form goes to another process: by its folder, so that there too it is loaded once."""
    return _arrived, (form.folder, form.profile)


def _arrived(folder: str, profile: str | None) -> Form:
    form = load_form(Path(folder))
    return with_profile(form, profile) if profile else form


copyreg.pickle(Form, _sent)


def load_form(folder: Path) -> Form:
    """The form in `folder`; raises FormError naming file, table and line."""
    path = folder / "form.toml"
    key = (str(path.resolve()), path.stat().st_mtime_ns)
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
        line = int(found[1]) if (found := re.search(r"line (\d+)", str(error))) else None
        raise FormError(F_TOML, path, line, detail=str(error)) from error


class _Loader:
    """Makes the form of one file; the tables are read by `formtables`."""

    def __init__(self, source: FormSource) -> None:
        self.source = source

    def form(self) -> Form:
        data = self.source.data
        sections, profiles = self._sections(self.source.many(data, "section"))
        reader = Tables(self.source)
        tables = tuple(reader.table(table) for table in self.source.many(data, "table"))
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
            fields=tuple(data.get("fields", ())),
            slips=data.get("slips", {}),
            profiles=profiles,
            folder=str(self.source.path.parent),
            migrate=self.source.need(data, "migrate", dict) if "migrate" in data else {},
            crosses=tuple(reader.cross(rule, tables) for rule in self.source.many(data, "cross")),
            jump=self._jump(data["jump"]) if "jump" in data else None,
        )
        for table in tables:
            same = [other.sheet for other in tables].count(table.sheet) > 1
            if same or not _SHEET.fullmatch(table.sheet) or table.sheet in RESERVED:
                raise self.source.fail(F_SHEET, f'sheet = "{table.sheet}"', table.sheet)
        if sorted(form.order) != sorted([t.id for t in tables] + [s.id for s in sections]):
            raise self.source.fail(F_ORDER, "order")
        self._check_levels(form)
        for version, said in form.migrate.items():
            if not isinstance(said, dict):
                raise self.source.fail(F_MIGRATE, f"{version} =", version)
            for address in said:
                if address not in form.kinds or address in form.totals:
                    raise self.source.fail(F_MIGRATE, f'"{address}"', address)
        return replace(form, narrative=narrative(form, data.get("narrative", {}), self.source.fail))

    def _jump(self, data: dict[str, Any]) -> Jump:
        return Jump(*(Decimal(self.source.need(data, key, int)) for key in ("factor", "least", "unit")))

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
                profiles[name] = tuple(changed if old.id == changed.id else old for old in base)
        return sections, profiles

    def _check_levels(self, form: Form) -> None:
        for rule in form.rules:
            if any(level not in form.levels for level in rule.levels):
                self.source.table = rule.table
                raise self.source.fail(F_LEVEL, rule.code, ", ".join(rule.levels))
