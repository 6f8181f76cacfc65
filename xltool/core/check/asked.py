"""How many rules of its form a return was asked, and why the others were not."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Literal

from xltool.core.check.returned import CheckedReturn
from xltool.core.form.compiled import residuals
from xltool.core.form.relation import PRIOR

Why = Literal["level", "prior", "unread", "blank"]
_ORDER: tuple[Why, ...] = ("blank", "unread", "prior", "level")


@dataclass(frozen=True)
class AskedRules:
    """`asked` rules were evaluated; `why` counts the others by reason, the unit's own affair first."""

    asked: int
    why: tuple[tuple[Why, int], ...]

    @property
    def not_asked(self) -> int:
        """How many rules were not evaluated."""
        return sum(n for _, n in self.why)


def asked_rules(checked: CheckedReturn) -> AskedRules:
    """Counts the rules of a checked return's form."""
    submission, prior = checked.submission, checked.prior
    unread = {*checked.invalid, *submission.unread}
    unread |= {
        ref
        for finding in checked.findings
        if finding.severity == "error" and finding.code.startswith("V-")
        for ref in finding.refs
        if submission.values.get(ref) is not None
    }
    figures = {a: n for a, n in submission.values.items() if n is not None and a not in unread}
    last = {PRIOR + a: n for a, n in prior.values.items() if n is not None} if prior else {}
    counts: Counter[Why] = Counter()
    for rule, residual in zip(checked.form.rules, residuals(checked.form, figures | last), strict=True):
        if rule.levels and submission.unit.level not in rule.levels:
            counts["level"] += 1
        elif residual is None:
            lacking = [ref for ref in rule.bound.refs if ref not in figures and ref not in last]
            if any(ref.startswith(PRIOR) for ref in lacking):
                counts["prior"] += 1
            else:
                counts["unread" if any(ref in unread for ref in lacking) else "blank"] += 1
    why = tuple((reason, counts[reason]) for reason in _ORDER if counts[reason])
    return AskedRules(len(checked.form.rules) - sum(counts.values()), why)
