"""A checked submission → the report on disk: what ``xltool report`` does for one unit."""

from __future__ import annotations

from pathlib import Path

from xltool.check import short_label
from xltool.errors import FINDINGS, PARTIAL, UseError
from xltool.files import safe_name, write_new
from xltool.finding import status
from xltool.intake import Intake


def report(
    intake: Intake, folder: Path, template: Path | None = None, draft: bool = False, force: bool = False
) -> Path:
    """Writes the Word report; raises UseError when the submission does not allow one."""
    from xltool.report.docx import ReportError
    from xltool.report.docx import report as render

    form, submission = intake.form, intake.submission
    assert form is not None and submission is not None  # the caller has set unreadable files aside
    errors = sum(finding.severity == "error" for finding in intake.findings)
    if status(intake.findings) == "rejected" and not draft:
        raise UseError("R-errors", FINDINGS, unit=submission.unit.name, n=str(errors))
    absent = [address for address in form.texts if not submission.texts.get(address)]
    if absent and not draft:
        labels = "、".join(short_label(form, address) for address in absent)
        raise UseError("R-text-missing", FINDINGS, unit=submission.unit.name, labels=labels)
    path = template or Path(form.folder) / "report.docx"
    try:
        model = path.read_bytes()
    except OSError as error:
        raise UseError("R-template", PARTIAL, detail=f"{path} {error.strerror}") from error
    try:
        data = render(model, form, submission, draft)
    except ReportError as error:
        raise UseError(error.code, PARTIAL, **error.args_) from error
    title = form.title.format(year=submission.year)
    name = f"{safe_name(submission.unit.code)}-{safe_name(submission.unit.name)}-{safe_name(title)}.docx"
    return write_new(folder / name, data, force)
