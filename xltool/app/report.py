"""Checked returns → reports on disk, in every format wanted: what ``xltool report`` does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from xltool.app.checking import Checker
from xltool.core.check.finding import Finding, count
from xltool.core.check.labels import short_label
from xltool.core.check.returned import CheckedReturn, Unreadable
from xltool.core.errors import ExitCode, ReportError, UsageError, XltoolError
from xltool.core.form.model import Form
from xltool.core.text import zh
from xltool.core.text.catalogue.reports import R_ERRORS, R_TEMPLATE, R_TEXT_MISSING
from xltool.core.text.catalogue.usage import U_FONTS, U_FORMAT
from xltool.core.text.wording import system_reason
from xltool.office.files import safe_name, write_new
from xltool.writing import registry
from xltool.writing.registry import DOCX, OutputFormat, ReportOrder

REPORT = "report.docx"


@dataclass(frozen=True)
class ReportWishes:
    """What reports are wanted: formats by name, the office's own template, drafts in spite of errors.

    Raises UsageError for a format that does not exist.
    """

    formats: Sequence[str] = (DOCX.name,)
    template: Path | None = None
    draft: bool = False
    force: bool = False

    def __post_init__(self) -> None:
        """Raises UsageError for a format that does not exist."""
        for name in self.formats:
            if name not in registry.names():
                raise UsageError(U_FORMAT, format=name, formats="、".join(registry.names()))

    @property
    def outputs(self) -> list[OutputFormat]:
        """The formats whose files are made one at a time."""
        return [one for one in registry.formats(self.formats) if one.render_together is None]

    @property
    def outputs_together(self) -> list[OutputFormat]:
        """The formats whose files are made all at once."""
        return [one for one in registry.formats(self.formats) if one.render_together is not None]


@dataclass
class Reported:
    """One file, the paths of its reports, and the error that prevented one, if any."""

    checked: CheckedReturn | Unreadable
    paths: list[Path] = field(default_factory=list)
    fault: XltoolError | None = None


def report_file(source: str, folder: Path, checker: Checker, wishes: ReportWishes) -> Reported:
    """Reads and checks one file and writes its reports in the formats made one at a time."""
    checked = checker.check(source)
    done = Reported(checked)
    if isinstance(checked, CheckedReturn):
        try:
            for path in write_reports(checked, folder, wishes):
                done.paths.append(path)
        except XltoolError as error:
            done.fault = error
    return done


def write_reports(checked: CheckedReturn, folder: Path, wishes: ReportWishes) -> Iterator[Path]:
    """Writes the reports of one return, in the formats made one at a time; yields their paths.

    Each file is read back before it is written.  Raises ReportError when the return or the template does
    not allow a report, or it does not say what was meant; OutputError when it cannot be written.
    """
    refuse_unfinished(checked, wishes.draft)
    for output in wishes.outputs:
        data = registry.produce(output, _order(checked, output, wishes))
        yield write_new(folder / f"{stem(checked, wishes.draft)}{output.suffix}", data, wishes.force)


def write_together(returns: Sequence[CheckedReturn], folder: Path, wishes: ReportWishes) -> Iterator[Path]:
    """Writes the reports of all returns in the formats made all at once; raises like `write_reports`."""
    for output in wishes.outputs_together:
        orders = [_order(checked, output, wishes) for checked in returns]
        made = output.render_together(orders) if output.render_together else ()
        for checked, order, data in zip(returns, orders, made, strict=True):
            registry.prove(output, data, order)
            yield write_new(folder / f"{stem(checked, wishes.draft)}{output.suffix}", data, wishes.force)


def stem(checked: CheckedReturn, draft: bool = False) -> str:
    """The name of a report's file without suffix, like ``012-某某局-2025年政府信息公开工作年度报告``."""
    unit, year = checked.submission.unit, checked.submission.year
    title = safe_name(checked.form.title.format(year=year))
    return f"{safe_name(unit.code)}-{safe_name(unit.name)}-{title}{zh.DRAFT_MARK if draft else ''}"


def word(
    checked: CheckedReturn, template: Path | None = None, draft: bool = False, final: bool = False
) -> bytes:
    """The bytes of the Word report; raises ReportError when the return or the template does not allow one.

    `final`: somebody accepted the return with what is wrong in it.
    """
    if not final:
        refuse_unfinished(checked, draft)
    return registry.produce(DOCX, _order(checked, DOCX, ReportWishes(template=template, draft=draft)))


def one_report(checked: CheckedReturn, name: str, draft: bool = False) -> tuple[str, bytes]:
    """(file name, bytes) of the report of one return in the format `name`, proved; without a file.

    Raises ReportError when the return does not allow one, UsageError for a format that nobody writes.
    """
    wishes = ReportWishes((name,), draft=draft)
    refuse_unfinished(checked, draft)
    output = registry.formats(wishes.formats)[0]
    return f"{stem(checked, draft)}{output.suffix}", registry.produce(output, _order(checked, output, wishes))


def _order(checked: CheckedReturn, output: OutputFormat, wishes: ReportWishes) -> ReportOrder:
    template = _sound_template(checked.form, wishes.template) if output.needs_template else b""
    return ReportOrder(checked.form, checked.submission, wishes.draft, template)


def refuse_unfinished(checked: CheckedReturn, draft: bool) -> None:
    """Raises ReportError when the return has errors or lacks a text, unless a draft is wanted."""
    if draft:
        return
    submission = checked.submission
    if checked.status == "rejected":
        errors = str(count(checked.findings, "error"))
        raise ReportError(R_ERRORS, ExitCode.FINDINGS, unit=submission.unit.name, n=errors)
    absent = [address for address in checked.form.texts if not submission.texts.get(address)]
    if absent:
        labels = "、".join(short_label(checked.form, address) for address in absent)
        raise ReportError(R_TEXT_MISSING, ExitCode.FINDINGS, unit=submission.unit.name, labels=labels)


def _sound_template(form: Form, path: Path | None) -> bytes:
    """The bytes of a template that can be filled, the form's own by default; raises ReportError."""
    from xltool.writing.report.template_check import template_faults

    template = _template(form, path)
    if faults := template_faults(template, form):
        raise ReportError(R_TEMPLATE, detail=(faults[0].message + faults[0].advice).rstrip(zh.STOP))
    return template


def _template(form: Form, path: Path | None) -> bytes:
    """The bytes of a template, the form's own by default; raises ReportError when it cannot be read."""
    path = path or Path(form.folder) / REPORT
    try:
        return path.read_bytes()
    except OSError as error:
        raise ReportError(R_TEMPLATE, detail=f"{path} {system_reason(error)}") from error


def faults_of_template(form: Form, template: Path | None) -> list[tuple[str, Finding]]:
    """(file, finding) for everything wrong with a template, by default the form's own if it has one.

    Raises ReportError when it cannot be read.
    """
    from xltool.writing.report.template_check import template_faults

    path = template or Path(form.folder) / REPORT
    if template is None and not path.is_file():  # a form that is still being written
        return []
    return [(path.name, finding) for finding in template_faults(_template(form, template), form)]


def scaffold_template(form: Form, path: Path | None, fonts: str, force: bool) -> Path:
    """Writes a template made from the form, by default into the form's folder; returns its path.

    Raises UsageError for an unknown set of fonts, OutputError when it cannot be written.
    """
    from xltool.writing.report.scaffold import scaffold

    if fonts not in zh.FONT_SETS:
        raise UsageError(U_FONTS, fonts=fonts, sets="、".join(zh.FONT_SETS))
    return write_new(path or Path(form.folder) / REPORT, scaffold(form, fonts), force)
