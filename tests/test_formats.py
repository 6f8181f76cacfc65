"""One workbook, five ways of saving it: the same submission, and nothing said that is not true."""

from __future__ import annotations

import shutil
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from conftest import load
from hypothesis import given, settings
from hypothesis import strategies as st
from support.office import Office
from support.returns import SOUND, checked
from support.strategies import submissions
from support.workbooks import filled_cells, issued

from xltool.core.check.returned import CheckedReturn
from xltool.core.form.layout import lay_out, zero_choice
from xltool.core.form.model import Form
from xltool.core.submission.model import with_profile
from xltool.core.text import zh
from xltool.office.raw import RawWorkbook
from xltool.reading import registry

WAYS = ["xlsx", "xls", "ods", "xls.xlsx", "ods.xlsx"]


def saved(office: Office, folder: Path, source: Path, put: dict[str, Any] | None = None) -> list[Path]:
    """`source` filled in and saved in every way."""
    files = [folder / f"b.{way}" for way in WAYS]
    office.ask(source, put=put or {}, save=[[str(file), file.suffix[1:]] for file in files[:3]])
    for file, between in zip(files[3:], files[1:3], strict=True):
        office.ask(between, save=[[str(file), "xlsx"]])
    return files


FORM = load("zfxxgknb-2021")
SHANDONG = with_profile(FORM, "shandong")


def said(intake: CheckedReturn) -> list[tuple[str, tuple[str, ...]]]:
    return [(finding.code, finding.refs) for finding in intake.findings]


@settings(max_examples=4)
@given(st.data(), st.sampled_from([FORM, SHANDONG]))
def test_every_way_yields_the_same_submission(
    office: Office, tmp_path_factory: Any, data: st.DataObject, form: Form
) -> None:
    submission = data.draw(submissions(form, blanks=True))
    folder = tmp_path_factory.mktemp("ways")
    (folder / "a.xlsx").write_bytes(issued(form))
    first, *others = saved(office, folder, folder / "a.xlsx", filled_cells(lay_out(form), submission))
    wanted = checked(first)
    assert wanted.submission is not None
    assert wanted.submission.values == submission.values
    assert wanted.submission.texts == submission.texts
    assert wanted.submission.notes == submission.notes
    for other in others:
        found = checked(other)
        assert found.submission == wanted.submission, other.name
        assert said(found) == said(wanted), other.name
        assert (found.saved_by, found.located_by) == ("libreoffice", "labels+names"), other.name


def test_a_filled_return_with_choices_texts_and_notes(office: Office, tmp_path: Path) -> None:
    layout = lay_out(FORM)
    put: dict[str, Any] = {layout.place(zero_choice(table)): zh.YES for table in FORM.tables}
    put |= {layout.place("T3.r1.c1"): 3, layout.place("T3.r3.c1"): 3, layout.place("T2.r6.c5"): 12.345}
    # no tab, no two spaces: LibreOffice itself loses them in a text of several paragraphs on its way through .ods
    put |= {layout.place(address): "第一段。\n第二段：“引号” 空格，<&>结尾。" for address in FORM.texts}
    put[layout.place("note.T2-C02")] = "授权制发"
    (tmp_path / "a.xlsx").write_bytes(issued(FORM))
    intakes = [checked(file) for file in saved(office, tmp_path, tmp_path / "a.xlsx", put)]
    submission = intakes[0].submission
    assert submission is not None and intakes[0].status == "accepted"
    assert submission.values["T2.r6.c5"] == Decimal("12.345")
    assert submission.values["T3.r24.c7"] == Decimal(3)
    assert submission.notes == {"T2-C02": "授权制发"}
    assert submission.texts["N0"] == "第一段。\n第二段：“引号” 空格，<&>结尾。"
    for way, other in zip(WAYS, intakes, strict=True):
        assert other.submission == submission, way
        assert said(other) == said(intakes[0]), way


@pytest.fixture(scope="module")
def ways(office: Office, tmp_path_factory: pytest.TempPathFactory) -> dict[str, RawWorkbook]:
    """The sound sample as each reader gives it."""
    files = saved(office, tmp_path_factory.mktemp("sound"), SOUND)
    books = {way: registry.read(file.read_bytes()) for way, file in zip(WAYS, files, strict=True)}
    return {way: book for way, book in books.items() if isinstance(book, RawWorkbook)}


@pytest.mark.parametrize("way", WAYS[1:])
def test_readers_agree_on_all_they_report(ways: dict[str, RawWorkbook], way: str) -> None:
    """Cells with kind, text, formula, lock and date; merges, protection, visibility, names, properties."""
    wanted, found = ways["xlsx"], ways[way]
    assert [sheet.name for sheet in found.sheets] == [sheet.name for sheet in wanted.sheets]
    assert found.saved_by == wanted.saved_by == "libreoffice"
    assert found.properties["xltool"] == wanted.properties["xltool"]
    targets = [{name: text.replace("'", "") for name, text in book.names.items()} for book in (wanted, found)]
    assert targets[0].items() <= targets[1].items()  # xls → xlsx adds names
    for one, other in zip(wanted.sheets, found.sheets, strict=True):
        assert (one.visibility, one.protected) == (other.visibility, other.protected)
        assert sorted(one.merges) == sorted(other.merges)
        assert _places(one.validated) == _places(other.validated)
        assert one.cells.keys() == other.cells.keys()
        for spot, cell in one.cells.items():
            twin = other.cells[spot]
            assert (cell.kind, cell.value, cell.locked, cell.date) == (
                twin.kind, twin.value, twin.locked, twin.date,
            )  # fmt: skip
            assert (cell.formula is None) == (twin.formula is None)
            if way == "ods" or (cell.formula or "").startswith("SUM("):
                assert cell.formula == twin.formula


def _places(areas: list[tuple[int, int, int, int]] | None) -> set[tuple[int, int]]:
    assert areas is not None
    return {
        (r, c) for top, left, end, right in areas for r in range(top, end + 1) for c in range(left, right + 1)
    }


@pytest.mark.parametrize("suffix", ["dat", "et", "xls", "xlsx", "ods"])
def test_the_name_of_a_file_says_nothing(office: Office, tmp_path: Path, suffix: str) -> None:
    files = saved(office, tmp_path, SOUND)[:3]
    sound = checked(SOUND).submission
    for number, file in enumerate(files):
        shutil.move(file, tmp_path / f"{number}.{suffix}")
        assert checked(tmp_path / f"{number}.{suffix}").submission == sound
