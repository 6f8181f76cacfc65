"""Document → Submission + findings: which form it is, whose, and what its tables and texts say.

Pure.  Tables are known by their labels, with the same code as in workbooks; texts by their titles.
Nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from xltool.core.check.finding import Finding
from xltool.core.check.returned import ReadReturn
from xltool.core.errors import UnreadableFile
from xltool.core.form.layout import lay_out
from xltool.core.form.model import Form
from xltool.core.submission import identity as marks
from xltool.core.submission.model import Submission, Unit, code_of, with_totals
from xltool.core.text.catalogue.files import (
    W_FORM_UNKNOWN,
    W_NO_TABLES,
    W_NO_TITLE,
    W_TABLES_MISSING,
    W_VERSION,
)
from xltool.core.text.clean import normal
from xltool.office.raw import RawCell, RawSheet, RawWorkbook
from xltool.reading.locate.compare import right_version
from xltool.reading.locate.locate import Located, locate, locate_tables
from xltool.reading.locate.table_search import index_labels
from xltool.reading.published.blocks import Document, DocumentTable
from xltool.reading.published.figures import read_figures
from xltool.reading.published.texts import read_texts
from xltool.reading.published.titles import find_title


def take(document: Document, forms: Iterable[Form]) -> ReadReturn:
    """The submission in a published report; raises UnreadableFile when it is none of these forms."""
    known, grids = list(forms), [block.sheet for block in document.blocks if isinstance(block, DocumentTable)]
    form, sheets, located = _best(grids, known, document.kind)
    title = find_title(form, document.blocks)
    if title is None:
        raise UnreadableFile(W_NO_TITLE, title=form.title.format(year="××××"))
    figures = read_figures(form, sheets, located)
    texts = read_texts(form, document.blocks, title.at)
    submission = Submission(
        form.id,
        form.version,
        title.year,
        _unit(form, title.unit, title.year, document.properties),
        with_totals(form, figures.values, keep=True),
        texts.texts,
    )
    findings = [*located.findings, *figures.findings, *texts.findings]
    right = right_version(form, title.year, known)
    if right != form.version:
        args = {"version": form.version, "right": right, "year": str(title.year)}
        findings.insert(0, Finding(W_VERSION, args=args))
    return ReadReturn(
        texts.form, submission, tuple(findings), frozenset(figures.invalid), located_by="labels"
    )


def take_texts(document: Document, form: Form) -> dict[str, str]:
    """The texts of a document whose sections stand under their titles, tables or not; none are blank."""
    title = find_title(form, document.blocks)
    texts = read_texts(form, document.blocks, title.at if title else -1).texts
    return {address: text for address, text in texts.items() if text and address in form.texts}


def _unit(form: Form, name: str, year: int, properties: Mapping[str, str]) -> Unit:
    """The unit of the title; its code from the report's own mark when that speaks of the same report."""
    mark = marks.parse(properties.get("identity", ""))
    if mark is None or (mark.name, mark.year) != (name, year):
        return Unit(code_of(name), name)
    level = properties.get("level", "")
    return Unit(mark.code, name, level if level in form.levels else "")


def _best(
    grids: Sequence[RawSheet], forms: Sequence[Form], kind: str
) -> tuple[Form, list[RawSheet], Located]:
    """The form whose tables are there most completely, with the sheets in its own words."""
    best: tuple[float, Form, list[RawSheet], Located] | None = None
    for form in forms:
        sheets = [_mended(form, sheet) for sheet in grids]
        raw, layout = RawWorkbook(sheets), lay_out(form)
        located = locate(raw, layout, locate_tables(raw, layout, [index_labels(one) for one in sheets]))
        shares = [
            sum(address in located.spots for address in table.addresses) / len(table.addresses)
            for table in form.tables
        ]
        share = sum(shares) / len(shares)
        if best is None or share > best[0]:
            best = share, form, sheets, located
    if best is None:
        raise UnreadableFile(W_FORM_UNKNOWN, form="")
    share, form, sheets, located = best
    if not any(located.has_most_of(table) for table in form.tables):
        raise UnreadableFile(W_NO_TABLES, kind=kind)
    absent = [t.title for t in form.tables if not any(a in located.spots for a in t.addresses)]
    if absent:
        raise UnreadableFile(W_TABLES_MISSING, missing="；".join(absent))
    return form, sheets, located


def _mended(form: Form, sheet: RawSheet) -> RawSheet:
    """The sheet with known slips in its labels put right."""
    slips = {normal(wrong): right for wrong, right in form.slips.items()}
    wrong = {spot: normal(cell.value or "") for spot, cell in sheet.cells.items()}
    right = {spot: RawCell("text", slips[text]) for spot, text in wrong.items() if text in slips}
    return replace(sheet, cells=sheet.cells | right)
