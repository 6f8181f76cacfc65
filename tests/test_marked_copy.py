"""The copy that goes back: says what to do in each cell, and is a return again once corrected."""

from __future__ import annotations

import re
import warnings
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from conftest import load
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html
from support.office import Office
from support.returns import SOUND, checked
from support.strategies import UNIT, submissions

from xltool.app.findings_list import findings_html, findings_workbook
from xltool.app.marked_copy import copy_name, marked_copy, marks_of, write_copies
from xltool.core.check.returned import CheckedReturn
from xltool.core.errors import XltoolError
from xltool.core.form.layout import lay_out, zero_choice
from xltool.core.submission.identity import sign
from xltool.core.text import zh
from xltool.writing.workbook.write import WorkbookContent, write_workbook

pytestmark = pytest.mark.slow  # each writes workbooks

FORM = load("zfxxgknb-2021")
LAYOUT = lay_out(FORM)


# what people type where a figure belongs; each keeps its finding in the copy
TYPED = ["约5", "1O", "3+4", "5²", "三", "1.2万", "2026-2-1", "12元", "=1+", "<b>&"]


def opened(data: bytes | Path, folder: Path) -> Any:
    file = folder / "opened.xlsx"
    file.write_bytes(data if isinstance(data, bytes) else data.read_bytes())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(file)


def spoiled(folder: Path, changes: dict[str, object]) -> CheckedReturn:
    """The sound return with some cells retyped, by their addresses."""
    book = opened(SOUND, folder)
    for address, value in changes.items():
        sheet, cell = LAYOUT.place(address).split("!")
        book[sheet][cell] = value
    book.save(folder / "spoiled.xlsx")
    return checked(folder / "spoiled.xlsx")


def read_again(intake: CheckedReturn, folder: Path) -> CheckedReturn:
    (folder / "copy.xlsx").write_bytes(marked_copy(intake))
    return checked(folder / "copy.xlsx")


def asked(intake: CheckedReturn) -> list[tuple[str, tuple[str, ...]]]:
    """What someone still has to act on."""
    return [(f.code, f.refs) for f in intake.findings if f.severity != "info"]


@pytest.mark.slow
@settings(max_examples=25)
@given(st.data())
def test_the_copy_says_the_same_again(tmp_path_factory: Any, data: st.DataObject) -> None:
    folder = tmp_path_factory.mktemp("marked")
    submission = data.draw(submissions(FORM, blanks=True))
    inputs = [a for a in FORM.addresses if a not in FORM.totals]
    typed = data.draw(st.dictionaries(st.sampled_from(inputs), st.sampled_from(TYPED), max_size=6))
    zeros = frozenset(data.draw(st.sets(st.sampled_from([table.id for table in FORM.tables]))))
    values = {a: n for a, n in submission.values.items() if a not in typed}
    content = WorkbookContent(values, submission.texts, submission.notes, zeros, typed)
    identity = sign(FORM.key, 2025, UNIT.code, UNIT.name)
    (folder / "a.xlsx").write_bytes(write_workbook(FORM, identity, submission.unit, content))
    first = checked(folder / "a.xlsx")
    assert first.submission is not None
    again = read_again(first, folder)
    assert again.submission == first.submission
    assert asked(again) == asked(first)
    assert again.typed == first.typed and again.zeros == first.zeros


def test_every_wrong_cell_is_coloured_and_explained(tmp_path: Path) -> None:
    intake = spoiled(
        tmp_path, {"T3.r1.c1": "约5", "T3.r3.c2": -3, "T3.r4.c1": "三", "N1.1": None, "T3.r24.c1": 9}
    )
    book = opened(marked_copy(intake), tmp_path)
    looks = {"error": "FFFFC7CE", "warning": "FFFFEB9C"}
    for finding in intake.findings:
        for ref in finding.refs if finding.severity != "info" else ():
            sheet, place = LAYOUT.place(ref).split("!")
            cell = book[sheet][place]
            assert cell.fill.fgColor.rgb == looks[finding.severity], ref
            assert cell.comment is not None and finding.args["label"] in cell.comment.text
    commented = {
        (sheet.title, c.coordinate) for sheet in book for row in sheet.iter_rows() for c in row if c.comment
    }
    assert len(commented) == len({ref for f in intake.findings if f.severity != "info" for ref in f.refs})
    assert book["三、申请办理"]["D7"].value == "约5"  # what was typed is kept


def test_the_first_sheet_links_to_each_place(tmp_path: Path) -> None:
    intake = spoiled(tmp_path, {"T3.r1.c1": "约5", "T3.r3.c2": -3, "N1.1": None})
    book = opened(marked_copy(intake), tmp_path)
    sheet = book.worksheets[0]
    assert sheet.title == zh.SHEET_MARKS and book.active.title == zh.SHEET_MARKS
    rows = [row for row in sheet.iter_rows() if isinstance(row[0].value, int)]
    expected = marks_of(intake)
    assert [row[3].value for row in rows] == [mark.text for mark in expected]
    for row, mark in zip(rows, expected, strict=True):
        if mark.addresses:
            place = row[2].hyperlink.location
            target, cell = re.fullmatch(r"'?([^'!]+)'?!(\w+)", place).groups()  # type: ignore[union-attr]
            assert f"{target}!{cell}" == LAYOUT.place(mark.addresses[0])


def test_structure_is_as_issued(tmp_path: Path) -> None:
    intake = spoiled(tmp_path, {"T3.r24.c1": 99, "T3.r1.c1": "五"})
    copy = opened(marked_copy(intake), tmp_path)
    assert intake.submission is not None
    fresh = opened(
        write_workbook(FORM, sign(FORM.key, 2025, "031", "示例县农业农村局"), intake.submission.unit),
        tmp_path,
    )
    for sheet in fresh:
        other = copy[sheet.title]
        assert other.protection.sheet and sheet.sheet_state == other.sheet_state
        assert {str(v.sqref) for v in sheet.data_validations.dataValidation} == {
            str(v.sqref) for v in other.data_validations.dataValidation
        }
        for row in sheet.iter_rows():
            for cell in row:
                twin = other[cell.coordinate]
                assert cell.protection.locked == twin.protection.locked, cell.coordinate
                if (
                    isinstance(cell.value, str)
                    and cell.value.startswith("=")
                    and sheet.title != zh.SHEET_CHECK
                ):
                    assert cell.value == twin.value
    assert {k: v.attr_text for k, v in fresh.defined_names.items()} == {
        k: v.attr_text for k, v in copy.defined_names.items()
    }


def test_corrected_in_libreoffice_it_passes(office: Office, tmp_path: Path) -> None:
    intake = spoiled(tmp_path, {"T3.r1.c1": "约5", "T3.r24.c1": 99, "T3.r3.c2": -3, "N1.1": None})
    assert intake.status == "rejected"
    (tmp_path / "copy.xlsx").write_bytes(marked_copy(intake))
    put = {LAYOUT.place("T3.r1.c1"): 5, LAYOUT.place("T3.r3.c2"): 0, LAYOUT.place("N1.1"): "已公开。"}
    for suffix in ("xlsx", "xls", "ods"):
        back = tmp_path / f"back.{suffix}"
        office.ask(tmp_path / "copy.xlsx", put=put, save=[[str(back), suffix]])
        again = checked(back)
        assert again.status == "accepted" and asked(again) == [], [
            (suffix, f.code, f.refs, f.args) for f in again.findings
        ]
        sound = checked(SOUND).submission
        assert sound is not None and again.submission is not None
        assert again.submission.values == sound.values


def test_zero_choice_and_blanks_come_back_as_they_were(tmp_path: Path) -> None:
    content = WorkbookContent(
        {"T3.r1.c1": Decimal(3)}, dict.fromkeys(FORM.texts, "信息处理费无。"), {}, frozenset({"T3"})
    )
    (tmp_path / "a.xlsx").write_bytes(
        write_workbook(FORM, sign(FORM.key, 2025, UNIT.code, UNIT.name), UNIT, content)
    )
    intake = checked(tmp_path / "a.xlsx")
    book = opened(marked_copy(intake), tmp_path)
    sheet, cell = LAYOUT.place(zero_choice("T3")).split("!")
    assert book[sheet][cell].value == zh.YES
    sheet, cell = LAYOUT.place("T3.r1.c2").split("!")
    assert book[sheet][cell].value is None


def test_files_are_named_by_unit_and_never_overwritten(tmp_path: Path) -> None:
    bad = spoiled(tmp_path, {"T3.r1.c1": "约5"})
    sound = checked(SOUND)
    paths = list(write_copies([bad, sound, bad], tmp_path / "out"))
    names = [path.name for path in paths if isinstance(path, Path)]
    assert names == [copy_name(bad), copy_name(bad).replace(".xlsx", "-2.xlsx")]
    (fault,) = write_copies([bad], tmp_path / "out")
    assert isinstance(fault, XltoolError) and fault.code == "U-exists"


def test_a_list_of_findings_is_only_text(tmp_path: Path) -> None:
    bad = spoiled(tmp_path, {"T3.r1.c1": "'=1+1<script>", "T3.r3.c2": "=cmd|' /C calc'!A0"})
    book = opened(findings_workbook([bad, checked(SOUND)]), tmp_path)
    assert book.sheetnames[:2] == [
        zh.FINDINGS_SUM,
        zh.FINDINGS_TITLE,
    ]  # what it opens on says the state of each
    cells = [
        cell
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    ]
    links = [cell.hyperlink for cell in cells if cell.hyperlink is not None]
    assert all(cell.data_type in "sn" for cell in cells) and all(link.target is None for link in links)
    assert [link.location for link in links] == [f"'{zh.FINDINGS_TITLE}'!A2"]
    values = [cell.value for cell in cells]
    assert zh.NO_FINDINGS in values and any("<script>" in str(value) for value in values)
    page: Any = lxml_html.fromstring(findings_html([bad, checked(SOUND)]))
    assert page.xpath("//script") == [] and "<script>" in page.text_content()
    shown = page.text_content()
    assert all(finding.message in shown for finding in bad.findings)
    assert page.xpath("//*[@src]") == [] and all(link.startswith("#") for link in page.xpath("//@href"))
