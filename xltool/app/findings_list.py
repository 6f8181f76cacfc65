"""Checked files → their findings as a workbook or a web page, for the office to keep, mail or print."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import count as count_from
from pathlib import Path

from xltool.core.check.finding import SEVERITIES, Finding, count, worst_first
from xltool.core.check.returned import CheckedReturn, Unreadable
from xltool.core.errors import UsageError
from xltool.core.submission.model import plain
from xltool.core.text import zh
from xltool.core.text.catalogue.usage import U_FINDINGS
from xltool.core.text.clean import safe
from xltool.office.files import write_new
from xltool.writing.lists.findings_text import place
from xltool.writing.lists.plain import render_page

_WORST = {"rejected": "error", "unreadable": "error", "accepted_with_warnings": "warning"}
_WIDTHS = (17, 19, 9, 17, 44, 34, 9, 9, 9, 10)
_FILE_WIDTHS = (24, 40, 14, 9, 9, 9, 60)


def write_findings(returns: Sequence[CheckedReturn | Unreadable], path: Path, force: bool = False) -> Path:
    """Writes all findings to `path`, an .xlsx or .html; returns the path.

    Raises UsageError for another suffix, OutputError when the file exists or cannot be written.
    """
    suffix = path.suffix.lower()
    if suffix not in (".xlsx", ".html"):
        raise UsageError(U_FINDINGS, path=str(path))
    data = findings_workbook(returns) if suffix == ".xlsx" else findings_html(returns).encode()
    return write_new(path, data, force)


def places_beside(first: Path) -> tuple[Path, Path]:
    """(审核情况.html, 退回) in the folder of `first`, with the first number that neither name has yet."""
    folder = first.parent
    for number in count_from(1):
        mark = "" if number == 1 else f"-{number}"
        page, copies = folder / f"{zh.FINDINGS_TITLE}{mark}.html", folder / f"{zh.RETURNED_FOLDER}{mark}"
        if not page.exists() and not copies.exists():
            break
    return page, copies


def findings_workbook(returns: Sequence[CheckedReturn | Unreadable]) -> bytes:
    """A workbook: a row for each file, then one for each finding; those that only tell are on the last sheet.

    The unit of each file leads to what is to be done there.
    """
    from xltool.writing.lists.findings import Sheet, write_sheets

    title = zh.FINDINGS_TITLE
    findings: list[tuple[str, Sequence[str | Decimal | int | None]]] = []
    told: list[tuple[str, Sequence[str | Decimal | int | None]]] = []
    files: list[tuple[str, Sequence[str | Decimal | int | None]]] = []
    links: list[str] = []
    for checked in returns:
        rows = list(_rows(checked))
        to_do = [row for row in rows if row[0] != "info"]
        links.append(f"'{title}'!A{len(findings) + 2}" if checked.findings and to_do else "")
        findings += to_do
        told += [row for row in rows if row[0] == "info"]
        first = str(to_do[0][1][4] or "") if checked.findings and to_do else ""
        head: tuple[str | int, ...] = (_unit(checked), safe(checked.source), zh.STATUS[checked.status])
        cells = (*head, *_counts(checked), first)
        files.append((_WORST.get(checked.status, ""), cells))
    heads, widths = zh.FINDINGS_HEAD, _WIDTHS
    sheets = [
        Sheet(
            zh.FINDINGS_SUM, _summary(returns), zh.FINDINGS_FILES_HEAD, _FILE_WIDTHS, files, 2, links=links
        ),
        Sheet(title, title, heads, widths, findings, 2, codes=True),
    ]
    if told:
        sheets.append(Sheet(zh.SEVERITY["info"], title, heads, widths, told, 2, codes=True))
    return write_sheets(sheets)


def findings_html(returns: Sequence[CheckedReturn | Unreadable]) -> str:
    """A self-contained web page: the result of each file, then its findings."""
    groups = [
        {
            "number": number,
            "unit": _unit(checked),
            "path": safe(checked.source),
            "status": zh.STATUS[checked.status],
            "kind": checked.status,
            "counts": _counts(checked),
            "findings": [
                {"kind": severity, "cells": ["" if cell is None else _text(cell) for cell in cells]}
                for severity, cells in _rows(checked)
            ]
            if checked.findings
            else [],
        }
        for number, checked in enumerate(returns, start=1)
    ]
    return render_page(
        "findings.html",
        title=zh.FINDINGS_TITLE,
        summary=_summary(returns),
        sum_head=zh.FINDINGS_SUM_HEAD,
        head=[*zh.FINDINGS_HEAD[2:4], zh.FINDINGS_WHAT, *zh.FINDINGS_HEAD[6:]],
        nothing=zh.NO_FINDINGS,
        groups=groups,
    )


def _rows(checked: CheckedReturn | Unreadable) -> Iterator[tuple[str, tuple[str | Decimal | None, ...]]]:
    """(severity, cells) of each finding, worst first; one row for a file without findings."""
    unit, path = _unit(checked), safe(checked.source)
    if not checked.findings:
        yield "", (unit, path, zh.NO_FINDINGS, *[None] * (len(zh.FINDINGS_HEAD) - 3))
    for finding in worst_first(checked.findings):
        text, advice = safe(finding.message), safe(finding.advice)
        severity = zh.MARK_SEVERITY[finding.severity] + (zh.TRIAL if finding.trial else "")
        figures = (_value(finding), finding.expected, finding.difference)
        where = place(finding).strip()
        yield finding.severity, (unit, path, severity, where, text, advice, *figures, finding.code)


def _value(finding: Finding) -> str | Decimal | None:
    """What stands in the cell: the figure, or what was typed instead of one."""
    typed = finding.args.get("typed", "")
    is_figure = finding.value is not None and typed == plain(finding.value)
    return safe(typed) if typed and not is_figure and finding.code.startswith("V-") else finding.value


def _unit(checked: CheckedReturn | Unreadable) -> str:
    return safe(checked.submission.unit.name) if isinstance(checked, CheckedReturn) else zh.UNIT_UNKNOWN


def _counts(checked: CheckedReturn | Unreadable) -> tuple[int, ...]:
    return tuple(count(checked.findings, severity) for severity in SEVERITIES)


def _summary(returns: Sequence[CheckedReturn | Unreadable]) -> str:
    counts = dict.fromkeys(zh.STATUS, 0)
    for checked in returns:
        counts[checked.status] += 1
    return zh.SUMMARY.format(files=len(returns), **counts)


def _text(value: str | Decimal) -> str:
    return plain(value) if isinstance(value, Decimal) else value
