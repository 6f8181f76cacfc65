"""Many submissions → one: sums, who is in and who is not, and what the sum's own rules say.  Pure.

Every rule is linear, so a sum of balanced submissions balances and is checked by the same rules.  A
blank counts as nothing and is named.  What a unit typed as its total is not added: totals are derived.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Context, Decimal

from xltool.core.check.finding import Finding
from xltool.core.check.rules import check, short_label
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

_EXACT = Context(prec=60)  # the largest and the smallest figure that can be typed fit beside each other
_NAMED = 5  # units named in an advice; the sheets show all


@dataclass(frozen=True, slots=True)
class Addend:
    """One unit in a sum: its inputs in the form's order, None where blank; errors and warnings it had."""

    unit: Unit
    inputs: tuple[Decimal | None, ...]
    errors: int = 0
    warnings: int = 0


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A unit that is not in the sum, and why; `reason` is what a person said or the tool's own words."""

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
    """A finished sum: `sums` are the units' own, `submission` with the office's figures in their place."""

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
    """A growing sum of submissions of `form`; memory grows by one small tuple a unit."""

    form: Form
    parts: list[Addend] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    year: int | None = None
    findings: list[Finding] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._sums: list[Decimal | None] = [None] * len(self.form.inputs)
        self._shared: dict[Decimal, Decimal] = {}  # most figures are 0, 1, 2: kept once
        self._names: dict[str, str] = {}

    def add(
        self, submission: Submission, found: Iterable[Finding] = (), invalid: Collection[str] = ()
    ) -> None:
        """Takes one submission in; `found` are its own findings, `invalid` addresses whose figure is none.

        Raises UsageError for another form, version or year than the first's, or a unit that is in already.
        """
        self._admit(submission)
        severities = [finding.severity for finding in found]
        errors, warnings = severities.count("error"), severities.count("warning")
        unusable = {*invalid, *submission.unread}
        inputs: list[Decimal | None] = []
        for index, address in enumerate(self.form.inputs):
            number = None if address in unusable else submission.values[address]
            if number is not None:
                number = self._shared.setdefault(number, number)
                before = self._sums[index]
                self._sums[index] = number if before is None else _EXACT.add(before, number)
            inputs.append(number)
        self.parts.append(Addend(_bare(submission.unit), tuple(inputs), errors, warnings))
        self._say(self.parts[-1])

    def leave_out(self, unit: Unit, reason: str) -> None:
        """Notes a unit that is not in the sum, and why; a second return of it changes nothing."""
        if unit.code not in (one.unit.code for one in self.left_out):
            self.left_out.append(LeftOut(_bare(unit), reason))

    def _admit(self, submission: Submission) -> None:
        """Raises UsageError when the submission does not belong beside those that are in."""
        unit, key = submission.unit, f"{submission.form}-{submission.version}"
        if key != self.form.key:
            raise UsageError(A_FORMS, unit=unit.name, form=key, other=self.form.key)
        if self.year is not None and submission.year != self.year:
            raise UsageError(A_YEARS, unit=unit.name, year=str(submission.year), other=str(self.year))
        for known in (unit.code, unit.name):
            if known in self._names:
                raise UsageError(A_TWICE, unit=unit.name, other=self._names[known], code=unit.code)
        self.year = submission.year
        self._names |= dict.fromkeys((unit.code, unit.name), unit.name)

    def _say(self, part: Addend) -> None:
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
        """The sum as the submission of `unit`, checked; raises UsageError when nothing was added.

        `prior` finds what that unit published last year.
        """
        if self.year is None or not self.parts:
            raise UsageError(A_NOTHING)
        inputs = dict(zip(self.form.inputs, self._sums, strict=True))
        published = inputs | {override.address: override.figure for override in overrides}
        sums = with_totals(self.form, inputs, keep=False)
        said = {f"A-override.{o.address}": _note(sums[o.address], o) for o in overrides}
        submission = Submission(
            self.form.id, self.form.version, self.year, unit,
            with_totals(self.form, published, keep=False), texts or {}, said,
        )  # fmt: skip
        last_year = prior(submission) if prior else None
        left_out = [one for one in self.left_out if one.unit.code not in self._names]
        missing, roster_findings = self._against(list(roster))
        findings = [
            *self.findings,
            *roster_findings,
            *(Finding(A_EXCLUDED, args={"unit": one.unit.name, "reason": one.reason}) for one in left_out),
            *(_override_finding(self.form, sums[o.address], o) for o in overrides),
            *self._own(submission, last_year),
        ]
        return County(
            self.form, submission, sums, self.parts, left_out, missing, overrides, findings, last_year
        )  # fmt: skip

    def _against(self, roster: Sequence[Unit]) -> tuple[list[Unit], list[Finding]]:
        """Units of the roster that sent nothing, and units that are in no roster."""
        if not roster:
            return [], []
        known = {name for unit in roster for name in (unit.code, unit.name)}
        settled = {*self._names, *(name for one in self.left_out for name in (one.unit.code, one.unit.name))}
        missing = [unit for unit in roster if unit.code not in settled and unit.name not in settled]
        strange = [p.unit for p in self.parts if p.unit.code not in known and p.unit.name not in known]
        findings = []
        for code, units in ((A_MISSING, missing), (A_STRANGER, strange)):
            if units:
                args = {"n": str(len(units)), "units": "、".join(unit.name for unit in units)}
                findings.append(Finding(code, args=args, severity="warning"))
        return missing, findings

    def _own(self, submission: Submission, prior: Submission | None) -> list[Finding]:
        """What the rules say of the sum; a repair hint would be a guess at nobody's figure."""
        found = [replace(finding, hints=()) for finding in check(self.form, submission, prior)]
        found += compare_years(self.form, submission, prior) if prior else []
        rules = {(rule.code, rule.bound.refs): rule for rule in self.form.rules if not rule.needs_prior}
        broken = {i: rules[key] for i, f in enumerate(found) if (key := (f.code, f.refs)) in rules}
        for index, names in self._culprits(broken).items():
            advice = zh.CULPRITS.format(units="、".join(names[:_NAMED]), n=len(names))
            found[index] = replace(found[index], args={**found[index].args, "advice": advice})
        return found

    def _culprits(self, rules: Mapping[int, Rule]) -> dict[int, list[str]]:
        """The units whose own figures break the rules that the sum breaks."""
        names: dict[int, list[str]] = {}
        for part in self.parts if rules else ():
            known = filled(self.form, part)
            for index, rule in rules.items():
                if not rule.bound.holds(rule.bound.residual(known)):
                    names.setdefault(index, []).append(part.unit.name)
        return names


def filled(form: Form, part: Addend) -> dict[str, Decimal]:
    """Every figure of one unit as it counts in the sum: blanks 0, totals derived."""
    figures = zip(form.inputs, part.inputs, strict=True)
    values: dict[str, Decimal | None] = {address: figure or Decimal(0) for address, figure in figures}
    return {a: n for a, n in with_totals(form, values, keep=False).items() if n is not None}


def add_up(form: Form, submissions: Iterable[Submission], unit: Unit) -> tuple[Submission, Sequence[Finding]]:
    """The sum of `submissions` as the submission of `unit`, and what was found; raises UsageError."""
    adder = Adder(form)
    for submission in submissions:
        adder.add(submission)
    county = adder.result(unit)
    return county.submission, county.findings


def _bare(unit: Unit) -> Unit:
    """What the sheets show of a unit; the rest would only be kept."""
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
