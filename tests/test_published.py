"""Published reports read back: what was printed is what is taken, whatever dressed it; nothing is guessed."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from decimal import Decimal
from email.message import EmailMessage
from pathlib import Path

import docx
import pytest
from conftest import KEYS, SAMPLES, load, sample
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st
from support.command import xltool
from support.packages import with_part
from support.reports import word_report as report
from support.returns import checked, codes, read, refused_file
from support.rounds import collector, state, status
from support.strategies import submissions

from xltool.app.round.kept import return_of
from xltool.app.round.opened import OpenRound
from xltool.app.round.report import write_reports_of
from xltool.core.check.returned import CheckedReturn
from xltool.core.errors import UnreadableFile
from xltool.core.form.model import Form
from xltool.core.submission.identity import sign
from xltool.core.submission.model import Submission, Unit, with_profile, with_totals
from xltool.reading.form.find import open_form
from xltool.reading.published.blocks import Document, TextLine
from xltool.reading.published.docx import read_docx
from xltool.reading.published.html import read_html
from xltool.reading.published.parts import after_heading
from xltool.reading.published.sections import likeness
from xltool.reading.published.take import take
from xltool.reading.published.titles import find_title
from xltool.writing.report.context import paragraphs
from xltool.writing.report.html import render
from xltool.writing.workbook.write import WorkbookContent, write_workbook

FORM = load("zfxxgknb-2021")
KNOWN = [load(key) for key in KEYS]
FORMS = [*KNOWN, with_profile(FORM, "shandong")]


def template(form: Form) -> bytes:
    """The Word template that came with the form."""
    return (SAMPLES.parent / "templates" / form.key / "report.docx").read_bytes()


TEMPLATE = template(FORM)
SEED_FORM, SEED = sample("jinxiang-2025")


def as_printed(submission: Submission) -> Submission:
    """What a report can give back: paragraphs, no explanations, no contact of the unit."""
    unit = replace(submission.unit, address="", phone="", website="", former="")
    texts = {address: "\n".join(paragraphs(text)) for address, text in submission.texts.items()}
    return replace(submission, unit=unit, texts=texts, notes={})


def taken_docx(data: bytes) -> Submission:
    return take(read_docx(data), KNOWN).submission


@pytest.mark.slow
@settings(max_examples=25)
@given(st.data(), st.sampled_from(FORMS))
def test_a_word_report_gives_back_its_submission(data: st.DataObject, form: Form) -> None:
    submission = data.draw(submissions(form))
    assert taken_docx(report(template(form), form, submission)) == as_printed(submission)


@pytest.mark.slow
@settings(max_examples=12, deadline=None)
@given(st.data(), st.sampled_from(FORMS))
def test_a_page_gives_back_its_submission(data: st.DataObject, form: Form) -> None:
    submission = data.draw(submissions(form))
    back = take(read_html(render(form, submission).encode()), KNOWN).submission
    assert squeezed(back) == squeezed(as_printed(submission))


def squeezed(submission: Submission) -> Submission:
    """White space as a browser shows it."""
    texts = {
        a: "\n".join(" ".join(line.split()) for line in text.split("\n"))
        for a, text in submission.texts.items()
    }
    return replace(submission, texts=texts)


@pytest.mark.slow
def test_the_round_trip_through_the_published_form(tmp_path: Path) -> None:
    book = SAMPLES / "jinxiang-2025.xlsx"
    assert xltool("report", book, "-o", tmp_path / "out", "--to", "docx,html").code == 0
    wanted = checked(book).submission
    assert wanted is not None
    for suffix in ("docx", "html"):
        (file,) = [f for f in (tmp_path / "out").glob(f"*.{suffix}") if "网页正文" not in f.name]
        answer = xltool("import", file, "-o", tmp_path / suffix)
        assert answer.code == 0
        made, data = (Path(line) for line in answer.out.split("\n")[:2])
        for path in (made, data):
            back = checked(path)
            assert back.status == "accepted"
            assert back.submission == as_printed(wanted)


@pytest.mark.slow
def test_a_fragment_has_no_mark_and_the_roster_knows_the_unit(tmp_path: Path) -> None:
    page = tmp_path / "a.html"
    page.write_text(render(SEED_FORM, SEED, fragment=True), encoding="utf-8")
    roster = tmp_path / "r.csv"
    roster.write_text(
        "单位代码,单位名称,单位类别,曾用名\n7,某某局,,\n012,新名,县级部门," + SEED.unit.name, encoding="utf-8"
    )
    answer = xltool("import", page, "--roster", roster, "-o", tmp_path / "o")
    back = read(answer.out.split("\n")[1]).submission
    assert back is not None and (back.unit.code, back.unit.level) == ("012", "县级部门")
    assert back.values == SEED.values


def changed(edit: dict[str, str], data: bytes | None = None) -> bytes:
    """The seed's report with pieces of its document.xml replaced, each of which must be there."""

    def change(content: bytes) -> bytes:
        text = content.decode()
        for before, after in edit.items():
            assert re.search(before, text), before
            text = re.sub(before, lambda _, after=after: after, text, count=1)  # type: ignore[misc]
        return text.encode()

    return with_part(data or report(TEMPLATE, SEED_FORM, SEED), "word/document.xml", change)


def kept(tmp_path: Path, data: bytes, name: str = "a.docx") -> CheckedReturn:
    (tmp_path / name).write_bytes(data)
    return checked(tmp_path / name)


def without_rows(*labels: str, rename: tuple[str, str] | None = None) -> bytes:
    document = docx.Document(io.BytesIO(report(TEMPLATE, SEED_FORM, SEED)))
    for table in document.tables:
        for row in list(table.rows):
            if any(cell.text in labels for cell in row.cells):
                table._tbl.remove(row._tr)
            elif rename:
                for cell in row.cells:
                    if cell.text == rename[0]:
                        cell.paragraphs[0].runs[0].text = rename[1]
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_a_row_that_is_not_there_is_one_warning(tmp_path: Path) -> None:
    found = kept(tmp_path, without_rows("规章"))
    assert codes(found.findings) == ["W-row-absent"] and found.status == "accepted_with_warnings"
    assert (
        found.findings[0].refs == ("T2.r1.c1", "T2.r1.c2", "T2.r1.c3")
        and "规章" in found.findings[0].args["label"]
    )
    assert found.submission and found.submission.values["T2.r1.c1"] is None


def test_three_rows_printed_as_one_are_asked_about(tmp_path: Path) -> None:
    """The hybrid that exists: table 二 of 2021, （六）其他处理 on one line as in 2019."""
    document = docx.Document(io.BytesIO(report(TEMPLATE, SEED_FORM, filled({"T3.r23.c1": 2, "T3.r1.c1": 2}))))
    table = document.tables[1]
    rows = [row for row in table.rows if any(cell.text.startswith("（六）") for cell in row.cells)]
    assert len(rows) == 3
    for row in rows[:2]:
        table._tbl.remove(row._tr)
    group, leaf = rows[2]._tr.tc_lst[1:3]
    group.tcPr.remove(group.tcPr.find(qn("w:vMerge")))
    group.p_lst[0].add_r().text = "（六）其他处理"
    leaf.p_lst[0].r_lst[0].text = ""
    out = io.BytesIO()
    document.save(out)
    found = kept(tmp_path, out.getvalue())
    (finding,) = [finding for finding in found.findings if finding.severity == "error"]
    assert (
        finding.code == "W-folded"
        and finding.refs[0] == "T3.r23.c1"
        and "自然人 2" in finding.args["figures"]
    )
    assert found.submission and found.submission.values["T3.r23.c1"] is None


def filled(figures: dict[str, int]) -> Submission:
    inputs = {a: Decimal(figures.get(a, 0)) for a in SEED_FORM.addresses if a not in SEED_FORM.totals}
    return replace(SEED, values=with_totals(SEED_FORM, inputs, keep=False))


@pytest.mark.parametrize(
    ("right", "wrong"),
    [("现行有效件数", "先行有效件数"), ("行政规范性文件", "规范性文件"), ("社会公益组织", "社会组织"),
     ("2.其他法律行政法规禁止公开", "2.其他法律和行政法规禁止公开"), ("本年废止件数", "本年度止件数")],
)  # fmt: skip
def test_known_slips_in_labels_are_read(tmp_path: Path, right: str, wrong: str) -> None:
    values = {a: n for n, a in enumerate(SEED_FORM.addresses)}
    data = report(TEMPLATE, SEED_FORM, filled(values))
    plain = check_taken(data)
    assert check_taken(changed({f">{re.escape(right)}<": f">{wrong}<"}, data)) == plain


def check_taken(data: bytes) -> dict[str, Decimal | None]:
    return dict(taken_docx(data).values)


def test_totals_are_what_was_printed(tmp_path: Path) -> None:
    values = {
        **filled({"T3.r1.c1": 3, "T3.r3.c1": 3}).values,
        "T3.r24.c1": Decimal(0),
        "T3.r24.c7": Decimal(0),
    }
    found = kept(tmp_path, report(TEMPLATE, SEED_FORM, replace(SEED, values=values)))
    assert [(f.code, f.refs[0], f.cells) for f in found.findings if f.severity == "error"] == [
        ("T3-S-r24", "T3.r24.c1", ())
    ]


@pytest.mark.parametrize(
    ("typed", "code"), [("", "V-blank"), ("/", "V-converted"), ("约5", "V-text"), ("１２", "V-converted")]
)
def test_what_is_no_figure_is_said(tmp_path: Path, typed: str, code: str) -> None:
    document = docx.Document(io.BytesIO(report(TEMPLATE, SEED_FORM, SEED)))
    row = next(row for row in document.tables[1].rows if row.cells[0].text.startswith("一、"))
    row.cells[3].paragraphs[0].runs[0].text = typed
    out = io.BytesIO()
    document.save(out)
    assert code in codes(kept(tmp_path, out.getvalue()).findings)


def test_titles_that_are_not_the_official_ones_are_named(tmp_path: Path) -> None:
    found = kept(
        tmp_path,
        changed({">五、存在的主要问题及改进情况<": ">五、政府信息公开工作存在的主要问题及改进情况<"}),
    )
    (finding,) = found.findings
    assert finding.code == "N-title" and finding.args["label"] == "五、存在的主要问题及改进情况"
    assert found.submission and found.submission.texts["N5"] == SEED.texts["N5"]


TITLES = [
    ("一、总体情况", "一、总体情况", 2),
    ("一．总体情况：", "一、总体情况", 2),
    ("总体情况", "一、总体情况", 1),
    ("三、主动公开政府信息情况", "二、主动公开政府信息情况", 1.5),
    ("六、需要说明的其他事项与附表", "六、其他需要报告的事项", None),
    ("五、存在的主要问题及明年工作计划", "五、存在的主要问题及改进情况", None),
    ("五、加强队伍建设", "五、存在的主要问题及改进情况", 0),
    ("二、改进措施", "二、主动公开政府信息情况", 0),
    ("一、总体情况包括主动公开、依申请公开、政府信息管理、平台建设、监督保障等方面，其中主动公开信息十七条，均已在网站发布", "一、总体情况", 0),
]  # fmt: skip


@pytest.mark.parametrize(("text", "title", "fit"), TITLES)
def test_likeness_of_titles(text: str, title: str, fit: float | None) -> None:
    found = likeness(text, title)
    assert 0.55 <= found < 1 if fit is None else found == fit


HEADINGS = [
    ("（一）主动公开情况", "（一）主动公开情况", ""),
    ("(一) 主动公开", "（一）主动公开情况", ""),
    ("（一）主动公开。2025年公开信息17条。", "（一）主动公开情况", "2025年公开信息17条。"),
    ("（一）主动公开工作情况：公开信息17条。", "（一）主动公开情况", "公开信息17条。"),
    ("（一）主动公开政府信息17条，均已发布。", "（一）主动公开情况", "主动公开政府信息17条，均已发布。"),
    ("（四）平台建设情况", "（四）政府信息公开平台建设情况", ""),
    ("（一）加强组织领导。", "（一）主动公开情况", None),
    ("一是严把审核关口。", "（一）主动公开情况", None),
    ("主动公开情况", "（一）主动公开情况", None),
]


@pytest.mark.parametrize(("line", "heading", "rest"), HEADINGS)
def test_headings_and_what_follows_them(line: str, heading: str, rest: str | None) -> None:
    assert after_heading(line, heading) == rest


OWN_TITLES = [
    (["金乡县投资促进服务中心", "2025年政府信息公开工作年度报告"], ("金乡县投资促进服务中心", 2025)),
    (["某某局2024年度政府信息公开工作年度报告"], ("某某局", 2024)),
    (["二〇二三年政府信息公开工作年度报告"], None),
    (["某某镇二〇二三年政府信息公开工作年度报告"], ("某某镇", 2023)),
    (["某某局2024年政府信息公开工作年度报告-某县人民政府", "某某局", "2025年政府信息公开工作年度报告"], ("某某局", 2025)),
    (["关于报送材料的函"], None),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "wanted"), OWN_TITLES)
def test_whose_report_it_is(lines: list[str], wanted: tuple[str, int] | None) -> None:
    found = find_title(FORM, [TextLine(line) for line in lines])
    assert (found and (found.unit, found.year)) == wanted


def website(content: str, encoding: str = "utf-8") -> bytes:
    """A page as websites have them: menus before, links after, the report in one element."""
    return (
        f'<html><head><meta charset="{encoding}"><title>某县人民政府</title><script>var a="<p>一、总体情况</p>"</script></head>'
        "<body><div><ul><li>首页<li>总体情况<li>机构职能</ul></div><div class=main><div id=content>"
        f"{content}</div><p>上一篇：某某局2024年政府信息公开工作年度报告</p><p>主办单位：某县</p></div></body></html>"
    ).encode(encoding)


@pytest.mark.parametrize("encoding", ["utf-8", "gbk", "utf-16"])
def test_a_page_of_a_website_in_any_encoding(tmp_path: Path, encoding: str) -> None:
    found = kept(tmp_path, website(render(SEED_FORM, SEED, fragment=True), encoding), "a.html")
    assert found.submission and found.submission.unit.name == SEED.unit.name
    assert found.submission.texts == as_printed(SEED).texts and found.submission.values == SEED.values


def test_a_page_with_open_tags_in_a_table_for_layout(tmp_path: Path) -> None:
    page = render(SEED_FORM, SEED, fragment=True)
    for tag in ("</td>", "</th>", "</tr>", "</p>"):
        page = page.replace(tag, "")
    wrapped = f"<table width=100%><tr><td>{page}</td></tr></table>"
    found = kept(tmp_path, website(wrapped), "a.html")
    assert found.submission and found.submission.values == SEED.values
    assert found.submission.texts == as_printed(SEED).texts


@pytest.mark.slow
@pytest.mark.parametrize(
    "page",
    [b"<html>" + b"<table><tr><td>" * 20_000, b"<html>" + b"<!--" * 400_000, b"<html>" + b"<a " * 400_000,
     b"<html><table><tr>" + b'<td rowspan="9999" colspan="9999">x' * 3000, b"<html>" + b"<div>" * 200_000],
)  # fmt: skip
def test_a_page_made_to_hang_is_refused(tmp_path: Path, page: bytes) -> None:
    (tmp_path / "a.html").write_bytes(page)
    assert refused_file(tmp_path / "a.html").code in ("W-hostile", "W-no-tables", "W-damaged")


def test_what_is_no_report_has_one_sentence(tmp_path: Path) -> None:
    empty = docx.Document()
    empty.add_paragraph("关于报送材料的函")
    empty.save(str(tmp_path / "a.docx"))
    assert refused_file(tmp_path / "a.docx").code == "W-no-tables"
    headless = changed({"<w:t [^>]*>2025年政府信息公开工作年度报告": '<w:t xml:space="preserve">报告'})
    (tmp_path / "headless.docx").write_bytes(headless)
    assert refused_file(tmp_path / "headless.docx").code == "W-no-title"
    with pytest.raises(UnreadableFile):
        take(Document(), [])


@pytest.mark.slow
def test_texts_beside_a_workbook_are_taken_where_it_has_none(tmp_path: Path) -> None:
    form, seed = sample("jinxiang-2025")
    book, word = tmp_path / "012.xlsx", tmp_path / "012.docx"
    bare = replace(seed, texts={**dict.fromkeys(form.texts, ""), "N5": "另写的。"})
    from xltool.app.make_workbooks import Order, make_workbook

    book.write_bytes(make_workbook(Order(form, seed.year, seed.unit, bare)))
    document = docx.Document()
    for section in form.sections:
        if section.title:
            document.add_paragraph(section.title)
        for part in section.parts:
            for line in [part.heading, *paragraphs(seed.texts[part.id])]:
                document.add_paragraph(line)
    document.save(str(word))
    found = checked(book)
    assert [(f.code, f.severity) for f in found.findings if f.code.startswith("N-")] == [
        ("N-beside", "info"), ("N-beside-differs", "warning"),
    ]  # fmt: skip
    assert (
        found.submission
        and found.submission.texts == as_printed(replace(seed, texts={**seed.texts, "N5": "另写的。"})).texts
    )
    walked = xltool("check", tmp_path)
    assert walked.out.count("[") == 1 and "012.docx" in walked.err  # read with its workbook, not alone
    word.write_bytes(b"PK\x03\x04")
    assert "N-beside-none" in codes(checked(book).findings)


def test_a_unit_that_returns_only_a_word_file_is_not_lost(desk: OpenRound, tmp_path: Path) -> None:
    """Its name leads to the unit; a mail from the unit confirms it, a file in a folder waits for the clerk."""
    unit = desk.contact("031").unit
    word = report(
        TEMPLATE, SEED_FORM, replace(SEED, unit=Unit("", unit.name), texts={**SEED.texts, "N0": "无。"})
    )
    mail = EmailMessage()
    mail["From"], mail["Subject"] = desk.contact("031").emails[0], "年报"
    mail.set_content("见附件")
    mail.add_attachment(word + b"\0", "application", "octet-stream", filename="年报.docx")
    arrived = next(iter(collector(desk).message(mail.as_bytes(), "mailbox")))
    assert (arrived.outcome, arrived.unit) == ("taken", "031")
    assert state(desk, "031") in ("accepted", "accepted-warnings")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "年报.docx").write_bytes(word)
    (arrived,) = collector(desk).folder(tmp_path / "in")
    assert (arrived.outcome, arrived.unit) == ("same", "031")  # other bytes, the same figures and texts
    other = replace(SEED, unit=Unit("", desk.contact("032").unit.name), texts={**SEED.texts, "N0": "无。"})
    (tmp_path / "in" / "年报2.docx").write_bytes(report(TEMPLATE, SEED_FORM, other))
    _, arrived = collector(desk).folder(tmp_path / "in")
    assert (arrived.outcome, arrived.unit, arrived.reason) == ("held", "032", "unsigned")


@pytest.mark.parametrize("way", ["folder", "mail", "zip"])
def test_texts_beside_a_workbook_come_into_a_round(desk: OpenRound, tmp_path: Path, way: str) -> None:
    """A workbook without texts and the Word file with them are one return, now and when it is read again."""
    form, contact = open_form(FORM.key), desk.contact("031")
    identity = sign(form.key, 2025, "031", contact.unit.name, desk.round.key)
    book = write_workbook(form, identity, contact.unit, WorkbookContent(SEED.values, {}))
    document = docx.Document()
    for section in form.sections:
        for line in (section.title, *(line for part in section.parts for line in (part.heading, "无。"))):
            document.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    (tmp_path / "in").mkdir()
    if way == "folder":
        (tmp_path / "in" / "a.xlsx").write_bytes(book)
        (tmp_path / "in" / "a.docx").write_bytes(out.getvalue())
    elif way == "zip":
        with zipfile.ZipFile(tmp_path / "in" / "a.zip", "w") as archive:
            archive.writestr("x/a.xlsx", book)
            archive.writestr("x/a.docx", out.getvalue())
    else:
        mail = EmailMessage()
        mail["From"], mail["Subject"] = contact.emails[0], "年报"
        mail.set_content("见附件")
        for name, data in (("文字.docx", out.getvalue()), ("表.xlsx", book)):
            mail.add_attachment(data, "application", "octet-stream", filename=name)
        (tmp_path / "in" / "m.eml").write_bytes(mail.as_bytes())
    (arrived,) = collector(desk).folder(tmp_path / "in")
    assert arrived.outcome == "taken" and state(desk, "031") in ("accepted", "accepted-warnings")
    assert [one.outcome for one in collector(desk).folder(tmp_path / "in")] == ["again"]
    version = status(desk, "031").version
    assert version is not None
    again = return_of(desk, contact, version)
    assert isinstance(again, CheckedReturn) and all(
        again.submission.texts[address] == "无。" for address in form.texts if address != "N0"
    )
    assert [path.suffix for _, path in write_reports_of(desk) if isinstance(path, Path)] == [".docx", ".zip"]
