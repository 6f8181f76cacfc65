"""The Word report: the seed's text exactly, whatever text comes, and no silent loss."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import docx
import pytest
from conftest import SAMPLES, load, sample
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import submissions

from xltool.report.context import expected
from xltool.report.docx import ReportError, render, report
from xltool.report.scaffold import scaffold
from xltool.report.verify import difference
from xltool.submission import Submission, with_totals

FORM = load("zfxxgknb-2021")
TEMPLATE = (SAMPLES.parent / "templates" / FORM.key / "report.docx").read_bytes()


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


def test_the_shipped_template_is_the_scaffolded_one() -> None:
    assert scaffold(FORM) == TEMPLATE


def test_same_submission_same_bytes() -> None:
    form, seed = sample("jinxiang-2025")
    assert report(TEMPLATE, form, seed) == report(TEMPLATE, form, seed)


def test_draft_says_so_in_its_first_line() -> None:
    form, seed = sample("jinxiang-2025")
    assert as_text(report(TEMPLATE, form, seed, draft=True)).startswith("¶ 草稿\n")


@settings(max_examples=15)
@given(st.data())
def test_any_text_comes_through(data: st.DataObject) -> None:
    """`report` itself compares every paragraph and cell and raises on a difference."""
    submission = data.draw(submissions(FORM))
    assert difference(report(TEMPLATE, FORM, submission), expected(FORM, submission)) is None


def test_longest_numbers_in_every_cell() -> None:
    _, seed = sample("jinxiang-2025")
    inputs = {a: Decimal(999_999) for a in FORM.addresses if a not in FORM.totals}
    big = replace(seed, values=with_totals(FORM, inputs, keep=False), texts=dict.fromkeys(FORM.texts, "无。"))
    assert "20999979" in as_text(report(TEMPLATE, FORM, big))


@pytest.mark.parametrize("bad", ["\x00", "\x0b", "\x1b", "\ud800", "\ufffe"])
def test_a_character_no_document_can_hold_is_refused(bad: str) -> None:
    form, seed = sample("jinxiang-2025")
    with pytest.raises(ReportError) as caught:
        report(TEMPLATE, form, replace(seed, texts={**seed.texts, "N1.2": f"甲{bad}乙"}))
    assert caught.value.code == "R-character" and "依申请公开" in caught.value.args_["where"]


def edited(change: Callable[[str], str], data: bytes = TEMPLATE) -> bytes:
    """A .docx with its document.xml changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "word/document.xml":
                before = part.decode()
                part = change(before).encode()
                assert part != before.encode(), "the change changed nothing"
            new.writestr(name, part)
    return out.getvalue()


def swap(a: str, b: str) -> Callable[[str], str]:
    return lambda text: text.replace(a, "§").replace(b, a).replace("§", b)


TEMPLATE_FAULTS = {
    "a tag deleted": lambda text: text.replace("{{ T3.r5.c1 }}", ""),
    "two tags swapped": swap("{{ T3.r5.c1 }}", "{{ T2.r1.c1 }}"),
    "a tag doubled": lambda text: text.replace("{{ T3.r5.c1 }}", "{{ T3.r5.c1 }}{{ T3.r5.c1 }}"),
    "a tag mistyped": lambda text: text.replace("{{ T3.r5.c1 }}", "{{ T3.r5.c9 }}"),
    "full-width braces": lambda text: text.replace("{{ T3.r5.c1 }}", "｛｛ T3.r5.c1 ｝｝"),
    "a heading changed": lambda text: text.replace("1.属于国家秘密", "1.属于秘密"),
    "a section lost": lambda text: text.replace("{{p N5 }}", ""),
    "code that runs": lambda text: text.replace("{{ unit }}", "{{ cycler.__init__.__globals__ }}"),
    "code in a text": lambda text: text.replace("{{ unit }}", "{{ unit.__class__.__mro__ }}"),
}


@pytest.mark.parametrize("name", TEMPLATE_FAULTS)
def test_a_damaged_template_is_refused(name: str) -> None:
    form, seed = sample("jinxiang-2025")
    values = {address: Decimal(number) for number, address in enumerate(form.addresses)}
    one: Submission = replace(seed, values=values)
    with pytest.raises(ReportError) as caught:
        report(edited(TEMPLATE_FAULTS[name]), form, one)
    assert caught.value.code in ("R-differs", "R-template")


def test_a_template_that_is_no_document_is_refused() -> None:
    form, seed = sample("jinxiang-2025")
    with pytest.raises(ReportError):
        report(b"not a zip", form, seed)


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace(">17条", ">71条").replace("共17条", "共71条"),
        lambda text: text.replace('<w:vMerge w:val="restart"/>', "", 1),
        lambda text: text.replace("本年新收", "本年收到", 1),
    ],
)
def test_reading_back_sees_a_changed_report(change: Callable[[str], str]) -> None:
    form, seed = sample("jinxiang-2025")
    produced = render(TEMPLATE, form, seed)
    assert difference(produced, expected(form, seed)) is None
    assert difference(edited(change, produced), expected(form, seed)) is not None
