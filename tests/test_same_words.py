"""Forms in which words repeat: rows of groups, whole tables; what `form check` proves of a form."""

from __future__ import annotations

import io
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter
from support.command import xltool
from support.forms import SMALL, write_form
from support.random_forms import form_texts
from support.reports import word_report
from support.strategies import UNIT
from support.workbooks import issued

from xltool.app.prove_form import misread
from xltool.core.check.returned import ReadReturn
from xltool.core.form.layout import lay_out
from xltool.core.form.model import Form
from xltool.core.submission.model import Submission, with_totals
from xltool.reading.form.load import load_form
from xltool.reading.locate.extract import extract
from xltool.reading.published.docx import read_docx
from xltool.reading.published.html import read_html
from xltool.reading.published.take import take
from xltool.reading.xlsx.workbook import read_xlsx
from xltool.writing.report.html import render
from xltool.writing.report.scaffold import scaffold

GROUPS = """
id = "groups"
version = "2025"
name = "机构情况"
title = "{year}年机构情况"
levels = ["县级"]
order = ["T1", "T2"]
[[table]]
id = "T1"
title = "一、上年机构情况"
sheet = "上年"
  [[table.block]]
  stubhead = "项目"
  columns = "c1 数量"
  rows = '''
    r1 合计
    r2 一、按单位基本性质
    r3 行政单位
    r4 其他
    r5 二、按执行会计制度
    r6 行政单位
    r7 其他
    城镇
      r8 合计
      r9 其中：女
    农村
      r10 合计
      r11 其中：女
  '''
[[table]]
id = "T2"
title = "二、本年机构情况"
sheet = "本年"
"""
GROUPS += GROUPS[GROUPS.index("  [[table.block]]") : GROUPS.rindex("[[table]]")]


@pytest.fixture(scope="module")
def groups(tmp_path_factory: pytest.TempPathFactory) -> Form:
    return load_form(write_form(tmp_path_factory.mktemp("groups"), GROUPS))


def filled(form: Form) -> bytes:
    """A workbook in which every input has its own figure."""
    values = {a: Decimal(n if form.kinds[a] != "change" else -n) for n, a in enumerate(form.inputs, 1)}
    one = Submission(form.id, form.version, 2025, UNIT, with_totals(form, values, keep=False), {}, {})
    return issued(form, one)


def read_after(form: Form, change: Callable[[Any], object]) -> ReadReturn:
    """What is read after `change` was done to the filled workbook and its names were lost."""
    book = openpyxl.load_workbook(io.BytesIO(filled(form)))
    for name in list(book.defined_names):
        if name != "xltool":
            del book.defined_names[name]
    change(book)
    out = io.BytesIO()
    book.save(out)
    return extract(read_xlsx(out.getvalue()), lambda: [form])


def figures(read: ReadReturn, table: str = "T1") -> list[int | None]:
    return [
        None if (figure := read.submission.values.get(address)) is None else int(figure)
        for address in read.form.by_id[table].addresses
    ]


def codes(read: ReadReturn) -> set[str]:
    return {str(finding.code) for finding in read.findings} - {"W-lost", "W-unlocked"}


def test_rows_of_groups_are_told_apart_by_the_words_above_them(groups: Form) -> None:
    read = read_after(groups, lambda book: None)
    assert figures(read) == [*range(1, 12)] and figures(read, "T2") == [*range(12, 23)]
    assert codes(read) == set()


def test_groups_may_change_places(groups: Form) -> None:
    def swapped(book: Any) -> None:
        sheet = book["上年"]
        top = lay_out(groups).cells["T1.r8.c1"].row + 1
        for merged in list(sheet.merged_cells.ranges):
            if merged.min_row >= top:
                sheet.unmerge_cells(str(merged))
        rows = [[sheet.cell(row, column).value for column in (1, 2, 3)] for row in range(top, top + 4)]
        for row, values in enumerate([*rows[2:], *rows[:2]], top):
            for column, value in enumerate(values, 1):
                sheet.cell(row, column).value = value

    assert figures(read_after(groups, swapped)) == [*range(1, 12)]


@pytest.mark.parametrize("gone", ["r3", "r4", "r6", "r8", "r11"])
def test_a_row_that_is_gone_never_takes_the_figure_of_another(groups: Form, gone: str) -> None:
    cell = lay_out(groups).cells[f"T1.{gone}.c1"]

    def cut(book: Any) -> None:
        sheet = book["上年"]
        for merged in list(sheet.merged_cells.ranges):
            sheet.unmerge_cells(str(merged))
        keep = sheet.cell(cell.row + 1, 1).value if gone == "r8" else None
        sheet.delete_rows(cell.row + 1)
        if keep:
            sheet.cell(cell.row + 1, 1).value = keep

    read = read_after(groups, cut)
    right = dict(zip(groups.by_id["T1"].addresses, range(1, 12), strict=True))
    wrong = {a: f for a, f in read.submission.values.items() if a in right and f not in (None, right[a])}
    assert wrong == {}
    assert {"W-row-missing"} <= codes(read) and f"T1.{gone}.c1" in read.invalid


def test_a_row_written_twice_is_asked_about(groups: Form) -> None:
    cell = lay_out(groups).cells["T1.r9.c1"]

    def doubled(book: Any) -> None:
        sheet = book["上年"]
        for merged in list(sheet.merged_cells.ranges):
            sheet.unmerge_cells(str(merged))
        sheet.insert_rows(cell.row + 2)
        for column in (1, 2, 3):
            sheet.cell(cell.row + 2, column).value = sheet.cell(cell.row + 1, column).value

    assert "W-row-twice" in codes(read_after(groups, doubled))


def renamed(book: Any) -> None:
    book["上年"].title, book["本年"].title = "甲", "乙"


def untitled(book: Any) -> None:
    for name in ("上年", "本年"):
        book[name]["A1"].value = None


def swapped_sheets(book: Any) -> None:
    renamed(book)
    book.move_sheet("乙", -1)


def bare(book: Any) -> None:
    untitled(book)
    renamed(book)


@pytest.mark.parametrize("change", [renamed, untitled, swapped_sheets, bare])
def test_tables_with_the_same_words_are_told_apart(groups: Form, change: Callable[[Any], None]) -> None:
    read = read_after(groups, change)
    assert figures(read) == [*range(1, 12)] and figures(read, "T2") == [*range(12, 23)]
    assert not codes(read) & {"W-table-twice", "W-row-twice"}


def test_tables_with_the_same_words_on_one_sheet(groups: Form) -> None:
    def joined(book: Any) -> None:
        one, two = book["上年"], book["本年"]
        below = one.max_row + 3
        for row in two.iter_rows():
            for cell in row:
                if cell.value is not None:
                    one.cell(cell.row + below, cell.column).value = cell.value
        del book["本年"]

    read = read_after(groups, joined)
    assert figures(read) == [*range(1, 12)] and figures(read, "T2") == [*range(12, 23)]


@pytest.mark.slow
@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(form_texts())
def test_every_form_reads_back_what_is_filled_in(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    form = load_form(write_form(tmp_path_factory.mktemp("f"), text))
    assert misread(form) == [], text


@pytest.mark.slow
@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(form_texts(), st.data())
def test_a_row_cut_out_of_any_form_is_missed_and_nothing_is_read_wrong(
    tmp_path_factory: pytest.TempPathFactory, text: str, data: st.DataObject
) -> None:
    form = load_form(write_form(tmp_path_factory.mktemp("f"), text))
    address = data.draw(st.sampled_from(form.inputs))
    cell = lay_out(form).cells[address]

    def cut(book: Any) -> None:
        sheet = book[cell.sheet]
        for merged in list(sheet.merged_cells.ranges):
            sheet.unmerge_cells(str(merged))
        for column in range(1, sheet.max_column + 1):
            sheet.cell(cell.row + 1, column).value = None
        sheet.delete_rows(cell.row + 1)

    right = {a: (n if form.kinds[a] != "change" else -n) for n, a in enumerate(form.inputs, 1)}
    try:
        read = read_after(form, cut)
    except Exception as error:
        assert getattr(error, "code", None) is not None, error  # one sentence: a table is not there any more
        return
    wrong = {a: f for a, f in read.submission.values.items() if a in right and f not in (None, right[a])}
    assert wrong == {} and codes(read), get_column_letter(cell.column + 1)


@pytest.mark.parametrize("to", ["docx", "html"])
def test_reports_with_tables_of_the_same_words_are_taken_back(groups: Form, to: str) -> None:
    """The titles above them tell which is which."""
    values = with_totals(groups, {a: Decimal(n) for n, a in enumerate(groups.inputs, 1)}, keep=False)
    meant = Submission("groups", "2025", 2025, UNIT, values, {})
    word = read_docx(word_report(scaffold(groups), groups, meant)) if to == "docx" else None
    taken = take(word or read_html(render(groups, meant).encode()), [groups])
    assert taken.submission.values == values


@pytest.mark.slow
@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
@given(form_texts())
def test_a_report_of_any_form_is_taken_back_or_told(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    form = load_form(write_form(tmp_path_factory.mktemp("any"), text.replace("任一", "任一报告")))
    values = with_totals(form, {a: Decimal(n) for n, a in enumerate(form.inputs, 1)}, keep=False)
    meant = Submission(form.id, "2025", 2025, UNIT, values, dict.fromkeys(form.cell_texts, "词"))
    taken = take(read_html(render(form, meant).encode()), [form])
    wrong = {a: n for a, n in taken.submission.values.items() if n not in (None, values[a])}
    lost = [a for a, n in taken.submission.values.items() if n is None]
    assert wrong == {}
    assert not lost or {one.severity for one in taken.findings} & {"warning", "error"}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("totals = {", "totls = {", "[table.block] 里的“totls”，最接近的是“totals”"),
        ("[[table.rule]]", "[[table.rules]]", "[table] 里的“rules”，最接近的是“rule”"),
        ("totals = { c3", "totals = { c33", "[table.block] 里的“c33”，最接近的是“c3”"),
        ("totals = {", "kind = { c1 = \"amount\" }\n  totals = {", "[table.block] 里的“kind”，最接近的是“kinds”"),
        ("totals = {", "kinds = { r9 = \"amount\" }\n  totals = {", "[table.block] 里的“r9”，可以写的是 r1、r2、r3、c1、c2、c3"),
        ('levels = ["县级"]\norder', 'levels = ["县级"]\nfields = ["fone"]\norder', "form.toml 里的“fone”，最接近的是“phone”"),
        ('severity = "error"', 'severity = "error"\n  tral = true', "[table.rule] 里的“tral”，最接近的是“trial”"),
        ('label = "正文"', 'label = "正文"\nlength = 9', "[section] 里的“length”"),
        ('levels = ["县级"]\norder', 'levels = ["县级"]\nzzz = 1\norder', "form.toml 里的“zzz”，可以写的是 id、"),
    ],
)  # fmt: skip
def test_what_nothing_reads_is_told_with_its_line(tmp_path: Path, old: str, new: str, said: str) -> None:
    text = SMALL.replace(old, new, 1)
    assert text != SMALL
    with pytest.raises(Exception, match="认不出") as caught:
        load_form(write_form(tmp_path, text))
    line = next(n for n, row in enumerate(text.splitlines(), 1) if said.split("“")[1].split("”")[0] in row)
    assert said in str(caught.value) and f"第 {line} 行" in str(caught.value)


def test_form_check_says_what_cannot_be_read_back(tmp_path: Path) -> None:
    write_form(tmp_path, SMALL.replace("r1 收", "r1 甲表"))
    said = xltool("form", "check", tmp_path)
    assert said.code == 4
    assert said.err.startswith("T1：做成的报送表里，“甲表 · 男”读不回来。")
