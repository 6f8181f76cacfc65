"""Checked returns → the county's sum, summary workbook, JSON and report: what ``xltool aggregate`` does.

Returns are read one at a time, and only their figures are kept.
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
from xltool.core.form.model import Form, Table
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
from xltool.core.text.wording import system_reason, wording
from xltool.office.files import write_new
from xltool.reading.form.find import known_form
from xltool.reading.roster import CODE, read_roster
from xltool.reading.small_table import read_rows


@dataclass(frozen=True)
class Wishes:
    """What sum is wanted: of which unit, without whose returns (reason by code or name), with which files."""

    name: str = ""
    code: str = ""
    level: str = ""
    exclude: Mapping[str, str] = field(default_factory=dict)
    accepted_only: bool = False
    roster: Path | None = None
    override: Path | None = None
    texts: Path | None = None


def parse_exclude(given: Iterable[str]) -> dict[str, str]:
    """``CODE=REASON`` texts → reason by code or name; raises UsageError for one without a reason."""
    reasons: dict[str, str] = {}
    for text in given:
        unit, _, reason = text.partition("=")
        if not unit.strip() or not reason.strip():
            raise UsageError(A_EXCLUDE_REASON, given=text)
        reasons[unit.strip()] = reason.strip()
    return reasons


def sum_up(
    returns: Iterable[CheckedReturn | Unreadable],
    wishes: Wishes,
    prior: FindPrior | None = None,
    roster: Sequence[Unit] | None = None,
    left_out: Sequence[LeftOut] = (),
) -> County:
    """The sum of all readable `returns`, checked; files that could not be read are among its findings.

    `roster` and `left_out` are what a round knows about its units.  Raises UsageError when nothing can be
    summed (exit code 3 if there were files), when returns do not belong together, or for wrong wishes.
    """
    county_unit = _unit(wishes)
    adder, file_findings = _add_returns(returns, wishes, county_unit)
    if adder is None:
        raise UsageError(A_NOTHING, ExitCode.PARTIAL if file_findings else ExitCode.USAGE)
    if county_unit.level and county_unit.level not in adder.form.levels:
        raise UsageError(U_LEVEL, level=county_unit.level, levels="、".join(adder.form.levels))
    units = roster
    if units is None:
        units = read_roster(wishes.roster, adder.form.levels) if wishes.roster else ()
    for absent in left_out:
        adder.leave_out(absent.unit, absent.reason)
    _exclude_absent(adder, wishes.exclude, units)
    adder.findings += file_findings
    texts = read_county_texts(wishes.texts, adder.form) if wishes.texts else None
    overrides = _overrides(adder.form, wishes.override) if wishes.override else ()
    return adder.result(county_unit, units, overrides, texts, prior)


def _add_returns(
    returns: Iterable[CheckedReturn | Unreadable], wishes: Wishes, county_unit: Unit
) -> tuple[Adder | None, list[Finding]]:
    """(the sum so far, None when nothing was to be summed; the findings on files that are not in it)."""
    adder: Adder | None = None
    file_findings: list[Finding] = []
    for one in returns:
        if isinstance(one, Unreadable):
            reason = one.findings[0].message.rstrip(zh.STOP)
            file_findings.append(Finding(A_UNREADABLE, args={"path": one.source, "reason": reason}))
            continue
        unit = one.submission.unit
        if county_unit.code == unit.code or county_unit.name == unit.name:  # an earlier sum
            file_findings.append(Finding(A_OWN, args={"path": one.source}))
            continue
        adder = adder or Adder(known_form(one.form.key) or one.form)
        exclusion = wishes.exclude.get(unit.code) or wishes.exclude.get(unit.name)
        if exclusion:
            adder.leave_out(unit, exclusion)
        elif wishes.accepted_only and one.status == "rejected":
            adder.leave_out(unit, zh.LEFT_OUT.format(n=count(one.findings, "error")))
        else:
            adder.add(one.submission, one.findings, one.invalid)
    return adder, file_findings


def _exclude_absent(adder: Adder, exclude: Mapping[str, str], roster: Iterable[Unit]) -> None:
    """Leaves out units of the roster without a return; raises UsageError for a unit that is nowhere."""
    for given, reason in exclude.items():
        if not any(given in (one.unit.code, one.unit.name) for one in adder.left_out):
            unit = next((unit for unit in roster if given in (unit.code, unit.name)), None)
            if unit is None:
                raise UsageError(A_EXCLUDE, unit=given)
            adder.leave_out(unit, reason)


def _unit(wishes: Wishes) -> Unit:
    """The unit of the sum; a code that is not given is made from its name.  Raises UsageError."""
    if wishes.code and not CODE.fullmatch(wishes.code):
        raise UsageError(U_CODE, code=wishes.code)
    name = wishes.name or zh.SUM_UNIT
    code = wishes.code or "u" + hashlib.sha256(name.encode()).hexdigest()[:6]
    return Unit(code, name, wishes.level)


def _overrides(form: Form, path: Path) -> Sequence[Override]:
    head_line, rows = read_rows(path, A_OVERRIDE_FILE, zh.OVERRIDE_COLUMNS)
    return read_overrides(form, rows, str(path), head_line)


def read_county_texts(path: Path, form: Form) -> dict[str, str]:
    """The texts in a JSON file, which is a submission or just ``{"texts": …}``.

    Raises UsageError when it cannot be read or the texts are not those of the form.
    """
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


def check_target(output: Path, into: Path | None) -> None:
    """Checks, before anything is read, whether the wanted files can be made.

    Raises UsageError for an `output` that cannot be written.
    """
    if into is not None and output.resolve() == into.resolve():
        raise UsageError(A_INTO_ITSELF, path=str(into))
    if output.suffix.lower() not in ((".xlsx",) if into else (".xlsx", ".json")):
        raise UsageError(A_SUFFIX, path=str(output))


def fill_superior(county: County, into: Path, output: Path, force: bool = False) -> Path:
    """Writes a copy of the superior office's workbook `into` with the sum filled in, as `output`.

    Raises UsageError when `into` cannot be read or lacks a table, OutputError when the copy cannot be
    written.
    """
    from xltool.app.fill_superior import fill_workbook

    try:
        data = fill_workbook(into.read_bytes(), county.form, county.submission.values)
    except OSError as error:
        raise UsageError(A_INTO, path=str(into), detail=system_reason(error)) from error
    except UnreadableFile as error:
        detail, _ = wording(error.code, error.args_)
        raise UsageError(A_INTO, path=str(into), detail=detail.rstrip(zh.STOP)) from error
    return write_new(output, data, force)


def write_county(county: County, path: Path, force: bool = False) -> Path:
    """Writes the sum as a submission (.json) or a summary workbook; returns the path.

    Raises OutputError when it cannot be written.
    """
    if path.suffix.lower() == ".json":
        from xltool.writing.report.flat import to_json_bytes

        return write_new(path, to_json_bytes(county.submission), force)
    from xltool.writing.summary.book import write_summary

    return write_new(path, write_summary(county), force)


def write_county_report(
    county: County, path: Path, force: bool = False, charts: bool = False
) -> tuple[Path, bool]:
    """Writes the county's Word report; returns (path, whether it is a draft).

    With errors, or without all its texts, it is a draft and says so on top.  Raises ReportError when the
    report cannot be made, OutputError when it cannot be written.
    """
    from xltool.app.report import word

    submission = county.submission
    form = form_for_texts(county.form, set(submission.texts)) or county.form
    checked = CheckedReturn(form, submission, tuple(county.findings), source=str(path))
    is_draft = checked.status == "rejected" or any(not submission.texts.get(a) for a in form.texts)
    data = word(checked, None, is_draft)
    if charts:
        from xltool.writing.report.charts import add_charts

        data = add_charts(data, _charts(county))
    return write_new(path, data, force), is_draft


def _charts(county: County) -> dict[int, list[tuple[str, list[Bar]]]]:
    """Table number in the report, from 0 → its charts as (title, bars); those without bars are left out."""
    tables = [item for item in county.form.printed_order if isinstance(item, Table)]
    charts = {}
    for index, table in enumerate(tables):
        drawn = [(chart.title, bars_of(county, chart)) for chart in table.charts]
        charts[index] = [(title, bars) for title, bars in drawn if bars]
    return charts
