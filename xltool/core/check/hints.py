"""Findings of failing rules → the same with hints: which figures are probably wrong, and what was meant."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from xltool.core.check.finding import Finding
from xltool.core.check.labels import short_label
from xltool.core.check.one_cause import with_left_out
from xltool.core.check.repair import Answer, Rank, repairs
from xltool.core.form.model import Form
from xltool.core.submission.model import Submission, plain
from xltool.core.text.hint import Doubt, Hint


def with_hints(
    form: Form,
    findings: list[Finding],
    figures: Mapping[str, Decimal],
    submission: Submission,
    predecessor: bool,
) -> list[Finding]:
    """Add each repair, as hints, to the first error it explains; `figures` include last year's."""
    hinted = list(findings)
    for repair in repairs(form, figures, submission.unit.level, predecessor):
        for i, finding in enumerate(hinted):
            if finding.severity == "error" and finding.refs in repair.repairs:
                hinted[i] = replace(finding, hints=tuple(_hint(form, answer) for answer in repair.answers))
                break
    return with_left_out(form, hinted, figures)


def _hint(form: Form, answer: Answer) -> Hint:
    """An answer in the words of the form."""
    changes = sorted(
        answer.changes, key=lambda change: change.typed == 0
    )  # of a moved figure, the place it left first
    kind = changes[0].slip or "other"
    if answer.rank in (Rank.NEIGHBOURS, Rank.LINE):
        kind = "moved" if changes[1].typed == 0 else "exchanged"
    elif len(changes) == 2:
        kind = "two"
    doubts = [Doubt(c.address, short_label(form, c.address), plain(c.typed), plain(c.meant)) for c in changes]
    return Hint(kind, tuple(doubts))
