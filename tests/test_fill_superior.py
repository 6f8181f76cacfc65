"""A superior office's own workbook, filled in: found by its words, its looks kept, nothing else touched."""

from __future__ import annotations

import io
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
    filled, lost = fill_workbook(saved(superior()), FORM, whole.values)
    found = figures(openpyxl.load_workbook(io.BytesIO(filled)))
    assert not lost
    for address, number in whole.values.items():
        if str(found[address]).startswith("=SUM"):
            assert address.startswith("T3") and address.endswith("c7")
        else:
            assert found[address] == pytest.approx(float(number or 0))


def test_nothing_else_is_touched() -> None:
    data = saved(superior())
    before, after = (
        openpyxl.load_workbook(io.BytesIO(d)) for d in (data, fill_workbook(data, FORM, made(1).values)[0])
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
    after = openpyxl.load_workbook(io.BytesIO(fill_workbook(data, FORM, values)[0]))
    sevens = sum(cell.value == 7 for sheet in after.worksheets for row in sheet.iter_rows() for cell in row)
    assert sevens == len(FORM.addresses) - 25


def test_pictures_that_are_not_carried_over_are_said() -> None:
    book = superior()
    book["封面"].add_chart(openpyxl.chart.BarChart(), "D4")
    assert fill_workbook(saved(book), FORM, made(1).values)[1]


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
