"""Checked files of different forms → warnings where one unit's figures for one year do not agree.

Composes what `intake` has read.  The relations are data of a form (``[[cross]]``); the finding stands
with the submission of that form.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from xltool.check import rule_finding
from xltool.expr import OTHER
from xltool.finding import Finding
from xltool.form import Form
from xltool.intake import Intake
from xltool.submission import Submission


def compare(found: Iterable[Intake]) -> None:
    """Adds to each file the findings between it and the other files of the same unit and year."""
    held = [one for one in found if one.submission is not None]
    for one in held:
        form, submission = one.form, one.submission
        if form is None or submission is None or not form.crosses:
            continue
        told: list[Finding] = []
        for other in held:
            theirs = other.submission
            if theirs is not None and _together(submission, theirs):
                told += _between(form, submission, _known(one), theirs.form, _known(other))
        alike = {(finding.code, finding.value, finding.expected): finding for finding in told}
        one.findings += [finding.at(one.places) for finding in alike.values()]


def _together(one: Submission, other: Submission) -> bool:
    same = one.unit.code == other.unit.code or one.unit.name == other.unit.name
    return same and one.year == other.year and one.form != other.form


def _known(one: Intake) -> dict[str, Decimal]:
    """The figures that can be relied on."""
    assert one.submission is not None
    values = one.submission.values.items()
    return {
        address: number for address, number in values if number is not None and address not in one.invalid
    }


def _between(
    form: Form, submission: Submission, own: dict[str, Decimal], other: str, theirs: dict[str, Decimal]
) -> list[Finding]:
    known = own | {OTHER + address: number for address, number in theirs.items()}
    return [
        rule_finding(form, rule, known, submission, False)
        for rule in form.crosses
        if rule.other == other
        and all(ref in known for ref in rule.bound.refs)
        and not rule.bound.holds(rule.bound.residual(known))
    ]
