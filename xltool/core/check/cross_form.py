"""Compare the returns of one unit for different forms, and warn where their figures disagree.

The relations are data of a form (``[[cross]]``); a finding belongs to the return of that form.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from xltool.core.check.finding import Finding
from xltool.core.check.returned import CheckedReturn, Unreadable
from xltool.core.check.rules import rule_finding
from xltool.core.form.model import Form
from xltool.core.form.relation import OTHER
from xltool.core.submission.model import Submission

MOST_COMPARED = 1_000  # with more files in one run, none waits for another


def cross_checked(
    checked: Iterable[CheckedReturn | Unreadable], total: int, forms: Callable[[], Iterable[Form]]
) -> Iterable[CheckedReturn | Unreadable]:
    """The files, compared with each other unless they (`total` in all) are one or over `MOST_COMPARED`.

    `forms` gives the forms whose relations are asked.
    """
    return cross_check(checked, forms()) if 1 < total <= MOST_COMPARED else checked


def cross_check(
    checked: Iterable[CheckedReturn | Unreadable], forms: Iterable[Form]
) -> Iterator[CheckedReturn | Unreadable]:
    """Each file with the findings between it and the other files of the same unit and year.

    Files are passed on as they come, until one has a form with relations: it must wait for all others,
    and those behind it for their turn.  Of the others only the figures that are asked for are kept.
    """
    asked = _asked(forms)
    known: dict[tuple[int, str], list[_Other]] = {}
    waiting: list[CheckedReturn | Unreadable] = []
    for one in checked:
        if isinstance(one, CheckedReturn) and (addresses := asked.get(one.submission.form)):
            figures = {address: n for address, n in _reliable(one).items() if address in addresses}
            other = _Other(one.submission.form, figures)
            for key in _keys(one.submission):
                known.setdefault(key, []).append(other)
        if waiting or (isinstance(one, CheckedReturn) and one.form.crosses):
            waiting.append(one)
        else:
            yield one
    for one in waiting:
        yield _with_crosses(one, known) if isinstance(one, CheckedReturn) and one.form.crosses else one


@dataclass(frozen=True)
class _Other:
    """What another return says that a relation asks for: of which form it is, and the figures."""

    form: str
    figures: Mapping[str, Decimal]


def _asked(forms: Iterable[Form]) -> dict[str, set[str]]:
    """Form → the addresses in it that relations of other forms ask for."""
    asked: dict[str, set[str]] = {}
    for rule in (rule for form in forms for rule in form.crosses):
        refs = {ref.removeprefix(OTHER) for ref in rule.bound.refs if ref.startswith(OTHER)}
        asked.setdefault(rule.other, set()).update(refs)
    return asked


def _with_crosses(one: CheckedReturn, known: Mapping[tuple[int, str], list[_Other]]) -> CheckedReturn:
    """The return with the findings between it and the other returns of its unit; each once."""
    others = {id(other): other for key in _keys(one.submission) for other in known.get(key, ())}
    figures = _reliable(one)
    findings = [finding for other in others.values() for finding in _between(one, figures, other)]
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


def _between(one: CheckedReturn, own: Mapping[str, Decimal], other: _Other) -> list[Finding]:
    """The rules of `one` about the form of `other` that do not hold."""
    figures = {**own, **{OTHER + address: number for address, number in other.figures.items()}}
    return [
        rule_finding(one.form, rule, figures, one.submission, False)
        for rule in one.form.crosses
        if rule.other == other.form
        and all(ref in figures for ref in rule.bound.refs)
        and not rule.bound.holds(rule.bound.residual(figures))
    ]
