"""Add many submissions up to one: the sums, the units in it and not in it, and the check of the sum.

Every rule is linear, so a sum of balanced submissions balances and is checked by the same rules.  A
blank counts as 0 and is reported.  Totals that units typed are not added but derived from the sums.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Context, Decimal

from xltool.core.check.finding import Finding
from xltool.core.check.labels import short_label
from xltool.core.check.rules import check
from xltool.core.check.year_on_year import compare_years
from xltool.core.errors import UsageError
from xltool.core.form.model import Form, Rule
from xltool.core.submission.model import Submission, Unit, plain, with_totals
from xltool.core.text import zh
from xltool.core.text.catalogue.sums import (
    A_BLANK,
    A_ERRORS,
    A_EXCLUDED,
    A_FORMS,
    A_MISSING,
    A_NOTHING,
    A_OVERRIDE,
    A_STRANGER,
    A_TWICE,
    A_YEARS,
)

_EXACT = Context(prec=60)  # enough digits to add the largest and the smallest figure that can be typed
_NAMED = 5  # units named in an advice; the workbook shows all


@dataclass(frozen=True, slots=True)
class Addend:
    """One unit in a sum: its figures as in `Form.inputs`, None where blank, and how many findings it had."""

    unit: Unit
    inputs: tuple[Decimal | None, ...]
    errors: int = 0
    warnings: int = 0


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A unit that is not in the sum; `reason` is given by a person or by xltool."""

    unit: Unit
    reason: str


@dataclass(frozen=True, slots=True)
class Override:
    """A figure the office publishes instead of the units' sum."""

    address: str
    figure: Decimal
    reason: str


@dataclass(frozen=True)
class County:
    """A finished sum.

    `sums` are the sums of the units' figures; `submission` has the published figures in their place.
    """

    form: Form
    submission: Submission
    sums: Mapping[str, Decimal | None]
    parts: Sequence[Addend] = ()
    left_out: Sequence[LeftOut] = ()
    missing: Sequence[Unit] = ()
    overrides: Sequence[Override] = ()
    findings: Sequence[Finding] = ()
    prior: Submission | None = None


@dataclass
class Adder:
    """A sum of submissions of `form` that grows by `add`; memory grows by one small tuple for each unit."""

    form: Form
    parts: list[Addend] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    year: int | None = None
    findings: list[Finding] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._sums: list[Decimal | None] = [None] * len(self.form.inputs)
        kinds = self.form.kinds
        self._summed = {n for n, address in enumerate(self.form.inputs) if kinds[address] != "percent"}
        self._shared: dict[Decimal, Decimal] = {}  # most figures are 0, 1 or 2: one object for each
        self._names: dict[str, str] = {}

    def add(
        self, submission: Submission, findings: Iterable[Finding] = (), invalid: Collection[str] = ()
    ) -> None:
        """Add one submission; `findings` are its own, `invalid` addresses whose figure could not be read.

        Raises UsageError for a form, version or year other than the first's, or a unit that is in already.
        """
        self._admit(submission)
        severities = [finding.severity for finding in findings]
        errors, warnings = severities.count("error"), severities.count("warning")
        unusable = {*invalid, *submission.unread}
        inputs: list[Decimal | None] = []
        for index, address in enumerate(self.form.inputs):
            number = None if address in unusable else submission.values[address]
            if number is not None and index in self._summed:
                number = self._shared.setdefault(number, number)
                before = self._sums[index]
                self._sums[index] = number if before is None else _EXACT.add(before, number)
            inputs.append(number)
        self.parts.append(Addend(_bare(submission.unit), tuple(inputs), errors, warnings))
        self._report(self.parts[-1])

    def leave_out(self, unit: Unit, reason: str) -> None:
        """Note a unit that is not in the sum, and why; only its first reason counts."""
        if unit.code not in (one.unit.code for one in self.left_out):
            self.left_out.append(LeftOut(_bare(unit), reason))

    def _admit(self, submission: Submission) -> None:
        """Note a submission's year and unit; raises UsageError when it cannot be added to the others."""
        unit, key = submission.unit, f"{submission.form}-{submission.version}"
        if key != self.form.key:
            raise UsageError(A_FORMS, unit=unit.name, form=key, other=self.form.key)
        if self.year is not None and submission.year != self.year:
            raise UsageError(A_YEARS, unit=unit.name, year=str(submission.year), other=str(self.year))
        for key in (unit.code, unit.name):
            if key in self._names:
                raise UsageError(A_TWICE, unit=unit.name, other=self._names[key], code=unit.code)
        self.year = submission.year
        self._names |= dict.fromkeys((unit.code, unit.name), unit.name)

    def _report(self, part: Addend) -> None:
        """Note findings about a unit's errors and blanks."""
        if part.errors:
            args = {"unit": part.unit.name, "n": str(part.errors)}
            self.findings.append(Finding(A_ERRORS, args=args))
        blank = tuple(a for a, n in zip(self.form.inputs, part.inputs, strict=True) if n is None)
        if blank:
            args = {"unit": part.unit.name, "n": str(len(blank)), "label": short_label(self.form, blank[0])}
            self.findings.append(Finding(A_BLANK, blank, args))

    def result(
        self,
        unit: Unit,
        roster: Iterable[Unit] = (),
        overrides: Sequence[Override] = (),
        texts: Mapping[str, str] | None = None,
        prior: Callable[[Submission], Submission | None] | None = None,
    ) -> County:
        """Check the sum, as the submission of `unit`; raises UsageError when nothing was added.

        `prior` finds what that unit published last year.
        """
        if self.year is None or not self.parts:
            raise UsageError(A_NOTHING)
        inputs = dict(zip(self.form.inputs, self._sums, strict=True))
        published = inputs | {override.address: override.figure for override in overrides}
        sums = with_totals(self.form, inputs, keep=False)
        notes = {f"A-override.{o.address}": _note(sums[o.address], o) for o in overrides}
        submission = Submission(
            self.form.id, self.form.version, self.year, unit,
            with_totals(self.form, published, keep=False), texts or {}, notes,
        )  # fmt: skip
        last_year = prior(submission) if prior else None
        left_out = [one for one in self.left_out if one.unit.code not in self._names]
        missing, roster_findings = self._compare_roster(list(roster))
        findings = [
            *self.findings,
            *roster_findings,
            *(Finding(A_EXCLUDED, args={"unit": one.unit.name, "reason": one.reason}) for one in left_out),
            *(_override_finding(self.form, sums[o.address], o) for o in overrides),
            *self._check(submission, last_year),
        ]
        return County(
            self.form, submission, sums, self.parts, left_out, missing, overrides, findings, last_year
        )  # fmt: skip

    def _compare_roster(self, roster: Sequence[Unit]) -> tuple[list[Unit], list[Finding]]:
        """The units of the roster that sent nothing; findings about these and about units outside it."""
        if not roster:
            return [], []
        listed = {name for unit in roster for name in (unit.code, unit.name)}
        settled = {*self._names, *(name for one in self.left_out for name in (one.unit.code, one.unit.name))}
        missing = [unit for unit in roster if unit.code not in settled and unit.name not in settled]
        strange = [
            part.unit for part in self.parts if part.unit.code not in listed and part.unit.name not in listed
        ]
        findings = []
        for code, units in ((A_MISSING, missing), (A_STRANGER, strange)):
            if units:
                args = {"n": str(len(units)), "units": "、".join(unit.name for unit in units)}
                findings.append(Finding(code, args=args, severity="warning"))
        return missing, findings

    def _check(self, submission: Submission, prior: Submission | None) -> list[Finding]:
        """Check the sum by the form's rules, without hints: nobody typed these figures."""
        findings = [replace(finding, hints=()) for finding in check(self.form, submission, prior)]
        findings += compare_years(self.form, submission, prior) if prior else []
        rules = {(rule.code, rule.bound.refs): rule for rule in self.form.rules if not rule.needs_prior}
        keys = [(finding.code, finding.refs) for finding in findings]
        broken = {index: rules[key] for index, key in enumerate(keys) if key in rules}
        for index, names in self._units_breaking(broken).items():
            advice = zh.CULPRITS.format(units="、".join(names[:_NAMED]), n=len(names))
            args = {**findings[index].args, "advice": advice}
            findings[index] = replace(findings[index], args=args)
        return findings

    def _units_breaking(self, rules: Mapping[int, Rule]) -> dict[int, list[str]]:
        """For each rule the sum breaks: the names of the units whose own figures break it."""
        names: dict[int, list[str]] = {}
        for part in self.parts if rules else ():
            figures = filled(self.form, part)
            for index, rule in rules.items():
                if not rule.bound.holds(rule.bound.residual(figures)):
                    names.setdefault(index, []).append(part.unit.name)
        return names


def filled(form: Form, part: Addend) -> dict[str, Decimal]:
    """Every figure of one unit as it counts in the sum: blanks 0, totals derived."""
    figures = zip(form.inputs, part.inputs, strict=True)
    values: dict[str, Decimal | None] = {address: figure or Decimal(0) for address, figure in figures}
    return {a: n for a, n in with_totals(form, values, keep=False).items() if n is not None}


def add_up(form: Form, submissions: Iterable[Submission], unit: Unit) -> tuple[Submission, Sequence[Finding]]:
    """Add `submissions` up to a submission of `unit`, with findings; raises UsageError as `Adder` does."""
    adder = Adder(form)
    for submission in submissions:
        adder.add(submission)
    county = adder.result(unit)
    return county.submission, county.findings


def _bare(unit: Unit) -> Unit:
    """The unit without address, phone and the like, which no sheet shows, to save memory."""
    return Unit(unit.code, unit.name, unit.level)


def _note(total: Decimal | None, override: Override) -> str:
    return zh.OVERRIDE_NOTE.format(**_figures(total, override), reason=override.reason)


def _figures(total: Decimal | None, override: Override) -> dict[str, str]:
    difference = _EXACT.subtract(override.figure, total or Decimal(0))
    return {
        "total": plain(total or Decimal(0)),
        "figure": plain(override.figure),
        "difference": plain(difference),
    }


def _override_finding(form: Form, total: Decimal | None, override: Override) -> Finding:
    args = {
        "label": short_label(form, override.address),
        **_figures(total, override),
        "reason": override.reason,
    }
    return Finding(A_OVERRIDE, (override.address,), args, override.figure, total)
