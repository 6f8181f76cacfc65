"""Laws of sums: any order, any grouping, rules that hold on the parts; and what is said of each part."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from conftest import load
from hypothesis import given, settings
from hypothesis import strategies as st
from support.county import COUNTY, INPUTS, made, numbered, unit
from support.refusals import refused
from support.returns import checked, codes
from support.strategies import UNIT, balanced, submissions, vars_of

from xltool.core.check.rules import check
from xltool.core.errors import XltoolError
from xltool.core.submission.document import from_json, to_json
from xltool.core.submission.identity import sign
from xltool.core.submission.model import Submission, Unit, with_totals
from xltool.core.sums.adder import Adder, Override, add_up
from xltool.writing.workbook.write import WorkbookContent, write_workbook

FORM = load("zfxxgknb-2021")


def several(blanks: bool = False) -> st.SearchStrategy[list[Submission]]:
    return st.lists(submissions(FORM, blanks), min_size=1, max_size=5).map(numbered)


@pytest.mark.slow
@settings(max_examples=25)
@given(st.data(), several(blanks=True))
def test_the_sum_is_the_same_in_any_order_and_any_grouping(
    data: st.DataObject, parts: list[Submission]
) -> None:
    whole, _ = add_up(FORM, parts, COUNTY)
    shuffled = data.draw(st.permutations(parts))
    assert add_up(FORM, shuffled, COUNTY)[0] == whole
    groups: dict[int, list[Submission]] = {}
    for part in shuffled:
        groups.setdefault(data.draw(st.integers(0, 2)), []).append(part)
    towns = [add_up(FORM, group, unit(100 + n))[0] for n, group in groups.items()]
    assert add_up(FORM, towns, COUNTY)[0] == whole


@pytest.mark.slow
@settings(max_examples=25)
@given(several())
def test_every_input_is_the_exact_sum_and_every_total_follows(parts: list[Submission]) -> None:
    whole, _ = add_up(FORM, parts, COUNTY)
    for address in FORM.addresses:
        assert whole.values[address] == sum(part.values[address] or 0 for part in parts)


@pytest.mark.slow
@settings(max_examples=25)
@given(several(), several())
def test_rules_hold_on_the_sum_when_they_hold_on_the_parts(
    parts: list[Submission], before: list[Submission]
) -> None:
    good = [balanced(FORM, part) for part in parts]
    last = []
    for number, part in enumerate(good):  # each unit's own last year, so that P-01 and P-02 hold too
        carried = before[number % len(before)]
        values = {address: carried.values[address] for address in INPUTS}
        values |= {f"T3.r25.c{c}": part.values[f"T3.r2.c{c}"] for c in range(1, 7)}
        for row in ("r1", "r2"):
            made_now, dropped, left = (part.values[f"T2.{row}.c{c}"] or Decimal(0) for c in (1, 2, 3))
            values[f"T2.{row}.c3"] = left - made_now + dropped
        last.append(replace(carried, unit=part.unit, year=2024, values=with_totals(FORM, values, keep=False)))
    assert not any(broken(part, prior) for part, prior in zip(good, last, strict=True))
    level = Unit("1", "县", "县级部门")
    whole, prior = (add_up(FORM, group, level)[0] for group in (good, last))
    assert not broken(whole, prior)


def broken(submission: Submission, prior: Submission) -> list[str]:
    rules = {rule.code for rule in FORM.rules}
    return [f.code for f in check(FORM, submission, prior) if f.code in rules]


@pytest.mark.slow
@settings(max_examples=25)
@given(several())
def test_the_written_sum_is_again_a_submission(parts: list[Submission]) -> None:
    whole, _ = add_up(FORM, parts, COUNTY)
    document = json.loads(json.dumps(to_json(whole)))
    assert from_json(document, lambda _: FORM)[1] == whole


@pytest.mark.slow
@settings(max_examples=4)
@given(several())
def test_through_real_workbooks(tmp_path_factory: Any, parts: list[Submission]) -> None:
    """make, fill, read and aggregate gives the sum of what was filled in."""
    folder, adder = tmp_path_factory.mktemp("returns"), Adder(FORM)
    for part in parts:
        file = folder / f"{part.unit.code}.xlsx"
        identity = sign(FORM.key, 2025, part.unit.code, part.unit.name)
        file.write_bytes(
            write_workbook(FORM, identity, part.unit, WorkbookContent(part.values, part.texts, part.notes))
        )
        back = checked(file)
        assert back.submission is not None
        adder.add(back.submission, back.findings, back.invalid)
    assert adder.result(COUNTY).submission == add_up(FORM, parts, COUNTY)[0]


def test_a_blank_counts_as_nothing_and_is_named() -> None:
    whole, findings = add_up(FORM, [made(1, {"T3.r1.c1": 5}), made(2, {"T3.r1.c1": None})], COUNTY)
    assert whole.values["T3.r1.c1"] == 5
    blank = next(finding for finding in findings if finding.code == "A-blank")
    assert (blank.args["unit"], blank.refs) == ("第2局", ("T3.r1.c1",))


def test_what_every_unit_left_blank_stays_blank() -> None:
    whole, findings = add_up(FORM, [made(1, {"T3.r1.c1": None}), made(2, {"T3.r1.c1": None})], COUNTY)
    assert whole.values["T3.r1.c1"] is None and whole.values["T3.r1.c7"] is None
    assert "V-blank" in codes(findings)


def test_typed_totals_are_not_added() -> None:
    """Totals left 0, the commonest defect, are derived in the sum."""
    part = made(1, {"T3.r1.c1": 5, "T3.r3.c1": 5})
    wrong = replace(part, values={**part.values, "T3.r1.c7": Decimal(0)})
    adder = Adder(FORM)
    adder.add(wrong, check(FORM, wrong))
    county = adder.result(COUNTY)
    assert county.submission.values["T3.r1.c7"] == 5
    assert codes(county.findings) == ["A-errors"]


def test_unreadable_figures_count_as_nothing() -> None:
    part = replace(made(1, {"T3.r1.c1": 5}), unread={"T3.r1.c1": "约5"})
    adder = Adder(FORM)
    adder.add(part)
    adder.add(made(2, {"T3.r1.c2": 7}), invalid={"T3.r1.c2"})
    sums = adder.result(COUNTY).submission.values
    assert sums["T3.r1.c1"] == 0 and sums["T3.r1.c2"] == 0


@pytest.mark.parametrize(
    ("second", "code"),
    [
        (made(1), "A-twice"),
        (replace(made(2), unit=Unit("009", "第1局")), "A-twice"),
        (replace(made(2), unit=Unit("001", "别的局")), "A-twice"),
        (made(2, year=2024), "A-years"),
        (replace(made(2), version="2019"), "A-forms"),
        (replace(made(2), form="xzzfnb"), "A-forms"),
    ],
)
def test_what_does_not_belong_together_is_refused(second: Submission, code: str) -> None:
    with pytest.raises(XltoolError) as caught:
        add_up(FORM, [made(1), second], COUNTY)
    assert (caught.value.code, caught.value.exit_code) == (code, 2)


def test_nothing_to_add_is_refused() -> None:
    with refused(XltoolError, "A-nothing"):
        add_up(FORM, [], COUNTY)


def test_missing_strange_and_excluded_units_are_named() -> None:
    adder = Adder(FORM)
    adder.add(made(1))
    adder.add(made(9))
    adder.leave_out(unit(3), "与第1局合并")
    adder.leave_out(unit(3), "又一份")
    county = adder.result(COUNTY, roster=[unit(1), unit(2), unit(3)])
    assert [u.code for u in county.missing] == ["002"]
    said = {str(finding.code): finding.args for finding in county.findings}
    assert said["A-missing"] == {"n": "1", "units": "第2局"}
    assert said["A-stranger"] == {"n": "1", "units": "第9局"}
    assert said["A-excluded"] == {"unit": "第3局", "reason": "与第1局合并"}


def test_an_override_is_never_silent() -> None:
    adder = Adder(FORM)
    adder.add(made(1, {"T2.r4.c4": 800}))
    adder.add(made(2, {"T2.r4.c4": 46}))
    county = adder.result(COUNTY, overrides=[Override("T2.r4.c4", Decimal(1100), "按处罚台账")])
    assert county.sums["T2.r4.c4"] == 846 and county.submission.values["T2.r4.c4"] == 1100
    finding = next(f for f in county.findings if f.code == "A-override")
    assert (finding.value, finding.expected, finding.difference) == tuple(map(Decimal, (1100, 846, 254)))
    assert county.submission.notes == {"A-override.T2.r4.c4": "各单位合计 846，公布 1100，差 254：按处罚台账"}


def test_an_override_is_checked_like_any_figure_and_totals_follow() -> None:
    adder = Adder(FORM)
    adder.add(made(1, {"T3.r1.c1": 5, "T3.r3.c1": 5}))
    county = adder.result(COUNTY, overrides=[Override("T3.r3.c1", Decimal(6), "台账")])
    assert county.submission.values["T3.r24.c7"] == 6
    assert codes(county.findings) == ["A-override", "T3-B01"]


def test_a_rule_the_sum_breaks_names_the_units_that_break_it() -> None:
    adder = Adder(FORM)
    for part in (made(1, {"T3.r1.c1": 5, "T3.r3.c1": 5}), made(2, {"T3.r1.c1": 3, "T3.r3.c1": 1})):
        adder.add(part, check(FORM, part))
    county = adder.result(COUNTY)
    assert codes(county.findings) == ["A-errors", "T3-B01"]
    assert county.findings[1].args["advice"] == "不符的单位有 1 个：第2局。"
    assert county.findings[1].hints == ()


def test_amounts_stay_exact() -> None:
    parts = [made(n) for n in range(1, 12)]
    parts = [replace(p, values={**p.values, "T2.r6.c5": Decimal("0.1")}) for p in parts]
    assert add_up(FORM, parts, COUNTY)[0].values["T2.r6.c5"] == Decimal("1.1")


def test_the_unit_of_the_sum_is_the_given_one() -> None:
    whole, _ = add_up(FORM, [made(1)], COUNTY)
    assert whole.unit == COUNTY and whole.texts == {} and whole.year == 2025
    assert vars_of(UNIT)["name"] != COUNTY.name
