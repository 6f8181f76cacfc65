"""What the workbook itself tells who fills it in: where to begin, by when, what is still to be done."""

from __future__ import annotations

import io
import json
import re
import subprocess
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from conftest import SAMPLES, load, sample
from support.command import xltool
from support.office import Office, converted
from support.returns import checked

from xltool.app.checking import Checker
from xltool.app.make_workbooks import notice_of
from xltool.app.marked_copy import marked_copy, marks_of
from xltool.core.form.layout import lay_out
from xltool.core.submission.identity import sign
from xltool.core.submission.model import Unit, with_totals
from xltool.core.text import zh
from xltool.writing.workbook.write import WorkbookContent, write_workbook

FORM = load("zfxxgknb-2021")
UNIT = Unit("031", "示例县农业农村局", "县级部门")


def opened(unit: Unit = UNIT, content: WorkbookContent | None = None, notice: str = "") -> Any:
    identity = sign(FORM.key, 2025, unit.code, unit.name)
    data = write_workbook(FORM, identity, unit, content, None, "", notice)
    return openpyxl.load_workbook(io.BytesIO(data))


def test_the_first_sheet_says_who_when_and_whom_to_ask() -> None:
    notice = notice_of(date(2026, 1, 20), "张三", "0537-1234567")
    words = [
        str(row[0].value) for row in opened(notice=notice)[zh.SHEET_GUIDE].iter_rows(min_row=3, max_row=4)
    ]
    assert "示例县农业农村局（031）" in words[0] and "2025年" in words[0]
    assert words[1] == "截止日期：2026年1月20日　联系人：张三　电话：0537-1234567"
    assert notice_of(None) == "" and notice_of(None, "李四") == "联系人：李四"


def test_the_command_takes_deadline_and_contact(tmp_path: Any) -> None:
    made = xltool(
        "make", "zfxxgknb-2021", "--year", "2025", "--unit", "某局", "--deadline", "2026-01-20",
        "--contact", "张三 0537-1", "-o", tmp_path,
    )  # fmt: skip
    sheet = openpyxl.load_workbook(made.lines[0])[zh.SHEET_GUIDE]
    assert "2026年1月20日" in sheet["A4"].value and "张三 0537-1" in sheet["A4"].value
    wrong = xltool(
        "make", "zfxxgknb-2021", "--year", "2025", "--unit", "某局", "--deadline", "1月20日", "-o", tmp_path
    )
    assert "--deadline" in wrong.sentence(2)


def test_every_sheet_to_fill_in_opens_on_a_yellow_cell() -> None:
    book = opened()
    for name in (zh.SHEET_INFO, *(table.sheet for table in FORM.tables), zh.SHEET_TEXTS):
        sheet = book[name]
        cell = sheet[sheet.sheet_view.selection[-1].activeCell]
        assert not cell.protection.locked and cell.fill.fgColor.rgb == "FFFFF9D9", (name, cell.coordinate)


@pytest.mark.parametrize(
    ("level", "most"),
    [("县级", 36525), ("县级部门", 36525), ("乡镇街道", 36525), ("省级部门", None), ("", None)],
)
def test_what_is_no_count_is_not_let_in(level: str, most: int | None) -> None:
    book = opened(Unit("1", "某局", level))
    for table in FORM.tables[1:]:
        for validation in book[table.sheet].data_validations.dataValidation:
            if validation.type == "whole":
                assert validation.errorStyle in (None, "stop")
                bound = ("between", "0", str(most)) if most else ("greaterThanOrEqual", "0", None)
                assert (validation.operator or "between", validation.formula1, validation.formula2) == bound
                assert (f"0 到 {most}" if most else "大于或等于 0") in validation.error


LOCAL, GOOD = sample("jinxiang-2025")  # in its local profile


def banner(content: WorkbookContent | None = None) -> str:
    data = write_workbook(LOCAL, sign(LOCAL.key, 2025, "031", UNIT.name), UNIT, content)
    return str(openpyxl.load_workbook(io.BytesIO(data), data_only=True)[zh.SHEET_CHECK]["A2"].value)


def test_the_banner_counts_what_is_to_be_done_and_says_where_to_begin() -> None:
    tables = len(LOCAL.tables)
    assert banner() == zh.CHECK_LEFT.format(n=tables + 1, first=1)
    full = WorkbookContent(GOOD.values, GOOD.texts)
    assert banner(full) == zh.CHECK_ALL
    blank = WorkbookContent({**GOOD.values, "T3.r1.c1": None, "T3.r2.c1": None}, GOOD.texts)
    assert banner(blank) == zh.CHECK_LEFT.format(n=1, first=2)  # the table's blanks are one
    values = with_totals(LOCAL, {**GOOD.values, "T3.r1.c2": Decimal(5)}, keep=False)
    wrong = banner(WorkbookContent(values, GOOD.texts))  # the balances of its column and of 总计
    assert wrong.startswith("还有 2 项") and int(re.findall(r"\d+", wrong)[1]) > tables + 1


def test_the_texts_lead_to_the_first_that_is_blank(office: Office, tmp_path: Path) -> None:
    """As LibreOffice computes it: the address behind the link, for no text, some and all of them."""
    row = 4 + len(FORM.tables)
    link = opened()[zh.SHEET_CHECK][f"E{row}"].value
    places = re.findall(r'="","(.*?)"', link)
    assert len(places) == len(FORM.texts) and all(zh.SHEET_TEXTS in place for place in places)
    data = write_workbook(FORM, sign(FORM.key, 2025, "031", UNIT.name), UNIT)
    (tmp_path / "a.xlsx").write_bytes(data)
    cells = [place.replace("'", "") for place in places]
    for filled in (0, 3, len(cells)):
        put = dict.fromkeys(cells[:filled], "有")
        answer = office.ask(tmp_path / "a.xlsx", put=put, read=[f"{zh.SHEET_CHECK}!D{row}"])["read"]
        assert answer[f"{zh.SHEET_CHECK}!D{row}"] == len(cells) - filled


def test_the_length_of_the_first_part_is_held_against_its_limit() -> None:
    long = WorkbookContent({}, {"N1.1": "长" * 1001})
    for content, word in ((None, zh.CHECK_OK), (long, zh.CHECK_WARNING)):
        data = write_workbook(FORM, sign(FORM.key, 2025, "031", UNIT.name), UNIT, content)
        rows = openpyxl.load_workbook(io.BytesIO(data), data_only=True)[zh.SHEET_CHECK].iter_rows(min_row=4)
        (found,) = [[cell.value for cell in row] for row in rows if "1000 字" in str(row[1].value)]
        assert found[2] == word and found[3] == (1001 if content else 0)


def test_a_blank_table_is_led_to_the_one_choice_that_settles_it(tmp_path: Path) -> None:
    data = json.loads((SAMPLES / "jinxiang-2025.json").read_text(encoding="utf-8"))
    data["values"] = {a: None if a.startswith("T4.") else n for a, n in data["values"].items()}
    (tmp_path / "a.json").write_text(json.dumps(data), encoding="utf-8")
    one = checked(tmp_path / "a.json")
    (mark,) = [mark for mark in marks_of(one) if mark.choice]
    assert mark.code == "V-blank" and mark.choice == "T4.zero"
    book = openpyxl.load_workbook(io.BytesIO(marked_copy(one)))
    cell = lay_out(one.form).cells["T4.zero"]
    choice = book[cell.sheet][cell.a1]
    assert (
        choice.comment is not None
        and "选“是”" in choice.comment.text
        and choice.fill.fgColor.rgb == "FFFFC7CE"
    )
    assert cell.a1 in book[zh.SHEET_MARKS]["C5"].hyperlink.location  # the first place of the first mark


def test_the_preface_is_there_from_the_start_with_what_is_known_of_the_unit(tmp_path: Path) -> None:
    roster = tmp_path / "名册.csv"
    roster.write_text(
        "单位代码,单位名称,单位类别,地址,电话,网站\n1,甲局,县级部门,光明路7号,0537-1,\n2,乙局,县级部门,,,\n",
        "utf-8",
    )
    made = xltool("make", "zfxxgknb-2021", "--year", 2025, "--roster", roster, "-o", tmp_path / "o")
    texts = [Checker().check(path).submission.texts["N0"] for path in made.lines]  # type: ignore[union-attr]
    assert all(
        text.startswith(f"本报告由{name}按照") and "2025年1月1日" in text
        for name, text in zip(("甲局", "乙局"), texts, strict=True)
    )
    assert "光明路7号" in texts[0] and "0537-1" in texts[0] and "联系" not in texts[1]
    assert not any(sign in text for text in texts for sign in "{}[]") and "查阅" not in texts[0]


def test_the_preface_written_for_a_unit_gives_no_alarm(tmp_path: Path) -> None:
    data = json.loads((SAMPLES / "jinxiang-2025.json").read_text("utf-8"))
    unit = Unit(
        data["unit"]["code"],
        data["unit"]["name"],
        phone="0537-8709110",
        address="光明路7号",
        website="http://a.cn/",
    )
    form = load("zfxxgknb-2021")
    known = {
        "unit": unit.name,
        "year": "2025",
        "phone": unit.phone,
        "address": unit.address,
        "website": unit.website,
    }
    words = form.sections[0].parts[0].prefilled(**known)
    data["texts"]["N0"] = words
    data["unit"] |= {"phone": unit.phone, "address": unit.address, "website": unit.website}
    (tmp_path / "a.json").write_text(json.dumps(data), "utf-8")
    found = Checker().check(tmp_path / "a.json").findings
    assert not [f for f in found if f.code.startswith("N-") and "N0" in f.refs], found


@pytest.mark.slow
@pytest.mark.parametrize(("address", "length"), [("N1.1", 700), ("N5", 1500), ("N0", 400)])
def test_a_text_typed_later_prints_whole(
    tmp_path: Path, soffice: str, pdftotext: str, address: str, length: int
) -> None:
    book = openpyxl.load_workbook(
        io.BytesIO(write_workbook(FORM, sign(FORM.key, 2025, "031", UNIT.name), UNIT))
    )
    cell = lay_out(FORM).cells[address]
    words = "".join(f"第{n}件事已经办好，" for n in range(1, 400))[:length]
    book[cell.sheet][cell.a1] = words
    book.save(tmp_path / "a.xlsx")
    converted(soffice, tmp_path / "a.xlsx", "pdf", tmp_path)
    command = [pdftotext, str(tmp_path / "a.pdf"), "-"]
    said = subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8").stdout
    printed, pieces = "".join(said.split()), words.split("，")
    lost = [piece for piece in pieces if piece not in printed]  # one may stand across two pages
    assert len(lost) <= 2 and pieces[-1] in printed, lost
