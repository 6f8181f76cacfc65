"""Workbook of a superior office + figures → a copy of it, filled in.

Its tables are found by their headings, as in a return.  Figures are written into cells that hold no
formula.  Our own bounded reader reads the file first, so openpyxl never opens a hostile one.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from xltool.core.check.labels import short_label
from xltool.core.errors import UnreadableFile
from xltool.core.form.model import Form, Table
from xltool.core.text.catalogue.files import W_DAMAGED
from xltool.core.text.catalogue.sums import A_INTO_TABLE
from xltool.office.package import Package
from xltool.office.raw import RawWorkbook
from xltool.reading.locate.locate import Spot
from xltool.reading.locate.table_search import find_table, index_labels
from xltool.reading.xlsx.workbook import read_xlsx
from xltool.writing.workbook.canvas import cell_number

_PICTURES = ("xl/charts/", "xl/media/", "xl/diagrams/")  # what openpyxl does not carry over


def fill_workbook(data: bytes, form: Form, values: Mapping[str, Decimal | None]) -> tuple[bytes, bool]:
    """(the workbook in `data` with `values` in its tables, whether pictures were lost).

    Raises UnreadableFile when it cannot be read or lacks a table.
    """
    import openpyxl

    raw = read_xlsx(data)
    spots: dict[str, Spot] = {}
    for table in form.tables:
        spots |= find_spots(raw, form, table)
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), rich_text=True)
    except Exception as error:  # openpyxl fails in many ways on files that other programs open
        raise UnreadableFile(W_DAMAGED) from error
    for address, (number, row, column) in spots.items():
        sheet = book[raw.sheets[number].name]
        cell = _top_left(sheet, row + 1, column + 1)
        if not (isinstance(cell.value, str) and cell.value.startswith("=")):
            figure = values[address]
            cell.value = None if figure is None else cell_number(figure)
    output = io.BytesIO()
    book.save(output)
    package = Package(data)
    return output.getvalue(), any(package.has_folder(folder) for folder in _PICTURES)


def find_spots(raw: RawWorkbook, form: Form, table: Table) -> dict[str, Spot]:
    """The place of every figure of `table`, on the sheet where most of them are found.

    Raises UnreadableFile naming the table and the first figure whose place is missing.
    """
    best: dict[str, Spot] = {}
    for number, sheet in enumerate(raw.sheets):
        spots, _ = find_table(table, index_labels(sheet), sheet)
        if len(spots) > len(best):
            best = {address: (number, *spot) for address, spot in spots.items()}
    missing = [address for address in table.addresses if address not in best]
    if missing:
        label = short_label(form, missing[0])
        raise UnreadableFile(A_INTO_TABLE, table=table.title, label=label, n=str(len(missing)))
    return best


def _top_left(sheet: Any, row: int, column: int) -> Any:
    """A cell, or the first cell of the merged area it is in, which is the one shown."""
    for area in sheet.merged_cells.ranges:
        if area.min_row <= row <= area.max_row and area.min_col <= column <= area.max_col:
            return sheet.cell(area.min_row, area.min_col)
    return sheet.cell(row, column)
