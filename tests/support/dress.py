"""One return in many dresses: a cell, a row, a sheet or a page changed by hand, for every kind of file.

`T2_CELL` holds 12 in the sound return (行政许可), `T3_CELL` holds 5 (自然人, 本年新收).
"""

from __future__ import annotations

import html
import io
import re
from typing import Any

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from support.packages import unzipped, zipped
from support.reports import word_report
from support.returns import SOUND, read
from xltool.app.checking import Checker
from xltool.core.check.returned import CheckedReturn, Unreadable
from xltool.reading.form.find import DATA
from xltool.writing.report.html import render

T2_SHEET, T3_SHEET = "xl/worksheets/sheet3.xml", "xl/worksheets/sheet4.xml"
T2_CELL, T3_CELL = "T2.r3.c4", "T3.r1.c1"
PLACES = {T2_CELL: (T2_SHEET, "B10"), T3_CELL: (T3_SHEET, "D7"), "T2.r6.c5": (T2_SHEET, "B17")}


def check_bytes(data: bytes, name: str = "a.xlsx") -> CheckedReturn | Unreadable:
    """The bytes of a file, read and checked."""
    return Checker().check(data, name)


def xlsx(address: str, cell: str, style: str = "", **parts: tuple[str, str]) -> bytes:
    """The sound return with one cell rewritten.

    `cell` is its content in XML (``<v>3</v>``, ``t="inlineStr"|<is>…``) behind its attributes and a bar;
    `style` the XML of an extended format with its font, fill and number format (see `styled`).
    """
    sheet, place = PLACES[address]
    attributes, _, content = cell.rpartition("|")
    members = unzipped(SOUND)
    number = "15"
    if style:
        members["xl/styles.xml"], number = styled(members["xl/styles.xml"], style)
    made = f'<c r="{place}" s="{number}" {attributes}>{content}</c>'
    text = members[sheet].decode()
    old = re.search(rf'<c r="{place}".*?</c>', text)
    assert old is not None
    members[sheet] = text.replace(old[0], made, 1).encode()
    for name, (before, after) in parts.items():
        name = {"sheet": sheet, "book": "xl/workbook.xml"}[name]
        assert before in members[name].decode()
        members[name] = members[name].decode().replace(before, after, 1).encode()
    return zipped(members)


def styled(xml: bytes, style: str) -> tuple[bytes, str]:
    """The styles with one more: its parts ``font|fill|code``, each may be empty; and its number."""
    font, fill, code = style.split("|", 2)
    text = xml.decode()
    numbers = {}
    for name, one, of in (("font", font, "fonts"), ("fill", fill, "fills")):
        numbers[name] = len(re.findall(rf"<{name}[ >/]", text[text.index(f"<{of}") : text.index(f"</{of}>")]))
        text = text.replace(f"</{of}>", f"<{name}>{one}</{name}></{of}>", 1)
    text = text.replace(
        "</numFmts>", f'<numFmt numFmtId="777" formatCode="{html.escape(code)}"/></numFmts>', 1
    )
    formats = text[text.index("<cellXfs") : text.index("</cellXfs>")]
    made = (
        f'<xf numFmtId="{777 if code else 0}" fontId="{numbers["font"] if font else 0}" '
        f'fillId="{numbers["fill"] if fill else 0}"><protection locked="0"/></xf>'
    )
    return text.replace("</cellXfs>", f"{made}</cellXfs>", 1).encode(), str(formats.count("<xf "))


SOLID = '<patternFill patternType="solid"><fgColor {}/></patternFill>'


def word(cell: str = "", styles: str = "", old: str = "", new: str = "") -> bytes:
    """The sound return as a Word report: `cell` is the XML of the runs in the cell of 行政许可.

    `styles` are put into its styles part, `old` in its body becomes `new`.
    """
    made = read(SOUND)
    template = (DATA / "templates" / made.form.key / "report.docx").read_bytes()
    document = docx.Document(io.BytesIO(word_report(template, made.form, made.submission)))
    if cell:
        paragraph = _word_cell(document)
        for run in paragraph.findall(qn("w:r")):
            paragraph.remove(run)
        namespace = qn("w:p")[1:].split("}")[0]
        for run in parse_xml(f'<w:p xmlns:w="{namespace}">{cell}</w:p>'):
            paragraph.append(run)
    output = io.BytesIO()
    document.save(output)
    members = unzipped(output.getvalue())
    text = members["word/styles.xml"].decode()
    members["word/styles.xml"] = text.replace("</w:styles>", f"{styles}</w:styles>").encode()
    body = members["word/document.xml"].decode()
    assert old in body
    members["word/document.xml"] = body.replace(old, new, 1 if old else 0).encode()
    return zipped(members)


def _word_cell(document: Any) -> Any:
    for table in document.tables:
        for row in table.rows:
            texts = [cell.text for cell in row.cells]
            if "行政许可" in texts[0]:
                return row.cells[-1].paragraphs[0]._p
    raise AssertionError


def page(cell: str = "", head: str = "", old: str = "", new: str = "") -> bytes:
    """The sound return as a web page: `cell` is the HTML in the cell of 行政许可."""
    made = read(SOUND)
    text = render(made.form, made.submission)
    if cell:
        found = re.search(r"(行政许可</t[dh]>\s*<td[^>]*>)(.*?)(</td>)", text, re.S)
        assert found is not None
        text = text.replace(found[0], f"{found[1]}{cell}{found[3]}", 1)
    assert old in text
    return text.replace("</head>", f"{head}</head>", 1).replace(old, new, 1 if old else 0).encode()
