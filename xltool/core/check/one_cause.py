"""Several failing totals with one cause: a row or column of totals nobody filled in, or left at last year's.

Also the guess that one addend was left out of a total.  Between `rules` and its findings; pure.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from xltool.core.check.finding import Finding
from xltool.core.check.labels import key_label, short_label
from xltool.core.form.model import Form, Rule
from xltool.core.form.relation import PRIOR
from xltool.core.submission.model import plain
from xltool.core.text.hint import Doubt, Hint

_LEAST = 2  # failing totals that are one cause


@dataclass(frozen=True)
class _Left:
    """Totals of one line that were left: their rules, and at what (``zero`` or ``prior``)."""

    rules: tuple[Rule, ...]
    at: str


def merged(form: Form, findings: Sequence[Finding], figures: Mapping[str, Decimal]) -> list[Finding]:
    """The findings, those of totals that were left as one, without what only repeats them.

    `figures` hold last year's as ``prior.…``.
    """
    told = list(findings)
    for code in dict.fromkeys(rule.code for rule in form.rules if rule.is_total):
        failing = {finding.refs for finding in told if finding.code == code and finding.value is not None}
        if len(failing) < _LEAST or (left := _left(form, code, failing, figures)) is None:
            continue
        totals = tuple(rule.bound.refs[0] for rule in left.rules)
        label = _line_label(form, left.rules)
        whole = Finding(
            left.rules[0].finding_code, totals, {"left_at": left.at, "label": label, "n": str(len(totals))}
        )
        first = next(i for i, finding in enumerate(told) if finding.refs in failing)
        told[first] = whole
        derived = {**figures, **{rule.bound.refs[0]: rule.bound.right.value(figures) for rule in left.rules}}
        repeated = _repeated(form, totals, derived)
        elsewhere = {one.code for one in told if not set(one.refs) & set(totals)}
        told = [
            one
            for one in told
            if one is whole
            or not (
                one.refs in failing
                or one.refs in repeated
                or (set(one.refs) & set(totals) and one.code in elsewhere)
            )
        ]
    return told


def _left(
    form: Form, code: str, failing: Collection[tuple[str, ...]], figures: Mapping[str, Decimal]
) -> _Left | None:
    """The failing totals of a line when all of them were left; totals of a crossing line do not count."""
    line = [rule for rule in form.rules if rule.code == code]
    wrong = tuple(
        rule
        for rule in line
        if rule.bound.refs in failing or _fails(rule, figures)  # what repeats another failure too
    )
    crossing = {rule.bound.refs[0] for rule in form.rules if rule.is_total and rule.code != code}
    right = [rule.bound.refs[0] for rule in line if rule not in wrong and rule.bound.refs[0] not in crossing]
    if any(ref not in figures for ref in right):
        return None
    totals = [rule.bound.refs[0] for rule in wrong]
    if not any(figures[ref] for ref in totals) and not any(figures[ref] for ref in right):
        return _Left(wrong, "zero")
    same = all(figures[ref] == figures.get(PRIOR + ref) for ref in (*totals, *right))
    return _Left(wrong, "prior") if same else None


def _fails(rule: Rule, figures: Mapping[str, Decimal]) -> bool:
    known = all(ref in figures for ref in rule.bound.refs)
    return known and not rule.bound.holds(rule.bound.residual(figures))


def _repeated(form: Form, totals: Collection[str], derived: Mapping[str, Decimal]) -> set[tuple[str, ...]]:
    """The members of other rules that hold with the totals as they should be."""
    return {
        rule.bound.refs
        for rule in form.rules
        if set(rule.bound.refs) & set(totals)
        and all(ref in derived for ref in rule.bound.refs)
        and rule.bound.holds(rule.bound.residual(derived))
    }


def _line_label(form: Form, rules: Sequence[Rule]) -> str:
    """The words of the column or row the totals stand in."""
    address = rules[0].bound.refs[0]
    key = rules[0].code.rpartition("-")[2]
    return key_label(form, address, key) or short_label(form, address)


def with_left_out(form: Form, findings: Sequence[Finding], figures: Mapping[str, Decimal]) -> list[Finding]:
    """The findings; a total that lacks just one of its addends, with no other guess, says which."""
    addends = {rule.bound.refs: rule for rule in form.rules if rule.is_total}
    told = []
    for finding in findings:
        rule = addends.get(finding.refs)
        if rule and not finding.hints and finding.value is not None and finding.expected is not None:
            lacking = finding.expected - finding.value
            alike = [
                ref for factor, ref in rule.bound.right.terms if factor == 1 and figures.get(ref) == lacking
            ]
            if lacking > 0 and len(alike) == 1:
                total = finding.refs[0]
                typed, meant = plain(finding.value), plain(finding.expected)
                doubts = (
                    Doubt(total, short_label(form, total), typed, meant),
                    Doubt(alike[0], short_label(form, alike[0]), plain(lacking), plain(lacking)),
                )
                finding = replace(finding, hints=(Hint("left-out", doubts),))
        told.append(finding)
    return told
