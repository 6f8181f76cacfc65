"""Only inputs can be typed into: in the written file, and after LibreOffice saved it."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from conftest import load
from support.office import Office
from support.workbooks import issued

from xltool.core.form.layout import Layout
from xltool.core.submission.identity import SHEET
from xltool.writing.workbook.write import write_workbook

FORM = load("zfxxgknb-2021")


def test_exactly_the_inputs_are_unlocked(layout: Layout) -> None:
    """openpyxl is the independent judge."""
    book = openpyxl.load_workbook(BytesIO(issued(FORM)))
    inputs = {(c.sheet, c.a1) for c in layout.cells.values() if c.role == "input"}
    unlocked = {
        (sheet.title, cell.coordinate)
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if not cell.protection.locked and not isinstance(cell, openpyxl.cell.cell.MergedCell)
    }
    assert unlocked == inputs
    assert all(sheet.protection.sheet for sheet in book)
    assert book[SHEET].sheet_state == "veryHidden"
    assert book.security.lockStructure


def test_libreoffice_keeps_the_locks(office: Office, layout: Layout, tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(issued(FORM))
    office.ask(tmp_path / "a.xlsx", save=[[str(tmp_path / "b.xlsx"), "xlsx"]])
    places = {c.address: layout.place(c.address) for c in layout.cells.values()}
    answer = office.ask(tmp_path / "b.xlsx", locks=list(places.values()))
    for address, cell in layout.cells.items():
        assert answer["locks"][places[address]] == (cell.role == "total"), address
    book = openpyxl.load_workbook(tmp_path / "b.xlsx")
    assert set(answer["protected"]) == set(book.sheetnames)
    # what it drops: the structure lock, and very hidden becomes hidden (so neither is a finding)
    assert book[SHEET].sheet_state == "hidden"


@pytest.mark.parametrize("password", ["", "Abc-2025"])
def test_password_only_where_one_is_configured(password: str) -> None:
    from support.strategies import UNIT

    from xltool.core.submission.identity import sign

    data = write_workbook(FORM, sign(FORM.key, 2025, "1", "甲"), UNIT, password=password)
    with zipfile.ZipFile(BytesIO(data)) as package:
        book, sheet = package.read("xl/workbook.xml"), package.read("xl/worksheets/sheet3.xml")
    assert (b"workbookPassword=" in book) == (b'password="' in sheet) == bool(password)
    assert b'lockStructure="1"' in book
