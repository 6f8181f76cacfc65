"""The one module that knows TOML: a form's folder → `Form`, or a `FormError` that says where.

The first door of all: everything else gets the form as data.
"""

from __future__ import annotations

import copyreg
import os
import re
import tomllib
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from xltool import identity, words
from xltool.errors import UseError
from xltool.expr import OTHER, PRIOR, Bound, ExprError, Linear, Side, Term, bind, parse_relation, parse_sum
from xltool.form import FIGURES, Block, Chart, Form, Jump, Part, Rule, Section, Table
from xltool.narrative.data import narrative
from xltool.outline import Heading, OutlineError, parse_outline
from xltool.submission import with_profile

_ONE = Decimal(1)
SHEET = re.compile(r"(?!')[^\\/*?:\[\]]{1,31}(?<!')")  # what a spreadsheet takes as a sheet's name
RESERVED = (words.SHEET_GUIDE, words.SHEET_INFO, words.SHEET_TEXTS, words.SHEET_CHECK, identity.SHEET)
_HERE = Path(__file__).resolve().parent
_PACKED = _HERE / "_data"
DATA = _PACKED if _PACKED.is_dir() else _HERE.parent  # a wheel carries its data inside the package


class FormError(Exception):
    """A broken form file: `code` is a message of the catalogue, `where` file, table and line."""

    def __init__(self, code: str, path: Path, line: int | None, table: str = "", detail: str = "") -> None:
        super().__init__(f"{path}:{line or '?'}: {table} {code} {detail}")
        self.code, self.path, self.line, self.table, self.detail = code, path, line, table, detail


def form_folders() -> list[Path]:
    """Where forms are looked for: $XLTOOL_FORMS, ./templates, then what came with xltool."""
    own = [Path(part) for part in os.environ.get("XLTOOL_FORMS", "").split(os.pathsep) if part]
    return [*own, Path("templates"), DATA / "templates"]


def list_forms() -> list[Path]:
    """The folder of every form that can be found, by name; the first of a name wins."""
    found: dict[str, Path] = {}
    for folder in form_folders():
        for file in sorted(folder.glob("*/form.toml")):
            found.setdefault(file.parent.name, file.parent)
    return [found[name] for name in sorted(found)]


def find_form(name: str) -> Path | None:
    """The folder of form `name` (``zfxxgknb-2021``) or the folder `name` itself; None if neither."""
    if (Path(name) / "form.toml").is_file():
        return Path(name)
    return next((folder for folder in list_forms() if folder.name == name), None)


def starter(name: str) -> str:
    """The text of a small form.toml that explains itself, for a folder called `name`; raises UseError."""
    match = re.fullmatch(r"([a-z][a-z0-9]*)-(\d{4})", name)
    if match is None:
        raise UseError("U-form-name", name=name)
    text = (DATA / "templates" / "starter.toml").read_text(encoding="utf-8")
    return text.replace("<id>", match[1]).replace("<version>", match[2])


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
        _cache[key] = _Loader(path).form()
    return _cache[key]


class _Loader:
    """Reads one file; keeps its text so that every complaint can name the line."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.table = ""
        try:
            self.text = path.read_text(encoding="utf-8-sig")
            self.data = tomllib.loads(self.text)
        except UnicodeDecodeError as error:
            raise FormError("F-encoding", path, None) from error
        except tomllib.TOMLDecodeError as error:
            line = int(found[1]) if (found := re.search(r"line (\d+)", str(error))) else None
            raise FormError("F-toml", path, line, detail=str(error)) from error

    def fail(self, code: str, needle: str = "", detail: str = "") -> FormError:
        start = self.text.find(f'id = "{self.table}"') if self.table else 0
        at = self.text.find(needle, max(start, 0)) if needle else start
        line = self.text.count("\n", 0, at) + 1 if at >= 0 else None
        return FormError(code, self.path, line, self.table, detail or needle)

    def need(self, data: dict[str, Any], key: str, kind: type = str) -> Any:
        if not isinstance(data.get(key), kind):
            raise self.fail("F-missing", detail=key)
        return data[key]

    def many(self, data: dict[str, Any], key: str) -> list[dict[str, Any]]:
        """What stands below ``[[key]]``, as often as it does."""
        found = data.get(key, [])
        if not isinstance(found, list) or not all(isinstance(item, dict) for item in found):
            raise self.fail("F-many", f"{key}]", key)
        return found

    def form(self) -> Form:
        data = self.data
        sections, profiles = self._sections(self.many(data, "section"))
        tables = tuple(self._table(table) for table in self.many(data, "table"))
        self.table = ""
        form = Form(
            id=self.need(data, "id"),
            version=self.need(data, "version"),
            name=self.need(data, "name"),
            basis=data.get("basis", ""),
            title=self.need(data, "title"),
            levels=tuple(data.get("levels", ())),
            tables=tables,
            sections=sections,
            order=tuple(self.need(data, "order", list)),
            guide=tuple(data.get("guide", ())),
            fields=tuple(data.get("fields", ())),
            slips=data.get("slips", {}),
            profiles=profiles,
            folder=str(self.path.parent),
            migrate=self.need(data, "migrate", dict) if "migrate" in data else {},
            crosses=tuple(self._cross(rule, tables) for rule in self.many(data, "cross")),
            jump=self._jump(data["jump"]) if "jump" in data else None,
        )
        for table in tables:
            same = [other.sheet for other in tables].count(table.sheet) > 1
            if same or not SHEET.fullmatch(table.sheet) or table.sheet in RESERVED:
                raise self.fail("F-sheet", f'sheet = "{table.sheet}"', table.sheet)
        if sorted(form.order) != sorted([t.id for t in tables] + [s.id for s in sections]):
            raise self.fail("F-order", "order")
        self._check_levels(form)
        for version, said in form.migrate.items():
            if not isinstance(said, dict):
                raise self.fail("F-migrate", f"{version} =", version)
            for address in said:
                if address not in form.kinds or address in form.totals:
                    raise self.fail("F-migrate", f'"{address}"', address)
        return replace(form, narrative=narrative(form, data.get("narrative", {}), self.fail))

    def _jump(self, data: dict[str, Any]) -> Jump:
        return Jump(*(Decimal(self.need(data, key, int)) for key in ("factor", "least", "unit")))

    def _sections(
        self, items: list[dict[str, Any]]
    ) -> tuple[tuple[Section, ...], dict[str, tuple[Section, ...]]]:
        def parts(owner: dict[str, Any], given: list[dict[str, Any]]) -> tuple[Part, ...]:
            given = given or [{key: value for key, value in owner.items() if key != "title"}]
            return tuple(
                Part(
                    self.need(part, "id"),
                    part.get("heading", ""),
                    part.get("label") or self.need(part, "heading"),
                    part.get("prompt", ""),
                )
                for part in given
            )

        sections = tuple(
            Section(self.need(item, "id"), item.get("title", ""), parts(item, self.many(item, "part")))
            for item in items
        )
        profiles: dict[str, tuple[Section, ...]] = {}
        for item, section in zip(items, sections, strict=True):
            for profile in self.many(item, "profile"):
                name = self.need(profile, "name")
                changed = replace(section, parts=parts(item, self.many(profile, "part")))
                base = profiles.get(name, sections)
                profiles[name] = tuple(changed if old.id == changed.id else old for old in base)
        return sections, profiles

    def _table(self, data: dict[str, Any]) -> Table:
        self.table = self.need(data, "id")
        raw_blocks = self.many(data, "block")
        if not raw_blocks:
            raise self.fail("F-missing", detail="block")
        table = Table(
            id=self.table,
            title=self.need(data, "title"),
            sheet=self.need(data, "sheet"),
            measure=data.get("measure", ""),
            blocks=tuple(self._block(block) for block in raw_blocks),
            widths=tuple(data.get("widths", ())),
            landscape=data.get("landscape", False),
            upper=data.get("upper"),
        )
        if len(set(table.addresses)) < len(table.addresses):
            twice = next(a for a in table.addresses if table.addresses.count(a) > 1)
            raise self.fail("F-code-twice", detail=twice)
        totals: dict[str, Linear] = {}
        total_rules: list[Rule] = []
        for block in raw_blocks:
            for code, text in block.get("totals", {}).items():
                side = self._parse_sum(text)
                each = "row" if code.startswith("c") else "column"
                for key in self._keys(table, each):
                    address = f"{table.id}.{key}.{code}" if each == "row" else f"{table.id}.{code}.{key}"
                    if address not in table.addresses:
                        continue
                    sum_ = self._side(side, table, key, text)
                    if each == "row" or address not in totals:
                        totals.setdefault(address, sum_)
                    bound = Bound(Linear(((_ONE, address),)), "==", sum_)
                    total_rules.append(
                        Rule(f"{table.id}-S-{code}", table.id, "error", bound, key,
                             "", words.SUM_RIGHT, "", is_total=True)
                    )  # fmt: skip
        self._acyclic(totals)
        rules = tuple(rule for item in self.many(data, "rule") for rule in self._rule(item, table))
        charts = tuple(self._chart(item, table) for item in self.many(data, "chart"))
        return replace(table, totals=totals, rules=(*rules, *total_rules), charts=charts)

    def _chart(self, data: dict[str, Any], table: Table) -> Chart:
        text = self.need(data, "cells")
        try:
            terms = self._parse_sum(text).terms
            addresses = tuple(ref for term in terms for ref in self._resolve(term, table, None))
        except LookupError:
            raise self.fail("F-rule-address", text, text) from None
        return Chart(self.need(data, "title"), addresses, data.get("units", 0))

    def _acyclic(self, totals: dict[str, Linear]) -> None:
        ready: set[str] = set()
        while len(ready) < len(totals):
            new = {a for a, t in totals.items() if all(r in ready or r not in totals for _, r in t.terms)}
            if new <= ready:
                raise self.fail("F-total-circle", "totals", ", ".join(sorted(totals.keys() - ready)))
            ready |= new

    def _block(self, data: dict[str, Any]) -> Block:
        strange = [kind for kind in data.get("kinds", {}).values() if kind not in FIGURES]
        if strange:
            raise self.fail("F-kind", "kinds", str(strange[0]))
        return Block(
            rows=self._outline(self.need(data, "rows"), "r"),
            columns=self._outline(self.need(data, "columns"), "c"),
            stubhead=data.get("stubhead", ""),
            banner=data.get("banner", ""),
            kinds=data.get("kinds", {}),
            folded=tuple(data.get("folded", ())),
        )

    def _outline(self, text: str, prefix: str) -> tuple[Heading, ...]:
        try:
            headings = parse_outline(text)
        except OutlineError as error:
            raise self.fail(f"F-outline-{error.reason}", error.line) from error
        codes: set[str | None] = set()
        for _, leaf in (leaf for top in headings for leaf in top.leaves()):
            if not (leaf.code or "").startswith(prefix):
                raise self.fail("F-outline-code", f"{leaf.code} {leaf.text}")
            if leaf.code in codes:
                raise self.fail("F-code-twice", f"{leaf.code} {leaf.text}", leaf.code or "")
            codes.add(leaf.code)
        return headings

    def _parse_sum(self, text: str) -> Side:
        try:
            return parse_sum(text)
        except ExprError as error:
            raise self.fail("F-rule", text, text) from error

    def _rule(self, data: dict[str, Any], table: Table) -> Iterable[Rule]:
        code, text = self.need(data, "code"), self.need(data, "check")
        each = data.get("each")
        if each not in (None, "row", "column") or data.get("severity") not in ("error", "warning", "info"):
            raise self.fail("F-rule", code, text)
        try:
            relation = parse_relation(text)
        except ExprError as error:
            raise self.fail("F-rule", text, text) from error
        made = 0
        for key in self._keys(table, each) if each else [None]:
            try:
                bound = bind(relation, lambda term, key=key: self._resolve(term, table, key))  # type: ignore[misc]
            except LookupError:
                if each is None:
                    raise self.fail("F-rule-address", text, text) from None
                continue  # a rule for each row speaks of the rows that have its columns
            made += 1
            yield Rule(
                code, table.id, data["severity"], bound, key,
                self.need(data, "left"), self.need(data, "right"), data.get("advice", ""),
                tuple(data.get("levels", ())), data.get("predecessor"),
            )  # fmt: skip
        if not made:
            raise self.fail("F-rule-address", text, text)

    def _cross(self, data: dict[str, Any], tables: Iterable[Table]) -> Rule:
        """A rule between forms; whether the other form has its addresses, `form check` asks."""
        code, text, other = (self.need(data, key) for key in ("code", "check", "form"))
        own = {table.id: table for table in tables}

        def resolve(term: Term) -> tuple[str, ...]:
            if term.first.startswith(OTHER) and term.last is None:
                return (term.first,)
            return self._resolve(term, own[term.first.split(".")[0]], None)

        try:
            bound = bind(parse_relation(text), resolve)
            if bound.refs[0].startswith(OTHER):  # the finding stands at a figure of this form
                raise LookupError(text)
        except ExprError as error:
            raise self.fail("F-rule", text, text) from error
        except LookupError:
            raise self.fail("F-rule-address", text, text) from None
        if data.get("severity") not in ("warning", "info"):  # two forms seldom count quite the same
            raise self.fail("F-rule", code, text)
        left, right = self.need(data, "left"), self.need(data, "right")
        table = bound.refs[0].split(".")[0]
        return Rule(
            code, table, data["severity"], bound, None, left, right, data.get("advice", ""), other=other
        )

    def _keys(self, table: Table, each: str) -> list[str]:
        pairs = [pair for block in table.blocks for pair in block.addresses]
        return list(dict.fromkeys(pair[0 if each == "row" else 1] for pair in pairs))

    def _side(self, side: Side, table: Table, key: str, text: str) -> Linear:
        try:
            refs = [(term.factor, ref) for term in side.terms for ref in self._resolve(term, table, key)]
        except LookupError:
            raise self.fail("F-rule-address", text, text) from None
        return Linear(tuple(refs), side.constant)

    def _resolve(self, term: Term, table: Table, key: str | None) -> tuple[str, ...]:
        """The addresses a term stands for; LookupError when one does not exist in the table."""
        prior = PRIOR if term.first.startswith(PRIOR) else ""
        ends = [end.removeprefix(PRIOR) for end in (term.first, term.last or term.first)]
        rows, columns = self._keys(table, "row"), self._keys(table, "column")

        def span(axis: list[str], letter: str) -> list[str]:
            codes = [next((p for p in end.split(".") if p.startswith(letter)), key) for end in ends]
            if None in codes or not all(code in axis for code in codes):
                raise LookupError(term.first)
            first, last = (axis.index(str(code)) for code in codes)
            return axis[first : last + 1]

        for end in ends:
            if any(part[0] not in "rc" and part != table.id for part in end.split(".")):
                raise LookupError(end)
        refs = [f"{table.id}.{row}.{column}" for row in span(rows, "r") for column in span(columns, "c")]
        if not refs or any(ref not in table.addresses for ref in refs):
            raise LookupError(term.first)
        return tuple(prior + ref for ref in refs)

    def _check_levels(self, form: Form) -> None:
        for rule in form.rules:
            if any(level not in form.levels for level in rule.levels):
                self.table = rule.table
                raise self.fail("F-level", rule.code, ", ".join(rule.levels))
