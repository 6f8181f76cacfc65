"""Read the records of an .xls stream that xlrd ignores: formulas, protection, validations.

The numbers of records and their layouts are those of [MS-XLS].  A formula that cannot be written out is
`NOT_SIMPLE`.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from xltool.office.raw import Area
from xltool.office.shared_formula import NOT_SIMPLE

BOF = (0x0009, 0x0209, 0x0409, 0x0809)
_EOF, _PROTECT, _WRITE_ACCESS, _FILE_PASS, _BOUND_SHEET = 0x000A, 0x0012, 0x005C, 0x002F, 0x0085
_FORMULA, _SHARED, _ARRAY, _VALIDATION = (0x0006, 0x0206, 0x0406), 0x04BC, 0x0221, 0x01BE
_EXPRESSION = 0x01  # the token of a cell whose formula stands elsewhere
_CELL, _IN_RANGE = 1, 2  # xlrd's kinds of formulas
_WORKSHEET = 0
_WHOLE = re.compile(r"(?<![\d.])(\d+)\.0(?![\d.])")  # xlrd writes the number 2 as 2.0

Record = tuple[int, bytes]
CellSpot = tuple[int, int]


@dataclass
class Globals:
    """Facts about the whole workbook, from its first substream; `sheets` are where the worksheets begin."""

    sheets: list[int] = field(default_factory=list)
    structure_locked: bool = False
    encrypted: bool = False
    user: str = ""


@dataclass
class SheetRecords:
    """What a sheet has beside its values: `formulas` by cell, as text without "=", and areas `validated`."""

    protected: bool = False
    formulas: dict[CellSpot, str] = field(default_factory=dict)
    validated: list[Area] = field(default_factory=list)


def records(stream: bytes, begin: int = 0) -> Iterator[Record]:
    """Number and content of each record from `begin` to the end of its substream."""
    depth = 0  # charts are substreams inside a sheet
    while begin + 4 <= len(stream):
        number, size = struct.unpack_from("<HH", stream, begin)
        depth += (number in BOF) - (number == _EOF)
        if depth < 1:
            return
        if depth == 1:
            yield number, stream[begin + 4 : begin + 4 + size]
        begin += 4 + size


def read_globals(stream: bytes) -> Globals:
    """Read the records about the whole workbook; raises struct.error for a record cut short."""
    facts = Globals()
    for number, content in records(stream):
        if number == _BOUND_SHEET:
            position, _, kind = struct.unpack_from("<IBB", content)
            if kind == _WORKSHEET:
                facts.sheets.append(position)
        elif number == _PROTECT:
            facts.structure_locked = any(content)
        elif number == _FILE_PASS:
            facts.encrypted = True
        elif number == _WRITE_ACCESS:
            facts.user = content[3:].decode("latin-1").strip()
    return facts


def read_sheet(stream: bytes, begin: int, book: Any) -> SheetRecords:
    """Read the records of the sheet at `begin`; xlrd's `book` knows the names that formulas use.

    Raises struct.error for a record cut short.
    """
    sheet = SheetRecords()
    kept_at: dict[CellSpot, CellSpot] = {}  # a cell → the cell where the formula it uses is kept
    kept: dict[CellSpot, tuple[int, bytes]] = {}
    cell: CellSpot = (0, 0)
    for number, content in records(stream, begin):
        if number in _FORMULA:
            cell = struct.unpack_from("<HH", content)
            tokens = _tokens(content, 20)
            if tokens[:1] == bytes([_EXPRESSION]):
                kept_at[cell] = struct.unpack_from("<HH", tokens, 1)
            else:
                sheet.formulas[cell] = _text(book, tokens, _CELL, cell)
        elif number == _SHARED:  # the formula of a range follows the first cell that uses it
            kept[cell] = (_IN_RANGE, _tokens(content, 8))
        elif number == _ARRAY:
            kept[cell] = (_CELL, _tokens(content, 12))
        elif number == _PROTECT:
            sheet.protected = any(content)
        elif number == _VALIDATION:
            sheet.validated += _areas(content)
    for cell, place in kept_at.items():
        kind, tokens = kept.get(place, (0, b""))
        sheet.formulas[cell] = _text(book, tokens, kind, cell) if kind else NOT_SIMPLE
    return sheet


def _tokens(content: bytes, begin: int) -> bytes:
    """The tokens of the formula whose length stands at `begin`."""
    (size,) = struct.unpack_from("<H", content, begin)
    return content[begin + 2 : begin + 2 + size]


def _text(book: Any, tokens: bytes, kind: int, cell: CellSpot) -> str:
    """The formula as people write it, with cells of other workbooks in square brackets."""
    from xlrd.formula import decompile_formula

    try:
        text = decompile_formula(book, tokens, len(tokens), kind, *cell)
    except Exception:  # xlrd fails an assertion on what it does not expect
        return NOT_SIMPLE
    if not isinstance(text, str) or not text:
        return NOT_SIMPLE
    return _WHOLE.sub(r"\1", text.replace("<<external>>", "[external]"))


def _areas(content: bytes) -> list[Area]:
    """The areas of one validation; they stand after its flags, four texts and two formulas."""
    at = 4
    for _ in range(4):
        count, is_wide = struct.unpack_from("<HB", content, at)
        at += 3 + count * (1 + (is_wide & 1))
    for _ in range(2):
        (size,) = struct.unpack_from("<H", content, at)
        at += 4 + size
    (count,) = struct.unpack_from("<H", content, at)
    areas = [struct.unpack_from("<4H", content, at + 2 + 8 * number) for number in range(count)]
    return [(row0, column0, row1, column1) for row0, row1, column0, column1 in areas]
