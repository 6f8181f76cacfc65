"""Beside last year's: slips that both figures show, units that were renamed or merged, what is carried over."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from conftest import SAMPLES, load, sample
from hypothesis import given, settings
from hypothesis import strategies as st
from support.command import xltool
from support.county import made, unit
from support.office import Office
from support.returns import checked
from support.strategies import UNIT, submissions

from xltool.app.make_workbooks import Order, make_workbook
from xltool.app.prior import find_prior
from xltool.core.check.finding import Finding
from xltool.core.check.year_on_year import compare_years
from xltool.core.form.layout import lay_out
from xltool.core.submission.document import to_json
from xltool.core.submission.identity import sign
from xltool.core.submission.model import Submission, Unit
from xltool.core.sums.prior import PriorReturns, carried_over
from xltool.core.text import zh
from xltool.writing.workbook.write import WorkbookContent, write_workbook

FORM = load("zfxxgknb-2021")
LAYOUT = lay_out(FORM)


def slips(now: dict[str, int | None], last: dict[str, int | None]) -> list[Finding]:
    return compare_years(FORM, made(1, now), made(1, last, year=2024))


def test_a_count_ten_times_last_years_is_asked_about_with_both_figures() -> None:
    (finding,) = slips({"T2.r4.c4": 620}, {"T2.r4.c4": 62})
    assert (finding.code, finding.severity) == ("P-jump", "warning")
    assert finding.refs == ("T2.r4.c4", "prior.T2.r4.c4")
    assert "“行政处罚 · 本年处理决定数量”上年 62，本年 620" in finding.message
    assert slips({"T2.r4.c4": 62}, {"T2.r4.c4": 620})[0].code == "P-jump"


@pytest.mark.parametrize(
    ("now", "last"),
    [(619, 62), (150, 15), (500, 0), (0, 500), (200, 19), (4529, 4000), (3, 3)],
)
def test_small_figures_zeros_and_usual_changes_are_not(now: int, last: int) -> None:
    assert slips({"T2.r4.c4": now}, {"T2.r4.c4": last}) == []


def test_jumps_of_one_table_are_one_finding() -> None:
    now = {"T3.r1.c1": 1000, "T3.r3.c1": 700, "T3.r13.c1": 300}
    (finding,) = slips(dict(now), {address: n // 10 for address, n in now.items()})
    assert finding.args["n"] == "3" and len(finding.refs) == 6


@pytest.mark.parametrize(
    ("now", "last", "asked"),
    [("4166.24", "41662400", True), ("38000000", "4166.24", True), ("4166", "4166", False), ("41662", "4166", False),
     ("0", "4166", False), ("12", "250000000", False)],
)  # fmt: skip
def test_yuan_and_ten_thousand_yuan(now: str, last: str, asked: bool) -> None:
    one, before = made(1), made(1, year=2024)
    one = replace(one, values={**one.values, "T2.r6.c5": Decimal(now)})
    before = replace(before, values={**before.values, "T2.r6.c5": Decimal(last)})
    found = compare_years(FORM, one, before)
    assert [finding.code for finding in found] == ["P-unit"] * asked
    if asked:
        assert f"上年 {last}，本年 {now}" in found[0].message


def test_exchanged_columns() -> None:
    last: dict[str, int | None] = {
        "T3.r1.c1": 50,
        "T3.r3.c1": 40,
        "T3.r13.c1": 10,
        "T3.r1.c2": 2,
        "T3.r3.c2": 2,
    }
    now: dict[str, int | None] = {
        "T3.r1.c2": 53,
        "T3.r3.c2": 44,
        "T3.r13.c2": 9,
        "T3.r1.c1": 3,
        "T3.r3.c1": 3,
    }
    (finding,) = slips(now, last)
    text, _ = finding.message, finding.advice
    assert finding.code == "P-exchanged" and "“自然人”和“法人或其他组织 · 商业企业”可能填反了" in text
    assert "上年是 100 和 4，本年是 6 和 106" in text


def test_exchanged_rows_and_cells_of_one_row() -> None:
    found = slips({"T2.r4.c4": 65, "T2.r5.c4": 846}, {"T2.r4.c4": 850, "T2.r5.c4": 61})
    assert [finding.code for finding in found] == ["P-exchanged"]
    assert "“行政处罚 · 本年处理决定数量”和“行政强制 · 本年处理决定数量”" in found[0].message
    found = slips({"T2.r2.c1": 62, "T2.r2.c3": 6}, {"T2.r2.c1": 5, "T2.r2.c3": 60})
    assert "“本年制发件数”和“现行有效件数”" in found[0].message


@pytest.mark.parametrize(
    ("now", "last"),
    [
        ({"T3.r1.c1": 3, "T3.r1.c2": 1}, {"T3.r1.c1": 1, "T3.r1.c2": 3}),  # small
        ({"T3.r1.c1": 60, "T3.r1.c2": 70}, {"T3.r1.c1": 70, "T3.r1.c2": 60}),  # about the same
        ({"T3.r1.c1": 100, "T3.r1.c2": 0}, {"T3.r1.c1": 50, "T3.r1.c2": 0}),
        ({"T3.r1.c1": 0, "T3.r1.c2": 0}, {"T3.r1.c1": 50, "T3.r1.c2": 40}),
    ],
)
def test_what_may_happen_by_itself_is_no_exchange(
    now: dict[str, int | None], last: dict[str, int | None]
) -> None:
    assert [f for f in slips(now, last) if f.code == "P-exchanged"] == []


@pytest.mark.slow
@settings(max_examples=60)
@given(submissions(FORM))
def test_the_same_figures_twice_are_never_a_slip(one: Submission) -> None:
    assert compare_years(FORM, one, replace(one, year=2024)) == []


def test_real_reports_of_two_years_are_no_slips() -> None:
    now, last = sample("suqian-2024")[1], sample("suqian-2023")[1]
    assert compare_years(FORM, now, last) == []


def test_an_explained_slip_is_an_info_and_invalid_figures_are_not_compared() -> None:
    now, last = made(1, {"T2.r4.c4": 620}), made(1, {"T2.r4.c4": 62}, year=2024)
    assert compare_years(FORM, replace(now, notes={"P-jump": "职权划转"}), last)[0].severity == "info"
    assert compare_years(FORM, now, last, invalid={"T2.r4.c4"}) == []
    assert compare_years(replace(FORM, jump=None), now, last) == []


def before(now: Submission, held: list[Submission], roster: list[Unit]) -> Submission | None:
    former = next((unit.former for unit in roster if unit.code == now.unit.code), now.unit.former)
    asked = replace(now, unit=replace(now.unit, former=former))
    return PriorReturns([(FORM, one) for one in held]).before(asked)


def test_found_by_code_name_or_former_name() -> None:
    held = [made(n, {"T3.r1.c1": n}, year=2024) for n in range(1, 5)]
    assert before(made(2), held, []) == held[1]
    renamed = replace(made(9), unit=Unit("009", "第3局"))
    assert before(renamed, held, []) == held[2]
    new = replace(made(9), unit=Unit("009", "新局"))
    assert before(new, held, []) is None
    assert before(new, held, [Unit("009", "新局", former="第4局")]) == held[3]
    assert (
        before(new, [replace(one, year=2023) for one in held], [Unit("009", "新局", former="第4局")]) is None
    )


def test_units_that_became_one_are_added_up() -> None:
    held = [made(n, {"T3.r25.c1": n}, year=2024) for n in range(1, 5)]
    roster = [Unit("002", "第2局", former="第3局、第4局，第2局")]
    merged = before(made(2), held, roster)
    assert merged is not None and merged.values["T3.r25.c1"] == 9 and merged.year == 2024
    assert merged.unit.code == ""  # a predecessor: P-01 is a warning


def test_carried_over_is_what_the_rules_say() -> None:
    figures: dict[str, int | None] = {f"T3.r25.c{c}": c for c in range(1, 7)}
    last = made(1, {**figures, "T2.r2.c3": 9}, year=2024)
    assert carried_over(FORM, last.values) == {f"T3.r2.c{c}": Decimal(c) for c in range(1, 7)}
    assert carried_over(FORM, {**last.values, "T3.r25.c1": None}).keys() == {
        f"T3.r2.c{c}" for c in range(2, 7)
    }


def test_a_blank_workbook_carries_last_years_over_and_shows_its_figures(tmp_path: Path) -> None:
    last = made(1, {"T3.r25.c1": 4, "T2.r4.c4": 62, "T4.r1.c3": 5}, year=2024)
    file = tmp_path / "a.xlsx"
    file.write_bytes(make_workbook(Order(FORM, 2025, unit(1)), lambda _: last))
    back = checked(file, prior=lambda _: last)
    assert back.submission is not None
    filled = {a: n for a, n in back.submission.values.items() if n is not None and a not in FORM.totals}
    assert filled == {f"T3.r2.c{c}": Decimal(4 if c == 1 else 0) for c in range(1, 7)}
    assert back.status == "rejected"  # everything else is still to be filled in
    book = openpyxl.load_workbook(file)
    shown = [
        cell.value
        for row in book["二、主动公开"].iter_rows(min_col=6)
        for cell in row
        if cell.value is not None
    ]
    assert shown[0] == zh.LAST_YEAR.format(year=2024) and 62 in shown
    cell = LAYOUT.cells["T4.r1.c3"]
    below = [book[cell.sheet].cell(row, cell.column + 1).value for row in range(cell.row + 2, cell.row + 6)]
    assert 5 in below


@pytest.mark.slow
@settings(max_examples=15)
@given(st.data())
def test_last_years_figures_never_disturb_reading(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    now, last = data.draw(submissions(FORM, blanks=True)), data.draw(submissions(FORM))
    content = WorkbookContent(now.values, now.texts, now.notes)
    file = tmp_path_factory.mktemp("prior") / "a.xlsx"
    file.write_bytes(
        write_workbook(FORM, sign(FORM.key, 2025, UNIT.code, UNIT.name), now.unit, content, last.values)
    )
    back = checked(file)
    assert back.submission == now and not [f for f in back.findings if f.code.startswith("W")]
    stripped = openpyxl.load_workbook(file)
    for name in list(stripped.defined_names):
        del stripped.defined_names[name]
    stripped.save(file)
    again = checked(file)
    assert (
        again.submission is not None
        and again.submission.values == now.values
        and again.located_by == "labels"
    )


@pytest.mark.slow
def test_last_years_figures_survive_libreoffice(office: Office, tmp_path: Path) -> None:
    last = made(1, dict.fromkeys(FORM.inputs, 7), year=2024)
    now = made(1, {"T3.r1.c1": 3, "T3.r3.c1": 3, "T4.r1.c2": 1})
    (tmp_path / "a.xlsx").write_bytes(
        write_workbook(
            FORM, sign(FORM.key, 2025, "001", "第1局"), unit(1), WorkbookContent(now.values), last.values
        )
    )
    targets = [[str(tmp_path / f"b.{kind}"), kind] for kind in ("ods", "xls", "xlsx")]
    office.ask(tmp_path / "a.xlsx", save=targets)
    for path, _ in targets:
        back = checked(path)
        assert back.submission is not None and back.submission.values == now.values


@pytest.mark.slow
def test_prior_files_and_rosters_from_the_command_line(tmp_path: Path) -> None:
    (tmp_path / "last").mkdir()
    last = made(3, {"T3.r25.c1": 4}, year=2024)
    (tmp_path / "last" / "x.json").write_text(json.dumps(to_json(last)))
    (tmp_path / "r.csv").write_text("单位代码,单位名称,曾用名\n009,新局,第3局\n", encoding="utf-8")
    run = xltool(
        "make",
        "zfxxgknb-2021",
        "--year",
        "2025",
        "--roster",
        tmp_path / "r.csv",
        "--prior",
        tmp_path / "last",
        "-o",
        tmp_path / "o",
    )
    assert run.code == 0
    back = checked(tmp_path / "o" / "009-新局-2025.xlsx")
    assert back.submission is not None and back.submission.values["T3.r2.c1"] == 4
    now = replace(made(9, {"T3.r2.c1": 3, "T3.r3.c1": 3}), unit=Unit("009", "新局"))
    (tmp_path / "now.json").write_text(json.dumps(to_json(now)))
    check = ("check", "--json", tmp_path / "now.json", "--prior", tmp_path / "last")
    codes = [f["code"] for f in json.loads(xltool(*check).out)["files"][0]["findings"]]
    assert codes == ["W-prior"]
    found = json.loads(xltool(*check, "--roster", tmp_path / "r.csv").out)["files"][0]["findings"]
    assert [(f["code"], f["severity"]) for f in found] == [("P-01", "warning")]


def test_samples_prior_is_found_as_before() -> None:
    source = find_prior([str(SAMPLES / "prior")])
    assert source is not None
    assert source(replace(made(1), unit=Unit("031", ""))) is not None and source(made(1)) is None
