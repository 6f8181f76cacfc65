"""The report on paper, measured: page, lines, faces and numbers of GB/T 9704-2012, as LibreOffice sets them."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from statistics import median

import pytest
from conftest import sample

from xltool.app.report import ReportWishes, write_together
from xltool.core.check.returned import CheckedReturn
from xltool.core.submission.model import with_totals

MM = 72 / 25.4
FORM, SEED = sample("jinxiang-2025")
BODY = (
    "按照政府信息公开工作的要求依法及时准确全面公开各类政府信息" * 120
)  # no punctuation: every line is full
HEADING, LAST_ROW = "三、收到和处理政府信息公开申请情况", "四、结转下年度继续办理"


@dataclass
class Word:
    """A piece of text on a page, in points from its top left corner."""

    page: int
    left: float
    top: float
    right: float
    bottom: float
    text: str


@dataclass
class Printed:
    """One PDF: its lines from top to bottom, and the faces in it."""

    pages: int
    lines: list[Word]
    words: list[Word]
    faces: set[str]

    def full(self) -> Iterator[list[Word]]:
        """The lines of each page that holds nothing but full lines of the long text."""
        for page in range(1, self.pages + 1):
            lines = [line for line in self.lines if line.page == page and "—" not in line.text]
            if all(len(line.text) > 20 for line in lines):
                yield lines


def printed(path: Path) -> Printed:
    xml = subprocess.run(["pdftotext", "-bbox-layout", str(path), "-"], capture_output=True, check=True)
    found: dict[str, list[Word]] = {"line": [], "word": []}
    pages = xml.stdout.decode().split("<page ")[1:]
    box = r'xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)"'
    for number, page in enumerate(pages, start=1):
        for kind in found:
            for match in re.finditer(rf"<{kind} {box}>(.*?)</{kind}>", page, re.S):
                text = "".join(re.sub("<[^>]*>", "", match[5]).split())
                left, top, right, bottom = (float(match[n]) for n in range(1, 5))
                found[kind].append(Word(number, left, top, right, bottom, text))
    fonts = subprocess.run(["pdffonts", str(path)], capture_output=True, check=True).stdout.decode()
    faces = {line.split()[0].partition("+")[2] for line in fonts.splitlines()[2:]}
    rows: dict[tuple[int, int], list[Word]] = {}
    for line in found["line"]:  # pdftotext parts a line where spaces are wide
        rows.setdefault((line.page, round(line.bottom)), []).append(line)
    lines = [
        Word(page, min(w.left for w in row), row[0].top, max(w.right for w in row), row[0].bottom,
             "".join(w.text for w in sorted(row, key=lambda w: w.left)))
        for (page, _), row in sorted(rows.items())
    ]  # fmt: skip
    return Printed(len(pages), lines, found["word"], faces)


@pytest.fixture(scope="module")
def reports(soffice: str, pdftotext: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Printed]:
    """The seed's report, one with long texts, one with the largest figures: one call of LibreOffice."""
    inputs = [address for address in FORM.addresses if address not in FORM.totals]
    large = with_totals(FORM, dict.fromkeys(inputs, Decimal(999_999)), keep=False)
    wide = {address: number if address in inputs else Decimal(999_999) for address, number in large.items()}
    cases = {
        "seed": SEED,
        "long": replace(SEED, texts={**SEED.texts, "N1.1": BODY}),
        "large": replace(SEED, values=wide),
        "largest": replace(SEED, values=large),
        "bare": replace(SEED, texts={}),
    }
    returns = [
        CheckedReturn(FORM, replace(one, unit=replace(one.unit, code=name))) for name, one in cases.items()
    ]
    folder = tmp_path_factory.mktemp("pdf")
    paths = write_together(returns, folder, ReportWishes(["pdf"], draft=True))
    return {name: printed(path) for name, path in zip(cases, paths, strict=True)}


def test_the_seed_takes_seven_pages(reports: dict[str, Printed]) -> None:
    assert reports["seed"].pages == 7


def test_a_page_has_22_lines_of_28_characters(reports: dict[str, Printed]) -> None:
    pages = list(reports["long"].full())
    assert len(pages) >= 2
    for lines in pages:
        assert len(lines) == 22
        assert {len(line.text) for line in lines} == {28}
        pitch = [below.bottom - above.bottom for above, below in pairwise(lines)]
        assert abs(median(pitch) - 28.95) < 0.1 and max(pitch) - min(pitch) < 0.5


def test_the_text_stands_where_the_standard_says(reports: dict[str, Printed]) -> None:
    """天头 37 mm, 订口 28 mm, 版心 156 × 225 mm, each within one."""
    for lines in reports["long"].full():
        assert abs(min(line.left for line in lines) / MM - 28) < 1
        assert abs(max(line.right for line in lines) / MM - (28 + 156)) < 1
        middle = (lines[0].top + lines[0].bottom) / 2  # of the first of 22 lines on 225 mm
        assert abs(middle / MM - (37 + 225 / 22 / 2)) < 1


def test_page_numbers_stand_right_on_odd_and_left_on_even_pages(reports: dict[str, Printed]) -> None:
    found = 0
    for report in reports.values():
        for page in range(1, report.pages + 1):
            (number,) = [w for w in report.lines if w.page == page and w.text == f"—{page}—"]
            found += 1
            # one character of 14 points, 4.9 mm, from the edge of the text
            inside = 28 + 156 - number.right / MM if page % 2 else number.left / MM - 28
            assert 4 < inside < 6
            assert 37 + 225 + 4 < number.bottom / MM < 37 + 225 + 13  # 7 mm below the text
    assert found > 20


@pytest.mark.parametrize("name", ["seed", "large", "largest"])
def test_the_long_table_stands_with_its_heading_on_one_page(reports: dict[str, Printed], name: str) -> None:
    report = reports[name]
    heading = [line.page for line in report.lines if line.text == HEADING]
    last = [line.page for line in report.lines if line.text.startswith(LAST_ROW)]
    assert len(heading) == len(last) == 1 and heading == last


def test_six_digits_stand_in_one_piece_in_every_cell(reports: dict[str, Printed]) -> None:
    whole = [word for word in reports["large"].words if word.text == "999999"]
    cells = sum(FORM.kinds[address] == "count" for address in FORM.addresses)
    assert len(whole) == cells + 1  # and the amount


def test_the_faces_are_the_official_ones_or_the_nearest(reports: dict[str, Printed]) -> None:
    chinese = {
        re.split("[-,]", face)[0] + face[-8:]
        for face in reports["seed"].faces
        if "CJK" in face or "UKai" in face
    }
    assert len(chinese) >= 4, reports["seed"].faces
    assert not [face for face in reports["seed"].faces if "DejaVu" in face]


def test_headings_without_texts_fill_their_pages(reports: dict[str, Printed]) -> None:
    """No page holds the title alone, and a table stands below its heading."""
    page_of = {line.text: line.page for line in reports["bare"].lines}
    assert page_of["一、总体情况"] == page_of["（一）主动公开情况"] == 1
    assert page_of["二、主动公开政府信息情况"] == page_of["第二十条第（一）项"]
