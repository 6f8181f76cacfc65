"""Bars → native charts in a finished Word report, each after its table, with a caption and a description.

A spreadsheet library draws them; the figures go along in a small workbook, so that Word's “edit data” works.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from xltool.core.sums.chart_data import Bar, described
from xltool.core.text import zh
from xltool.core.text.clean import printable
from xltool.writing.bar_chart import bar_chart, compares, write_figures

TitledBars = tuple[str, Sequence[Bar]]  # title, bars
WIDTH_MM = 156  # the text's width in a report
_BAR, _HEAD, _MOST = 7.5, 16.0, 190.0  # height in millimetres: of a bar, of what is above them, at most
_EMU = 36_000  # in a millimetre
_MAX_ALT = 1000  # characters of the description that a screen reader reads
_SHEET = "Sheet1"
_CHART = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_BOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_ONLY_VALUES = (  # Word and LibreOffice take what is not said for a yes
    '<c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/><c:showSerName val="0"/>'
    '<c:showPercent val="0"/><c:showBubbleSize val="0"/>'
)
_DRAWING = (
    '<w:drawing xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{width}" cy="{height}"/>'
    '<wp:docPr id="{number}" name="{name}"/><wp:cNvGraphicFramePr/>'
    '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart">'
    '<c:chart r:id="{link}"/></a:graphicData></a:graphic></wp:inline></w:drawing>'
)


def add_charts(document: bytes, charts: Mapping[int, Sequence[TitledBars]]) -> bytes:
    """The report with charts added: `charts` are those after each table, by its number from 0."""
    import docx
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import parse_xml
    from docx.shared import Pt

    report: Any = docx.Document(io.BytesIO(document))
    number = sum(map(len, charts.values()))
    for index in sorted(charts, reverse=True):  # from the last: each is inserted right after its table
        for title, bars in reversed(charts[index]):
            holder, caption = report.add_paragraph(), report.add_paragraph()
            drawing: Any = parse_xml(
                _DRAWING.format(
                    width=WIDTH_MM * _EMU,
                    height=round(_height(bars) * _EMU),
                    number=1000 + number,  # far from those of an office's own pictures
                    name=zh.PICTURE.format(n=number, title="").strip(),
                    link=_add_parts(report.part, number, title, bars),
                )
            )
            drawing[0].docPr.set("descr", printable(described(title, bars))[:_MAX_ALT])
            holder.add_run()._r.append(drawing)
            run = caption.add_run(zh.PICTURE.format(n=number, title=title))
            run.font.size = Pt(12)
            for paragraph in (caption, holder):
                layout = paragraph.paragraph_format
                layout.alignment, layout.first_line_indent = WD_ALIGN_PARAGRAPH.CENTER, Pt(0)
                layout.line_spacing = 1.0  # an exact one would cut the chart to a line
                report.tables[index]._tbl.addnext(paragraph._p)
            holder.paragraph_format.keep_with_next = True
            number -= 1
    output = io.BytesIO()
    report.save(output)
    return output.getvalue()


def _add_parts(document: Any, number: int, title: str, bars: Sequence[Bar]) -> str:
    """Adds a chart and the workbook of its figures to the package; the id of the chart for the document."""
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    names = PackURI(f"/word/charts/chart{number}.xml"), PackURI(f"/word/embeddings/chart{number}.xlsx")
    chart = Part(names[0], _CHART, chart_xml(title, bars), document.package)
    book = Part(names[1], _BOOK, figures_book(title, bars), document.package)
    assert chart.relate_to(book, RELATIONSHIP_TYPE.PACKAGE) == "rId1"  # as `chart_xml` says
    return str(document.relate_to(chart, RELATIONSHIP_TYPE.CHART))


def _height(bars: Sequence[Bar]) -> float:
    return min(_MOST, _HEAD + _BAR * len(bars) * (1 + 0.5 * compares(bars)))


def figures_book(title: str, bars: Sequence[Bar], with_chart: bool = False) -> bytes:
    """The workbook that a chart's figures are edited in; the same bars give the same bytes."""
    import xlsxwriter

    output = io.BytesIO()
    with xlsxwriter.Workbook(output, {"in_memory": True, "strings_to_urls": False}) as book:
        book.set_properties({"created": datetime(2000, 1, 1)})
        sheet = book.add_worksheet(_SHEET)
        sheet.set_column(0, 0, 44)
        write_figures(sheet, 0, title, bars)
        if with_chart:
            chart = bar_chart(book, _SHEET, 0, bars)
            chart.set_chartarea({"border": {"none": True}})
            sheet.insert_chart(0, 4, chart)
    return output.getvalue()


def chart_xml(title: str, bars: Sequence[Bar]) -> bytes:
    """The chart's part for Word: as the spreadsheet library draws it, with its figures in ``rId1``."""
    with zipfile.ZipFile(io.BytesIO(figures_book(title, bars, with_chart=True))) as package:
        xml = package.read("xl/charts/chart1.xml").decode()
    data = '<c:externalData r:id="rId1"><c:autoUpdate val="0"/></c:externalData>'
    xml, printing = re.subn(r"<c:printSettings>.*</c:printSettings>", data, xml, flags=re.S)
    assert printing == 1  # which stands where these belong
    return xml.replace('<c:showVal val="1"/>', _ONLY_VALUES).encode()
