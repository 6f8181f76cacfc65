"""One worksheet part: its cells, merges and protection, in one pass.

This is where nearly all the time of reading goes, hence closures over local names, no classes in
the inner loop, rows taken apart (`pieces`), and one `RawCell` shared by all cells that are equal.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from xltool.core.errors import UnreadableFile
from xltool.core.form.a1 import column_number
from xltool.core.text.catalogue.files import W_DAMAGED, W_HOSTILE
from xltool.office.package import parse_xml
from xltool.office.raw import Area, CellKind, RawCell, RawSheet
from xltool.office.shared_formula import SharedFormulas
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

MAX_CELLS = 200_000  # in the whole workbook
MAX_MERGES = 20_000  # per sheet, and as many areas with a validation
MAX_ROW = 1_048_576
MAX_COLUMN = 16_384
LONGEST_KEPT = 200  # characters of a cell that is remembered

Format = tuple[bool, bool]  # locked, date
DEFAULT_FORMAT: Format = (True, False)

_KINDS: dict[str, CellKind] = {
    "s": "text",
    "str": "text",
    "inlineStr": "text",
    "d": "text",
    "b": "bool",
    "e": "error",
}
_BOOLS = {"true": "1", "false": "0"}
_REFERENCE = re.compile(r"([A-Za-z]+)([0-9]{1,20})")
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[Ee][+-]?\d+)?", re.A)
_AREA = re.compile(r"[A-Za-z]{1,2}[1-9][0-9]{0,5}(:[A-Za-z]{1,2}[1-9][0-9]{0,5})?")
_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass
class SheetFacts:
    """What a sheet says beside its cells; `placed` unless a cell's place follows from the one before."""

    merges: list[Area] = field(default_factory=list)
    validated: list[Area] = field(default_factory=list)
    protected: bool = False
    placed: bool = True


class Spec(NamedTuple):
    """One cell as it stands in the part: where, type, value, formula, and its style's number.

    In a row taken apart `value` is the number of its value there; a shared formula still has its attributes.
    """

    row: int
    column: int
    type: str
    value: str | int | None
    formula: str | tuple[dict[str, str], str] | None
    style: str


class SheetReader:
    """Reads the sheets of one workbook; the limit on cells holds for all of them together.

    `strings` are the shared strings, `formats` maps the text of a cell's style number to
    (locked, date).
    """

    def __init__(self, strings: Sequence[str], formats: Mapping[str, Format]) -> None:
        self._strings = strings
        self._formats = formats
        self._cells_left = MAX_CELLS
        self._made: dict[tuple[str, str | None, str | None, str], RawCell | None] = {}
        self._shared = SharedFormulas()

    def read(self, xml: bytes, sheet: RawSheet) -> None:
        """Fill `sheet`.

        Raises `UnreadableFile`: ``W-damaged`` for XML, references or string numbers that make no
        sense, ``W-hostile`` for cells outside the grid and too many cells or merges.
        """
        cells_left = self._cells_left
        try:
            self._shared.forget()
            self._read_pieces(xml, sheet)
        except (ValueError, LookupError, UnreadableFile):  # whoever is to blame is found below
            self._cells_left = cells_left
            self._shared.forget()
            sheet.cells = {}
            facts = SheetFacts()
            parse_sheet(xml, facts, lambda spec: self._store(sheet.cells, (spec,), ()))
            _note(facts, sheet)

    def _read_pieces(self, xml: bytes, sheet: RawSheet) -> None:
        skeleton, rows = cut(xml, "<row ", "</row>")
        for row in rows:
            shape, values = values_apart(row)
            self._store(sheet.cells, row_specs(shape), values)
        _note(skeleton_facts(skeleton), sheet)

    def _store(
        self, cells: dict[tuple[int, int], RawCell], specs: Sequence[Spec], values: Sequence[str]
    ) -> None:
        self._cells_left -= len(specs)
        if self._cells_left < 0:
            raise UnreadableFile(W_HOSTILE)
        made = self._made
        for row, column, type_, value, formula, style in specs:
            if isinstance(value, int):
                value = values[value]
            if isinstance(formula, tuple):
                formula = self._formula(*formula, row, column)
            key = (type_, value, formula, style)
            if key not in made:
                made[key] = self._cell(*key)
            if cell := made[key]:
                cells[row, column] = cell

    def _cell(self, type_: str, value: str | None, formula: str | None, style: str) -> RawCell | None:
        """The cell, or None for one that says nothing: blank and locked."""
        locked, date = self._formats.get(style, DEFAULT_FORMAT)
        if value is None and formula is None and locked:
            return None
        kind, content = self._content(type_, value)
        make = _same_cell if content is None or len(content) < LONGEST_KEPT else RawCell
        return make(kind, content, formula, locked, date)

    def _content(self, type_: str, value: str | None) -> tuple[CellKind, str | None]:
        """What the text of <v> or <is> stands for, by the type of its cell."""
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
        return kind, unescape(value)

    def _formula(self, attrs: dict[str, str], text: str, row: int, column: int) -> str | None:
        """A shared formula as it reads in this cell."""
        number = attrs.get("si", "")
        if not text:
            return self._shared.formula_at(number, row, column)
        self._shared.remember(number, row, column, text)
        return text


@lru_cache(4096)
def _same_cell(kind: CellKind, value: str | None, formula: str | None, locked: bool, date: bool) -> RawCell:
    """The one cell of these, in whatever workbook: looking up is quicker than making."""
    return RawCell(kind, value, formula, locked, date)


def _note(facts: SheetFacts, sheet: RawSheet) -> None:
    sheet.merges, sheet.validated = [*facts.merges], [*facts.validated]
    sheet.protected = facts.protected


@remembered(LONGEST_SKELETON, 64)
def skeleton_facts(skeleton: str) -> SheetFacts:
    """What a sheet without its rows says; raises OddError when cells stand there."""
    facts = SheetFacts()
    parse_sheet(skeleton.encode(), facts, _not_here)
    return facts


@remembered(LONGEST)
def row_specs(shape: str) -> tuple[Spec, ...]:
    """The cells of a row, taken apart; raises OddError when it cannot be read by itself."""
    facts = SheetFacts()
    specs: list[Spec] = []
    parse_sheet(numbered(shape).encode(), facts, specs.append)
    if not facts.placed or facts != SheetFacts():
        raise OddError
    return tuple(
        spec._replace(value=spec.value if (n := number_of(spec.value)) is None else n)
        if isinstance(spec.value, str)
        else spec
        for spec in specs
    )


def _not_here(spec: Spec) -> None:
    raise OddError


def parse_sheet(xml: bytes, facts: SheetFacts, take: Callable[[Spec], object]) -> None:
    """One pass: `facts` filled, each cell handed to `take`."""
    merges, validated = facts.merges, facts.validated
    columns: dict[str, int] = {}
    row = column = -1  # of the current cell: a cell without a reference follows the one before
    cell: dict[str, str] = {}
    formula_attrs: dict[str, str] = {}
    formula: str | tuple[dict[str, str], str] | None = None
    value: str | None = None
    inline: list[str] = []
    is_phonetic = False
    chunks: list[str] = []

    def start(tag: str, attrs: dict[str, str]) -> None:
        nonlocal row, column, cell, formula_attrs, formula, value, is_phonetic
        if tag == "c":
            cell, formula, value = attrs, None, None
            if "r" not in attrs:
                facts.placed = False
                column += 1
                _check_in_grid(row, column)
                return
            letters = attrs["r"].rstrip("0123456789")
            if letters not in columns:
                columns[letters] = position(attrs["r"])[1]
            column = columns[letters]
            row = int(attrs["r"][len(letters) :]) - 1
            if not 0 <= row < MAX_ROW:
                _check_in_grid(row, column)
        elif tag == "v" or tag == "t":
            chunks.clear()
        elif tag == "f":
            chunks.clear()
            formula_attrs = attrs
        elif tag == "row":
            row = int(attrs["r"]) - 1 if "r" in attrs else row + 1
            facts.placed &= "r" in attrs
            column = -1
        elif tag == "is":
            inline.clear()
        elif tag == "rPh":
            is_phonetic = True
        elif tag == "mergeCell":
            if len(merges) == MAX_MERGES:
                raise UnreadableFile(W_HOSTILE)
            merges.append(_area(attrs.get("ref", "")))
        elif tag == "dataValidation":
            validated.extend(_areas(attrs.get("sqref", "")))
            if len(validated) > MAX_MERGES:
                raise UnreadableFile(W_HOSTILE)
        elif tag == "sheetProtection":
            facts.protected = attrs.get("sheet") in ("1", "true")

    def end(tag: str) -> None:
        nonlocal formula, value, is_phonetic
        if tag == "v":
            value = "".join(chunks)
        elif tag == "c":
            take(Spec(row, column, cell.get("t", "n"), value, formula, cell.get("s", "0")))
        elif tag == "f":
            formula = _formula(formula_attrs, "".join(chunks))
        elif tag == "t":
            if not is_phonetic:
                inline.append("".join(chunks))
        elif tag == "is":
            value = "".join(inline)
        elif tag == "rPh":
            is_phonetic = False

    parse_xml(xml, start, end, chunks.append)


def _formula(attrs: dict[str, str], text: str) -> str | tuple[dict[str, str], str] | None:
    """The formula as written; a data table, which has no text, is called "dataTable"."""
    text = text.strip().removeprefix("=")
    type_ = attrs.get("t", "normal")
    if type_ == "shared":
        return attrs, text
    if not text and type_ != "normal":
        return type_
    return text or None


def position(reference: str) -> tuple[int, int]:
    """Row and column, 0-based, of "B12".

    Raises `UnreadableFile`: ``W-damaged`` if it is no reference, ``W-hostile`` if it lies outside
    the grid of the programs.
    """
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        raise UnreadableFile(W_DAMAGED)
    letters, digits = match.groups()
    row = int(digits) - 1
    column = column_number(letters) - 1 if len(letters) <= 3 else MAX_COLUMN
    _check_in_grid(row, column)
    return row, column


def unescape(text: str) -> str:
    """Undo ``_x000D_`` escapes; what is no character even so becomes U+FFFD."""
    if "_x" not in text:
        return text
    text = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
    if _SURROGATE.search(text):  # an escaped pair is one character
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def _area(reference: str) -> Area:
    first, _, last = reference.partition(":")
    row0, column0 = position(first)
    row1, column1 = position(last or first)
    return min(row0, row1), min(column0, column1), max(row0, row1), max(column0, column1)


def _areas(references: str) -> list[Area]:
    """The areas of a list that are well-formed: nothing depends on them, so the others do not matter."""
    return [_area(one) for one in references.split(None, MAX_MERGES) if _AREA.fullmatch(one)]


def _check_in_grid(row: int, column: int) -> None:
    if not (0 <= row < MAX_ROW and 0 <= column < MAX_COLUMN):
        raise UnreadableFile(W_HOSTILE)
