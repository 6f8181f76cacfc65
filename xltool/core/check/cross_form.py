"""Compare the returns of one unit for different forms, and warn where their figures disagree.

The relations are data of a form (``[[cross]]``); a finding belongs to the return of that form.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal

from xltool.core.check.finding import Finding
from xltool.core.check.returned import CheckedReturn, Unreadable
from xltool.core.check.rules import rule_finding
from xltool.core.form.relation import OTHER
from xltool.core.submission.model import Submission

MOST_COMPARED = 1_000  # with more files in one run, none is held in memory to wait for another


def cross_checked(
    checked: Iterable[CheckedReturn | Unreadable], total: int
) -> Iterable[CheckedReturn | Unreadable]:
    """The files, compared with each other unless they (`total` in all) are more than `MOST_COMPARED`."""
    return checked if total > MOST_COMPARED else cross_check(checked)


def cross_check(checked: Iterable[CheckedReturn | Unreadable]) -> list[CheckedReturn | Unreadable]:
    """Each file with the findings between it and the other files of the same unit and year."""
    files = list(checked)
    of_unit: dict[tuple[int, str], list[CheckedReturn]] = {}
    for one in files:
        if isinstance(one, CheckedReturn):
            for key in _keys(one.submission):
                of_unit.setdefault(key, []).append(one)
    return [
        _with_crosses(one, of_unit) if isinstance(one, CheckedReturn) and one.form.crosses else one
        for one in files
    ]


def _with_crosses(
    one: CheckedReturn, of_unit: Mapping[tuple[int, str], list[CheckedReturn]]
) -> CheckedReturn:
    """The return with the findings between it and the other returns of its unit; each once."""
    others = {id(other): other for key in _keys(one.submission) for other in of_unit[key]}
    findings = [finding for other in others.values() for finding in _between(one, other)]
    alike = {(finding.code, finding.value, finding.expected): finding for finding in findings}
    placed = (finding.at(one.places) for finding in alike.values())
    return replace(one, findings=(*one.findings, *placed))


def _keys(submission: Submission) -> tuple[tuple[int, str], ...]:
    """The keys that returns of one unit for one year share: the year with its code, or with its name."""
    return (submission.year, submission.unit.code), (submission.year, submission.unit.name)


def _reliable(one: CheckedReturn) -> dict[str, Decimal]:
    """The figures without an error about their value, and the totals of such figures only."""
    bad = set(one.invalid)
    bad |= {
        ref
        for error in one.findings
        if error.severity == "error" and error.code.startswith("V-")
        for ref in error.refs
    }
    bad |= {
        address for address, total in one.form.totals.items() if any(ref in bad for _, ref in total.terms)
    }
    values = one.submission.values.items()
    return {address: number for address, number in values if number is not None and address not in bad}


def _between(one: CheckedReturn, other: CheckedReturn) -> list[Finding]:
    """The rules of `one` about the form of `other` that do not hold."""
    rules = [rule for rule in one.form.crosses if rule.other == other.submission.form]
    if not rules:
        return []
    figures = _reliable(one) | {OTHER + address: number for address, number in _reliable(other).items()}
    return [
        rule_finding(one.form, rule, figures, one.submission, False)
        for rule in rules
        if all(ref in figures for ref in rule.bound.refs)
        and not rule.bound.holds(rule.bound.residual(figures))
    ]
