"""Every rule, every value, and "one cause, one finding", case by case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

import pytest
from conftest import load
from hypothesis import given, settings
from hypothesis import strategies as st
from support.strategies import UNIT, balanced, submissions
from support.submissions import filled

from xltool.core.check.finding import Finding
from xltool.core.check.labels import rule_label, short_label
from xltool.core.check.returned import status_of
from xltool.core.check.rules import check, side_with_figures
from xltool.core.form.model import Form
from xltool.core.form.relation import Linear
from xltool.core.submission.model import Submission, Unit, with_totals
from xltool.core.text.catalogue.values import V_TEXT

FORM = load("zfxxgknb-2021")
TEXTS = dict.fromkeys(FORM.texts, "无。") | {"N6": "发出收费通知，未收取信息处理费。"}


def made(
    figures: Mapping[str, int | str | None] = {},
    typed: Mapping[str, int] = {},
    level: str = "县级部门",
    code: str = "012",
    notes: Mapping[str, str] = {},
    texts: Mapping[str, str] = TEXTS,
    year: int = 2025,
) -> Submission:
    """All zeros but `figures`; totals derived, then `typed` over."""
    zero: dict[str, Decimal | None] = {a: Decimal(0) for a in FORM.addresses if a not in FORM.totals}
    zero |= {address: None if n is None else Decimal(n) for address, n in figures.items()}
    values = with_totals(FORM, zero, keep=False) | {address: Decimal(n) for address, n in typed.items()}
    return Submission(
        FORM.id, FORM.version, year, replace(UNIT, level=level, code=code), values, texts, notes
    )


def found(submission: Submission, prior: Submission | None = None) -> list[Finding]:
    return check(FORM, submission, prior)


def codes_and_places(submission: Submission, prior: Submission | None = None) -> list[tuple[str, str]]:
    """(code, first address) of each finding."""
    return [(f.code, f.refs[0]) for f in found(submission, prior)]


def only(findings: list[Finding]) -> Finding:
    assert len(findings) == 1, [(f.code, f.refs) for f in findings]
    assert findings[0].message
    return findings[0]


def numbers(finding: Finding) -> tuple[object, ...]:
    return finding.value, finding.expected, finding.difference


def test_all_zeros_are_accepted() -> None:
    assert found(made()) == []


# --- each rule breaks alone, with exact fields ----------------------------------------------------


def test_balance_of_one_column() -> None:
    finding = only(found(made({"T3.r1.c1": 5, "T3.r3.c1": 4})))
    assert finding.code == "T3-B01" and finding.severity == "error"
    assert finding.refs == ("T3.r1.c1", "T3.r2.c1", "T3.r24.c1", "T3.r25.c1")
    assert numbers(finding) == (5, 4, 1)
    text, advice = finding.message, finding.advice
    assert "自然人" in text and "5＋0＝5" in text and "4＋0＝4" in text and "多 1" in text and advice


def test_total_of_a_column_that_does_not_add_up() -> None:
    values = {f"T3.r{row}.c2": 3 for row in (1, 3)}
    finding = only(found(made(values, typed={"T3.r24.c2": 4, "T3.r24.c7": 4})))
    assert (finding.code, finding.severity) == ("T3-S-r24", "error")
    assert finding.refs == ("T3.r24.c2", *(f"T3.r{row}.c2" for row in range(3, 24)))
    assert numbers(finding) == (4, 3, 1)


def test_totals_of_rows_that_do_not_add_up() -> None:
    """Two rows wrong by the same figure, so that nothing else is."""
    first, second = found(made({"T3.r3.c1": 2, "T3.r1.c1": 2}, typed={"T3.r3.c7": 1, "T3.r4.c7": 1}))
    assert (first.code, first.severity, second.code) == ("T3-S-c7", "error", "T3-S-c7")
    assert first.refs == ("T3.r3.c7", *(f"T3.r3.c{n}" for n in range(1, 7)))
    assert numbers(first) == (1, 2, -1)
    assert numbers(second) == (1, 0, 1)


@pytest.mark.parametrize(("total", "member"), [(5, 3), (10, 6), (15, 14)])
def test_totals_of_table_four(total: int, member: int) -> None:
    finding = only(found(made({f"T4.r1.c{member}": 2}, typed={f"T4.r1.c{total}": 1})))
    assert (finding.code, finding.severity) == (f"T4-S-c{total}", "error")
    assert finding.refs == tuple(f"T4.r1.c{n}" for n in (total, *range(total - 4, total)))
    assert numbers(finding) == (1, 2, -1)


def test_existing_documents_are_at_least_what_this_year_added() -> None:
    assert found(made({"T2.r2.c1": 5, "T2.r2.c2": 2, "T2.r2.c3": 3})) == []
    finding = only(found(made({"T2.r2.c1": 5, "T2.r2.c2": 2, "T2.r2.c3": 2})))
    assert (finding.code, finding.severity) == ("T2-C01", "warning")
    assert finding.refs == ("T2.r2.c3", "T2.r2.c1", "T2.r2.c2")
    assert numbers(finding) == (2, 3, -1)
    assert "少 1" in finding.message


@pytest.mark.parametrize("level", ["县级", "县级部门", "乡镇街道"])
def test_regulations_below_the_city_are_asked_about(level: str) -> None:
    finding = only(found(made({"T2.r1.c3": 4}, level=level)))
    assert (finding.code, finding.severity) == ("T2-C02", "warning")
    assert finding.refs == ("T2.r1.c1", "T2.r1.c2", "T2.r1.c3")
    assert numbers(finding) == (4, 0, 4)


@pytest.mark.parametrize("level", ["国务院部门", "省级", "省级部门", "设区的市级", "市级部门", "", "别的"])
def test_regulations_from_the_city_up_are_normal(level: str) -> None:
    assert found(made({"T2.r1.c3": 4}, level=level)) == []


def test_carried_over_is_what_last_year_carried() -> None:
    prior = made({"T3.r1.c1": 3, "T3.r25.c1": 3}, year=2024)
    assert found(made({"T3.r2.c1": 3, "T3.r3.c1": 3}), prior) == []
    finding = only(found(made({"T3.r2.c1": 2, "T3.r3.c1": 2}), prior))
    assert (finding.code, finding.severity) == ("P-01", "error")
    assert finding.refs == ("T3.r2.c1", "prior.T3.r25.c1")
    assert numbers(finding) == (2, 3, -1)


def test_from_a_predecessor_the_same_is_a_warning() -> None:
    prior = made({"T3.r1.c1": 3, "T3.r25.c1": 3}, year=2024, code="007")
    finding = only(found(made({"T3.r2.c1": 2, "T3.r3.c1": 2}), prior))
    assert (finding.code, finding.severity) == ("P-01", "warning")


def test_existing_documents_follow_from_last_year() -> None:
    prior = made({"T2.r2.c3": 10}, year=2024)
    assert found(made({"T2.r2.c1": 2, "T2.r2.c2": 1, "T2.r2.c3": 11}), prior) == []
    finding = only(found(made({"T2.r2.c1": 2, "T2.r2.c2": 1, "T2.r2.c3": 12}), prior))
    assert (finding.code, finding.severity) == ("P-02", "warning")
    assert finding.refs == ("T2.r2.c3", "prior.T2.r2.c3", "T2.r2.c1", "T2.r2.c2")
    assert numbers(finding) == (12, 11, 1)


def test_rules_across_years_need_last_year() -> None:
    assert found(made({"T3.r2.c1": 2, "T3.r3.c1": 2})) == []
    blank = made({"T3.r25.c1": None}, year=2024)
    assert found(made({"T3.r2.c1": 2, "T3.r3.c1": 2}), blank) == []  # a blank there is no number either


# --- notes ----------------------------------------------------------------------------------------


def test_an_explained_warning_becomes_information() -> None:
    finding = only(found(made({"T2.r1.c3": 4}, notes={"T2-C02": "市里委托"})))
    assert (finding.code, finding.severity) == ("T2-C02", "info")
    assert "市里委托" in finding.message
    assert status_of([finding]) == "accepted"


def test_an_error_is_not_explained_away() -> None:
    finding = only(found(made({"T3.r1.c1": 5}, notes={"T3-B01": "就是这样"})))
    assert finding.severity == "error"


def test_a_predecessors_error_can_be_explained() -> None:
    prior = made({"T3.r25.c1": 3}, year=2024, code="007")
    submission = made({"T3.r2.c1": 2, "T3.r3.c1": 2}, notes={"P-01": "机构改革"})
    assert only(found(submission, prior)).severity == "info"
    assert only(found(submission, replace(prior, unit=submission.unit))).severity == "error"


# --- one cause, one finding -----------------------------------------------------------------------


def test_balance_repeated_at_the_total_column_is_dropped() -> None:
    one = {"T3.r1.c1": 5, "T3.r3.c1": 4}
    assert codes_and_places(made(one)) == [("T3-B01", "T3.r1.c1")]
    two = one | {"T3.r1.c6": 3, "T3.r3.c6": 1}
    assert codes_and_places(made(two)) == [("T3-B01", "T3.r1.c1"), ("T3-B01", "T3.r1.c6")]


def test_balances_that_cancel_out_leave_the_total_column_alone() -> None:
    assert codes_and_places(made({"T3.r1.c1": 1, "T3.r25.c2": 1})) == [
        ("T3-B01", "T3.r1.c1"),
        ("T3-B01", "T3.r1.c2"),
    ]


def test_balance_at_the_total_column_with_another_residual_stays() -> None:
    values = {"T3.r1.c1": 5, "T3.r3.c1": 4}
    expected = [("T3-B01", "T3.r1.c1"), ("T3-B01", "T3.r1.c7"), ("T3-S-c7", "T3.r1.c7")]
    assert sorted(codes_and_places(made(values, typed={"T3.r1.c7": 9}))) == sorted(expected)


def test_balance_only_at_the_total_column_stays() -> None:
    """No member fails, so nothing is repeated."""
    values = {"T3.r1.c1": 4, "T3.r3.c1": 4}
    got = codes_and_places(made(values, typed={"T3.r25.c7": 1}))
    assert sorted(got) == [("T3-B01", "T3.r1.c7"), ("T3-S-c7", "T3.r25.c7")]


def test_total_row_repeated_at_the_total_column_is_dropped() -> None:
    values = {"T3.r1.c1": 4, "T3.r3.c1": 4}
    assert codes_and_places(made(values, typed={"T3.r24.c1": 6, "T3.r24.c7": 6})) == [
        ("T3-S-r24", "T3.r24.c1")
    ]


def test_total_row_at_the_total_column_with_another_residual_stays() -> None:
    values = {"T3.r1.c1": 4, "T3.r3.c1": 4}
    got = codes_and_places(made(values, typed={"T3.r24.c1": 6, "T3.r24.c7": 7}))
    assert ("T3-S-r24", "T3.r24.c1") in got and ("T3-S-r24", "T3.r24.c7") in got


def test_total_column_repeated_at_the_total_row_is_dropped() -> None:
    values = {"T3.r1.c1": 4, "T3.r3.c1": 4}
    got = codes_and_places(made(values, typed={"T3.r3.c7": 5, "T3.r24.c7": 5}))
    # the balance at 总计 fails although no total row does, so it is not a repetition
    assert sorted(got) == [("T3-B01", "T3.r1.c7"), ("T3-S-c7", "T3.r3.c7")]


def test_total_column_at_the_total_row_with_another_residual_stays() -> None:
    values = {"T3.r1.c1": 4, "T3.r3.c1": 4}
    got = codes_and_places(made(values, typed={"T3.r3.c7": 5, "T3.r24.c7": 6}))
    assert ("T3-S-c7", "T3.r3.c7") in got and ("T3-S-c7", "T3.r24.c7") in got


def test_balance_that_fails_by_a_wrong_total_only_is_dropped() -> None:
    """r24 typed wrong: one finding, not one for the sum and one for the balance."""
    values = {"T3.r1.c3": 4, "T3.r3.c3": 4}
    assert codes_and_places(made(values, typed={"T3.r24.c3": 5, "T3.r24.c7": 5})) == [
        ("T3-S-r24", "T3.r24.c3")
    ]


def test_balance_that_fails_with_the_derived_total_too_stays() -> None:
    values = {"T3.r1.c3": 4, "T3.r3.c3": 3}
    got = codes_and_places(made(values, typed={"T3.r24.c3": 5, "T3.r24.c7": 5}))
    assert sorted(got) == [("T3-B01", "T3.r1.c3"), ("T3-S-r24", "T3.r24.c3")]


def test_balance_that_holds_with_the_typed_total_is_no_finding() -> None:
    values = {"T3.r1.c3": 5, "T3.r3.c3": 4}
    got = codes_and_places(made(values, typed={"T3.r24.c3": 5, "T3.r24.c7": 5}))
    assert got == [("T3-S-r24", "T3.r24.c3")]


# --- blanks and bad values ------------------------------------------------------------------------


def test_blanks_of_one_table_are_one_finding() -> None:
    empty = made(dict.fromkeys(a for a in FORM.addresses if a not in FORM.totals))
    findings = found(empty)
    assert [(f.code, f.severity, len(f.refs)) for f in findings] == [
        ("V-blank", "error", 10), ("V-blank", "error", 144), ("V-blank", "error", 12),
    ]  # fmt: skip
    assert [f.refs for f in findings] == [table.inputs for table in FORM.tables]


def test_a_rule_with_a_blank_member_is_not_evaluated() -> None:
    finding = only(found(made({"T3.r1.c1": 5, "T3.r25.c1": None})))
    assert (finding.code, finding.refs) == ("V-blank", ("T3.r25.c1",))
    assert finding.value is finding.expected is finding.difference is None


def test_the_other_columns_are_still_checked() -> None:
    assert codes_and_places(made({"T3.r1.c1": None, "T3.r1.c2": 1})) == [
        ("V-blank", "T3.r1.c1"),
        ("T3-B01", "T3.r1.c2"),
    ]


@pytest.mark.parametrize(
    ("address", "figure", "code"),
    [
        ("T3.r1.c1", "-4", "V-negative"), ("T2.r6.c5", "-0.5", "V-negative"), ("T3.r1.c1", "-1.5", "V-negative"),
        ("T3.r1.c1", "1.5", "V-fraction"), ("T4.r1.c6", "0.1", "V-fraction"), ("T2.r4.c4", "2.5", "V-fraction"),
    ],
)  # fmt: skip
def test_bad_figures_have_one_finding_and_no_rule_uses_them(address: str, figure: str, code: str) -> None:
    finding = only(found(made({address: figure})))
    assert (finding.code, finding.severity, finding.refs) == (code, "error", (address,))
    assert finding.value == Decimal(figure) and figure in finding.message


def test_an_amount_may_have_decimals_and_a_count_trailing_zeros() -> None:
    assert found(made({"T2.r6.c5": "12.34", "T2.r4.c4": "2.0"})) == []


def test_text_in_a_figure() -> None:
    submission = replace(made({"T3.r1.c1": None}), unread={"T3.r1.c1": "三四"})
    finding = only(found(submission))
    assert (finding.code, finding.severity, finding.refs) == ("V-text", "error", ("T3.r1.c1",))
    assert "三四" in finding.message


def test_figures_with_a_finding_already_are_neither_blank_nor_used() -> None:
    submission = made({"T3.r1.c1": None, "T3.r1.c2": None})
    assert check(FORM, submission, invalid={"T3.r1.c1", "T3.r1.c2"}) == []
    wrong = made({"T3.r1.c1": 5, "T3.r2.c1": -3})
    assert check(FORM, wrong, invalid={"T3.r1.c1", "T3.r2.c1"}) == []


# --- texts ----------------------------------------------------------------------------------------


def test_blank_texts_are_one_finding_and_absent_ones_none() -> None:
    assert found(made(texts={})) == []
    finding = only(found(made(texts=TEXTS | {"N1.2": "", "N5": " \n　"})))
    assert (finding.code, finding.severity, finding.refs) == ("N-blank", "error", ("N1.2", "N5"))


@pytest.mark.parametrize("character", ["\x00", "\x07", "\x0b", "\x1b", "\r", "\ud800", "\ufffe", "\uffff"])
def test_characters_no_document_can_carry(character: str) -> None:
    finding = only(found(made(texts=TEXTS | {"N5": f"甲{character}乙"})))
    assert (finding.code, finding.severity, finding.refs) == ("N-control", "error", ("N5",))
    assert f"U+{ord(character):04X}" in finding.message


def test_rare_characters_tabs_and_line_breaks_are_fine() -> None:
    finding = only(found(made(texts=TEXTS | {"N5": "喆\t镕𠮷\n☃"})))
    assert (finding.code, finding.severity) == ("N-rare", "info")


# --- laws -----------------------------------------------------------------------------------------


@pytest.mark.slow
@given(st.data(), st.sampled_from(FORM.levels))
def test_a_balanced_submission_has_no_findings(data: st.DataObject, level: str) -> None:
    submission = balanced(FORM, data.draw(submissions(FORM, level=level)))
    assert found(replace(submission, texts=TEXTS)) == []


def _owners(address: str) -> set[str]:
    """The address and every total it goes into."""
    owners = {address}
    for total, linear in FORM.totals.items():  # in computable order
        if owners & {ref for _, ref in linear.terms}:
            owners.add(total)
    return owners


SUMMED = sorted({ref for linear in FORM.totals.values() for _, ref in linear.terms} - set(FORM.totals))


@pytest.mark.slow
@settings(max_examples=200)
@given(st.data(), st.sampled_from(SUMMED), st.integers(1, 10**6))
def test_one_changed_figure_under_typed_totals_is_never_missed(
    data: st.DataObject, address: str, by: int
) -> None:
    submission = balanced(FORM, data.draw(submissions(FORM)))
    figure = submission.values[address]
    assert figure is not None
    changed = replace(submission, values={**submission.values, address: figure + by})
    findings = found(changed)
    assert any(_owners(address) & set(f.refs) for f in findings if f.severity == "error")


@pytest.mark.slow
@given(st.data())
def test_findings_of_any_submission_have_words_and_exact_differences(data: st.DataObject) -> None:
    submission = data.draw(submissions(FORM, blanks=data.draw(st.booleans())))
    prior = replace(data.draw(submissions(FORM)), year=2024)
    findings = found(submission, prior)
    for finding in findings:
        assert finding.message and set(finding.refs) <= {
            *FORM.addresses, *FORM.texts, *(f"prior.{a}" for a in FORM.addresses),
        }  # fmt: skip
        if finding.value is not None and finding.expected is not None:
            assert finding.difference == finding.value - finding.expected != 0
    keys = [(f.code, f.refs) for f in findings]
    figures = [key for key in keys if not key[0].startswith("N-")]  # a text may hold two slips
    assert len(figures) == len(set(figures))
    derived = [f for f in findings if "-S-" in f.code]
    assert derived == []  # totals were derived


@pytest.mark.slow
@given(st.data())
def test_any_typed_total_that_is_wrong_is_found(data: st.DataObject) -> None:
    submission = balanced(FORM, data.draw(submissions(FORM)))
    address = data.draw(st.sampled_from(sorted(FORM.totals)))
    figure = submission.values[address]
    assert figure is not None
    wrong = replace(submission, values={**submission.values, address: figure + 1})
    assert any(address in f.refs and f.severity == "error" for f in found(wrong))


# --- words ----------------------------------------------------------------------------------------


def test_short_label_tells_columns_apart() -> None:
    assert short_label(FORM, "T4.r1.c10") == "未经复议直接起诉 · 总计"
    assert short_label(FORM, "prior.T3.r25.c1") == "四、结转下年度继续办理 · 自然人"
    assert len({short_label(FORM, address) for address in FORM.addresses}) == 200


def test_key_label_is_the_column_or_row_of_a_rule() -> None:
    labels = {(rule.code, rule.key): rule_label(FORM, rule) for rule in FORM.rules}
    assert labels["T3-B01", "c7"] == "总计" and labels["T2-C01", "r2"] == "行政规范性文件"
    assert labels["T2-C02", None] == ""


@pytest.mark.parametrize(
    ("terms", "constant", "text"),
    [
        ([(1, 5), (1, 0)], 0, "5＋0＝5"), ([(1, 5), (-1, 2)], 0, "5－2＝3"), ([(1, 7)], 0, "7"), ([], 0, "0"),
        ([(-1, 5), (2, 3)], 1, "－5＋2×3＋1＝2"),
        ([(1, 0), (1, 3), (1, 0), (1, 4), (1, 0)], 0, "3＋4＝7"),
        ([(1, 0)] * 6, 0, "0"),
    ],
)  # fmt: skip
def test_figures(terms: list[tuple[int, int]], constant: int, text: str) -> None:
    known = {f"a{i}": Decimal(n) for i, (_, n) in enumerate(terms)}
    side = Linear(tuple((Decimal(f), f"a{i}") for i, (f, _) in enumerate(terms)), Decimal(constant))
    assert side_with_figures(side, known) == text


def test_status() -> None:
    error, warning, info = (Finding(V_TEXT, severity=s) for s in ("error", "warning", "info"))
    assert status_of([]) == status_of([info]) == "accepted"
    assert status_of([info, warning]) == "accepted_with_warnings"
    assert status_of([warning, error]) == "rejected"


def test_findings_are_placed_in_the_workbook() -> None:
    finding = Finding(V_TEXT, ("a", "prior.b"))
    assert finding.at({"a": "甲!A1"}).cells == ("甲!A1",)
    assert replace(finding, cells=("乙!B2",)).at({"a": "甲!A1"}).cells == ("乙!B2",)


def test_unit_of_another_code_is_a_predecessor() -> None:
    now = made({"T3.r2.c1": 1, "T3.r3.c1": 1})
    before = replace(made(year=2024), unit=Unit("99", UNIT.name))
    assert [f.severity for f in found(now, before)] == ["warning"]


@pytest.mark.parametrize(
    ("level", "amount", "found"),
    [("县级部门", 35000, ["V-amount"]), ("乡镇街道", 123456, ["V-amount"]), ("县级部门", 30000, []),
     ("县级", 500000, []), ("", 500000, [])],
)  # fmt: skip
def test_an_amount_nobody_collects_is_asked_about_where_last_year_cannot_tell(
    form: Form, level: str, amount: int, found: list[str]
) -> None:
    one = filled(form, {"T2.r6.c5": amount})
    one = replace(one, unit=replace(one.unit, level=level))
    assert [f.code for f in check(form, one) if f.code == "V-amount"] == found
    assert [f.code for f in check(form, one, one) if f.code == "V-amount"] == []
