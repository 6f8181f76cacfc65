"""Forms are data: the 2019 trial format and the enforcement figures, and how each is told from the others."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from conftest import KEYS, load
from support.returns import checked
from support.strategies import UNIT
from support.submissions import filled
from support.workbooks import issued, one_sheet

from xltool.app.round.send import FALLBACK
from xltool.core.check.cross_form import cross_check
from xltool.core.check.returned import CheckedReturn
from xltool.core.check.rules import check
from xltool.core.errors import FormError
from xltool.core.form.describe import cross_faults
from xltool.core.form.layout import CODE_LINE_ROW
from xltool.core.form.model import Form
from xltool.core.submission.model import Submission
from xltool.mail.letters import KINDS, write_letter
from xltool.reading.form.load import load_form

FORMS = OLD, NEW, OTHER = load("zfxxgknb-2019"), load("zfxxgknb-2021"), load("xzzfnb-2024")


# --- the official facts ---------------------------------------------------------------------------


def test_table_two_of_the_trial_format() -> None:
    items = {"r3": "行政许可", "r7": "其他对外管理服务事项", "r4": "行政处罚", "r5": "行政强制"}
    expected = {
        f"T2.{row}.{column}": (label, head)
        for row, label in (("r1", "规章"), ("r2", "规范性文件"))
        for column, head in (("c6", "本年新制作数量"), ("c7", "本年新公开数量"), ("c8", "对外公开总数量"))
    }
    expected |= {
        f"T2.{row}.{column}": (label, head)
        for row, label in items.items()
        for column, head in (("c9", "上一年项目数量"), ("c10", "本年增/减"), ("c4", "处理决定数量"))
    }
    expected |= {
        "T2.r6.c9": ("行政事业性收费", "上一年项目数量"),
        "T2.r6.c10": ("行政事业性收费", "本年增/减"),
    }
    expected |= {"T2.r8.c11": ("政府集中采购", "采购项目数量"), "T2.r8.c12": ("政府集中采购", "采购总金额")}
    assert {a: OLD.labels[a] for a in OLD.tables[0].addresses} == expected
    kinds = {"T2.r8.c12": "amount"} | {f"T2.{row}.c10": "change" for row in (*items, "r6")}
    assert {a: kind for a, kind in OLD.kinds.items() if kind != "count"} == kinds


def test_the_trial_format_has_one_row_of_other_ends() -> None:
    rows = [row.code for row in OLD.tables[1].blocks[0].row_leaves]
    assert rows == [*(f"r{n}" for n in range(1, 21)), "r26", "r24", "r25"]
    assert OLD.labels["T3.r26.c1"][:2] == ("三、本年度办理结果", "（六）其他处理")
    members = [ref for _, ref in OLD.totals["T3.r24.c1"].terms]
    assert members == [f"T3.r{n}.c1" for n in (*range(3, 21), 26)]


def test_a_code_never_changes_its_meaning() -> None:
    """What both versions call by one code has the same words, save one that was made more exact."""
    same = set(OLD.addresses) & set(NEW.addresses)
    assert len(same) == 172
    changed = {a: (OLD.labels[a][-1], NEW.labels[a][-1]) for a in same if OLD.labels[a] != NEW.labels[a]}
    assert set(changed) == {"T2.r3.c4", "T2.r4.c4", "T2.r5.c4"}
    assert set(changed.values()) == {("处理决定数量", "本年处理决定数量")}
    rules = {rule.code: rule.statement for rule in NEW.rules}
    assert all(rules.get(rule.code, rule.statement) == rule.statement for rule in OLD.rules)


def test_published_enforcement_figures() -> None:
    """庆元县 2024: nine kinds of penalties make 108156; permits granted and refused do not exceed those taken up."""
    row = [12175, 94929, 235, 189, 101, 0, 11, 504, 12]
    figures: dict[str, object] = {f"T1.r1.c{n}": number for n, number in enumerate(row, 1)}
    figures |= {"T1.r1.c11": "1753.79"}
    figures |= {f"T2.r1.c{n}": number for n, number in enumerate((26569, 26569, 26462, 102, 5), 1)}
    one = filled(OTHER, figures)
    assert one.values["T1.r1.c10"] == 108156 and check(OTHER, one) == []


@pytest.mark.parametrize(
    ("figures", "found"),
    [
        ({"T2.r1.c1": 1, "T2.r1.c2": 2}, ["T2-C01"]),
        ({"T2.r1.c1": 5, "T2.r1.c2": 5, "T2.r1.c3": 4, "T2.r1.c4": 2}, ["T2-C02"]),
        ({"T2.r1.c1": 5, "T2.r1.c2": 5, "T2.r1.c3": 4}, []),
        ({"T2.r1.c1": -1, "T2.r1.c2": -1}, ["V-negative", "V-negative"]),
    ],
)
def test_rules_of_the_enforcement_figures(figures: dict[str, object], found: list[str]) -> None:
    assert [finding.code for finding in check(OTHER, filled(OTHER, figures))] == found


def test_a_change_may_be_negative_but_not_a_fraction() -> None:
    assert check(OLD, filled(OLD, {"T2.r3.c9": 5, "T2.r3.c10": -2})) == []
    assert [f.code for f in check(OLD, filled(OLD, {"T2.r3.c10": "-0.5"}))] == ["V-fraction"]
    assert [f.code for f in check(OLD, filled(OLD, {"T2.r3.c9": -2}))] == ["V-negative"]


def test_projects_carried_on_from_last_year() -> None:
    prior = filled(OLD, {"T2.r3.c9": 5, "T2.r3.c10": -2}, 2019)
    assert check(OLD, filled(OLD, {"T2.r3.c9": 3}), prior) == []
    (finding,) = check(OLD, filled(OLD, {"T2.r3.c9": 4}), prior)
    assert (finding.code, finding.severity) == ("P-03", "warning")
    assert finding.value == 4 and finding.expected == 3


# --- told from each other -------------------------------------------------------------------------


def stripped(folder: Path, one: Submission) -> CheckedReturn:
    """Its workbook after all cells were copied onto one sheet of a new one, without any mark of ours."""
    form = load(f"{one.form}-{one.version}")
    file = folder / "a.xlsx"
    file.write_bytes(issued(form, one))
    book = openpyxl.load_workbook(file)
    for table in form.tables:
        book[table.sheet].cell(CODE_LINE_ROW + 1, 1).value = None
    names = [sheet.title for sheet in book if sheet.sheet_state == "visible"]
    new = one_sheet(book, names)
    new.save(file)
    return checked(file)


@pytest.mark.parametrize("key", KEYS)
def test_a_form_is_known_by_its_words_alone(tmp_path: Path, key: str) -> None:
    form = load(key)
    inputs = list(form.inputs)
    one = filled(form, {address: n for n, address in enumerate(inputs, 1)})
    back = stripped(tmp_path, one)
    assert "W-no-identity" in {finding.code for finding in back.findings}
    assert back.form is form and back.submission is not None
    assert back.submission.values == one.values and back.submission.texts == one.texts


@pytest.mark.parametrize("lost", [True, False])
@pytest.mark.parametrize(
    ("form", "year", "right"),
    [
        (OLD, 2019, ""),
        (OLD, 2020, ""),
        (OLD, 2021, "2021"),
        (NEW, 2020, "2019"),
        (NEW, 2021, ""),
        (OTHER, 2023, ""),
    ],
    ids=str,
)
def test_the_version_in_force_in_a_year(
    tmp_path: Path, form: Form, year: int, right: str, lost: bool
) -> None:
    one = filled(form, year=year)
    if lost:
        back = stripped(tmp_path, one)
    else:
        (tmp_path / "a.xlsx").write_bytes(issued(form, one))
        back = checked(tmp_path / "a.xlsx")
    said = [f.args for f in back.findings if f.code == "W-version"]
    assert back.form is form
    assert said == ([{"version": form.version, "right": right, "year": str(year)}] if right else [])


# --- rules between forms --------------------------------------------------------------------------

REPORT: dict[str, object] = {"T2.r3.c4": 12, "T2.r4.c4": 7, "T2.r5.c4": 3}
ENFORCED: dict[str, object] = {
    "T1.r1.c2": 5, "T1.r1.c1": 2, "T2.r1.c1": 13, "T2.r1.c2": 12, "T2.r1.c3": 11, "T2.r1.c4": 1, "T3.r1.c1": 3,
}  # fmt: skip


def as_returned(one: Submission) -> CheckedReturn:
    return CheckedReturn(load(f"{one.form}-{one.version}"), one)


def between(*ones: Submission) -> list[list[tuple[object, ...]]]:
    found = cross_check((as_returned(one) for one in ones), FORMS)
    return [[(f.code, f.severity, f.value, f.expected) for f in one.findings] for one in found]


@pytest.mark.parametrize("report", [NEW, OLD], ids=str)
def test_two_forms_of_one_unit_that_agree(report: Form) -> None:
    assert between(filled(report, REPORT, 2020), filled(OTHER, ENFORCED, 2020)) == [[], []]


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("T2.r1.c4", ("X-01", "warning", 111, 12)),
        ("T1.r1.c3", ("X-02", "warning", 107, 7)),
        ("T3.r1.c11", ("X-03", "warning", 103, 3)),
    ],
)
def test_two_forms_of_one_unit_that_do_not(address: str, found: tuple[str, str, int, int]) -> None:
    report, wrong = filled(NEW, REPORT), filled(OTHER, {**ENFORCED, address: 100})
    assert between(report, wrong) == [[], [found]]
    assert between(wrong, report) == [[found], []]


def test_what_cannot_be_compared_is_not() -> None:
    wrong, unit = filled(OTHER, {**ENFORCED, "T1.r1.c3": 100}), replace(UNIT, code="9", name="乙局")
    blank = replace(wrong, values={**wrong.values, "T1.r1.c10": None})
    assert between(filled(NEW, REPORT), blank) == [[], []]
    assert between(filled(NEW, REPORT, 2024), wrong) == [[], []]
    assert between(replace(filled(NEW, REPORT), unit=unit), wrong) == [[], []]
    assert between(wrong, wrong) == [[], []]
    unread = replace(as_returned(wrong), invalid=frozenset({"T1.r1.c10"}))
    assert next(cross_check([unread, as_returned(filled(NEW, REPORT))], FORMS)).findings == ()
    below = filled(OTHER, {**ENFORCED, "T1.r1.c3": -100})
    negative = replace(as_returned(below), findings=tuple(check(OTHER, below)))
    found = next(cross_check([negative, as_returned(filled(NEW, REPORT))], FORMS)).findings
    assert [finding.code for finding in found] == ["V-negative"]


def test_files_that_wait_for_nothing_are_passed_on_at_once() -> None:
    """Of a thousand returns of one form none is kept; the first with relations waits for all others."""
    came = []

    def files() -> Iterator[CheckedReturn]:
        for one in (filled(NEW, REPORT), filled(OTHER, ENFORCED), filled(OLD, REPORT)):
            came.append(one)
            yield as_returned(one)

    found = cross_check(files(), FORMS)
    next(found)
    assert len(came) == 1
    next(found)
    assert len(came) == 3


def test_a_unit_known_by_its_name_and_a_report_sent_twice() -> None:
    wrong = filled(OTHER, {**ENFORCED, "T1.r1.c3": 100})
    named = replace(filled(NEW, REPORT), unit=replace(UNIT, code="other"))
    assert between(named, named, wrong) == [[], [], [("X-02", "warning", 107, 7)]]


def test_an_explained_difference_is_no_warning() -> None:
    wrong = replace(filled(OTHER, {**ENFORCED, "T1.r1.c3": 100}), notes={"X-02": "委托执法的不计。"})
    assert between(filled(NEW, REPORT), wrong) == [[], [("X-02", "info", 107, 7)]]


def test_both_forms_in_one_run_are_compared(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for one in (filled(NEW, REPORT), filled(OTHER, {**ENFORCED, "T1.r1.c3": 100})):
        (tmp_path / f"{one.form}.xlsx").write_bytes(issued(load(f"{one.form}-{one.version}"), one))
    done = subprocess.run(
        [sys.executable, "-m", "xltool", "check", str(tmp_path)], capture_output=True, encoding="utf-8",
        check=True,
    )  # fmt: skip
    (line,) = [line for line in done.stdout.splitlines() if "(X-" in line]
    assert line.strip().startswith("提醒 表一、行政处罚!J6 行政处罚合计（107）不等于")


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("other.T2.r4.c4", "other.T2.r4.c4 * 2", "F-rule"),
        ("T1.r1.c10 ==", "T1.r1.c77 ==", "F-rule-address"),
        ("T1.r1.c10 ==", "T9.r1.c1 ==", "F-rule-address"),
        ("T1.r1.c10 == other.T2.r4.c4", "other.T2.r4.c4 == other.T2.r4.c4", "F-rule-address"),
    ],
)
def test_a_broken_rule_between_forms_is_named(tmp_path: Path, old: str, new: str, code: str) -> None:
    text = (Path(OTHER.folder) / "form.toml").read_text(encoding="utf-8")
    assert text.count(old) == 1
    (tmp_path / "form.toml").write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(FormError) as caught:
        load_form(tmp_path)
    assert caught.value.code == code


def test_a_rule_on_what_the_other_form_has_not_is_found_by_form_check() -> None:
    assert cross_faults(OTHER, [OLD, NEW]) == cross_faults(OTHER, [OTHER, OLD]) == []
    assert cross_faults(OTHER, [OTHER]) == [(f"X-0{n}", "zfxxgknb") for n in (1, 2, 3)]


# --- letters --------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("key", KEYS)
def test_every_form_has_its_letters_or_those_that_came_with_xltool(key: str, kind: str) -> None:
    form = load(key)
    said = {"place": "A1 ", "text": "不平。", "advice": "请改。"}
    context = {
        "tag": "[r-012]", "unit": UNIT.name, "year": 2025, "form": form.name, "basis": form.basis,
        "deadline": "1月20日", "office": "公开办", "today": "1月2日", "late": 0, "version": 1, "received": "1月2日",
        "sha": "ab", "code": "ABCD-2345", "contact": "张三", "phone": "1", "problem": "", "reason": "", "totals": [{"label": "总计", "figure": "3"}], "errors": [said], "warnings": [said],
    }  # fmt: skip
    subject, body = write_letter((Path(form.folder), FALLBACK), kind, context)
    assert form.name in subject and UNIT.name in body and "公开办" in body
    if kind == "issue":
        assert form.basis in body and ("政府信息公开条例" in body) == (form is NEW)
