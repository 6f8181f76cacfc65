"""Write a draft as the text of a form.toml: what must be decided stands as a comment above its line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence

from xltool.core.form.block import Block
from xltool.core.form.draft.draft import Draft
from xltool.core.form.draft.drawn import Question
from xltool.core.form.draft.rules import WrittenRule
from xltool.core.form.draft.table import DraftTable
from xltool.core.form.outline import Heading
from xltool.core.form.section import Section
from xltool.core.text import zh

_SHEET = 31  # characters of a sheet's name
_NO_SHEET = str.maketrans(dict.fromkeys("\\/*?:[]'", " "))


def form_file(draft: Draft, form_id: str, version: str, source: str) -> str:
    """The text of the form ``form_id-version`` that was drafted from the file called `source`."""
    old = draft.old
    lines = [zh.DRAFT_HEAD.format(file=source), ""]
    asked: dict[str, list[str]] = {}
    for question in draft.questions:
        asked.setdefault(question.at, []).append(question.words)
    head: list[tuple[str, object]] = [
        ("id", form_id), ("version", version), ("name", draft.name), ("basis", old.basis if old else ""),
        ("title", draft.title), ("levels", list(old.levels if old else zh.DRAFT_UNIT_LEVELS)),
        ("fields", list(old.fields) if old else ["phone"]), ("order", draft.order),
    ]  # fmt: skip
    for key, value in head:
        lines += [*_comment(*asked.get(key, ())), f"{key} = {_value(value)}"]
    lines += ["guide = [", *(f"  {_value(text)}," for text in zh.DRAFT_GUIDE), "]"]
    if old:
        asks = _comment(zh.DRAFT_ASK["migrate"].format(form=old.key))
        lines += ["", *asks, f"[migrate.{old.version}]"]
    for section in draft.sections:
        lines += ["", *_comment(*asked.get(section.id, ())), *_section(section)]
    sheets: set[str] = set()
    for table in draft.tables:
        lines += ["", *_table(table, sheets)]
    return "\n".join(lines) + "\n"


def decisions(text: str) -> list[str]:
    """What must be decided in a form file, one line each with the number of its line."""
    return [
        zh.DRAFT_DECIDE.format(line=number, words=line.strip().removeprefix(zh.DECIDE_MARK))
        for number, line in enumerate(text.splitlines(), 1)
        if line.strip().startswith(zh.DECIDE_MARK)
    ]


def _comment(*words: str, indent: str = "") -> list[str]:
    return [f"{indent}{zh.DECIDE_MARK}{' '.join(text.split())}" for text in words]


def _value(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _section(section: Section) -> Iterator[str]:
    yield from ("[[section]]", f"id = {_value(section.id)}", f"title = {_value(section.title)}")
    if section.parts[0].id == section.id:
        yield f"label = {_value(zh.DRAFT_TEXT_LABEL)}"
        if section.parts[0].prompt:
            yield f"prompt = {_value(section.parts[0].prompt)}"
        return
    for part in section.parts:
        yield from ("  [[section.part]]", f"  id = {_value(part.id)}", f"  heading = {_value(part.heading)}")
        if part.prompt:
            yield f"  prompt = {_value(part.prompt)}"


def _table(table: DraftTable, sheets: set[str]) -> Iterator[str]:
    asked = [one for one in table.questions if one.at == table.id and not one.key]
    yield from _comment(*(question.words for question in asked))
    yield from ("[[table]]", f"id = {_value(table.id)}", f"title = {_value(table.title)}")
    yield f"sheet = {_value(_sheet_name(table.title, sheets))}"
    if not table.measure:
        yield from _comment(zh.DRAFT_ASK["measure"])
    yield f"measure = {_value(table.measure or zh.DRAFT_NO_MEASURE)}"
    if table.widths:
        yield f"widths = {_value([int(one) if one.is_integer() else one for one in table.widths])}"
    if table.landscape:
        yield from _comment(zh.DRAFT_ASK["landscape"].format(n=table.printed.columns))
        yield "landscape = true"
    yield from _comment(*(one.words for one in table.questions if one.at == table.id and one.key == "notes"))
    for key, values in (("notes", table.foot_notes), ("signs", table.signs)):
        if values:
            yield f"{key} = {_value(values)}"
    for block, totals in zip(table.blocks, table.totals, strict=True):
        codes = {f"{table.id}.{code}" for code in (*block.row_paths, *block.column_paths)}
        yield from ("", *_block(block, totals, [one for one in table.questions if one.at in codes]))
    yield from _rules(table)


def _block(block: Block, totals: Mapping[str, str], asked: Iterable[Question]) -> Iterator[str]:
    notes: dict[str, list[str]] = {}
    for question in asked:
        code = question.at.partition(".")[2]
        key = question.key or ("rows" if code.startswith("r") else "columns")
        notes.setdefault(key, []).append(question.words if key == "kinds" else f"{code}：{question.words}")
    entries = {
        "banner": _value(block.banner) if block.banner else "",
        "stubhead": _text(block.stubhead.split("\n")) if block.stubhead else "",
        "beside": "true" if block.beside else "",
        "columns": _text(_outline(block.columns)),
        "rows": _text(_outline(block.rows)),
        "absent": _value(sorted(block.absent)) if block.absent else "",
        "totals": _mapping(totals),
        "kinds": _mapping(block.kinds),
        "choices": _mapping({cell: list(one) for cell, one in block.choices.items() if one != zh.YES_NO}),
    }
    yield "  [[table.block]]"
    for key, written in entries.items():
        if written or key in notes:
            yield from _comment(*notes.get(key, ()), indent="  ")
        if written:
            yield f"  {key} = {written}"


def _outline(headings: Sequence[Heading], depth: int = 0) -> Iterator[str]:
    for heading in headings:
        words = " | ".join((heading.text, *heading.beside))
        yield f"{'  ' * depth}{heading.code + ' ' if heading.code else ''}{words}".rstrip()
        yield from _outline(heading.children, depth + 1)


def _text(lines: Iterable[str]) -> str:
    """A text of TOML: on one line where it is one."""
    found = list(lines)
    if len(found) == 1:
        return _value(found[0].strip())
    return "'''\n" + "".join(f"    {line}\n" for line in found) + "  '''"


def _mapping(values: Mapping[str, object]) -> str:
    if not values:
        return ""
    return "{ " + ", ".join(f"{_key(key)} = {_value(value)}" for key, value in values.items()) + " }"


def _key(key: str) -> str:
    return _value(key) if "." in key else key


def _rules(table: DraftTable) -> Iterator[str]:
    numbers = {"error": 0, "warning": 0}
    for rule in table.rules:
        numbers[rule.severity] += 1
        yield from ("", *_rule(table.id, rule, numbers[rule.severity]))
    for sentence in table.unclear:
        yield from ("", *_comment(zh.DRAFT_ASK["unclear"].format(words=sentence), indent="  "))


def _rule(table: str, rule: WrittenRule, number: int) -> Iterator[str]:
    if rule.origin:
        yield from _comment(zh.DRAFT_ASK["rule"].format(words=rule.origin), indent="  ")
    yield "  [[table.rule]]"
    yield f'  code = "{table}-{"B" if rule.severity == "error" else "C"}{number:02}"'
    yield f'  severity = "{rule.severity}"'
    if rule.each:
        yield f'  each = "{rule.each}"'
    yield f"  check = {_value(rule.check)}"
    yield f"  left = {_value(rule.left)}"
    yield f"  right = {_value(rule.right)}"
    yield f"  advice = {_value(zh.DRAFT_ADVICE)}"
    if rule.origin:
        yield f"  origin = {_value(zh.DRAFT_ORIGIN.format(words=rule.origin))}"


def _sheet_name(title: str, taken: set[str]) -> str:
    """A name for the table's sheet, as spreadsheets take it and no other table has."""
    plain = " ".join(title.translate(_NO_SHEET).split()) or "T"
    name, number = plain[:_SHEET], 1
    while name in taken:
        number += 1
        name = f"{plain[: _SHEET - 3]}{number}"
    taken.add(name)
    return name
