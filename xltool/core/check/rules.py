"""Submission (and last year's) → findings: blanks, bad values, every rule of the form.

The pure heart of the tool: no files, no words of its own.  One cause gives one finding:
a rule with a blank or invalid member is not evaluated, and a failure that only repeats
another's is dropped (design: "One cause, one finding").
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from decimal import Decimal

from xltool.core.check.finding import Finding
from xltool.core.check.narrative.review import check_narrative
from xltool.core.check.repair import Answer, Rank, repairs
from xltool.core.form.compiled import residuals as all_residuals
from xltool.core.form.model import Form, Rule
from xltool.core.form.relation import PRIOR, Linear
from xltool.core.submission.model import Submission, code_of, plain
from xltool.core.text.catalogue.texts import N_BLANK, N_CONTROL
from xltool.core.text.catalogue.values import V_BLANK, V_FRACTION, V_NEGATIVE, V_TEXT
from xltool.core.text.clean import unprintable
from xltool.core.text.hint import Doubt, Hint


def check(
    form: Form,
    submission: Submission,
    prior: Submission | None = None,
    invalid: Collection[str] = (),
) -> list[Finding]:
    """All findings of `submission`, in the form's order.

    `invalid` are addresses whose value could not be read: they have their finding already,
    so they are neither blank nor used.
    """
    findings, bad = check_values(form, submission, invalid)
    known = {a: n for a, n in submission.values.items() if n is not None and a not in bad}
    last_year: dict[str, Decimal] = {}
    predecessor = False
    if prior is not None:
        last_year = {PRIOR + address: n for address, n in prior.values.items() if n is not None}
        codes = submission.unit.code, code_of(submission.unit.name)  # a published report gives no other
        predecessor = prior.unit.code not in codes
    findings += check_rules(form, known | last_year, submission, predecessor)
    if any(finding.value is not None for finding in findings):  # a rule fails, or a figure cannot stand
        readable = _readable(form, submission, invalid) | last_year
        findings = with_hints(form, findings, readable, submission, predecessor)
    findings += check_texts(form, submission)
    usable = {address: known.get(address) for address in submission.values}
    doubtful = _doubtful(form, findings)
    findings += check_narrative(form, replace(submission, values=usable), prior, doubtful)
    return findings


def _doubtful(form: Form, findings: list[Finding]) -> set[str]:
    """The figures in errors, and the totals they go into: no text is held against them."""
    doubtful = {ref for finding in findings if finding.severity == "error" for ref in finding.refs}
    for address, total in form.totals.items():  # in computable order
        if any(ref in doubtful for _, ref in total.terms):
            doubtful.add(address)
    return doubtful


def check_values(
    form: Form, submission: Submission, invalid: Collection[str]
) -> tuple[list[Finding], set[str]]:
    """Findings about single figures, and the addresses no rule may use."""
    findings: list[Finding] = []
    bad = set(invalid) | set(submission.unread)
    for table in form.tables:
        blank = [a for a in table.inputs if submission.values[a] is None and a not in bad]
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
                if number < 0 and form.kinds[address] != "change":
                    code = V_NEGATIVE
                elif form.kinds[address] != "amount" and number % 1:
                    code = V_FRACTION
            if code:
                bad.add(address)
                typed = submission.unread.get(address) or plain(number or Decimal(0))
                args = {"label": short_label(form, address), "typed": typed}
                findings.append(Finding(code, (address,), args, value=number, severity="error"))
    return findings, bad


def _derived_from(form: Form, submission: Submission, address: str, bad: Collection[str]) -> bool:
    """Whether a total is no more than the sum of figures of which one is bad: the same cause."""
    total = form.totals.get(address)
    if total is None or not any(ref in bad for _, ref in total.terms):
        return False
    given = {ref: n for _, ref in total.terms if (n := submission.values[ref]) is not None}
    return len(given) == len(total.terms) and submission.values[address] == total.value(given)


def check_rules(
    form: Form, known: Mapping[str, Decimal], submission: Submission, predecessor: bool = False
) -> list[Finding]:
    """Findings of the rules that can be evaluated with `known` (prior figures as ``prior.…``)."""
    residuals: dict[tuple[str, str | None], Decimal] = {}
    failing: list[Rule] = []
    for rule, residual in zip(form.rules, all_residuals(form, known), strict=True):
        if residual is None or (rule.levels and submission.unit.level not in rule.levels):
            continue
        residuals[rule.code, rule.key] = residual
        if not rule.bound.holds(residual):
            failing.append(rule)
    failed = {(rule.code, rule.key) for rule in failing}
    return [
        rule_finding(form, rule, known, submission, predecessor)
        for rule in failing
        if not _repeats_members(form, rule, residuals, failed)
        and not _repeats_total(form, rule, known, failed)
    ]


def _repeats_members(
    form: Form, rule: Rule, residuals: Mapping[tuple[str, str | None], Decimal], failed: Collection[object]
) -> bool:
    """At a total column (or row): the residual is the sum of its members', one of which fails."""
    if rule.key is None or rule.bound.operator != "==":
        return False
    across = _sum_making(form, rule.table, rule.key)
    if across is None:
        return False
    axis = 1 if rule.key.startswith("r") else 2
    members = [(rule.code, ref.split(".")[axis]) for _, ref in across.terms]
    return (
        all(member in residuals for member in members)
        and residuals[rule.code, rule.key] == sum(residuals[member] for member in members)
        and any(member in failed for member in members)
    )


def _sum_making(form: Form, table: str, key: str) -> Linear | None:
    """A sum that makes row or column `key` a total; None when it is not one."""
    code = f"{table}-S-{key}"
    return next((rule.bound.right for rule in form.rules if rule.code == code), None)


def _repeats_total(form: Form, rule: Rule, known: Mapping[str, Decimal], failed: Collection[object]) -> bool:
    """A balance fails only because a total in it fails its own sum: it holds with the derived one."""
    if rule.is_total:
        return False
    derived = dict(known)
    for other in form.rules:
        if other.is_total and (other.code, other.key) in failed:
            address = other.bound.left.terms[0][1]
            if address in rule.bound.refs and other.key == rule.key:
                derived[address] = other.bound.right.value(known)
    return derived != known and rule.bound.holds(rule.bound.residual(derived))


def rule_finding(
    form: Form, rule: Rule, known: Mapping[str, Decimal], submission: Submission, predecessor: bool
) -> Finding:
    """What is said of a rule that does not hold with `known`."""
    left, right = rule.bound.left.value(known), rule.bound.right.value(known)
    severity = rule.predecessor if predecessor and rule.predecessor else rule.severity
    args = {
        "left": rule.left,
        "right": rule.right,
        "left_sum": side_with_figures(rule.bound.left, known),
        "right_sum": side_with_figures(rule.bound.right, known) if rule.bound.right.terms else "",
        "difference": plain(abs(left - right)),
        "label": short_label(form, rule.bound.refs[0]) if rule.is_total else key_label(form, rule),
        "advice": rule.advice,
        "operator": rule.bound.operator,
        "sign": "+" if left > right else "-",
    }
    if severity == "warning" and submission.notes.get(rule.code):
        severity, args["note"] = "info", submission.notes[rule.code]
    return Finding(rule.finding_code, rule.bound.refs, args, left, right, severity=severity)


def side_with_figures(side: Linear, known: Mapping[str, Decimal]) -> str:
    """One side with its numbers: ``5＋0＝5``; of long sums only the members that are not 0."""
    terms = [(factor, known[ref]) for factor, ref in side.terms]
    if side.constant:
        terms.append((Decimal(1), side.constant))
    if len(terms) > 4:
        terms = [term for term in terms if term[1]]
    total = plain(side.value(known))
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
    """The figures that were read, even those that cannot stand; no total of one that was not."""
    unread = set(invalid) | set(submission.unread)
    for address in form.totals:
        if _derived_from(form, submission, address, unread):
            unread.add(address)
    return {a: n for a, n in submission.values.items() if n is not None and a not in unread}


def with_hints(
    form: Form,
    findings: list[Finding],
    known: Mapping[str, Decimal],
    submission: Submission,
    predecessor: bool,
) -> list[Finding]:
    """The findings, each repair told at the first error it explains."""
    told = list(findings)
    for repair in repairs(form, known, submission.unit.level, predecessor):
        for i, finding in enumerate(told):
            if finding.severity == "error" and finding.refs in repair.repairs:
                told[i] = replace(finding, hints=tuple(_hint(form, answer) for answer in repair.answers))
                break
    return told


def _hint(form: Form, answer: Answer) -> Hint:
    changes = sorted(answer.changes, key=lambda change: change.typed == 0)  # moved: from where, to where
    kind = changes[0].slip or "other"
    if answer.rank in (Rank.NEIGHBOURS, Rank.LINE):
        kind = "moved" if changes[1].typed == 0 else "exchanged"
    elif len(changes) == 2:
        kind = "two"
    doubts = [Doubt(c.address, short_label(form, c.address), plain(c.typed), plain(c.meant)) for c in changes]
    return Hint(kind, tuple(doubts))


def check_texts(form: Form, submission: Submission) -> list[Finding]:
    """Blank texts (one finding) and characters no document can carry."""
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


def short_label(form: Form, address: str) -> str:
    """The official words for one address: its row, then as much of its column as tells it apart."""
    address = address.removeprefix(PRIOR)
    path = form.labels[address]
    if "." not in address or address not in form.kinds:
        return " · ".join(path)
    _, row, column = address.split(".")
    for block in form.table_of(address).blocks:
        rows = {leaf.code: path for top in block.rows for path, leaf in top.leaves()}
        columns = {leaf.code: path for top in block.columns for path, leaf in top.leaves()}
        if row in rows and column in columns:
            words = [*rows[row][-2:], *_telling(columns, column)]
            return " · ".join(word for word in words if word)
    return " · ".join(path)


def key_label(form: Form, rule: Rule) -> str:
    """The official words for the row or column a rule was repeated for; "" when it stands alone."""
    for block in form.table_of(rule.bound.refs[0]).blocks:
        for tops in (block.rows, block.columns):
            leaves = {leaf.code: path for top in tops for path, leaf in top.leaves()}
            if rule.key in leaves:
                return " · ".join(_telling(leaves, rule.key or ""))
    return ""


def _telling(leaves: Mapping[str | None, tuple[str, ...]], code: str) -> tuple[str, ...]:
    """The end of a heading path that is not shared by another leaf."""
    path = leaves[code]
    for length in range(1, len(path) + 1):
        if sum(other[-length:] == path[-length:] for other in leaves.values()) == 1:
            return path[-length:]
    return path
