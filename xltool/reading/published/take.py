"""Take the submission out of a published report: its form, unit, figures and texts, with findings.

Tables are known by their labels, with the same code as in workbooks; texts by their titles.
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
    """The submission in a published report.

    Raises UnreadableFile: ``W-form-unknown``, ``W-no-tables`` or ``W-tables-missing`` when it is of none of
    `forms`, ``W-no-title`` when nothing says whose it is.
    """
    known_forms = list(forms)
    grids = [block.sheet for block in document.blocks if isinstance(block, DocumentTable)]
    form, sheets, located = _best(grids, known_forms)
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
    right = right_version(form, title.year, known_forms)
    if right != form.version:
        args = {"version": form.version, "right": right, "year": str(title.year)}
        findings.insert(0, Finding(W_VERSION, args=args))
    return ReadReturn(
        texts.form, submission, tuple(findings), frozenset(figures.invalid), located_by="labels"
    )


def take_texts(document: Document, form: Form) -> dict[str, str]:
    """The texts of a document that stand under their titles, without blanks; tables are not needed."""
    title = find_title(form, document.blocks)
    texts = read_texts(form, document.blocks, title.at if title else -1).texts
    return {address: text for address, text in texts.items() if text and address in form.texts}


def _unit(form: Form, name: str, year: int, properties: Mapping[str, str]) -> Unit:
    """The unit named in the title, with the code in the document's properties if they fit the title."""
    mark = marks.parse(properties.get("identity", ""))
    if mark is None or (mark.name, mark.year) != (name, year):
        return Unit(code_of(name), name)
    level = properties.get("level", "")
    return Unit(mark.code, name, level if level in form.levels else "")


def _best(grids: Sequence[RawSheet], forms: Sequence[Form]) -> tuple[Form, list[RawSheet], Located]:
    """The form whose tables are most complete, with the sheets in its wording and where the figures are."""
    best: tuple[float, Form, list[RawSheet], Located] | None = None
    for form in forms:
        sheets = [_corrected(form, sheet) for sheet in grids]
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
    absent = [t.title for t in form.tables if not any(a in located.spots for a in t.addresses)]
    if absent:
        raise UnreadableFile(W_TABLES_MISSING if share else W_NO_TABLES, missing="；".join(absent))
    return form, sheets, located


def _corrected(form: Form, sheet: RawSheet) -> RawSheet:
    """The sheet with known misspellings in its labels corrected."""
    slips = {normal(wrong): right for wrong, right in form.slips.items()}
    wrong = {spot: normal(cell.value or "") for spot, cell in sheet.cells.items()}
    right = {spot: RawCell("text", slips[text]) for spot, text in wrong.items() if text in slips}
    return replace(sheet, cells=sheet.cells | right)
