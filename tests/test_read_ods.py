"""The OpenDocument reader on content made by hand: formulas, repeats, text, types, styles, encryption."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.damage import mutated
from support.office import Office
from support.packages import unzipped, with_part, zipped
from support.returns import SOUND, checked

from xltool.core.errors import UnreadableFile
from xltool.office.raw import RawCell, RawSheet, RawWorkbook
from xltool.reading.limits import MAX_CELLS
from xltool.reading.ods import formula
from xltool.reading.ods.workbook import read_ods

MIME = b"application/vnd.oasis.opendocument.spreadsheet"
SPACES = " ".join(
    f'xmlns:{name}="urn:x:{name}"'
    for name in ("office", "table", "text", "style", "number", "calcext", "meta", "draw", "manifest", "xlink")
)


def ods(sheet: str, styles: str = "", *, book: str = "", meta: str = "", table: str = "") -> bytes:
    """A minimal file; `sheet` is the content of its one sheet, `table` its attributes."""
    content = (
        f"<office:document-content {SPACES}><office:automatic-styles>{styles}</office:automatic-styles>"
        f'<office:body><office:spreadsheet>{book}<table:table table:name="S" {table}>{sheet}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    meta = f"<office:document-meta {SPACES}><office:meta>{meta}</office:meta></office:document-meta>"
    return zipped({"mimetype": MIME, "content.xml": content.encode(), "meta.xml": meta.encode()})


def row(*cells: str, attrs: str = "") -> str:
    return f"<table:table-row {attrs}>{''.join(cells)}</table:table-row>"


def cell(attrs: str = "", inside: str = "") -> str:
    return f"<table:table-cell {attrs}>{inside}</table:table-cell>"


def number(value: object, attrs: str = "") -> str:
    return cell(f'office:value-type="float" office:value="{value}" {attrs}', f"<text:p>{value}</text:p>")


def first_sheet(data: bytes) -> RawSheet:
    return read_ods(data).sheets[0]


def refusal(data: bytes, password: str = "") -> str:
    with pytest.raises(UnreadableFile) as caught:
        read_ods(data, password)
    return caught.value.code


@pytest.mark.parametrize(
    ("open_", "excel"),
    [
        ("of:=SUM([.D5:.I5])", "SUM(D5:I5)"),
        ("of:=SUM([.D5:.I5];[.K$7])", "SUM(D5:I5,K$7)"),
        ("oooc:=SUM([.D5:.I5])", "SUM(D5:I5)"),
        ("msoxl:=SUM(D5:I5)", "SUM(D5:I5)"),
        ("of:=[$'三、申请 表'.$D$7]+[Sheet2.A1]", "'三、申请 表'!$D$7+Sheet2!A1"),
        ("of:=SUM(['a.b''c'.A1:'a.b''c'.B2])", "SUM('a.b''c'!A1:B2)"),
        ('of:=IF([.A1]="x;[.y]~!";1;2)', 'IF(A1="x;[.y]~!",1,2)'),
        ("of:=SUM([.A1]~[.B2])", "SUM(A1,B2)"),
        ("of:=[.#REF!]", "#REF!"),
        ("of:=SUM({1;2|3;4})", "SUM({1,2;3,4})"),
        ("of:=['file:///c/other.ods'#$Sheet1.A1]", "[file:///c/other.ods]Sheet1!A1"),
        ("of:=SUM([.A:.B])", "SUM(A:B)"),
    ],
)
def test_formulas_read_as_in_excel(open_: str, excel: str) -> None:
    assert formula.formula(open_) == excel


def test_values_of_every_type() -> None:
    sheet = first_sheet(
        ods(
            row(
                number("12"),
                cell('office:value-type="percentage" office:value="0.5"', "<text:p>50%</text:p>"),
                cell('office:value-type="date" office:date-value="2026-02-01"', "<text:p>2-1</text:p>"),
                cell('office:value-type="time" office:time-value="PT12H30M00S"', "<text:p>12:30</text:p>"),
                cell('office:value-type="boolean" office:boolean-value="true"', "<text:p>是</text:p>"),
                cell('office:value-type="string" calcext:value-type="error" office:string-value="" '
                     'table:formula="of:=1/0"', "<text:p>#DIV/0!</text:p>"),
                cell('office:value-type="string" office:string-value="全文"', "<text:p>全…</text:p>"),
                cell('office:value-type="float" office:value="1O"', "<text:p>1O</text:p>"),
                cell('table:formula="of:=[.A1]"'),
            )
        )
    )  # fmt: skip
    assert [sheet.cells[0, column] for column in range(9)] == [
        RawCell("number", "12"), RawCell("number", "0.5", shown="50%"), RawCell("number", "46054", date=True),
        RawCell("number", "0.5208333333333334", date=True), RawCell("bool", "1"),
        RawCell("error", "#DIV/0!", "1/0"), RawCell("text", "全文"), RawCell("text", "1O"),
        RawCell("number", None, "A1"),
    ]  # fmt: skip


def test_text_is_what_a_person_sees() -> None:
    comment = "<office:annotation><text:p>待核实</text:p></office:annotation>"
    picture = "<draw:frame><draw:text-box><text:p>公章</text:p></draw:text-box></draw:frame>"
    text = (
        '<text:p>第<text:span>一</text:span>段<text:s/><text:s text:c="2"/>\n  末<text:tab/>尾</text:p>'
        "<text:p/><text:p>三<text:line-break/>行</text:p>"
    )
    (found,) = first_sheet(
        ods(row(cell('office:value-type="string"', comment + text + picture)))
    ).cells.values()
    assert found == RawCell("text", "第一段    末\t尾\n\n三\n行")


def test_locks_and_dates_come_from_styles_of_cells_rows_and_columns() -> None:
    styles = """
      <number:date-style style:name="N1"/>
      <style:style style:family="table-cell" style:name="base"><style:table-cell-properties
        style:cell-protect="none"/></style:style>
      <style:style style:family="table-cell" style:name="open" style:parent-style-name="base"/>
      <style:style style:family="table-cell" style:name="shut" style:parent-style-name="base">
        <style:table-cell-properties style:cell-protect="protected formula-hidden"/></style:style>
      <style:style style:family="table-cell" style:name="day" style:data-style-name="N1"/>
      <style:style style:family="table-cell" style:name="loop" style:parent-style-name="loop"/>
      <style:style style:family="table" style:name="away"><style:table-properties table:display="false"/></style:style>
    """
    columns = '<table:table-column table:number-columns-repeated="2"/><table:table-column table:default-cell-style-name="open"/>'
    data = ods(
        columns
        + row(*[number(1, f'table:style-name="{name}"') for name in ("open", "shut")], number(1), number(1))
        + row(number(1), number(1, 'table:style-name="day"'), attrs='table:default-cell-style-name="open"')
        + row(number(1, 'table:style-name="loop"')),
        styles,
        table='table:protected="true" table:style-name="away"',
    )
    sheet = first_sheet(data)
    locked = {spot: found.locked for spot, found in sheet.cells.items()}
    assert locked == {
        (0, 0): False, (0, 1): True, (0, 2): False, (0, 3): True, (1, 0): False, (1, 1): True, (2, 0): True,
    }  # fmt: skip
    assert [spot for spot, found in sheet.cells.items() if found.date] == [(1, 1)]
    assert (sheet.protected, sheet.visibility) == (True, "hidden")


def test_repeated_cells_rows_and_merges() -> None:
    sheet = first_sheet(
        ods(
            row(number(7, 'table:number-columns-repeated="3"'), attrs='table:number-rows-repeated="2"')
            + row(cell('table:number-columns-repeated="16384"'), attrs='table:number-rows-repeated="9"')
            + row(cell(), number(8, 'table:number-columns-spanned="2" table:number-rows-spanned="3"'))
        )
    )
    assert sorted(sheet.cells) == [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2), (11, 1)]
    assert sheet.merges == [(11, 1, 13, 2)]


UNLOCKED = (
    '<style:style style:family="table-cell" style:name="open"><style:table-cell-properties '
    'style:cell-protect="none"/></style:style>'
)


def test_a_sheet_unlocked_as_a_whole_is_no_attack() -> None:
    rest = row(
        cell('table:style-name="open" table:number-columns-repeated="16384"'),
        attrs='table:number-rows-repeated="1048575"',
    )
    places = row(cell('table:style-name="open" table:number-columns-repeated="9"'))
    assert sorted(first_sheet(ods(places + rest, UNLOCKED)).cells) == [(0, column) for column in range(9)]


@pytest.mark.parametrize(
    "sheet",
    [
        row(number(1, 'table:number-columns-repeated="16384"'), attrs='table:number-rows-repeated="1000000"'),
        row(number(1, 'table:number-columns-repeated="400"')) * (MAX_CELLS // 400 + 1),
        row(number(1, 'table:number-columns-repeated="99999999999"')),
        row(number(1), attrs='table:number-rows-repeated="99999999999"'),
        row(cell('office:value-type="string"', '<text:p><text:s text:c="2000000000"/></text:p>')),
        row(number(1, 'table:number-columns-spanned="99999"')),
        number(1),
    ],
)
def test_too_much_is_refused_before_it_is_made(sheet: str) -> None:
    if sheet == number(1):  # a cell outside any row is at least no cell of a sheet
        assert first_sheet(ods(sheet)).cells == {}
    else:
        assert refusal(ods(sheet)) in ("W-hostile", "W-big")  # without end, or just too much


def test_cells_of_other_files_are_no_sheets_of_this_one() -> None:
    cache = '<table:table table:name="&apos;file:///x.ods&apos;#$S"><table:table-source xlink:href="x"/></table:table>'
    links = f'<table:dde-links><table:dde-link><table:table table:name="D">{row(number(1))}</table:table></table:dde-link></table:dde-links>'
    workbook = read_ods(ods(row(number(1)), book=cache + links))
    assert [sheet.name for sheet in workbook.sheets] == ["S"]


def test_names_properties_and_program() -> None:
    names = (
        '<table:named-expressions><table:named-range table:name="xl_a" '
        """table:cell-range-address="$'甲 表'.$D$7"/><table:named-expression table:name="id" """
        'table:expression="&quot;a=b&quot;"/></table:named-expressions>'
    )
    inner = '<table:named-expressions><table:named-range table:name="local" table:cell-range-address="$S.$A$1"/></table:named-expressions>'
    meta = '<meta:generator>WPS Office/12</meta:generator><meta:user-defined meta:name="xltool">x|y</meta:user-defined>'
    workbook = read_ods(ods(inner + row(number(1)), book=names, meta=meta))
    assert workbook.names == {"xl_a": "'甲 表'!$D$7", "id": '"a=b"'}
    assert (workbook.properties, workbook.saved_by) == ({"xltool": "x|y"}, "wps")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (zipped({"mimetype": MIME}), "W-damaged"),
        (zipped({"mimetype": MIME, "content.xml": b"<a>"}), "W-damaged"),
        (zipped({"mimetype": MIME, "content.xml": b"<a/>"}), "W-damaged"),
        (zipped({"mimetype": MIME, "content.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a/>'}), "W-hostile"),
        (ods(row(number(1, 'table:number-columns-repeated="x"'))), "W-damaged"),
    ],
)
def test_damage_and_attacks(data: bytes, code: str) -> None:
    assert refusal(data) == code


# --- encryption, by LibreOffice --------------------------------------------------------------------


@pytest.fixture(scope="module")
def locked(office: Office, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("locked") / "a.ods"
    office.ask(SOUND, save=[[str(file), "ods", "密码 pass1"]])
    return file


def test_a_password_opens_it(locked: Path) -> None:
    sound, opened = checked(SOUND), checked(locked, passwords=("密码 pass1",))
    assert opened.submission == sound.submission and opened.status == "accepted"


@pytest.mark.parametrize(("password", "code"), [("", "W-encrypted"), ("wrong", "W-password")])
def test_without_the_password_it_says_so(locked: Path, password: str, code: str) -> None:
    assert refusal(locked.read_bytes(), password) == code


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (rb"aes256-cbc", b"aes256-gcm", "W-cipher"),
        (rb'iteration-count="\d+"', b'iteration-count="999999999"', "W-cipher"),
        (rb'manifest:full-path="content.xml" ([^>]*)manifest:size="\d+"',
         rb'manifest:full-path="content.xml" \1manifest:size="99999999999"', "W-hostile"),
        (rb'full-path="content.xml"', b'full-path="encrypted-package"', "W-cipher"),
        (rb'initialisation-vector="[^"]*"', b'initialisation-vector="AAAA"', "W-cipher"),
    ],
)  # fmt: skip
def test_other_schemes_are_refused(locked: Path, old: bytes, new: bytes, code: str) -> None:
    data = with_part(locked.read_bytes(), "META-INF/manifest.xml", lambda xml: re.sub(old, new, xml))
    assert unzipped(data)["META-INF/manifest.xml"] != unzipped(locked.read_bytes())["META-INF/manifest.xml"]
    assert refusal(data, "密码 pass1") == code


# --- fuzzing ----------------------------------------------------------------------------------------


def try_to_read(data: bytes, password: str = "") -> None:
    try:
        assert isinstance(read_ods(data, password), RawWorkbook)
    except UnreadableFile as error:
        assert error.code.startswith("W-")


@pytest.fixture(scope="module")
def saved(office: Office, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    file = tmp_path_factory.mktemp("saved") / "a.ods"
    office.ask(SOUND, save=[[str(file), "ods"]])
    return file.read_bytes()


@settings(max_examples=150)
@given(st.data())
def test_any_damage_to_the_file(saved: bytes, data: st.DataObject) -> None:
    try_to_read(data.draw(mutated(saved)))


@settings(max_examples=100)
@given(st.data(), st.sampled_from(["content.xml", "styles.xml", "meta.xml"]))
def test_any_damage_to_a_part(saved: bytes, data: st.DataObject, name: str) -> None:
    try_to_read(with_part(saved, name, lambda content: data.draw(mutated(content))))


@settings(max_examples=100)
@given(st.data())
def test_any_damage_to_an_encrypted_file(locked: Path, data: st.DataObject) -> None:
    try_to_read(data.draw(mutated(locked.read_bytes())), "密码 pass1")


@settings(max_examples=300)
@given(st.text(alphabet="of:=[].'\";~!|#$AB12(){}", max_size=60))
def test_any_formula_text(text: str) -> None:
    assert isinstance(formula.formula(text), str)
    assert isinstance(formula.reference(text), str)
