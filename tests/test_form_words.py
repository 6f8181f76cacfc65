"""What official tables print beside figures: numbers, units, cells not to fill, shares; rules between tables."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from support.forms import write_form
from support.office import converted
from support.reports import word_report
from support.strategies import UNIT

from xltool.app.official import compare_with_official
from xltool.app.prove_form import misread
from xltool.core.check.rules import check
from xltool.core.errors import FormError
from xltool.core.form.boxes import tiling_fault
from xltool.core.form.layout import TOP, foot_lines, lay_out, note_labels, strip_rules
from xltool.core.form.model import Form
from xltool.core.submission.identity import Identity
from xltool.core.submission.model import Submission, with_totals
from xltool.core.sums.adder import add_up
from xltool.core.text import zh
from xltool.core.text.catalogue.values import V_SHOWN
from xltool.office.raw import RawCell
from xltool.reading.cell import read_cell
from xltool.reading.form.load import load_form
from xltool.reading.locate.extract import extract
from xltool.reading.published.docx import read_docx
from xltool.reading.published.html import read_html
from xltool.reading.published.take import take
from xltool.reading.xlsx.workbook import read_xlsx
from xltool.writing.report.context import Paragraph, expected
from xltool.writing.report.html import render
from xltool.writing.report.html_table import html_rows
from xltool.writing.report.scaffold import scaffold
from xltool.writing.workbook.content import WorkbookContent
from xltool.writing.workbook.write import write_workbook

# The labels are those of 定西市政府信息公开情况统计报表（附件3）and 施甸县“三公”经费决算情况统计表.
TEXT = """
id = "words"
version = "2025"
name = "统计报表"
title = "{year}年统计报表"
levels = ["县级"]
order = ["T1", "T2", "T3"]

[[table]]
id = "T1"
title = "一、政府信息公开情况"
sheet = "一"
notes = ["注：1.本期实际为本年1月1日至12月31日的数。", "2.没有的填 0。"]
signs = ["单位负责人", "填表人", "报出日期"]
  [[table.block]]
  stubhead = '''
    指标名称 | 计量单位 | 代码
    甲 | 乙 | 丙
  '''
  columns = '''
    c1 本期实际 | 1
    c2 本年累计 | 2
  '''
  rows = '''
    r1 主动公开信息数 | 条 | 01
    r2 其中：全文电子化的主动公开信息数 | 条 | 02
    r3 七、附报指标
    接待 | 人次
      r4 现场接待人数 | 06
      r5 网上咨询数 | 07
  '''
  absent = ["r3", "r5.c2"]
  totals = { c2 = "c1" }
  [[table.rule]]
  code = "T1-C01"
  severity = "error"
  each = "column"
  check = "r2 < r1"
  left = "全文电子化的"
  right = "主动公开信息数"
  [[table.rule]]
  code = "T1-C02"
  severity = "warning"
  check = "r4.c1 == T2.r1.c1 + T3.r1.c1"
  left = "现场接待人数"
  right = "另外两张表之和"

[[table]]
id = "T2"
title = "二、基本数字"
sheet = "二"
  [[table.block]]
  columns = "c1"
  rows = '''
    r1 编制数 | 人
    r2 增长 | %
    r3 年末结余 | 万元
  '''
  kinds = { r2 = "percent", "r3.c1" = "balance" }

[[table]]
id = "T3"
title = "三、“三公”经费决算情况统计表"
sheet = "三"
  [[table.block]]
  stubhead = "项目"
  columns = '''
    c1 上年决算数
    比上年增、减情况
      c3 增、减金额
      c4 增、减幅度
  '''
  rows = '''
    r1 合计
    r2 1.因公出国（境）费
    r3 2.公务接待费
  '''
  kinds = { c1 = "amount", c3 = "balance", c4 = "percent" }
  totals = { r1 = "sum(r2:r3)" }
  absent = ["r1.c4"]
"""


# The layout of 收入支出决算总表（公开01表）.
SIDES = """
id = "sides"
version = "2025"
name = "收入支出决算总表"
title = "{year}年决算"
levels = ["县级"]
order = ["T1"]

[[table]]
id = "T1"
title = "收入支出决算总表"
sheet = "总表"
  [[table.block]]
  banner = "收入"
  stubhead = '''
    项目 | 行次
    栏次 |
  '''
  columns = "c1 金额 | 1"
  rows = '''
    r1 一、财政拨款收入 | 1
    r2 二、其他收入 | 2
    r3 合计 | 3
  '''
  totals = { r3 = "r1 + r2" }
  [[table.block]]
  beside = true
  banner = "支出"
  stubhead = '''
    项目 | 行次
    栏次 |
  '''
  columns = "c2 金额 | 2"
  rows = '''
    r4 一、一般公共服务支出 | 4
    r5 合计 | 5
  '''
"""


@pytest.fixture(scope="module")
def form(tmp_path_factory: pytest.TempPathFactory) -> Form:
    return load_form(write_form(tmp_path_factory.mktemp("words"), TEXT))


def submission(form: Form, changes: dict[str, str] | None = None) -> Submission:
    """All rules hold, unless `changes` say otherwise."""
    typed = {address: Decimal(n) for n, address in enumerate(form.inputs, 1)}
    typed |= {"T1.r1.c1": Decimal(9), "T1.r4.c1": typed["T2.r1.c1"]}
    typed |= {"T3.r2.c1": Decimal("1.5"), "T3.r3.c1": Decimal("-1.5") + 2}
    typed["T1.r4.c1"] += 2
    typed |= {address: Decimal(text) for address, text in (changes or {}).items()}
    values = with_totals(form, typed, keep=False)
    return Submission(form.id, form.version, 2025, UNIT, values, {}, {}, {})


def codes(form: Form, changes: dict[str, str] | None = None) -> list[str]:
    return [finding.code for finding in check(form, submission(form, changes))]


def test_the_table_is_drawn_as_it_is_printed(form: Form) -> None:
    grid = lay_out(form).grids["T1"]
    assert tiling_fault(grid) is None
    assert (grid.rows, grid.columns, grid.head_rows) == (7, 6, 2)
    drawn = {box.text: (box.row, box.column, box.rows, box.columns) for box in grid.boxes if box.text}
    assert drawn["指标名称"] == (0, 0, 1, 2) and drawn["丙"] == (1, 3, 1, 1)
    assert drawn["1"] == (1, 4, 1, 1) and drawn["01"] == (2, 3, 1, 1)
    assert drawn["人次"] == (5, 2, 2, 1)  # beside a heading of two rows
    assert lay_out(form).grids["T2"].head_rows == 0
    assert "T1.r3.c1" not in form.kinds and "T3.r1.c4" not in form.kinds and "T1.r5.c1" in form.kinds


def test_the_form_can_be_used(form: Form) -> None:
    assert misread(form) == []


def test_a_workbook_saved_by_libreoffice_gives_the_same_figures(
    form: Form, soffice: str, tmp_path: Path
) -> None:
    sent, file = submission(form), tmp_path / "a.xlsx"
    content = WorkbookContent(sent.values, {})
    file.write_bytes(write_workbook(form, Identity(form.key, 2025, UNIT.code, UNIT.name), UNIT, content))
    (tmp_path / "saved").mkdir()
    saved = converted(soffice, file, "xlsx", tmp_path / "saved")
    raw = read_xlsx(saved)
    sheets = {sheet.name: sheet for sheet in raw.sheets}
    words = {cell.value for cell in sheets["校验"].cells.values() if cell.formula and cell.kind == "text"}
    assert words == {zh.CHECK_ALL, zh.CHECK_OK}  # what the workbook's own formulas say
    assert extract(raw, lambda: [form]).submission.values == sent.values


def test_strict_relations_and_those_between_tables(form: Form) -> None:
    assert codes(form) == []
    assert codes(form, {"T1.r2.c1": "9"}) == ["T1-C01", "T1-C01"]  # equal is not less; also in the sum
    assert codes(form, {"T1.r4.c1": "0"}) == ["T1-C02"]
    (finding,) = check(form, submission(form, {"T2.r1.c1": "0"}))
    assert finding.refs == ("T1.r4.c1", "T2.r1.c1", "T3.r1.c1")


def test_a_balance_and_a_share_may_be_negative_and_have_decimals(form: Form) -> None:
    assert codes(form, {"T3.r2.c3": "-0.07", "T2.r2.c1": "-7.03", "T2.r3.c1": "-1.5"}) == []
    assert "V-fraction" in codes(form, {"T2.r1.c1": "1.5"})
    assert "V-negative" in codes(form, {"T3.r2.c1": "-1"})


@pytest.mark.parametrize(
    ("cell", "figure"),
    [
        (RawCell("number", "7.03"), "7.03"),
        (RawCell("number", "0.0703", code="0.00%"), "7.03"),
        (RawCell("number", "-0.5", code="0%"), "-50"),
        (RawCell("text", "7.03％"), "7.03"),
        (RawCell("text", "-7.03%"), "-7.03"),
    ],
)
def test_a_share_is_what_stands_before_the_sign(cell: RawCell, figure: str) -> None:
    assert read_cell(cell, "percent", None).value == Decimal(figure)
    if "%" in (cell.value or "") or cell.code:  # which is nothing that a count may be
        assert read_cell(cell, "count", None).value is None


def test_a_sign_that_is_only_drawn_makes_no_share() -> None:
    """Under ``0.00"%"`` a cell shows 7.03% and holds 7.03: which of them is meant is not guessed."""
    figure = read_cell(RawCell("number", "7.03", code='0.00"%"'), "percent", None)
    assert (figure.value, figure.code) == (None, V_SHOWN)
    assert (figure.typed, figure.held) == ("7.03%", "7.03")


def test_money_that_may_be_negative_is_read_as_money() -> None:
    assert read_cell(RawCell("text", "-3.5万元"), "balance", None).value == Decimal("-3.5")
    assert read_cell(RawCell("text", "35000元"), "balance", None).value == Decimal("3.5")


def test_shares_are_not_added_up(form: Form) -> None:
    total, _ = add_up(form, [submission(form)], UNIT)
    assert total.values["T2.r2.c1"] is None and total.values["T3.r2.c4"] is None
    assert total.values["T2.r3.c1"] == submission(form).values["T2.r3.c1"]


def test_only_equalities_are_shown_below_the_columns(form: Form) -> None:
    """The strip says a difference, and that of a sum which is less is no fault."""
    table = form.by_id["T1"]
    assert {rule.bound.operator for rule in table.rules if rule.key} == {"<", "=="}
    assert strip_rules(table) == []


def test_the_page_says_fixed_words_as_headings_and_leaves_blanks_alone(form: Form) -> None:
    rows = html_rows(form.by_id["T1"], lay_out(form).grids["T1"], {"T1.r1.c1": "5"})
    assert [cell.text for cell in rows[2]] == ["主动公开信息数", "条", "01", "5", ""]
    assert [cell.tag for cell in rows[2]] == ["th", "th", "th", "td", "td"]
    said = {cell.id: cell.text for row in rows for cell in row if cell.tag == "th"}
    heard = [said[one] for one in rows[2][3].headers.split()]
    assert heard == ["本期实际", "1", "主动公开信息数", "条", "01"]
    assert [(cell.tag, cell.address, cell.headers) for cell in rows[4]][-2:] == [("td", "", "")] * 2


def test_a_figure_is_not_told_by_the_headings_of_the_block_beside_it(tmp_path: Path) -> None:
    form = load_form(write_form(tmp_path, SIDES))
    rows = html_rows(form.by_id["T1"], lay_out(form).grids["T1"], {})
    said = {cell.id: cell.text for row in rows for cell in row if cell.tag == "th"}
    (figure,) = (cell for row in rows for cell in row if cell.address == "T1.r4.c2")
    assert [said[one] for one in figure.headers.split()] == ["支出", "金额", "2", "一、一般公共服务支出", "4"]


def test_the_report_equals_the_form(form: Form, tmp_path: Path) -> None:
    file = tmp_path / "report.docx"
    file.write_bytes(scaffold(form))
    assert compare_with_official(form, file, date(2026, 1, 2)).sentences == ()


def test_explanations_fit_a_table_of_two_columns(tmp_path: Path) -> None:
    rule = """
  [[table.rule]]
  code = "T2-C01"
  severity = "warning"
  check = "r1.c1 >= r3.c1"
  left = "编制数"
  right = "年末结余"
"""
    at = TEXT.index('[[table]]\nid = "T3"')
    form = load_form(write_form(tmp_path, TEXT[:at] + rule + TEXT[at:]))
    content = WorkbookContent(notes={"T2-C01": "确实如此"})
    book = read_xlsx(write_workbook(form, Identity(form.key, 2025, UNIT.code, UNIT.name), UNIT, content))
    assert extract(book, lambda: [form]).submission.notes == {"T2-C01": "确实如此"}


def test_notes_and_signs_stand_below_a_table(form: Form, tmp_path: Path) -> None:
    """Both in the workbook, within what is printed; in the report the notes, which are no words of the unit."""
    book = write_workbook(form, Identity(form.key, 2025, UNIT.code, UNIT.name), UNIT, WorkbookContent())
    sheet = next(sheet for sheet in read_xlsx(book).sheets if sheet.name == "一")
    rows = {cell.value: row for (row, _), cell in sheet.cells.items() if cell.kind == "text"}
    table = form.by_id["T1"]
    foot = foot_lines(table)
    assert foot == [*table.foot_notes, "单位负责人：" + "　" * 8 + "填表人：" + "　" * 8 + "报出日期："]
    below = TOP + lay_out(form).grids["T1"].rows
    assert [rows[line] for line in foot] == [below, below + 1, below + 2]
    assert rows[next(iter(note_labels(table).values()))] > below + 2
    given = Submission(
        "words",
        "2025",
        2025,
        UNIT,
        with_totals(form, {a: Decimal(1) for a in form.inputs}, keep=False),
        {},
        {},
    )
    lines = [one.text for one in expected(form, given) if isinstance(one, Paragraph) and one.role == "label"]
    assert lines == list(table.foot_notes)
    word = read_docx(word_report(scaffold(form), form, given))
    for document in (word, read_html(render(form, given).encode())):
        taken = take(document, [form])
        assert taken.submission.values == given.values
        assert not [one for one in taken.findings if one.code == "N-outside"]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("    甲 | 乙 | 丙", "    甲 | 乙 | 丙 | 丁 | 戊", "F-corner"),
        ('["r3", "r5.c2"]', '["r3", "r55.c2"]', "F-unknown"),
        ("T2.r1.c1 + ", "T2.r9.c1 + ", "F-rule-address"),
        ("r4.c1 == T2.r1.c1 +", "T2.r1.c1 == r4.c1 +", "F-rule-address"),
        ('"r3.c1" = "balance"', '"r3.c1" = "words"', "F-kind"),
        ('absent = ["r1.c4"]', 'absent = ["c1", "c3", "c4"]', "F-missing"),
    ],
)
def test_what_cannot_be_is_refused(tmp_path: Path, old: str, new: str, code: str) -> None:
    assert old in TEXT
    with pytest.raises(FormError) as error:
        load_form(write_form(tmp_path, TEXT.replace(old, new)))
    assert error.value.code == code


def test_a_range_is_in_the_printed_order_whatever_is_not_to_be_filled(tmp_path: Path) -> None:
    text = TEXT.replace('totals = { c2 = "c1" }', 'totals = { r5 = "sum(r1:r4)" }')
    text = text.replace('absent = ["r3", "r5.c2"]', 'absent = ["r1.c1", "r3"]').replace("r2 < r1", "r2 < r5")
    total = load_form(write_form(tmp_path, text)).totals["T1.r5.c1"]
    assert [ref for _, ref in total.terms] == ["T1.r2.c1", "T1.r4.c1"]


def test_blocks_stand_side_by_side(tmp_path: Path) -> None:
    form = load_form(write_form(tmp_path, SIDES))
    grid = lay_out(form).grids["T1"]
    assert tiling_fault(grid) is None
    assert (grid.rows, grid.columns, grid.head_rows) == (6, 6, 3)
    places = {box.address: (box.row, box.column) for box in grid.boxes if box.role in ("input", "total")}
    assert places["T1.r1.c1"] == (3, 2) and places["T1.r5.c2"] == (4, 5)
    assert misread(form) == []
    file = tmp_path / "report.docx"
    file.write_bytes(scaffold(form))
    assert compare_with_official(form, file, date(2026, 1, 2)).sentences == ()
