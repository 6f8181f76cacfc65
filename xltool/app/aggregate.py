"""Checked returns → the county's sum, summary workbook, JSON and report: what ``xltool aggregate`` does.

One return is read at a time and let go again; only its figures stay.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from xltool.core.check.finding import Finding, count
from xltool.core.check.returned import CheckedReturn, Unreadable
from xltool.core.errors import ExitCode, UnreadableFile, UsageError
from xltool.core.form.model import Form
from xltool.core.submission.model import Unit, form_for_texts
from xltool.core.sums.adder import Adder, County, LeftOut, Override
from xltool.core.sums.chart_data import Bar, bars_of
from xltool.core.sums.overrides import read_overrides
from xltool.core.sums.prior import FindPrior
from xltool.core.text import zh
from xltool.core.text.catalogue.files import W_ADDRESS_UNKNOWN
from xltool.core.text.catalogue.sums import (
    A_EXCLUDE,
    A_EXCLUDE_REASON,
    A_INTO,
    A_INTO_ITSELF,
    A_NOTHING,
    A_OVERRIDE_FILE,
    A_OWN,
    A_SUFFIX,
    A_TEXTS,
    A_UNREADABLE,
)
from xltool.core.text.catalogue.usage import U_CODE, U_LEVEL
from xltool.core.text.clean import unprintable
from xltool.core.text.wording import wording
from xltool.office.files import write_new
from xltool.reading.form.find import known_form
from xltool.reading.roster import CODE, read_roster
from xltool.reading.small_table import read_rows


@dataclass(frozen=True)
class Wishes:
    """What the office asks of a sum: whose it is, who stays out, what is replaced; paths may be absent."""

    name: str = ""
    code: str = ""
    level: str = ""
    exclude: Mapping[str, str] = field(default_factory=dict)
    accepted_only: bool = False
    roster: Path | None = None
    override: Path | None = None
    texts: Path | None = None


def parse_exclude(given: Iterable[str]) -> dict[str, str]:
    """``CODE=REASON`` → reason by code or name; raises UsageError without a reason."""
    found: dict[str, str] = {}
    for text in given:
        unit, _, reason = text.partition("=")
        if not unit.strip() or not reason.strip():
            raise UsageError(A_EXCLUDE_REASON, given=text)
        found[unit.strip()] = reason.strip()
    return found


def sum_up(
    returns: Iterable[CheckedReturn | Unreadable],
    wishes: Wishes,
    prior: FindPrior | None = None,
    roster: Sequence[Unit] | None = None,
    left_out: Sequence[LeftOut] = (),
) -> County:
    """The sum of all readable `returns`, checked; files that are none are named in its findings.

    `roster` and `left_out` are what a round knows already.  Raises UsageError.
    """
    adder: Adder | None = None
    files: list[Finding] = []  # what is said of files instead of units
    own = _unit(wishes)
    for one in returns:
        if isinstance(one, Unreadable):
            reason = one.findings[0].message.rstrip(zh.STOP)
            files.append(Finding(A_UNREADABLE, args={"path": one.source, "reason": reason}))
            continue
        unit = one.submission.unit
        if own.code == unit.code or own.name == unit.name:  # an earlier result
            files.append(Finding(A_OWN, args={"path": one.source}))
            continue
        adder = adder or Adder(known_form(one.form.key) or one.form)
        said = wishes.exclude.get(unit.code) or wishes.exclude.get(unit.name)
        if said:
            adder.leave_out(unit, said)
        elif wishes.accepted_only and one.status == "rejected":
            adder.leave_out(unit, zh.LEFT_OUT.format(n=count(one.findings, "error")))
        else:
            adder.add(one.submission, one.findings, one.invalid)
    if adder is None:
        raise UsageError(A_NOTHING, ExitCode.PARTIAL if files else ExitCode.USAGE)
    if own.level and own.level not in adder.form.levels:
        raise UsageError(U_LEVEL, level=own.level, levels="、".join(adder.form.levels))
    units = roster
    if units is None:
        units = read_roster(wishes.roster, adder.form.levels) if wishes.roster else ()
    for absent in left_out:
        adder.leave_out(absent.unit, absent.reason)
    _exclude_absent(adder, wishes.exclude, units)
    adder.findings += files
    texts = read_county_texts(wishes.texts, adder.form) if wishes.texts else None
    overrides = _overrides(adder.form, wishes.override) if wishes.override else ()
    return adder.result(own, units, overrides, texts, prior)


def _exclude_absent(adder: Adder, exclude: Mapping[str, str], roster: Iterable[Unit]) -> None:
    """A unit may be left out that sent nothing; one that nobody knows is a slip of the pen."""
    for given, reason in exclude.items():
        if not any(given in (one.unit.code, one.unit.name) for one in adder.left_out):
            unit = next((unit for unit in roster if given in (unit.code, unit.name)), None)
            if unit is None:
                raise UsageError(A_EXCLUDE, unit=given)
            adder.leave_out(unit, reason)


def _unit(wishes: Wishes) -> Unit:
    if wishes.code and not CODE.fullmatch(wishes.code):
        raise UsageError(U_CODE, code=wishes.code)
    name = wishes.name or zh.SUM_UNIT
    code = wishes.code or "u" + hashlib.sha256(name.encode()).hexdigest()[:6]
    return Unit(code, name, wishes.level)


def _overrides(form: Form, path: Path) -> Sequence[Override]:
    head_line, rows = read_rows(path, A_OVERRIDE_FILE, zh.OVERRIDE_COLUMNS)
    return read_overrides(form, rows, str(path), head_line)


def read_county_texts(path: Path, form: Form) -> dict[str, str]:
    """The texts in a JSON document, a submission or only ``{"texts": …}``; raises UsageError."""
    try:
        document = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:
        raise UsageError(A_TEXTS, path=str(path)) from error
    texts = document.get("texts") if isinstance(document, dict) else None
    if not isinstance(texts, dict) or not all(map(_is_text, texts.values())):
        raise UsageError(A_TEXTS, path=str(path))
    if form_for_texts(form, set(texts)) is None:
        raise UsageError(W_ADDRESS_UNKNOWN, addresses="、".join(texts))
    return texts


def _is_text(given: object) -> bool:
    return isinstance(given, str) and not unprintable(given)


def check_target(output: Path, into: Path | None, charts: bool = False) -> None:
    """Raises UsageError when nothing can be written as `output`, or no picture drawn: told before reading."""
    if charts:
        from xltool.writing.report.pictures import need_pictures

        need_pictures()
    if into is not None and output.resolve() == into.resolve():
        raise UsageError(A_INTO_ITSELF, path=str(into))
    if output.suffix.lower() not in ((".xlsx",) if into else (".xlsx", ".json")):
        raise UsageError(A_SUFFIX, path=str(output))


def fill_superior(county: County, into: Path, output: Path, force: bool = False) -> tuple[Path, bool]:
    """Writes a copy of the superior office's workbook `into` with the sum filled in.

    The second is whether pictures in it were lost.  Raises UsageError.
    """
    from xltool.app.fill_superior import fill_workbook

    try:
        data, lost = fill_workbook(into.read_bytes(), county.form, county.submission.values)
    except OSError as error:
        raise UsageError(A_INTO, path=str(into), detail=error.strerror or str(error)) from error
    except UnreadableFile as error:
        said = wording(error.code, error.args_)[0]
        raise UsageError(A_INTO, path=str(into), detail=said.rstrip(zh.STOP)) from error
    return write_new(output, data, force), lost


def write_county(county: County, path: Path, force: bool = False) -> Path:
    """Writes the sum as a submission (.json) or as a summary workbook; raises UsageError."""
    if path.suffix.lower() == ".json":
        from xltool.writing.report.flat import to_json_bytes

        return write_new(path, to_json_bytes(county.submission), force)
    from xltool.writing.summary.book import write_summary

    return write_new(path, write_summary(county), force)


def write_county_report(
    county: County, path: Path, force: bool = False, charts: bool = False
) -> tuple[Path, bool]:
    """Writes the county's Word report; the second is whether it is only a draft.  Raises UsageError.

    With errors, or without all its texts, it says on top that it is a draft.
    """
    from xltool.app.report import word

    submission = county.submission
    form = form_for_texts(county.form, set(submission.texts)) or county.form
    checked = CheckedReturn(form, submission, tuple(county.findings), source=str(path))
    draft = checked.status == "rejected" or any(not submission.texts.get(a) for a in form.texts)
    data = word(checked, None, draft)
    if charts:
        from xltool.writing.report.pictures import add_pictures

        data = add_pictures(data, _pictures(county))
    return write_new(path, data, force), draft


def _pictures(county: County) -> dict[int, list[tuple[str, list[Bar]]]]:
    """The charts of each table, by its place among the tables of the report; those of zeros are none."""
    tables = {table.id: table for table in county.form.tables}
    found = {}
    for index, name in enumerate(name for name in county.form.order if name in tables):
        drawn = [(chart.title, bars_of(county, chart)) for chart in tables[name].charts]
        found[index] = [(title, bars) for title, bars in drawn if bars]
    return found
