"""The .xlsx reader against openpyxl, against random cells, and against files made to hurt it."""

from __future__ import annotations

import io
import os
import struct
import warnings
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import replace

import openpyxl
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.damage import mutated
from support.office import converted
from support.packages import unzipped, with_part, zipped

from xltool.core.errors import UnreadableFile
from xltool.office.detect import detect_kind
from xltool.office.package import MAX_MEMBERS
from xltool.office.raw import RawCell, RawSheet, RawWorkbook
from xltool.office.shared_formula import NOT_SIMPLE, SharedFormulas
from xltool.reading.xlsx.escapes import unescape
from xltool.reading.xlsx.sheet_xml import position
from xltool.reading.xlsx.workbook import read_xlsx

SHEET = "xl/worksheets/sheet1.xml"
WORKBOOK = "xl/workbook.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
BILLION_LAUGHS = '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'


# --- making workbooks ---------------------------------------------------------------------------


def form() -> bytes:
    """A small form with everything the reader reports."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        entry = book.add_format({"locked": False, "num_format": "0"})
        day = book.add_format({"num_format": 'yyyy"年"m"月"d"日"'})
        money = book.add_format({"num_format": '[Red]#,##0.00"yuan"'})
        sheet = book.add_worksheet("表一 收件")
        sheet.protect("secret")
        sheet.merge_range("A1:D1", "政府信息公开", book.add_format({"bold": True}))
        sheet.write_rich_string("A2", "多", book.add_format({"bold": True}), "段", "文字")
        sheet.write_string("B2", " 两行\n& <tag> _x000D_ ")
        sheet.write_number("A3", 0.1 + 0.2, entry)
        sheet.write_number("B3", 12345678901234567, entry)
        sheet.write_blank("C3", None, entry)
        sheet.write_boolean("D3", True)
        sheet.write_formula("A4", "=SUM(A3:B3)", entry, 7)
        sheet.write_formula("B4", '=IF(A3>0,"yes","no")', None, "yes")
        sheet.write_formula("C4", "=1/0", None, "#DIV/0!")
        sheet.write_array_formula("D4:D4", "{=SUM(A3:B3*2)}", None, 14)
        sheet.write_number("A5", 45000, day)
        sheet.write_number("B5", 45000.5, money)
        sheet.write_string("XFD1048576", "corner")
        book.add_worksheet("second").hide()
        book.add_worksheet("meta").very_hidden()
        book.define_name("T1.total", "='表一 收件'!$A$4")
        book.define_name("second!local", "=second!$A$1")
        sheet.print_area("A1:D5")
        book.set_custom_property("xltool.template", "v1")
    return buffer.getvalue()


def package(*, sheet: str = "", book: str = "", **parts: str) -> bytes:
    """A minimal workbook; `sheet` goes into the worksheet, `book` before the list of sheets."""
    content = {
        "_rels/.rels": relations(("r1", "officeDocument", "xl/workbook.xml")),
        WORKBOOK: f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}">{book}<sheets>'
        '<sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relations(
            ("r1", "worksheet", "worksheets/sheet1.xml"),
            ("r2", "sharedStrings", "sharedStrings.xml"),
            ("r3", "styles", "/xl/styles.xml"),
        ),
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}"><si><t>zero</t></si></sst>',
        SHEET: f'<worksheet xmlns="{MAIN}">{sheet}</worksheet>',
        **parts,
    }
    return zipped({name: text.encode() for name, text in content.items()})


def relations(*triples: tuple[str, str, str]) -> str:
    items = "".join(
        f'<Relationship Id="{id_}" Type="{RELATIONS}/{kind}" Target="{target}"/>'
        for id_, kind, target in triples
    )
    return f"<Relationships>{items}</Relationships>"


def first_sheet(data: bytes) -> RawSheet:
    return read_xlsx(data).sheets[0]


def cells_of(sheet: str, **parts: str) -> dict[tuple[int, int], RawCell]:
    return first_sheet(package(sheet=f"<sheetData>{sheet}</sheetData>", **parts)).cells


FORM = form()


@pytest.fixture(scope="session")
def resaved(soffice: str, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The form after opening and saving in LibreOffice."""
    folder = tmp_path_factory.mktemp("soffice")
    (folder / "form.xlsx").write_bytes(FORM)
    return converted(soffice, folder / "form.xlsx", "xlsx", tmp_path_factory.mktemp("again"))


# --- equal to openpyxl --------------------------------------------------------------------------


def assert_equals_openpyxl(data: bytes, ours: RawWorkbook) -> None:
    formulas = openpyxl.load_workbook(io.BytesIO(data), rich_text=False)
    values = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    assert [sheet.name for sheet in ours.sheets] == formulas.sheetnames
    assert ours.names == {name: item.attr_text for name, item in formulas.defined_names.items()}
    assert ours.properties == {item.name: item.value for item in formulas.custom_doc_props.props}
    for sheet in ours.sheets:
        theirs = formulas[sheet.name]
        assert sheet.visibility == theirs.sheet_state
        assert sheet.protected == theirs.protection.sheet
        assert {
            (row0 + 1, column0 + 1, row1 + 1, column1 + 1) for row0, column0, row1, column1 in sheet.merges
        } == {(area.min_row, area.min_col, area.max_row, area.max_col) for area in theirs.merged_cells.ranges}
        for cell in theirs._cells.values():  # iterating rows would visit the whole grid
            key = (cell.row - 1, cell.column - 1)
            raw = sheet.cells.get(key)
            value = values[sheet.name].cell(cell.row, cell.column)
            if raw is None:
                assert cell.value is None and cell.protection.locked
                continue
            assert raw.locked == cell.protection.locked
            assert raw.date == cell.is_date or raw.kind != "number"
            formula = getattr(cell.value, "text", cell.value) if cell.data_type == "f" else None
            assert raw.formula == (formula and formula.removeprefix("="))
            if raw.value is None:
                assert value.value is None
            elif raw.kind == "number" and not raw.date:
                assert float(raw.value) == value.value
            elif raw.kind == "bool":
                assert (raw.value == "1") is value.value
            elif not raw.date:
                assert raw.value == value.value


def test_equals_openpyxl_on_our_own_form() -> None:
    book = read_xlsx(FORM)
    assert_equals_openpyxl(FORM, book)
    assert book.saved_by == "xltool"
    assert book.sheets[0].cells[1, 1].value == " 两行\n& <tag> _x000D_ "
    assert book.sheets[0].cells[2, 1].value == "1.234567890123457E+16"
    assert book.sheets[0].cells[3, 2] == RawCell("error", "#DIV/0!", "1/0")
    assert book.sheets[0].cells[4, 0].date and not book.sheets[0].cells[4, 1].date


def test_equals_openpyxl_after_libreoffice(resaved: bytes) -> None:
    book = read_xlsx(resaved)
    assert_equals_openpyxl(resaved, book)
    assert book.saved_by == "libreoffice"
    assert book.names == {"T1.total": "'表一 收件'!$A$4"}
    assert book.properties["xltool.template"] == "v1"


texts = st.text(st.characters(blacklist_categories=["Cs"]), min_size=1, max_size=40)
numbers = st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(2**53), 2**53)
places = st.tuples(st.integers(0, 200), st.integers(0, 60))


@settings(deadline=None, max_examples=60)
@given(st.dictionaries(places, texts | numbers | st.booleans(), max_size=30))
def test_random_cells_come_back(written: dict[tuple[int, int], str | float | bool]) -> None:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for (row, column), value in written.items():
            if isinstance(value, bool):
                sheet.write_boolean(row, column, value)
            elif isinstance(value, str):
                sheet.write_string(row, column, value)
            else:
                sheet.write_number(row, column, value)
    read: dict[tuple[int, int], str | float | bool] = {}
    for place, cell in first_sheet(buffer.getvalue()).cells.items():
        assert cell.value is not None
        if cell.kind == "number":
            read[place] = float(cell.value)
        else:
            read[place] = cell.value == "1" if cell.kind == "bool" else cell.value
    expected = {place: shown(value) for place, value in written.items()}
    assert read == expected


def shown(value: str | float | bool) -> str | float | bool:
    """What xlsxwriter stores: 16 digits of a number."""
    return value if isinstance(value, bool | str) else float(f"{value:.16G}")


# --- dialects -----------------------------------------------------------------------------------


def test_cell_types() -> None:
    cells = cells_of(
        '<row><c><v>1</v></c><c t="s"/><c t="s"><v>0</v></c><c t="str"><f>A1&amp;""</f><v> x </v></c></row>'
        '<row><c t="inlineStr"><is><r><t>a</t></r><r><t>b</t></r><rPh><t>no</t></rPh></is></c>'
        '<c t="b"><v>true</v></c><c t="e"><v>#REF!</v></c><c t="d"><v>2024-01-02</v></c>'
        '<c><v>abc</v></c><c s=""><v>\n  7\n</v></c></row>'
        '<row r="9"><c t="str"><v>_x005F_x000D__x0041_</v></c><c><f>A1</f></c></row>'
    )
    assert cells == {
        (0, 0): RawCell("number", "1"),
        (0, 2): RawCell("text", "zero"),
        (0, 3): RawCell("text", " x ", 'A1&""'),
        (1, 0): RawCell("text", "ab"),
        (1, 1): RawCell("bool", "1"),
        (1, 2): RawCell("error", "#REF!"),
        (1, 3): RawCell("text", "2024-01-02"),
        (1, 4): RawCell("text", "abc"),
        (1, 5): RawCell("number", "7"),
        (8, 0): RawCell("text", "_x000D_A"),
        (8, 1): RawCell("number", None, "A1"),
    }


def test_shared_and_array_formulas() -> None:
    cells = cells_of(
        '<row r="1"><c r="C1"><f t="shared" si="0" ref="C1:C2">A1+$B$1</f></c></row>'
        '<row r="2"><c r="C2"><f t="shared" si="0"/></c><c r="D2"><f t="shared" si="7"/></c>'
        '<c r="E2"><f t="array" ref="E2">SUM(A1:A2*2)</f></c><c r="F2"><f t="dataTable"/></c></row>'
    )
    assert [cell.formula for cell in cells.values()] == [
        "A1+$B$1",
        "A2+$B$1",
        NOT_SIMPLE,
        "SUM(A1:A2*2)",
        "dataTable",
    ]


@pytest.mark.parametrize(
    ("formula", "moved"),
    [
        ("SUM(A1:B$2)+$C3", "SUM(C2:D$2)+$C4"),
        ("LOG10(A1)&\"A1\"&'A1 b'!A1", "LOG10(C2)&\"A1\"&'A1 b'!C2"),
        ("XFC1", "#REF!"),
        ("T1_a+a1.b", "T1_a+a1.b"),
        ("SUM(A:A)", NOT_SIMPLE),
        ("SUM(1:2)", NOT_SIMPLE),
        ("[1]S!A1", NOT_SIMPLE),
    ],
)
def test_shared_formula_moves_like_a_copy(formula: str, moved: str) -> None:
    shared = SharedFormulas()
    shared.remember("0", 0, 0, formula)
    assert shared.formula_at("0", 1, 2) == moved


def test_prefixes_strict_and_odd_names() -> None:
    strict = "http://purl.oclc.org/ooxml/spreadsheetml/main"
    members = unzipped(package())
    book = members.pop(WORKBOOK).decode()
    del members["_rels/.rels"], members[SHEET]
    sheet = (
        f'<x:worksheet xmlns:x="{strict}"><x:sheetData><x:row><x:c r="b2"><x:v>3</x:v></x:c></x:row>'
        '</x:sheetData><x:sheetProtection sheet="true"/><xm:mergeCell ref="junk" xmlns:xm="u"/></x:worksheet>'
    )
    data = zipped(
        {
            "xl/": b"",
            "XL\\Workbook.xml": book.replace(MAIN, strict)
            .replace("r:id", "q:id")
            .replace(":r=", ":q=")
            .encode(),
            "xl/Worksheets/Sheet1.xml": sheet.encode("utf-16"),
            **members,
        }
    )
    read = first_sheet(data)
    assert read.cells == {(1, 1): RawCell("number", "3")}
    assert read.protected and not read.merges


def test_escapes() -> None:
    assert (
        unescape("_x000D__x005F_x000D_ _xD83D__xDE00_ _xD83D_ _x12_") == "\r_x000D_ \U0001f600 \ufffd _x12_"
    )


def test_protection_needs_its_flag() -> None:
    assert not first_sheet(package(sheet='<sheetProtection selectLockedCells="1"/>')).protected
    assert not read_xlsx(package(book="<workbookProtection/>")).structure_locked
    assert read_xlsx(package(book='<workbookProtection lockStructure="true"/>')).structure_locked


def test_broken_styles_and_properties_never_stop_reading() -> None:
    parts = {"xl/styles.xml": "<broken", "docProps/app.xml": "<a>", "docProps/custom.xml": ""}
    assert cells_of('<row><c s="3"><v>1</v></c></row>', **parts) == {(0, 0): RawCell("number", "1")}


@pytest.mark.parametrize(
    ("code", "is_date"),
    [
        ("h:mm", 1),
        ("[h]:mm", 1),
        ('0"day"', 0),
        ("[Red]0.00", 0),
        ("[$-804]yyyy/m/d", 1),
        ("0\\d", 0),
        ("General", 0),
    ],
)
def test_date_formats(code: str, is_date: int) -> None:
    escaped = code.replace('"', "&quot;")
    styles = (
        f'<styleSheet><numFmts><numFmt numFmtId="164" formatCode="{escaped}"/></numFmts><cellStyleXfs>'
        '<xf><protection locked="0"/></xf></cellStyleXfs><cellXfs><xf numFmtId="164"/>'
        '<xf numFmtId="14"><protection locked="false"/></xf></cellXfs></styleSheet>'
    )
    cells = cells_of('<row><c><v>1</v></c><c s="1"/></row>', **{"xl/styles.xml": styles})
    assert replace(cells[0, 0], code="") == RawCell("number", "1", date=bool(is_date))
    assert cells[0, 1] == RawCell("number", None, locked=False, date=True)


@pytest.mark.parametrize(
    ("version", "application", "property_", "saved_by"),
    [
        ('lastEdited="3" lowestEdited="5" rupBuild="9302"', "Microsoft Excel", "KSOProductBuildVer", "wps"),
        ('lastEdited="3" lowestEdited="5" rupBuild="9302"', "WPS Office", "p", "wps"),
        (
            'lastEdited="7" lowestEdited="7" rupBuild="28730"',
            "Microsoft Excel",
            "KSOProductBuildVer",
            "excel",
        ),
        ('lastEdited="7" lowestEdited="7" rupBuild="28730"', "Microsoft Excel", "xltool", "excel"),
        ('lastEdited="4" lowestEdited="4" rupBuild="4505"', "Microsoft Excel", "xltool", "xltool"),
        ('lastEdited="4" lowestEdited="4" rupBuild="4505"', "Microsoft Excel", "p", "other"),
        ("", "LibreOffice/24.2", "xltool", "libreoffice"),
        ("", "SomethingElse", "p", "other"),
    ],
)
def test_saved_by(version: str, application: str, property_: str, saved_by: str) -> None:
    parts = {
        "docProps/app.xml": f"<Properties><Application>{application}</Application></Properties>",
        "docProps/custom.xml": f'<Properties xmlns:vt="u"><property name="{property_}">\n'
        "<vt:lpwstr>v</vt:lpwstr>\n</property></Properties>",
    }
    book = read_xlsx(package(book=f'<fileVersion appName="xl" {version}/>', **parts))
    assert book.saved_by == saved_by
    assert book.properties == {property_: "v"}


def test_the_last_cell_of_the_grid() -> None:
    assert list(cells_of('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')) == [(1048575, 16383)]
    assert position("AB12") == (11, 27)


# --- refusing -----------------------------------------------------------------------------------


def refusal(data: bytes) -> tuple[str, dict[str, str]]:
    with pytest.raises(UnreadableFile) as caught:
        read_xlsx(data)
    return caught.value.code, caught.value.args_


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"", "empty"),
        ("填报说明\r\n".encode(), "text"),
        ("填报说明\r\n".encode("gb18030"), "text"),
        (b"BM is a text", "text"),
        ("text".encode("utf-16"), "text"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "image"),
        (b"%PDF-1.7", "pdf"),
        (b"\r\n<HTML><table>", "html"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "ole"),
        (b"\x05Admin".ljust(55) + b"\x05\0A\0d\0m\0i\0n\0".ljust(110, b" "), "owner"),
        (zipped({"a.xls": b"x"}), "zip"),
        (zipped({"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"}), "docx"),
        (zipped({"[Content_Types].xml": b"<x/>", "xl/workbook.bin": b"x"}), "xlsb"),
        (zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}), "ods"),
        (b"%TSD-Header-###%\0", "dlp"),
    ],
)
def test_not_a_workbook(data: bytes, kind: str) -> None:
    assert detect_kind(data) == kind
    assert refusal(data) == ("W-not-workbook", {"kind": kind})


def local_sizes(data: bytes, name: str, size: int) -> bytes:
    """`data` with both headers of member `name` declaring `size` bytes unpacked."""
    changed = bytearray(data)
    for signature, name_at, size_at in ((b"PK\x03\x04", 30, 22), (b"PK\x01\x02", 46, 24)):
        at = -1
        while (at := data.find(signature, at + 1)) >= 0:
            if data[at + name_at :].startswith(name.encode()):
                struct.pack_into("<I", changed, at + size_at, size)
    return bytes(changed)


def duplicated(name: str) -> bytes:
    buffer = io.BytesIO(package())
    with zipfile.ZipFile(buffer, "a") as archive, warnings.catch_warnings(action="ignore"):
        archive.writestr(name, b"<worksheet/>")
    return buffer.getvalue()


def sheet_of(xml: str) -> bytes:
    return package(sheet=xml)


def counted(template: str, count: int) -> str:
    return "".join(map(template.format, range(count)))


def random_hex(size: int) -> str:
    return os.urandom(size // 2).hex()


HOSTILE: dict[str, Callable[[], bytes]] = {
    "bomb in a sheet": lambda: sheet_of("<row/>" * 6_000_000),
    "size that lies": lambda: local_sizes(sheet_of(" " * 900_000), SHEET, 200),
    "billion laughs": lambda: with_part(FORM, SHEET, lambda xml: BILLION_LAUGHS.encode() + b"<a>&b;</a>"),
    "entities in the strings": lambda: package(**{"xl/sharedStrings.xml": BILLION_LAUGHS + "<sst/>"}),
    "entities in the properties": lambda: package(**{"docProps/app.xml": BILLION_LAUGHS + "<a/>"}),
    "column XFE": lambda: sheet_of('<row><c r="XFE1"><v>1</v></c></row>'),
    "column ZZZZZZ": lambda: sheet_of('<row><c r="ZZZZZZ1"><v>1</v></c></row>'),
    "row 1048577": lambda: sheet_of('<row><c r="A1048577"/></row>'),
    "row 2^31 without references": lambda: sheet_of('<row r="2147483648"><c/></row>'),
    "duplicate member": lambda: duplicated(SHEET),
    "duplicate by case and slash": lambda: duplicated("XL\\worksheets\\SHEET1.xml"),
    "a million merges": lambda: sheet_of('<mergeCell ref="A1:B2"/>' * 1_000_000),
    "20001 merges": lambda: sheet_of('<mergeCell ref="A1:XFD1048576"/>' * 20_001),
    "many attributes": lambda: sheet_of("<row" + counted(' a{}=""', 1_000_001) + "/>"),
    "many members": lambda: zipped({f"m{n}": b"" for n in range(MAX_MEMBERS + 1)}),
}  # fmt: skip


# Sound workbooks may hold too much as well: they are told the size and the limit.
BIG: dict[str, Callable[[], bytes]] = {
    "200001 cells": lambda: sheet_of(
        "".join(f"<row>{counted('<c><v>{}</v></c>', 16_000)}</row>" for _ in range(13))
    ),
    "201 sheets": lambda: package(book='<sheet name="S" r:id="r1"/>' * 200),
    "a file too large": lambda: FORM + b"\0" * (20 << 20),
    "100001 strings": lambda: package(
        **{"xl/sharedStrings.xml": f"<sst>{counted('<si><t>{}</t></si>', 100_001)}</sst>"}
    ),
}  # fmt: skip


@pytest.mark.parametrize("make", BIG.values(), ids=BIG)
def test_big_is_not_hostile(make: Callable[[], bytes]) -> None:
    code, args = refusal(make())
    assert code == "W-big" and args["size"] and args["limit"]


def test_cells_that_only_have_a_format_are_no_content() -> None:
    styles = [f'<c s="{n * n % 97}"/>' for n in range(300_000)]
    blank = "".join(f"<row>{''.join(styles[at : at + 15_000])}</row>" for at in range(0, 300_000, 15_000))
    assert cells_of(f'{blank}<row r="30"><c><v>1</v></c></row>') == {(29, 0): RawCell("number", "1")}


@pytest.mark.parametrize("make", HOSTILE.values(), ids=HOSTILE)
def test_hostile(make: Callable[[], bytes]) -> None:
    assert refusal(make())[0] == "W-hostile"


@pytest.mark.slow
def test_one_huge_token_is_read_or_refused() -> None:
    data = sheet_of(f'<row spans="{random_hex(35 << 20)}"/>')
    read_xlsx(data)


@pytest.mark.slow
def test_shared_formulas_cannot_multiply() -> None:
    formula = "A1+" * 2_700 + "A1"
    followers = '<c><f t="shared" si="0"/></c>' * 15_000
    data = sheet_of(f'<row><c><f t="shared" si="0">{formula}</f></c>{followers}</row>')
    assert first_sheet(data).cells[0, 9_000].formula == NOT_SIMPLE


DAMAGED: dict[str, Callable[[], bytes]] = {
    "truncated": lambda: FORM[: len(FORM) // 2],
    "wrong checksum": lambda: FORM.replace(struct.pack("<I", zlib.crc32(unzipped(FORM)[SHEET])), b"abcd"),
    "broken XML": lambda: package(sheet="<row>"),
    "a sheet missing": lambda: zipped({n: c for n, c in unzipped(FORM).items() if n != SHEET}),
    "the workbook part missing": lambda: zipped({n: c for n, c in unzipped(FORM).items() if n != WORKBOOK}),
    "no sheets": lambda: package(**{WORKBOOK: "<workbook/>"}),
    "no such string": lambda: sheet_of('<row><c t="s"><v>-1</v></c></row>'),
    "no reference": lambda: sheet_of('<row><c r="17"/></row>'),
    "a link outside": lambda: package(
        **{"xl/_rels/workbook.xml.rels": relations(("r1", "worksheet", "../../../etc/passwd"))}
    ),
    "unknown encoding": lambda: package(**{SHEET: '<?xml version="1.0" encoding="rot13"?><a/>'}),
}  # fmt: skip


@pytest.mark.parametrize("make", DAMAGED.values(), ids=DAMAGED)
def test_damaged(make: Callable[[], bytes]) -> None:
    assert refusal(make())[0] == "W-damaged"


# --- nothing but UnreadableFile ----------------------------------------------------------------


def try_to_read(data: bytes) -> None:
    detect_kind(data)
    try:
        read_xlsx(data)
    except UnreadableFile as error:
        assert error.code in ("W-not-workbook", "W-damaged", "W-hostile", "W-encrypted")


relaxed = settings(deadline=None, max_examples=300, suppress_health_check=list(HealthCheck))


@pytest.mark.slow
@relaxed
@given(mutated(FORM))
def test_any_damage_to_the_file(data: bytes) -> None:
    try_to_read(data)


@pytest.mark.slow
@relaxed
@given(st.data())
def test_any_damage_to_a_part(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(unzipped(FORM))))
    try_to_read(with_part(FORM, name, lambda content: data.draw(mutated(content))))


@relaxed
@given(
    st.binary(max_size=400).flatmap(lambda tail: st.sampled_from([tail, b"PK\x03\x04" + tail, FORM + tail]))
)
def test_any_bytes(data: bytes) -> None:
    try_to_read(data)
