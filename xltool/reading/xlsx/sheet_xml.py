"""The XML of one worksheet: its cells as they are written there, merges, validations and protection.

One pass, which sees every tag of every sheet; hence slots and an order of questions by how often a tag
occurs.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from xltool.core.errors import UnreadableFile
from xltool.core.form.a1 import column_number
from xltool.core.text.catalogue.files import W_DAMAGED, W_HOSTILE
from xltool.office.package import parse_xml
from xltool.office.raw import Area
from xltool.reading.limits import MAX_COLUMN, MAX_MERGES, MAX_ROW
from xltool.reading.white_runs import RichText
from xltool.reading.xlsx.runs import RunReader

_REFERENCE = re.compile(r"([A-Za-z]+)([0-9]{1,20})")
_AREA = re.compile(r"[A-Za-z]{1,2}[1-9][0-9]{0,5}(:[A-Za-z]{1,2}[1-9][0-9]{0,5})?")
_TRUE = ("1", "true")
_LEAST_SIZE = 0.5  # points of a row, characters of a column


@dataclass
class SheetFacts:
    """What a sheet says beside its cells.

    `placed` is False when some row or cell has no reference, so that its place follows from the one before.
    """

    merges: list[Area] = field(default_factory=list)
    hidden: list[Area] = field(default_factory=list)  # rows and columns
    validated: list[Area] = field(default_factory=list)
    protected: bool = False
    placed: bool = True


class WrittenCell(NamedTuple):
    """One cell as it stands in the part: where, type, value, formula, and the number of its style.

    `row` and `column` are 0-based.  In a row taken apart (`xlsx_pieces`) `value` is the number of its value
    in that row.  A shared formula is still a pair of its attributes and its text.
    """

    row: int
    column: int
    type: str
    value: RichText | int | None
    formula: str | tuple[dict[str, str], str] | None
    style: str


def parse_sheet(xml: bytes, facts: SheetFacts, take: Callable[[WrittenCell], object]) -> None:
    """Fill `facts` from the part and hand each of its cells to `take`.

    Raises `UnreadableFile`: ``W-damaged`` for XML or references that make no sense, ``W-hostile`` for
    cells outside the grid and for too many merges or validations.
    """
    sheet = _SheetPass(facts, take)
    parse_xml(xml, sheet.start, sheet.end, sheet.text)


class _SheetPass:
    """The handlers for `parse_xml`, with what they remember between two tags."""

    __slots__ = (
        "_attrs", "_chunks", "_column", "_columns", "_facts", "_formula", "_formula_attrs", "_inline", "_row",
        "_take", "_value", "text",
    )  # fmt: skip

    def __init__(self, facts: SheetFacts, take: Callable[[WrittenCell], object]) -> None:
        self._facts, self._take = facts, take
        self._columns: dict[str, int] = {}  # letters → number, of the columns met so far
        self._row = self._column = -1  # of the current cell
        self._attrs: dict[str, str] = {}  # of the current cell
        self._formula_attrs: dict[str, str] = {}
        self._formula: str | tuple[dict[str, str], str] | None = None
        self._value: RichText | None = None
        self._inline: RunReader | None = None  # of a text that stands in its cell
        self._chunks: list[str] = []
        self.text = self._chunks.append

    def start(self, tag: str, attrs: dict[str, str]) -> None:
        """An element begins."""
        if tag == "c":
            self._attrs = attrs
            self._formula = self._value = None
            if "r" in attrs:
                self._place(attrs["r"])
            else:  # a cell without a reference follows the one before
                self._facts.placed = False
                self._column += 1
                _check_in_grid(self._row, self._column)
        elif tag == "v" or tag == "t":
            self._chunks.clear()
        elif tag == "f":
            self._chunks.clear()
            self._formula_attrs = attrs
        elif tag == "row":
            self._row = int(attrs["r"]) - 1 if "r" in attrs else self._row + 1
            self._facts.placed &= "r" in attrs
            self._column = -1
            if "hidden" in attrs or "ht" in attrs:
                self._hide_row(attrs)
        elif tag == "is":
            self._inline = RunReader()
        elif self._inline is not None:
            self._inline.start(tag, attrs)
        else:
            self._note(tag, attrs)

    def end(self, tag: str) -> None:
        """An element ends."""
        if tag == "v":
            self._value = "".join(self._chunks)
        elif tag == "c":
            type_, style = self._attrs.get("t", "n"), self._attrs.get("s", "0")
            self._take(WrittenCell(self._row, self._column, type_, self._value, self._formula, style))
        elif tag == "f":
            self._formula = _formula(self._formula_attrs, "".join(self._chunks))
        elif self._inline is not None:
            if tag == "is":
                self._value, self._inline = self._inline.result(), None
            else:
                self._inline.end(tag, "".join(self._chunks))

    def _place(self, reference: str) -> None:
        letters = reference.rstrip("0123456789")
        if letters not in self._columns:
            self._columns[letters] = position(reference)[1]
        self._column = self._columns[letters]
        self._row = int(reference[len(letters) :]) - 1
        if not 0 <= self._row < MAX_ROW:
            _check_in_grid(self._row, self._column)

    def _hide_row(self, attrs: dict[str, str]) -> None:
        if attrs.get("hidden") in _TRUE or _is_nothing(attrs.get("ht")):
            _hide(self._facts, (self._row, 0, self._row, MAX_COLUMN - 1))

    def _note(self, tag: str, attrs: dict[str, str]) -> None:
        """What an element beside the cells says."""
        facts = self._facts
        if tag == "mergeCell":
            if len(facts.merges) == MAX_MERGES:
                raise UnreadableFile(W_HOSTILE)
            facts.merges.append(_area(attrs.get("ref", "")))
        elif tag == "dataValidation":
            facts.validated.extend(_areas(attrs.get("sqref", "")))
            if len(facts.validated) > MAX_MERGES:
                raise UnreadableFile(W_HOSTILE)
        elif tag == "col":
            if attrs.get("hidden") in _TRUE or _is_nothing(attrs.get("width")):
                first, last = (int(attrs.get(name) or 1) - 1 for name in ("min", "max"))
                _hide(facts, (0, first, MAX_ROW - 1, last))
        elif tag == "sheetProtection":
            facts.protected = attrs.get("sheet") in _TRUE


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


def _hide(facts: SheetFacts, area: Area) -> None:
    if len(facts.hidden) < MAX_MERGES:
        facts.hidden.append(area)


def _formula(attrs: dict[str, str], text: str) -> str | tuple[dict[str, str], str] | None:
    """The formula as written; a data table, which has no text, is called "dataTable"."""
    text = text.strip().removeprefix("=")
    type_ = attrs.get("t", "normal")
    if type_ == "shared":
        return attrs, text
    if not text and type_ != "normal":
        return type_
    return text or None


def _area(reference: str) -> Area:
    first, _, last = reference.partition(":")
    row0, column0 = position(first)
    row1, column1 = position(last or first)
    return min(row0, row1), min(column0, column1), max(row0, row1), max(column0, column1)


def _areas(references: str) -> list[Area]:
    """The well-formed areas of a list; the others are passed over, as nothing depends on them."""
    return [_area(one) for one in references.split(None, MAX_MERGES) if _AREA.fullmatch(one)]


def _check_in_grid(row: int, column: int) -> None:
    if not (0 <= row < MAX_ROW and 0 <= column < MAX_COLUMN):
        raise UnreadableFile(W_HOSTILE)


def _is_nothing(size: str | None) -> bool:
    """Whether a row or column of this size shows nothing."""
    try:
        return size is not None and float(size) < _LEAST_SIZE
    except ValueError:
        return False
