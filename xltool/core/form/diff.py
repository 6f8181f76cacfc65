"""Two versions of a form → what changed, for who keeps the form and for who fills it in.

Pure; compares by codes, so a heading with the same code and other words was renamed, and one with
another code is another thing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from xltool.core.form.describe import rule_lines
from xltool.core.form.model import Form, Rule, Section, Table
from xltool.core.submission.migrate import sources_of
from xltool.core.text import zh


@dataclass(frozen=True)
class FormChange:
    """One thing that changed: `kind` names its words in `messages`, `place` the table or section.

    `old` and `new` are the words before and after, "" where there were or are none.
    """

    kind: str
    place: str = ""
    old: str = ""
    new: str = ""


def differences(old: Form, new: Form) -> list[FormChange]:
    """Every change, in the new form's order, what was removed from a place after what was added to it."""
    found = [
        *_facts(old, new),
        *_named("table", "", _titles(old.tables), _titles(new.tables)),
        *_named("section", "", _titles(old.sections), _titles(new.sections)),
    ]
    for table in new.tables:
        if table.id in old.by_id:
            found += _table(old.by_id[table.id], table)
    sections = {section.id: section for section in old.sections}
    for section in new.sections:
        if section.id in sections:
            found += _section(sections[section.id], section)
    return [*found, *_rules(old, new)]


def _titles(items: Iterable[Table | Section]) -> dict[str, str]:
    return {i.id: i.title or (i.parts[0].label if isinstance(i, Section) else "") for i in items}


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
    """Things with a code: added, removed, or with other words."""
    yield from (FormChange(f"{kind}-added", place, "", text) for code, text in new.items() if code not in old)
    yield from (FormChange(f"{kind}-removed", place, text) for code, text in old.items() if code not in new)
    for code in (code for code in new if code in old and old[code] != new[code]):
        yield FormChange(f"{kind}-renamed", place, old[code], new[code])


def _listed(kind: str, place: str, old: Iterable[str], new: Iterable[str]) -> Iterator[FormChange]:
    """Things that are only words."""
    yield from _named(kind, place, {text: text for text in old}, {text: text for text in new})


def _headings(table: Table, axis: str) -> dict[str, str]:
    """Code → words with the headings above them, of a table's rows or columns."""
    tops = [top for block in table.blocks for top in (block.rows if axis == "row" else block.columns)]
    leaves = [leaf for top in tops for leaf in top.leaves()]
    return {leaf.code or "": " · ".join(text for text in path if text) for path, leaf in leaves}


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
    before = {address: shared[address] for address in old.addresses if address in shared}
    after = {address: shared[address] for address in new.addresses if address in shared}
    yield from _named("cell", place, before, after)
    was, now = (_ways(table) for table in (old, new))
    for address in (address for address in after if address in before):
        if was[address] != now[address]:
            yield FormChange("way", place, f"{shared[address]}：{was[address]}", now[address])
    if old.measure != new.measure:
        yield FormChange("measure", place, old.measure, new.measure)


def _ways(table: Table) -> dict[str, str]:
    """Address → how it is filled in: by the unit as what kind of figure, or as a total."""
    kinds = {
        f"{table.id}.{row}.{column}": block.kinds.get(column, block.kinds.get(row, "count"))
        for block in table.blocks
        for row, column in block.addresses
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
    """Rules by their codes; one with the same words may still ask other cells."""
    before, after = (
        {code: f"{code}（{zh.SEVERITY[severity]}）{text}" for code, severity, text in rule_lines(form)}
        for form in (old, new)
    )
    place = zh.PAGE["rules"]
    yield from _named("rule", place, before, after)
    cells = [_relations((*form.rules, *form.crosses)) for form in (old, new)]
    for code, text in after.items():
        keys = cells[0].get(code, {}).keys() & cells[1][code].keys()
        if before.get(code) == text and any(cells[0][code][key] != cells[1][code][key] for key in keys):
            yield FormChange("rule-cells", place, text, text)


def _relations(rules: Iterable[Rule]) -> dict[str, dict[str, tuple[object, ...]]]:
    """Code → row or column → what is asked of whom."""
    found: dict[str, dict[str, tuple[object, ...]]] = {}
    for rule in rules:
        asked = (rule.bound, rule.levels, rule.predecessor, rule.other)
        found.setdefault(rule.code, {})[rule.key or ""] = asked
    return found


def listing(old: Form, new: Form) -> str:
    """The whole list for who keeps the form, a line a change, grouped by place."""
    found = differences(old, new)
    lines = [zh.DIFF_TITLE.format(old=old.key, new=new.key)]
    if not found:
        return "\n".join([*lines, zh.DIFF_NONE])
    for place, changes in groupby(found, key=lambda change: change.place):
        lines += ["", place] if place else []
        for change in changes:
            lines.append("  " + zh.DIFF[change.kind].format(old=change.old, new=change.new))
    return "\n".join([*lines, "", _carried(old, new)])


def _carried(old: Form, new: Form) -> str:
    """How many figures of the older version the newer takes over."""
    if old.version not in new.migrate:
        return zh.DIFF_NOT_CARRIED.format(version=old.version)
    n = len(sources_of(old, new))
    return zh.DIFF_CARRIED.format(n=n, rest=len(new.inputs) - n)


def note(old: Form, new: Form) -> str:
    """A few sentences for who fills it in: what is asked anew, no longer, or under another name."""
    told = [change for change in differences(old, new) if change.kind in zh.DIFF_NOTE]
    if not told:
        return zh.DIFF_NOTE_NONE.format(form=new.name)
    lines = [zh.DIFF_NOTE_TITLE.format(form=new.name, basis=new.basis or new.version)]
    for n, (place, changes) in enumerate(groupby(told, key=lambda change: change.place), 1):
        said = []
        for kind, alike in groupby(changes, key=lambda change: change.kind):
            each, between = zh.DIFF_NOTE_EACH[kind.endswith("renamed")]
            texts = between.join(each.format(old=c.old, new=c.new, text=c.new or c.old) for c in alike)
            said.append(zh.DIFF_NOTE[kind].format(texts=texts))
        where = zh.DIFF_NOTE_PLACE.format(place=place) if place else ""
        lines.append(f"{n}. {where}{'；'.join(said)}。")
    return "\n".join(lines)
