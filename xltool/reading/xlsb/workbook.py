"""Read .xlsb files with calamine, which gives values, merges and visibility: ``values_only``.

Runs in the child process of `sandbox`, because some files make calamine abort.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any

from xltool.core.errors import UnreadableFile
from xltool.core.text.catalogue.sights import W_XLSB
from xltool.office.limits import too_big
from xltool.office.raw import RawCell, RawSheet, RawWorkbook, Visibility
from xltool.reading import raw_json
from xltool.reading.limits import MAX_CELLS, MAX_MERGES

_DAY_ZERO = datetime(1899, 12, 30)
_DAY = timedelta(days=1)
_VISIBILITIES: dict[str, Visibility] = {"Hidden": "hidden", "VeryHidden": "veryHidden"}


def work(data: bytes, password: str) -> bytes:
    """The workbook, packed by `raw_json`.

    Raises UnreadableFile: ``W-xlsb`` (calamine is not installed), ``W-big`` (too many cells); on broken
    files also what calamine raises.
    """
    try:
        from python_calamine import CalamineWorkbook
    except ImportError:
        raise UnreadableFile(W_XLSB) from None

    book = CalamineWorkbook.from_filelike(BytesIO(data))
    workbook = RawWorkbook(values_only=True)
    cells_left = MAX_CELLS
    for metadata in book.sheets_metadata:
        if not str(metadata.typ).endswith(
            "WorkSheet"
        ):  # charts and dialogs hold no cells, and break calamine
            continue
        sheet = RawSheet(
            metadata.name, _VISIBILITIES.get(str(metadata.visible).rpartition(".")[2], "visible")
        )
        workbook.sheets.append(sheet)
        source = book.get_sheet_by_name(metadata.name)
        left = source.start[1] if source.start else 0  # rows start at row 1, columns do not
        for row, values in enumerate(source.iter_rows()):
            for column, value in enumerate(values, left):
                if value == "":  # blank or an error: calamine does not say which
                    continue
                cells_left -= 1
                if cells_left < 0:
                    raise too_big("cells", MAX_CELLS + 1, MAX_CELLS)
                sheet.cells[row, column] = _cell(value)
        sheet.merges = [(*first, *last) for first, last in source.merged_cell_ranges or ()][:MAX_MERGES]
    return raw_json.pack(workbook)


def _cell(value: Any) -> RawCell:
    if isinstance(value, bool):
        return RawCell("bool", "1" if value else "0")
    if isinstance(value, int | float):
        return RawCell("number", repr(float(value)).removesuffix(".0"))
    if isinstance(value, str):
        return RawCell("text", value)
    return RawCell("number", repr(_serial(value)).removesuffix(".0"), date=True)


def _serial(value: date | time | timedelta) -> float:
    """A date, time or duration as spreadsheets count days."""
    if isinstance(value, time):
        value = datetime.combine(_DAY_ZERO, value)
    elif isinstance(value, timedelta):
        return value / _DAY
    elif not isinstance(value, datetime):
        value = datetime.combine(value, time())
    return (value - _DAY_ZERO) / _DAY
