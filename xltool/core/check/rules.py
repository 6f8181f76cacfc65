"""Check a submission: blanks, inadmissible figures, every rule of the form, the texts.

One cause gives one finding: a rule with a blank or invalid figure is not evaluated, and a failure
that only repeats another's is dropped.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from types import MappingProxyType

from xltool.core.check.finding import Finding
from xltool.core.check.labels import rule_label, short_label
from xltool.core.check.narrative.review import check_narrative
from xltool.core.form.block import DECIMAL_KINDS, MONEY_KINDS, SIGNED_KINDS
from xltool.core.form.compiled import residuals as all_residuals
from xltool.core.form.model import Form, Rule, cell_parts
from xltool.core.form.relation import PRIOR, Linear
from xltool.core.submission.model import Submission, code_of, plain
from xltool.core.text.catalogue.texts import N_BLANK, N_CONTROL
from xltool.core.text.catalogue.values import V_AMOUNT, V_BLANK, V_FRACTION, V_NEGATIVE, V_TEXT
from xltool.core.text.clean import unprintable


def check(
    form: Form,
    submission: Submission,
    prior: Submission | None = None,
    invalid: Collection[str] = (),
    beside: Mapping[str, str] = MappingProxyType({}),
) -> list[Finding]:
    """Check `submission`, with last year's where it is given; the findings in the form's order.

    `invalid` are addresses whose value could not be read: reading has reported them, so they count
    neither as blank nor as figures.  `beside` are words beside tables, which are checked like texts.
    """
    findings, bad = check_values(form, submission, invalid)
    if prior is None:
        findings += _implausible_amounts(form, submission, bad)
    figures = {a: n for a, n in submission.values.items() if n is not None and a not in bad}
    last_year: dict[str, Decimal] = {}
    predecessor = False
    if prior is not None:
        last_year = {PRIOR + address: n for address, n in prior.values.items() if n is not None}
        codes = submission.unit.code, code_of(submission.unit.name)  # a published report gives no other
        predecessor = prior.unit.code not in codes
    both = figures | last_year
    failing = check_rules(form, both, submission, predecessor)
    if failing or any(finding.value is not None for finding in findings):
        from xltool.core.check.hints import with_hints  # most returns need none
        from xltool.core.check.one_cause import merged

        readable = _readable(form, submission, invalid) | last_year
        findings += merged(form, failing, both)
        findings = with_hints(form, findings, readable, submission, predecessor)
    findings += check_texts(form, submission)
    usable = {address: figures.get(address) for address in submission.values}
    doubtful = _doubtful(form, findings)
    findings += check_narrative(form, replace(submission, values=usable), prior, doubtful, beside)
    return findings


def _doubtful(form: Form, findings: list[Finding]) -> set[str]:
    """The addresses in errors, and the totals they enter: no text is compared with these."""
    doubtful = {ref for finding in findings if finding.severity == "error" for ref in finding.refs}
    for address, total in form.totals.items():  # each after the totals it needs
        if any(ref in doubtful for _, ref in total.terms):
            doubtful.add(address)
    return doubtful


def check_values(
    form: Form, submission: Submission, invalid: Collection[str]
) -> tuple[list[Finding], set[str]]:
    """Check single figures; also gives the addresses that no rule may use."""
    findings: list[Finding] = []
    bad = set(invalid) | set(submission.unread)
    for table in form.tables:
        blank = [a for a in table.inputs if submission.values[a] is None and a not in bad]
        blank += [a for a in table.asked_words if not submission.texts.get(a, "").strip()]
        if blank:
            args = {"table": table.title, "n": str(len(blank)), "label": short_label(form, blank[0])}
            findings.append(Finding(V_BLANK, tuple(blank), args))
        for address in (*table.inputs, *(a for a in form.totals if a in table.totals)):
            number = submission.values[address]
            code = None
            if _derived_from(form, submission, address, bad):
                bad.add(address)
            elif address in submission.unread and address not in invalid:
                code = V_TEXT
            elif number is not None and address not in invalid:
                if number < 0 and form.kinds[address] not in SIGNED_KINDS:
                    code = V_NEGATIVE
                elif form.kinds[address] not in DECIMAL_KINDS and number % 1:
                    code = V_FRACTION
            if code:
                bad.add(address)
                typed = submission.unread.get(address) or plain(number or Decimal(0))
                args = {"label": short_label(form, address), "typed": typed}
                findings.append(Finding(code, (address,), args, value=number, severity="error"))
    return findings, bad


def _implausible_amounts(form: Form, submission: Submission, bad: Collection[str]) -> Iterator[Finding]:
    """Ask about amounts that were probably typed in another unit, where last year's are not there to tell."""
    jump = form.jump
    if jump is None or jump.most is None or submission.unit.level not in jump.most_levels:
        return
    for address in form.inputs:
        number = submission.values.get(address)
        if (
            form.kinds[address] in MONEY_KINDS
            and address not in bad
            and number is not None
            and number > jump.most
        ):
            args = {"label": short_label(form, address), "typed": plain(number)}
            yield Finding(V_AMOUNT, (address,), args, value=number)


def _derived_from(form: Form, submission: Submission, address: str, bad: Collection[str]) -> bool:
    """Whether an address is a total that equals its sum with a bad figure in it: the same cause."""
    total = form.totals.get(address)
    if total is None or not any(ref in bad for _, ref in total.terms):
        return False
    given = {ref: n for _, ref in total.terms if (n := submission.values[ref]) is not None}
    return len(given) == len(total.terms) and submission.values[address] == total.value(given)


def check_rules(
    form: Form, figures: Mapping[str, Decimal], submission: Submission, predecessor: bool = False
) -> list[Finding]:
    """Check the rules whose figures are all in `figures` (last year's as ``prior.…``)."""
    residuals: dict[tuple[str, str | None], Decimal] = {}
    failing: list[Rule] = []
    for rule, residual in zip(form.rules, all_residuals(form, figures), strict=True):
        if residual is None or (rule.levels and submission.unit.level not in rule.levels):
            continue
        residuals[rule.code, rule.key] = residual
        if not rule.bound.holds(residual):
            failing.append(rule)
    failed = {(rule.code, rule.key) for rule in failing}
    return [
        rule_finding(form, rule, figures, submission, predecessor)
        for rule in failing
        if not _repeats_members(form, rule, residuals, failed)
        and not _repeats_total(form, rule, figures, failed)
    ]


def _repeats_members(
    form: Form, rule: Rule, residuals: Mapping[tuple[str, str | None], Decimal], failed: Collection[object]
) -> bool:
    """Whether the failure at a total column (or row) is the sum of its members', one of which fails."""
    if rule.key is None or rule.bound.operator != "==":
        return False
    across = _sum_making(form, rule.table, rule.key)
    if across is None:
        return False
    axis = 1 if rule.key.startswith("r") else 2
    members = [(rule.code, cell_parts(ref)[axis]) for _, ref in across.terms]
    return (
        all(member in residuals for member in members)
        and residuals[rule.code, rule.key] == sum(residuals[member] for member in members)
        and any(member in failed for member in members)
    )


def _sum_making(form: Form, table: str, key: str) -> Linear | None:
    """The sum by which row or column `key` is a total; None when it is no total."""
    code = f"{table}-S-{key}"
    return next((rule.bound.right for rule in form.rules if rule.code == code), None)


def _repeats_total(
    form: Form, rule: Rule, figures: Mapping[str, Decimal], failed: Collection[object]
) -> bool:
    """Whether a rule fails only through a total that fails its own sum: it holds with the derived total."""
    if rule.is_total:
        return False
    derived = dict(figures)
    for other in form.rules:
        if other.is_total and (other.code, other.key) in failed:
            address = other.bound.left.terms[0][1]
            if address in rule.bound.refs and other.key == rule.key:
                derived[address] = other.bound.right.value(figures)
    return derived != figures and rule.bound.holds(rule.bound.residual(derived))


def rule_finding(
    form: Form, rule: Rule, figures: Mapping[str, Decimal], submission: Submission, predecessor: bool
) -> Finding:
    """The finding of a rule that does not hold with `figures`, info where the unit explains a warning."""
    left, right = rule.bound.left.value(figures), rule.bound.right.value(figures)
    severity = rule.predecessor if predecessor and rule.predecessor else rule.severity
    args = {
        "left": rule.left,
        "right": rule.right,
        "left_sum": side_with_figures(rule.bound.left, figures),
        "right_sum": side_with_figures(rule.bound.right, figures) if rule.bound.right.terms else "",
        "difference": plain(abs(left - right)),
        "label": short_label(form, rule.bound.refs[0]) if rule.is_total else rule_label(form, rule),
        "advice": rule.advice,
        "operator": rule.bound.operator,
        "sign": "+" if left > right else "-",
    }
    if severity == "warning" and submission.notes.get(rule.code):
        severity, args["note"] = "info", submission.notes[rule.code]
    if rule.origin:
        args["origin"] = rule.origin
    return Finding(rule.finding_code, rule.bound.refs, args, left, right, severity=severity, trial=rule.trial)


def side_with_figures(side: Linear, figures: Mapping[str, Decimal]) -> str:
    """One side in numbers, ``5＋0＝5``; of long sums only the members that are not 0."""
    terms = [(factor, figures[ref]) for factor, ref in side.terms]
    if side.constant:
        terms.append((Decimal(1), side.constant))
    if len(terms) > 4:
        terms = [term for term in terms if term[1]]
    total = plain(side.value(figures))
    if len(terms) < 2:
        return total
    text = "".join(
        ("－" if factor < 0 else "＋" if i else "")
        + (f"{plain(abs(factor))}×" if abs(factor) != 1 else "")
        + plain(number)
        for i, (factor, number) in enumerate(terms)
    )
    return f"{text}＝{total}"


def _readable(form: Form, submission: Submission, invalid: Collection[str]) -> dict[str, Decimal]:
    """The figures that were read, inadmissible ones too, without totals of unread figures."""
    unread = set(invalid) | set(submission.unread)
    for address in form.totals:
        if _derived_from(form, submission, address, unread):
            unread.add(address)
    return {address: n for address, n in submission.values.items() if n is not None and address not in unread}


def check_texts(form: Form, submission: Submission) -> list[Finding]:
    """Check for blank texts (one finding for all) and characters that no document can hold."""
    findings = []
    blank = [a for a in form.texts if a in submission.texts and not submission.texts[a].strip()]
    if blank:
        args = {"n": str(len(blank)), "label": short_label(form, blank[0])}
        findings.append(Finding(N_BLANK, tuple(blank), args))
    for address, text in submission.texts.items():
        bad = sorted({f"U+{ord(c):04X}" for c in unprintable(text)})
        if bad:
            args = {"label": short_label(form, address), "characters": "、".join(bad)}
            findings.append(Finding(N_CONTROL, (address,), args))
    return findings
