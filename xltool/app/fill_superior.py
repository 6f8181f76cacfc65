"""A superior office's own workbook + figures → a copy of it, filled in.

Its tables are found by their words, as in a return; only cells of inputs are written, formulas stay.
The file is first read by our own bounded reader; openpyxl opens only what that has taken.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from xltool.core.check.rules import short_label
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
    """The workbook in `data` with `values` in its tables, and whether pictures were lost on the way.

    Raises UnreadableFile when it cannot be read or a table is not there.
    """
    import openpyxl

    raw = read_xlsx(data)
    spots = {a: spot for table in form.tables for a, spot in find_spots(raw, form, table).items()}
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), rich_text=True)
    except Exception as error:  # it fails on files that every other program opens
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
    """Where every figure of `table` belongs, on the sheet that holds most of them.

    Raises UnreadableFile naming what is missing.
    """
    found: dict[str, Spot] = {}
    for number, sheet in enumerate(raw.sheets):
        spots, _ = find_table(table, index_labels(sheet), sheet)
        if len(spots) > len(found):
            found = {address: (number, *spot) for address, spot in spots.items()}
    missing = [address for address in table.addresses if address not in found]
    if missing:
        label = short_label(form, missing[0])
        raise UnreadableFile(A_INTO_TABLE, table=table.title, label=label, n=str(len(missing)))
    return found


def _top_left(sheet: Any, row: int, column: int) -> Any:
    """The cell, or the one that a merged area shows."""
    for area in sheet.merged_cells.ranges:
        if area.min_row <= row <= area.max_row and area.min_col <= column <= area.max_col:
            return sheet.cell(area.min_row, area.min_col)
    return sheet.cell(row, column)
