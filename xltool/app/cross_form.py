"""Checked files of different forms → warnings where one unit's figures for one year do not agree.

Composes what `intake` has read.  The relations are data of a form (``[[cross]]``); the finding stands
with the submission of that form.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from xltool.app.checking import Intake
from xltool.core.check.finding import Finding
from xltool.core.check.rules import rule_finding
from xltool.core.form.model import Form
from xltool.core.form.relation import OTHER
from xltool.core.submission.model import Submission

MOST = 1_000  # files in one run that are compared: beyond, nothing is kept back to wait for another


def compared(found: Iterable[Intake], n: int) -> Iterable[Intake]:
    """The files, compared with each other when there are not too many (`n`) to hold them all."""
    if n > MOST:
        return found
    held = list(found)
    compare(held)
    return held


def compare(found: Iterable[Intake]) -> None:
    """Adds to each file the findings between it and the other files of the same unit and year."""
    held = [(one, one.form, one.submission) for one in found]
    of_unit: dict[tuple[int, str], list[Intake]] = {}
    for one, _, submission in held:
        for key in _keys(submission) if submission else ():
            of_unit.setdefault(key, []).append(one)
    for one, form, submission in held:
        if form is None or submission is None or not form.crosses:
            continue
        others = {id(other): other for key in _keys(submission) for other in of_unit[key]}
        told = [f for other in others.values() for f in _between(form, submission, _known(one), other)]
        alike = {(finding.code, finding.value, finding.expected): finding for finding in told}
        one.findings += [finding.at(one.places) for finding in alike.values()]


def _keys(submission: Submission) -> tuple[tuple[int, str], ...]:
    """What makes two returns those of one unit for one year: its code, or its name."""
    return (submission.year, submission.unit.code), (submission.year, submission.unit.name)


def _known(one: Intake) -> dict[str, Decimal]:
    """The figures that can be relied on: none that was complained of, no total of one."""
    form, submission = one.form, one.submission
    assert form is not None and submission is not None
    bad = set(one.invalid)
    bad |= {ref for f in one.findings if f.severity == "error" and f.code.startswith("V-") for ref in f.refs}
    bad |= {address for address, total in form.totals.items() if any(ref in bad for _, ref in total.terms)}
    return {a: number for a, number in submission.values.items() if number is not None and a not in bad}


def _between(form: Form, submission: Submission, own: dict[str, Decimal], other: Intake) -> list[Finding]:
    rules = [rule for rule in form.crosses if other.submission and rule.other == other.submission.form]
    if not rules:
        return []
    known = own | {OTHER + address: number for address, number in _known(other).items()}
    return [
        rule_finding(form, rule, known, submission, False)
        for rule in rules
        if all(ref in known for ref in rule.bound.refs) and not rule.bound.holds(rule.bound.residual(known))
    ]
