"""Workbook of a superior office + figures → a copy of it, filled in.

Its tables are found by their headings, as in a return.  Figures are written into cells that hold no
formula; every part but the sheets filled in stays as it is, and programs are asked to calculate anew.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from decimal import Decimal

from xltool.core.check.labels import short_label
from xltool.core.errors import UnreadableFile
from xltool.core.form.model import Form, Table
from xltool.core.submission.model import plain
from xltool.core.text.catalogue.files import W_DAMAGED
from xltool.core.text.catalogue.sums import A_INTO_TABLE
from xltool.office.package import Package
from xltool.office.patch_sheet import patch_cells, recalculated
from xltool.office.raw import RawWorkbook
from xltool.reading.locate.locate import Spot
from xltool.reading.locate.table_search import find_table, index_labels
from xltool.reading.xlsx.workbook import read_xlsx

_Cells = dict[tuple[int, int], str | None]


def fill_workbook(data: bytes, form: Form, values: Mapping[str, Decimal | None]) -> bytes:
    """The workbook in `data` with `values` in its tables.

    Raises UnreadableFile when it cannot be read or lacks a table.
    """
    raw = read_xlsx(data)
    spots: dict[str, Spot] = {}
    for table in form.tables:
        spots |= find_spots(raw, form, table)
    figures: dict[int, _Cells] = {}  # by the number of their sheet
    results: dict[int, dict[tuple[int, int], str]] = {}
    for address, (number, row, column) in spots.items():
        value = values[address]
        text = None if value is None else plain(value)
        place = _top_left(raw, number, row, column)
        figures.setdefault(number, {})[place] = text
        if text is not None and address in form.totals:
            results.setdefault(number, {})[place] = text
    package = Package(data)
    try:
        patched = {
            raw.sheets[n].part: patch_cells(package.read(raw.sheets[n].part), cells, results.get(n, {}))
            for n, cells in figures.items()
        }
        book = package.workbook_part() or ""
        patched[book] = recalculated(package.read(book))
    except ValueError as error:  # in an encoding or an order that no program writes
        raise UnreadableFile(W_DAMAGED) from error
    return _with_parts(data, patched)


def _with_parts(data: bytes, patched: Mapping[str, bytes]) -> bytes:
    """The package with some parts replaced; names are those of `Package`."""
    output = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(output, "w") as new:
        for member in old.infolist():
            name = member.filename.replace("\\", "/").lstrip("/").lower()
            new.writestr(member, patched[name] if name in patched else old.read(member))
    return output.getvalue()


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


def _top_left(raw: RawWorkbook, number: int, row: int, column: int) -> tuple[int, int]:
    """A place, or the first place of the merged area it is in, which is the one shown."""
    for top, left, bottom, right in raw.sheets[number].merges:
        if top <= row <= bottom and left <= column <= right:
            return top, left
    return row, column
