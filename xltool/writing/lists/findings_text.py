"""Checked files → the text that the clerk reads on the terminal: where, what, evidence, advice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from xltool.core.check.asked import asked_rules
from xltool.core.check.finding import SEVERITIES, Finding, worst_first
from xltool.core.check.returned import STATUSES, CheckedReturn, Unreadable
from xltool.core.text import zh
from xltool.core.text.clean import safe
from xltool.core.text.code import Severity

_MAX_CELLS = 6


def render(checked: Iterable[CheckedReturn | Unreadable]) -> str:
    """One block a file, worst findings first, and a line that counts them all."""
    return "\n".join(lines(checked))


def lines(
    checked: Iterable[CheckedReturn | Unreadable],
    level: Severity = "info",
    quiet: bool = False,
    fold: bool = False,
) -> Iterator[str]:
    """The same text in pieces, one a file, written while the files are being checked.

    Only findings of `level` and worse are shown; `quiet`: none, a line a file.  With `fold` those that only
    tell something are counted in a line where there is something to be done.
    """
    shown = () if quiet else SEVERITIES[: SEVERITIES.index(level) + 1]
    counts: dict[str, int] = dict.fromkeys(STATUSES, 0)
    why: Counter[str] = Counter()
    asked = 0
    for one in checked:
        counts[one.status] += 1
        if isinstance(one, CheckedReturn):
            rules = asked_rules(one)
            asked += rules.asked
            why.update(dict(rules.why))
        text = _block(one, shown, fold)
        yield text.rstrip("\n") if quiet else text
    yield zh.SUMMARY.format(files=sum(counts.values()), **counts)
    if why and not quiet:
        reasons = "，".join(zh.NOT_ASKED[reason].format(n=n) for reason, n in why.items())
        yield zh.RULES_ASKED.format(asked=asked, n=why.total(), why=reasons)


def _block(one: CheckedReturn | Unreadable, severities: Sequence[Severity], fold: bool) -> str:
    unit = f"  {one.submission.unit.name} {one.submission.year}" if isinstance(one, CheckedReturn) else ""
    shown = [f"[{zh.STATUS[one.status]}] {safe(one.source)}{safe(unit)}"]
    findings = [finding for finding in worst_first(one.findings) if finding.severity in severities]
    to_do = [finding for finding in findings if finding.severity != "info"]
    folded = len(findings) - len(to_do) if fold and to_do else 0
    for finding in to_do if folded else findings:
        shown += finding_lines(finding)
    if folded:
        shown.append(zh.FOLDED.format(n=folded))
    return "\n".join([*shown, ""])


def finding_lines(finding: Finding) -> list[str]:
    """One or two lines for a finding: severity, place, text and code; then the advice."""
    text, advice = finding.message, finding.advice
    where = place(finding)
    shown = [f"  {finding.severity_words} {where}{safe(text)}  ({finding.code})"]
    if advice:
        shown.append(f"       {zh.ADVICE}{safe(advice)}")
    return shown


def place(finding: Finding) -> str:
    """The cells of a finding, their sheet named once: ``三、申请办理!D7 D8 …``; "" when there are none."""
    parts: list[str] = []
    sheet = ""
    for cell in finding.cells[:_MAX_CELLS]:
        name, _, a1 = cell.rpartition("!")
        parts.append(a1 if name == sheet else cell)
        sheet = name
    if len(finding.cells) > _MAX_CELLS:
        parts.append("…")
    return f"{safe(' '.join(parts))} " if parts else ""
