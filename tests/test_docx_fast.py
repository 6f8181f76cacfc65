"""Reports by replacing marks: what docxtpl would have made, for every submission and edited template."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from conftest import SAMPLES, load, sample
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from support.packages import edited
from support.strategies import submissions

from xltool.core.submission.model import Submission, with_totals
from xltool.office.zip_template import Stencil, stencil_marks
from xltool.writing.report import docx, docx_fast
from xltool.writing.report.context import expected
from xltool.writing.report.read_back import docx_difference, read_back

pytestmark = pytest.mark.slow  # each report is made twice

FORM = load("zfxxgknb-2021")
TEMPLATE = (SAMPLES.parent / "templates" / FORM.key / "report.docx").read_bytes()
DOCUMENT = "word/document.xml"


def parts(data: bytes) -> dict[str, bytes]:
    """The members of a package; its document as canonical XML."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert package.testzip() is None
        found = {name: package.read(name) for name in package.namelist()}
    found[DOCUMENT] = ElementTree.canonicalize(found[DOCUMENT].decode()).encode()
    return found


def template_with(*changes: tuple[str, str, str]) -> bytes:
    """The template with (member, old, new) replaced, each of which must be there."""
    made = TEMPLATE
    for member, before, after in changes:
        made = edited(made, member, (before, after))
    return made


RUN = "</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>"
SIMPLE: dict[str, tuple[tuple[str, str, str], ...]] = {
    "as shipped": (),
    "a tag in several runs, as Word saves it": ((DOCUMENT, "{{ T3.r1.c1 }}", f"{{{RUN}{{ T3.{RUN}r1.c1 }}{RUN}}}"),),
    "another heading": ((DOCUMENT, "二、主动公开政府信息情况", "二、主动公开情况"),),
    "a figure twice": ((DOCUMENT, "{{ T3.r1.c1 }}", "{{ T3.r1.c1 }}{{T3.r1.c1}}"),),
    "a figure among words": ((DOCUMENT, "{{ T2.r6.c5 }}", "计 {{ T2.r6.c5 }} 万元"),),
    "a number of its own": ((DOCUMENT, "{{ T3.r1.c1 }}", "0"),),
    "no figure": ((DOCUMENT, "{{ T3.r1.c1 }}", ""),),
    "the unit once more": ((DOCUMENT, "二、主动公开政府信息情况", "{{ unit }}二、"),),
    "a section in a run": ((DOCUMENT, "{{p N5 }}", "{{ N5 }}"),),
    "an escaped brace": ((DOCUMENT, "{{ T3.r1.c1 }}", "{_{ {{ T3.r1.c1 }}"),),
    "a static footer": (("word/footer1.xml", "<w:p>", "<w:p><w:r><w:t>办公室</w:t></w:r></w:p><w:p>"),),
}  # fmt: skip
NOT_SIMPLE: dict[str, tuple[tuple[str, str, str], ...]] = {
    "a condition": ((DOCUMENT, "{{ T3.r1.c1 }}", "{% if T3.r1.c1 == '0' %}—{% else %}{{ T3.r1.c1 }}{% endif %}"),),
    "a filter": ((DOCUMENT, "{{ T3.r1.c1 }}", "{{ T3.r1.c1|length }}"),),
    "a sum": ((DOCUMENT, "{{ T3.r1.c1 }}", "{{ T3.r1.c1 + T3.r1.c2 }}"),),
    "a note to oneself": ((DOCUMENT, "{{ T3.r1.c1 }}", "{{ T3.r1.c1 }}{# old #}"),),
    "a tag in a footer": (("word/footer1.xml", "<w:p>", "<w:p><w:r><w:t>{{ unit }}</w:t></w:r></w:p><w:p>"),),
    "a tag in the properties": (("docProps/core.xml", "<dc:title>", "<dc:title>{{ unit }}"),),
    "a tag in an attribute": ((DOCUMENT, 'w:w="8844"', 'w:w="{{ T2.r1.c1 }}"'),),
    "a comment": ((DOCUMENT, "<w:body>", "<w:body><!-- {{ unit }} -->"),),
    "a mark": ((DOCUMENT, "{{ T3.r1.c1 }}", "\U000f0000{{ T3.r1.c1 }}"),),
}  # fmt: skip


@pytest.mark.slow
@settings(max_examples=12, phases=(Phase.explicit, Phase.generate))
@given(st.data())
def test_equal_to_docxtpl_over_submissions(data: st.DataObject) -> None:
    submission = data.draw(submissions(FORM, blanks=data.draw(st.booleans())))
    draft = data.draw(st.booleans())
    fast = docx_fast.render(TEMPLATE, FORM, submission, draft)
    assert parts(fast) == parts(docx.render(TEMPLATE, FORM, submission, draft))
    assert docx_difference(fast, expected(FORM, submission, draft)) is None


def test_equal_to_the_last_byte() -> None:
    form, seed = sample("jinxiang-2025")
    assert docx_fast.render(TEMPLATE, form, seed) == docx.render(TEMPLATE, form, seed)


@pytest.mark.slow
@pytest.mark.parametrize("changes", SIMPLE.values(), ids=SIMPLE)
def test_equal_to_docxtpl_over_edited_templates(changes: tuple[tuple[str, str, str], ...]) -> None:
    template = template_with(*changes)
    assert docx_fast.is_simple(template)
    for figure in (7, 123_456):  # the last takes the smaller style
        submission = all_inputs(figure)
        assert parts(docx_fast.render(template, FORM, submission)) == parts(
            docx.render(template, FORM, submission)
        )


@pytest.mark.parametrize("changes", NOT_SIMPLE.values(), ids=NOT_SIMPLE)
def test_what_marks_cannot_carry_goes_to_docxtpl(
    changes: tuple[tuple[str, str, str], ...], slow: list[bytes]
) -> None:
    template = template_with(*changes)
    assert not docx_fast.is_simple(template)
    submission = all_inputs(3)
    assert parts(docx_fast.render(template, FORM, submission)) == parts(
        docx.render(template, FORM, submission)
    )
    assert slow[0] == template


@pytest.mark.parametrize("text", ["甲\t乙", "甲\x07乙", "甲\x0c乙"])
def test_what_docxtpl_makes_something_of_goes_to_docxtpl(text: str, slow: list[bytes]) -> None:
    submission = replace(all_inputs(1), texts=dict.fromkeys(FORM.texts, text))
    assert parts(docx_fast.render(TEMPLATE, FORM, submission)) == parts(
        docx.render(TEMPLATE, FORM, submission)
    )
    assert slow[0] == TEMPLATE


def test_a_plain_template_needs_docxtpl_no_more(slow: list[bytes]) -> None:
    docx_fast.render(TEMPLATE, FORM, all_inputs(1))
    assert slow == []


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """The templates handed to the slow way."""
    seen: list[bytes] = []
    own = docx.render

    def spy(template: bytes, *args: object) -> bytes:
        seen.append(template)
        return own(template, *args)  # type: ignore[arg-type]

    monkeypatch.setattr(docx, "render", spy)
    return seen


def all_inputs(number: int) -> Submission:
    """The seed with one figure in every input."""
    _, seed = sample("jinxiang-2025")
    inputs = {address: Decimal(number) for address in FORM.addresses if address not in FORM.totals}
    return replace(
        seed, values=with_totals(FORM, inputs, keep=False), texts=dict.fromkeys(FORM.texts, "无。")
    )


@pytest.mark.parametrize(
    "change",
    [
        lambda xml: xml.replace("<w:tbl>", "<w:tbl><!-- <w:tbl> -->"),
        lambda xml: xml.replace("<w:tbl>", '<w:tbl xmlns:q="urn:q">'),
        lambda xml: xml.replace("一、", "&#x4e00;&amp;&lt;w:tbl&gt;", 1),
        lambda xml: xml.replace("信息内容", "信息<![CDATA[<w:tbl>]]>内容"),
        lambda xml: xml.replace("信息内容", "信息>内容"),
        lambda xml: xml.replace("信息内容", "信息\r\n内容"),
        lambda xml: xml.replace("</w:tbl>", "</w:tbl><w:tbl></w:tbl>"),
        lambda xml: xml.replace("<w:body>", '<w:body><w:tbl xltool="0"/>'),
        lambda xml: xml.replace("<w:t xml:space=\"preserve\">信息内容</w:t>", "<w:t>a<w:x/>b</w:t>"),
    ],
)  # fmt: skip
def test_reading_tables_by_their_shape_is_reading_them(
    change: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The short cut of reading back finds what parsing the whole document finds."""
    form, seed = sample("jinxiang-2025")
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(docx_fast.render(TEMPLATE, form, seed))) as old,
        zipfile.ZipFile(out, "w") as new,
    ):
        for info in old.infolist():
            text = old.read(info).decode()
            if info.filename == DOCUMENT:
                assert change(text) != text
                text = change(text)
            new.writestr(info, text)
    short = read_back(out.getvalue())
    monkeypatch.setattr("xltool.writing.report.read_back._ROOT", re.compile("never"))
    assert short == read_back(out.getvalue())


@pytest.mark.parametrize(
    "broken", ["信息&nbsp;内容", "信息\x01内容", "信息]]>内容", "信息\0内容", "信息</w:t><w:t>内容</w:q>"]
)
def test_reading_back_refuses_what_is_not_well_formed(broken: str) -> None:
    form, seed = sample("jinxiang-2025")
    data = docx_fast.render(TEMPLATE, form, seed)
    stencil_like = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stencil_like, "w") as new:
        for info in old.infolist():
            new.writestr(info, old.read(info).decode().replace("信息内容", broken))
    with pytest.raises(ElementTree.ParseError):
        read_back(stencil_like.getvalue())


texts = st.text(st.characters(codec="utf-8", max_codepoint=0xEFFFF), max_size=30)


@settings(max_examples=50)
@given(st.lists(st.tuples(texts, st.booleans()), min_size=1, max_size=5), texts)
def test_a_filled_zip_is_the_one_its_maker_would_have_written(
    members: list[tuple[str, bool]], value: str
) -> None:
    def made(mark: str) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
            for n, (content, varies) in enumerate(members):
                body = content * 40
                new.writestr(zipfile.ZipInfo(f"部{n}.xml"), f"{body}{mark}{body}{mark}" if varies else body,
                             zipfile.ZIP_DEFLATED)  # fmt: skip
        return out.getvalue()

    (mark,) = stencil_marks(1)
    assert Stencil(made(mark)).fill({mark: value}) == made(value)
