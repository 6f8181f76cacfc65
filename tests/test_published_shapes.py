"""Reports in the shapes offices publish them: cut, nested, tracked and numbered tables, titles and headings."""

from __future__ import annotations

import base64
import io
import re
import subprocess
import zipfile
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
import pytest
from conftest import SAMPLES, load
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from hypothesis import given
from hypothesis import strategies as st
from support.command import xltool
from support.reports import word_report
from support.returns import checked, refused_file
from support.sentences import sound_report

from xltool.core.check.returned import CheckedReturn
from xltool.core.submission.model import Submission
from xltool.core.text import zh
from xltool.office.libreoffice import find_soffice
from xltool.reading.published.blocks import CellNode, DocumentTable, TableNode, TextLine, flatten
from xltool.reading.published.docx import read_docx
from xltool.reading.published.html import read_html
from xltool.reading.published.numbering import read_numbering
from xltool.reading.published.parts import split_section
from xltool.reading.published.take import take
from xltool.reading.published.texts import read_texts
from xltool.reading.published.titles import find_title, is_same_report
from xltool.writing.report.html import render

FORM = load("zfxxgknb-2021")
TEMPLATE = (SAMPLES.parent / "templates" / FORM.key / "report.docx").read_bytes()
REPORT: Submission = sound_report(FORM, 1)
_WORDS = {s.id: s.title for s in FORM.sections} | {t.id: t.title for t in FORM.tables}
TITLES = [_WORDS[item] for item in FORM.order if _WORDS[item]]
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)

Edit = Callable[[docx.document.Document], None]


def word(edit: Edit) -> bytes:
    """The report as a Word file, after `edit`."""
    document = docx.Document(io.BytesIO(word_report(TEMPLATE, FORM, REPORT)))
    edit(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def page() -> str:
    return render(FORM, REPORT)


def values(data: bytes) -> dict[str, Decimal | None]:
    return dict(take(read_docx(data), [FORM]).submission.values)


def of_page(text: str) -> CheckedReturn:
    returned = take(read_html(text.encode()), [FORM])
    from xltool.app.checking import Checker

    return Checker().check_read(returned)


# --- tables that go on, nest, were changed --------------------------------------------------------


def cut(document: docx.document.Document, row: int, head: bool, words: str = "") -> None:
    """Table 三 cut before a row, the rest in a table of its own, with its head again or not."""
    table = document.tables[1]._tbl
    rest = parse_xml(f"<w:tbl {nsdecls('w')}/>")
    rows = table.tr_lst
    for old in rows[:3] if head else []:
        rest.append(parse_xml(old.xml))
    for old in rows[row:]:
        rest.append(old)
    table.addnext(rest)
    between = parse_xml(f"<w:p {nsdecls('w')}><w:r><w:t>{words}</w:t></w:r></w:p>")
    table.addnext(between)


@pytest.mark.parametrize("head", [False, True])
@pytest.mark.parametrize("row", [4, 12, 27])
@pytest.mark.parametrize("words", ["", "续表", "— 3 —"])
def test_a_table_cut_in_two_is_one_table(row: int, head: bool, words: str) -> None:
    assert values(word(lambda document: cut(document, row, head, words))) == REPORT.values


def test_a_head_repeated_inside_a_table_is_no_row() -> None:
    def repeat(document: docx.document.Document) -> None:
        rows = document.tables[1]._tbl.tr_lst
        for head in reversed(rows[:3]):
            rows[14].addprevious(parse_xml(head.xml))

    assert values(word(repeat)) == REPORT.values


def test_a_small_table_in_a_cell_is_its_text() -> None:
    def nest(document: docx.document.Document) -> None:
        for table in document.tables:
            for cell in (cell for row in table.rows for cell in row.cells if cell.text.isdigit()):
                text = cell.text
                cell.paragraphs[0].clear()
                inner = parse_xml(
                    f"<w:tbl {nsdecls('w')}><w:tr><w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
                )
                cell._tc.insert(1, inner)
                return

    assert values(word(nest)) == REPORT.values


def test_tracked_changes_are_read_as_accepted() -> None:
    def track(document: docx.document.Document) -> None:
        table = document.tables[1]
        row = table.rows[3]
        for cell in row._tr.tc_lst[1:3]:
            old = parse_xml(
                f'<w:tcPrChange {nsdecls("w")} w:id="1" w:author="a"><w:tcPr><w:gridSpan w:val="3"/></w:tcPr></w:tcPrChange>'
            )
            cell.get_or_add_tcPr().append(old)
        gone = parse_xml(row._tr.xml)
        properties = gone.find(qn("w:trPr"))
        if properties is None:
            properties = OxmlElement("w:trPr")
            gone.insert(0, properties)
        properties.append(parse_xml(f'<w:del {nsdecls("w")} w:id="2" w:author="a"/>'))
        row._tr.addnext(gone)
        extra: Any = parse_xml(row._tr.tc_lst[-1].xml)
        extra.get_or_add_tcPr().append(parse_xml(f'<w:cellDel {nsdecls("w")} w:id="3" w:author="a"/>'))
        table.rows[6]._tr.tc_lst[-1].addprevious(extra)

    assert values(word(track)) == REPORT.values


@pytest.mark.parametrize("rows", [1, 2, 3, 6])
def test_a_few_rows_may_be_absent_and_more_are_an_error(tmp_path: Path, rows: int) -> None:
    def remove(document: docx.document.Document) -> None:
        table = document.tables[1]
        for row in table.rows[6 : 6 + rows]:
            table._tbl.remove(row._tr)

    (tmp_path / "a.docx").write_bytes(word(remove))
    found = [f for f in checked(tmp_path / "a.docx").findings if f.code.startswith("W-row")]
    if rows <= 2:
        assert [f.code for f in found] == ["W-row-absent"] * rows
    else:
        assert [(f.code, f.severity, len(f.refs)) for f in found] == [("W-rows-absent", "error", 7 * rows)]


# --- spans ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("written", ["3px", "3;", "+3", "3.0", " 3 ", "3"])
def test_spans_count_by_their_leading_digits(written: str) -> None:
    text = re.sub(r'colspan="?3"?', f'colspan="{written}"', page())
    assert f'"{written}"' in text and of_page(text).submission.values == REPORT.values


def test_a_rowspan_of_0_goes_to_the_end_and_never_beyond_its_group() -> None:
    nodes = [TableNode([[CellNode([TextLine("a")], rows=0), CellNode([TextLine("1")])],
                        [CellNode([TextLine("2")])], [CellNode([TextLine("3")]), CellNode([TextLine("4")])]], groups=[0, 2])]  # fmt: skip
    (table,) = flatten(list(nodes))
    assert isinstance(table, DocumentTable)
    assert {spot: cell.value for spot, cell in table.sheet.cells.items()} == {
        (0, 0): "a", (0, 1): "1", (1, 1): "2", (2, 0): "3", (2, 1): "4",
    }  # fmt: skip


@pytest.mark.parametrize("change", [-1, 1])
def test_a_rowspan_that_is_one_off_is_aligned_or_said(change: int) -> None:
    text = page()
    for match in list(re.finditer(r'rowspan="?(\d+)"?', text)):
        if int(match[1]) < 4:
            continue
        wrong = f'rowspan="{int(match[1]) + change}"'
        found = of_page(text[: match.start()] + wrong + text[match.end() :])
        told = [f.code for f in found.findings if f.severity == "error"]
        assert found.submission.values == REPORT.values or told == ["W-table-uneven"], (match[0], told)


def test_a_table_out_of_line_is_said_once_and_blames_nobody() -> None:
    text = page()
    row = re.search(r"<tr[^>]*>(?:(?!</tr>).)*一、本年新收(?:(?!</tr>).)*</tr>", text, re.S)
    assert row is not None
    short = re.sub(r"<td[^>]*>[^<]*</td>", "", row[0], count=1)
    found = of_page(text.replace(row[0], short))
    assert [f.code for f in found.findings if f.severity == "error"] == ["W-table-uneven"]
    assert found.submission.values["T3.r1.c2"] is None


# --- numbers that Word makes ----------------------------------------------------------------------

NUMBERING = """<w:numbering xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="{start}"/><w:numFmt w:val="{kind}"/>
<w:suff w:val="nothing"/><w:lvlText w:val="{text}"/></w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/>
<w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2"/></w:lvl></w:abstractNum>
<w:num w:numId="7"><w:abstractNumId w:val="0"/></w:num></w:numbering>"""


@pytest.mark.parametrize(
    ("kind", "text", "start", "labels"),
    [
        ("chineseCountingThousand", "%1、", 1, ["一、", "二、", "三、"]),
        ("chineseCounting", "（%1）", 9, ["（九）", "（十）", "（十一）"]),
        ("ideographDigital", "%1、", 9, ["九、", "一〇、", "一一、"]),
        ("decimal", "%1.", 1, ["1.", "2.", "3."]),
        ("decimalEnclosedCircle", "%1", 1, ["①", "②", "③"]),
        ("lowerRoman", "%1)", 3, ["iii)", "iv)", "v)"]),
        ("upperLetter", "%1.", 26, ["Z.", "AA.", "BB."]),
        ("bullet", "•", 1, ["", "", ""]),
    ],
)
def test_numbers_of_word_are_written_as_word_writes_them(
    kind: str, text: str, start: int, labels: list[str]
) -> None:
    lists = read_numbering(NUMBERING.format(kind=kind, text=text, start=start).encode())
    assert [lists.label("7", 0)[0] for _ in labels] == labels


def test_levels_below_begin_anew() -> None:
    lists = read_numbering(NUMBERING.format(kind="decimal", text="%1", start=1).encode())
    told = [lists.label("7", level)[0] for level in (0, 1, 1, 0, 1)]
    assert told == ["1", "1.1", "1.2", "2", "2.1"]


@given(st.integers(1, 9_999))
def test_numbers_in_words_are_read_back(number: int) -> None:
    assert zh.spoken_number(zh.in_words(number)) == number


def numbered() -> bytes:
    """The report with the numbers of titles and headings made by Word, not typed."""
    document = docx.Document(io.BytesIO(word_report(TEMPLATE, FORM, REPORT)))
    for paragraph in document.paragraphs:
        match = re.match(r"([一二三四五六]、|（[一二三四五]）)", paragraph.text)
        if match:
            text = paragraph.text[match.end() :]
            for run in paragraph.runs[1:]:
                run.text = ""
            paragraph.runs[0].text = text
            number = 1 if match[0].endswith("、") else 2
            paragraph._p.get_or_add_pPr().append(
                parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>')
            )
    out = io.BytesIO()
    document.save(out)
    return with_part(out.getvalue())


def with_part(data: bytes) -> bytes:
    body = "".join(
        f'<w:abstractNum w:abstractNumId="{i}"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/>'
        f'<w:suff w:val="nothing"/><w:lvlText w:val="{text}"/></w:lvl></w:abstractNum>'
        for i, text in ((1, "%1、"), (2, "（%1）"))
    )
    body += "".join(f'<w:num w:numId="{i}"><w:abstractNumId w:val="{i}"/></w:num>' for i in (1, 2))
    part = f'<w:numbering xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">{body}</w:numbering>'
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/numbering"
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "word/_rels/document.xml.rels":
                link = f'<Relationship Id="rNum" Type="{kind}" Target="numbers.xml"/></Relationships>'
                content = re.sub(rb"<Relationship [^>]*/numbering\"[^>]*/>", b"", content)
                content = content.replace(b"</Relationships>", link.encode())
            new.writestr(name, content)
        new.writestr("word/numbers.xml", part)
    return out.getvalue()


def test_titles_numbered_by_word_are_titles() -> None:
    back = take(read_docx(numbered()), [FORM])
    assert back.submission.texts == REPORT.texts
    assert [f.code for f in back.findings] == []


# --- titles and headings --------------------------------------------------------------------------

UNIT = "青石县水务局"
OWN = [
    "{u}2025年政府信息公开工作年度报告", "{u}2025年政府信息公开年度报告", "{u}2025年政府信息公开工作报告", "{u}政府信息公开工作2025年度报告",
    "2025年{u}政府信息公开工作年度报告", "{u}2025年度政府信息公开工作报告", "{u}二〇二五年政府信息公开工作年度报告", "{u}二○二五年政府信息公开年报",
    "{u}2025年政府信息公开工作年度报告（含解读）", "{u}关于2025年度政府信息公开工作年度报告", "关于{u}2025年政府信息公开工作情况的报告",
    "{u}\n2025年政府信息公开工作年度报告", "{u}2025年政府信息公开工作\n年度报告", "{u}\n政府信息公开工作年度报告\n（2025年度）",
    "政府信息公开工作年度报告（2025年）\n{u}", "{u}政府信息公开2025年报", "《{u}2025年政府信息公开工作年度报告》", "附件1：{u}2025年政府信息公开工作年度报告",
    "{u}[2025]年政府信息公开工作年度报告", "2025年 {u} 政府信息公开工作 年度报告",
]  # fmt: skip


def lines(*texts: str) -> list[TextLine]:
    return [TextLine(line) for text in texts for line in text.split("\n")]


@pytest.mark.parametrize("title", OWN)
@pytest.mark.parametrize("unit", [UNIT, "云台区人民政府", "柳河镇人民政府", "上海市"])
def test_a_title_is_known_by_what_it_is_made_of(title: str, unit: str) -> None:
    around = lines(
        "发布日期：2026-01-20 来源：办公室", title.format(u=unit), "根据条例，编制本报告。", *TITLES
    )
    found = find_title(FORM, around)
    assert found is not None and (found.unit, found.year) == (unit, 2025)


@pytest.mark.parametrize(
    ("title", "unit"),
    [
        ("临河区水利局２０２５年政府信息公开工作年度报告", "临河区水利局"),
        ("临河区商务局（临河区粮食局）2025年政府信息公开年报", "临河区商务局（临河区粮食局）"),
        ("2025年度政府信息公开年报（临河区水利局）", "临河区水利局"),
        ("2025年政府信息公开工作年度报告\n（临河区水利局）", "临河区水利局"),
    ],
)
def test_the_marks_around_a_name_are_no_part_of_it(title: str, unit: str) -> None:
    found = find_title(FORM, lines(title, *TITLES))
    assert found is not None and (found.unit, found.year) == (unit, 2025)


@pytest.mark.parametrize(
    ("page", "title", "unit"),
    [
        ("临河区人民政府", "2025年政府信息公开年度报告\n临河区水利局", "临河区水利局"),
        ("政务公开平台", "政府信息公开工作年度报告（2025年）\n临河区水利局", "临河区水利局"),
        ("临河区水利局", "2025年政府信息公开年度报告", "临河区水利局"),
        ("政府信息公开年度报告", "2025年政府信息公开年度报告", None),
        ("临河区人民政府门户网站", "2025年政府信息公开年度报告", None),
    ],
)
def test_the_name_of_a_page_is_the_last_to_say_whose_report_it_is(
    page: str, title: str, unit: str | None
) -> None:
    content = "".join(f"<p>{line}</p>" for line in title.split("\n"))
    document = read_html(f"<title>{page}</title><body>{content}</body>".encode())
    found = find_title(FORM, document.blocks)
    assert (found and found.unit) == unit


def test_a_title_in_a_table_for_layout_is_one() -> None:
    row = "<table><tr><td><b>临河区水利局2025年政府信息公开工作年度报告</b></td></tr></table>"
    found = find_title(FORM, read_html(f"<body>{row}<p>一、总体情况</p></body>".encode()).blocks)
    assert found is not None and (found.unit, found.year) == ("临河区水利局", 2025)


@pytest.mark.parametrize(
    ("words", "same"),
    [
        ("2025年度临河区水利局政府信息公开年报", True),
        ("临河区水利局政府信息公开工作报告（2025年度）", True),
        ("临河区水利局2025年政府信息公开年度工作报告", True),
        ("临河区水利局2025年政府信息公开工作总结报告", False),
        ("临河区水利局2025年信息公开年报", False),
    ],
)
def test_words_that_mean_the_same_report(words: str, same: bool) -> None:
    assert is_same_report(FORM, words) == same


NUMBERED = [
    [f"1.{n} {words}" for n, words in enumerate(("主动公开", "依申请公开", "信息管理", "平台建设", "监督保障"), 1)],
    ["第一，主动公开情况。", "第二，依申请公开情况。", "第三，信息管理情况。", "第四，平台建设情况。", "第五，监督保障情况。"],
    ["（一）2025年主动公开", "（二）2025年依申请公开", "（三）2025年度信息管理", "（四）２０２５年平台建设", "（五）本年度监督保障"],
]  # fmt: skip


@pytest.mark.parametrize("headings", NUMBERED, ids=[one[0] for one in NUMBERED])
def test_parts_in_other_numbers_or_with_the_year(headings: Sequence[str]) -> None:
    section = next(one for one in FORM.sections if one.words)
    told = [line for at, heading in enumerate(headings) for line in (heading, f"第{at}段的话。")]
    found = split_section(section, told)
    assert [found.texts[part] for part in found.headed] == [[f"第{at}段的话。"] for at in range(5)]


@pytest.mark.parametrize(
    "text",
    [
        "关于报送政府信息公开材料的函",
        "2025年财政预算公开",
        "政府信息公开工作年度报告",
        "发布时间：2026年1月20日",
    ],
)
def test_what_is_no_title_is_none(text: str) -> None:
    assert find_title(FORM, lines(text, *TITLES)) is None


HEADINGS: list[Sequence[str]] = [
    ("（一）主动公开政府信息情况", "（二）依申请公开情况", "（三）政府信息管理情况", "（四）平台建设情况", "（五）监督保障机制"),
    ("1、主动公开。", "2、依申请公开。", "3、政府信息管理。", "4、政府信息公开平台建设。", "5、监督保障。"),
    ("（1）政府信息主动公开", "（2）政府信息依申请公开", "（3）加强政府信息管理", "（4）信息平台建设", "（5）保障措施"),
    ("主动公开情况", "依申请公开情况", "政府信息管理情况", "政府信息公开平台建设情况", "监督保障情况"),
    ("一是积极推动主动公开。", "二是规范依申请公开。", "三是加强政府信息管理。", "四是抓好平台建设。", "五是强化监督保障。"),
    ("(一)主动公开：", "(二)依申请公开：", "(三)信息管理：", "(四)公开平台：", "(五)监督：", ),
]  # fmt: skip
BODIES = [
    "全年发布信息若干条。一是加强平台建设。",
    "安排专人受理，监督到位。",
    "健全机制，严格审查。",
    "及时更新栏目，管理有序。",
    "压实责任，主动公开考核结果。",
]


@pytest.mark.parametrize("headings", HEADINGS)
def test_parts_are_known_by_their_words_under_any_number(headings: Sequence[str]) -> None:
    told: list[str] = []
    for heading, body in zip(headings, BODIES, strict=True):
        told += [heading + body] if heading[-1] in "。：" else [heading, body]
    texts = read_texts(FORM, lines("某局2025年政府信息公开工作年度报告", TITLES[0], *told, *TITLES[1:]), 0)
    assert [texts.texts[f"N1.{n}"] for n in range(1, 6)] == BODIES
    assert "N1.0" not in texts.texts and not [f for f in texts.findings if f.code == "N-part"]


def test_missing_parts_are_one_warning_and_no_text_is_lost() -> None:
    told = ["概述。", "（一）主动公开", "甲。", "（二）教育培训", "乙。", "（三）依申请公开", "丙。"]
    found = read_texts(FORM, lines("某局2025年政府信息公开工作年度报告", TITLES[0], *told, *TITLES[1:]), 0)
    (part,) = [f for f in found.findings if f.code == "N-part"]
    assert part.refs == ("N1.3", "N1.4", "N1.5") and not {*part.refs} & found.texts.keys()
    assert found.texts["N1.1"] == "甲。\n（二）教育培训\n乙。" and found.texts["N1.0"] == "概述。"


def test_a_section_without_parts_goes_whole_into_its_lead() -> None:
    body = ["全年工作平稳，主动公开信息若干条。", "依申请公开方面，安排专人受理，监督保障有力。"]
    found = read_texts(FORM, lines("某局2025年政府信息公开工作年度报告", TITLES[0], *body, *TITLES[1:]), 0)
    assert found.texts["N1.0"] == "\n".join(body) and "N1.1" not in found.texts


# --- documents that say less, or in another way ---------------------------------------------------


def test_options_say_what_a_title_does_not(tmp_path: Path) -> None:
    def untitled(document: docx.document.Document) -> None:
        for paragraph in document.paragraphs:
            if "年度报告" in paragraph.text or REPORT.unit.name in paragraph.text:
                document.element.body.remove(paragraph._p)

    (tmp_path / "a.docx").write_bytes(word(untitled))
    assert refused_file(tmp_path / "a.docx").code == "W-no-title"
    done = xltool(
        "import", tmp_path / "a.docx", "--unit", UNIT, "--code", "031", "--year", "2025", "-o", tmp_path / "o"
    )
    assert done.code == 0 and f"031-{UNIT}-2025.xlsx" in done.out
    (tmp_path / "b.docx").write_bytes(word(lambda _: None))
    done = xltool("import", tmp_path / "b.docx", "--unit", "别的局", "--year", "2024", "-o", tmp_path / "o")
    assert done.code == 0 and "别的局-2024.xlsx" in done.out and "别的局 2024" in done.err


def test_tables_that_are_pictures_are_told_so(tmp_path: Path) -> None:
    text = re.sub(r"<table.*?</table>", "<p><img src='a.png'></p>", page(), flags=re.S)
    (tmp_path / "a.html").write_text(text, encoding="utf-8")
    found = refused_file(tmp_path / "a.html")
    assert found.code == "W-pictures" and all(table.title in found.args["missing"] for table in FORM.tables)


def test_words_beside_a_table_are_checked(tmp_path: Path) -> None:
    number = REPORT.values["T3.r1.c7"] or Decimal(0)
    said = f"<p>全年共收到政府信息公开申请{number + 5}件。</p><p>续表</p>"
    text = re.sub(r"(三、收到和处理政府信息公开申请情况</[^>]*>)", rf"\1{said}", page(), count=1)
    found = of_page(text)
    assert [(f.code, f.refs[0]) for f in found.findings if f.code == "N-count"] == [("N-count", "T3")]
    assert FORM.by_id["T3"].title in found.findings[-1].message


@pytest.mark.parametrize(
    ("old", "new"),
    [("本年制发件数", "本年（2025）制发件数"), ("本年制发件数", "本年度制发数"), ("现行有效件数", "现行有效件数（历史累计）"),
     ("本年收费金额（单位：万元）", "本年收费金额（万元）"), ("1.属于国家秘密", "1、属于国家秘密"), ("（一）予以公开", "(一) 予以公开"),
     ("一、本年新收政府信息公开申请数量", "一、2025年新收政府信息公开申请数量"), ("四、结转下年度继续办理", "四、结转下年继续办理")],
)  # fmt: skip
def test_labels_in_other_words_are_known(old: str, new: str) -> None:
    text = page()
    assert f">{old}<" in text
    assert of_page(text.replace(f">{old}<", f">{new}<")).submission.values == REPORT.values


@pytest.mark.office  # LibreOffice makes the .doc and reads it
def test_an_old_document_comes_through_libreoffice_and_is_asked_about(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(word(lambda _: None))
    program = find_soffice()
    assert program is not None
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    subprocess.run(
        [program, profile, "--headless", "--convert-to", "doc", "--outdir", tmp_path, tmp_path / "a.docx"],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    found = checked(tmp_path / "a.doc")
    assert found.submission.values == REPORT.values and found.submission.texts == REPORT.texts
    assert [f.code for f in found.findings if f.code == "V-asked"] == ["V-asked"]


def test_without_libreoffice_an_old_document_is_told_its_way_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("xltool.reading.published.old_word.find_soffice", lambda: None)
    ole = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 1016 + "WordDocument".encode("utf-16-le") + b"\0" * 3000
    )
    (tmp_path / "a.wps").write_bytes(ole)
    found = refused_file(tmp_path / "a.wps")
    assert found.code == "W-no-office" and "docx" in found.findings[0].advice


def test_every_format_gives_the_same_figures(tmp_path: Path) -> None:
    assert values(word(lambda _: None)) == of_page(page()).submission.values == REPORT.values
    assert REPORT.texts == of_page(page()).submission.texts
