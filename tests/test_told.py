"""What cannot be read is told rightly: its own kind, its size, our fault; registers are read as they are seen."""

from __future__ import annotations

import io
import logging
import re
import shutil
from pathlib import Path

import openpyxl
import pytest
from support.command import xltool
from support.dress import check_bytes
from support.packages import unzipped, zipped
from support.returns import SOUND, codes

from xltool.app import checking
from xltool.app.checking import Checker
from xltool.core.errors import UsageError
from xltool.core.text.wording import wording
from xltool.reading.form.find import DATA
from xltool.reading.roster import read_roster

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def ole(*names: str) -> bytes:
    """An OLE file whose directory has streams of these names."""
    entries = b"".join((name.encode("utf-16-le") + b"\0\0").ljust(128, b"\0") for name in names)
    return (OLE + bytes(504) + entries).ljust(2048, b"\0")


ODF = "application/vnd.oasis.opendocument."
FOREIGN: dict[str, tuple[bytes, str, str]] = {  # what it is; words of its kind; what to save it as
    "rtf": (rb"{\rtf1\ansi x}", "RTF", ".docx"),
    "ofd": (zipped({"OFD.xml": b"<x/>", "Doc_0/Document.xml": b"<x/>"}), "版式", ".docx"),
    "odt": (zipped({"mimetype": f"{ODF}text".encode(), "content.xml": b"<x/>"}), "文字文档", ".docx"),
    "odp": (zipped({"mimetype": f"{ODF}presentation".encode()}), "演示", ".docx"),
    "pptx": (zipped({"[Content_Types].xml": b"<x/>", "ppt/presentation.xml": b"<x/>"}), "演示", ".docx"),
    "ppt": (ole("Root Entry", "PowerPoint Document"), "演示", ".docx"),
    "numbers": (zipped({"Index/Document.iwa": b"x", "Index/Tables/DataList.iwa": b"x"}), "Numbers", ".xlsx"),
    "pages": (zipped({"Index/Document.iwa": b"x"}), "Pages", ".docx"),
    "mdb": (b"\0\1\0\0Standard Jet DB\0" + bytes(200), "数据库", ".xlsx"),
    "accdb": (b"\0\1\0\0Standard ACE DB\0" + bytes(200), "数据库", ".xlsx"),
    "mht": (b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n", "网页", ".docx"),
    "eml": (b"From: a@b.cn\r\nMIME-Version: 1.0\r\n\r\nx", "邮件", "附件"),
    "csv": ("单位,数\r\n甲,1\r\n".encode(), ".csv", ".xlsx"),
    "lnk": (b"L\0\0\0\1\x14\2\0" + bytes(80), "快捷方式", "指向"),
    "2003 xml": (b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>', "XML 格式的表格", ".xlsx"),
    "word xml": (b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w/>', "文字文档", ".docx"),
    "uof": (b'<?xml version="1.0"?><uof:UOF xmlns:uof="x"><uof:x/></uof:UOF>', "标文通", ".xlsx"),
    "pdf": (b"%PDF-1.7\n", "PDF", ".docx"),
    "exe": (b"MZ\x90\0\3\0\0\0" + bytes(200), "程序", ".xlsx"),
    "png": (b"\x89PNG\r\n\x1a\n" + bytes(100), "图片", ".xlsx"),
}  # fmt: skip


@pytest.mark.parametrize("kind", FOREIGN)
def test_a_foreign_file_is_told_its_own_kind_and_what_to_save_it_as(kind: str) -> None:
    data, words, way = FOREIGN[kind]
    for name in ("a.xlsx", f"a.{kind}"):
        found = check_bytes(data, name)
        text, advice = wording(found.findings[0].code, found.findings[0].args)
        assert found.status == "unreadable" and words in text and way in advice, (text, advice)
        assert "不是 Excel 工作簿" not in text and "解压" not in advice


def test_names_of_streams_count_in_either_case_and_line_breaks_before_a_file_do_not() -> None:
    assert check_bytes(ole("Root Entry", "WORKBOOK"), "a.xls").findings[0].code != "W-not-workbook"
    assert check_bytes(b"\r\n" + SOUND.read_bytes()).status == "accepted"


def test_a_foreign_workbook_names_no_form_that_nobody_asked_for() -> None:
    book = openpyxl.Workbook()
    book.active.append(["姓名", "电话", "合计"])
    data = io.BytesIO()
    book.save(data)
    found = check_bytes(data.getvalue())
    text, _ = wording(found.findings[0].code, found.findings[0].args)
    assert codes(found.findings) == ["W-not-our-form"] and "缺少" not in text


def test_a_big_file_is_told_its_size_and_the_limit(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(SOUND.read_bytes() + bytes(21_000_000))
    found = Checker().check(tmp_path / "a.xlsx")
    text, advice = wording(found.findings[0].code, found.findings[0].args)
    assert codes(found.findings) == ["W-big"] and "MB" in text and "图片" in advice


@pytest.mark.parametrize(
    ("error", "code"),
    [(RecursionError("x"), "W-failed"), (MemoryError(), "W-failed"), (KeyError("y"), "W-failed"),
     (ModuleNotFoundError("No module", name="cryptography"), "W-install")],
)  # fmt: skip
@pytest.mark.parametrize("where", ["understand", "check"])
def test_whatever_happens_inside_is_one_files_affair(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, error: Exception, code: str, where: str
) -> None:
    def fails(*_: object) -> None:
        raise error

    monkeypatch.setattr(checking, where, fails)
    with caplog.at_level(logging.DEBUG, "xltool"):
        found = check_bytes(SOUND.read_bytes(), "好的.xlsx")
    text, _ = wording(found.findings[0].code, found.findings[0].args)
    assert codes(found.findings) == [code] and found.status == "unreadable"
    assert ("好的.xlsx" if code == "W-failed" else "cryptography") in text
    assert caplog.records[0].exc_info


def test_a_json_with_a_key_twice_is_refused() -> None:
    for text in ('{"schema":1,"schema":1}', '{"schema":1,"values":{"T2.r3.c4":"1","T2.r3.c4":"2"}}'):
        assert codes(check_bytes(text.encode(), "a.json").findings) == ["W-not-submission"]


def test_own_forms_are_named_when_they_stand_for_ours_or_are_broken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copytree(DATA / "templates" / "zfxxgknb-2021", tmp_path / "templates" / "zfxxgknb-2021")
    (tmp_path / "templates" / "jytanb-2025").mkdir()
    (tmp_path / "templates" / "jytanb-2025" / "form.toml").write_text("id = ", encoding="utf-8")
    answer = xltool("check", SOUND)
    assert "zfxxgknb-2021" in answer.err and "自带" in answer.err and "jytanb-2025" in answer.err
    (tmp_path / "a.json").write_text(
        '{"schema":1,"form":"jytanb","version":"2025","values":{}}', encoding="utf-8"
    )
    assert "form.toml" in xltool("check", tmp_path / "a.json").out


REGISTERS: dict[str, list[list[object]]] = {
    "numbers": [["单位代码", "单位名称", "电话"], [12.0, "甲局", 1.38e10]],
    "title above": [
        ["全县单位名册"],
        [],
        ["*单位\n代码 ", "单位名称＊", "电 话"],
        ["12", "甲局_x000D_", 13800000000],
    ],
    "invisible": [["单位代码\u200b", "\ufeff单位名称", "电话"], ["\u200e12", "甲\u200b局", "13800000000"]],
}


@pytest.mark.parametrize("name", REGISTERS)
def test_registers_are_read_as_they_are_seen(tmp_path: Path, name: str) -> None:
    book = openpyxl.Workbook()
    hidden, sheet = book.active, book.create_sheet("名册")
    assert hidden is not None
    hidden.sheet_state = "hidden"
    for row in REGISTERS[name]:
        sheet.append(row)
    book.active = 1
    book.save(tmp_path / "r.xlsx")
    (unit,) = read_roster(tmp_path / "r.xlsx")
    assert (unit.code, unit.name, unit.phone) == ("12", "甲局", "13800000000")


def test_a_code_with_zeros_before_it_and_the_line_of_a_fault(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in ([None], ["单位代码", "单位名称"], [12, "甲局"], ["甲", "乙局"]):
        sheet.append(row)
    sheet["A3"].number_format = "000"
    book.save(tmp_path / "r.xlsx")
    with pytest.raises(UsageError) as caught:
        read_roster(tmp_path / "r.xlsx")
    assert caught.value.args_["line"] == "4"
    sheet.delete_rows(4)
    book.save(tmp_path / "r.xlsx")
    assert [unit.code for unit in read_roster(tmp_path / "r.xlsx")] == ["012"]


def test_the_unit_of_a_workbook_is_read_as_it_is_seen() -> None:
    members = unzipped(SOUND)
    sheet = "xl/worksheets/sheet2.xml"
    text = members[sheet].decode()
    cell = next(
        m
        for m in re.findall(r'<c r="B\d+"[^>]*t="s"[^>]*><v>\d+</v></c>', text)
        if '"B8"' in m or '"B7"' in m
    )
    style = re.search(r's="(\d+)"', cell)
    place = re.search(r'r="(B\d+)"', cell)
    assert style and place
    made = f'<c r="{place[1]}" s="{style[1]}"><v>1.38E10</v></c>'
    found = check_bytes(zipped(members | {sheet: text.replace(cell, made, 1).encode()}))
    assert "13800000000" in str(vars(found)["submission"].unit)
