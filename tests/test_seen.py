"""What is seen is what is read: in every kind of file a figure is the characters a person sees as the figure."""

from __future__ import annotations

import json
import re
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.dress import SOLID, T2_CELL, T2_SHEET, T3_CELL, check_bytes, page, word, xlsx
from support.packages import unzipped, zipped
from support.returns import SOUND, checked, codes

from xltool.core.check.returned import CheckedReturn, Unreadable
from xltool.core.submission.document import from_json, to_json
from xltool.reading.form.find import known_form

AMOUNT = "T2.r6.c5"


def seen(data: bytes, name: str = "a.xlsx") -> CheckedReturn:
    """A file that can be read, checked."""
    found = check_bytes(data, name)
    assert isinstance(found, CheckedReturn), found
    return found


def said(found: CheckedReturn | Unreadable, address: str) -> tuple[str | None, list[str]]:
    """(the figure, the codes of findings about it that ask or refuse)."""
    assert isinstance(found, CheckedReturn), found
    value = found.submission.values[address]
    named = [str(f.code) for f in found.findings if address in f.refs and f.severity != "info"]
    return None if value is None else str(value), named


def inline(*runs: tuple[str, str]) -> str:
    return 't="inlineStr"|<is>' + "".join(f"<r><rPr>{look}</rPr><t>{t}</t></r>" for look, t in runs) + "</is>"


RAISED_X = [
    '<vertAlign val="superscript"/>',
    '<vertAlign val="subscript"/>',
    "<strike/>",
    '<strike val="1"/>',
]
STYLES = (
    '<w:style w:type="character" w:styleId="note"><w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="deep"><w:basedOn w:val="note"/></w:style>'
    '<w:style w:type="character" w:styleId="gone"><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="away"><w:rPr><w:vanish/></w:rPr></w:style>'
)
RAISED_W = [
    '<w:vertAlign w:val="superscript"/>', '<w:vertAlign w:val="subscript"/>', "<w:strike/>", "<w:dstrike/>",
    '<w:rStyle w:val="note"/>', '<w:rStyle w:val="deep"/>', '<w:position w:val="8"/>',
]  # fmt: skip
RAISED_H = [
    "<sup>1</sup>", "<sub>1</sub>", "<s>1</s>", "<del>1</del>", "<strike>1</strike>",
    '<span style="vertical-align:super">1</span>', '<span style="text-decoration: line-through">1</span>',
    '<b><span class="Note">1</span></b>', "<sup><a>1</a></sup>", "<ruby><rt>1</rt></ruby>",
]  # fmt: skip
CSS = "<style>/* x */ td, .note {vertical-align : super} @media print{.all{display:none}} .off{DISPLAY:none}</style>"


def w(*runs: tuple[str, str]) -> str:
    return "".join(f"<w:r><w:rPr>{look}</w:rPr><w:t>{text}</w:t></w:r>" for look, text in runs)


@pytest.mark.parametrize("look", RAISED_X)
def test_a_raised_or_struck_run_of_a_workbook_is_asked(look: str) -> None:
    for cell in (inline(("", "12"), (look, "1")), inline((look, "7"), ("<b/>", "1"), ("", "2"))):
        assert said(check_bytes(xlsx(T2_CELL, cell)), T2_CELL) == ("12", ["V-asked"])


def test_a_raised_run_of_a_shared_string_and_of_a_cell_without_its_own_look() -> None:
    members = unzipped(xlsx(T2_CELL, 't="s"|<v>0</v>'))
    strings = members["xl/sharedStrings.xml"].decode()
    first = strings[strings.index("<si>") : strings.index("</si>") + 5]
    rich = '<si><r><t>12</t></r><r><rPr><vertAlign val="superscript"/></rPr><t>1</t></r></si>'
    members["xl/sharedStrings.xml"] = strings.replace(first, rich, 1).encode()
    assert said(check_bytes(zipped(members)), T2_CELL) == ("12", ["V-asked"])


@pytest.mark.parametrize("cell", ["<v>12</v>", 't="str"|<v>12</v>', inline(("", "12"))])
def test_a_cell_that_is_struck_out_as_a_whole_is_no_figure(cell: str) -> None:
    data = xlsx(T2_CELL, cell if "|" in cell else f"|{cell}", "<strike/>||")
    found = check_bytes(data)
    assert said(found, T2_CELL) == (None, ["V-text"]) and found.status == "rejected"


@pytest.mark.parametrize("look", RAISED_W)
def test_a_raised_or_struck_run_of_a_word_report_is_asked(look: str) -> None:
    data = word(w(("", "1"), ("<w:b/>", "2"), (look, "1")), STYLES)
    assert said(check_bytes(data, "a.docx"), T2_CELL) == ("12", ["V-asked"])


@pytest.mark.parametrize("note", RAISED_H)
def test_a_raised_or_struck_run_of_a_page_is_asked(note: str) -> None:
    assert said(check_bytes(page(f"12{note}", CSS), "a.html"), T2_CELL) == ("12", ["V-asked"])


@pytest.mark.parametrize(
    "hidden",
    [
        w(("<w:vanish/>", "99"), ("", "12")), w(("", "12"), ('<w:rStyle w:val="gone"/>', "3")),
        w(("", "1"), ("<w:webHidden/>", "2"), ("<w:vanish/><w:strike/>", "7")),
        w(('<w:vanish w:val="0"/>', "12")), w(('<w:rStyle w:val="gone"/><w:vanish w:val="false"/>', "12")),
        w(("<w:rPrChange><w:rPr><w:vanish/><w:strike/></w:rPr></w:rPrChange>", "12")),
    ],
)  # fmt: skip
def test_hidden_runs_of_a_word_report_are_not_there(hidden: str) -> None:
    assert said(check_bytes(word(hidden, STYLES), "a.docx"), T2_CELL) == ("12", [])


@pytest.mark.parametrize(
    "hidden",
    [
        '<span style="display:none">99</span>12', "<span hidden>99</span>12", '12<i class="OFF">9</i>',
        '<div style="display: none">99</div>12', '12<span style="visibility:hidden">3</span>',
        '12<span style="font-size:0">3</span>', '<p hidden="">9</p><p>12</p>', '12<span class="all"></span>',
        '<span style="mso-hide:all">9</span>12', "<b>1</b><em>2</em>", "\n 12 \n",
        '<span style="clip:rect(0,0,0,0)">9</span>12', '<span style="clip: rect(1px 1px 1px 1px)">9</span>12',
        '<span style="clip-path:inset(50%)">9</span>12', '<i style="width:0;overflow:hidden">9</i>12',
    ],
)  # fmt: skip
def test_what_a_page_does_not_show_is_not_there(hidden: str) -> None:
    assert said(check_bytes(page(hidden, CSS), "a.html"), T2_CELL) == ("12", [])


def test_hidden_rows_cells_and_tables_of_a_page_close_up() -> None:
    for extra in (
        '<tr style="display:none"><td>行政许可</td><td>99</td></tr>',
        "<tr hidden><td>行政许可</td><td>9</td></tr>",
    ):
        sound = page()
        at = sound.decode().index("<tr", sound.decode().index("行政许可") - 200)
        data = (sound.decode()[:at] + extra + sound.decode()[at:]).encode()
        assert said(check_bytes(data, "a.html"), T2_CELL) == ("12", [])
    table = page().decode()
    first = table[table.index("<table") : table.index("</table>") + 8]
    twice = table.replace(first, f'{first}<div style="display:none">{first.replace(">12<", ">13<")}</div>', 1)
    assert said(check_bytes(twice.encode(), "a.html"), T2_CELL) == ("12", [])
    double = seen(table.replace(first, first + first.replace(">12<", ">13<"), 1).encode(), "a.html")
    (finding,) = [f for f in double.findings if f.code == "W-table-twice"]
    assert finding.refs == (T2_CELL,) and "工作表" not in str(finding.args) and "1" in finding.args["sheets"]


@pytest.mark.parametrize(
    ("typed", "figure"),
    [("3\n4", None), ("12 3", None), ("1\n234", None), ("1,\n234", None), ("12\t3", None), ("1 234", "1234"),
     ("1\u3000234", "1234"), ("\u200e12\u202c", "12"), ("1\u00ad2", "12"), ("12\n", "12"), ("12 件", "12")],
)  # fmt: skip
def test_two_figures_in_one_cell_are_none(typed: str, figure: str | None) -> None:
    found = check_bytes(xlsx(T2_CELL, f't="inlineStr"|<is><t xml:space="preserve">{typed}</t></is>'))
    assert said(found, T2_CELL) == (figure, [] if figure else ["V-text"])
    if figure is None:
        assert "V-blank" not in [f.code for f in found.findings]


def test_two_paragraphs_or_lines_are_two_figures() -> None:
    for cell in ("12<br>3", "<p>12</p><p>3</p>", "<div>1</div><div>234</div>"):
        assert said(check_bytes(page(cell), "a.html"), T2_CELL) == (None, ["V-text"])
    data = word("<w:r><w:t>12</w:t><w:br/><w:t>3</w:t></w:r>")
    assert said(check_bytes(data, "a.docx"), T2_CELL) == (None, ["V-text"])


@pytest.mark.parametrize(
    ("code", "held", "address", "wanted"),
    [
        ("0\\.0,", "35000", AMOUNT, "V-shown"), ("0!.0,", "35000", AMOUNT, "V-shown"), ("0.00,,", "35000", AMOUNT, "V-shown"),
        ('0"."0000', "35000", AMOUNT, "V-shown"), ("0%", "12", T2_CELL, "V-shown"), ('0"%"', "12", T2_CELL, "V-shown"),
        ('0\\.0,"万"', "35000", AMOUNT, "V-shown"), ('0\\.0,"万元"', "35000", AMOUNT, "V-shown"), ("#,##0,", "12000", T2_CELL, "V-shown"),
        ('0"0"', "12", T2_CELL, "V-shown"), ('"1"0', "12", T2_CELL, "V-shown"), ("0-0", "12", T2_CELL, "V-shown"),
        ("[>100]0,;0,,", "1200", T2_CELL, "V-shown"), ('"无"', "12", T2_CELL, "V-shown"), ('0"万"', "12", T2_CELL, "V-shown"),
        ("0%", "0", T2_CELL, None), ("0.00%", "0", T2_CELL, None), ("0;0", "-12", T2_CELL, "V-shown"), ("# ?/?", "3.5", AMOUNT, "V-asked"), ('0\\.0,"万"', "35000", T2_CELL, "V-asked"),
        ("0", "12", T2_CELL, None), ("#,##0", "1234", T2_CELL, None), ("0.00", "3.456", AMOUNT, None), ("000", "12", T2_CELL, None),
        ('0"件"', "12", T2_CELL, None), ('0.0"万元"', "3.5", AMOUNT, None), ('"¥"#,##0.00', "3.5", AMOUNT, None),
        ("#\\ ##0", "1234", T2_CELL, None), ("[Red]0", "12", T2_CELL, None), ("0;-0;;@", "12", T2_CELL, None),
        ("0;-0;;@", "0", T2_CELL, None), ('_-* #,##0_-;-* #,##0_-;_-* "-"_-', "0", T2_CELL, None), ("@", "12", T2_CELL, None),
        ("0.00E+00", "1200", T2_CELL, None), ("Standard", "12", T2_CELL, None), ("G/通用格式", "12", T2_CELL, None),
        ("yyyy/m/d", "46054", T2_CELL, "V-date"), (";;;", "12", T2_CELL, "W-hidden"), ('""', "12", T2_CELL, "W-hidden"),
        ("[White]0", "12", T2_CELL, "W-hidden"),
    ],
)  # fmt: skip
def test_a_number_format_that_shows_another_number(
    code: str, held: str, address: str, wanted: str | None
) -> None:
    figure, codes = said(check_bytes(xlsx(address, f"|<v>{held}</v>", f"||{code}")), address)
    assert [c for c in codes if not c.startswith(("T", "P"))] == ([wanted] if wanted else [])
    assert figure == (None if wanted in ("V-shown", "V-date") else held)


@pytest.mark.parametrize(
    ("font", "fill", "is_seen"),
    [
        ('<color rgb="FFFFFFFF"/>', "", False), ('<color theme="0"/>', "", False), ('<color indexed="9"/>', "", False),
        ('<color rgb="FFF5F5F5"/>', "", False), ('<color rgb="FF1F4E78"/>', SOLID.format('rgb="FF1F4E78"'), False),
        ('<color theme="1"/>', SOLID.format('rgb="FF000000"'), False), ('<color theme="0" tint="-0.05"/>', "", False),
        ('<color rgb="FFFFFFFF"/>', SOLID.format('rgb="FF1F4E78"'), True), ('<color rgb="FF808080"/>', "", True),
        ('<color theme="0" tint="-0.5"/>', "", True), ('<color rgb="FFFF0000"/>', SOLID.format('theme="0"'), True),
        ("", SOLID.format('rgb="FFFFFF00"'), True), ('<b/><i/><u/><color theme="4"/>', "", True),
    ],
)  # fmt: skip
def test_figures_in_the_colour_of_what_is_behind_them(font: str, fill: str, is_seen: bool) -> None:
    found = check_bytes(xlsx(T2_CELL, "|<v>12</v>", f"{font}|{fill}|"))
    assert said(found, T2_CELL) == ("12", [] if is_seen else ["W-hidden"])
    zero = check_bytes(xlsx(T2_CELL, "|<v>0</v>", f"{font}|{fill}|"))
    assert said(zero, T2_CELL)[1] == []


HIDDEN_PARTS = {
    "row": (T2_SHEET, r'(<row r="10"[^>]*?) hidden="false"', r'\1 hidden="1"'),
    "row without height": (T2_SHEET, r'(<row r="10"[^>]*?) ht="[^"]*"', r'\1 ht="0"'),
    "column": (T2_SHEET, r"<sheetData>", r'<cols><col min="2" max="2" hidden="true"/></cols><sheetData>'),
    "sheet": ("xl/workbook.xml", r'(name="二、主动公开"[^>]*?) state="visible"', r'\1 state="hidden"'),
    "very hidden sheet": (
        "xl/workbook.xml", r'(name="二、主动公开"[^>]*?) state="visible"', r'\1 state="veryHidden"'
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", HIDDEN_PARTS)
def test_hidden_rows_columns_and_sheets_are_one_warning_a_table(what: str) -> None:
    part, before, after = HIDDEN_PARTS[what]
    members = unzipped(SOUND)
    text, count = re.subn(before, after, members[part].decode(), count=1)
    assert count == 1
    found = check_bytes(zipped(members | {part: text.encode()}))
    assert codes(f for f in found.findings if f.severity != "info") == ["W-hidden"]
    assert said(found, T2_CELL)[0] == "12"


def test_a_box_that_lost_its_merge_has_no_figure_in_its_middle() -> None:
    members = unzipped(SOUND)
    text = members["xl/worksheets/sheet3.xml"].decode().replace('<mergeCell ref="B10:D10"/>', "", 1)
    for b10, c10, quoted in (("", "12", "12"), ("12", "7", "7")):
        changed = re.sub(
            r'<c r="B10".*?</c>', f'<c r="B10" s="15">{f"<v>{b10}</v>" if b10 else ""}</c>', text
        )
        changed = re.sub(r'<c r="C10"[^>]*?(/>|>.*?</c>)', "", changed)
        changed = changed.replace('<c r="B10"', '<c r="B10"', 1)
        at = changed.index("</c>", changed.index('<c r="B10"')) + 4
        changed = f'{changed[:at]}<c r="C10"><v>{c10}</v></c>{changed[at:]}'
        found = seen(zipped(members | {"xl/worksheets/sheet3.xml": changed.encode()}))
        assert said(found, T2_CELL) == (None, ["W-split"]) and quoted in found.submission.unread[T2_CELL]
        assert "V-blank" not in [f.code for f in found.findings]


def test_what_was_not_read_stands_in_json_and_reads_back_the_same() -> None:
    for data in (xlsx(T2_CELL, inline(("", "3\n4"))), xlsx(T2_CELL, "|<v>12</v>", '||0"."0')):
        found = seen(data)
        document = to_json(found.submission)
        assert document["values"][T2_CELL] is None and document["unread"][T2_CELL]
        _, again = from_json(document, known_form)
        assert again.values == found.submission.values and again.unread == found.submission.unread
        back = seen(json.dumps(document).encode(), "a.json")
        assert back.status == "rejected" and said(back, T2_CELL) == (None, ["V-text"])
    assert "unread" not in to_json(checked(SOUND).submission)


@pytest.mark.parametrize(
    ("typed", "figure", "code"),
    [("12万", "12", "V-asked"), ("1.5亿", "15000", "V-asked"), ("3千", "0.3", "V-asked"), ("1.5亿元", "15000", "V-asked"),
     ("12万元", "12", None), ("12", "12", None), ("三千", "0.3", "V-asked"), ("一千二", None, "V-text")],
)  # fmt: skip
def test_ten_thousands_in_a_cell_of_ten_thousands(typed: str, figure: str | None, code: str | None) -> None:
    found = said(seen(xlsx(AMOUNT, f't="inlineStr"|<is><t>{typed}</t></is>')), AMOUNT)
    assert (found[0] and Decimal(found[0])) == (figure and Decimal(figure)) and found[1] == (
        [code] if code else []
    )


def test_words_beside_a_table_are_named() -> None:
    found = seen(xlsx(T3_CELL, "|<v>5</v>", sheet=("</row>", '</row><row r="8"/>')))
    assert "W-outside" not in [f.code for f in found.findings]
    cell = '<c r="L7" t="inlineStr"><is><t>另有3件未计入</t></is></c>'
    text = unzipped(SOUND)["xl/worksheets/sheet4.xml"].decode()
    row = text[text.index('<row r="7"') : text.index("</row>", text.index('<row r="7"'))]
    found = seen(xlsx(T2_CELL, "|<v>12</v>"))
    members = unzipped(SOUND) | {"xl/worksheets/sheet4.xml": text.replace(row, row + cell, 1).encode()}
    (finding,) = [f for f in seen(zipped(members)).findings if f.code == "W-outside"]
    assert (
        finding.severity == "info"
        and finding.refs[0].startswith("T3.r1")
        and finding.cells == ("三、申请办理!L7",)
    )


FONTS = [
    "",
    "<b/>",
    "<i/>",
    '<color rgb="FFFF0000"/>',
    '<sz val="14"/>',
    '<b/><u/><color theme="4"/>',
    '<color theme="1"/>',
]
FILLS = [
    "",
    SOLID.format('rgb="FFFFFF00"'),
    SOLID.format('theme="8" tint="0.8"'),
    '<patternFill patternType="gray125"/>',
]
CODES = [
    "",
    "0",
    "#,##0",
    "0.00",
    "#,##0.00_ ",
    "0_ ",
    "0;-0;;@",
    "@",
    '0"件"',
    "[Blue]0",
    "_ * #,##0_ ;_ * -#,##0_ ;_ * &quot;-&quot;_ ;_ @_ ",
]


@settings(max_examples=40)
@given(
    st.sampled_from(FONTS),
    st.sampled_from(FILLS),
    st.sampled_from(CODES),
    st.integers(0, 2),
    st.sampled_from(RAISED_X),
)
def test_harmless_dress_asks_nothing(font: str, fill: str, code: str, way: int, guide: str) -> None:
    """Bold, colours, rounding and grouping formats, phonetic guides on labels: the figure, and no question."""
    cell = ("|<v>12</v>", inline(("<b/>", "1"), ("<i/>", "2")), 't="str"|<v>12</v>')[way]
    members = unzipped(xlsx(T2_CELL, cell, f"{font}|{fill}|{code.replace('&quot;', chr(34))}"))
    strings = members["xl/sharedStrings.xml"].decode()
    label = '<t xml:space="preserve">行政许可</t>'
    rich = f'<r><t>行政许可</t></r><r><rPr>{guide}</rPr><t>1</t></r><rPh sb="0" eb="1"><t>xz</t></rPh>'
    members["xl/sharedStrings.xml"] = strings.replace(label, rich, 1).encode()
    found = seen(zipped(members))
    assert said(found, T2_CELL) == ("12", [])
    assert not codes(f for f in found.findings if f.severity != "info")
