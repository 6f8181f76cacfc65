"""What changed between two versions of a form: a list for the form's editor, a note for the units.

Compares by codes: a heading with the same code and other words was renamed, one with another code
is another thing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from xltool.core.form.describe import rule_lines
from xltool.core.form.layout import foot_lines
from xltool.core.form.model import Form, Rule, Table
from xltool.core.form.section import Section
from xltool.core.submission.migrate import sources_of
from xltool.core.text import zh


@dataclass(frozen=True)
class FormChange:
    """One thing that changed: `kind` is a key of ``zh.DIFF``, `place` the table or section.

    `old` and `new` are the words before and after, "" where there are none.
    """

    kind: str
    place: str = ""
    old: str = ""
    new: str = ""


def differences(old: Form, new: Form) -> list[FormChange]:
    """Every change in the new form's order; in each place additions come before removals."""
    changes = [
        *_facts(old, new),
        *_named("table", "", _titles(old.tables), _titles(new.tables)),
        *_named("section", "", _titles(old.sections), _titles(new.sections)),
    ]
    for table in new.tables:
        if table.id in old.by_id:
            changes += _table(old.by_id[table.id], table)
    sections = {section.id: section for section in old.sections}
    for section in new.sections:
        if section.id in sections:
            changes += _section(sections[section.id], section)
    return [*changes, *_rules(old, new)]


def _titles(items: Iterable[Table | Section]) -> dict[str, str]:
    return {
        item.id: item.title or (item.parts[0].label if isinstance(item, Section) else "") for item in items
    }


def _facts(old: Form, new: Form) -> Iterator[FormChange]:
    facts = {
        "name": (old.name, new.name),
        "basis": (old.basis, new.basis),
        "title": (old.title, new.title),
        "levels": ("、".join(old.levels), "、".join(new.levels)),
        "fields": ("、".join(old.fields), "、".join(new.fields)),
        "order": ("、".join(old.order), "、".join(new.order)),
    }
    yield from (FormChange(kind, "", *pair) for kind, pair in facts.items() if pair[0] != pair[1])
    yield from _listed("guide", "", old.guide, new.guide)
    yield from _listed("profile", "", old.profiles, new.profiles)


def _named(kind: str, place: str, old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[FormChange]:
    """Changes of things with a code: added, removed or renamed."""
    yield from (FormChange(f"{kind}-added", place, "", text) for code, text in new.items() if code not in old)
    yield from (FormChange(f"{kind}-removed", place, text) for code, text in old.items() if code not in new)
    for code in (code for code in new if code in old and old[code] != new[code]):
        yield FormChange(f"{kind}-renamed", place, old[code], new[code])


def _listed(kind: str, place: str, old: Iterable[str], new: Iterable[str]) -> Iterator[FormChange]:
    """Changes of things without a code: added or removed."""
    yield from _named(kind, place, {text: text for text in old}, {text: text for text in new})


def _headings(table: Table, axis: str) -> dict[str, str]:
    """The codes of a table's rows or columns with their words, those of the headings above first."""
    paths: dict[str, tuple[str, ...]] = {}
    for block in table.blocks:
        paths |= block.row_paths if axis == "row" else block.column_paths
    return {code: " · ".join(text for text in path if text) for code, path in paths.items()}


def _table(old: Table, new: Table) -> Iterator[FormChange]:
    place = new.title
    rows, columns = ((_headings(old, axis), _headings(new, axis)) for axis in ("row", "column"))
    yield from _named("row", place, *rows)
    yield from _named("column", place, *columns)
    shared = {
        f"{new.id}.{row}.{column}": f"{rows[1][row]} · {columns[1][column]}".strip(" ·")
        for row in rows[1]
        for column in columns[1]
        if row in rows[0] and column in columns[0]
    }
    before, after = (
        {address: shared[address] for address in (*table.addresses, *table.words) if address in shared}
        for table in (old, new)
    )
    yield from _named("cell", place, before, after)
    old_ways, new_ways = _ways(old), _ways(new)
    for address in (address for address in after if address in before):
        if old_ways[address] != new_ways[address]:
            yield FormChange("way", place, f"{shared[address]}：{old_ways[address]}", new_ways[address])
    if old.measure != new.measure:
        yield FormChange("measure", place, old.measure, new.measure)
    for kind, words in (("fixed", _fixed), ("foot", foot_lines)):
        was, now = words(old), words(new)
        if {*was} != {*now}:
            gone = [one for one in dict.fromkeys(was) if one not in now]
            come = [one for one in dict.fromkeys(now) if one not in was]
            yield FormChange(kind, place, *(zh.DIFF_WORDS.join(one) or zh.NOTHING for one in (gone, come)))


def _fixed(table: Table) -> list[str]:
    """The words printed beside headings and in corners: units, numbers."""
    return [words for block in table.blocks for words in block.fixed_words if words]


def _ways(table: Table) -> dict[str, str]:
    """How each address is filled in: the kind of figure the unit types, or a total."""
    kinds = {
        f"{table.id}.{row}.{column}": block.kind(row, column)
        for block in table.blocks
        for row, column in (*block.addresses, *block.words)
    }
    return {a: zh.WAYS["total" if a in table.totals else kind] for a, kind in kinds.items()}


def _section(old: Section, new: Section) -> Iterator[FormChange]:
    place = new.title or new.parts[0].label
    parts = [{part.id: part.heading or part.label for part in section.parts} for section in (old, new)]
    if len(old.parts) > 1 or len(new.parts) > 1:
        yield from _named("part", place, *parts)
    prompts = {part.id: part.prompt for part in old.parts}
    for part in new.parts:
        if part.id in prompts and prompts[part.id] != part.prompt:
            yield FormChange("prompt", place, prompts[part.id], part.prompt)


def _rules(old: Form, new: Form) -> Iterator[FormChange]:
    """Changes of rules, by their codes; a rule with the same words may still compare other cells."""
    before, after = (
        {code: f"{code}（{severity}）{text}" for code, severity, text in rule_lines(form)}
        for form in (old, new)
    )
    place = zh.PAGE["rules"]
    trials = [{rule.code for rule in form.rules if rule.trial} for form in (old, new)]
    for code in (code for code in after if code in trials[0] and code not in trials[1]):
        yield FormChange("rule-promoted", place, before.pop(code), after[code])
        before[code] = after[code]
    yield from _named("rule", place, before, after)
    cells = [_relations((*form.rules, *form.crosses)) for form in (old, new)]
    for code, text in after.items():
        keys = cells[0].get(code, {}).keys() & cells[1][code].keys()
        if before.get(code) == text and any(cells[0][code][key] != cells[1][code][key] for key in keys):
            yield FormChange("rule-cells", place, text, text)


def _relations(rules: Iterable[Rule]) -> dict[str, dict[str, tuple[object, ...]]]:
    """For each rule code and the row or column it stands for: what it compares, and for which units."""
    relations: dict[str, dict[str, tuple[object, ...]]] = {}
    for rule in rules:
        content = (rule.bound, rule.levels, rule.predecessor, rule.other)
        relations.setdefault(rule.code, {})[rule.key or ""] = content
    return relations


def listing(old: Form, new: Form) -> str:
    """All changes for the form's editor, one a line, grouped by place."""
    all_changes = differences(old, new)
    lines = [zh.DIFF_TITLE.format(old=old.key, new=new.key)]
    if not all_changes:
        return "\n".join([*lines, zh.DIFF_NONE])
    for place, changes in groupby(all_changes, key=lambda change: change.place):
        lines += ["", place] if place else []
        for change in changes:
            lines.append("  " + zh.DIFF[change.kind].format(old=change.old, new=change.new))
    return "\n".join([*lines, "", _carried(old, new)])


def _carried(old: Form, new: Form) -> str:
    """A sentence: how many figures of the older version are carried over to the newer."""
    if old.version not in new.migrate:
        return zh.DIFF_NOT_CARRIED.format(version=old.version)
    n = len(sources_of(old, new))
    return zh.DIFF_CARRIED.format(n=n, rest=len(new.inputs) - n)


def note(old: Form, new: Form) -> str:
    """A few sentences for the units: what is new, what is gone, and what has another name."""
    notable = [change for change in differences(old, new) if change.kind in zh.DIFF_NOTE]
    if not notable:
        return zh.DIFF_NOTE_NONE.format(form=new.name)
    lines = [zh.DIFF_NOTE_TITLE.format(form=new.name, basis=new.basis or new.version)]
    for n, (place, changes) in enumerate(groupby(notable, key=lambda change: change.place), 1):
        clauses = []
        for kind, alike in groupby(changes, key=lambda change: change.kind):
            each, between = zh.DIFF_NOTE_EACH[kind.endswith("renamed")]
            texts = between.join(each.format(old=c.old, new=c.new, text=c.new or c.old) for c in alike)
            clauses.append(zh.DIFF_NOTE[kind].format(texts=texts))
        where = zh.DIFF_NOTE_PLACE.format(place=place) if place else ""
        lines.append(f"{n}. {where}{'；'.join(clauses)}。")
    return "\n".join(lines)
