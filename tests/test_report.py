"""The Word report: the seed's text exactly, whatever text comes, and no silent loss."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import docx
import pytest
from conftest import KEYS, SAMPLES, load, sample
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st
from support.packages import with_part
from support.reports import word_report as report
from support.strategies import submissions

from xltool.core.errors import ReportError
from xltool.core.form.model import Form
from xltool.core.submission.model import Submission, with_totals
from xltool.writing.report.context import expected
from xltool.writing.report.docx import render
from xltool.writing.report.read_back import docx_difference
from xltool.writing.report.scaffold import scaffold

FORM = load("zfxxgknb-2021")


def shipped(form: Form) -> bytes:
    """The template that came with the form."""
    return (SAMPLES.parent / "templates" / form.key / "report.docx").read_bytes()


TEMPLATE = shipped(FORM)


def as_text(data: bytes) -> str:
    """The report in the notation of the golden file, read by python-docx."""
    document = docx.Document(io.BytesIO(data))
    lines = []
    for element in document.element.body.iterchildren():
        if element.tag == qn("w:p"):
            lines.append("¶ " + "".join(t.text or "" for t in element.iter(qn("w:t"))))
        elif element.tag == qn("w:tbl"):
            table = docx.table.Table(element, document)
            seen: set[object] = set()
            for row in table.rows:
                cells = []
                for cell in row.cells:
                    if cell._tc not in seen:  # python-docx gives a merged cell once for each place
                        seen.add(cell._tc)
                        cells.append(cell.text)
                lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def test_the_seeds_report_is_exactly_the_expected_one() -> None:
    form, seed = sample("jinxiang-2025")
    golden = (SAMPLES / "jinxiang-2025.report.txt").read_text(encoding="utf-8")
    assert as_text(report(TEMPLATE, form, seed)) == golden


@pytest.mark.parametrize("key", KEYS)
def test_the_shipped_template_is_the_scaffolded_one(key: str) -> None:
    assert scaffold(load(key)) == shipped(load(key))


def test_same_submission_same_bytes() -> None:
    form, seed = sample("jinxiang-2025")
    assert report(TEMPLATE, form, seed) == report(TEMPLATE, form, seed)


def test_draft_says_so_in_its_first_line() -> None:
    form, seed = sample("jinxiang-2025")
    assert as_text(report(TEMPLATE, form, seed, draft=True)).startswith("¶ 草稿\n")


@pytest.mark.slow
@settings(max_examples=15)
@given(st.data(), st.sampled_from(KEYS))
def test_any_text_comes_through(data: st.DataObject, key: str) -> None:
    """`report` itself compares every paragraph and cell and raises on a difference."""
    form = load(key)
    submission = data.draw(submissions(form))
    assert docx_difference(report(shipped(form), form, submission), expected(form, submission)) is None


# what templates, docxtpl and XML give a meaning of their own
FRAGMENTS = ["A&B<C>", "\"'", "{{", "}}", "{%", "%}", "{_{", "}_}", "{_%", "%_}", "{# #}", "{{ unit }}", "&amp;",
             "]]>", "<w:t>", "喆镕𠮷㎡", "\t", "\u3000", "\u00a0", "\n", "长文" * 500]  # fmt: skip


@settings(max_examples=25)
@given(st.lists(st.sampled_from(FRAGMENTS), min_size=1, max_size=8).map("".join))
def test_what_means_something_to_a_template_is_only_text(text: str) -> None:
    _, seed = sample("jinxiang-2025")
    name = f"甲{text}乙".replace("\n", "")
    unit = replace(seed.unit, name=name)
    produced = report(TEMPLATE, FORM, replace(seed, unit=unit, texts=dict.fromkeys(FORM.texts, text)))
    printed = [p.text for p in docx.Document(io.BytesIO(produced)).paragraphs]
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    assert printed[0] == name
    assert [p for p in printed if p in lines] == lines * len(FORM.texts)


def all_inputs(number: int) -> Submission:
    """The seed with one figure in every input, totals derived."""
    _, seed = sample("jinxiang-2025")
    inputs = {a: Decimal(number) for a in FORM.addresses if a not in FORM.totals}
    return replace(
        seed, values=with_totals(FORM, inputs, keep=False), texts=dict.fromkeys(FORM.texts, "无。")
    )


def small_texts(data: bytes) -> list[str]:
    """What is printed in the smaller table style."""
    cells = [c for t in docx.Document(io.BytesIO(data)).tables for row in t.rows for c in row.cells]
    return [p.text for c in cells for p in c.paragraphs if p.style.name == "XT Cell Small"]


def test_longest_numbers_in_every_cell() -> None:
    produced = report(TEMPLATE, FORM, all_inputs(999_999))
    assert "20999979" in as_text(produced)
    small = small_texts(produced)
    assert len(small) == 190 and all(text.isdigit() for text in small)  # T3 and T4; the headings stay


def test_figures_that_fit_stay_as_large_as_the_headings() -> None:
    assert small_texts(report(TEMPLATE, FORM, all_inputs(99))) == []


def test_a_blank_prints_nothing_and_absent_texts_leave_their_headings() -> None:
    form, suqian = sample("suqian-2024")
    blank = replace(suqian, values={**suqian.values, "T3.r5.c1": None})
    lines = as_text(report(TEMPLATE, form, blank, draft=True)).splitlines()
    assert any("1.属于国家秘密 |  |" in line for line in lines)
    assert "¶ （五）监督保障情况" in lines and "¶ " not in lines


def test_a_name_longer_than_a_document_property_is_printed_whole() -> None:
    form, seed = sample("jinxiang-2025")
    name = "甲" * 300
    produced = report(TEMPLATE, form, replace(seed, unit=replace(seed.unit, name=name)))
    document = docx.Document(io.BytesIO(produced))
    assert document.paragraphs[0].text == name
    assert document.core_properties.author == "甲" * 255


@pytest.mark.parametrize("bad", ["\x00", "\x0b", "\x1b", "\ud800", "\ufffe"])
def test_a_character_no_document_can_hold_is_refused(bad: str) -> None:
    form, seed = sample("jinxiang-2025")
    with pytest.raises(ReportError) as caught:
        report(TEMPLATE, form, replace(seed, texts={**seed.texts, "N1.2": f"甲{bad}乙"}))
    assert caught.value.code == "R-character" and "依申请公开" in caught.value.args_["where"]


def changed(change: Callable[[str], str], data: bytes = TEMPLATE, name: str = "word/document.xml") -> bytes:
    """A .docx with one part changed."""

    def checked(content: bytes) -> bytes:
        made = change(content.decode()).encode()
        assert made != content, "the change changed nothing"
        return made

    return with_part(data, name, checked)


def swap(a: str, b: str) -> Callable[[str], str]:
    return lambda text: text.replace(a, "§").replace(b, a).replace("§", b)


STRAY = "<w:p><w:r><w:t>多</w:t></w:r></w:p>"
NESTED = f"<w:tbl><w:tblGrid><w:gridCol/></w:tblGrid><w:tr><w:tc>{STRAY}</w:tc></w:tr></w:tbl><w:p/>"
TEMPLATE_FAULTS = {
    "a tag deleted": lambda text: text.replace("{{ T3.r5.c1 }}", ""),
    "two tags swapped": swap("{{ T3.r5.c1 }}", "{{ T2.r1.c1 }}"),
    "a tag doubled": lambda text: text.replace("{{ T3.r5.c1 }}", "{{ T3.r5.c1 }}{{ T3.r5.c1 }}"),
    "a tag mistyped": lambda text: text.replace("{{ T3.r5.c1 }}", "{{ T3.r5.c9 }}"),
    "full-width braces": lambda text: text.replace("{{ T3.r5.c1 }}", "｛｛ T3.r5.c1 ｝｝"),
    "a heading changed": lambda text: text.replace("1.属于国家秘密", "1.属于秘密"),
    "a section lost": lambda text: text.replace("{{p N5 }}", ""),
    "code that runs": lambda text: text.replace("{{ unit }}", "{{ cycler.__init__.__globals__ }}"),
    "a calculation that fails": lambda text: text.replace("{{ unit }}", "{{ 1 / 0 }}"),
    "a file of its own": lambda text: text.replace("{{ unit }}", "{% include 'x' %}"),
    "a table in a cell": lambda text: text.replace(
        "{{ T3.r5.c1 }}</w:t></w:r></w:p>", f"7</w:t></w:r></w:p>{NESTED}"
    ),
    "code in a text": lambda text: text.replace("{{ unit }}", "{{ unit.__class__.__mro__ }}"),
}


@pytest.mark.parametrize("name", TEMPLATE_FAULTS)
def test_a_damaged_template_is_refused(name: str) -> None:
    form, seed = sample("jinxiang-2025")
    values = {address: Decimal(number) for number, address in enumerate(form.addresses)}
    one: Submission = replace(seed, values=values)
    with pytest.raises(ReportError) as caught:
        report(changed(TEMPLATE_FAULTS[name]), form, one)
    assert caught.value.code in ("R-differs", "R-template")


def test_a_template_that_is_no_document_is_refused() -> None:
    form, seed = sample("jinxiang-2025")
    with pytest.raises(ReportError):
        report(b"not a zip", form, seed)


def test_a_template_without_a_style_is_refused_by_the_styles_name() -> None:
    form, seed = sample("jinxiang-2025")
    lacking = changed(lambda text: text.replace('w:val="XT Body"', 'w:val="Other"'), name="word/styles.xml")
    with pytest.raises(ReportError) as caught:
        report(lacking, form, seed)
    assert caught.value.code == "R-template" and "XT Body" in caught.value.args_["detail"]


def control(inside: str) -> str:
    """A content control around something."""
    return f"<w:sdt><w:sdtContent>{inside}</w:sdtContent></w:sdt>"


def drop_paragraph(text: str) -> str:
    end = text.index("</w:p>", text.index("共17条")) + len("</w:p>")
    return text[: text.rindex("<w:p>", 0, end)] + text[end:]


REPORT_FAULTS = {
    "a paragraph changed": lambda text: text.replace("共17条", "共71条"),
    "a paragraph dropped": drop_paragraph,
    "a paragraph added": lambda text: text.replace("<w:body>", f"<w:body>{STRAY}"),
    "a paragraph in another style": lambda text: text.replace('w:val="Heading2"', 'w:val="XTBody"', 1),
    "a cell changed": lambda text: text.replace(">1573179<", ">1573178<"),
    "two cells swapped": swap(">1573179<", ">2676474<"),
    "a merge down lost": lambda text: text.replace('<w:vMerge w:val="restart"/>', "", 1),
    "a merge across lost": lambda text: text.replace('<w:gridSpan w:val="3"/>', "", 1),
    "a label changed": lambda text: text.replace("本年新收", "本年收到", 1),
    "text in a content control": lambda text: text.replace("<w:body>", f"<w:body>{control(STRAY)}"),
    "text in custom XML": lambda text: text.replace(
        "<w:body>", f"<w:body><w:customXml>{STRAY}</w:customXml>"
    ),
    "text tracked as inserted": lambda text: text.replace("<w:body>", f"<w:body><w:ins>{STRAY}</w:ins>"),
    "a row in a content control": lambda text: text.replace(
        "<w:tr>", f"{control(f'<w:tr><w:tc>{STRAY}</w:tc></w:tr>')}<w:tr>", 1
    ),
    "a cell in a content control": lambda text: text.replace(
        "<w:tc>", f"{control(f'<w:tc>{STRAY}</w:tc>')}<w:tc>", 1
    ),
    "a table in a cell": lambda text: text.replace(
        ">1573179</w:t></w:r></w:p>", f">1573179</w:t></w:r></w:p>{NESTED}"
    ),
    "another document": lambda text: text.replace("<w:body>", "<w:body><w:altChunk/>"),
}


@pytest.mark.parametrize("name", REPORT_FAULTS)
def test_reading_back_sees_a_changed_report(name: str) -> None:
    form, seed = sample("jinxiang-2025")
    figures = {**seed.values, "T2.r3.c4": Decimal(1573179), "T2.r4.c4": Decimal(2676474)}
    submission = replace(seed, values=figures)
    produced, meant = render(TEMPLATE, form, submission), expected(form, submission)
    assert docx_difference(produced, meant) is None
    assert docx_difference(changed(REPORT_FAULTS[name], produced), meant) is not None


def test_a_content_control_around_what_was_meant_is_no_difference() -> None:
    form, seed = sample("jinxiang-2025")
    first = re.compile(r"<w:p>.*?</w:p>", re.DOTALL)
    wrapped = changed(
        lambda text: first.sub(lambda found: control(found[0]), text, count=1), render(TEMPLATE, form, seed)
    )
    assert docx_difference(wrapped, expected(form, seed)) is None
