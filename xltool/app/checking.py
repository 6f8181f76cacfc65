"""How returns are read and checked: one `Checker`, made once by a command and once from a round.

The only place that opens returned files, read-only.  One bad file never stops the others; what is in a
.zip is named ``a.zip!/b.xlsx``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, fields, replace
from functools import cached_property
from pathlib import Path, PurePath

from xltool.app.find_files import beside_of
from xltool.app.parallel import run_all
from xltool.core.check.finding import Finding
from xltool.core.check.returned import CheckedReturn, ReadReturn, Unreadable
from xltool.core.check.rules import check, short_label
from xltool.core.check.year_on_year import compare_years
from xltool.core.errors import NotASubmission, UnreadableFile
from xltool.core.form.model import Form
from xltool.core.submission.model import Submission, Unit
from xltool.core.sums.prior import FindPrior
from xltool.core.text.catalogue.files import (
    W_BUSY,
    W_ENCRYPTED,
    W_HOSTILE,
    W_MISSING_FILE,
    W_OWNER,
    W_PASSWORD,
    W_PRIOR,
)
from xltool.core.text.catalogue.texts import N_BESIDE, N_BESIDE_DIFFERS, N_BESIDE_NONE
from xltool.office.raw import RawWorkbook
from xltool.reading import archives, registry
from xltool.reading.form.find import known_forms
from xltool.reading.returned import understand

MAX_BYTES = 20_000_000
OWNER_BYTES = 1000  # what a program leaves beside an open workbook is smaller than any workbook

ReturnSource = str | Path | bytes


@dataclass(frozen=True)
class Checker:
    """Everything that decides what a check says; can be sent to another process.

    `forms` gives the forms a file may be of.  `prior` finds what a unit sent last year.  `key` is a round's,
    with which the tokens of its workbooks are told from others.  `passwords` are tried in turn on files
    that need one.  `roster` knows the former names of units.  `jobs` are processes, None for one a core.
    """

    forms: Callable[[], Sequence[Form]] = known_forms
    prior: FindPrior | None = None
    key: bytes = b""
    passwords: tuple[str, ...] = ()
    roster: tuple[Unit, ...] = ()
    jobs: int | None = 1

    def check(self, source: ReturnSource, name: str = "") -> CheckedReturn | Unreadable:
        """One file, read and checked; never raises for a bad file.

        `source` is its path, ``archive.zip!/member``, or its bytes, which are called `name`.
        """
        read = self.read(source, name)
        return read if isinstance(read, Unreadable) else self.check_read(read)

    def check_read(self, read: ReadReturn) -> CheckedReturn:
        """What `read` gave, with what the rules, the texts and last year say of it."""
        form, submission = read.form, read.submission
        last_year = self.last_year(submission)
        found = check(form, submission, last_year, read.invalid)
        if last_year is not None:
            found += compare_years(form, submission, last_year, read.invalid)
        findings = [*read.findings, *(finding.at(read.places) for finding in found)]
        if self.prior and last_year is None:
            findings.append(Finding(W_PRIOR))
        everything = {field.name: getattr(read, field.name) for field in fields(ReadReturn)}
        everything["findings"] = tuple(findings)
        return CheckedReturn(**everything, prior=last_year)

    def check_all(self, sources: Sequence[str], scheduler: str = "") -> Iterator[CheckedReturn | Unreadable]:
        """Many files in their order, on `jobs` processes, or on the machines of a Dask `scheduler`."""
        return run_all(self.check, sources, self.jobs, scheduler)

    def read(
        self, source: ReturnSource, name: str = "", beside: tuple[str, bytes] | None = None
    ) -> ReadReturn | Unreadable:
        """One file as `check` reads it, without asking any rule.

        `beside` is the Word file that came with it, its name and bytes, where that is no file of the same
        name in the same place.
        """
        given = name if isinstance(source, bytes) else str(source)
        place, sha256, saved_by = Path(given).as_posix() if given else "", "", None
        try:
            data = source if isinstance(source, bytes) else _content(given)
            sha256 = hashlib.sha256(data).hexdigest()
            found = self._open(data, PurePath(given).suffix.lower())
            saved_by = found.saved_by if isinstance(found, RawWorkbook) else None
            read = understand(found, self.forms, self.key)
            if beside is not None:
                read = self._with_texts(read, *beside)
            elif not isinstance(source, bytes) and (file := beside_of(given)) is not None:
                read = self._with_texts(read, file)
            return replace(read, source=place, sha256=sha256)
        except (UnreadableFile, NotASubmission) as error:
            return Unreadable(place, error.code, error.args_, sha256, saved_by)
        except OSError as error:
            args = {"detail": error.strerror or str(error)}
            return Unreadable(place, W_BUSY, args, sha256, saved_by)

    def _open(self, data: bytes, suffix: str) -> registry.FileContent:
        """What stands in the file, with the first password that opens it."""
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
            texts = take_texts(read_docx(_content(file) if data is None else data), read.form)
        return add_texts(read, texts, PurePath(file).name)

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


def add_texts(taken: ReadReturn, texts: dict[str, str], file: str) -> ReadReturn:
    """The return with its blank texts taken from `texts`, found in `file`; what differs is a finding."""
    if not texts:
        return replace(taken, findings=(*taken.findings, Finding(N_BESIDE_NONE, args={"file": file})))
    own, findings = taken.submission.texts, list(taken.findings)
    fresh = {address: text for address, text in texts.items() if not own.get(address, "").strip()}
    differ = tuple(a for a in texts if a not in fresh and own[a].split() != texts[a].split())
    if fresh:
        findings.append(Finding(N_BESIDE, tuple(fresh), {"file": file, "n": str(len(fresh))}))
    if differ:
        args = {"file": file, "label": short_label(taken.form, differ[0])}
        findings.append(Finding(N_BESIDE_DIFFERS, differ, args))
    submission = replace(taken.submission, texts={**own, **fresh})
    return replace(taken, submission=submission, findings=tuple(findings))


def _content(given: str) -> bytes:
    """The bytes of a file or of a member of an archive; raises UnreadableFile or OSError."""
    path = Path(given)
    if not path.exists():
        member = archives.split(given)
        if member is None:
            raise UnreadableFile(W_MISSING_FILE, path=given)
        return archives.read_member(*member)
    size = path.stat().st_size
    if path.name.startswith("~$") and size < OWNER_BYTES:  # and open elsewhere, so perhaps not readable
        raise UnreadableFile(W_OWNER)
    if size > MAX_BYTES:
        raise UnreadableFile(W_HOSTILE)
    return path.read_bytes()
