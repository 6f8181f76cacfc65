"""Pictures in a county's report: after their tables, with captions and words, the rest unchanged."""

from __future__ import annotations

import io
import subprocess
import zipfile
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from conftest import load
from lxml import etree
from support.county import COUNTY, made, put
from support.office import converted

from xltool.app.aggregate import write_county_report
from xltool.cli.main import app
from xltool.core.sums.adder import Adder, County
from xltool.core.sums.chart_data import Bar
from xltool.core.text import zh
from xltool.writing.report.charts import chart_xml, figures_book

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


BARS = [Bar("予以公开<&>$1", Decimal(3), Decimal(7)), Bar("很长的名称" * 12, Decimal("0.5"), Decimal(0))]


def cached(xml: bytes) -> list[list[str]]:
    """The words and figures that a program shows before it opens the figures' workbook."""
    root: Any = etree.fromstring(xml)
    space = {"c": "http://schemas.openxmlformats.org/drawingml/2006/chart"}
    caches = root.xpath("//c:strCache | //c:numCache", namespaces=space)
    return [[value.text or "" for value in cache.xpath(".//c:v", namespaces=space)] for cache in caches]


def test_the_same_bars_give_the_same_chart_and_its_figures_go_along() -> None:
    assert chart_xml("图", BARS) == chart_xml("图", BARS) != chart_xml("图", BARS[:1])
    assert figures_book("图", BARS) == figures_book("图", BARS)
    labels = [bar.label for bar in BARS]
    assert cached(chart_xml("图", BARS)) == [["本年"], labels, ["3", "0.5"], ["上年"], labels, ["7", "0"]]
    sheet = openpyxl.load_workbook(io.BytesIO(figures_book("图", BARS))).active
    assert sheet is not None
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    assert rows == [["图", "本年", "上年"], [labels[0], 3, 7], [labels[1], 0.5, 0]]


def test_a_chart_and_the_workbook_of_its_figures_are_parts_of_the_report(tmp_path: Path) -> None:
    path, _ = write_county_report(county(), tmp_path / "b.docx", charts=True)
    with zipfile.ZipFile(path) as package:
        names = package.namelist()
        assert [name for name in names if name.startswith("word/media/")] == []
        for number in (1, 2, 3):
            chart = package.read(f"word/charts/chart{number}.xml")
            links = package.read(f"word/charts/_rels/chart{number}.xml.rels").decode()
            assert b'<c:externalData r:id="rId1">' in chart and f"embeddings/chart{number}.xlsx" in links
            sheet = openpyxl.load_workbook(
                io.BytesIO(package.read(f"word/embeddings/chart{number}.xlsx"))
            ).active
            assert sheet is not None
            figures = [
                f"{row[1]:g}" for row in sheet.iter_rows(min_row=2, values_only=True) if row[1] is not None
            ]
            assert figures in cached(chart)


@pytest.mark.slow
def test_libreoffice_draws_the_charts_with_their_words(tmp_path: Path, soffice: str, pdftotext: str) -> None:
    path, _ = write_county_report(county(), tmp_path / "b.docx", charts=True)
    converted(soffice, path, "pdf", tmp_path)
    command = [pdftotext, "-layout", str(path.with_suffix(".pdf")), "-"]
    said = subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8").stdout
    drawn = said[said.index("四、结转下年度继续办理") :]
    shown = "".join(drawn[: drawn.index("四、政府信息公开行政复议")].split())
    assert "91（一）予以公开80图1" in shown
    assert "第13局13" in shown and "本年;" not in shown  # the figure alone, without what it is of


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
