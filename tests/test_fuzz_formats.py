"""Every other kind of file changed at random, runs, formats, merges and copies too: nothing but findings comes out."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from email.message import EmailMessage
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.damage import mutated
from support.dress import check_bytes, page, word
from support.office import Office
from support.packages import unzipped, zipped
from support.returns import SOUND, checked

from xltool.core.submission.document import to_json
from xltool.writing.lists.check_json import document as as_json
from xltool.writing.lists.findings_text import render

TOKEN = re.compile(r"<[^<>]*>|[^<>]+")
# What may stand in a report or a sheet: looks of runs, hidden things, spans, formats, figures of any kind.
DOCX = [
    "<w:vanish/>", '<w:vertAlign w:val="superscript"/>', "<w:strike/>", "<w:rPr>", "</w:rPr>", "<w:tc>", "</w:tc>",
    '<w:gridSpan w:val="3"/>', '<w:gridSpan w:val="x"/>', "<w:vMerge/>", "<w:tbl>", "</w:tbl>", "<w:hidden/>", "<w:ruby>",
    "<w:rt>", "<w:del>", "</w:del>", "<w:rPrChange>", "12", "\u200e5", "1 234", "——", "",
]  # fmt: skip
HTML = [
    "<sup>", "</sup>", "<s>", "<td hidden>", '<tr style="display:none">', "</tr>", "</table>", "<table>", '<td rowspan="0">',
    '<td colspan="99999">', "<style>td{display:none}</style>", "<style>", "<ruby><rt>", "<!--", "]]>", "<td", "12", "1<br>2",
]  # fmt: skip
ODS = [
    '<text:span text:style-name="T1">', "</text:span>", "<text:ruby-text>", '<text:s text:c="99"/>', "<text:p/>",
    '<table:table-cell table:number-columns-repeated="9"/>', '<number:text>.</number:text>', "<style:style/>", "12", "\n", "",
]  # fmt: skip
JSON = [
    "null",
    '"12"',
    "12.5",
    "1e999",
    "[]",
    "{}",
    '"\\ud800"',
    '"1_0"',
    "-1",
    '"unread"',
    "true",
    '{"T2.r3.c4":"x"}',
]


def dressed(draw: st.DrawFn, text: str, odd: list[str]) -> str:
    """The text with some tokens dropped, doubled, swapped or replaced by odd ones."""
    tokens = TOKEN.findall(text)
    for _ in range(draw(st.integers(1, 10))):
        at, other = (draw(st.integers(0, len(tokens) - 1)) for _ in range(2))
        action = draw(st.sampled_from(["odd", "odd", "swap", "drop", "double"]))
        if action == "odd":
            tokens[at] = draw(st.sampled_from(odd)) + (tokens[at] if draw(st.booleans()) else "")
        elif action == "swap":
            tokens[at], tokens[other] = tokens[other], tokens[at]
        else:
            tokens[at] = "" if action == "drop" else tokens[at] * 2
    return "".join(tokens)


def assert_only_findings(data: bytes, name: str) -> None:
    """The file is answered; what goes wrong is the file's affair, never ours."""
    found = check_bytes(data, name)
    assert found.status in ("accepted", "accepted_with_warnings", "rejected", "unreadable")
    assert "W-failed" not in [finding.code for finding in found.findings], found
    assert render([found]) and as_json([found])["files"]


SOUND_WORD = cache(word)
SOUND_PAGE = cache(page)


@pytest.mark.slow
@settings(max_examples=60)
@given(st.data())
def test_word(data: st.DataObject) -> None:
    members = unzipped(SOUND_WORD())
    name = data.draw(st.sampled_from(["word/document.xml", "word/document.xml", "word/styles.xml"]))
    text = data.draw(st.composite(dressed)(members[name].decode(), DOCX))
    assert_only_findings(zipped(members | {name: text.encode()}), "a.docx")


@pytest.mark.slow
@settings(max_examples=15)  # each costs a child process
@given(st.data())
def test_pages(data: st.DataObject) -> None:
    text = data.draw(st.composite(dressed)(SOUND_PAGE().decode(), HTML))
    assert_only_findings(text.encode(), "a.html")


@pytest.mark.slow
@settings(max_examples=40)
@given(st.data())
def test_json(data: st.DataObject) -> None:
    text = json.dumps(to_json(checked(SOUND).submission), ensure_ascii=False)
    tokens = re.findall(r'"[^"]*"|[^"]+', text)
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(tokens) - 1))
        tokens[at] = data.draw(st.sampled_from([*JSON, tokens[at] * 2, "", tokens[at - 1]]))
    assert_only_findings("".join(tokens).encode(), "a.json")


@pytest.fixture(scope="module")
def saved(office: Office, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], bytes]:
    """The sound return as LibreOffice saves it."""
    folder = tmp_path_factory.mktemp("saved")
    office.ask(SOUND, save=[[str(folder / f"a.{kind}"), kind] for kind in ("xls", "ods")])
    return lambda kind: (folder / f"a.{kind}").read_bytes()


@pytest.mark.slow
@settings(max_examples=40)
@given(st.data())
def test_open_document(saved: Callable[[str], bytes], data: st.DataObject) -> None:
    members = unzipped(saved("ods"))
    name = data.draw(st.sampled_from(["content.xml", "content.xml", "styles.xml"]))
    text = data.draw(st.composite(dressed)(members[name].decode(), ODS))
    assert_only_findings(zipped(members | {name: text.encode()}), "a.ods")


@pytest.mark.slow
@settings(max_examples=12)  # each costs a child process
@given(st.data())
def test_old_excel(saved: Callable[[str], bytes], data: st.DataObject) -> None:
    assert_only_findings(data.draw(mutated(saved("xls"))), "a.xls")


@pytest.mark.slow
@settings(max_examples=40)
@given(st.data())
def test_mail_and_bytes_without_sense(data: st.DataObject) -> None:
    message = EmailMessage()
    message["Subject"], message["From"] = "报送", "a@b.cn"
    message.set_content("见附件")
    message.add_attachment(SOUND.read_bytes(), "application", "octet-stream", filename="表.xlsx")
    raw = data.draw(mutated(message.as_bytes()) | st.binary(max_size=300))
    assert_only_findings(
        raw, data.draw(st.sampled_from(["a.eml", "a.xlsx", "a.docx", "a.html", "a", "a.json"]))
    )
