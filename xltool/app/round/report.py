"""The reports of a round: of every unit the return that counts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from xltool.app.report import ReportWishes, write_reports
from xltool.app.round.kept import accepted
from xltool.app.round.opened import OpenRound
from xltool.core.check.returned import CheckedReturn
from xltool.core.errors import XltoolError
from xltool.core.submission.model import Contact
from xltool.rounds.round import REPORTS


def reports(opened: OpenRound, force: bool = False) -> Iterator[tuple[Contact, Path | XltoolError]]:
    """The report of every accepted unit, or what stood in its way."""
    for contact, status, checked in accepted(opened):
        if not isinstance(checked, CheckedReturn):
            yield contact, checked
            continue
        try:
            wishes = ReportWishes(draft=status.state == "accepted-reason", force=force)
            for path in write_reports(checked, opened.round.path(REPORTS), wishes):
                yield contact, path
        except XltoolError as error:
            yield contact, error
