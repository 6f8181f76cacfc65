"""Read a small table, .csv or .xlsx, as rows of text; their meaning is up to the caller."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from xltool.core.errors import UsageError
from xltool.core.text import zh
from xltool.core.text.code import FindingCode

MAX_ROWS, MAX_COLUMNS = 20_000, 50


def read_rows(path: Path, fault: FindingCode) -> list[list[str]]:
    """The rows of the file, of an .xlsx those of its first sheet; an empty cell is "".

    Raises UsageError with the code `fault`, the path and what is wrong, if it is no such table.
    """
    if not path.is_file():
        raise _no_table(fault, path, "missing")
    suffix = path.suffix.lower()
    if suffix == ".csv":
        return _csv_rows(path, fault)
    if suffix == ".xlsx":
        return _sheet_rows(path, fault)
    raise _no_table(fault, path, "suffix")


def _no_table(fault: FindingCode, path: Path, kind: str) -> UsageError:
    return UsageError(fault, path=str(path), detail=zh.TABLE_FAULTS[kind])


def _csv_rows(path: Path, fault: FindingCode) -> list[list[str]]:
    data = path.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return list(csv.reader(io.StringIO(data.decode(encoding), newline="")))
        except UnicodeDecodeError:
            continue
        except csv.Error as error:
            raise _no_table(fault, path, "damaged") from error
    raise _no_table(fault, path, "encoding")


def _sheet_rows(path: Path, fault: FindingCode) -> list[list[str]]:
    import openpyxl

    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        rows = book.worksheets[0].iter_rows(max_row=MAX_ROWS, max_col=MAX_COLUMNS, values_only=True)
        return [["" if cell is None else str(cell) for cell in row] for row in rows]
    except Exception as error:  # openpyxl has six ways of failing on a damaged file
        raise _no_table(fault, path, "damaged") from error
