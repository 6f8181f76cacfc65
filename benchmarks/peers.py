"""What people would use instead, as its manuals say, each doing as much of the same work as it can."""

from __future__ import annotations

import io
from decimal import Decimal

import openpyxl
from docx import Document
from docxtpl import DocxTemplate
from returns import FORM, TEMPLATE

from xltool.core.submission.model import Submission
from xltool.writing.report import docx
from xltool.writing.report.context import printed, section_blocks, title_lines


def openpyxl_twice(data: bytes) -> tuple[openpyxl.Workbook, openpyxl.Workbook]:
    """Formulas, then values: the only way to both."""
    return openpyxl.load_workbook(io.BytesIO(data)), openpyxl.load_workbook(io.BytesIO(data), data_only=True)


def calamine(data: bytes) -> list[list[list[object]]]:
    """Values only: no formulas, locks, merges or names, and an error is a blank."""
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    return [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]


def pandas(data: bytes) -> object:
    """Values only, as tables; by openpyxl, which is what it takes unless told otherwise."""
    from pandas import read_excel

    return read_excel(io.BytesIO(data), sheet_name=None, header=None)


def each_rule() -> list[object]:
    """Every rule compiled by itself."""

    def side(linear: object) -> str:
        terms = [f"v['{ref}']" if f == 1 else f"({f})*v['{ref}']" for f, ref in linear.terms]  # type: ignore[attr-defined]
        return "+".join(terms) or "0"

    rules = [rule for rule in FORM.rules if not rule.needs_prior]
    return [compile(f"({side(r.bound.left)})-({side(r.bound.right)})", r.code, "eval") for r in rules]


def evaluated(codes: list[object], values: dict[str, Decimal]) -> list[Decimal]:
    """Every rule evaluated by itself."""
    space = {"v": values}
    return [eval(code, space) for code in codes]  # type: ignore[arg-type]


def asked(values: dict[str, Decimal]) -> list[Decimal]:
    """Every rule asked by itself, without the function that stands for all."""
    return [rule.bound.residual(values) for rule in FORM.rules if not rule.needs_prior]


def recalculated(path: str) -> object:
    """The workbook's own formulas, 校验 included, by a spreadsheet engine in Python."""
    from formulas import ExcelModel

    return ExcelModel().loads(path).finish().calculate()


def docxtpl_naive(one: Submission) -> bytes:
    """The report as docxtpl's manual writes one, with escaping on."""
    unit, title = title_lines(FORM, one)
    document = DocxTemplate(io.BytesIO(TEMPLATE))
    styles = {"heading2": "Heading2", "body": "XTBody"}
    texts = {s.id: docx.Xml(docx.paragraphs_xml(section_blocks(FORM, s, one), styles)) for s in FORM.sections}
    document.render(
        {"unit": unit, "title": title, **texts, **docx.by_row(printed(FORM, one))}, autoescape=True
    )
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def docxtpl_read_back(one: Submission) -> bytes:
    """The same, and every paragraph and cell of it read by python-docx and compared with what was meant."""
    data = docxtpl_naive(one)
    document = Document(io.BytesIO(data))
    words = "".join(paragraph.text for paragraph in document.paragraphs)
    assert all(text.replace("\n", "") in words for text in one.texts.values())
    cells = [[cell.text for row in table.rows for cell in row.cells] for table in document.tables]
    for table, found in zip(FORM.tables, cells, strict=True):
        figures = printed(FORM, one)
        assert {figures[address] for address in table.addresses} <= set(found)
    return data
