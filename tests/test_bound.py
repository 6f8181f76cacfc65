"""Figures bound to cells: one text and one table can no longer disagree, and what was typed is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from conftest import SAMPLES, load, sample
from hypothesis import given
from hypothesis import strategies as st
from support.reports import word_report as report
from support.strategies import submissions
from support.submissions import one

from xltool.core.check.narrative.bound import check_bound, fill_in
from xltool.core.check.narrative.review import check_narrative
from xltool.core.errors import FormError
from xltool.core.form.model import Form
from xltool.core.submission.document import from_json, to_json
from xltool.core.submission.model import Submission, plain
from xltool.reading.form.load import load_form
from xltool.writing.report.context import Paragraph, expected
from xltool.writing.report.html import read_back, render
from xltool.writing.report.read_back import docx_difference

FORM = load("zfxxgknb-2021")
FIVE = {"T3.r1.c1": 4, "T3.r1.c2": 1, "T3.r2.c1": 2, "T2.r6.c5": "3.50", "T4.r1.c6": 1, "T4.r1.c11": 2}


def filled(text: str, figures: Mapping[str, object] = FIVE) -> str:
    """The text as the report prints it."""
    return fill_in(FORM, one(FORM, {"N1.2": text}, figures), text)


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("本年收到{T3.r1.c7}件。", "本年收到5件。"),
        ("本年收到｛T3.r1.c7｝件。", "本年收到5件。"),
        ("本年收到{ Ｔ３．ｒ１．ｃ７ }件。", "本年收到5件。"),
        ("本年收到{t3.R1.c7}件，收费{T2.r6.c5}万元。", "本年收到5件，收费3.5万元。"),
        ("共{T3.r1.c7 + T3.r2.c7}件。", "共7件。"),
        ("2025年，我局{收到申请}。", "2025年，我局收到政府信息公开申请5件。"),
        ("｛收到申请｝，｛上年结转｝。", "收到政府信息公开申请5件，上年结转2件。"),
        ("{行政复议}、{行政诉讼}。", "未被申请行政复议、被提起行政诉讼3件。"),
        ("{结转下年}。", "无结转下年度继续办理的申请。"),
    ],
)
def test_references_become_figures(text: str, printed: str) -> None:
    assert filled(text) == printed
    assert check_bound(FORM, one(FORM, {"N1.2": text}, FIVE)) == []


def test_a_ready_phrase_says_in_words_that_there_was_none() -> None:
    assert filled("本年{收到申请}。", {}) == "本年未收到政府信息公开申请。"


@pytest.mark.parametrize(
    "text",
    ["{", "}", "{}", "{{}}", "{_{", "}_}", "{{ unit }}", "{% if a %}", "{1}", "{a}", "{A&B<C}", "{T3}", "{见附件1}",
     "{一}", "{收到\n申请}", "集合{甲，乙}", "{#注#}", "{T3.r1}"],
)  # fmt: skip
def test_other_braces_stay_as_they_are(text: str) -> None:
    assert filled(text) == text
    assert check_bound(FORM, one(FORM, {"N1.2": text}, FIVE)) == []


@pytest.mark.parametrize("name", ["{T3.r99.c7}", "{T9.r1.c1}", "{收到申请数}", "{T3.r1.c7+T3.r1.c99}"])
def test_an_unknown_reference_is_an_error_that_names_it(name: str) -> None:
    text = f"本年收到{name}件，{{T3.r1.c7}}件。"
    (finding,) = check_narrative(FORM, one(FORM, {"N1.2": text}, FIVE))
    assert (finding.code, finding.severity, finding.refs) == ("N-bound-unknown", "error", ("N1.2",))
    assert name in finding.message
    assert filled(text) == f"本年收到{name}件，5件。"


def test_a_reference_to_a_blank_cell_is_an_error_that_names_both() -> None:
    whole = one(FORM, {"N1.2": "{收到申请}，{T3.r2.c7}件。"}, FIVE)
    blank = replace(whole, values={**whole.values, "T3.r1.c7": None, "T3.r2.c7": None})
    findings = check_narrative(FORM, blank)
    assert [(f.code, f.refs) for f in findings] == [
        ("N-bound-blank", ("N1.2", "T3.r1.c7")),
        ("N-bound-blank", ("N1.2", "T3.r2.c7")),
    ]
    assert "{收到申请}" in findings[0].message and "一、本年新收" in findings[0].message


def test_what_is_bound_is_never_found_wrong() -> None:
    text = "2025年，{收到申请}，{上年结转}，{结转下年}；因政府信息公开{行政复议}、{行政诉讼}。"
    for figures in ({}, FIVE):
        assert check_narrative(FORM, one(FORM, {"N1.2": text}, figures)) == []
    broken = "公开信息{T3.r1.c7}条，其中文件3条、解读1条。"
    assert [f.code for f in check_narrative(FORM, one(FORM, {"N1.1": broken}, FIVE))] == ["N-list"]


@pytest.mark.slow
@given(st.data())
def test_any_figure_is_printed_as_the_table_prints_it(data: st.DataObject) -> None:
    submission = data.draw(submissions(FORM))
    address = data.draw(st.sampled_from(FORM.addresses))
    number = submission.values[address]
    assert number is not None
    assert fill_in(FORM, submission, f"甲{{{address}}}乙") == f"甲{plain(number)}乙"


def test_the_report_prints_figures_and_the_submission_keeps_what_was_typed() -> None:
    form, seed = sample("jinxiang-2025")
    typed = {**seed.texts, "N1.2": "2025年，我单位{收到申请}。\n其中自然人{T3.r1.c1}件。"}
    bound = replace(seed, texts=typed)
    template = (SAMPLES.parent / "templates" / form.key / "report.docx").read_bytes()
    meant = expected(form, bound)
    assert Paragraph("body", "2025年，我单位未收到政府信息公开申请。") in meant
    assert Paragraph("body", "其中自然人0件。") in meant
    assert docx_difference(report(template, form, bound), meant) is None
    assert read_back(render(form, bound)) == meant
    assert from_json(to_json(bound), lambda _: FORM)[1] == bound
    assert bound.texts == typed


def test_every_ready_phrase_reads_well_with_and_without(form: Form) -> None:
    assert len(form.narrative.phrases) >= 5
    for phrase in form.narrative.phrases:
        for figures in ({}, FIVE | {"T3.r3.c1": 7, "T4.r1.c1": 1, "T3.r25.c1": 1}):
            said = fill_in(form, one(form, {}, figures), f"{{{phrase.name}}}")
            assert said and "{" not in said
            assert any(c.isdigit() for c in said) == bool(figures)


BASE = (SAMPLES.parent / "templates" / FORM.key / "form.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('name = "收到申请"\n', "", "F-missing"),
        ('figure = "T3.r1.c7"', 'figure = "T3.r99.c7"', "F-rule-address"),
        ('figure = "T3.r1.c7"', 'figure = "T3.r1.c7 *"', "F-rule"),
        ("申请{T3.r1.c7}件", "申请{T3.r99.c7}件", "F-rule-address"),
        ('"行政许可处理决定" = "T2.r3.c4"', '"行政许可处理决定" = "T2.r3.c9"', "F-rule-address"),
        ('"sum(T3.r5.c7:T3.r12.c7)"', '"sum(T3.r5.c7:T2.r3.c4)"', "F-rule-address"),
        ('says = ["未经复议直接起诉…N件"]', 'says = ["未经复议[直接|起诉…N件"]', "F-phrase"),
        ('says = ["未经复议直接起诉…N件"]', 'says = ["直接起诉N件N件"]', "F-phrase"),
        ('opening = "N0"', 'opening = "N9"', "F-text-address"),
        ('section = "N6"', 'section = "N66"', "F-text-address"),
    ],
)
def test_a_broken_narrative_part_is_refused_with_its_place(
    tmp_path: Path, old: str, new: str, code: str
) -> None:
    assert old in BASE
    (tmp_path / "form.toml").write_text(BASE.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(FormError) as raised:
        load_form(tmp_path)
    assert raised.value.code == code


def test_a_form_without_a_narrative_part_is_checked_without(tmp_path: Path) -> None:
    start, end = BASE.index("[narrative]"), BASE.index('[[table]]\nid = "T2"')
    (tmp_path / "form.toml").write_text(BASE[:start] + BASE[end:], encoding="utf-8")
    bare = load_form(tmp_path)
    assert bare.narrative.counts == () and bare.narrative.phrases == ()
    told: Submission = one(bare, {"N1.2": "收到政府信息公开申请3件。"})
    assert check_narrative(bare, told) == []
    assert fill_in(bare, replace(told, values={**told.values, "T3.r1.c7": Decimal(3)}), "{T3.r1.c7}") == "3"
