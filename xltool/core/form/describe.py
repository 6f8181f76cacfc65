"""Pages that describe a form to people: its parts, the meaning of each cell, every rule in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from xltool.core.check.labels import rule_label, short_label
from xltool.core.form.boxes import tiling_fault
from xltool.core.form.layout import lay_out
from xltool.core.form.model import Form, Rule
from xltool.core.form.relation import OTHER
from xltool.core.form.section import Section
from xltool.core.text import zh
from xltool.core.text.catalogue import FAMILIES, codes_of


def summary(form: Form) -> str:
    """A short description of a form for the terminal."""
    lines = [f"{form.key}  {form.name}", zh.PAGE["basis"].format(basis=form.basis)]
    if form.proof:
        lines.append(zh.FORM_PROVEN.format(file=form.proof.file, day=form.proof.date))
    lines.append("")
    for item in form.printed_order:
        if isinstance(item, Section):
            lines.append(f"{item.id}  {item.title or item.parts[0].label}")
            lines += [f"    {part.id}  {part.label}" for part in item.parts if part.id != item.id]
        else:
            counts = zh.PAGE["counts"].format(inputs=len(item.inputs), totals=len(item.totals))
            lines.append(f"{item.id}  {item.title}（{counts}）")
    lines += ["", zh.PAGE["rules"]]
    for code, severity, statement in rule_lines(form):
        lines.append(f"  {code}  [{severity}] {statement}")
    if form.profiles:
        lines += ["", zh.PAGE["profiles"].format(profiles="、".join(form.profiles))]
    return "\n".join(lines)


def rule_lines(form: Form) -> list[tuple[str, str, str]]:
    """(code, severity in words, the rule in words) for each code of a rule."""
    lines: dict[str, tuple[str, str, str]] = {}
    for rule in (*form.rules, *form.crosses):
        label = f"“{short_label(form, rule.bound.refs[0]).split(' · ')[-1]}”" if rule.is_total else ""
        if rule.is_total and rule.code.rpartition("-")[2].startswith("r"):
            label = f"“{short_label(form, rule.bound.refs[0]).split(' · ')[-2:][0]}”"
        text = f"{label}{zh.RELATION['==']}{rule.right}" if rule.is_total else rule.statement
        lines.setdefault(rule.code, (rule.code, severity_words(rule), text))
    return list(lines.values())


def severity_words(rule: Rule) -> str:
    """How urgent what a rule finds is."""
    return zh.SEVERITY[rule.severity] + (zh.TRIAL if rule.trial else "")


def cells(form: Form) -> list[dict[str, Any]]:
    """The cells of the workbook that hold an answer of the unit or a total, as JSON data."""
    return [
        {
            "address": cell.address,
            "sheet": cell.sheet,
            "cell": cell.a1,
            "labels": list(cell.labels),
            "kind": cell.kind,
            "role": cell.role,
        }
        for cell in lay_out(form).cells.values()
    ]


def faults(form: Form) -> list[tuple[str, str]]:
    """(table id, first bad position) of each table whose boxes leave a gap or overlap."""
    layout = lay_out(form)
    tables = [(table.id, tiling_fault(layout.grids[table.id])) for table in form.tables]
    return [(table, fault) for table, fault in tables if fault]


def width_faults(form: Form) -> list[tuple[str, str]]:
    """(table id, "widths/columns") of each table with more or fewer widths than columns."""
    grids = lay_out(form).grids
    return [
        (table.id, f"{len(widths)}/{grids[table.id].columns}")
        for table in form.tables
        for widths in (table.widths, table.printed_widths)
        if widths and len(widths) != grids[table.id].columns
    ]


def migrate_faults(form: Form, others: Sequence[Form]) -> list[tuple[str, str]]:
    """(older version, address) of each figure that should come from an address the older version lacks."""
    olds = {other.version: other for other in others if other.id == form.id}
    return [
        (version, source)
        for version, sources in form.migrate.items()
        for source in sources.values()
        if source and (version not in olds or source not in olds[version].kinds)
    ]


def cross_faults(form: Form, others: Sequence[Form]) -> list[tuple[str, str]]:
    """(rule code, other form's id) of each rule between forms whose figures that form lacks."""
    return [
        (rule.code, rule.other)
        for rule in form.crosses
        if not any(
            all(ref.removeprefix(OTHER) in other.kinds for ref in rule.bound.refs if ref.startswith(OTHER))
            for other in others
            if other.id == rule.other
        )
    ]


def form_page(form: Form) -> str:
    """The manual page of a form in Markdown: its cells, texts and rules."""
    layout = lay_out(form)
    lines = [f"# {form.name}（{form.key}）", "", zh.PAGE["basis"].format(basis=form.basis), ""]
    for table in form.tables:
        lines += [f"## {table.title}", "", zh.PAGE["cell_head"], "| --- | --- | --- | --- |"]
        for address in (*table.addresses, *table.words):
            kind = zh.PAGE["words" if address in table.words else layout.cells[address].role]
            place = layout.place(address)
            lines.append(f"| {address} | {place} | {short_label(form, address)} | {kind} |")
        lines.append("")
    lines += [f"## {zh.PAGE['texts']}", ""]
    for section in form.sections:
        for part in section.parts:
            title = f"{section.title} · {part.label}" if section.title else part.label
            lines.append(f"- {part.id} {title}：{part.prompt}")
    lines += ["", f"## {zh.PAGE['rules']}", "", zh.PAGE["rule_head"], "| --- | --- | --- | --- |"]
    for rule in (*form.rules, *form.crosses):
        where = short_label(form, rule.bound.refs[0]) if rule.is_total else rule_label(form, rule)
        statement = f"{zh.RELATION['==']}{rule.right}" if rule.is_total else rule.statement
        origin = zh.PAGE["origin"].format(origin=rule.origin) if rule.origin else ""
        lines.append(f"| {rule.code} | {severity_words(rule)} | {where} | {statement}{origin} |")
    return "\n".join(lines) + "\n"


def findings_page(forms: Sequence[Form]) -> str:
    """The manual page of all findings in Markdown: code, severity, meaning, advice; rules first."""
    keys = "、".join(form.key for form in forms)
    lines = [f"# {zh.PAGE['findings']}", "", zh.PAGE["findings_note"].format(form=keys)]
    for form in forms:
        rules = {rule.code: rule for rule in (*form.rules, *form.crosses)}
        title = zh.PAGE["rules_of"].format(form=form.key)
        lines += ["", f"## {title}", "", zh.PAGE["finding_head"], "| --- | --- | --- | --- |"]
        for code, severity, statement in rule_lines(form):
            advice = zh.SUM_ADVICE if rules[code].is_total else rules[code].advice
            lines.append(f"| `{code}` | {severity} | {statement} | {advice} |")
    for letter, family in FAMILIES.items():
        title = zh.FAMILY_TITLES[letter]
        lines += ["", f"## {title}", "", zh.PAGE["finding_head"], "| --- | --- | --- | --- |"]
        for entry in codes_of(family):
            text = entry.text.replace("|", "\\|")
            lines.append(f"| `{entry}` | {zh.SEVERITY[entry.severity]} | {text} | {entry.advice} |")
    return "\n".join(lines) + "\n"
