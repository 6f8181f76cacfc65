"""Make the cells of one worksheet out of what its XML says.

This is where nearly all the time of reading goes, hence local names in the inner loop, rows taken apart
(`xlsx_pieces`), and one `RawCell` shared by all cells that are equal.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from xltool.core.errors import UnreadableFile
from xltool.core.text.catalogue.files import W_DAMAGED
from xltool.office.limits import too_big
from xltool.office.raw import DEFAULT_FORMAT, CellFormat, CellKind, RawCell, RawSheet, Run
from xltool.office.shared_formula import SharedFormulas
from xltool.reading.limits import MAX_CELLS
from xltool.reading.white_runs import RichText, as_seen, shown
from xltool.reading.xlsx.escapes import unescape
from xltool.reading.xlsx.sheet_xml import SheetFacts, WrittenCell, parse_sheet
from xltool.reading.xlsx.xlsx_pieces import (
    LONGEST,
    LONGEST_SKELETON,
    OddError,
    cut,
    number_of,
    numbered,
    remembered,
    values_apart,
)

LONGEST_KEPT = 200  # characters of a cell that is remembered

_KINDS: dict[str, CellKind] = {
    "s": "text",
    "str": "text",
    "inlineStr": "text",
    "d": "text",
    "b": "bool",
    "e": "error",
}
_BOOLS = {"true": "1", "false": "0"}
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[Ee][+-]?\d+)?", re.A)


class SheetReader:
    """Reads the sheets of one workbook; the limit on cells holds for all of them together.

    `strings` are the shared strings, `formats` those of the cell styles by the text of their numbers.
    """

    def __init__(self, strings: Sequence[RichText], formats: Mapping[str, CellFormat]) -> None:
        self._strings = strings
        self._formats = formats
        self._cells_left = MAX_CELLS
        self._made: dict[tuple[str, RichText | None, str | None, str], RawCell | None] = {}
        self._shared = SharedFormulas()

    def read(self, xml: bytes, sheet: RawSheet) -> None:
        """Fill `sheet` with the cells, merges, validations and protection in `xml`.

        Raises `UnreadableFile`: ``W-damaged`` for XML, references or string numbers that make no
        sense, ``W-hostile`` for cells outside the grid and too many merges, ``W-big`` for too many cells.
        """
        cells_left = self._cells_left
        try:
            self._shared.forget()
            self._read_pieces(xml, sheet)
        except (ValueError, LookupError, UnreadableFile):  # parsed whole, damage gets its right code
            self._cells_left = cells_left
            self._shared.forget()
            sheet.cells = {}
            facts = SheetFacts()
            parse_sheet(xml, facts, lambda cell: self._store(sheet.cells, (cell,), ()))
            _note(facts, sheet)

    def _read_pieces(self, xml: bytes, sheet: RawSheet) -> None:
        skeleton, rows = cut(xml, "<row ", "</row>")
        for row in rows:
            shape, values = values_apart(row)
            self._store(sheet.cells, cells_of_row(shape), values)
        _note(skeleton_facts(skeleton), sheet)

    def _store(
        self, cells: dict[tuple[int, int], RawCell], written: Sequence[WrittenCell], values: Sequence[str]
    ) -> None:
        before, made = len(cells), self._made
        for row, column, type_, value, formula, style in written:
            if isinstance(value, int):
                value = values[value]
            if isinstance(formula, tuple):
                formula = self._formula(*formula, row, column)
            key = (type_, value, formula, style)
            if key not in made:
                made[key] = self._cell(*key)
            if cell := made[key]:
                cells[row, column] = cell
        self._cells_left -= len(cells) - before  # cells that only have a format are no content
        if self._cells_left < 0:
            raise too_big("cells", MAX_CELLS - self._cells_left, MAX_CELLS)

    def _cell(self, type_: str, value: RichText | None, formula: str | None, style: str) -> RawCell | None:
        """The cell, or None for one that says nothing: blank and locked."""
        format_ = self._formats.get(style, DEFAULT_FORMAT)
        if value is None and formula is None and format_.locked:
            return None
        kind, content = self._content(type_, value)
        if isinstance(content, tuple):
            runs, is_white = as_seen(content, format_.look, format_.white)
            if not any(look for _, look in runs):
                text = "".join(text for text, _ in runs)
                return _new_cell(kind, text, formula, format_._replace(look="", unseen=is_white))
            return _new_cell(kind, shown(runs), formula, format_, runs)
        make = _same_cell if content is None or len(content) < LONGEST_KEPT else _new_cell
        return make(kind, content, formula, format_)

    def _content(self, type_: str, value: RichText | None) -> tuple[CellKind, RichText | None]:
        """What the text of <v> or <is> stands for, by the type of its cell."""
        if isinstance(value, tuple):
            return "text", value
        if type_ == "n":
            if value is None or _NUMBER.fullmatch(value):
                return "number", value
            value = value.strip()  # pretty-printed files
            if not value:
                return "number", None
            return ("number" if _NUMBER.fullmatch(value) else "text"), value
        kind = _KINDS.get(type_, "text")
        if value is None:
            return kind, None
        if type_ == "s":
            if not value.strip():
                return kind, None
            number = int(value)
            if not 0 <= number < len(self._strings):
                raise UnreadableFile(W_DAMAGED)
            return kind, self._strings[number]
        if type_ == "b":
            return kind, _BOOLS.get(value.strip().lower(), value.strip())
        return kind, value if type_ == "inlineStr" else unescape(value)

    def _formula(self, attrs: dict[str, str], text: str, row: int, column: int) -> str | None:
        """A shared formula as it reads in this cell."""
        number = attrs.get("si", "")
        if not text:
            return self._shared.formula_at(number, row, column)
        self._shared.remember(number, row, column, text)
        return text


def _new_cell(
    kind: CellKind, value: str | None, formula: str | None, format_: CellFormat, runs: tuple[Run, ...] = ()
) -> RawCell:
    locked, date, code, look, unseen, _ = format_
    if look and value and not runs:
        runs = ((value, look),)
    return RawCell(kind, value, formula, locked, date, runs, code, unseen)


# The one cell with these fields, shared by all workbooks: looking up is quicker than making.
_same_cell = lru_cache(4096)(_new_cell)


def _note(facts: SheetFacts, sheet: RawSheet) -> None:
    sheet.merges, sheet.validated, sheet.hidden = [*facts.merges], [*facts.validated], [*facts.hidden]
    sheet.protected = facts.protected


@remembered(LONGEST_SKELETON, 64)
def skeleton_facts(skeleton: str) -> SheetFacts:
    """What a sheet without its rows says; raises OddError for a cell that stands outside of any row."""
    facts = SheetFacts()
    parse_sheet(skeleton.encode(), facts, _not_here)
    return facts


@remembered(LONGEST)
def cells_of_row(shape: str) -> tuple[WrittenCell, ...]:
    """The cells in the shape of a row (`values_apart`); raises OddError if they depend on other rows."""
    facts = SheetFacts()
    written: list[WrittenCell] = []
    parse_sheet(numbered(shape).encode(), facts, written.append)
    if not facts.placed or facts != SheetFacts():
        raise OddError
    return tuple(
        cell._replace(value=cell.value if (n := number_of(cell.value)) is None else n)
        if isinstance(cell.value, str)
        else cell
        for cell in written
    )


def _not_here(cell: WrittenCell) -> None:
    raise OddError
