"""What is seen is what is read: runs in the colour of what is behind them, and how pages and words look."""

from __future__ import annotations

import json
import re

import pytest
from support.dress import SOLID, T2_CELL, check_bytes, page, word, xlsx
from support.returns import SOUND

from xltool.core.check.returned import CheckedReturn
from xltool.core.submission.document import to_json

WHITE = ['<color rgb="FFFFFFFF"/>', '<color theme="0"/>', '<color indexed="9"/>']


def said(data: bytes, name: str = "a.xlsx") -> tuple[str | None, list[str]]:
    """The figure of 行政许可, and the codes that ask for something there."""
    found = check_bytes(data, name)
    assert isinstance(found, CheckedReturn), found
    value = found.submission.values[T2_CELL]
    named = [str(f.code) for f in found.findings if T2_CELL in f.refs and f.severity != "info"]
    return None if value is None else str(value), named


def inline(*runs: tuple[str, str]) -> str:
    return 't="inlineStr"|<is>' + "".join(f"<r><rPr>{look}</rPr><t>{t}</t></r>" for look, t in runs) + "</is>"


@pytest.mark.parametrize("white", WHITE)
def test_white_runs_are_not_there_beside_others_and_hidden_alone(white: str) -> None:
    assert said(xlsx(T2_CELL, inline((white, "9"), ("", "12")))) == ("12", [])
    assert said(xlsx(T2_CELL, inline((white, "1"), (white, "2")))) == ("12", ["W-hidden"])
    assert said(xlsx(T2_CELL, inline((white, "12")), "|" + SOLID.format('rgb="FF1F4E78"') + "|")) == (
        "12",
        [],
    )


@pytest.mark.parametrize(
    ("css", "figure"),
    [
        ("td .a{display:none}", "12"), ("table td > .a{display:none}", "12"), (".a.b{display:none}", "12"),
        ("*.a{display:none}", "12"), ("[data-x='1']{display:none}", "12"), ("@media screen{.a{display:none}}", "12"),
        ("@media print{.a{display:none}}", "912"), ("div.nav .a{display:none}", "912"), (".a:hover{display:none}", "912"),
        ("tr > .a{display:none}", "912"),
    ],
)  # fmt: skip
def test_selectors_of_a_page_hide_what_they_mean(css: str, figure: str) -> None:
    data = page('<i class="a b" data-x="1">9</i>12', f"<style>{css}</style>")
    assert said(data, "a.html")[0] == figure


def test_selectors_strike_out_and_a_place_to_break_is_nothing() -> None:
    struck = page('<i class="a">9</i>12', "<style>td .a{text-decoration:line-through}</style>")
    assert said(struck, "a.html") == ("12", ["V-asked"])
    assert said(page("1<wbr>2"), "a.html") == ("12", [])


def test_a_box_taken_apart_in_a_page_is_said() -> None:
    sound = page().decode()
    cell = re.search(r'<td[^>]*colspan="3"[^>]*>12</td>', sound)
    assert cell is not None
    for cells in ("<td></td><td>12</td><td></td>", "<td></td><td></td><td>12</td>"):
        data = sound.replace(cell[0], cells, 1).encode()
        assert said(data, "a.html") == (None, ["W-split"])
        found = check_bytes(data, "a.html")
        assert "V-blank" not in [f.code for f in found.findings]


def test_numbers_of_json_are_what_they_show_and_names_what_is_seen() -> None:
    found = check_bytes(SOUND.read_bytes(), "a.xlsx")
    assert isinstance(found, CheckedReturn)
    data = to_json(found.submission)
    data["values"][T2_CELL] = 12.0
    data["unit"]["name"] = f"\u200b{data['unit']['name']}\u200e"
    again = check_bytes(json.dumps(data).encode(), "a.json")
    assert isinstance(again, CheckedReturn)
    assert again.submission.values[T2_CELL] == 12 and T2_CELL not in again.submission.unread
    assert again.submission.unit.name == found.submission.unit.name


@pytest.mark.parametrize(
    "colour", ['<w:color w:val="FFFFFF"/>', '<w:color w:val="auto" w:themeColor="background1"/>']
)
def test_white_runs_of_a_word_report_beside_others_are_not_there(colour: str) -> None:
    white = f"<w:r><w:rPr>{colour}</w:rPr><w:t>9</w:t></w:r>"
    assert said(word(f"{white}<w:r><w:t>12</w:t></w:r>"), "a.docx") == ("12", [])
    assert said(word(white), "a.docx")[0] == "9"  # on a dark cell


@pytest.mark.parametrize("white", ['<span style="color:#FFF">9</span>', '<font color="white">9</font>'])
def test_white_runs_of_a_page_beside_others_are_not_there(white: str) -> None:
    assert said(page(f"{white}12"), "a.html") == ("12", [])
    dark = f'<div style="background:#003366">{white}12</div>'
    assert said(page(dark), "a.html")[0] == "912"


def test_words_that_a_format_does_not_show_are_hidden() -> None:
    cell = inline(("", "12"))
    assert said(xlsx(T2_CELL, cell, "||;;;")) == ("12", ["W-hidden"])
    assert said(xlsx(T2_CELL, cell, "||0;-0;0;@")) == ("12", [])
