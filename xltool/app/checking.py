"""Paths → what each file says: reads workbooks, published reports and JSON, checks what it read.

Stands between the command line and the doors; the only place that opens returned files,
read-only.  One bad file never stops the others; what is in a .zip is named ``a.zip!/b.xlsx``.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path, PurePath
from typing import Any

from xltool.app.find_files import beside_of, expand
from xltool.core.check.finding import Finding, status
from xltool.core.check.rules import check, short_label
from xltool.core.check.year_on_year import compare_years
from xltool.core.errors import FormError, NotASubmission, UnreadableFile, UsageError
from xltool.core.form.model import Form
from xltool.core.submission.identity import Identity
from xltool.core.submission.migrate import migrate
from xltool.core.submission.model import Submission, Unit, from_json, plain, to_json
from xltool.core.sums.prior import Lineage
from xltool.core.text import zh
from xltool.core.text.catalogue.files import (
    W_BUSY,
    W_HOSTILE,
    W_LOST,
    W_MISSING_FILE,
    W_NO_TABLES,
    W_NOT_SUBMISSION,
    W_NOT_WORKBOOK,
    W_OWNER,
    W_PRIOR,
    W_TOTAL_TYPED,
    W_UNLOCKED,
    W_VALUES_ONLY,
)
from xltool.core.text.catalogue.texts import N_BESIDE, N_BESIDE_DIFFERS, N_BESIDE_NONE
from xltool.core.text.catalogue.usage import U_PRIOR
from xltool.core.text.wording import wording
from xltool.reading import archives
from xltool.reading.form.load import find_form, list_forms, load_form

MAX_BYTES = 20_000_000
OWNER_BYTES = 1000  # what a program leaves beside an open workbook is smaller than any workbook
# What another program is not known to have done when a reader sees values only.
_UNKNOWN = (W_UNLOCKED, W_TOTAL_TYPED, W_LOST)


@dataclass
class Intake:
    """One file and what it says; `submission` is None when nothing could be taken."""

    path: str
    sha256: str = ""
    form: Form | None = None
    submission: Submission | None = None
    findings: list[Finding] = field(default_factory=list)
    invalid: set[str] = field(default_factory=set)
    saved_by: str | None = None
    located_by: str | None = None
    places: dict[str, str] = field(default_factory=dict)
    identity: Identity | None = None
    prior: Submission | None = None  # last year's, when it was asked for and found
    typed: dict[str, str] = field(default_factory=dict)
    zeros: set[str] = field(default_factory=set)

    @property
    def status(self) -> str:
        """accepted, accepted_with_warnings, rejected or unreadable."""
        return "unreadable" if self.submission is None else status(self.findings)


def find(key: str) -> Form | None:
    """The form ``id-version``, or None when there is none or its file is broken."""
    folder = find_form(key) if "/" not in key and "\\" not in key else None
    return _sound(folder) if folder else None


def _sound(folder: Path) -> Form | None:
    try:
        return load_form(folder)
    except FormError:
        return None


def all_forms() -> list[Form]:
    """Every form that loads."""
    return [form for folder in list_forms() if (form := _sound(folder))]


def read_file(given: str, key: bytes = b"", password: str = "") -> Intake:
    """What stands in one file, before the rules are applied; never raises for a bad file.

    `key` is the round's, with which the tokens of its workbooks are told from others; `password`
    opens workbooks that need one.
    """
    intake = Intake(Path(given).as_posix())
    try:
        data = _content(given)
        intake.sha256 = hashlib.sha256(data).hexdigest()
        if PurePath(given).suffix.lower() == ".json":
            _read_json(intake, data)
        else:
            _read_content(intake, data, key, password)
            _add_texts(intake, given)
    except UnreadableFile as error:
        intake.findings = [Finding(error.code, args=error.args_, severity="error")]
    except NotASubmission as error:
        intake.findings = [Finding(error.code, args=error.args_, severity="error")]
    except OSError as error:
        intake.findings = [Finding(W_BUSY, args={"detail": error.strerror or str(error)})]
    return intake


def _content(given: str) -> bytes:
    """The bytes of a file or of a member of an archive."""
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


def _read_json(intake: Intake, data: bytes) -> None:
    try:
        document: Any = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise NotASubmission(W_NOT_SUBMISSION) from None
    if isinstance(document, dict) and isinstance(document.get("submission"), dict):
        document = document["submission"]
    intake.form, intake.submission = from_json(document, find)


def _read_content(intake: Intake, data: bytes, key: bytes, password: str) -> None:
    """A workbook, or else a published report: its content decides."""
    try:
        _read_workbook(intake, data, key, password)
    except UnreadableFile as error:
        if error.code != W_NOT_WORKBOOK or error.args_["kind"] not in ("docx", "html"):
            raise
        try:
            _read_report(intake, data, error.args_["kind"])
        except UnreadableFile as other:
            raise error if other.code == W_NO_TABLES and error.args_["kind"] == "html" else other from None


def _add_texts(intake: Intake, given: str) -> None:
    """Blank texts of a workbook, taken from the Word file of the same name beside it, if there is one."""
    beside = beside_of(given)
    if beside is None or intake.submission is None or intake.form is None:
        return
    from xltool.reading.published.docx import read_docx  # of no use to any other workbook
    from xltool.reading.published.take import take_texts

    file = PurePath(beside).name
    try:
        texts = take_texts(read_docx(_content(beside)), intake.form)
    except (UnreadableFile, OSError):
        texts = {}
    if not texts:
        intake.findings.append(Finding(N_BESIDE_NONE, (), {"file": file}))
        return
    own = intake.submission.texts
    taken = {address: text for address, text in texts.items() if not own.get(address, "").strip()}
    differ = tuple(a for a in texts if a not in taken and own[a].split() != texts[a].split())
    intake.submission = replace(intake.submission, texts={**own, **taken})
    if taken:
        args = {"file": file, "n": str(len(taken))}
        intake.findings.append(Finding(N_BESIDE, tuple(taken), args))
    if differ:
        args = {"file": file, "label": short_label(intake.form, differ[0])}
        intake.findings.append(Finding(N_BESIDE_DIFFERS, differ, args))


def _read_report(intake: Intake, data: bytes, kind: str) -> None:
    from xltool.reading.published.docx import read_docx
    from xltool.reading.published.html import read_html
    from xltool.reading.published.take import take

    found = take(read_docx(data) if kind == "docx" else read_html(data), all_forms())
    intake.form, intake.submission, intake.located_by = found.form, found.submission, "labels"
    intake.findings, intake.invalid = found.findings, found.invalid


def _read_workbook(intake: Intake, data: bytes, key: bytes, password: str) -> None:
    from xltool.reading.locate.extract import extract
    from xltool.reading.registry import read_workbook

    raw = read_workbook(data, password)
    intake.saved_by = raw.saved_by
    found = extract(raw, all_forms, key)
    intake.form, intake.submission, intake.located_by = found.form, found.submission, found.located_by
    intake.identity, intake.typed, intake.zeros = found.identity, found.typed, found.zeros
    intake.findings, intake.invalid, intake.places = found.findings, found.invalid, found.places
    if raw.values_only:
        intake.findings = [finding for finding in intake.findings if finding.code not in _UNKNOWN]
        intake.findings.append(Finding(W_VALUES_ONLY))


def check_file(
    given: str,
    prior: Callable[[Submission], Submission | None] | None = None,
    key: bytes = b"",
    password: str = "",
) -> Intake:
    """One file read and checked, findings with their cells."""
    intake = read_file(given, key, password)
    if intake.submission is not None and intake.form is not None:
        last_year = intake.prior = prior(intake.submission) if prior else None
        found = check(intake.form, intake.submission, last_year, intake.invalid)
        if last_year is not None:
            found += compare_years(intake.form, intake.submission, last_year, intake.invalid)
        intake.findings += [finding.at(intake.places) for finding in found]
        if prior and last_year is None:
            intake.findings.append(Finding(W_PRIOR))
    return intake


def as_json(intakes: list[Intake]) -> dict[str, Any]:
    """The document of ``check --json``."""
    return json.loads("".join(json_lines(intakes)))  # type: ignore[no-any-return]


def json_lines(intakes: Iterable[Intake]) -> Iterator[str]:
    """The same as text, a line a file, while the files come in."""
    counts = dict.fromkeys(("accepted", "accepted_with_warnings", "rejected", "unreadable"), 0)
    before = '{"schema": 1, "files": ['
    for intake in intakes:
        counts[intake.status] += 1
        yield f"{before}\n{json.dumps(_file_json(intake))}"
        before = ","
    yield f'{before if not sum(counts.values()) else ""}\n], "counts": {json.dumps(counts)}}}\n'


def _file_json(intake: Intake) -> dict[str, Any]:
    return {
        "path": intake.path,
        "sha256": intake.sha256,
        "status": intake.status,
        "saved_by": intake.saved_by,
        "located_by": intake.located_by,
        "submission": to_json(intake.submission) if intake.submission else None,
        "findings": [finding_json(finding) for finding in intake.findings],
    }


def finding_json(finding: Finding) -> dict[str, Any]:
    """One finding as the contract has it."""
    message, advice = wording(finding)
    numbers = {"value": finding.value, "expected": finding.expected, "difference": finding.difference}
    return {
        "code": finding.code,
        "severity": finding.severity,
        "refs": list(finding.refs),
        "cells": list(finding.cells),
        "message": message,
        **{name: None if number is None else plain(number) for name, number in numbers.items()},
        "advice": advice,
    }


class Prior:
    """Finds last year's submission of a unit among `paths`; `roster` knows its former names.

    What is in an older version of the form is brought into the one asked for, as far as codes map.
    """

    def __init__(self, paths: tuple[str, ...], roster: tuple[Unit, ...] = ()) -> None:
        self._given = paths, roster
        held = [read_file(path) for path in expand(paths, lambda _: None)]
        self._lineage = Lineage([(r.form, r.submission) for r in held if r.form and r.submission], roster)

    def __call__(self, now: Submission) -> Submission | None:
        """Last year's of the unit of `now`."""
        found = self._lineage.before(now)
        if found is None or found.version == now.version:
            return found
        old, new = find(f"{found.form}-{found.version}"), find(f"{now.form}-{now.version}")
        migration = migrate(old, new, found) if old and new else None
        return migration.submission if migration else None

    def __reduce__(self) -> tuple[Any, ...]:
        """In another process the paths are read once more, whatever number of times it arrives there."""
        return _arrived, self._given


@lru_cache(1)
def _arrived(paths: tuple[str, ...], roster: tuple[Unit, ...]) -> Prior:
    return Prior(paths, roster)


def find_prior(paths: list[str], roster: Iterable[Unit] = ()) -> Prior | None:
    """Where last year's submissions are looked up; None when none were given, UsageError for a bad path."""
    for path in paths:
        if not Path(path).exists():
            raise UsageError(U_PRIOR, path=path, detail=zh.PRIOR_FAULTS["missing"])
    return Prior(tuple(paths), tuple(roster)) if paths else None
