"""A small table, .csv or .xlsx → rows of text: a door; what it means is its reader's business."""

from __future__ import annotations

import csv
import io
from pathlib import Path

MAX_ROWS, MAX_COLUMNS = 20_000, 50


class TabularError(Exception):
    """A file that is no such table; `kind` is a key of `messages.ROSTER_FAULTS`."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


def read_rows(path: Path) -> list[list[str]]:
    """The rows of the file (of an .xlsx its first sheet), an empty cell being ""; raises TabularError."""
    if not path.is_file():
        raise TabularError("missing")
    suffix = path.suffix.lower()
    if suffix == ".csv":
        return _csv_rows(path.read_bytes())
    if suffix == ".xlsx":
        return _sheet_rows(path)
    raise TabularError("suffix")


def _csv_rows(data: bytes) -> list[list[str]]:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return list(csv.reader(io.StringIO(data.decode(encoding), newline="")))
        except UnicodeDecodeError:
            continue
        except csv.Error as error:
            raise TabularError("damaged") from error
    raise TabularError("encoding")


def _sheet_rows(path: Path) -> list[list[str]]:
    import openpyxl

    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        rows = book.worksheets[0].iter_rows(max_row=MAX_ROWS, max_col=MAX_COLUMNS, values_only=True)
        return [["" if cell is None else str(cell) for cell in row] for row in rows]
    except Exception as error:  # openpyxl has six ways of failing on a damaged file
        raise TabularError("damaged") from error
