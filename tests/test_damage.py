"""Every kind of damage done by a real LibreOffice: right figures or a refusal, never a wrong figure.

The law is asked of every address: it reads as a person now sees it at the labelled place, or an
error says that it cannot be taken.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from support.office import Office
from support.returns import SOUND, checked

from xltool.core.check.returned import CheckedReturn

T2, T3, T4, TEXTS, INFO = "二、主动公开", "三、申请办理", "四、复议诉讼", "文字部分", "基本信息"
TABLES = [INFO, T2, T3, T4, TEXTS]
FORMATS = ["xlsx", "xls", "ods"]
D7 = {"T3.r1.c1"}  # the cell most damage below is done to; 5 stands there, 1 in E7

Do = list[Any]


def spoiled(office: Office, folder: Path, do: list[Do], format_: str) -> CheckedReturn:
    """The sound return after `do`, saved by LibreOffice, read and checked."""
    file = folder / f"b.{format_}"
    office.ask(SOUND, do=do, save=[[str(file), format_]])
    return checked(file)


def assert_never_silently_wrong(intake: CheckedReturn, seen: Mapping[str, str | None]) -> None:
    """`seen` are the figures that differ from the sound return, as a person would now read them."""
    sound = checked(SOUND).submission
    assert sound is not None
    if intake.submission is None:
        assert [f.severity for f in intake.findings] == ["error"]
        return
    refused = {ref for f in intake.findings if f.severity == "error" for ref in f.refs}
    totals = intake.form.totals if intake.form else {}
    for address, figure in sound.values.items():
        meant = Decimal(seen[address] or 0) if address in seen else figure
        blank = address in seen and seen[address] is None
        now = intake.submission.values[address]
        members = [ref for _, ref in totals[address].terms] if address in totals else [address]
        if now is None and address in totals:
            assert any(intake.submission.values[ref] is None for ref in members), address
        elif now is None:
            assert blank or address in refused, address
        elif address not in totals:
            assert now == meant, address
        else:  # totals are recomputed from the members that were just compared
            figures = [intake.submission.values[ref] for ref in members]
            assert now == sum((n for n in figures if n is not None), Decimal(0)), address


UNPROTECT: Do = ["unprotect"]
SWAP: list[Do] = [
    ["cut", f"{T3}!C11:I11", f"{T3}!C60"], ["cut", f"{T3}!C12:I12", f"{T3}!C11"],
    ["cut", f"{T3}!C60:I60", f"{T3}!C12"],
]  # fmt: skip
TITLES: list[Do] = [["insert_rows", sheet, 0, 2] for sheet in TABLES]

# what is done; the figures that now look different; codes that must be among the findings
HARMLESS: dict[str, tuple[list[Do], dict[str, str | None], set[str]]] = {
    "saved again": ([], {}, set()),
    "unprotected": ([UNPROTECT], {}, {"W-unlocked"}),
    "rows inserted": ([UNPROTECT, ["insert_rows", T3, 8, 2]], {}, set()),
    "columns inserted": ([UNPROTECT, ["insert_columns", T3, 4, 1]], {}, set()),
    "title rows on top": ([UNPROTECT, *TITLES], {}, set()),
    "row between headings and figures": ([UNPROTECT, ["insert_rows", T4, 6, 1]], {}, set()),
    "the same without names": ([UNPROTECT, ["remove_names"], ["insert_rows", T4, 6, 1]], {}, {"W-lost"}),
    "sheet renamed": ([["rename", T3, "Sheet3"]], {}, set()),
    "sheets reordered": ([["move_sheet", T4, 0], ["move_sheet", INFO, 5]], {}, set()),
    "sheets copied to a new workbook": ([["new_workbook", TABLES]], {}, {"W-lost"}),
    "cells copied to one sheet": ([["one_sheet", TABLES]], {}, {"W-lost", "W-unlocked"}),
    "names deleted": ([["remove_names"]], {}, {"W-lost"}),
    "hidden sheet deleted": ([["remove_sheet", "_xltool"]], {}, {"W-lost"}),
    "unmerged": ([UNPROTECT, ["unmerge", f"{T3}!A1:I31"]], {}, set()),
    "row hidden": ([UNPROTECT, ["hide_row", T3, 9]], {}, set()),
    "comment": ([UNPROTECT, ["comment", f"{T3}!D7", "待核实"]], {}, set()),
    "rows swapped": ([UNPROTECT, *SWAP], {}, set()),
    "sheet twice, alike": ([["copy_sheet", T3, "备份"]], {}, set()),
    "label edited": ([UNPROTECT, ["text", f"{T3}!A8", "上年数"]], {}, {"W-label"}),
    "heading edited": ([UNPROTECT, ["text", f"{T3}!D4", "情况"]], {}, {"W-heading"}),
    "cut and pasted": ([["cut", f"{T3}!D7", f"{T3}!E7"]], {"T3.r1.c1": None, "T3.r1.c2": "5"}, {"W-name"}),
    "total typed over": ([UNPROTECT, ["type", f"{T3}!D30", "5"]], {}, {"W-total-typed"}),
    "total typed over, wrong": ([UNPROTECT, ["type", f"{T3}!D30", "7"]], {}, {"W-total"}),
    "sum cut short": ([UNPROTECT, ["type", f"{T3}!D30", "=SUM(D9:D20)"]], {}, {"W-formula"}),
    "paste over validation": ([UNPROTECT, ["paste", f"{T3}!A1", f"{T3}!K1"], ["paste", f"{T3}!K1", f"{T3}!D7"]],
                              {"T3.r1.c1": None}, set()),
}  # fmt: skip

NEEDS_THE_UNIT: dict[str, tuple[list[Do], set[str]]] = {
    "row deleted": ([UNPROTECT, ["delete_rows", T3, 8, 1]], {"W-row-missing"}),
    "column deleted": ([UNPROTECT, ["delete_columns", T3, 4, 1]], {"W-row-missing"}),
    "label edited, no names": (
        [UNPROTECT, ["remove_names"], ["text", f"{T3}!A8", "上年数"]], {"W-row-missing"}),
    "row twice": (
        [UNPROTECT, ["unmerge", f"{T3}!A1:I31"], ["insert_rows", T3, 11, 1],
         ["paste", f"{T3}!C11:I11", f"{T3}!C12"]], {"W-row-twice"}),
    "two copies, different": ([["copy_sheet", T3, "备份"], UNPROTECT, ["type", "备份!D7", "6"]], {"W-table-twice"}),
    "figures merged": ([UNPROTECT, ["merge", f"{T3}!D7:E7"]], {"W-merged"}),
    "neighbour's name": ([UNPROTECT, ["text", f"{INFO}!B5", "邻居局"]], {"W-identity"}),
}  # fmt: skip

# typed as at the keyboard → the figure that is read, or None with the code of the error
TYPED: dict[str, tuple[str | None, str | None]] = {
    "'５": ("5", "V-converted"),
    "'1,234": ("1234", "V-converted"),
    "'１，２３４": ("1234", "V-converted"),
    "'3件": ("3", "V-converted"),
    "' 7 ": ("7", "V-converted"),
    "'\u30007\u3000": ("7", "V-converted"),
    "'7\u200b": ("7", "V-converted"),
    "'7\n": ("7", "V-converted"),
    "'无": ("0", "V-converted"),
    "'/": ("0", "V-converted"),
    "'—": ("0", "V-converted"),
    "'〇": ("0", "V-converted"),
    "'三": ("3", "V-asked"),
    "'十二": ("12", "V-asked"),
    "'1.2万": ("12000", "V-asked"),
    "46054": ("46054", "V-asked"),
    "=2+3": ("5", "V-formula"),
    "'约5": (None, "V-text"),
    "'1O": (None, "V-text"),
    "'3+4": (None, "V-text"),
    "'5²": (None, "V-text"),
    "'½": (None, "V-text"),
    "'①": (None, "V-text"),
    "'12元": (None, "V-text"),
    "'2-1": (None, "V-text"),
    "'2026-2-1": (None, "V-date"),
    "-4": (None, "V-negative"),
    "1.5": (None, "V-fraction"),
    "=1/0": (None, "V-excel-error"),
    "=#REF!": (None, "V-excel-error"),
    "": (None, "V-blank"),
    "' ": (None, "V-blank"),
}


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("name", HARMLESS)
def test_figures_are_as_a_person_sees_them(office: Office, tmp_path: Path, name: str, format_: str) -> None:
    do, seen, codes = HARMLESS[name]
    intake = spoiled(office, tmp_path, do, format_)
    assert intake.submission is not None
    assert_never_silently_wrong(intake, seen)
    assert codes <= {finding.code for finding in intake.findings}


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("name", NEEDS_THE_UNIT)
def test_what_cannot_be_told_is_refused(office: Office, tmp_path: Path, name: str, format_: str) -> None:
    do, codes = NEEDS_THE_UNIT[name]
    intake = spoiled(office, tmp_path, do, format_)
    assert intake.status == "rejected"
    assert codes <= {finding.code for finding in intake.findings if finding.severity == "error"}
    assert_never_silently_wrong(intake, {})


@pytest.mark.parametrize("format_", FORMATS)
def test_typed_figures(office: Office, tmp_path: Path, format_: str) -> None:
    """Each way of writing a figure in a cell of its own, in one workbook."""
    cells = [f"{column}{row}" for row in range(7, 30) for column in "DEFGHI"]
    do: list[Do] = []
    for text, cell in zip(TYPED, cells, strict=False):
        typed = text.startswith("'")
        do.append(["text" if typed else "type", f"{T3}!{cell}", text.removeprefix("'")])
    intake = spoiled(office, tmp_path, do, format_)
    assert intake.submission is not None
    address_of = {place.split("!")[1]: a for a, place in intake.places.items() if place.startswith(T3)}
    for (text, (figure, code)), cell in zip(TYPED.items(), cells, strict=False):
        address = address_of[cell]
        found = {f.code for f in intake.findings if address in f.refs and f.code.startswith("V")}
        assert found == {code}, (text, found)
        now = intake.submission.values[address]
        if code in ("V-negative", "V-fraction"):
            assert now is not None  # kept as it is, with its error
        else:
            assert now == (None if figure is None else Decimal(figure)), text


@pytest.mark.parametrize("format_", FORMATS)
def test_a_real_date_is_an_error(office: Office, tmp_path: Path, format_: str) -> None:
    do: list[Do] = [["type", f"{T3}!D7", "46054"], ["date_format", f"{T3}!D7"]]
    intake = spoiled(office, tmp_path, do, format_)
    (finding,) = [f for f in intake.findings if f.severity == "error"]
    assert (finding.code, finding.args["typed"]) == ("V-date", "2026-02-01")
