"""What a sentence states of the tables: one line a kind, with the figures it must be held against."""

from __future__ import annotations

from decimal import Decimal

import pytest
from conftest import load

from xltool.core.check.narrative.counts import wrong_counts
from xltool.core.check.narrative.sentences import tidy
from xltool.core.submission.model import with_totals

FORM = load("zfxxgknb-2021")

# the sentence, where it stands, the inputs it agrees with
STATED: list[tuple[str, str, dict[str, int]]] = [
    ("2025年，我局无政府信息公开申请。", "N1.2", {"T3.r1.c1": 0}),
    ("没有不予公开的情况。", "N1.2", {"T3.r5.c1": 0}),
    ("上年度无结转。", "N1.2", {"T3.r2.c1": 0}),
    ("2025年依申请公开政府信息数量为0。", "N1.2", {"T3.r1.c1": 0}),
    ("收到自然人政府信息公开申请4件。", "N1.2", {"T3.r1.c1": 4}),
    ("受理自然人提出的申请3件。", "N1.2", {"T3.r1.c1": 3}),
    ("按照答复类型，公开3件、部分公开1件、不予公开2件。", "N1.2", {"T3.r3.c1": 3, "T3.r4.c1": 1, "T3.r5.c1": 2}),
    ("答复“予以公开”3件，“不予公开”2件。", "N1.2", {"T3.r3.c1": 3, "T3.r5.c1": 2}),
    ("因政府信息公开被申请行政复议3件，其中维持2件、纠正1件。", "N1.2", {"T4.r1.c1": 2, "T4.r1.c2": 1}),
    ("全年作出行政许可120件、行政处罚35件、行政强制2件。", "N1.1", {"T2.r3.c4": 120, "T2.r4.c4": 35, "T2.r5.c4": 2}),
    ("行政许可处理决定120件，行政处罚处理决定35件。", "N1.1", {"T2.r3.c4": 120, "T2.r4.c4": 35}),
]  # fmt: skip


def wrong(text: str, at: str, inputs: dict[str, int], unit: str = "青石县水务局") -> list[str]:
    values = dict.fromkeys((a for a in FORM.addresses if a not in FORM.totals), Decimal(0))
    values |= {address: Decimal(number) for address, number in inputs.items()}
    figures = {a: n for a, n in with_totals(FORM, values, keep=False).items() if n is not None}
    found = wrong_counts(FORM, at, tidy(text), figures, 2025, unit)
    return sorted({ref.rpartition(".")[0] for one in found for ref in one.refs})


@pytest.mark.parametrize(("text", "at", "inputs"), STATED, ids=[one[0] for one in STATED])
def test_each_figure_is_held_against_its_cell(text: str, at: str, inputs: dict[str, int]) -> None:
    assert wrong(text, at, inputs) == []
    for address, number in inputs.items():
        told = wrong(text, at, {**inputs, address: number + 7})
        assert address.rpartition(".")[0] in told, address


def test_all_parts_of_an_area_are_the_whole_of_who_reports_for_it_and_parts_of_nobody_else() -> None:
    text, cells = "2025年，全县各部门、各镇街共收到政府信息公开申请42件。", {"T3.r1.c1": 41}
    assert "T3.r1" in wrong(text, "N1.2", cells, "青石县人民政府")
    assert wrong(text, "N1.2", cells, "青石县水务局") == []


def test_what_another_body_filed_is_not_the_units_own() -> None:
    text = "备案政府信息依申请公开领域行政复议案件134件，行政诉讼案件57件。"
    assert wrong(text, "N1.2", {"T4.r1.c1": 2}) == []
