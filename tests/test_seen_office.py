"""What a real LibreOffice shows and saves, read back: number formats, looks of characters, hidden things.

The reader of number formats is held against what LibreOffice shows; and each kind of sight against every kind
of workbook it writes.
"""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from support.office import Office
from support.returns import SOUND, checked, codes

from xltool.core.check.returned import CheckedReturn
from xltool.office.number_format import show

T2, T3 = "二、主动公开", "三、申请办理"
B10, B17, D7 = f"{T2}!B10", f"{T2}!B17", f"{T3}!D7"
UNPROTECT = ["unprotect"]
FORMATS = ["xlsx", "xls", "ods"]
RAISE, STRIKE = ["CharEscapement", 58], ["CharStrikeout", 1]

# what is done; the address looked at; the figure read (None: none); the codes that ask or refuse
SIGHTS: dict[str, tuple[list[Any], str, str | None, list[str]]] = {
    "a raised note": ([["text", B10, "121"], ["run", B10, 2, 3, *RAISE], ["run", B10, 2, 3, "CharEscapementHeight", 58]],
                      "T2.r3.c4", "12", ["V-asked"]),
    "a lowered note": ([["text", B10, "121"], ["run", B10, 0, 1, "CharEscapement", -58]], "T2.r3.c4", "21", ["V-asked"]),
    "struck and new": ([["text", B10, "1213"], ["run", B10, 0, 2, *STRIKE]], "T2.r3.c4", "13", ["V-asked"]),
    "bold and red": ([["text", B10, "12"], ["run", B10, 0, 1, "CharWeight", 150.0], ["run", B10, 1, 2, "CharColor", 0xFF0000]],
                     "T2.r3.c4", "12", []),
    "struck as a whole": ([["look", B10, *STRIKE]], "T2.r3.c4", None, ["V-text"]),
    "two lines": ([["text", B10, "3\n4"]], "T2.r3.c4", None, ["V-text"]),
    "shown in ten thousands": ([["type", B17, "35000"], ["number_format", B17, "0\\.0,"]], "T2.r6.c5", None, ["V-shown"]),
    "shown in millions": ([["type", B17, "35000"], ["number_format", B17, "0.00,,"]], "T2.r6.c5", None, ["V-shown"]),
    "a point put in": ([["type", B10, "1234"], ["number_format", B10, '0"."000']], "T2.r3.c4", None, ["V-shown"]),
    "percent": ([["type", B17, "3.5"], ["number_format", B17, "0%"]], "T2.r6.c5", None, ["V-shown"]),
    "grouped and rounded": ([["type", B17, "3.5"], ["number_format", B17, "#,##0"]], "T2.r6.c5", "3.5", []),
    "with its unit": ([["type", B10, "12"], ["number_format", B10, '0"件"']], "T2.r3.c4", "12", []),
    "shows nothing": ([["type", B10, "12"], ["number_format", B10, ";;;"]], "T2.r3.c4", "12", ["W-hidden"]),
    "white on white": ([["look", B10, "CharColor", 0xFFFFFF]], "T2.r3.c4", "12", ["W-hidden"]),
    "a white run beside the figure": ([["text", B10, "912"], ["run", B10, 0, 1, "CharColor", 0xFFFFFF]], "T2.r3.c4", "12", []),
    "nothing but white runs": ([["text", B10, "12"], ["run", B10, 0, 2, "CharColor", 0xFFFFFF]], "T2.r3.c4", "12", ["W-hidden"]),
    "red on red": ([["look", B10, "CharColor", 0xC00000], ["look", B10, "CellBackColor", 0xC00000]], "T2.r3.c4", "12", ["W-hidden"]),
    "white on blue": ([["look", B10, "CharColor", 0xFFFFFF], ["look", B10, "CellBackColor", 0x1F4E78]], "T2.r3.c4", "12", []),
    "row hidden": ([["hide_row", T2, 9]], "T2.r3.c4", "12", ["W-hidden"]),
    "column hidden": ([["hide_column", T3, 3]], "T3.r1.c1", "5", ["W-hidden"]),
    "sheet hidden": ([["hide_sheet", T3]], "T3.r1.c1", "5", ["W-hidden"]),
    "box taken apart": ([["unmerge", f"{T2}!B10:D10"], ["type", B10, ""], ["type", f"{T2}!C10", "12"]], "T2.r3.c4", None, ["W-split"]),
    "hidden copy, other figures": ([["copy_sheet", T3, "旧"], ["type", "旧!D7", "777"], ["hide_sheet", "旧"]],
                                   "T3.r1.c1", "5", ["W-table-twice"]),
    "copy without figures": ([["copy_sheet", T2, "旧"], *(["type", f"旧!{c}", ""] for c in ("B6", "C6", "D6", "B7", "C7", "D7", "B10", "B13", "B14", "B17"))],
                             "T2.r3.c4", "12", []),
    "copy of last year": ([["copy_sheet", T3, "2023年申请办理"], ["text", "2023年申请办理!A2", ""],
                            ["text", "2023年申请办理!A1", "三、收到和处理政府信息公开申请情况（2023年）"], ["type", "2023年申请办理!D7", "777"]],
                          "T3.r1.c1", "5", []),
    "ten thousands typed": ([["text", B17, "12万"]], "T2.r6.c5", "12", ["V-asked"]),
    "dashes": ([["text", f"{T2}!B7", "——"]], "T2.r2.c1", "0", []),
}  # fmt: skip


def asked(found: CheckedReturn, address: str) -> list[str]:
    return codes(
        f for f in found.findings if address in f.refs and f.severity != "info" and f.code[0] in "VW"
    )


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("name", SIGHTS)
def test_every_sight_in_every_workbook(office: Office, tmp_path: Path, name: str, format_: str) -> None:
    do, address, figure, wanted = SIGHTS[name]
    file = tmp_path / f"b.{format_}"
    office.ask(SOUND, do=[UNPROTECT, *do], save=[[str(file), format_]])
    found = checked(file)
    value = found.submission.values[address]
    assert (None if value is None else Decimal(value)) == (None if figure is None else Decimal(figure))
    assert asked(found, address) == wanted, [(f.code, dict(f.args)) for f in found.findings]
    if name == "copy of last year":
        assert "W-other-year" in codes(found.findings)


NUMBERS = st.one_of(
    st.integers(0, 99_999_999).map(Decimal),
    st.integers(0, 10**9).map(lambda n: Decimal(n) / 1000),
    st.integers(-9999, -1).map(Decimal),
)
DIGITS = ["0", "#", "00", "#,##0", "#,###", "0000", "??0", "#0", "0,", "0,,", "#,##0,", "0\\.0", '0"."00', "0-00", "000-0000"]  # fmt: skip
PARTS = ["", ".0", ".00", ".##", ".0#", ".0,", ".00,,"]
WORDS = ["", '"件"', "\\ ", '" 万元"', "%", "_ ", '"x"']


@st.composite
def number_codes(draw: st.DrawFn) -> str:
    """A number format as offices make them, of one to three sections."""
    sections = [
        draw(st.sampled_from(["", '"约"', "[Red]", "-", "("])) + draw(st.sampled_from(DIGITS))
        + draw(st.sampled_from(PARTS)) + draw(st.sampled_from(WORDS))
        for _ in range(draw(st.integers(1, 2)))
    ]  # fmt: skip
    if len(sections) == 2 and draw(st.booleans()):
        sections.append(draw(st.sampled_from(['"-"', "", "0", '"无"'])))
    if len(sections) == 1 and draw(st.integers(0, 4)) == 0:
        return draw(st.sampled_from(["[>=10000]", "[<100]"])) + f"{sections[0]};0.0"
    return ";".join(sections)


CELLS = [f"{T3}!{column}{row}" for row in range(7, 29) for column in "DEFGHI"]


def without_padding(text: str) -> str:
    """What is shown without blanks, and without a point that nothing follows, which only Excel shows."""
    return re.sub(r"\.(?!\d)", "", "".join(text.split()))


@pytest.mark.slow
@settings(max_examples=4, phases=[Phase.generate])  # to shrink so many cells takes minutes
@given(st.data())
def test_the_reader_of_formats_sees_what_libreoffice_shows(
    office: Office, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    """All cells of a table at once, each with a format and a number of its own."""
    pairs = [(data.draw(number_codes()), data.draw(NUMBERS)) for _ in CELLS]
    do: list[Any] = [UNPROTECT]
    for place, (code, number) in zip(CELLS, pairs, strict=True):
        do += [["type", place, str(number)], ["number_format", place, code]]
    answer = office.ask(SOUND, do=do, texts=CELLS)
    texts = answer["texts"]
    told = 0
    for place, (code, number) in zip(CELLS, pairs, strict=True):
        mine = show(code, number)
        if mine is not None and code not in answer["malformed"]:
            told += 1
            theirs = texts[place]
            assert without_padding(mine) == without_padding(theirs), (code, number, theirs)
    assert told > len(CELLS) / 2
