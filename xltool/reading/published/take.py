"""Take the submission out of a published report: its form, unit, figures and texts, with findings.

Tables are known by their labels, with the same code as in workbooks; texts by their titles.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from xltool.core.check.finding import Finding
from xltool.core.check.narrative.offices import late
from xltool.core.check.returned import ReadReturn
from xltool.core.errors import UnreadableFile
from xltool.core.form.layout import lay_out
from xltool.core.form.model import Form
from xltool.core.submission import identity as marks
from xltool.core.submission.model import UNNAMED, Named, Submission, Unit, code_of, with_totals
from xltool.core.text import zh
from xltool.core.text.catalogue.files import W_FORM_UNKNOWN, W_VERSION
from xltool.core.text.catalogue.published import (
    W_NO_TABLES,
    W_NO_TITLE,
    W_PICTURES,
    W_TABLES_MISSING,
    W_TITLE_OTHER,
)
from xltool.core.text.catalogue.texts import N_DATE, N_TITLE
from xltool.core.text.catalogue.values import V_ASKED
from xltool.office.raw import RawWorkbook
from xltool.reading.locate.compare import right_version
from xltool.reading.locate.locate import Located, locate, locate_tables
from xltool.reading.locate.same_words import look_alikes
from xltool.reading.locate.table_search import index_labels
from xltool.reading.published.blocks import Document, DocumentBlock, DocumentPicture, DocumentTable
from xltool.reading.published.figures import read_figures
from xltool.reading.published.labels import joined, mended
from xltool.reading.published.sections import find_sections
from xltool.reading.published.texts import read_texts
from xltool.reading.published.titles import Title, find_title, is_same_report


def take(document: Document, forms: Iterable[Form], named: Named = UNNAMED) -> ReadReturn:
    """The submission in a published report; raises UnreadableFile when it is none of these forms.

    What `named` says wins over the report's title.
    """
    known = list(forms)
    try:
        form, tables, located = _best(document, known)
    except UnreadableFile as error:
        if pictured := _pictured(known, document.blocks):
            raise UnreadableFile(W_PICTURES, missing="；".join(pictured)) from error
        raise
    sections = find_sections(form, document.blocks)
    own = find_title(form, document.blocks, sections)
    title = _titled(own, named)
    if title is None:
        raise UnreadableFile(W_NO_TITLE, title=form.title.format(year="××××"))
    figures = read_figures(form, tables, located)
    texts = read_texts(form, document.blocks, title.at, sections)
    submission = Submission(
        form.id,
        form.version,
        title.year,
        _unit(form, title, named.code, document.properties),
        with_totals(form, figures.values, keep=True),
        texts.texts | figures.words,
        unread=figures.unread,
    )
    findings = [
        *_of_document(form, document, known, title.year),
        *_of_title(form, own, title),
        *located.findings, *figures.findings, *texts.findings,
        *_of_day(form, document, submission),
    ]  # fmt: skip
    return ReadReturn(
        texts.form, submission, tuple(findings), frozenset(figures.invalid),
        located_by="labels", beside=texts.beside,
    )  # fmt: skip


def _of_document(form: Form, document: Document, known: Sequence[Form], year: int) -> Iterator[Finding]:
    """What is said of the whole: an older version of the form, a document that another program converted."""
    right = right_version(form, year, known)
    if right != form.version:
        yield Finding(W_VERSION, args={"version": form.version, "right": right, "year": str(year)})
    if document.kind == "doc":
        yield Finding(V_ASKED, args=zh.CONVERTED)


def _of_title(form: Form, own: Title | None, title: Title) -> Iterator[Finding]:
    """What is said of the report's own title beside the one that counts."""
    if own and not _is_official(form, own):
        args = {"found": own.words, "label": f"{own.unit}{form.title.format(year=own.year)}"}
        yield Finding(N_TITLE, args=args)
    if own and (own.unit, own.year) != (title.unit, title.year):
        args = {"title": f"{own.unit} {own.year}", "given": f"{title.unit} {title.year}"}
        yield Finding(W_TITLE_OTHER, args=args)


def _of_day(form: Form, document: Document, submission: Submission) -> Iterator[Finding]:
    """What is said of the day on which the report was published."""
    published = _day(document.properties.get("published", ""))
    if due := late(form.narrative, submission.unit, submission.year, published):
        args = {"quote": str(published), "due": zh.DUE_DAY.format(month=due.month, day=due.day)}
        yield Finding(N_DATE, args=args)


def take_texts(document: Document, form: Form) -> dict[str, str]:
    """The texts of a document that stand under their titles, without blanks; tables are not needed."""
    title = find_title(form, document.blocks)
    texts = read_texts(form, document.blocks, title.at if title else -1).texts
    return {address: text for address, text in texts.items() if text and address in form.texts}


def _pictured(forms: Sequence[Form], blocks: Sequence[DocumentBlock]) -> list[str]:
    """The titles of tables under which a picture stands and no table, in the form that has most of them."""
    best: list[str] = []
    for form in forms:
        sections = find_sections(form, blocks)
        ends = [*sorted(sections.values()), len(blocks)]
        under = {t.title: blocks[sections[t.id] : ends[ends.index(sections[t.id]) + 1]]
                 for t in form.tables if t.id in sections}  # fmt: skip
        shown = [
            title
            for title, inside in under.items()
            if any(isinstance(block, DocumentPicture) for block in inside)
            and not any(isinstance(block, DocumentTable) for block in inside)
        ]
        best = max(best, shown, key=len)
    return best


def _is_official(form: Form, own: Title) -> bool:
    """Whether the lines of the title hold the official words, whatever stands around or the year."""
    return is_same_report(form, own.words)


def _day(text: str) -> date | None:
    """The first day named in a text by figures, such as 2026-01-20; None when there is none."""
    match = re.search(r"(20\d\d)\D{1,2}(\d{1,2})\D{1,2}(\d{1,2})", text)
    try:
        return date(*(int(part) for part in match.groups())) if match else None
    except ValueError:
        return None


def _titled(own: Title | None, named: Named) -> Title | None:
    """Whose report it is, as far as anyone says."""
    unit, year = named.name or (own.unit if own else ""), named.year or (own.year if own else 0)
    return Title(unit, year, own.at if own else -1, own.words if own else "") if unit and year else None


def _unit(form: Form, title: Title, code: str, properties: Mapping[str, str]) -> Unit:
    """The unit of the title; its code from the report's own mark when that speaks of the same report."""
    mark = marks.parse(properties.get("identity", ""))
    if mark is None or (mark.name, mark.year) != (title.unit, title.year):
        return Unit(code or code_of(title.unit), title.unit)
    level = properties.get("level", "")
    return Unit(code or mark.code, title.unit, level if level in form.levels else "")


def _under_titles(form: Form, blocks: Sequence[DocumentBlock]) -> list[DocumentTable]:
    """The tables of a document; those that look like others of the form have the names of their titles."""
    alike = {name for name, tables in look_alikes(form).items() if len(tables) > 1}
    titles = find_sections(form, blocks) if alike else {}
    found: list[DocumentTable] = []
    for at, block in enumerate(blocks):
        if isinstance(block, DocumentTable):
            above = max((place, name) for name, place in [("", -1), *titles.items()] if place < at)[1]
            sheet = replace(block.sheet, name=form.by_id[above].sheet) if above in alike else block.sheet
            found.append(replace(block, sheet=sheet))
    return found


def _best(document: Document, forms: Sequence[Form]) -> tuple[Form, list[DocumentTable], Located]:
    """The form whose tables are there most completely, with the tables in its own words."""
    best: tuple[float, Form, list[DocumentTable], Located] | None = None
    for form in forms:
        whole = joined(form, [mended(form, table) for table in _under_titles(form, document.blocks)])
        sheets = [
            replace(one.sheet, name=one.sheet.name or zh.TABLE_NUMBER.format(n=n))
            for n, one in enumerate(whole, 1)
        ]
        raw, layout = RawWorkbook(sheets), lay_out(form)
        located = locate(raw, layout, locate_tables(raw, layout, [index_labels(one) for one in sheets]))
        shares = [
            sum(address in located.spots for address in table.addresses) / len(table.addresses)
            for table in form.tables
        ]
        share = sum(shares) / len(shares)
        if best is None or share > best[0]:
            best = share, form, whole, located
    if best is None:
        raise UnreadableFile(W_FORM_UNKNOWN, form="")
    share, form, whole, located = best
    absent = [t.title for t in form.tables if not any(a in located.spots for a in t.addresses)]
    if not any(located.has_most_of(table) for table in form.tables):
        raise UnreadableFile(W_NO_TABLES, kind=document.kind)
    if absent:
        raise UnreadableFile(W_TABLES_MISSING, missing="；".join(absent))
    return form, whole, located
