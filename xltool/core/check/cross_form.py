"""Checked returns of different forms → warnings where one unit's figures for one year do not agree.

The relations are data of a form (``[[cross]]``); the finding stands with the return of that form.
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

MOST_COMPARED = 1_000  # files in one run that are compared: beyond, nothing is kept back to wait for another


def cross_checked(
    checked: Iterable[CheckedReturn | Unreadable], n: int
) -> Iterable[CheckedReturn | Unreadable]:
    """The files, compared with each other when there are not too many (`n`) to hold them all."""
    return checked if n > MOST_COMPARED else cross_check(checked)


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
    others = {id(other): other for key in _keys(one.submission) for other in of_unit[key]}
    found = [finding for other in others.values() for finding in _between(one, other)]
    alike = {(finding.code, finding.value, finding.expected): finding for finding in found}
    placed = (finding.at(one.places) for finding in alike.values())
    return replace(one, findings=(*one.findings, *placed))


def _keys(submission: Submission) -> tuple[tuple[int, str], ...]:
    """What makes two returns those of one unit for one year: its code, or its name."""
    return (submission.year, submission.unit.code), (submission.year, submission.unit.name)


def _reliable(one: CheckedReturn) -> dict[str, Decimal]:
    """The figures that were not complained of, and no total of one that was."""
    bad = set(one.invalid)
    bad |= {ref for f in one.findings if f.severity == "error" and f.code.startswith("V-") for ref in f.refs}
    bad |= {
        address for address, total in one.form.totals.items() if any(ref in bad for _, ref in total.terms)
    }
    values = one.submission.values.items()
    return {address: number for address, number in values if number is not None and address not in bad}


def _between(one: CheckedReturn, other: CheckedReturn) -> list[Finding]:
    rules = [rule for rule in one.form.crosses if rule.other == other.submission.form]
    if not rules:
        return []
    known = _reliable(one) | {OTHER + address: number for address, number in _reliable(other).items()}
    return [
        rule_finding(one.form, rule, known, one.submission, False)
        for rule in rules
        if all(ref in known for ref in rule.bound.refs) and not rule.bound.holds(rule.bound.residual(known))
    ]
