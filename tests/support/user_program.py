"""What somebody who uses xltool might write: it must be clean for their strict type checker."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from pathlib import Path

from xltool import (
    CheckedReturn,
    ExitCode,
    Finding,
    Form,
    ReportError,
    Severity,
    Submission,
    Unit,
    Unreadable,
    XltoolError,
    aggregate,
    check,
    check_many,
    import_report,
    load_form,
    make_workbook,
    write_report,
)


def total(submission: Submission) -> Decimal:
    return submission.values["T3.r1.c7"] or Decimal(0)


def worst(findings: tuple[Finding, ...]) -> Severity:
    severities: list[Severity] = [finding.severity for finding in findings]
    return "error" if "error" in severities else "info"


def publish(folder: Path, county: Unit) -> int:
    form: Form = load_form("zfxxgknb-2021")
    (folder / "blank.xlsx").write_bytes(make_workbook(form, 2025, Unit("1", "甲局"), prior=folder / "last"))
    codes: Counter[str] = Counter()
    good: list[CheckedReturn] = []
    for one in check_many(sorted(folder.glob("*.xlsx")), jobs=2):
        codes.update(finding.code for finding in one.findings)
        if isinstance(one, Unreadable):
            print(one.source, one.message)
        elif one.status != "rejected" and worst(one.findings) != "error":
            good.append(one)
    try:
        for one in good:
            print(total(one.submission), write_report(one, folder / "reports", formats=("docx",)))
        print(aggregate(good, county).submission.unit.name)
    except ReportError as error:
        print(error.code, error)
        return error.exit_code
    except XltoolError as error:
        return int(error.exit_code)
    back = import_report(folder / "a.docx", year=2024)
    again = check(b"", name="b.xlsx", password="1")
    return ExitCode.OK if back.status == again.status else ExitCode.FINDINGS
