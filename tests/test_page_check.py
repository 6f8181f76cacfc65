"""首页 and 帮助 as plain forms and links, which is all that is there without a script."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from urllib.parse import unquote

import openpyxl
import pytest
from support.page import Server, links, served

from xltool.app.checking import Checker
from xltool.core.check.returned import CheckedReturn
from xltool.core.form.layout import lay_out
from xltool.core.form.model import Form
from xltool.reading.form.find import DATA

pytestmark = pytest.mark.slow  # each asks a running page


def wrong(samples: Path) -> Path:
    return next(samples.glob("returned/T3-B01*.xlsx"))


def good(samples: Path) -> Path:
    return next(samples.glob("returned/ok*.xlsx"))


def test_what_a_drop_shows_is_what_the_command_says(server: Server, samples: Path) -> None:
    html = server.get(server.drop(wrong(samples)).location).text
    checked = Checker().check(wrong(samples))
    assert isinstance(checked, CheckedReturn)
    for finding in checked.findings:
        assert finding.message in html and finding.advice in html
    assert checked.submission.unit.name in html and "需改正" in html


def test_findings_and_cells_lead_to_each_other(server: Server, samples: Path) -> None:
    html = server.get(server.drop(wrong(samples)).location).text
    ids = re.findall(r'\bid="([^"]*)"', html)
    assert len(ids) == len(set(ids))
    inside = [link[1:] for link in links(html) if link.startswith("#")]
    assert inside and set(inside) <= set(ids)
    for address in ("T3.r1.c1", "T3.r2.c1", "T3.r24.c1", "T3.r25.c1"):
        cell = re.search(rf'<td id="{address}".*?</td>', html, re.S)
        assert cell and "marked error" in cell[0] and 'href="#f1"' in cell[0]
        assert f'href="#{address}"' in html
    other = re.search(r'<td id="T3.r3.c2".*?</td>', html, re.S)
    assert other and "marked" not in other[0]


def test_the_tables_are_the_official_ones(server: Server, samples: Path, form: Form) -> None:
    html = server.get(server.drop(good(samples)).location).text
    for table in form.tables:
        assert table.title in html
        for box in lay_out(form).grids[table.id].boxes:
            assert box.role in ("input", "total") or f">{box.text}</th>" in html
    headers = re.findall(r'headers="([^"]*)"', html)
    ids = set(re.findall(r'<th id="([^"]*)"', html))
    assert len(headers) == len(form.addresses) and all(set(one.split()) <= ids for one in headers)


def test_every_finding_leads_to_its_entry(server: Server, samples: Path) -> None:
    files = sorted((samples / "returned").iterdir())
    place = server.drop(*files).location
    while place.startswith("/jobs"):
        place = server.get(place).location or place
    entries = {
        link.removeprefix("/help/findings#")
        for number in range(1, len(files) + 1)
        for link in links(server.get(f"{place}/{number}").text)
        if link.startswith("/help/findings#")
    }
    assert len(entries) >= 8
    assert entries <= set(re.findall(r'\bid="([^"]*)"', server.get("/help/findings").text))


def test_what_was_typed_is_shown_where_it_was_typed(
    server: Server, samples: Path, tmp_path: Path, form: Form
) -> None:
    book = openpyxl.load_workbook(good(samples))
    sheet, cell = lay_out(form).place("T3.r1.c1").split("!")
    book[sheet][cell] = "约5件"
    book.save(tmp_path / "约.xlsx")
    html = server.get(server.drop(tmp_path / "约.xlsx").location).text
    shown = re.search(r'<td id="T3.r1.c1".*?</td>', html, re.S)
    assert shown and "约5件" in shown[0] and "marked" in shown[0]


def test_the_marked_copy_and_the_reports_come_back(server: Server, samples: Path) -> None:
    place = server.drop(wrong(samples)).location
    copy = server.get(f"{place}/copy")
    assert "请改正.xlsx" in unquote(copy.headers["Content-Disposition"] or "")
    assert openpyxl.load_workbook(io.BytesIO(copy.body)).sheetnames
    refused = server.get(f"{place}/report?to=docx")
    assert refused.status == 422 and "1 处" in refused.text
    draft = server.get(f"{place}/report?to=docx&draft=1")
    assert "草稿" in unquote(draft.headers["Content-Disposition"] or "") and draft.body[:2] == b"PK"
    fine = server.drop(good(samples)).location
    again = Checker().check(server.get(f"{fine}/report?to=docx").body, "报告.docx")
    assert isinstance(again, CheckedReturn)
    before = Checker().check(good(samples))
    assert isinstance(before, CheckedReturn) and again.submission.values == before.submission.values
    assert "<table" in server.get(f"{fine}/report?to=html").text
    assert server.get(f"{fine}/report?to=exe").status == 422


def test_several_files_and_an_archive(server: Server, samples: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "收回.zip", "w") as archive:
        for path in (wrong(samples), good(samples)):
            archive.write(path, path.name)
    place = server.drop(tmp_path / "收回.zip").location
    html = server.get(place).text
    assert "核对结果（2 个文件）" in html and "收回.zip!/" in html
    assert html.index("需改正</span>", html.index("<tbody>")) < html.index(
        "通过</span>", html.index("<tbody>")
    )
    book = openpyxl.load_workbook(io.BytesIO(server.get(f"{place}/findings").body))
    assert len(book.sheetnames) == 2


def test_last_year_beside_this_year(server: Server, samples: Path) -> None:
    path = next((samples / "returned").glob("P-01*.xlsx"))
    prior = [("prior", one.name, one.read_bytes()) for one in sorted((samples / "prior").iterdir())]
    answer = server.post("/check", files=[("files", path.name, path.read_bytes()), *prior])
    html = server.get(answer.location).text
    assert "P-01" in html and 'class="last"' not in html
    assert 'class="last"' in server.get(f"{answer.location}?last=1").text


def test_a_file_with_a_password(server: Server, samples: Path, tmp_path: Path) -> None:
    from msoffcrypto.format.ooxml import OOXMLFile

    with good(samples).open("rb") as plain, (tmp_path / "密.xlsx").open("wb") as out:
        OOXMLFile(plain).encrypt("一二三", out)
    files = [("files", "密.xlsx", (tmp_path / "密.xlsx").read_bytes())]
    assert "不能读取" in server.get(server.post("/check", files=files).location).text
    opened = server.post("/check", {"password": "一二三"}, files)
    assert "通过" in server.get(opened.location).text


def test_what_cannot_be_read_is_said_and_named(server: Server) -> None:
    place = server.post("/check", files=[("files", "扫描件.pdf", b"%PDF-1.4 nothing")]).location
    html = server.get(place).text
    assert "扫描件.pdf" in html and "不能读取" in html and "下载标明" not in html
    assert server.get(f"{place}/copy").status == 404
    assert server.get("/checked/%00/1").status == 404


def test_nothing_chosen_is_said(server: Server) -> None:
    answer = server.post("/check", files=[("files", "", b"")])
    assert answer.status == 422 and 'role="alert"' in answer.text


def test_a_result_that_is_gone_is_said(server: Server) -> None:
    answer = server.get("/checked/nothing/1")
    assert answer.status == 404 and "再拖进来" in answer.text


def test_nothing_of_a_drop_stays_on_the_disk(
    tmp_path: Path, samples: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("TMPDIR", "TEMP", "TMP"):
        monkeypatch.setenv(name, str(tmp_path / "tmp"))
    (tmp_path / "tmp").mkdir()
    with served(tmp_path) as own:
        own.get(own.drop(wrong(samples), good(samples)).location)
        assert [*(tmp_path / "tmp").iterdir()] == []


def test_help_holds_every_document_and_no_dead_link(server: Server) -> None:
    contents = links(server.get("/help").text)
    for path in (DATA / "docs").glob("*.md"):
        assert f"/help/{path.stem}" in contents
    pages = {link: server.get(link).text for link in contents if link.startswith("/help/")}
    for name, html in pages.items():
        for link in links(html):
            address, _, anchor = (name if link.startswith("#") else link).partition("#")
            anchor = unquote(link.partition("#")[2])
            if address in pages and anchor and anchor != "main":
                assert f'id="{anchor}"' in pages[address], (name, link)
            elif link.startswith("/help/") and not link.startswith("/help/pictures/"):
                assert address in pages, (name, link)


def test_help_is_searched_by_characters(server: Server) -> None:
    html = server.get("/help?q=v-TEXT").text
    assert "<mark>V-text</mark>" in html and "/help/findings#V-text" in html
    assert "没有找到" in server.get("/help?q=乌有之词").text


def test_the_settings_say_what_this_machine_can_do(server: Server) -> None:
    html = server.get("/about").text
    assert "zfxxgknb-2021" in html and "Apache-2.0" in html
