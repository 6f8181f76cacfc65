"""A form of one's own, made by the steps of docs/forms.md: started, checked, issued, filled, reported."""

from __future__ import annotations

import re
from pathlib import Path

import docx
import openpyxl
import pytest
from support.command import xltool
from support.official_tables import page

from xltool.core.form.layout import Layout, lay_out
from xltool.core.text.code import code_named
from xltool.reading.form.load import load_form
from xltool.writing.report.scaffold import scaffold

pytestmark = pytest.mark.slow  # each starts the program

GUIDE = (Path(__file__).parent.parent / "docs" / "forms.md").read_text(encoding="utf-8")
FINISHED = next(
    text for text in re.findall(r"```toml\n(.*?)```", GUIDE, re.DOTALL) if text.startswith("id =")
)
# 12 = 7 + 3 + 2 and 5 = 5 + 0 + 0
FIGURES: dict[str, float] = {
    "T1.r1.c1": 12, "T1.r1.c2": 7, "T1.r1.c3": 3, "T1.r1.c4": 2, "T1.r1.c5": 9, "T1.r1.c6": 120.5,
    "T1.r2.c1": 5, "T1.r2.c2": 5, "T1.r2.c3": 0, "T1.r2.c4": 0, "T1.r2.c5": 5, "T1.r2.c6": 30.25,
}  # fmt: skip


def fill(file: Path, layout: Layout, figures: dict[str, float]) -> None:
    """What someone types into the issued workbook."""
    book = openpyxl.load_workbook(file)
    for address, figure in figures.items():
        cell = layout.cells[address]
        book[cell.sheet][cell.a1] = figure
    for address, text in (
        ("N1", "全部按时办结。"),
        ("unit.level", "县级部门"),
        ("unit.phone", "0000-0000000"),
    ):
        cell = layout.cells[address]
        book[cell.sheet][cell.a1] = text
    book.save(file)


OFFICIAL = """
类别[2x1] | 承办数[2x1] | 办理结果[1x3] | 公开答复件数[2x1] | 落实资金（万元）[2x1]
已解决 | 正在解决 | 暂不能解决
人大代表建议 | _ | _ | _ | _ | _ | _
政协委员提案 | _ | _ | _ | _ | _ | _
合  计 | _ | _ | _ | _ | _ | _
"""
NOTE = "注：承办数等于三种办理结果之和；公开答复件数不超过承办数。"


@pytest.mark.slow
def test_the_guide_from_the_first_step_to_the_report(tmp_path: Path) -> None:
    folder = tmp_path / "templates" / "jytabl-2025"
    official = page("建议提案办理情况统计表（计量单位：件）", OFFICIAL, NOTE)
    (tmp_path / "官方文件.html").write_text(official, encoding="utf-8")
    started = xltool("form", "new", "templates/jytabl-2025", "--from", "官方文件.html", cwd=tmp_path)
    files = [folder / "form.toml", folder / "待定.txt"]
    assert started.code == 0 and [tmp_path / line for line in started.lines] == files
    assert xltool("form", "check", "jytabl-2025", cwd=tmp_path).code == 0  # sound before anything is changed
    draft, wanted = (folder / "form.toml").read_text(encoding="utf-8"), FINISHED
    for line in ('totals = { r3 = "r1 + r2" }', 'kinds = { c6 = "amount" }', "c4 暂不能解决"):
        assert line in draft and line.partition("=")[0] in wanted
    assert draft.count("没有写成关系") == 2  # both relations of the note are in words
    (folder / "form.toml").write_text(FINISHED, encoding="utf-8")
    proven = xltool("form", "check", "jytabl-2025", "--against", "官方文件.html", cwd=tmp_path)
    assert proven.code == 0 and "逐格相同" in proven.out and "[proof]" in proven.err
    shown = xltool("form", "show", "jytabl-2025", cwd=tmp_path).out
    assert "承办数等于三种办理结果之和" in shown and "公开答复件数不大于承办数" in shown

    form = load_form(folder)
    made = xltool("make", "jytabl-2025", "--year", 2025, "--unit", "示例局", "-o", "试", cwd=tmp_path)
    (file,) = (tmp_path / line for line in made.lines)
    fill(file, lay_out(form), {**FIGURES, "T1.r1.c1": 13})
    wrong = xltool("check", "试", cwd=tmp_path)
    assert wrong.code == 1 and "承办数（13）不等于三种办理结果之和（7＋3＋2＝12），多 1。" in wrong.out
    fill(file, lay_out(form), FIGURES)
    assert xltool("check", "试", cwd=tmp_path).code == 0

    scaffolded = xltool("form", "scaffold", "jytabl-2025", cwd=tmp_path)
    assert [tmp_path / line for line in scaffolded.lines] == [folder / "report.docx"], scaffolded.err
    assert xltool("form", "check", "jytabl-2025", cwd=tmp_path).code == 0  # the template too
    report = xltool("report", "试", "-o", "报告", cwd=tmp_path)
    assert report.code == 0, report.err
    document = docx.Document(str(tmp_path / report.lines[0]))
    assert [p.text for p in document.paragraphs] == [
        "示例局", "2025年建议提案办理情况", "一、工作情况", "全部按时办结。", "二、建议提案办理情况统计表",
    ]  # fmt: skip
    rows = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert rows[2:] == [
        ["人大代表建议", "12", "7", "3", "2", "9", "120.5"],
        ["政协委员提案", "5", "5", "0", "0", "5", "30.25"],
        ["合计", "17", "12", "3", "2", "14", "150.75"],
    ]


@pytest.mark.slow
def test_a_started_form_is_not_written_over(tmp_path: Path) -> None:
    assert xltool("form", "new", "a-2025", cwd=tmp_path).code == 0
    assert "a-2025" in xltool("form", "new", "a-2025", cwd=tmp_path).sentence(3)
    assert xltool("form", "new", "a-2025", "--force", cwd=tmp_path).code == 0


@pytest.mark.parametrize("name", ["新表", "a", "A-2025", "a-1", "a-2025-1"])
def test_a_folder_that_names_no_form_is_refused(tmp_path: Path, name: str) -> None:
    assert name in xltool("form", "new", name, cwd=tmp_path).sentence(2)
    assert list(tmp_path.iterdir()) == []


BARE = """
id = "bare"
version = "2025"
name = "无文字的表"
title = "{year}年表"
order = ["T1"]
[[table]]
id = "T1"
title = "表一"
sheet = "表一"
  [[table.block]]
  columns = '''
    c1 甲
    c2 乙
    c3 丙
  '''
  rows = "r1"
  kinds = { c2 = "change" }
"""
RULES = """
  [[table.rule]]
  code = "T1-B01"
  severity = "error"
  check = "r1.c1 == r1.c2 + r1.c3"
  left = "甲"
  right = "乙加丙"
  [[table.rule]]
  code = "T1-B02"
  severity = "error"
  each = "column"
  check = "r1 >= 0"
  left = "数"
  right = "零"
  [[table.rule]]
  code = "T1-B03"
  severity = "error"
  each = "row"
  check = "c1 >= c3"
  left = "甲"
  right = "丙"
"""


@pytest.mark.slow
@pytest.mark.parametrize("rules", ["", RULES])
def test_a_form_without_texts_levels_or_row_words(tmp_path: Path, rules: str) -> None:
    """The least a form can be, alone and with every shape of rule, still makes a workbook and a report."""
    folder = tmp_path / "templates" / "bare-2025"
    folder.mkdir(parents=True)
    (folder / "form.toml").write_text(BARE + rules, encoding="utf-8")
    form = load_form(folder)
    (folder / "report.docx").write_bytes(scaffold(form))
    assert xltool("form", "check", "bare-2025", cwd=tmp_path).code == 0
    made = xltool("make", "bare-2025", "--year", 2025, "--unit", "甲局", "-o", "o", cwd=tmp_path)
    assert made.code == 0, made.err
    file = tmp_path / made.lines[0]
    book = openpyxl.load_workbook(file)
    for address, figure in (("T1.r1.c1", 1), ("T1.r1.c2", -1), ("T1.r1.c3", 2)):
        cell = lay_out(form).cells[address]
        book[cell.sheet][cell.a1] = figure
    book.save(file)
    checked = xltool("check", "o", cwd=tmp_path)
    assert checked.code == (1 if rules else 0), checked.out + checked.err
    assert ("T1-B02" in checked.out and "T1-B03" in checked.out) == bool(rules)
    assert xltool("report", "o", "-o", "r", "--draft", cwd=tmp_path).code == 0


@pytest.mark.slow
@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('sheet = "表一"', f'sheet = "{"表" * 32}"', "F-sheet"),
        ('sheet = "表一"', 'sheet = "一/二"', "F-sheet"),
        ('sheet = "表一"', 'sheet = "校验"', "F-sheet"),
        ('sheet = "表一"', 'sheet = "表一"\nwidths = [5, 5]', "F-widths"),
        ('"change"', '"words"', "F-kind"),
    ],
)
def test_what_a_workbook_could_not_hold_is_said_by_form_check(
    tmp_path: Path, old: str, new: str, code: str
) -> None:
    assert BARE.count(old) == 1
    (tmp_path / "form.toml").write_text(BARE.replace(old, new), encoding="utf-8")
    said = xltool("form", "check", tmp_path).sentence(4)
    assert said.startswith((str(tmp_path), "T1：")) and said.endswith(code_named(code).advice)
