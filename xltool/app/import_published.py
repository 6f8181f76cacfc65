"""Published reports → prefilled workbooks and submission JSON: what ``xltool import`` does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from xltool.app.checking import Intake
from xltool.app.make_workbooks import Order, workbook
from xltool.core.errors import XltoolError
from xltool.core.submission.model import Submission, Unit
from xltool.office.files import write_new
from xltool.reading.roster import read_roster
from xltool.writing.report.flat import to_json_bytes


def take_over(
    intakes: Iterable[Intake], folder: Path, roster: Path | None = None, force: bool = False
) -> Iterator[Path | XltoolError]:
    """Writes a workbook and a .json for each readable report, the unit as the roster has it.

    Yields each path, or what stood in the way of it; raises UsageError for a bad roster.
    """
    for intake in intakes:
        form, submission = intake.form, intake.submission
        if form is None or submission is None:
            continue
        submission = known_unit(submission, read_roster(roster, form.levels) if roster else ())
        order = Order(form, submission.year, submission.unit, submission)
        path = folder / order.filename
        try:
            yield write_new(path, workbook(order), force)
            yield write_new(path.with_suffix(".json"), to_json_bytes(submission), force)
        except XltoolError as error:
            yield error


def known_unit(submission: Submission, units: Iterable[Unit]) -> Submission:
    """The submission under the code of the unit that has its name, or had it; itself if none has."""
    own = submission.unit
    for unit in units:
        if own.name in (unit.name, unit.former):
            known = replace(own, code=unit.code, level=unit.level or own.level, former=unit.former)
            return replace(submission, unit=known)
    return submission
