"""A form held against the official file, in the formats offices publish: equal is equal, each change is found."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from conftest import KEYS, load
from support.command import xltool
from support.office import converted

from xltool.app.official import compare_with_official, official_tables
from xltool.core.errors import UnreadableFile
from xltool.core.form.printed import OfficialDifference, official_differences, printed_form
from xltool.reading.form.find import DATA

TODAY = date(2026, 1, 2)


@pytest.fixture(scope="session")
def published(soffice: str, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str], Path]:
    """The official tables of a form as another program writes them."""
    folder = tmp_path_factory.mktemp("official")

    def made(key: str, suffix: str) -> Path:
        docx, page = folder / f"{key}.docx", folder / f"{key}.html"
        if not docx.exists():
            shutil.copy(DATA / "templates" / key / "report.docx", docx)
        if suffix != ".docx" and not page.exists():
            converted(soffice, docx, "html", folder)
        if suffix == ".xlsx" and not page.with_suffix(".xlsx").exists():
            converted(soffice, page, "xlsx", folder, "HTML (StarCalc)")
        return docx.with_suffix(suffix)

    return made


@pytest.mark.parametrize("suffix", [".docx", ".html", ".xlsx"])
@pytest.mark.parametrize("key", KEYS)
def test_a_shipped_form_equals_its_official_tables(
    published: Callable[[str, str], Path], key: str, suffix: str
) -> None:
    form = load(key)
    tables, _ = official_tables(published(key, suffix))
    found, equal = official_differences(form, tables)
    assert found == []
    assert equal == sum(len(table.cells) for table in printed_form(form).values()) > 30


def changed(page: Path, old: str, new: str) -> Path:
    text = page.read_text(encoding="utf-8")
    assert old in text
    other = page.with_name("changed.html")
    other.write_text(text.replace(old, new, 1), encoding="utf-8")
    return other


PAGE = """<table border=1>
<tr><td rowspan=2>类别</td><td rowspan=2>承办数</td><td colspan=2>办理结果</td></tr>
<tr><td>已解决</td><td>正在解决</td></tr>
<tr><td>人大代表建议</td><td></td><td></td><td></td></tr>
<tr><td>政协委员提案</td><td></td><td></td><td></td></tr>
<tr><td>合计</td><td></td><td></td><td></td></tr>
<tr><td colspan=4>注：承办数等于各种结果之和。</td></tr>
</table>"""
FORM = """
id = "tabl"
version = "2025"
name = "建议提案"
title = "{year}年建议提案"
levels = ["县级"]
order = ["T1"]
[[table]]
id = "T1"
title = "建议提案办理情况"
sheet = "办理"
  [[table.block]]
  stubhead = "类别"
  columns = '''
    c1 承办数
    办理结果
      c2 已解决
      c3 正在解决
  '''
  rows = '''
    r1 人大代表建议
    r2 政协委员提案
    r3 合计
  '''
"""


def found_in(tmp_path: Path, page: str, form: str = FORM) -> list[OfficialDifference]:
    from support.forms import write_form

    from xltool.reading.form.load import load_form

    (tmp_path / "a.html").write_text(f"<meta charset=utf-8>{page}", encoding="utf-8")
    loaded = load_form(write_form(tmp_path, form))
    return official_differences(loaded, official_tables(tmp_path / "a.html")[0])[0]


def test_notes_under_a_table_are_no_rows(tmp_path: Path) -> None:
    assert found_in(tmp_path, PAGE) == []


@pytest.mark.parametrize(
    ("old", "new", "kinds"),
    [
        ("承办数</td>", "承办件数</td>", {"words"}),
        ("已解决", "解决", {"words"}),
        ("类别", "项目", {"words"}),
        ("<td rowspan=2>承办数</td>", "<td>承办数</td>", {"merge", "cell"}),
        ("<tr><td>政协委员提案</td><td></td><td></td><td></td></tr>", "", {"cell"}),
        ("<tr><td>合计</td>", "<tr><td>其他</td><td></td><td></td><td></td></tr><tr><td>合计</td>", {"cell"}),
        ("<tr><td>合计</td><td></td><td></td><td></td></tr>", "", {"cell"}),
        ("<td>合计</td><td></td><td></td>", "<td>合计</td><td colspan=2></td>", {"merge"}),
        ("<td>合计</td><td></td>", "<td>合计</td><td>不填</td>", {"cell"}),
        ("<td>合计</td><td></td><td></td><td></td></tr>",
         "<td>合计</td><td></td><td></td><td></td></tr><tr><td>备用</td><td></td><td></td><td></td></tr>", {"cell"}),
    ],
)  # fmt: skip
def test_each_change_of_the_file_is_found(tmp_path: Path, old: str, new: str, kinds: set[str]) -> None:
    assert old in PAGE
    assert {one.kind for one in found_in(tmp_path, PAGE.replace(old, new, 1))} <= kinds
    assert found_in(tmp_path, PAGE.replace(old, new, 1))


def test_a_column_too_many_is_found(tmp_path: Path) -> None:
    page = re.sub(r"(<td>正在解决</td>)", r"\1<td>未解决</td>", PAGE).replace("colspan=2", "colspan=3")
    page = page.replace("<td></td><td></td><td></td></tr>", "<td></td><td></td><td></td><td></td></tr>")
    found = found_in(tmp_path, page)
    assert ("cell", "未解决") in {(one.kind, one.theirs) for one in found}


def test_what_was_accepted_is_no_difference_any_more(tmp_path: Path) -> None:
    from support.forms import write_form

    from xltool.reading.form.load import load_form

    (tmp_path / "a.html").write_text(PAGE.replace("类别", "项目"), encoding="utf-8")
    form = load_form(write_form(tmp_path, FORM))
    first = compare_with_official(form, tmp_path / "a.html", TODAY)
    assert len(first.sentences) == 1 and "T1 A1：报表里是“类别”，官方文件里是“项目”。" in first.sentences[0]
    (tmp_path / "again").mkdir()
    proven = load_form(write_form(tmp_path / "again", f"{FORM}{first.lines}\n"))
    second = compare_with_official(proven, tmp_path / "a.html", TODAY)
    assert (second.sentences, second.accepted, second.lines) == ((), 1, "")
    said = xltool("form", "show", tmp_path / "again")
    assert "已与官方文件“a.html”逐格核对（2026-01-02）" in said.out
    (tmp_path / "a.html").write_text(PAGE.replace("类别", "项目") + " ", encoding="utf-8")
    assert len(compare_with_official(proven, tmp_path / "a.html", TODAY).sentences) == 1


def test_the_command_says_each_difference_and_its_end(
    published: Callable[[str, str], Path], tmp_path: Path
) -> None:
    page = published("zfxxgknb-2021", ".docx")
    good = xltool("form", "check", "zfxxgknb-2021", "--against", page)
    assert good.code == 0 and "逐格相同（279 格）" in good.out and "[proof]" in good.err
    bad = xltool("form", "check", "zfxxgknb-2019", "--against", page)
    assert bad.code == 4 and "T3 B24：" in bad.err and "Traceback" not in bad.err
    none = xltool("form", "check", "zfxxgknb-2021", "--against", tmp_path / "nothing.docx")
    assert none.code == 3 and none.err.count("\n") == 1


def test_a_file_of_another_form_is_never_offered_as_proof(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<table><tr><td>姓名</td><td>职务</td></tr></table>", encoding="utf-8")
    compared = compare_with_official(load("zfxxgknb-2021"), tmp_path / "a.html", TODAY)
    assert len(compared.sentences) == 3 and not compared.lines
    assert all("官方文件里没有" in sentence for sentence in compared.sentences)


@pytest.mark.parametrize("rows", [5_000, 60_000])
def test_a_huge_file_is_compared_or_refused_at_once(tmp_path: Path, rows: int) -> None:
    page = f"<table>{'<tr><td>合计</td><td></td><td></td><td></td></tr>' * rows}</table>"
    (tmp_path / "a.html").write_text(f"<meta charset=utf-8>{page}", encoding="utf-8")
    try:
        assert official_differences(load("zfxxgknb-2021"), official_tables(tmp_path / "a.html")[0])[0]
    except UnreadableFile as error:
        assert error.code
