"""xltool for programs: the verbs of the round trip and the values they work on.

Everything here is also a name of the package: ``from xltool import check``.  What is not named here may
change between versions.  Files are opened read-only; data never leave the machine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from xltool.app.checking import Checker
from xltool.app.make_workbooks import Order
from xltool.app.make_workbooks import make_workbook as _make_workbook
from xltool.app.prior import find_prior
from xltool.app.report import ReportWishes, write_reports, write_together
from xltool.core.check.finding import Finding
from xltool.core.check.returned import CheckedReturn, Unreadable
from xltool.core.errors import (
    ConfigError,
    ExitCode,
    FormError,
    MailError,
    NotASubmission,
    OutputError,
    ReportError,
    StoreError,
    UnreadableFile,
    UsageError,
    XltoolError,
)
from xltool.core.form.model import Form
from xltool.core.submission.model import Named, Submission, Unit
from xltool.core.sums.adder import Adder
from xltool.core.sums.prior import FindPrior
from xltool.core.text import zh
from xltool.core.text.catalogue.sums import A_NOTHING, A_UNREADABLE
from xltool.core.text.catalogue.usage import U_DIFFERS
from xltool.core.text.code import Severity
from xltool.reading.form.find import open_form

__all__ = [
    "CheckedReturn", "ConfigError", "ExitCode", "Finding", "Form", "FormError", "MailError",
    "NotASubmission", "OutputError", "PriorData", "ReportError", "Severity", "StoreError", "Submission",
    "Unit", "Unreadable", "UnreadableFile", "UsageError", "XltoolError", "aggregate", "check", "check_many",
    "import_report", "load_form", "make_workbook", "write_report",
]  # fmt: skip

PriorData = str | Path | Sequence[str | Path] | Submission | Callable[[Submission], Submission | None]
"""Last year's returns: files or folders, one submission, or a function from this year's to last year's."""


def load_form(form: str | Path) -> Form:
    """The form called `form` (``zfxxgknb-2021``), or the one in the folder `form`.

    Raises UsageError when there is none, FormError (with file, table and line) when its file is wrong.
    """
    return open_form(str(form))


def make_workbook(
    form: Form,
    year: int,
    unit: Unit,
    *,
    data: Submission | None = None,
    prior: PriorData | None = None,
    key: bytes = b"",
) -> bytes:
    """The locked .xlsx workbook of one unit and year, blank or filled with `data`.

    With `prior` last year's figures stand beside the cells, and what a rule carries over is filled in.
    `key` signs the workbook for a round (32 bytes; b"" for none).  Raises UsageError when `data` is of
    another form, year or unit.
    """
    if data is not None:
        given = (form.key, str(year), unit.code)
        found = (f"{data.form}-{data.version}", str(data.year), data.unit.code)
        for what, one, other in zip(("form", "year", "unit"), given, found, strict=True):
            if one != other:
                raise UsageError(U_DIFFERS, what=what, given=one, data=other)
    return _make_workbook(Order(form, year, unit, data, key), _find(prior))


def check(
    source: str | Path | bytes,
    *,
    name: str = "",
    prior: PriorData | None = None,
    password: str | None = None,
) -> CheckedReturn | Unreadable:
    """One returned file, read and checked: .xlsx .xlsm .xls .et .xlsb .ods, .docx .html, .json.

    `source` is a path, ``archive.zip!/member``, or the bytes of a file called `name`.  A bad file is no
    exception: it is `Unreadable`, whose `findings` say why.  Raises UsageError when `prior` is not there.
    """
    return _checker(prior, password).check(source, name)


def check_many(
    sources: Iterable[str | Path],
    *,
    jobs: int | None = None,
    prior: PriorData | None = None,
    password: str | None = None,
) -> Iterator[CheckedReturn | Unreadable]:
    """Many files in their order, each as `check` gives it; `jobs` processes, None for one a core.

    With more than one process a `prior` that is a function must be one of a module.
    """
    checker = replace(_checker(prior, password), jobs=jobs)
    return checker.check_all([str(source) for source in sources])


def write_report(
    checked: CheckedReturn,
    folder: str | Path,
    *,
    formats: Iterable[str] = ("docx",),
    template: str | Path | None = None,
    draft: bool = False,
) -> list[Path]:
    """Writes the final report into `folder` and returns the files, each read back before it is kept.

    `formats` are docx, pdf (needs LibreOffice), html, csv, json; `template` is the office's own Word file.
    Raises ReportError for a return with errors or without all texts (unless `draft`), UsageError for an
    unknown format, OutputError when a file exists already or cannot be written.
    """
    wishes = ReportWishes(tuple(formats), Path(template) if template else None, draft)
    place = Path(folder)
    return [*write_reports(checked, place, wishes), *write_together([checked], place, wishes)]


def aggregate(
    returns: Iterable[CheckedReturn | Unreadable], unit: Unit, *, prior: PriorData | None = None
) -> CheckedReturn:
    """The sum of all readable `returns` as the return of `unit`, checked like one.

    Its `findings` also name the files left out (A-unreadable) and the units with errors (A-errors).  Raises
    UsageError for the same unit twice, for mixed forms or years, and when nothing is there to be added.
    """
    adder: Adder | None = None
    unreadable: list[Finding] = []
    for one in returns:
        if isinstance(one, Unreadable):
            args = {"path": one.source, "reason": one.message.rstrip(zh.STOP)}
            unreadable.append(Finding(A_UNREADABLE, args=args))
        else:
            adder = adder or Adder(one.form)
            adder.add(one.submission, one.findings, one.invalid)
    if adder is None:
        raise UsageError(A_NOTHING)
    county = adder.result(unit, prior=_find(prior))
    findings = (*unreadable, *county.findings)
    return CheckedReturn(county.form, county.submission, findings, prior=county.prior)


def import_report(
    source: str | Path | bytes,
    *,
    unit: str | None = None,
    code: str | None = None,
    year: int | None = None,
) -> CheckedReturn | Unreadable:
    """A published report (.docx, .html) as a return.

    `unit` (its name), `code` and `year` win over what the title says.
    """
    return Checker(named=Named(unit or "", code or "", year or 0)).check(source)


def _checker(prior: PriorData | None, password: str | None) -> Checker:
    return Checker(prior=_find(prior), passwords=(password,) if password else ())


def _find(prior: PriorData | None) -> FindPrior | None:
    """What finds last year's submission."""
    if prior is None or callable(prior):
        return prior
    if isinstance(prior, Submission):
        return lambda _: prior
    return find_prior([str(path) for path in ([prior] if isinstance(prior, str | Path) else prior)])
