"""The summary workbook: figures are the sums, rows are the units, and nothing from outside is a formula."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from conftest import load
from hypothesis import given, settings
from hypothesis import strategies as st
from support.county import COUNTY, made, numbered, unit
from support.office import Office
from support.strategies import submissions

from xltool.core.check.rules import check
from xltool.core.form.layout import lay_out
from xltool.core.submission.model import Submission, Unit
from xltool.core.sums.adder import Adder, County, Override, filled
from xltool.core.sums.chart_data import Bar, bars_of, described
from xltool.core.text import zh
from xltool.writing.summary.book import write_summary

FORM = load("zfxxgknb-2021")
LAYOUT = lay_out(FORM)


def county(*parts: Submission, overrides: tuple[Override, ...] = ()) -> County:
    adder = Adder(FORM)
    for part in parts:
        adder.add(part, check(FORM, part))
    adder.leave_out(unit(77), "与第1局合并")
    return adder.result(COUNTY, [unit(1), unit(88)], overrides)


def opened(data: bytes, values: bool = False) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data), data_only=values)


def texts(sheet: Any) -> list[str]:
    return [cell.value for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]


@pytest.mark.slow
@settings(max_examples=6)
@given(st.lists(submissions(FORM, blanks=True), min_size=1, max_size=4).map(numbered))
def test_every_figure_of_the_county_and_of_every_unit(parts: list[Submission]) -> None:
    total = county(*parts)
    book = opened(write_summary(total))
    for address, number in total.submission.values.items():
        cell = LAYOUT.cells[address]
        shown = book[cell.sheet][cell.a1].value
        assert shown == (None if number is None else pytest.approx(float(number)))
    for table in FORM.tables:
        rows = list(book[table.sheet + zh.SUM_ROWS].iter_rows(values_only=True))
        codes = {code: column for column, code in enumerate(rows[3])}
        for part, row in zip(total.parts, rows[4:], strict=False):
            assert row[:2] == (part.unit.code, part.unit.name)
            figures = filled(FORM, part)
            blank = {a for a, n in zip(FORM.inputs, part.inputs, strict=True) if n is None}
            for address in table.addresses:
                meant = None if address in blank else pytest.approx(float(figures[address]))
                assert row[codes[address]] == meant


def test_the_last_row_adds_up_and_its_shown_values_are_what_libreoffice_computes(
    office: Office, tmp_path: Any
) -> None:
    file = tmp_path / "a.xlsx"
    file.write_bytes(write_summary(county(made(1, {"T3.r1.c1": 5, "T3.r3.c1": 5}), made(2, {"T2.r3.c4": 7}))))
    places = []
    for table in FORM.tables:
        name = table.sheet + zh.SUM_ROWS
        sheet = opened(file.read_bytes())[name]
        row = sheet.max_row
        assert sheet.cell(row, 2).value == zh.SUM_TOTAL
        for column in range(3, 3 + len(table.addresses)):
            letter = openpyxl.utils.get_column_letter(column)
            assert sheet.cell(row, column).value == f"=SUM({letter}5:{letter}6)"
            places.append((name, f"{letter}{row}"))
    answer = office.ask(file, read=[f"{name}!{cell}" for name, cell in places])["read"]
    shown = opened(file.read_bytes(), values=True)
    for name, cell in places:
        assert answer[f"{name}!{cell}"] == shown[name][cell].value


def test_units_missing_left_out_and_findings_stand_on_the_first_sheet() -> None:
    said = texts(opened(write_summary(county(made(1, {"T3.r1.c1": 3}))))[zh.SUM_SHEET])
    for text in ("第77局", "与第1局合并", "第88局", "第1局的报送有 1 处错误，已计入汇总，合计可能不准。"):
        assert text in said
    book = opened(write_summary(county(made(1))))
    assert book.sheetnames[0] == zh.SUM_SHEET and book.active.title == zh.SUM_SHEET


def test_an_override_is_kept_with_both_figures_and_its_reason() -> None:
    over = Override("T2.r4.c4", Decimal(1100), "按处罚台账")
    book = opened(write_summary(county(made(1, {"T2.r4.c4": 846}), overrides=(over,))))
    row = [cell.value for cell in book[zh.SUM_CHANGES][4]]
    assert row == ["行政处罚 · 本年处理决定数量", "T2.r4.c4", 846, 1100, 254, "按处罚台账"]
    cell = LAYOUT.cells["T2.r4.c4"]
    assert book[cell.sheet][cell.a1].value == 1100
    assert book[cell.sheet][cell.a1].fill.fgColor.rgb == "FFFFEB9C"
    assert zh.SUM_CHANGED in texts(book[cell.sheet])
    assert zh.SUM_CHANGES not in opened(write_summary(county(made(1)))).sheetnames


def test_text_from_outside_is_never_a_formula() -> None:
    evil = replace(made(1, {"T3.r1.c1": 3}), unit=Unit("=9", "=cmd|'/c calc'!A0", "+1"))
    total = county(evil, overrides=(Override("T2.r4.c4", Decimal(1), "=HYPERLINK(1)"),))
    data = write_summary(total)
    for sheet in opened(data).worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f" or str(cell.value).startswith("=SUM(")
    assert not any("externalLink" in name for name in zipfile.ZipFile(io.BytesIO(data)).namelist())


def test_names_that_no_cell_can_hold_do_not_stop_the_others() -> None:
    odd = replace(made(1, {"T3.r1.c1": 3}), unit=Unit("001", "局\ud83d\x01" + "长" * 40_000))
    book = opened(write_summary(county(odd, made(2))))
    name = book["三、申请办理" + zh.SUM_ROWS]["B5"].value
    assert len(name) <= 32_767 and name.startswith("局\ufffd")


def test_charts_are_native_and_show_what_is_not_zero() -> None:
    parts = [made(n, {"T3.r1.c1": n, "T3.r3.c1": n}) for n in range(1, 15)]
    total = county(*parts)
    names = zipfile.ZipFile(io.BytesIO(write_summary(total))).namelist()
    charts = [chart for table in FORM.tables for chart in table.charts]
    assert len([name for name in names if name.startswith("xl/charts/chart")]) == len(charts) == 3
    results, applicants, units = (bars_of(total, chart) for chart in charts)
    assert results == [Bar("（一）予以公开", Decimal(105))] and applicants == [Bar("自然人", Decimal(105))]
    assert units[0] == Bar("第14局", Decimal(14)) and units[-1] == Bar("其他 4 个单位", Decimal(10))
    assert len(units) == 11


def test_last_years_bars_stand_beside_this_years() -> None:
    adder = Adder(FORM)
    adder.add(made(1, {"T3.r1.c1": 5, "T3.r3.c1": 5}))
    last = replace(made(1, {"T3.r1.c1": 3, "T3.r4.c1": 3}, year=2024), unit=COUNTY)
    total = adder.result(COUNTY, prior=lambda _: last)
    results = next(chart for table in FORM.tables for chart in table.charts)
    bars = bars_of(total, results)
    assert [(str(bar.figure), str(bar.last)) for bar in bars] == [("5", "0"), ("0", "3")]
    assert described("结果", bars[:1]) == "结果：（一）予以公开 本年 5、上年 0。"
    sheet = opened(write_summary(total))[zh.SUM_CHARTS]
    assert [cell.value for cell in sheet[3]][:3] == [results.title, *zh.SUM_YEARS]
    assert [cell.value for cell in sheet[4]][1:3] == [5, 0]


def test_a_county_of_zeros_has_no_bars() -> None:
    total = county(made(1))
    assert all(bars_of(total, chart) == [] for table in FORM.tables for chart in table.charts)
    names = zipfile.ZipFile(io.BytesIO(write_summary(total))).namelist()
    assert not [name for name in names if name.startswith("xl/charts/chart")]
