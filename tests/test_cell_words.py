"""Cells of tables that are filled with words: written, typed in LibreOffice, read, reported, taken back."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from support.command import xltool
from support.forms import write_form
from support.office import Office
from support.reports import word_report
from support.strategies import UNIT
from support.workbooks import filled_cells

from xltool.app.prove_form import misread
from xltool.core.check.rules import check
from xltool.core.errors import FormError
from xltool.core.form.layout import lay_out
from xltool.core.form.model import Form
from xltool.core.submission.changes import changes
from xltool.core.submission.identity import Identity, sign
from xltool.core.submission.model import Submission, form_for_texts, with_totals
from xltool.core.text import zh
from xltool.reading.form.load import load_form
from xltool.reading.locate.extract import extract
from xltool.reading.published.docx import read_docx
from xltool.reading.published.html import read_html
from xltool.reading.published.take import take
from xltool.reading.xlsx.workbook import read_xlsx
from xltool.writing.report.html import render
from xltool.writing.report.scaffold import scaffold
from xltool.writing.workbook.content import WorkbookContent
from xltool.writing.workbook.fast import unit_workbook
from xltool.writing.workbook.write import write_workbook

# The labels are those of 双随机一公开情况统计表（上海市教委，2018）and 机构情况（桃源县，2018）.
TEXT = """
id = "told"
version = "2025"
name = "双随机一公开情况统计报告"
title = "{year}年双随机一公开情况统计报告"
levels = ["县级部门"]
fields = ["address", "phone", "website"]
order = ["T1", "T2"]
[[table]]
id = "T1"
title = "一、制度建设情况"
sheet = "一"
  [[table.block]]
  stubhead = "内容"
  columns = "c1 填报"
  rows = '''
    r1 是否已出台实施意见或工作方案
    r2 出台日期
    r3 文件名及文号
    r4 抽查事项数量
    r5 公开方式
  '''
  kinds = { r1 = "choice", r2 = "date", r3 = "text", r5 = "choice" }
  choices = { r5 = ["网站", "报刊"] }
[[table]]
id = "T2"
title = "二、机构情况"
sheet = "二"
  [[table.block]]
  stubhead = "项目"
  columns = '''
    c1 数量
    c2 比上年增减
    c3 变动原因说明
  '''
  rows = '''
    r1 行政单位
    r2 事业单位
    r3 合计
  '''
  kinds = { c2 = "change", c3 = "text" }
  totals = { r3 = "sum(r1:r2)" }
"""
FIGURES = {"T1.r4.c1": 12, "T2.r1.c1": 3, "T2.r1.c2": -1, "T2.r2.c1": 4, "T2.r2.c2": 0}
WORDS = {
    "T1.r1.c1": "是", "T1.r2.c1": "2024-05-01", "T1.r3.c1": "某办发〔2024〕3号《方案》 & <x>", "T1.r5.c1": "网站",
    "T2.r1.c3": "机构改革，\n撤并一家", "T2.r3.c3": "1-2月",
}  # fmt: skip


@pytest.fixture
def form(tmp_path: Path) -> Form:
    return load_form(write_form(tmp_path, TEXT))


def given(form: Form, words: dict[str, str]) -> Submission:
    values = with_totals(form, {a: Decimal(n) for a, n in FIGURES.items()}, keep=False)
    return Submission("told", "2025", 2025, UNIT, values, words)


def identity(form: Form) -> Identity:
    return Identity(form.key, 2025, UNIT.code, UNIT.name)


def test_words_are_no_figures(form: Form) -> None:
    assert form.cell_texts == (
        "T1.r1.c1", "T1.r2.c1", "T1.r3.c1", "T1.r5.c1", "T2.r1.c3", "T2.r2.c3", "T2.r3.c3",
    )  # fmt: skip
    assert set(form.cell_texts).isdisjoint(form.addresses) and form.texts == ()
    assert form.labels["T2.r1.c3"] == ("行政单位", "变动原因说明")
    assert misread(form) == []
    book = read_xlsx(write_workbook(form, identity(form), UNIT))
    assert zh.SHEET_TEXTS not in [sheet.name for sheet in book.sheets]  # there is nothing to write there


def test_typed_in_libreoffice_they_read_back(form: Form, office: Office, tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(write_workbook(form, identity(form), UNIT))
    wanted = given(form, WORDS)
    put = filled_cells(lay_out(form), wanted) | {lay_out(form).place(a): text for a, text in WORDS.items()}
    shown = f"{zh.SHEET_CHECK}!A2"
    answer = office.ask(tmp_path / "a.xlsx", put=put, read=[shown], save=[[str(tmp_path / "b.xlsx"), "xlsx"]])
    assert answer["read"][shown] == zh.CHECK_ALL
    back = extract(read_xlsx((tmp_path / "b.xlsx").read_bytes()), lambda: [form])
    assert back.submission.texts == WORDS and back.submission.values == wanted.values
    assert check(form, back.submission) == [] and {one.code for one in back.findings} == {"W-token"}


def test_a_choice_or_date_may_not_stay_blank(form: Form) -> None:
    found = check(form, given(form, {"T1.r1.c1": "否"}))
    assert [(one.code, one.refs) for one in found] == [("V-blank", ("T1.r2.c1", "T1.r5.c1"))]
    book = read_xlsx(write_workbook(form, identity(form), UNIT, WorkbookContent(given(form, {}).values)))
    cells = next(sheet.cells for sheet in book.sheets if sheet.name == zh.SHEET_CHECK)
    assert cells[1, 0].value != zh.CHECK_ALL and cells[3, 3].value == "3"  # still to be filled in


def test_prefilled_and_issued_fast_they_are_the_same(form: Form) -> None:
    content = WorkbookContent(given(form, WORDS).values, WORDS)
    book = write_workbook(form, identity(form), UNIT, content)
    assert unit_workbook(form, identity(form), UNIT, content) == book
    assert extract(read_xlsx(book), lambda: [form]).submission.texts == WORDS


def test_reports_give_them_back(form: Form) -> None:
    one_line = {a: " ".join(text.split()) for a, text in WORDS.items()}
    submission = given(form, WORDS)
    for document in (
        read_docx(word_report(scaffold(form), form, submission)),
        read_html(render(form, submission).encode()),
    ):
        taken = take(document, [form])
        assert taken.submission.texts == one_line and taken.submission.values == submission.values
        assert [one.code for one in taken.findings if one.severity != "info"] == []


def test_they_belong_to_the_form_in_every_profile_and_are_compared(form: Form) -> None:
    assert form_for_texts(form, set(WORDS)) is form
    before = given(form, WORDS)
    after = replace(before, texts={**WORDS, "T1.r1.c1": "否否"})
    assert [label for label, *_ in changes(form, before, after)] == ["是否已出台实施意见或工作方案 · 填报"]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('r3 = "text"', 'r3 = "words"', "F-kind"),
        ("choices = { r5", "choices = { r9", "F-unknown"),
        ('["网站", "报刊"]', '"网站"', "F-type"),
        ('r3 = "text", r5', 'r3 = "text", r4 = "text", r5', "F-no-figures"),
        ('totals = { r3 = "sum(r1:r2)" }', 'totals = { c1 = "c3" }', "F-rule-address"),
    ],
)
def test_what_cannot_be_is_refused(tmp_path: Path, old: str, new: str, code: str) -> None:
    assert old in TEXT
    with pytest.raises(FormError) as refused:
        load_form(write_form(tmp_path, TEXT.replace(old, new)))
    assert refused.value.code == code


def test_a_county_sum_leaves_them_to_the_county(
    form: Form, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XLTOOL_FORMS", str(Path(form.folder).parent))
    for code in ("001", "002"):
        unit = replace(UNIT, code=code, name=f"第{code}局")
        book = write_workbook(
            form,
            sign(form.key, 2025, code, unit.name),
            unit,
            WorkbookContent(given(form, WORDS).values, WORDS),
        )
        (tmp_path / f"{code}.xlsx").write_bytes(book)
    (tmp_path / "said.json").write_text(json.dumps({"texts": WORDS}), encoding="utf-8")
    done = xltool(
        "aggregate",
        tmp_path / "001.xlsx",
        tmp_path / "002.xlsx",
        "--unit",
        "某县",
        "--data",
        tmp_path / "said.json",
        "-o",
        tmp_path / "sum.xlsx",
    )
    assert done.code == 0, done.err
    cells = next(s.cells for s in read_xlsx((tmp_path / "sum.xlsx").read_bytes()).sheets if s.name == "一")
    said = {cell.value for cell in cells.values()}
    assert "24" in said and WORDS["T1.r3.c1"] in said
