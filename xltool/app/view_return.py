"""A checked return → what a page shows of it: numbered findings, the official tables, the texts, linked.

Pure but for what it is given; every text of a finding is already words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from xltool.core.check.finding import SEVERITIES, Finding, count, worst_first
from xltool.core.check.labels import short_label
from xltool.core.check.narrative.bound import fill_in
from xltool.core.check.returned import CheckedReturn, Unreadable
from xltool.core.form.layout import lay_out
from xltool.core.form.model import Form
from xltool.core.form.relation import PRIOR
from xltool.core.submission.model import Submission
from xltool.core.text import zh
from xltool.core.text.clean import safe, whole
from xltool.core.text.code import Severity
from xltool.writing.report.context import paragraphs, printed
from xltool.writing.report.html_table import HtmlCell, html_rows

_SHOWN = 6  # places of one finding that are named; all are marked


@dataclass(frozen=True)
class FindingPlace:
    """A place of a finding: its words, and the address it links to ("" when it is on no table)."""

    words: str
    address: str = ""


@dataclass(frozen=True)
class FindingView:
    """A finding in words; `entry` is the anchor of its code on the page of all findings."""

    number: int
    severity: Severity
    level: str
    places: tuple[FindingPlace, ...]
    more: int
    message: str
    advice: str
    code: str
    entry: str


@dataclass(frozen=True)
class CellView:
    """A cell of a table with the numbers of the findings about it and the worst of their severities."""

    cell: HtmlCell
    marks: tuple[int, ...] = ()
    severity: Severity | None = None
    last: str = ""
    before: str = ""


@dataclass(frozen=True)
class TableView:
    """An official table."""

    id: str
    title: str
    measure: str
    rows: tuple[tuple[CellView, ...], ...]

    @property
    def marked(self) -> int:
        """How many of its cells have to be looked at."""
        return sum(view.severity in ("error", "warning") for row in self.rows for view in row)


@dataclass(frozen=True)
class TextView:
    """A text of the report: its heading and paragraphs, with the findings about it."""

    address: str
    label: str
    paragraphs: tuple[str, ...]
    marks: tuple[int, ...] = ()
    severity: Severity | None = None


@dataclass(frozen=True)
class ReturnView:
    """Everything a page shows of one return; a file that could not be read has no tables."""

    file: str
    unit: str
    title: str
    status: str
    status_words: str
    counts: Mapping[str, int]
    findings: tuple[FindingView, ...]
    tables: tuple[TableView, ...] = ()
    texts: tuple[TextView, ...] = ()
    has_last: bool = False
    has_before: bool = False
    notes: Mapping[str, str] = field(default_factory=dict)

    @property
    def to_act(self) -> list[FindingView]:
        """Errors and warnings."""
        return [one for one in self.findings if one.severity != "info"]

    @property
    def to_know(self) -> list[FindingView]:
        """What only says how something was read."""
        return [one for one in self.findings if one.severity == "info"]


def view_return(checked: CheckedReturn | Unreadable, before: Submission | None = None) -> ReturnView:
    """The view of `checked`; figures of the version `before` stand beside those that changed."""
    ordered = worst_first(checked.findings)
    counts: dict[str, int] = {severity: count(ordered, severity) for severity in SEVERITIES}
    words = zh.STATUS[checked.status]
    if isinstance(checked, Unreadable):
        found = tuple(_finding(None, {}, number, one) for number, one in enumerate(ordered, start=1))
        file = safe(checked.source)
        return ReturnView(file, zh.UNIT_UNKNOWN, file, checked.status, words, counts, found)
    form, submission = checked.form, checked.submission
    found = tuple(_finding(form, checked.places, number, one) for number, one in enumerate(ordered, start=1))
    marks: dict[str, list[int]] = {}
    for number, one in enumerate(ordered, start=1):
        if one.severity == "info" and len(one.refs) > _SHOWN:
            continue  # what was read as 0 in a whole table would mark it all
        for ref in one.refs:
            marks.setdefault(ref, []).append(number)
    worst = {ref: ordered[numbers[0] - 1].severity for ref, numbers in marks.items()}
    last = printed(form, checked.prior) if checked.prior else {}
    before_figures = printed(form, before) if before else {}
    return ReturnView(
        file=safe(checked.source),
        unit=safe(submission.unit.name) or zh.UNIT_UNKNOWN,
        title=form.title.format(year=submission.year),
        status=checked.status,
        status_words=words,
        counts=counts,
        findings=found,
        tables=_tables(checked, marks, worst, last, before_figures),
        texts=_texts(form, submission, marks, worst),
        has_last=checked.prior is not None,
        has_before=before is not None,
        notes={code: safe(note) for code, note in submission.notes.items() if note},
    )


def _finding(form: Form | None, cells: Mapping[str, str], number: int, one: Finding) -> FindingView:
    places = [FindingPlace(safe(cell)) for cell in one.cells]
    refs = [ref for ref in one.refs if not ref.startswith(PRIOR)]
    if form is not None and refs:
        known = lay_out(form).cells.keys() | form.labels.keys()
        places = [
            FindingPlace(safe(cells.get(ref, "")) or short_label(form, ref), ref)
            for ref in refs
            if ref in known and (ref in form.labels or ref in cells)
        ]
    entry = f"{form.key}.{one.code}" if form is not None and not one.code.text else str(one.code)
    return FindingView(
        number, one.severity, one.severity_words, tuple(_once_a_sheet(places[:_SHOWN])),
        max(0, len(places) - _SHOWN), safe(one.message), safe(one.advice), str(one.code), entry,
    )  # fmt: skip


def _once_a_sheet(places: list[FindingPlace]) -> list[FindingPlace]:
    """The sheet is named at its first cell only: ``三、申请办理!D7``, ``D8``."""
    sheet, shown = "", []
    for place in places:
        own, _, spot = place.words.rpartition("!")
        shown.append(replace(place, words=spot) if own and own == sheet else place)
        sheet = own
    return shown


def _tables(
    checked: CheckedReturn,
    marks: Mapping[str, list[int]],
    worst: Mapping[str, Severity],
    last: Mapping[str, str],
    before: Mapping[str, str],
) -> tuple[TableView, ...]:
    form, submission = checked.form, checked.submission
    typed = {**submission.unread, **checked.typed}
    values = printed(form, submission) | {address: safe(text) for address, text in typed.items()}
    views: list[TableView] = []
    for table in form.tables:
        rows = html_rows(table, lay_out(form).grids[table.id], values)
        shown = tuple(
            tuple(
                CellView(
                    cell,
                    tuple(marks.get(cell.address, ())),
                    worst.get(cell.address),
                    last.get(cell.address, ""),
                    old if (old := before.get(cell.address, "")) != cell.text else "",
                )
                for cell in row
            )
            for row in rows
        )
        views.append(TableView(table.id, table.title, table.measure, shown))
    return tuple(views)


def _texts(
    form: Form, submission: Submission, marks: Mapping[str, list[int]], worst: Mapping[str, Severity]
) -> tuple[TextView, ...]:
    return tuple(
        TextView(
            address,
            short_label(form, address),
            tuple(paragraphs(whole(fill_in(form, submission, submission.texts[address])))),
            tuple(marks.get(address, ())),
            worst.get(address),
        )
        for address in form.texts
        if address in submission.texts
    )
