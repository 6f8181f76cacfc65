"""Checked files → what the clerk reads on the terminal: where, what, evidence, advice.  Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator

from xltool.app.checking import Intake
from xltool.core.check.finding import Finding
from xltool.core.text import zh
from xltool.core.text.wording import wording

_ORDER = {"error": 0, "warning": 1, "info": 2}
MAX_CELLS = 6


def render(intakes: list[Intake]) -> str:
    """One block a file, worst findings first, and a line that counts them all."""
    return "\n".join(lines(intakes))


def lines(intakes: Iterable[Intake]) -> Iterator[str]:
    """The same, piece by piece while the files come in."""
    counts = dict.fromkeys(zh.STATUS, 0)
    for one in intakes:
        counts[one.status] += 1
        yield _file(one)
    yield zh.SUMMARY.format(files=sum(counts.values()), **counts)


def _file(one: Intake) -> str:
    unit = f"  {one.submission.unit.name} {one.submission.year}" if one.submission else ""
    said = [f"[{zh.STATUS[one.status]}] {safe(one.path)}{safe(unit)}"]
    for finding in sorted(one.findings, key=lambda finding: _ORDER[finding.severity]):
        said += finding_lines(finding)
    return "\n".join([*said, ""])


def finding_lines(finding: Finding) -> list[str]:
    """A finding in one or two lines."""
    text, advice = wording(finding)
    where = place(finding)
    lines = [f"  {zh.SEVERITY[finding.severity]} {where}{safe(text)}  ({finding.code})"]
    if advice:
        lines.append(f"       {zh.ADVICE}{safe(advice)}")
    return lines


def place(finding: Finding) -> str:
    """The cells, the sheet named once: ``三、申请办理!D7 D8 D30 …``."""
    parts: list[str] = []
    sheet = ""
    for cell in finding.cells[:MAX_CELLS]:
        name, _, spot = cell.rpartition("!")
        parts.append(spot if name == sheet else cell)
        sheet = name
    if len(finding.cells) > MAX_CELLS:
        parts.append("…")
    return f"{safe(' '.join(parts))} " if parts else ""


def safe(text: str) -> str:
    """Text from outside without anything a terminal would obey."""
    return "".join(" " if unicodedata.category(c) in ("Cc", "Cf", "Cs") else c for c in text)
