"""``xltool aggregate`` as it is used: files in, one sum out, exit codes, sentences."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest
from conftest import load
from support.command import Run, xltool
from support.county import made, put

from xltool.core.errors import XltoolError
from xltool.core.submission.model import Submission
from xltool.core.sums.overrides import read_overrides
from xltool.core.text.wording import sentence as sentence_of

pytestmark = pytest.mark.slow  # each adds up files

FORM = load("zfxxgknb-2021")
COUNTY = ("--unit", "金乡县", "--code", "370828", "--level", "县级")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three units: 1 and 2 balanced, 3 not."""
    put(tmp_path / "in", made(1, {"T3.r1.c1": 5, "T3.r3.c1": 5}), made(2, {"T2.r4.c4": 46}))
    put(tmp_path / "in", made(3, {"T3.r1.c1": 3, "T3.r3.c1": 2}))
    return tmp_path


def total(folder: Path, *arguments: str | Path, name: str = "s.json") -> tuple[Run, dict[str, str | None]]:
    run = xltool("aggregate", folder / "in", "-o", folder / name, *COUNTY, *arguments)
    file = folder / name
    return run, json.loads(file.read_text())["values"] if file.is_file() and name.endswith("json") else {}


def test_units_with_errors_are_in_named_and_exit_1(folder: Path) -> None:
    run, values = total(folder)
    assert run.code == 1 and values["T3.r1.c7"] == "8"
    assert run.out == f"{folder / 's.json'}\n"
    assert "第3局的报送有 1 处错误，已计入汇总" in run.err and "(A-errors)" in run.err
    assert "不符的单位有 1 个：第3局。" in run.err


@pytest.mark.slow
def test_the_sum_is_again_a_submission(folder: Path) -> None:
    total(folder, "--accepted-only")
    assert xltool("check", folder / "s.json").code == 0
    put(folder / "in2", made(9, {"T3.r1.c1": 1, "T3.r3.c1": 1}))
    run = xltool("aggregate", folder / "in2", folder / "s.json", "-o", folder / "city.json")
    city = json.loads((folder / "city.json").read_text())
    assert run.code == 0 and city["values"]["T3.r1.c1"] == "6"
    assert city["unit"]["name"] == "各单位汇总" and city["unit"]["code"].startswith("u")


def test_accepted_only_leaves_out_and_says_so(folder: Path) -> None:
    run, values = total(folder, "--accepted-only")
    assert run.code == 0 and values["T3.r1.c7"] == "5"
    assert "第3局没有计入：报送有 1 处错误" in run.err


def test_exclude_with_a_reason(folder: Path) -> None:
    run, values = total(folder, "--exclude", "003=与第1局合并")
    assert run.code == 0 and values["T3.r1.c7"] == "5" and "第3局没有计入：与第1局合并" in run.err


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--exclude", "003"), "没有写明原因"),
        (("--exclude", "999=合并"), "没有“999”这个单位"),
        (("--level", "乡"), "没有“乡”这种单位类别"),
        (("--code", "a b"), "单位代码“a b”只能用"),
        (("-o", "s.docx"), "应以 .xlsx 或 .json 结尾"),
        (("--override", "missing.csv"), "找不到文件"),
        (("--data", "missing.json"), "没有可用的文字部分"),
        (("--roster", "missing.csv"), "找不到文件"),
    ],
)
def test_a_wrong_wish_is_one_sentence_and_exit_2(
    folder: Path, arguments: tuple[str, ...], sentence: str
) -> None:
    run, _ = total(folder, *arguments)
    assert run.code == 2 and sentence in run.err and run.out == "" and "Traceback" not in run.err
    assert not (folder / "s.json").exists()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("again", "sentence"),
    [(made(1), "是同一个单位"), (made(4, year=2024), "年度"), (made(2, year=2024), "年度")],
)
def test_what_does_not_belong_together_is_exit_2(folder: Path, again: Submission, sentence: str) -> None:
    put(folder / "more", again)
    run = xltool("aggregate", folder / "in", folder / "more", "-o", folder / "s.json")
    assert run.code == 2 and sentence in run.err and not (folder / "s.json").exists()


@pytest.mark.slow
def test_an_unreadable_file_is_named_the_rest_is_summed_exit_3(folder: Path) -> None:
    (folder / "in" / "bad.xlsx").write_bytes(b"PK\x03\x04 broken")
    run, values = total(folder)
    assert run.code == 3 and values["T3.r1.c7"] == "8" and "bad.xlsx”读不出来，没有计入" in run.err


@pytest.mark.slow
def test_the_result_of_last_time_is_not_added_to_itself(folder: Path) -> None:
    for _ in range(2):
        run, values = total(folder, "--force", name="in/县.json")
        assert values["T3.r1.c7"] == "8"
    assert "县.json”是汇总单位自己的数据，没有计入" in run.err and run.code == 1


def test_nothing_readable_is_exit_3_and_no_file(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("{}")
    run = xltool("aggregate", tmp_path / "a.json", "-o", tmp_path / "s.xlsx")
    assert run.code == 3 and not (tmp_path / "s.xlsx").exists() and "没有可以汇总的报送" in run.err


@pytest.mark.slow
def test_an_existing_file_is_kept_unless_forced(folder: Path) -> None:
    (folder / "s.json").write_text("mine")
    assert xltool("aggregate", folder / "in", "-o", folder / "s.json").code == 3
    assert (folder / "s.json").read_text() == "mine"
    assert total(folder, "--force")[1]["T3.r1.c7"] == "8"


@pytest.mark.slow
def test_missing_units_of_the_roster_are_named(folder: Path) -> None:
    (folder / "r.csv").write_text(
        "单位代码,单位名称\n001,第1局\n002,第2局\n003,第3局\n004,第4局\n", encoding="gb18030"
    )
    run, _ = total(folder, "--roster", folder / "r.csv")
    assert "有 1 个单位没有报送，没有计入：第4局" in run.err
    run, _ = total(folder, "--roster", folder / "r.csv", "--exclude", "004=新设", "--force")
    assert "(A-missing)" not in run.err and "第4局没有计入：新设" in run.err


@pytest.mark.slow
@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_an_override_replaces_and_is_kept_as_a_note(folder: Path, suffix: str) -> None:
    rows = [
        ("项目", "公布数", "说明"),
        ("行政处罚", "1,100", "按处罚台账"),
        ("行政规范性文件 · 现行有效件数", 440, "清理"),
        ("T2.r6.c5", 12.5, "财政口径"),
    ]
    file = folder / f"o.{suffix}"
    if suffix == "csv":
        file.write_text(
            "\n".join(",".join(f'"{cell}"' for cell in row) for row in rows), encoding="utf-8-sig"
        )
    else:
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        book.save(file)
    run, values = total(folder, "--override", file)
    assert (values["T2.r4.c4"], values["T2.r2.c3"], values["T2.r6.c5"]) == ("1100", "440", "12.5")
    assert "各单位合计 46，公布 1100，差 1054：按处罚台账" in run.err
    notes = json.loads((folder / "s.json").read_text())["notes"]
    assert notes["A-override.T2.r4.c4"] == "各单位合计 46，公布 1100，差 1054：按处罚台账"
    assert xltool("make", "zfxxgknb-2021", "--data", folder / "s.json", "-o", folder / "made").code == 0


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("行政处罚,1100,", "没有说明"), ("行政处罚,一千,台账", "不是可以填的数"), ("行政处罚,-1,台账", "不是可以填的数"),
        ("行政处罚,1.5,台账", "不是可以填的数"), ("不存在,1,台账", "没有“不存在”这个项目"), ("行政规范性文件,1,台账", "不止一格"),
        ("T3.r1.c7,9,台账", "是合计"), ("行政处罚,1,台账\nT2.r4.c4,2,台账", "写了两次"),
    ],
)  # fmt: skip
def test_a_wrong_override_names_its_line(line: str, sentence: str) -> None:
    rows = [row.split(",") for row in f"项目,公布数,说明\n{line}".split("\n")]
    with pytest.raises(XltoolError) as caught:
        read_overrides(FORM, rows, "o.csv")
    said = sentence_of(caught.value.code, **caught.value.args_)
    assert caught.value.exit_code == 2 and f"“o.csv”第 {len(rows)} 行：" in said and sentence in said


def test_a_table_without_its_columns_is_refused(folder: Path) -> None:
    (folder / "o.csv").write_text("项目,数\n行政处罚,1\n")
    run, _ = total(folder, "--override", folder / "o.csv")
    assert run.code == 2 and "缺少“项目”“公布数”“说明”中的列" in run.err


@pytest.mark.slow
def test_the_report_is_a_draft_until_nothing_is_wrong_and_no_text_is_missing(folder: Path) -> None:
    import docx

    texts = {address: f"全县{address}情况。" for address in FORM.texts}
    (folder / "t.json").write_text(json.dumps({"texts": texts}))
    for wrong, given, draft in ((True, True, True), (False, False, True), (False, True, False)):
        arguments: list[str | Path] = ["--data", folder / "t.json"] if given else []
        arguments += [] if wrong else ["--accepted-only"]
        run, _ = total(folder, "--report", folder / "r.docx", "--force", *arguments)
        lines = [paragraph.text for paragraph in docx.Document(str(folder / "r.docx")).paragraphs]
        assert (lines[0] == "草稿") == draft == ("草稿" in run.err)
        assert str(folder / "r.docx") in run.out and "金乡县" in lines
        assert ("全县N1.2情况。" in lines) == given


def test_summary_workbook_from_the_command_line(folder: Path) -> None:
    run, _ = total(folder, name="s.xlsx")
    assert run.code == 1
    book = openpyxl.load_workbook(folder / "s.xlsx")
    assert book["三、申请办理"]["J7"].value == 8 and book.sheetnames[0] == "汇总情况"
