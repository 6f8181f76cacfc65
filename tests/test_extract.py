"""What people do to a workbook, and what we say of it: right figures or a refusal, never wrong ones."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from conftest import SAMPLES
from openpyxl.cell.cell import MergedCell

from xltool.identity import SHEET
from xltool.intake import Intake, check_file

SOUND = next(path for path in (SAMPLES / "returned").iterdir() if path.name.startswith("ok"))
TABLE3 = "三、申请办理"


def damaged(folder: Path, change: Callable[[Any], Any]) -> Intake:
    """The sound return after someone's `change` in another program, read and checked."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl does not know everything LibreOffice writes
        book = openpyxl.load_workbook(SOUND)
        book = change(book) or book
        book.save(folder / "b.xlsx")
    return check_file(str(folder / "b.xlsx"))


def codes(intake: Intake) -> list[tuple[str, str]]:
    return [(finding.code, finding.severity) for finding in intake.findings]


def assert_figures_unchanged(intake: Intake) -> None:
    sound = check_file(str(SOUND)).submission
    assert sound is not None and intake.submission is not None
    assert intake.submission.values == sound.values
    assert intake.submission.texts == sound.texts


def put(place: str, value: object) -> Callable[[Any], None]:
    sheet, cell = place.split("!")

    def change(book: Any) -> None:
        book[sheet][cell] = value

    return change


def one_sheet(book: Any) -> Any:
    """Someone copies all cells, without names or hidden sheets, into a new workbook."""
    new = openpyxl.Workbook()
    row = 1
    for name in ("基本信息", "二、主动公开", TABLE3, "四、复议诉讼", "文字部分"):
        for line in book[name].iter_rows():
            for cell in line:
                if cell.value is not None and not isinstance(cell, MergedCell):
                    new.active.cell(row + cell.row - 1, cell.column, cell.value)
        row += book[name].max_row + 2
    return new


def renamed(book: Any) -> None:
    book[TABLE3].title = "Sheet3"
    book.move_sheet("Sheet3", -3)


def spaced_labels(book: Any) -> None:
    book[TABLE3]["C12"] = " 2. 其他法律\n行政法规禁止公开"
    book[TABLE3]["B9"] = "(一)予以公开"


def unprotected(book: Any) -> None:
    for sheet in book:
        sheet.protection.sheet = False


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (lambda book: None, []),
        (renamed, []),
        (spaced_labels, []),
        (lambda book: book.remove(book[SHEET]), [("W-lost", "info")]),
        (unprotected, [("W-unlocked", "info")]),
        (put(f"{TABLE3}!D30", 5), [("W-total-typed", "info")]),
        (put(f"{TABLE3}!D30", "=SUM(D9:D20)"), [("W-formula", "info")]),
        (put(f"{TABLE3}!D7", "５件"), [("V-converted", "info")]),
        (put(f"{TABLE3}!D11", "无"), [("V-converted", "info")]),
        (put(f"{TABLE3}!D7", "五"), [("V-asked", "warning")]),
        (put(f"{TABLE3}!A8", "上年数"), [("W-label", "warning")]),
        (
            lambda book: book[TABLE3].insert_rows(5),
            [("W-name", "warning"), ("W-formula", "info"), ("W-lost", "info")],
        ),
        (
            one_sheet,
            [("W-formula", "info"), ("W-formula", "info"), ("W-unlocked", "info"), ("W-lost", "info")],
        ),
    ],
)
def test_harmless_or_repaired(tmp_path: Path, change: Any, found: list[tuple[str, str]]) -> None:
    intake = damaged(tmp_path, change)
    assert codes(intake) == found
    assert_figures_unchanged(intake)


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (put(f"{TABLE3}!D30", 99), [("W-total", "error")]),
        (put(f"{TABLE3}!D9", "约3"), [("V-text", "error")]),
        (put(f"{TABLE3}!D9", -3), [("V-negative", "error")]),
        (put(f"{TABLE3}!D9", 1.5), [("V-fraction", "error")]),
        (put(f"{TABLE3}!D9", None), [("V-blank", "error")]),
        (put(f"{TABLE3}!D9", "=[1]Sheet1!A1"), [("V-link", "error")]),
        (put(f"{TABLE3}!D9", True), [("V-text", "error")]),
        (put("基本信息!B5", "邻居局"), [("W-identity", "error")]),
        (put("文字部分!D6", None), [("N-blank", "error")]),
    ],
)
def test_the_unit_must_act(tmp_path: Path, change: Any, found: list[tuple[str, str]]) -> None:
    intake = damaged(tmp_path, change)
    assert codes(intake) == found and intake.status == "rejected"


def test_a_total_typed_over_names_both_numbers(tmp_path: Path) -> None:
    (finding,) = damaged(tmp_path, put(f"{TABLE3}!D30", 99)).findings
    assert (str(finding.value), str(finding.expected), finding.cells) == ("99", "5", (f"{TABLE3}!D30",))


def test_a_deleted_row_is_never_read_from_its_neighbour(tmp_path: Path) -> None:
    intake = damaged(tmp_path, lambda book: book[TABLE3].delete_rows(9))
    assert intake.status == "rejected" and intake.submission is not None
    assert intake.submission.values["T3.r3.c1"] is None
    assert intake.submission.values["T3.r24.c1"] is None
    assert ("W-row-missing", "error") in codes(intake)
    sound = check_file(str(SOUND)).submission
    assert sound is not None
    rows = [r for r in range(1, 26) if r not in (3, 24)]
    assert all(intake.submission.values[f"T3.r{r}.c1"] == sound.values[f"T3.r{r}.c1"] for r in rows)


def test_swapped_rows_are_read_by_their_labels(tmp_path: Path) -> None:
    def change(book: Any) -> None:
        sheet = book[TABLE3]
        for column in "CDEFGHI":
            a, b = sheet[f"{column}19"].value, sheet[f"{column}20"].value
            sheet[f"{column}19"], sheet[f"{column}20"] = b, a

    intake = damaged(tmp_path, change)
    assert_figures_unchanged(intake)
    assert ("W-name", "warning") in codes(intake)


def test_two_copies_of_a_table_with_different_figures_are_refused(tmp_path: Path) -> None:
    intake = damaged(tmp_path, lambda book: put(f"{book.copy_worksheet(book[TABLE3]).title}!D7", 77)(book))
    assert codes(intake) == [("W-table-twice", "error")]


def test_another_workbook_is_refused(tmp_path: Path) -> None:
    openpyxl.Workbook().save(tmp_path / "a.xlsx")
    intake = check_file(str(tmp_path / "a.xlsx"))
    assert (intake.status, codes(intake)) == ("unreadable", [("W-not-our-form", "error")])


def test_unit_is_read_from_the_code_line_when_all_else_is_gone(tmp_path: Path) -> None:
    intake = damaged(tmp_path, one_sheet)
    assert intake.located_by == "labels" and intake.submission is not None
    assert (intake.submission.unit.code, intake.submission.year) == ("031", 2025)
