"""The reports of a round follow the board: of every accepted unit that of the return that counts.

All of them lie in a zip, too.  Made anew each time and written only where they differ; what is no longer true
is set aside, never removed.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from xltool.app.report import stem, word
from xltool.app.round import own_files
from xltool.app.round.kept import accepted, return_of, statuses
from xltool.app.round.opened import OpenRound
from xltool.core.check.returned import CheckedReturn
from xltool.core.errors import XltoolError
from xltool.core.submission.model import Contact
from xltool.core.text import zh
from xltool.rounds.round import REPORTS
from xltool.rounds.status import UnitStatus
from xltool.writing.lists.plain import sheet
from xltool.writing.registry import DOCX

Made = tuple[str, Path | XltoolError]  # a unit's name ("" for the zip), what was written or stood in the way
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # in a zip; the same reports are the same bytes


def write_reports_of(opened: OpenRound, force: bool = False) -> Iterator[Made]:
    """Writes the reports that are new or changed, and the zip of all; yields them, or what stood in the way.

    The report of a unit accepted in spite of errors is final too.  One that somebody edited stays, is named
    and goes into the zip, unless `force`.
    """
    folder = opened.round.path(REPORTS)
    there: list[tuple[Contact, UnitStatus, Path]] = []
    for contact, status, checked in accepted(opened):
        if not isinstance(checked, CheckedReturn):
            yield contact.unit.name, checked
            continue
        path = folder / f"{stem(checked)}{DOCX.suffix}"
        try:
            data = word(checked, final=True)
            if _written(opened, path, data, force):
                yield contact.unit.name, path
        except XltoolError as error:
            yield contact.unit.name, error
        if path.is_file():
            there.append((contact, status, path))
    _set_aside_others(opened, {path for _, _, path in there})
    zipped = folder / zh.ZIP_FILE
    try:
        if there and own_files.write(opened, zipped, _zip(there), force=True):
            yield "", zipped
    except XltoolError as error:
        yield "", error


def write_drafts_of(opened: OpenRound, force: bool = False) -> Iterator[Made]:
    """Writes a draft, named so, for every unit whose return does not count yet."""
    for contact, status in statuses(opened):
        if status.is_accepted or status.version is None:
            continue
        try:
            checked = return_of(opened, contact, status.version)
            path = opened.round.path(REPORTS, f"{stem(checked, True)}{DOCX.suffix}")
            if own_files.write(opened, path, word(checked, draft=True), force):
                yield contact.unit.name, path
        except XltoolError as error:
            yield contact.unit.name, error


def _written(opened: OpenRound, path: Path, data: bytes, force: bool) -> bool:
    """Writes one report; what stands there is set aside first."""
    is_free = force or not own_files.is_edited(opened, path)
    if path.is_file() and is_free and path.read_bytes() != data:
        own_files.set_aside(opened, path, path.parent / zh.SUPERSEDED)
    return own_files.write(opened, path, data, force)


def _set_aside_others(opened: OpenRound, current: set[Path]) -> None:
    """Reports of units that are no longer accepted, or have another name; drafts of those that are."""
    drafts = {path.with_name(f"{path.stem}{zh.DRAFT_MARK}{path.suffix}") for path in current}
    for name in opened.store.own_files.under(REPORTS):
        path = opened.round.kept(name)
        is_old = path.suffix == DOCX.suffix and path not in current
        if not path.is_file() or not is_old or (zh.DRAFT_MARK in path.name and path not in drafts):
            continue
        own_files.set_aside(opened, path, path.parent / zh.SUPERSEDED)


def _zip(there: list[tuple[Contact, UnitStatus, Path]]) -> bytes:
    """All reports and their list; Word files are packed already."""
    output = io.BytesIO()
    with ZipFile(output, "w", ZIP_STORED) as archive:
        rows = []
        for contact, status, path in there:
            archive.writestr(ZipInfo(path.name, _FIRST_DAY), path.read_bytes())
            number = zh.ROUND_NUMBERED.format(n=status.version)
            state = zh.round_state(status.state, 0)
            rows.append((contact.unit.code, contact.unit.name, number, state, path.name))
        archive.writestr(ZipInfo(zh.REPORT_LIST, _FIRST_DAY), sheet(zh.REPORT_LIST_HEAD, rows))
    return output.getvalue()
