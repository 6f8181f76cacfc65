"""Sentences made from figures: silence where they agree, a word where one figure was changed; and what offices check."""

from __future__ import annotations

import random
import sys
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from types import FrameType
from typing import Any

import pytest
from conftest import load
from hypothesis import given, settings
from hypothesis import strategies as st
from support.sentences import figures, made, sound_report

from xltool.core.check.narrative.lists import wrong_lists
from xltool.core.check.narrative.review import check_narrative
from xltool.core.check.narrative.segments import segments, views
from xltool.core.check.narrative.sentences import figures_in, tidy
from xltool.core.check.rules import check
from xltool.core.submission.model import Submission, Unit, with_totals

FORM = load("zfxxgknb-2021")
CELLS = {
    "new": "T3.r1.c1", "carried": "T3.r2.c1", "public": "T3.r3.c1", "part": "T3.r4.c1", "refuse": "T3.r11.c1",
    "unable": "T3.r13.c1", "noproc": "T3.r16.c1", "other": "T3.r23.c1", "next": "T3.r25.c1", "review": "T4.r1.c1",
    "suit": "T4.r1.c6", "made": "T2.r2.c1", "gone": "T2.r2.c2", "valid": "T2.r2.c3",
}  # fmt: skip
UNIT = Unit("031", "青石县水务局", "县级部门", "青石县光明路7号", "0537-8709110")


def told(text: str, says: Mapping[str, int], address: str = "N1.2", unit: Unit = UNIT) -> list[str]:
    """The codes of one text with tables that hold these figures and 0 elsewhere."""
    values = dict.fromkeys((a for a in FORM.addresses if a not in FORM.totals), Decimal(0))
    values |= {CELLS[key]: Decimal(number) for key, number in says.items()}
    submission = Submission(
        FORM.id, FORM.version, 2025, unit, with_totals(FORM, values, keep=False), {address: text}
    )
    return [finding.code for finding in check_narrative(FORM, submission)]


@pytest.mark.parametrize("part", range(4))
def test_a_sound_report_raises_nothing(part: int) -> None:
    for seed in range(part * 60, part * 60 + 60):
        report = sound_report(FORM, seed)
        assert [(f.code, f.message) for f in check(FORM, report)] == [], seed


def test_a_changed_part_of_a_list_is_told_nearly_always() -> None:
    rng, asked, right = random.Random(7), 0, 0
    for one in (one for one in made(400) if one.get("adds_up")):
        number = rng.choice(one["parts"])
        text = one["quote"].replace(f"{number}", f"{number + 1}", 1)
        if text.count(f"{number + 1}") and text != one["quote"] and number + 1 != one["total"]:
            asked += 1
            right += "N-list" in told(text, {}, "N1.1")
    assert asked > 100 and right >= 0.95 * asked


def test_a_changed_figure_of_a_table_is_told_nearly_always() -> None:
    asked = right = 0
    for one in made(300):
        says: dict[str, int] = {key: n for key, n in one.get("says", {}).items() if key in CELLS}
        for key in says:
            asked += 1
            right += "N-count" in told(one["quote"], {**says, key: says[key] + 1}, one["at"])
    assert asked > 300 and right >= 0.9 * asked


TRAPS: list[tuple[str, Mapping[str, int], list[str]]] = [
    ("予以公开及部分公开3件。", {"public": 2, "part": 1}, []),
    ("予以公开及部分公开3件。", {"public": 2, "part": 2}, ["N-count"]),
    ("予以公开、部分公开和不予公开共6件。", {"public": 2, "part": 1, "refuse": 3}, []),
    ("予以公开或部分公开的5件。", {"public": 2, "part": 1}, ["N-count"]),
    ("顺延至下一年答复1件。", {"next": 1}, []),
    ("顺延至下一年答复2件。", {"next": 1}, ["N-count"]),
    ("全县各级行政机关共受理政府信息公开申请449件，结转下年度继续办理7件。", {"new": 449, "next": 7, "public": 442}, []),
    ("全县各级行政机关共受理政府信息公开申请450件。", {"new": 449, "public": 449}, ["N-count"]),
    ("结转至2026年2件。", {"next": 2}, []),
    ("剩余3件结转下年度办理。", {"next": 2}, ["N-count"]),
    ("2024年结转3件。", {"carried": 2}, ["N-count"]),
    ("无下年度结转。", {"next": 2}, ["N-count"]),
    ("无上年结转。", {"carried": 2}, ["N-count"]),
    ("其中予以公开71件、部分公开5件、不予公开28件、其他151件。", {"public": 71, "part": 5, "refuse": 28}, []),
    ("其中予以公开71件、部分公开6件、不予公开28件、其他151件。", {"public": 71, "part": 5, "refuse": 28}, ["N-count"]),
    ("在网上收到的申请中，予以公开1件。", {"public": 9}, []),
    ("上半年予以公开1件。", {"public": 9}, []),
    ("予以公开、部分公开分别为2件、1件。", {"public": 2, "part": 1}, []),
    ("未引起行政复议或行政诉讼。", {"review": 1}, ["N-count"]),
    ("未经复议直接起诉2件。", {"suit": 2}, []),
    ("转结2025年办结0件。", {}, ["N-year"]),
    ("2024年结转2025年3件。", {"carried": 3}, []),
    ("区政府办代表区政府受理政府信息公开申请17件。", {"new": 95}, []),
    ("全市收办政府信息公开申请案件3607件（市政府349件、市各有关部门933件、沭阳县2325件）。", {"new": 3511, "carried": 96}, []),
    ("全市收办政府信息公开申请案件3607件（市政府349件、市各有关部门933件、沭阳县2326件）。", {"new": 3511, "carried": 96}, ["N-list"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "says", "codes"), TRAPS, ids=[text for text, *_ in TRAPS])
def test_traps(text: str, says: Mapping[str, int], codes: list[str]) -> None:
    assert sorted(set(told(text, says))) == codes


@given(st.integers(0, 10_000))
@settings(max_examples=60)
def test_the_sum_of_joined_names_is_the_sum_of_their_rows(seed: int) -> None:
    rng = random.Random(seed)
    one = figures(rng)
    names = {
        "public": "予以公开",
        "part": "部分公开",
        "refuse": "不予公开",
        "unable": "无法提供",
        "noproc": "不予处理",
    }
    keys = rng.sample(list(names), rng.randint(2, 4))
    joint = rng.choice(["、", "和", "及", "与", "或"])
    total = sum(one.results[key] for key in keys)
    label = joint.join(names[key] for key in keys)
    assert told(f"{label}共{total}件。", one.results) == []
    assert told(f"{label}共{total + 1}件。", one.results) == ["N-count"]


@given(st.text("共有其中（）“”《》，；、：。0123456789件条公开", max_size=80))
@settings(max_examples=300)
def test_segments_hold_every_figure_outside_of_brackets_once(text: str) -> None:
    sentence = tidy(text).split("。")[0]
    told_ = figures_in(sentence)
    inside = {figure for segment in segments(sentence, told_, 0, len(sentence)) for figure in segment.figures}
    assert inside <= set(told_) and all(words in sentence or "＿" in words for words, _ in views(sentence))
    if "（" not in sentence:
        assert inside == set(told_)


def test_a_list_may_go_on_in_the_next_sentence() -> None:
    first, second = "公开信息30条，其中网站发布10条、公众号发布15条", "公示栏张贴5条"
    assert list(wrong_lists(first, "", second)) == []
    assert [wrong.sum for wrong in wrong_lists(first, "", "公示栏张贴6条")] == [Decimal(25)]


def calls(text: str) -> int:
    """How many function calls the checks of a text take: a measure of work that no other load changes."""
    count = 0

    def profile(frame: FrameType, event: str, argument: Any) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    tidy.cache_clear()
    figures_in.cache_clear()
    sys.setprofile(profile)
    try:
        told(text, {})
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.slow
@pytest.mark.parametrize(
    "shape",
    ["公", "{n}件", "，{n}", "（", "）", "其中", "文件{n}条、", "收到申请", "收到政府信息公开申请{n}件，其中自然人{n}件、法人1件。",
     "一、\n", "2024年{n}", "予以公开及", "{n},", "《", "公开{n}条，其中（", "上年结转{n}件，", "网站发布{n}条；"],
)  # fmt: skip
def test_the_work_grows_no_faster_than_the_text(shape: str) -> None:
    def text(count: int) -> str:
        return "".join(shape.format(n=n) for n in range(count))

    small, large = calls(text(400)), calls(text(1600))
    assert large <= 4.6 * small + 2_000


# --- what offices check ---------------------------------------------------------------------------

LONG = "工作平稳有序，" * 150
OFFICES: list[tuple[str, str, Mapping[str, int], list[str]]] = [
    ("N1.2", "收到申请3件，全部办结。", {"new": 3, "public": 2, "next": 1}, ["N-done"]),
    ("N1.2", "收到申请3件，办结率100%。", {"new": 3, "public": 2, "next": 1}, ["N-done"]),
    ("N1.2", "收到申请3件，全部办结。", {"new": 3, "public": 3}, []),
    ("N1.2", "收到申请3件，除结转下年度的1件外全部办结。", {"new": 3, "public": 2, "next": 1}, []),
    ("N1.2", "收到建议提案5件，全部办结。", {"next": 1}, []),
    ("N1.2", "全年收到申请3件，上年结转1件，已全部办结。", {"new": 3, "carried": 1, "public": 3, "next": 1}, ["N-done"]),
    ("N1.2", "上年结转的1件已全部办结。", {"new": 3, "carried": 1, "public": 3, "next": 1}, []),
    ("N1.2", "临近到期的申请均按期办结。", {"next": 1}, []),
    ("N1.2", "督查反馈的事项均已办结。", {"next": 1}, []),
    ("N1.5", "上级交办的任务均已办结。", {"next": 1}, []),
    ("N1.5", "依申请公开全部办结。", {"next": 1}, ["N-done"]),
    ("N5", "全年政府信息公开各项任务平稳有序，得到社会各界广泛好评，群众满意度名列前茅。", {}, ["N-problem"]),
    ("N5", "本年度各项任务平稳有序，经自查没有发现政府信息公开方面需要报告的情形。", {}, []),
    ("N1.1", LONG, {}, ["N-length"]),
    ("N0", "本报告由七个部分组成。", {}, ["N-preface"]),
    ("N0", "本报告由六个部分组成。", {}, []),
    ("N0", "报告内容包括总体情况、主动公开政府信息情况、收到和处理申请情况、行政复议和诉讼情况、存在的主要问题及改进情况。", {}, ["N-preface"]),
    ("N0", "报告内容包括总体情况、主动公开情况、申请情况、复议和诉讼情况、主要问题及改进情况和其他需要报告的事项。", {}, []),
    ("N0", "联系电话：0537-8709110，地址：青石县光明路7号。", {}, []),
    ("N0", "联系电话：0537-8709111。", {}, ["N-contact"]),
    ("N0", "联系电话：05378709110，传真：0537-8709119。", {}, []),
    ("N0", "数据截至20251231，编号12345678。", {}, []),
    ("N0", "地址：青石县中山路9号。", {}, ["N-contact"]),
    ("N0", "根据条例（国务院令第492号）编制。", {}, ["N-basis"]),
    ("N0", "根据条例（国务院令第711号）和国办公开办函〔2021〕30号编制。", {}, []),
    ("N0", "根据国办发〔2021〕30号编制。", {}, ["N-basis"]),
    ("N6", "没有收取信息处理费。\n2026年3月12日", {}, ["N-date"]),
    ("N6", "没有收取信息处理费。\n2026年1月20日", {}, []),
    ("N5", "存在的主要问题是公开内容不够全面，解读形式比较单一，更新不及时，人员力量薄弱，队伍变动较多。", {}, ["N-problem"]),
    ("N5", "下一步，我局要加强学习培训，完善各项制度，提升公开水平，强化队伍建设，把各项工作做好做细。", {}, ["N-problem"]),
    ("N5", "公开内容不够全面，解读形式比较单一。下一步，要加强学习培训，完善各项制度，提升公开水平。", {}, []),
]  # fmt: skip


@pytest.mark.parametrize(
    ("address", "text", "says", "codes"), OFFICES, ids=[text[:20] for _, text, *_ in OFFICES]
)
def test_what_offices_check(address: str, text: str, says: Mapping[str, int], codes: list[str]) -> None:
    assert told(text, says, address) == codes


def test_a_government_has_longer_to_publish() -> None:
    text = "没有收取信息处理费。\n2026年3月12日"
    assert told(text, {}, "N6", replace(UNIT, level="县级")) == []
    assert told(text, {}, "N6", replace(UNIT, level="", name="青石县人民政府")) == []
    assert told(text, {}, "N6", replace(UNIT, level="", name="柳河镇人民政府")) == ["N-date"]
    assert told(text.replace("3月", "4月"), {}, "N6", replace(UNIT, level="县级")) == ["N-date"]


def test_a_fee_text_that_the_table_rules_out_is_told() -> None:
    values = dict.fromkeys((a for a in FORM.addresses if a not in FORM.totals), Decimal(0)) | {
        "T3.r22.c1": Decimal(1)
    }
    texts = {"N6": "本年度没有发出收费通知，未收取信息处理费。"}
    one = Submission(FORM.id, FORM.version, 2025, UNIT, with_totals(FORM, values, keep=False), texts)
    assert [(f.code, f.refs) for f in check_narrative(FORM, one)] == [("N-fee", ("N6", "T3.r22.c7"))]


# --- totals with one cause ------------------------------------------------------------------------

BUSY = next(report for seed in range(50) if (report := sound_report(FORM, seed)).values["T3.r24.c2"])


def codes(values: Mapping[str, Decimal], prior: Submission | None = None) -> list[tuple[str, Any, Any]]:
    findings = check(FORM, replace(BUSY, values={**BUSY.values, **values}), prior)
    return [(f.code, f.value, f.expected) for f in findings if f.code.startswith("T")]


@pytest.mark.parametrize("kept", [(), ("T3.r24.c7",)])
def test_a_column_of_totals_left_at_0_is_one_finding(kept: tuple[str, ...]) -> None:
    zeros = {f"T3.r{row}.c7": Decimal(0) for row in range(1, 26) if f"T3.r{row}.c7" not in kept}
    assert codes(zeros) == [("T3-S-c7", None, None)]
    (finding,) = [
        f for f in check(FORM, replace(BUSY, values={**BUSY.values, **zeros})) if f.code == "T3-S-c7"
    ]
    assert finding.difference is None and finding.severity == "error" and "总计" in finding.message
    assert set(finding.refs) == {address for address in zeros if BUSY.values[address]}


def test_a_row_of_totals_left_at_0_is_one_finding() -> None:
    zeros = {f"T3.r24.c{column}": Decimal(0) for column in range(1, 8)}
    assert codes(zeros) == [("T3-S-r24", None, None)]


def test_a_column_left_at_last_years_is_one_finding() -> None:
    other = next(r for seed in range(50, 99) if (r := sound_report(FORM, seed)).values["T3.r24.c1"])
    old = {f"T3.r{row}.c7": other.values[f"T3.r{row}.c7"] or Decimal(0) for row in range(1, 26)}
    assert [code for code, value, _ in codes(old, other) if value is None] == ["T3-S-c7"]
    assert ("T3-S-c7", None, None) not in codes(old)


def test_a_single_wrong_total_stays_a_finding_with_its_figures() -> None:
    (wrong,) = codes({"T4.r1.c1": Decimal(1), "T4.r1.c5": Decimal(0)})
    assert wrong == ("T4-S-c5", Decimal(0), Decimal(1))


def test_one_addend_left_out_of_a_total_is_guessed() -> None:
    row = {f"T4.r1.c{n}": Decimal(v) for n, v in enumerate((13, 2, 4, 0, 15), 1)}
    (finding,) = [f for f in check(FORM, replace(BUSY, values={**BUSY.values, **row})) if f.code == "T4-S-c5"]
    assert [hint.kind for hint in finding.hints] == [
        "left-out"
    ] and "其他结果”的 4 加进去" in finding.message + finding.advice
