"""What people do to a workbook, and what we say of it: right figures or a refusal, never wrong ones."""

from __future__ import annotations

import shutil
import warnings
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from support.returns import SOUND, checked, refused_file
from support.strategies import UNIT
from support.workbooks import one_sheet

from xltool.core.check.returned import CheckedReturn, Unreadable
from xltool.core.form.layout import Layout
from xltool.core.form.model import Form
from xltool.core.submission.identity import SHEET, sign
from xltool.reading.form.find import DATA
from xltool.writing.workbook.write import WorkbookContent, write_workbook

TABLE3 = "三、申请办理"


def changed(folder: Path, change: Callable[[Any], Any]) -> Path:
    """The sound return after someone's `change` in another program."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl does not know everything LibreOffice writes
        book = openpyxl.load_workbook(SOUND)
        book = change(book) or book
        book.save(folder / "b.xlsx")
    return folder / "b.xlsx"


def damaged(folder: Path, change: Callable[[Any], Any]) -> CheckedReturn:
    """The same, read and checked."""
    return checked(changed(folder, change))


def codes_and_severities(intake: CheckedReturn | Unreadable) -> list[tuple[str, str]]:
    return [(finding.code, finding.severity) for finding in intake.findings]


def assert_figures_unchanged(intake: CheckedReturn) -> None:
    sound = checked(SOUND).submission
    assert sound is not None and intake.submission is not None
    assert intake.submission.values == sound.values
    assert intake.submission.texts == sound.texts


def put(place: str, value: object) -> Callable[[Any], None]:
    sheet, cell = place.split("!")

    def change(book: Any) -> None:
        book[sheet][cell] = value

    return change


def renamed(book: Any) -> None:
    book[TABLE3].title = "Sheet3"
    book.move_sheet("Sheet3", -3)


def spaced_labels(book: Any) -> None:
    book[TABLE3]["C12"] = " 2. 其他法律\n行政法规禁止公开"
    book[TABLE3]["B9"] = "(一)予以公开"


def unprotected(book: Any) -> None:
    for sheet in book:
        sheet.protection.sheet = False


@pytest.mark.slow
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
    assert codes_and_severities(intake) == found
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
        (put(f"{TABLE3}!D9", '=_xlfn.DISPIMG("ID_1",1)'), [("V-link", "error")]),
        (put(f"{TABLE3}!D9", True), [("V-text", "error")]),
        (put("基本信息!B5", "邻居局"), [("W-identity", "error")]),
        (put("文字部分!D4", None), [("N-blank", "error")]),
    ],
)
def test_the_unit_must_act(tmp_path: Path, change: Any, found: list[tuple[str, str]]) -> None:
    intake = damaged(tmp_path, change)
    assert codes_and_severities(intake) == found and intake.status == "rejected"


def test_a_total_typed_over_names_both_numbers(tmp_path: Path) -> None:
    (finding,) = damaged(tmp_path, put(f"{TABLE3}!D30", 99)).findings
    assert (str(finding.value), str(finding.expected), finding.cells) == ("99", "5", (f"{TABLE3}!D30",))


def test_a_deleted_row_is_never_read_from_its_neighbour(tmp_path: Path) -> None:
    intake = damaged(tmp_path, lambda book: book[TABLE3].delete_rows(9))
    assert intake.status == "rejected" and intake.submission is not None
    assert intake.submission.values["T3.r3.c1"] is None
    assert intake.submission.values["T3.r24.c1"] is None
    assert ("W-row-missing", "error") in codes_and_severities(intake)
    sound = checked(SOUND).submission
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
    assert ("W-name", "warning") in codes_and_severities(intake)


def test_two_copies_of_a_table_with_different_figures_are_refused(tmp_path: Path) -> None:
    intake = damaged(tmp_path, lambda book: put(f"{book.copy_worksheet(book[TABLE3]).title}!D7", 77)(book))
    assert codes_and_severities(intake) == [("W-table-twice", "error")]


def test_another_workbook_is_refused(tmp_path: Path) -> None:
    openpyxl.Workbook().save(tmp_path / "a.xlsx")
    refused = refused_file(tmp_path / "a.xlsx")
    assert (refused.status, codes_and_severities(refused)) == ("unreadable", [("W-not-our-form", "error")])


def test_unit_is_read_from_the_code_line_when_all_else_is_gone(tmp_path: Path) -> None:
    intake = damaged(tmp_path, one_sheet)
    assert intake.located_by == "labels" and intake.submission is not None
    assert (intake.submission.unit.code, intake.submission.year) == ("031", 2025)


def filled(folder: Path, form: Form, year: int = 2025, notes: dict[str, str] | None = None) -> Path:
    """A complete workbook of `form` in which 现行有效 is below 制发 less 废止."""
    values = dict.fromkeys(form.addresses, Decimal(0)) | {"T2.r2.c1": Decimal(3), "T2.r2.c3": Decimal(1)}
    content = WorkbookContent(values, dict.fromkeys(form.texts, "信息处理费无。"), notes or {})
    file = folder / "made.xlsx"
    file.write_bytes(write_workbook(form, sign(form.key, year, UNIT.code, UNIT.name), UNIT, content))
    return file


def retyped(file: Path, place: str, value: object) -> CheckedReturn:
    book = openpyxl.load_workbook(file)
    put(place, value)(book)
    book.save(file)
    return checked(file)


def test_an_explanation_answers_the_warning_it_was_written_for(tmp_path: Path, form: Form) -> None:
    file = filled(tmp_path, form, notes={"T2-C01": "上年已清理两件。"})
    intake = checked(file)
    assert codes_and_severities(intake) == [("T2-C01", "info")] and intake.status == "accepted"
    assert intake.submission is not None and intake.submission.notes == {"T2-C01": "上年已清理两件。"}


@pytest.mark.parametrize(
    ("place", "value", "found"),
    [
        ("T2.r2.c3", 2, [("W-note-old", "info"), ("T2-C01", "warning")]),
        ("T2.r3.c4", 2, [("T2-C01", "info")]),  # a figure the rule does not speak of
        ("note.T2-C01", "又清理一件。", [("T2-C01", "info")]),
        ("note.T2-C01", None, [("T2-C01", "warning")]),
    ],
)
def test_an_explanation_counts_while_its_figures_stay(
    tmp_path: Path, form: Form, layout: Layout, place: str, value: object, found: list[tuple[str, str]]
) -> None:
    file = filled(tmp_path, form, notes={"T2-C01": "上年已清理两件。"})
    assert codes_and_severities(retyped(file, layout.place(place), value)) == found


def test_a_new_explanation_is_about_the_new_figures(tmp_path: Path, form: Form, layout: Layout) -> None:
    file = filled(tmp_path, form, notes={"T2-C01": "上年已清理两件。"})
    retyped(file, layout.place("T2.r2.c3"), 2)
    assert codes_and_severities(retyped(file, layout.place("note.T2-C01"), "只清理一件。")) == [
        ("T2-C01", "info")
    ]


def other_version(folder: Path, version: str) -> None:
    """The same form issued once more, as `version`, where the tool looks for forms."""
    new = folder / "forms" / f"zfxxgknb-{version}"
    shutil.copytree(DATA / "templates" / "zfxxgknb-2021", new)
    text = (new / "form.toml").read_text(encoding="utf-8")
    (new / "form.toml").write_text(
        text.replace('version = "2021"', f'version = "{version}"'), encoding="utf-8"
    )


@pytest.mark.parametrize(("year", "said"), [(2025, []), (2026, ["W-version"]), (2027, ["W-version"])])
def test_an_older_version_is_read_and_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: Form, year: int, said: list[str]
) -> None:
    other_version(tmp_path, "2026")
    monkeypatch.setenv("XLTOOL_FORMS", str(tmp_path / "forms"))
    intake = checked(filled(tmp_path, form, year))
    assert intake.form is not None and intake.form.version == "2021"
    assert [f.code for f in intake.findings if f.code.startswith("W")] == said


def test_a_version_that_is_not_here_is_named(tmp_path: Path, form: Form) -> None:
    newer = replace(form, version="2031")
    refused = refused_file(filled(tmp_path, newer))
    assert refused.status == "unreadable" and codes_and_severities(refused) == [("W-form-version", "error")]
    assert "2031" in refused.findings[0].message and "2021" in refused.findings[0].message


def test_a_table_that_is_nobodys_lists_what_is_missing(tmp_path: Path) -> None:
    def change(book: Any) -> Any:
        new = one_sheet(book)
        for line in new.active.iter_rows():
            for cell in line:
                if isinstance(cell.value, str) and ("校验码" in cell.value or cell.value in ("031", "2025")):
                    cell.value = None
        return new

    refused = refused_file(changed(tmp_path, change))
    assert refused.status == "unreadable" and codes_and_severities(refused) == [("W-unit-unknown", "error")]
    assert refused.args["lost"]


@pytest.mark.parametrize(
    ("made", "read", "said"),
    [(b"", b"", []), (b"k" * 32, b"k" * 32, []), (b"k" * 32, b"", []), (b"k" * 32, b"x" * 32, ["W-token"])],
)
def test_a_token_of_another_round_is_seen(
    tmp_path: Path, form: Form, made: bytes, read: bytes, said: list[str]
) -> None:
    file = tmp_path / "a.xlsx"
    content = WorkbookContent(
        dict.fromkeys(form.addresses, Decimal(0)), dict.fromkeys(form.texts, "信息处理费无。")
    )
    file.write_bytes(write_workbook(form, sign(form.key, 2025, UNIT.code, UNIT.name, made), UNIT, content))
    assert [f.code for f in checked(file, key=read).findings] == said
