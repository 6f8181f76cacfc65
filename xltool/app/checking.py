"""Returned files → checked returns, by a `Checker` that holds everything a check depends on.

The only module that opens returned files, and only for reading.  One bad file never stops the others.  A
file in a .zip is named ``a.zip!/b.xlsx``.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, fields, replace
from functools import cached_property
from pathlib import Path, PurePath

from xltool.app.find_files import beside_of
from xltool.app.parallel import run_all
from xltool.core.check.finding import Finding
from xltool.core.check.labels import short_label
from xltool.core.check.returned import CheckedReturn, ReadReturn, Unreadable
from xltool.core.check.rules import check
from xltool.core.errors import FormError, NotASubmission, UnreadableFile
from xltool.core.form.model import Form
from xltool.core.submission.model import UNNAMED, Named, Submission, Unit
from xltool.core.sums.prior import FindPrior
from xltool.core.text import zh
from xltool.core.text.catalogue.files import W_MISSING_FILE, W_PRIOR
from xltool.core.text.catalogue.sights import (
    W_BUSY,
    W_ENCRYPTED,
    W_FAILED,
    W_FORM_BROKEN,
    W_INSTALL,
    W_OWNER,
    W_PASSWORD,
)
from xltool.core.text.catalogue.texts import N_BESIDE, N_BESIDE_DIFFERS, N_BESIDE_NONE
from xltool.core.text.clean import safe
from xltool.core.text.wording import system_reason
from xltool.office.limits import too_big
from xltool.office.raw import RawWorkbook
from xltool.reading import archives, registry
from xltool.reading.form.find import known_forms
from xltool.reading.returned import understand

MAX_BYTES = 20_000_000
LONGEST_DETAIL = 200  # characters of what a library says
OWNER_BYTES = 1000  # what a program leaves beside an open workbook is smaller than any workbook

ReturnSource = str | Path | bytes
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Checker:
    """Reads and checks returns; holds everything that the result depends on, and can be pickled.

    `forms` returns the forms a file may be of.  `prior` finds what a unit sent last year.  `key` is that of
    a round and tells the tokens of its workbooks from others.  `passwords` are tried in turn on files that
    need one.  `roster` gives the former names of units.  `jobs` is the number of processes, None for one a
    core.  `named` says whose published report is read.
    """

    forms: Callable[[], Sequence[Form]] = known_forms
    prior: FindPrior | None = None
    key: bytes = b""
    passwords: tuple[str, ...] = ()
    roster: tuple[Unit, ...] = ()
    named: Named = UNNAMED
    jobs: int | None = 1

    def check(self, source: ReturnSource, name: str = "") -> CheckedReturn | Unreadable:
        """One file, read and checked; never raises, whatever the file does to us or to a library.

        `source` is a path, ``archive.zip!/member``, or the bytes of a file called `name`.
        """
        read = self.read(source, name)
        if isinstance(read, Unreadable):
            return read
        try:
            return self.check_read(read)
        except Exception as error:
            return _failed(error, read.source, read.sha256, read.saved_by)

    def check_read(self, read: ReadReturn) -> CheckedReturn:
        """Checks a return that was read: by the rules, its texts, and what the unit sent last year."""
        form, submission = read.form, read.submission
        last_year = self.last_year(submission)
        check_findings = check(form, self._with_contact(submission), last_year, read.invalid, read.beside)
        if last_year is not None:
            from xltool.core.check.year_on_year import compare_years

            check_findings += compare_years(form, submission, last_year, read.invalid)
        findings = [*read.findings, *(finding.at(read.places) for finding in check_findings)]
        if self.prior and last_year is None:
            findings.append(Finding(W_PRIOR))
        values = {field.name: getattr(read, field.name) for field in fields(ReadReturn)}
        return CheckedReturn(**values | {"findings": tuple(findings)}, prior=last_year)

    def check_all(self, sources: Sequence[str], scheduler: str = "") -> Iterator[CheckedReturn | Unreadable]:
        """Checks many files, in their order, on `jobs` processes or the machines of a Dask `scheduler`."""
        return run_all(self.check, sources, self.jobs, scheduler)

    def read(
        self, source: ReturnSource, name: str = "", beside: tuple[str, bytes] | None = None
    ) -> ReadReturn | Unreadable:
        """One file as `check` reads it, without asking any rule.

        `beside` is the Word file that came with it, its name and bytes, where that is no file of the same
        name in the same place.
        """
        given = name if isinstance(source, bytes) else str(source)
        path = Path(given).as_posix() if given else ""
        sha256, saved_by = "", None
        try:
            data = source if isinstance(source, bytes) else file_bytes(given)
            sha256 = hashlib.sha256(data).hexdigest()
            content = self._open(data, PurePath(given).suffix.lower())
            saved_by = content.saved_by if isinstance(content, RawWorkbook) else None
            read = understand(content, self.forms, self.key, self.named)
            if beside is not None:
                read = self._with_texts(read, *beside)
            elif not isinstance(source, bytes) and (file := beside_of(given)) is not None:
                read = self._with_texts(read, file)
            return replace(read, source=path, sha256=sha256)
        except (UnreadableFile, NotASubmission) as error:
            return Unreadable(path, error.code, error.args_, sha256, saved_by)
        except FormError as error:
            args = {"form": error.path.parent.name, "detail": str(error).removesuffix(zh.FULL_STOP)}
            return Unreadable(path, W_FORM_BROKEN, args, sha256, saved_by)
        except OSError as error:
            args = {"detail": system_reason(error)}
            return Unreadable(path, W_BUSY, args, sha256, saved_by)
        except Exception as error:  # the one guard: a bug of ours, or of a library, is one file's affair
            return _failed(error, path, sha256, saved_by)

    def _open(self, data: bytes, suffix: str) -> registry.FileContent:
        """The content of a file, opened with the first password that fits; raises UnreadableFile."""
        *others, last = self.passwords or ("",)
        for password in others:
            try:
                return registry.read(data, suffix, registry.ReadOptions(password))
            except UnreadableFile as error:
                if error.code not in (W_PASSWORD, W_ENCRYPTED):
                    raise
        return registry.read(data, suffix, registry.ReadOptions(last))

    def _with_texts(self, read: ReadReturn, file: str, data: bytes | None = None) -> ReadReturn:
        """Blank texts of a workbook filled from a Word file, which lies at `file` or is given."""
        from xltool.reading.published.docx import read_docx  # of no use to any other workbook
        from xltool.reading.published.take import take_texts

        texts: dict[str, str] = {}
        with suppress(UnreadableFile, OSError):
            texts = take_texts(read_docx(file_bytes(file) if data is None else data), read.form)
        return add_texts(read, texts, PurePath(file).name)

    def _with_contact(self, submission: Submission) -> Submission:
        """The submission with the telephone that the roster has for its unit; only to compare texts with."""
        own = submission.unit
        known = next((unit for unit in self.roster if unit.code == own.code or unit.name == own.name), None)
        if known is None or not known.phone:
            return submission
        return replace(submission, unit=replace(own, phone=known.phone))

    def last_year(self, submission: Submission) -> Submission | None:
        """What the unit sent last year, where that is asked for and known."""
        if self.prior is None:
            return None
        unit = submission.unit
        former = unit.former or self._former.get(unit.code, "")
        return self.prior(replace(submission, unit=replace(unit, former=former)))

    @cached_property
    def _former(self) -> dict[str, str]:
        return {unit.code: unit.former for unit in self.roster}


def add_texts(read: ReadReturn, texts: dict[str, str], file: str) -> ReadReturn:
    """The return with its blank texts taken from `texts` of `file`; texts that differ are a finding."""
    given, findings = read.submission.texts, list(read.findings)
    if not texts:
        findings.append(Finding(N_BESIDE_NONE, args={"file": file}))
    fresh = {address: text for address, text in texts.items() if not given.get(address, "").strip()}
    differ = tuple(a for a in texts if a not in fresh and given[a].split() != texts[a].split())
    if fresh:
        findings.append(Finding(N_BESIDE, tuple(fresh), {"file": file, "n": str(len(fresh))}))
    if differ:
        args = {"file": file, "label": short_label(read.form, differ[0])}
        findings.append(Finding(N_BESIDE_DIFFERS, differ, args))
    submission = replace(read.submission, texts={**given, **fresh})
    return replace(read, submission=submission, findings=tuple(findings))


def _failed(error: Exception, place: str, sha256: str, saved_by: str | None) -> Unreadable:
    """What is said of a file that made us fail; the traceback goes to the log, which ``--debug`` shows."""
    _log.debug("%s", place, exc_info=error)
    if isinstance(error, ImportError) and not (error.name or "").startswith("xltool"):
        return Unreadable(place, W_INSTALL, {"module": error.name or str(error)}, sha256, saved_by)
    detail = f"{type(error).__name__}: {error}"[:LONGEST_DETAIL]
    return Unreadable(place, W_FAILED, {"file": place, "detail": safe(detail)}, sha256, saved_by)


def file_bytes(given: str) -> bytes:
    """The bytes of a file, or of a member of an archive; raises UnreadableFile or OSError."""
    path = Path(given)
    if not path.exists():
        member = archives.split(given)
        if member is None:
            raise UnreadableFile(W_MISSING_FILE, path=given)
        return archives.read_member(*member)
    size = path.stat().st_size
    if path.name.startswith("~$") and size < OWNER_BYTES:  # checked first, as it may not be readable
        raise UnreadableFile(W_OWNER)
    if size > MAX_BYTES:
        raise too_big("bytes", size, MAX_BYTES)
    return path.read_bytes()
