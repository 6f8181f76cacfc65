"""Paths → what each file says: walks folders, reads workbooks and JSON, checks what it read.

Stands between the command line and the doors; the only place that opens returned files,
read-only.  One bad file never stops the others; what is in a .zip is named ``a.zip!/b.xlsx``.
"""

from __future__ import annotations

import glob
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path, PurePath, PurePosixPath
from typing import Any

from xltool.check import check
from xltool.errors import UseError
from xltool.finding import Finding, status
from xltool.form import Form
from xltool.formfile import FormError, find_form, list_forms, load_form
from xltool.identity import Identity
from xltool.messages import PRIOR_FAULTS, wording
from xltool.submission import Submission, SubmissionError, from_json, plain, to_json
from xltool.workbook import archive
from xltool.workbook.raw import UnreadableError

WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".et", ".xlsb", ".ods")
WALKED = (*WORKBOOKS, ".json", ".zip")
MAX_BYTES = 20_000_000
OWNER_BYTES = 1000  # what a program leaves beside an open workbook is smaller than any workbook
# What another program is not known to have done when a reader sees values only.
_UNKNOWN = ("W-unlocked", "W-total-typed", "W-lost")


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


def expand(paths: Iterable[str], skipped: Callable[[str], None]) -> Iterator[str]:
    """The files meant by `paths`: wildcards, folders and .zip opened up, others told to `skipped`."""
    for given in paths:
        path = Path(given)
        if not path.exists() and any(c in given for c in "*?["):
            matches = sorted(glob.glob(given))  # noqa: PTH207 (a pattern may be absolute)
            for name in (name for name in matches if Path(name).is_file()):
                yield from _unpacked(name, skipped)
        elif path.is_dir():
            for inner in sorted(p for p in path.rglob("*") if p.is_file()):
                if is_walked(inner.relative_to(path)):
                    yield from _unpacked(inner.as_posix(), skipped)
                else:
                    skipped(inner.as_posix())
        else:
            yield from _unpacked(given, skipped)


def is_walked(path: PurePath) -> bool:
    """Whether a file of this name in a folder or an archive is one to be read."""
    hidden = any(part.startswith((".", "~$")) or part == "__MACOSX" for part in path.parts)
    return not hidden and path.suffix.lower() in WALKED


def _unpacked(given: str, skipped: Callable[[str], None]) -> Iterator[str]:
    """The members of an archive that are to be read; `given` itself when there are none."""
    path = Path(given)
    if not archive.is_archive(path):
        yield given
        return
    names = archive.members(path)
    wanted = [name for name in names if is_walked(PurePosixPath(name))]
    for name in names:
        if name not in wanted:
            skipped(f"{given}{archive.MARK}{name}")
    yield from (f"{given}{archive.MARK}{name}" for name in wanted)
    if not wanted:
        yield given


def find(key: str) -> Form | None:
    """The form ``id-version``, or None when there is none or its file is broken."""
    folder = find_form(key) if "/" not in key and "\\" not in key else None
    try:
        return load_form(folder) if folder else None
    except FormError:
        return None


def all_forms() -> list[Form]:
    """Every form that loads."""
    return [form for folder in list_forms() if (form := find(folder.name))]


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
            _read_workbook(intake, data, key, password)
    except UnreadableError as error:
        intake.findings = [Finding(error.code, "error", args=error.args_)]
    except SubmissionError as error:
        intake.findings = [Finding(error.code, "error", args=error.args_)]
    except OSError as error:
        intake.findings = [Finding("W-busy", "error", args={"detail": error.strerror or str(error)})]
    return intake


def _content(given: str) -> bytes:
    """The bytes of a file or of a member of an archive."""
    path = Path(given)
    if not path.exists():
        member = archive.split(given)
        if member is None:
            raise UnreadableError("W-missing-file", path=given)
        return archive.read_member(*member)
    size = path.stat().st_size
    if path.name.startswith("~$") and size < OWNER_BYTES:  # and open elsewhere, so perhaps not readable
        raise UnreadableError("W-owner")
    if size > MAX_BYTES:
        raise UnreadableError("W-hostile")
    return path.read_bytes()


def _read_json(intake: Intake, data: bytes) -> None:
    try:
        document: Any = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise SubmissionError("W-not-submission") from None
    if isinstance(document, dict) and isinstance(document.get("submission"), dict):
        document = document["submission"]
    intake.form, intake.submission = from_json(document, find)


def _read_workbook(intake: Intake, data: bytes, key: bytes, password: str) -> None:
    from xltool.workbook.extract import extract
    from xltool.workbook.read import read_workbook

    raw = read_workbook(data, password)
    intake.saved_by = raw.saved_by
    found = extract(raw, all_forms, key)
    intake.form, intake.submission, intake.located_by = found.form, found.submission, found.located_by
    intake.identity, intake.typed, intake.zeros = found.identity, found.typed, found.zeros
    intake.findings, intake.invalid, intake.places = found.findings, found.invalid, found.places
    if raw.values_only:
        intake.findings = [finding for finding in intake.findings if finding.code not in _UNKNOWN]
        intake.findings.append(Finding("W-values-only", "info"))


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
        intake.findings += [finding.at(intake.places) for finding in found]
        if prior and last_year is None:
            intake.findings.append(Finding("W-prior", "info"))
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
    """Finds last year's submission of a unit among `paths`: by code, else by its name."""

    def __init__(self, paths: tuple[str, ...]) -> None:
        self._paths = paths
        found = (read_file(path).submission for path in expand(paths, lambda _: None))
        self._by_code: dict[tuple[str, int, str], Submission] = {}
        self._by_name: dict[tuple[str, int, str], Submission] = {}
        for one in found:
            if one is not None:
                self._by_code.setdefault((one.form, one.year, one.unit.code), one)
                self._by_name.setdefault((one.form, one.year, one.unit.name), one)

    def __call__(self, now: Submission) -> Submission | None:
        """Last year's of the unit of `now`."""
        form, year, unit = now.form, now.year - 1, now.unit
        return self._by_code.get((form, year, unit.code)) or self._by_name.get((form, year, unit.name))

    def __reduce__(self) -> tuple[Any, ...]:
        """In another process the paths are read once more, whatever number of times it arrives there."""
        return _arrived, (self._paths,)


@lru_cache(1)
def _arrived(paths: tuple[str, ...]) -> Prior:
    return Prior(paths)


def find_prior(paths: list[str]) -> Prior | None:
    """Where last year's submissions are looked up; None when none were given, UseError for a bad path."""
    for path in paths:
        if not Path(path).exists():
            raise UseError("U-prior", path=path, detail=PRIOR_FAULTS["missing"])
    return Prior(tuple(paths)) if paths else None
