"""Checked files → their findings as a workbook or a page: what the office keeps, mails or prints."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from xltool import words
from xltool.errors import UseError
from xltool.files import write_new
from xltool.finding import Finding
from xltool.intake import Intake
from xltool.messages import STATUS, SUMMARY, wording
from xltool.render import page, sheet
from xltool.submission import plain
from xltool.table import place

_ORDER = {"error": 0, "warning": 1, "info": 2}
SUFFIXES = (".xlsx", ".html")


def write_findings(intakes: Sequence[Intake], path: Path, force: bool = False) -> Path:
    """Writes all findings to `path`, by its suffix; raises UseError for another one or an existing file."""
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise UseError("U-findings", path=str(path))
    data = workbook(intakes) if suffix == ".xlsx" else html(intakes).encode()
    return write_new(path, data, force)


def workbook(intakes: Sequence[Intake]) -> bytes:
    """One row a finding; a file without any has a row that says so."""
    widths = (20, 24, 10, 22, 60, 44, 8, 8, 8, 11)
    rows = [row for intake in intakes for row in _rows(intake)]
    return sheet(words.FINDINGS_HEAD, rows, widths)


def html(intakes: Sequence[Intake]) -> str:
    """One self-contained page, grouped by file, worst first."""
    counts = dict.fromkeys(STATUS, 0)
    for intake in intakes:
        counts[intake.status] += 1
    groups = [
        {
            "unit": _unit(intake) or intake.path,
            "path": intake.path,
            "status": STATUS[intake.status],
            "kind": intake.status,
            "findings": [
                {
                    "severity": words.MARK_SEVERITY[finding.severity],
                    "kind": finding.severity,
                    "place": place(finding).strip(),
                    "text": wording(finding)[0],
                    "advice": wording(finding)[1],
                    "code": finding.code,
                }
                for finding in _sorted(intake)
            ],
        }
        for intake in intakes
    ]
    return page(
        "findings.html",
        title=words.FINDINGS_TITLE,
        summary=SUMMARY.format(files=len(intakes), **counts),
        head=[words.FINDINGS_HEAD[i] for i in (2, 3, 4, 5, 9)],
        none=words.NO_FINDINGS,
        groups=groups,
    )


def _sorted(intake: Intake) -> list[Finding]:
    return sorted(intake.findings, key=lambda finding: _ORDER[finding.severity])


def _unit(intake: Intake) -> str:
    return intake.submission.unit.name if intake.submission else ""


def _rows(intake: Intake) -> list[tuple[str, ...]]:
    unit = _unit(intake)
    if not intake.findings:
        return [(unit, intake.path, words.NO_FINDINGS, *[""] * 7)]
    rows = []
    for finding in _sorted(intake):
        text, advice = wording(finding)
        numbers = (finding.value, finding.expected, finding.difference)
        figures = ("" if number is None else plain(number) for number in numbers)
        severity = words.MARK_SEVERITY[finding.severity]
        rows.append(
            (unit, intake.path, severity, place(finding).strip(), text, advice, *figures, finding.code)
        )
    return rows
