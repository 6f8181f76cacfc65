"""An edited Word template is used only when every figure stands in its own cell; what is wrong is named."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest
from conftest import KEYS, SAMPLES, load
from support.command import xltool
from support.office import converted
from support.packages import edited, unzipped, zipped

from xltool.core.text import zh
from xltool.writing.report.scaffold import scaffold
from xltool.writing.report.template_check import template_faults

FORM = load("zfxxgknb-2021")
TEMPLATE = scaffold(FORM)
DOCUMENT = "word/document.xml"
BOOK = SAMPLES / "jinxiang-2025.xlsx"


def template_with(edit: dict[str, str], part: str = DOCUMENT, add: dict[str, str] | None = None) -> bytes:
    """The template with pieces of one part replaced, each once; or parts added."""
    made = unzipped(edited(TEMPLATE, part, *edit.items()))
    return zipped(made | {name: text.encode() for name, text in (add or {}).items()})


A, B = "{{ T3.r3.c1 }}", "{{ T3.r3.c2 }}"
# the seven mutations people make, and a few more
MUTATIONS = {
    "swapped cells": ({A: "@", B: A, "@": B}, {"F-tag-moved": ["T3.r3.c1", "T3.r3.c2"]}),
    "a deleted tag": ({A: ""}, {"F-tag-missing": ["T3.r3.c1"]}),
    "a doubled tag": ({B: A}, {"F-tag-twice": ["T3.r3.c1"], "F-tag-missing": ["T3.r3.c2"]}),
    "a slip in a tag": ({A: "{{ T3.r3.c11 }}"}, {"F-tag-unknown": [], "F-tag-missing": ["T3.r3.c1"]}),
    "full-width braces": ({A: "｛｛ T3.r3.c1 ｝｝"}, {"F-braces": [], "F-tag-missing": ["T3.r3.c1"]}),
    "a changed header": ({">商业企业<": ">企业<"}, {"F-template-text": []}),
    "a changed heading": ({"五、存在的主要问题及改进情况": "五、问题"}, {"F-template-text": []}),
    "single braces": ({A: "{ {T3.r3.c1} }"}, {"F-braces": [], "F-tag-missing": ["T3.r3.c1"]}),
    "two tags in a cell": ({B: "", A: A + B}, {"F-tag-moved": ["T3.r3.c1", "T3.r3.c2"]}),
    "a section without p": ({"{{p N5 }}": "{{ N5 }}"}, {"F-tag-code": [], "F-tag-missing": []}),
    "a section lost": ({"{{p N5 }}": ""}, {"F-tag-missing": []}),
    "the unit lost": ({"{{ unit }}": "某某局"}, {"F-tag-missing": []}),
    "code": ({A: "{{ cycler.__init__.__globals__.os.popen('id').read() }}"}, {"F-tag-code": [], "F-tag-missing": ["T3.r3.c1"]}),
    "endless": ({A: A + "{{ 'a' * 10**10 }}"}, {"F-tag-code": []}),
    "a loop": ({A: "{% for x in range(10**9) %}" + A + "{% endfor %}"}, {"F-tag-code": []}),
    "a comment": ({A: A + "{# x #}"}, {"F-tag-code": []}),
    "code in an attribute": ({'<w:pStyle w:val="XTCell"': '<w:pStyle w:val="{{ 7*7 }}"'}, {"F-tag-code": []}),
}  # fmt: skip


@pytest.mark.parametrize("name", MUTATIONS)
def test_what_was_edited_is_named(name: str) -> None:
    edit, wanted = MUTATIONS[name]
    found: dict[str, list[str]] = {}
    for finding in template_faults(template_with(edit), FORM):
        found.setdefault(finding.code, []).extend(finding.refs)
        said = finding.message + finding.advice
        for ref in finding.refs:  # a clerk reads words, not codes
            assert FORM.labels[ref][-1] in said or FORM.labels[ref][-2] in said
    assert found == wanted


@pytest.mark.parametrize("name", MUTATIONS)
def test_no_report_is_made_with_it(name: str, tmp_path: Path) -> None:
    if name in ("swapped cells", "code", "a loop"):
        (tmp_path / "m.docx").write_bytes(template_with(MUTATIONS[name][0]))
        said = xltool("report", BOOK, "--template", tmp_path / "m.docx", "-o", tmp_path / "out")
        assert said.code == 3 and "Traceback" not in said.err and "模板" in said.err
        assert not (tmp_path / "out").exists()


def test_empty_lines_and_looks_are_the_offices() -> None:
    heading = '<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr>'
    looks = {heading: f"<w:p/>{heading}", 'w:top="2098"': 'w:top="1800"'}
    assert template_faults(template_with(looks), FORM) == ()


PARTS = [
    ({}, "word/document.xml", {"word/vbaProject.bin": "x"}, "F-template-extra"),
    ({'<Relationship Id="rId1"': '<Relationship Id="r9" TargetMode="External" Type="x/attachedTemplate" Target="http://x/"/>'
      '<Relationship Id="rId1"'}, "word/_rels/document.xml.rels", {}, "F-template-extra"),
    ({"— ": "{{ T3.r1.c1 }}"}, "word/footer1.xml", {}, "F-tag-unknown"),
    ({"<dc:title>": "<dc:title>{{ 7*7 }}"}, "docProps/core.xml", {}, "F-tag-code"),
]  # fmt: skip


@pytest.mark.parametrize(("edit", "part", "add", "code"), PARTS)
def test_other_parts_are_looked_at_too(
    edit: dict[str, str], part: str, add: dict[str, str], code: str
) -> None:
    assert {finding.code for finding in template_faults(template_with(edit, part, add), FORM)} == {code}


def test_the_unit_may_stand_in_a_footer() -> None:
    assert template_faults(template_with({"— ": "{{ unit }} — "}, "word/footer1.xml"), FORM) == ()


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"x" * 1000, TEMPLATE[:-300]])
def test_no_word_document_is_said(data: bytes) -> None:
    assert [finding.code for finding in template_faults(data, FORM)] == ["F-template-damaged"]


@pytest.mark.parametrize("key", KEYS)
def test_the_shipped_templates_are_good(key: str) -> None:
    form = load(key)
    assert template_faults((Path(form.folder) / "report.docx").read_bytes(), form) == ()


@pytest.mark.slow
@pytest.mark.parametrize("fonts", zh.FONT_SETS)
def test_every_set_of_faces_makes_a_template(fonts: str, tmp_path: Path) -> None:
    file = tmp_path / "t.docx"
    assert xltool("form", "scaffold", FORM.key, "--fonts", fonts, "-o", file).code == 0
    assert xltool("form", "check", FORM.key, "--template", file).code == 0
    with zipfile.ZipFile(file) as package:
        styles = package.read("word/styles.xml").decode()
        faces = set(re.findall(r'w:eastAsia="([^"]+)"', styles)) - {"zh-CN"}
        named = set(re.findall(r'w:font w:name="([^"]+)"', package.read("word/fontTable.xml").decode()))
    assert faces == set(zh.FONT_SETS[fonts]) == named
    again = xltool("form", "scaffold", FORM.key, "--fonts", fonts, "-o", file)
    assert again.code == 3 and "已经存在" in again.err
    assert xltool("report", BOOK, "--template", file, "-o", tmp_path / "out").code == 0


def test_an_unknown_set_is_refused(tmp_path: Path) -> None:
    said = xltool("form", "scaffold", FORM.key, "--fonts", "comic", "-o", tmp_path / "t.docx").sentence(2)
    assert "comic" in said and "gb2312" in said


def test_a_template_saved_by_another_program_is_still_good(soffice: str, tmp_path: Path) -> None:
    """LibreOffice renames styles and splits runs; the tags and what stands around them stay."""
    (tmp_path / "t.docx").write_bytes(TEMPLATE)
    (tmp_path / "again").mkdir()
    saved = converted(soffice, tmp_path / "t.docx", "docx:MS Word 2007 XML", tmp_path / "again")
    assert saved != TEMPLATE and template_faults(saved, FORM) == ()
    (tmp_path / "s.docx").write_bytes(saved)
    assert xltool("report", BOOK, "--template", tmp_path / "s.docx", "-o", tmp_path / "out").code == 0
