"""Published reports → prefilled workbooks and submissions as JSON: what ``xltool import`` does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from xltool.app.make_workbooks import Order, make_workbook
from xltool.core.check.returned import CheckedReturn, Unreadable
from xltool.core.errors import XltoolError
from xltool.core.submission.model import known_unit
from xltool.office.files import write_new
from xltool.reading.roster import read_roster
from xltool.writing.report.flat import to_json_bytes


def import_reports(
    returns: Iterable[CheckedReturn | Unreadable],
    folder: Path,
    roster: Path | None = None,
    force: bool = False,
) -> Iterator[Path | XltoolError]:
    """Writes a workbook and a .json for each readable report; code and name of the unit are the roster's.

    Yields each path, or the error that prevented it.  Raises UsageError for a bad roster.
    """
    for checked in returns:
        if isinstance(checked, Unreadable):
            continue
        form = checked.form
        submission = known_unit(checked.submission, read_roster(roster, form.levels) if roster else ())
        order = Order(form, submission.year, submission.unit, submission)
        path = folder / order.filename
        try:
            yield write_new(path, make_workbook(order), force)
            yield write_new(path.with_suffix(".json"), to_json_bytes(submission), force)
        except XltoolError as error:
            yield error
