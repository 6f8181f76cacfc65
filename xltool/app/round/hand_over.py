"""What a round hands over, as the page offers it: the sum, all reports, this year's data for next year."""

from __future__ import annotations

import io
import tempfile
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from xltool.app import aggregate as sums
from xltool.app.round.kept import accepted, left_out
from xltool.app.round.opened import OpenRound
from xltool.core.check.returned import CheckedReturn
from xltool.core.errors import UsageError
from xltool.core.sums.adder import County, LeftOut
from xltool.core.text import zh
from xltool.core.text.catalogue.rounds import C_NO_ROUND
from xltool.office.files import safe_name
from xltool.rounds.round import REPORTS
from xltool.writing.report.flat import to_json_bytes


@dataclass(frozen=True)
class Results:
    """Files that lie in the round's folder of reports, and how many units are accepted."""

    files: tuple[str, ...]
    accepted: int
    units: int


@dataclass(frozen=True)
class SumWishes:
    """Whose sum it is, and the office's files: figures to be published instead, the superior's workbook."""

    name: str = ""
    level: str = ""
    override: Path | None = None
    into: Path | None = None


def county_sum(opened: OpenRound, wishes: SumWishes) -> County:
    """The sum of all that counts; units whose kept file cannot be used are left out with the reason.

    Raises UsageError when nothing counts, or for a table of figures that cannot be used.
    """
    absent = left_out(opened)
    returns = []
    for contact, _, one in accepted(opened):
        if isinstance(one, CheckedReturn):
            returns.append(one)
        else:
            absent.append(LeftOut(contact.unit, str(one)))
    own = sums.Wishes(wishes.name, level=wishes.level, override=wishes.override)
    return sums.sum_up(returns, own, opened.checker.prior, opened.roster, absent)


def sum_file(opened: OpenRound, wishes: SumWishes, kind: str) -> tuple[str, bytes]:
    """(name, bytes) of the sum as ``xlsx`` (in the superior's workbook if given), ``json`` or ``docx``.

    Raises UsageError, ReportError.
    """
    county = county_sum(opened, wishes)
    name = f"{safe_name(county.submission.unit.name)}{zh.SUM_FILE}.{kind}"
    with tempfile.TemporaryDirectory(prefix="xltool-") as folder:
        path = Path(folder) / name
        if kind == "docx":
            sums.write_county_report(county, path)
        elif wishes.into is not None:
            sums.fill_superior(county, wishes.into, path)
        else:
            sums.write_county(county, path)
        return name, path.read_bytes()


def results(opened: OpenRound) -> Results:
    """What there is to hand over now."""
    folder = opened.round.path(REPORTS)
    files = sorted(path.name for path in folder.iterdir() if path.is_file()) if folder.is_dir() else []
    n = sum(isinstance(one, CheckedReturn) for _, _, one in accepted(opened))
    return Results(tuple(name for name in files if not name.startswith(".")), n, len(opened.contacts))


def result_file(opened: OpenRound, name: str) -> tuple[str, bytes]:
    """One of these files; raises UsageError for another name."""
    if name not in results(opened).files:
        raise UsageError(C_NO_ROUND, path=name)
    return name, opened.round.path(REPORTS, name).read_bytes()


def next_years_prior(opened: OpenRound) -> bytes:
    """The data of every accepted unit in one .zip: what next year's round takes as last year's."""
    output = io.BytesIO()
    with ZipFile(output, "w", ZIP_DEFLATED) as archive:
        for contact, _, one in accepted(opened):
            if isinstance(one, CheckedReturn):
                archive.writestr(f"{safe_name(contact.unit.code)}.json", to_json_bytes(one.submission))
    return output.getvalue()
