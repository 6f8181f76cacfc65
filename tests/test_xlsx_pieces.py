"""Parts taken apart say what parsing them whole says: the same workbook, or the same refusal."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import SAMPLES
from hypothesis import given, settings
from support.damage import changed
from support.packages import with_part

from xltool.core.errors import UnreadableFile
from xltool.office.raw import RawWorkbook
from xltool.reading.xlsx import shared_strings, sheet, workbook, xlsx_pieces

FILES = sorted(SAMPLES.rglob("*.xlsx"))
SHEET = "xl/worksheets/sheet4.xml"


def whole(xml: bytes, begin: str, end: str) -> tuple[str, list[str]]:
    """In place of `cut`: nothing is taken apart."""
    raise xlsx_pieces.OddError


def answer(data: bytes, cut: Callable[[bytes, str, str], tuple[str, list[str]]]) -> RawWorkbook | str:
    """What the reader says with this way of taking apart."""
    with pytest.MonkeyPatch.context() as patch:
        for module in (workbook, shared_strings, sheet):
            patch.setattr(module, "cut", cut)
        try:
            return workbook.read_xlsx(data)
        except UnreadableFile as error:
            return error.code


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_sample_reads_the_same(file: Path) -> None:
    data = file.read_bytes()
    assert answer(data, xlsx_pieces.cut) == answer(data, whole)


@pytest.mark.slow
@settings(max_examples=60)
@given(changed())
def test_damaged_files_read_the_same(data: bytes) -> None:
    assert answer(data, xlsx_pieces.cut) == answer(data, whole)


def altered(change: Callable[[str], str], part: str = SHEET, encoding: str = "utf-8") -> bytes:
    """The seed's workbook with one part changed."""

    def checked(content: bytes) -> bytes:
        made = change(content.decode()).encode(encoding)
        assert made != content, "the change changed nothing"
        return made

    return with_part((SAMPLES / "jinxiang-2025.xlsx").read_bytes(), part, checked)


CASES: dict[str, bytes] = {
    "a row in a comment": altered(lambda x: x.replace("<sheetData>", '<sheetData><!-- <row r="1"><c r="A1"><v>1</v></c></row> -->')),
    "a comment over two rows": altered(lambda x: x.replace("</row>", "<!-- </row>", 1).replace('<row r="3"', '--><row r="3"')),
    "a row in CDATA": altered(lambda x: x.replace("<sheetData>", '<sheetData><![CDATA[<row r="1"><c r="A1"><v>1</v></c></row>]]>')),
    "a value in CDATA": altered(lambda x: x.replace("<v>0</v>", "<v><![CDATA[0]]></v>", 1)),
    "a row in an instruction": altered(lambda x: x.replace("<sheetData>", '<sheetData><?x <row r="1"></row>?>')),
    "a value with a reference": altered(lambda x: x.replace("<v>0</v>", "<v>&#49;&#x32;</v>", 1)),
    "a value with white space": altered(lambda x: x.replace("<v>0</v>", "<v>\r\n 7 </v>", 1)),
    "an unknown entity": altered(lambda x: x.replace("<v>0</v>", "<v>&a;</v>", 1)),
    "an impossible character": altered(lambda x: x.replace("<v>0</v>", "<v>\x01</v>", 1)),
    "a private character": altered(lambda x: x.replace("<v>0</v>", "<v>\U000f0000</v>", 1)),
    "a private character in a row": altered(lambda x: x.replace("<c r=", '<c q="\U000f0000" r=', 1)),
    "a value in two pieces": altered(lambda x: x.replace("<v>0</v>", "<v>1<x/>2</v>", 1)),
    "two values": altered(lambda x: x.replace("<v>0</v>", "<v>1</v><v>2</v>", 1)),
    "a bracket that needs no escape": altered(lambda x: x.replace("<v>0</v>", "<v>1>2</v>", 1)),
    "a row without number": altered(lambda x: x.replace('<row r="5"', "<row", 1)),
    "a cell without place": altered(lambda x: x.replace('<c r="B5"', "<c", 1)),
    "an empty row": altered(lambda x: x.replace("</sheetData>", '<row r="90"/></sheetData>')),
    "an unclosed row": altered(lambda x: x.replace("</row>", "", 1)),
    "a row closed twice": altered(lambda x: x.replace("</row>", "</row></row>", 1)),
    "text beside rows": altered(lambda x: x.replace("</row>", "</row>\n", 1)),
    "an inline text": altered(lambda x: x.replace("<v>0</v>", "<is><t>a&amp;b</t></is>", 1)),
    "a shared formula": altered(lambda x: x.replace("<f>", '<f t="shared" ref="A1:Z99" si="0">', 1).replace("<v>0</v>", '<f t="shared" si="0"/><v>3</v>', 1)),
    "a string that is not there": altered(lambda x: x.replace('t="s"><v>', 't="s"><v>9999', 1)),
    "a string that is no number": altered(lambda x: x.replace('t="s"><v>', 't="s"><v>1e9', 1)),
    "another encoding": altered(lambda x: x.replace("UTF-8", "UTF-16"), encoding="utf-16"),
    "a declared encoding": altered(lambda x: x.replace("UTF-8", "ISO-8859-1")),
    "a prefix": altered(lambda x: x.replace("<worksheet", "<x:worksheet").replace("</worksheet", "</x:worksheet")),
    "a document type": altered(lambda x: x.replace("<worksheet", "<!DOCTYPE worksheet><worksheet")),
    "a rich string": altered(lambda x: x.replace('<si><t xml:space="preserve">', '<si><r><t>a</t></r><r><t>', 1).replace("</t></si>", "</t></r></si>", 1), "xl/sharedStrings.xml"),
    "an escaped string": altered(lambda x: x.replace('preserve">', 'preserve">_x000D_&amp;', 1), "xl/sharedStrings.xml"),
    "a string closed alone": altered(lambda x: x.replace("<si>", "<si/><si>", 1), "xl/sharedStrings.xml"),
    "a local name": altered(lambda x: x.replace("<definedName ", '<definedName localSheetId="0" ', 1), "xl/workbook.xml"),
    "a name in a comment": altered(lambda x: x.replace("<definedNames>", '<definedNames><!-- <definedName name="q">1</definedName> -->'), "xl/workbook.xml"),
}  # fmt: skip


@pytest.mark.parametrize("data", CASES.values(), ids=CASES)
def test_what_might_mean_something_else_reads_the_same(data: bytes) -> None:
    assert answer(data, xlsx_pieces.cut) == answer(data, whole)


def test_rows_are_taken_apart_at_all() -> None:
    seen: list[str] = []

    def spy(xml: bytes, begin: str, end: str) -> tuple[str, list[str]]:
        found = xlsx_pieces.cut(xml, begin, end)
        seen.append(begin)
        return found

    answer((SAMPLES / "jinxiang-2025.xlsx").read_bytes(), spy)
    assert seen.count("<row ") == 8 and {"<si>", "<definedName "} <= set(seen)
