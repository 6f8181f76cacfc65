"""Prove that a form can be used: its workbook, filled with figures that all differ, reads back as filled."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from xltool.core.check.labels import short_label
from xltool.core.errors import UnreadableFile
from xltool.core.form.layout import lay_out
from xltool.core.form.model import Form
from xltool.core.submission.identity import SHEET, Identity
from xltool.core.submission.model import Unit, with_totals
from xltool.office.raw import RawSheet, RawWorkbook

_STEP = {
    "change": Decimal(-1),
    "amount": Decimal("1.01"),
    "balance": Decimal("-1.01"),
    "percent": Decimal("-0.01"),
}  # kinds of figures; any other is counted
_UNIT = Unit("0", "0")


def misread(form: Form) -> list[tuple[str, str]]:
    """(table id, label) of the first input of each table that is not read back, by labels or by names.

    Empty for a form that can be used.  Nothing is written to the disk.
    """
    from xltool.reading.locate.extract import extract
    from xltool.reading.xlsx.workbook import read_xlsx
    from xltool.writing.workbook.write import WorkbookContent, write_workbook

    typed = {a: _STEP.get(form.kinds[a], Decimal(1)) * n for n, a in enumerate(form.inputs, 1)}
    said = {a: a for a in (*form.texts, *form.cell_texts)}
    content = WorkbookContent(with_totals(form, typed, keep=False), said)
    raw = read_xlsx(write_workbook(form, Identity(form.key, 2000, _UNIT.code, _UNIT.name), _UNIT, content))
    try:
        read = extract(replace(raw, names={}), lambda: [form]).submission.values
    except UnreadableFile:  # no table is known by its labels
        read = {}
    wrong = [address for address, number in typed.items() if read.get(address) != number]
    return list(_first_of_each(form, [*wrong, *_by_names(form, raw)]))


def _by_names(form: Form, raw: RawWorkbook) -> list[str]:
    """The inputs that are not found where they stand when all words of the workbook are gone."""
    from xltool.reading.locate.locate import Located, locate
    from xltool.reading.locate.same_words import Index

    layout, nothing = lay_out(form), [Index() for _ in raw.sheets]
    spots = locate(_without_words(raw), layout, Located(indexes=nothing)).spots
    found: Mapping[str, tuple[str, int, int]] = {
        address: (raw.sheets[number].name, row, column) for address, (number, row, column) in spots.items()
    }
    cells = (layout.cells[address] for address in form.inputs)
    return [cell.address for cell in cells if found.get(cell.address) != (cell.sheet, cell.row, cell.column)]


def _without_words(raw: RawWorkbook) -> RawWorkbook:
    def bare(sheet: RawSheet) -> RawSheet:
        cells = {spot: cell for spot, cell in sheet.cells.items() if cell.kind != "text"}
        return sheet if sheet.name == SHEET else replace(sheet, cells=cells)

    return replace(raw, sheets=[bare(sheet) for sheet in raw.sheets])


def _first_of_each(form: Form, addresses: list[str]) -> Iterator[tuple[str, str]]:
    for table in form.tables:
        mine = [address for address in addresses if address in table.addresses]
        if mine:
            yield table.id, short_label(form, mine[0])
