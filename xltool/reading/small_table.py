"""A small table, .csv or a workbook → rows of text; what they mean is the caller's business.

Such tables come from other programs: a number is the text a person sees, characters without a picture are
dropped, and the heads may stand below a title.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Collection
from itertools import islice
from pathlib import Path

from xltool.core.errors import UnreadableFile, UsageError
from xltool.core.text import zh
from xltool.core.text.clean import visible
from xltool.core.text.code import FindingCode
from xltool.office.raw import RawSheet, RawWorkbook
from xltool.reading import registry
from xltool.reading.cell import shown_text

MAX_ROWS, MAX_COLUMNS = 20_000, 50
HEAD_ROWS = 10  # rows among which the heads are looked for
_STARS = str.maketrans("", "", "*＊★※")


def read_rows(path: Path, fault: FindingCode, heads: Collection[str]) -> tuple[int, list[list[str]]]:
    """The number of the line with the heads, and that row with all below it, an empty cell being "".

    The heads are those of the first ten rows that are most like `heads`, and come without stars and white
    space; of a workbook its first visible sheet is read.  Raises UsageError with code `fault`, the path and
    what is wrong, for what is no such table.
    """
    if not path.is_file():
        raise _no_table(fault, path, "missing")
    suffix = path.suffix.lower()
    if suffix == ".csv":
        rows = _csv_rows(path, fault)
    elif suffix in registry.suffixes("workbook"):
        rows = _sheet_rows(path, fault)
    else:
        raise _no_table(fault, path, "suffix")
    if len(rows) > MAX_ROWS:
        raise _no_table(fault, path, "rows")
    return _below_heads(rows, heads)


def _below_heads(rows: list[list[str]], heads: Collection[str]) -> tuple[int, list[list[str]]]:
    cleaned = [["".join(cell.translate(_STARS).split()) for cell in row] for row in rows[:HEAD_ROWS]]
    alike = [sum(cell.lower() in heads for cell in row) for row in cleaned]
    at = alike.index(max(alike)) if alike else 0
    return at + 1, [*cleaned[at : at + 1], *rows[at + 1 :]]


def _no_table(fault: FindingCode, path: Path, kind: str) -> UsageError:
    return UsageError(fault, path=str(path), detail=zh.TABLE_FAULTS[kind])


def _csv_rows(path: Path, fault: FindingCode) -> list[list[str]]:
    data = path.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            lines = csv.reader(io.StringIO(data.decode(encoding), newline=""))
            return [[visible(cell) for cell in row] for row in islice(lines, MAX_ROWS + 1)]
        except UnicodeDecodeError:
            continue
        except csv.Error as error:
            raise _no_table(fault, path, "damaged") from error
    raise _no_table(fault, path, "encoding")


def _sheet_rows(path: Path, fault: FindingCode) -> list[list[str]]:
    try:
        book = registry.read(path.read_bytes(), path.suffix.lower())
    except UnreadableFile as error:
        text, _ = error.code.wording(error.args_)
        raise UsageError(fault, path=str(path), detail=text.removesuffix(zh.FULL_STOP)) from error
    if not isinstance(book, RawWorkbook):
        raise _no_table(fault, path, "suffix")
    shown = [sheet for sheet in book.sheets if sheet.visibility == "visible"] or book.sheets
    return _text_rows(shown[0], book.since_1904)


def _text_rows(sheet: RawSheet, since_1904: bool) -> list[list[str]]:
    cells = {
        spot: text
        for spot, cell in sheet.cells.items()
        if spot[1] < MAX_COLUMNS and (text := shown_text(cell, since_1904))
    }
    rows: list[list[str]] = []
    for (row, column), text in sorted(cells.items()):
        if row > MAX_ROWS:
            break
        rows += ([] for _ in range(row + 1 - len(rows)))
        rows[row] += [""] * (column - len(rows[row]))
        rows[row].append(text)
    return rows
