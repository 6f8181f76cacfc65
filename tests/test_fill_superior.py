"""A superior office's own workbook, filled in: found by its words, its looks kept, nothing else touched."""

from __future__ import annotations

import io
import re
import zipfile
from copy import copy
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import openpyxl.chart
import pytest
from conftest import load
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from support.command import xltool
from support.county import COUNTY, made
from support.strategies import submissions

from xltool.app.fill_superior import fill_workbook
from xltool.core.errors import UnreadableFile
from xltool.core.form.a1 import a1
from xltool.core.form.layout import lay_out
from xltool.core.submission.model import Submission
from xltool.office.patch_sheet import patch_cells, recalculated

FORM = load("zfxxgknb-2021")
LAYOUT = lay_out(FORM)
SHEETS = {"T2": "表一", "T3": "表二", "T4": "表三"}
DOWN, RIGHT = 6, 2


def superior(skip: str = "") -> Any:
    """Its workbook: other names, other places, other looks, totals of applicants as formulas."""
    book = openpyxl.Workbook()
    book.active.title = "封面"
    book.active["B2"] = "某某市2025年度汇总表"
    book.active["B2"].font = Font(name="黑体", size=22, bold=True, color="FFC00000")
    for table in FORM.tables:
        sheet = book.create_sheet(SHEETS[table.id])
        sheet["A1"], sheet["A1"].fill = "填报单位（盖章）：", PatternFill("solid", "FFFFE699")
        sheet.column_dimensions["C"].width, sheet.freeze_panes = 41, "D9"
        for box in LAYOUT.grids[table.id].boxes:
            cell = sheet.cell(box.row + 1 + DOWN, box.column + 1 + RIGHT)
            if box.rows > 1 or box.columns > 1:
                sheet.merge_cells(
                    start_row=cell.row,
                    start_column=cell.column,
                    end_row=cell.row + box.rows - 1,
                    end_column=cell.column + box.columns - 1,
                )
            if box.role in ("input", "total"):
                cell.number_format, cell.alignment = "#,##0", Alignment(horizontal="right")
                if box.address.startswith("T3") and box.address.endswith("c7"):
                    cell.value = (
                        f"=SUM({a1(cell.row - 1, cell.column - 7)}:{a1(cell.row - 1, cell.column - 2)})"
                    )
            elif box.text != skip:
                cell.value = box.text
        sheet["A40"].comment = Comment("不要动", "市政府办")
        sheet["B40"] = "=1+1"
    return book


def saved(book: Any) -> bytes:
    output = io.BytesIO()
    book.save(output)
    return output.getvalue()


def figures(book: Any) -> dict[str, Any]:
    return {
        box.address: book[SHEETS[table.id]].cell(box.row + 1 + DOWN, box.column + 1 + RIGHT).value
        for table in FORM.tables
        for box in LAYOUT.grids[table.id].boxes
        if box.role in ("input", "total")
    }


@settings(max_examples=5)
@given(st.data())
def test_every_figure_stands_where_the_words_say(data: st.DataObject) -> None:
    whole: Submission = data.draw(submissions(FORM))
    filled = fill_workbook(saved(superior()), FORM, whole.values)
    found = figures(openpyxl.load_workbook(io.BytesIO(filled)))
    for address, number in whole.values.items():
        if str(found[address]).startswith("=SUM"):
            assert address.startswith("T3") and address.endswith("c7")
        else:
            assert found[address] == pytest.approx(float(number or 0))


def test_nothing_else_is_touched() -> None:
    data = saved(superior())
    before, after = (
        openpyxl.load_workbook(io.BytesIO(d)) for d in (data, fill_workbook(data, FORM, made(1).values))
    )
    assert after.sheetnames == before.sheetnames
    for sheet in before.worksheets:
        other = after[sheet.title]
        assert (
            other.merged_cells.ranges == sheet.merged_cells.ranges
            and other.freeze_panes == sheet.freeze_panes
        )
        assert other.column_dimensions["C"].width == sheet.column_dimensions["C"].width
        for row in sheet.iter_rows():
            for cell in row:
                now = other[cell.coordinate]
                assert now.value == (
                    cell.value
                    if cell.value is not None or isinstance(cell, openpyxl.cell.MergedCell)
                    else now.value
                )
                for look in ("font", "fill", "border", "alignment", "number_format"):
                    assert copy(getattr(now, look)) == copy(getattr(cell, look))
                assert (now.comment and now.comment.text) == (cell.comment and cell.comment.text)


def test_only_cells_of_figures_change() -> None:
    data = saved(superior())
    values = {address: Decimal(7) for address in FORM.addresses}
    after = openpyxl.load_workbook(io.BytesIO(fill_workbook(data, FORM, values)))
    sevens = sum(cell.value == 7 for sheet in after.worksheets for row in sheet.iter_rows() for cell in row)
    assert sevens == len(FORM.addresses) - 25


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.filterwarnings("ignore:Unknown extension")
def test_every_other_part_stays_byte_for_byte() -> None:
    """Pictures, other programs' parts and extension lists too; totals keep values and are calculated anew."""
    book = superior()
    book["封面"].add_chart(openpyxl.chart.BarChart(), "D4")
    data = with_more(saved(book), {"xl/cellimages.xml": b"<x/>", "xl/printerSettings/p1.bin": b"\0\1"})
    whole = made(1)
    before, after = parts(data), parts(fill_workbook(data, FORM, whole.values))
    assert list(before) == list(after)
    changed = {name for name in before if before[name] != after[name]}
    assert "xl/workbook.xml" in changed and len(changed) == 4
    assert all(name == "xl/workbook.xml" or name.startswith("xl/worksheets/sheet") for name in changed)
    assert b'fullCalcOnLoad="1"' in after["xl/workbook.xml"]
    assert all(b"x14:fake" in after[name] for name in changed if "sheet" in name)
    values = openpyxl.load_workbook(io.BytesIO(fill_workbook(data, FORM, whole.values)), data_only=True)
    found = figures(values)
    for address, number in whole.values.items():
        assert found[address] == pytest.approx(float(number or 0)), address


def with_more(data: bytes, more: dict[str, bytes]) -> bytes:
    """The package with more parts, and an extension list in every sheet."""
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {**parts(data), **more}.items():
            if "worksheets/sheet" in name and name.endswith(".xml"):
                extension = b'<extLst><ext uri="u"><x14:fake xmlns:x14="y"/></ext></extLst></worksheet>'
                content = content.replace(b"</worksheet>", extension)
            archive.writestr(name, content.replace(b' fullCalcOnLoad="1"', b""))
    return output.getvalue()


CELLS = {(4, 1): "12", (4, 3): None, (6, 0): "3.5"}


@pytest.mark.parametrize("prefix", ["", "x:"])
def test_cells_and_rows_that_are_not_there_are_put_in(prefix: str) -> None:
    rows = '<row r="2"/><row r="5" ht="20"><c r="A5" s="1"/><c r="D5" t="s" s="2"><v>7</v></c><c r="F5"/></row><row r="9"/>'
    text = f'<?xml version="1.0"?><worksheet a="&gt;"><sheetData>{rows}</sheetData><extLst/></worksheet>'
    xml = re.sub(r"<(/?)(?=[a-z])", rf"<\1{prefix}", text)
    made_ = patch_cells(xml.encode(), CELLS, {}).decode().replace(prefix, "") if prefix else patch_cells(
        xml.encode(), CELLS, {}).decode()  # fmt: skip
    assert made_ == text.replace(
        '<c r="D5" t="s" s="2"><v>7</v></c>', '<c r="B5"><v>12</v></c><c r="D5" s="2"/>'
    ).replace('<row r="9"/>', '<row r="7"><c r="A7"><v>3.5</v></c></row><row r="9"/>')


def test_formulas_stay_and_get_their_results() -> None:
    xml = (
        '<worksheet><sheetData><row><c s="3" t="str"><f>SUM(B1:C1)</f><v>old</v></c><c><f>1+1</f></c></row>'
        "</sheetData></worksheet>"
    )
    made_ = patch_cells(xml.encode(), {(0, 0): "5", (0, 1): "6"}, {(0, 0): "5"}).decode()
    assert '<c s="3"><f>SUM(B1:C1)</f><v>5</v></c><c><f>1+1</f></c>' in made_


@pytest.mark.parametrize(
    ("book", "wanted"),
    [
        ('<workbook><sheets/><calcPr calcId="1" fullCalcOnLoad="0"/></workbook>', '<calcPr calcId="1" fullCalcOnLoad="1"/>'),
        ("<workbook><sheets></sheets><definedNames></definedNames><extLst/></workbook>",
         '</definedNames><calcPr fullCalcOnLoad="1"/><extLst/>'),
        ("<x:workbook><x:sheets></x:sheets></x:workbook>", '</x:sheets><x:calcPr fullCalcOnLoad="1"/>'),
    ],
)  # fmt: skip
def test_programs_are_asked_to_calculate(book: str, wanted: str) -> None:
    assert wanted in recalculated(book.encode()).decode()


def test_a_table_that_is_not_there_is_one_sentence() -> None:
    with pytest.raises(UnreadableFile) as caught:
        fill_workbook(saved(superior(skip="（七）总计")), FORM, made(1).values)
    assert caught.value.code == "A-into-table"
    assert caught.value.args_["table"].startswith("三、") and caught.value.args_["n"] == "7"


@pytest.mark.slow
def test_from_the_command_line(tmp_path: Path) -> None:
    from support.county import put

    put(tmp_path / "in", made(1, {"T2.r4.c4": 5}), made(2, {"T2.r4.c4": 6}))
    into, out = tmp_path / "市.xlsx", tmp_path / "报市.xlsx"
    into.write_bytes(saved(superior()))
    kept = into.read_bytes()
    run = xltool("aggregate", tmp_path / "in", "-o", out, "--into", into, "--unit", COUNTY.name)
    assert (run.code, run.out) == (0, f"{out}\n"), run.err
    assert figures(openpyxl.load_workbook(out))["T2.r4.c4"] == 11 and into.read_bytes() == kept
    run = xltool("aggregate", tmp_path / "in", "-o", into, "--into", into, "--force")
    assert run.code == 2 and "结果不能写回" in run.err and into.read_bytes() == kept
    (tmp_path / "x.xlsx").write_bytes(b"no")
    run = xltool("aggregate", tmp_path / "in", "-o", tmp_path / "y.xlsx", "--into", tmp_path / "x.xlsx")
    assert run.code == 2 and "填不进去" in run.err and not (tmp_path / "y.xlsx").exists()
