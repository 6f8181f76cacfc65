"""A signature (落款) below the report: the office puts it into its template, and everything still works."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import SAMPLES, load
from support.command import xltool
from support.packages import edited
from support.returns import checked

from xltool.core.errors import ReportError
from xltool.writing.registry import DOCX, ReportOrder, produce
from xltool.writing.report import docx_fast
from xltool.writing.report.docx import render as slowly
from xltool.writing.report.read_back import read_back
from xltool.writing.report.scaffold import scaffold
from xltool.writing.report.signature import signature
from xltool.writing.report.template_check import template_faults

FORM = load("zfxxgknb-2021")
BOOK = SAMPLES / "jinxiang-2025.xlsx"
UNIT = "金乡县投资促进服务中心"
LINE = '<w:p><w:pPr><w:pStyle w:val="XTBody"/><w:jc w:val="right"/></w:pPr><w:r><w:t>{}</w:t></w:r></w:p>'


def signed(*lines: str) -> bytes:
    """The template with these lines below everything."""
    below = "".join(LINE.format(line) for line in lines)
    return edited(scaffold(FORM), "word/document.xml", ("<w:sectPr>", f"{below}<w:sectPr>"))


@pytest.mark.parametrize("unit", ["{{ unit }}", "{{unit}}", "某某县人民政府办公室"])
def test_a_report_is_signed(unit: str, tmp_path: Path) -> None:
    template = signed(unit, "2026年1月20日")
    assert template_faults(template, FORM) == ()
    (tmp_path / "m.docx").write_bytes(template)
    run = xltool("report", BOOK, "--template", tmp_path / "m.docx", "-o", tmp_path / "out")
    assert run.code == 0, run.err
    report = Path(run.lines[0])
    last = [block.text for block in read_back(report.read_bytes())[-2:]]  # type: ignore[union-attr]
    assert last == [UNIT if "unit" in unit else unit, "2026年1月20日"]
    (file,) = json.loads(xltool("check", "--json", report).out)["files"]
    meant = json.loads((SAMPLES / "jinxiang-2025.json").read_text(encoding="utf-8"))
    texts, meant = file["submission"]["texts"], meant["texts"]
    # a signature is read with the last section, where its date and its name are looked at
    assert texts == meant | {"N6.5": "\n".join([meant["N6.5"], *last])}


def test_fast_and_slow_sign_alike() -> None:
    one = checked(BOOK)
    template = signed("{{ unit }}", "2026年1月20日")
    order = ReportOrder(one.form, one.submission, False, template)
    data = produce(DOCX, order)
    assert read_back(data) == read_back(slowly(template, one.form, one.submission))


def test_what_is_no_signature_is_still_refused() -> None:
    for lines in (["{{ T3.r1.c1 }}"], ["{{ unit }}{{ x }}"], ["字"] * 6):
        assert template_faults(signed(*lines), FORM), lines
    assert signature(signed(*["字"] * 6), UNIT) == []


def test_a_signature_that_is_lost_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    one = checked(BOOK)
    template = signed("{{ unit }}")
    bare = docx_fast.render(scaffold(one.form), one.form, one.submission)
    monkeypatch.setattr(docx_fast, "render", lambda *_: bare)
    with pytest.raises(ReportError):
        produce(DOCX, ReportOrder(one.form, one.submission, False, template))
