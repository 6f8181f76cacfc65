"""Checked submissions → the reports on disk, in every format asked for: what ``xltool report`` does."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from xltool.app.checking import Intake, check_file
from xltool.core.check.finding import Finding, status
from xltool.core.check.rules import short_label
from xltool.core.errors import ExitCode, ReportError, UsageError, XltoolError
from xltool.core.form.model import Form
from xltool.core.text import zh
from xltool.core.text.catalogue.reports import R_DIFFERS, R_ERRORS, R_TEMPLATE, R_TEXT_MISSING
from xltool.core.text.catalogue.usage import U_FONTS
from xltool.core.text.wording import wording
from xltool.office.files import safe_name, write_new

REPORT = "report.docx"
FORMATS = ("docx", "pdf", "html", "csv", "json")


@dataclass
class Published:
    """One file, what was written of it, and what stood in the way."""

    intake: Intake
    paths: list[Path]
    fault: XltoolError | None = None


def publish_file(
    given: str,
    folder: Path,
    formats: Sequence[str],
    template: Path | None = None,
    draft: bool = False,
    force: bool = False,
    password: str = "",
) -> Published:
    """One file read, checked and written as `outputs` does."""
    done = Published(check_file(given, password=password), [])
    if done.intake.submission is not None:
        try:
            for path in outputs(done.intake, folder, formats, template, draft, force):
                done.paths.append(path)
        except XltoolError as error:
            done.fault = error
    return done


def report(
    intake: Intake, folder: Path, template: Path | None = None, draft: bool = False, force: bool = False
) -> Path:
    """Writes the Word report; raises ReportError when the submission does not allow one."""
    return write_new(folder / f"{stem(intake)}.docx", word(intake, template, draft), force)


def stem(intake: Intake) -> str:
    """``012-某某局-2025年政府信息公开工作年度报告``, without a suffix."""
    form, submission = intake.form, intake.submission
    assert form is not None and submission is not None  # the caller has set unreadable files aside
    title = form.title.format(year=submission.year)
    return f"{safe_name(submission.unit.code)}-{safe_name(submission.unit.name)}-{safe_name(title)}"


def word(intake: Intake, template: Path | None, draft: bool) -> bytes:
    """The Word report; raises ReportError when the submission or the template does not allow one."""
    from xltool.writing.report import docx_fast
    from xltool.writing.report.docx import report as proved
    from xltool.writing.report.template_check import template_faults as find_faults

    form, submission = intake.form, intake.submission
    assert form is not None and submission is not None
    allow(intake, draft)
    model = _template(form, template)
    if faults := find_faults(model, form):
        raise ReportError(R_TEMPLATE, detail="".join(wording(faults[0])).rstrip("。"))
    return proved(model, form, submission, draft, docx_fast.render)


def _template(form: Form, template: Path | None) -> bytes:
    """The bytes of a template, the form's own by default; raises ReportError."""
    path = template or Path(form.folder) / REPORT
    try:
        return path.read_bytes()
    except OSError as error:
        raise ReportError(R_TEMPLATE, detail=f"{path} {error.strerror}") from error


def template_faults(form: Form, template: Path | None) -> list[tuple[str, Finding]]:
    """(file, finding) of everything wrong with a template, the form's own by default (if any).

    Raises ReportError."""
    from xltool.writing.report.template_check import template_faults as find_faults

    path = template or Path(form.folder) / REPORT
    if template is None and not path.is_file():  # a form that is still being written
        return []
    return [(path.name, finding) for finding in find_faults(_template(form, template), form)]


def scaffold_template(form: Form, path: Path | None, fonts: str, force: bool) -> Path:
    """Writes the template made from the form, into its folder by default; raises ReportError."""
    from xltool.writing.report.scaffold import scaffold

    if fonts not in zh.FONT_SETS:
        raise UsageError(U_FONTS, fonts=fonts, sets="、".join(zh.FONT_SETS))
    return write_new(path or Path(form.folder) / REPORT, scaffold(form, fonts), force)


def allow(intake: Intake, draft: bool) -> None:
    """Raises ReportError when the submission has errors or lacks a text, unless it is for a draft."""
    form, submission = intake.form, intake.submission
    assert form is not None and submission is not None
    errors = sum(finding.severity == "error" for finding in intake.findings)
    if status(intake.findings) == "rejected" and not draft:
        raise ReportError(R_ERRORS, ExitCode.FINDINGS, unit=submission.unit.name, n=str(errors))
    absent = [address for address in form.texts if not submission.texts.get(address)]
    if absent and not draft:
        labels = "、".join(short_label(form, address) for address in absent)
        raise ReportError(R_TEXT_MISSING, ExitCode.FINDINGS, unit=submission.unit.name, labels=labels)


def outputs(
    intake: Intake, folder: Path, formats: Sequence[str], template: Path | None, draft: bool, force: bool
) -> Iterator[Path]:
    """Writes one submission in every format but PDF, which `pdfs` makes of all together.

    Every file is read back before it is kept.  Raises ReportError.
    """
    form, submission = intake.form, intake.submission
    assert form is not None and submission is not None
    allow(intake, draft)
    name = stem(intake)
    if "docx" in formats:
        yield report(intake, folder, template, draft, force)
    if "html" in formats:
        yield write_new(folder / f"{name}.html", _page(intake, draft, False), force)
        yield write_new(folder / f"{name}-{zh.FRAGMENT_SUFFIX}.html", _page(intake, draft, True), force)
    if "csv" in formats:
        yield write_new(folder / f"{name}.csv", _csv(intake), force)
    if "json" in formats:
        from xltool.writing.report.flat import to_json_bytes

        yield write_new(folder / f"{name}.json", to_json_bytes(submission), force)


def pdfs(
    intakes: Sequence[Intake], folder: Path, template: Path | None, draft: bool, force: bool
) -> Iterator[Path]:
    """The PDF of every report, by one call of LibreOffice; raises ReportError."""
    from xltool.writing.report.context import expected
    from xltool.writing.report.pdf import to_pdf
    from xltool.writing.report.pdf_back import difference

    with tempfile.TemporaryDirectory() as name:
        documents = []
        for number, intake in enumerate(intakes):
            documents.append(Path(name) / f"{number}.docx")
            documents[-1].write_bytes(word(intake, template, draft))
        for intake, data in zip(intakes, to_pdf(documents) if documents else [], strict=True):
            form, submission = intake.form, intake.submission
            assert form is not None and submission is not None
            fault = difference(data, expected(form, submission, draft))
            if fault:
                raise ReportError(R_DIFFERS, where=fault.where, meant=fault.meant, found=fault.found)
            yield write_new(folder / f"{stem(intake)}.pdf", data, force)


def _page(intake: Intake, draft: bool, fragment: bool) -> bytes:
    from xltool.writing.report.context import expected
    from xltool.writing.report.docx import refuse_unprintable
    from xltool.writing.report.html import read_back, render
    from xltool.writing.report.read_back import compare

    form, submission = intake.form, intake.submission
    assert form is not None and submission is not None
    refuse_unprintable(form, submission)
    page = render(form, submission, draft, fragment)
    fault = compare(read_back(page), expected(form, submission, draft))
    if fault:
        raise ReportError(R_DIFFERS, where=fault.where, meant=fault.meant, found=fault.found)
    return page.encode()


def _csv(intake: Intake) -> bytes:
    from xltool.writing.report.context import printed
    from xltool.writing.report.flat import read_back, to_csv

    form, submission = intake.form, intake.submission
    assert form is not None and submission is not None
    data = to_csv(form, submission)
    meant = printed(form, submission)
    found = read_back(data)
    for address, figure in meant.items():
        if found.get(address) != figure:
            raise ReportError(R_DIFFERS, where=address, meant=figure, found=found.get(address, ""))
    return data
