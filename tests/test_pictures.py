"""Pictures in a county's report: after their tables, with captions and words, the rest unchanged."""

from __future__ import annotations

import sys
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
import pytest
from conftest import load
from support.county import COUNTY, made, put
from support.refusals import refused

from xltool.app.aggregate import check_target, write_county_report
from xltool.cli.main import app
from xltool.core.errors import XltoolError
from xltool.core.sums.adder import Adder, County
from xltool.core.sums.chart_data import Bar
from xltool.core.text import zh

FORM = load("zfxxgknb-2021")


def county() -> County:
    adder = Adder(FORM)
    for n in range(1, 14):
        adder.add(made(n, {"T3.r1.c1": n, "T3.r3.c1": n}))
    last = replace(made(1, {"T3.r1.c1": 80, "T3.r3.c1": 80}, year=2024), unit=COUNTY)
    return adder.result(COUNTY, texts=dict.fromkeys(FORM.texts, "无。"), prior=lambda _: last)


def body(path: Path) -> list[str]:
    document: Any = docx.Document(str(path))
    return [element.xml for element in document.element.body]


def test_each_picture_stands_after_its_table_and_nothing_else_changes(tmp_path: Path) -> None:
    total = county()
    plain, _ = write_county_report(total, tmp_path / "a.docx")
    with_pictures, is_draft = write_county_report(total, tmp_path / "b.docx", charts=True)
    assert not is_draft
    before, after = body(plain), body(with_pictures)
    added = [xml for xml in after if xml not in before]
    assert [xml for xml in after if xml in before] == before and len(added) == 6
    table = next(i for i, xml in enumerate(after) if "（本列数据的勾稽关系为" in xml)
    assert after[table + 1 : table + 7] == added
    document: Any = docx.Document(str(with_pictures))
    captions = [p.text for p in document.paragraphs if p.text.startswith("图")]
    charts = [chart for t in FORM.tables for chart in t.charts]
    assert captions == [zh.PICTURE.format(n=n, title=chart.title) for n, chart in enumerate(charts, start=1)]
    said = [shape._inline.docPr.get("descr") for shape in document.inline_shapes]
    assert said[0] == "申请办理结果（件）：（一）予以公开 本年 91、上年 80。" and "第13局 13" in said[2]


def test_the_same_bars_give_the_same_picture_and_others_another() -> None:
    from xltool.writing.report.pictures import draw

    bars = [Bar("予以公开$1", Decimal(3)), Bar("很长的名称" * 12, Decimal("0.5"))]
    assert draw(bars) == draw(bars) != draw(bars[:1])
    assert draw(bars).startswith(b"\x89PNG")


def test_a_character_no_font_has_is_a_sentence() -> None:
    from xltool.writing.report.pictures import draw

    with refused(XltoolError, "R-no-font"):
        draw([Bar("\U0010fffd", Decimal(1))])


def test_without_matplotlib_it_is_said_before_anything_is_read(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    monkeypatch.setattr("xltool.writing.report.pictures.find_spec", lambda _: None)
    with refused(XltoolError, "R-no-charts"):
        check_target(tmp_path / "s.xlsx", None, charts=True)
    check_target(tmp_path / "s.xlsx", None)


def test_from_the_command_line(tmp_path: Path) -> None:
    put(tmp_path / "in", made(1, {"T3.r1.c1": 5, "T3.r3.c1": 5}))
    arguments = [
        "aggregate",
        tmp_path / "in",
        "-o",
        tmp_path / "s.json",
        "--report",
        tmp_path / "r.docx",
        "--charts",
    ]
    assert app([str(one) for one in arguments], standalone_mode=False) == 0
    assert len(docx.Document(str(tmp_path / "r.docx")).inline_shapes) == 3
