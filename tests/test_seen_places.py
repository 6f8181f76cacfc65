"""What is seen is what is read: boxes taken apart, a table that stands twice, words beside a table, years."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from support.dress import T2_CELL, T2_SHEET, check_bytes
from support.packages import unzipped, zipped
from support.returns import SOUND, codes

from xltool.core.check.returned import CheckedReturn

SHEETS = {"T2": T2_SHEET, "T3": "xl/worksheets/sheet4.xml", "T4": "xl/worksheets/sheet5.xml"}


def changed(part: str, change: Callable[[str], str]) -> CheckedReturn:
    """The sound return with one part of its package rewritten, checked."""
    members = unzipped(SOUND)
    before = members[part].decode()
    after = change(before)
    assert after != before
    found = check_bytes(zipped(members | {part: after.encode()}))
    assert isinstance(found, CheckedReturn)
    return found


def put(text: str, place: str, content: str, attributes: str = "") -> str:
    """A sheet with a cell more, or another one in this place."""
    cell = f'<c r="{place}" {attributes}>{content}</c>'
    text = re.sub(rf'<c r="{place}"(?:[^>]*/>|.*?</c>)', "", text)
    number = re.sub("[A-Z]", "", place)
    row = re.search(rf'<row r="{number}"[^>]*?(/?)>', text)
    if row is None:
        return text.replace("</sheetData>", f'<row r="{number}">{cell}</row></sheetData>', 1)
    inner = text[row.end() :].partition("</row>")[0]
    cells = sorted(
        [*re.findall(r"<c .*?(?:(?<=/)>|</c>)", inner), cell],
        key=lambda one: (len(re.search(r'r="([A-Z]+)', one)[1]), re.search(r'r="([A-Z]+)', one)[1]),  # type: ignore[index]
    )
    return text[: row.end()] + "".join(cells) + text[row.end() + len(inner) :]


def words(text: str) -> tuple[str, str]:
    return f"<is><t>{text}</t></is>", 't="inlineStr"'


def test_a_box_merged_only_in_part_has_no_figure_outside_that_part() -> None:
    def change(text: str) -> str:
        text = text.replace('<mergeCell ref="B10:D10"/>', '<mergeCell ref="B10:C10"/>', 1)
        return put(put(text, "B10", "", 's="15"'), "D10", "<v>7</v>")

    found = changed(T2_SHEET, change)
    assert found.submission.values[T2_CELL] is None and "7" in found.submission.unread[T2_CELL]
    assert codes(f for f in found.findings if f.severity != "info") == ["W-split"]


def lower(text: str, by: int) -> str:
    """A sheet whose rows stand once more, `by` rows lower and without their merges."""
    rows = text[text.index("<sheetData>") + 11 : text.index("</sheetData>")]
    again = re.sub(r'(<row r="|<c r="[A-Z]+)(\d+)', lambda m: f"{m[1]}{int(m[2]) + by}", rows)
    again = re.sub(r"<f.*?</f>|<f[^>]*/>", "", again)
    return text.replace("</sheetData>", f"{again}</sheetData>", 1)


@pytest.mark.parametrize("table", SHEETS)
@pytest.mark.parametrize("by", [40, 60])
def test_a_second_copy_lower_on_the_sheet_is_said(table: str, by: int) -> None:
    found = changed(SHEETS[table], lambda text: lower(text, by))
    assert "W-row-twice" in codes(found.findings) and found.status == "rejected"


def test_a_second_copy_without_figures_is_nothing() -> None:
    def change(text: str) -> str:
        at = text.index("</sheetData>")
        made = lower(text, 40)
        return made[:at] + re.sub(
            r"<v>[\d.]+</v>(?=</c>)", "", re.sub(r'<c [^>]*t="s".*?</c>', "", made[at:])
        )

    assert "W-row-twice" not in codes(changed(T2_SHEET, change).findings)


@pytest.mark.parametrize(("table", "place"), [("T2", "E10"), ("T2", "F7"), ("T3", "B34"), ("T4", "C9")])
def test_words_beside_or_below_a_table_are_said(table: str, place: str) -> None:
    found = changed(SHEETS[table], lambda text: put(text, place, *words("另有3件")))
    (finding,) = [f for f in found.findings if f.code == "W-outside"]
    assert finding.args["typed"] == "另有3件" and finding.args["place"].endswith(place)


@pytest.mark.parametrize(
    ("title", "line", "wanted"),
    [
        ("三、收到和处理政府信息公开申请情况（二〇二四年）", "", "W-other-year"),
        ("2024 年度", "", "W-other-year"),
        ("三、收到和处理政府信息公开申请情况", "填报单位：某局（031）　年度：2024　表号：T3", "W-other-year"),
        (
            "三、收到和处理政府信息公开申请情况（2024年）",
            "填报单位：某局（031）　年度：2025　表号：T3",
            "W-other-year",
        ),
        ("三、收到和处理政府信息公开申请情况", "", "W-table-twice"),
    ],
)
def test_only_a_title_or_a_code_line_says_another_year(title: str, line: str, wanted: str) -> None:
    members = unzipped(SOUND)
    sheet = members["xl/worksheets/sheet4.xml"].decode()
    sheet = put(put(sheet, "A1", *words(title)), "A2", *words(line))
    members["xl/worksheets/sheet90.xml"] = put(sheet, "D9", "<v>77</v>").encode()
    for part, end, more in (
        ("xl/workbook.xml", "</sheets>", '<sheet name="2023年底稿" sheetId="90" r:id="rId90"/>'),
        (
            "xl/_rels/workbook.xml.rels",
            "</Relationships>",
            '<Relationship Id="rId90" Target="worksheets/sheet90.xml" Type="http://schemas.openxmlformats.org/'
            'officeDocument/2006/relationships/worksheet"/>',
        ),
        (
            "[Content_Types].xml",
            "</Types>",
            '<Override PartName="/xl/worksheets/sheet90.xml" ContentType="application/vnd.openxmlformats-'
            'officedocument.spreadsheetml.worksheet+xml"/>',
        ),
    ):
        members[part] = members[part].decode().replace(end, more + end, 1).encode()
    said = codes(check_bytes(zipped(members)).findings)
    assert [code for code in said if code in ("W-other-year", "W-table-twice")] == [wanted]
