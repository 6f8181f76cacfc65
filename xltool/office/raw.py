"""A workbook as every reader returns it: its cells as stored, whatever they mean.

The readers (`reading.xlsx` …) make it, `reading.locate` finds the form in it.  Rows and columns are
0-based; text is as a person sees it (rich text joined, ``_x000D_`` escapes undone).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

CellKind = Literal["number", "text", "bool", "error"]
Area = tuple[int, int, int, int]  # first row, first column, last row, last column
Visibility = Literal["visible", "hidden", "veryHidden"]

MAX_CELL = 32_767  # characters in a cell, at most


@dataclass(frozen=True, slots=True)
class RawCell:
    """One cell; `value` is the exact text in the file (``"12"``, ``"1.5E3"``, ``"#REF!"``)."""

    kind: CellKind
    value: str | None  # None: no value stored (an empty cell, or a formula without a cached result)
    formula: str | None = None  # without the leading "="
    locked: bool = True
    date: bool = False  # the number format shows a date or a time


@dataclass(slots=True)
class RawSheet:
    """One sheet; `cells` holds every stored cell that has a value, a formula or is unlocked."""

    name: str
    visibility: Visibility = "visible"
    protected: bool = False
    cells: dict[tuple[int, int], RawCell] = field(default_factory=dict)
    merges: list[Area] = field(default_factory=list)
    validated: list[Area] | None = None  # areas with a validation; None: this reader does not read them


@dataclass(slots=True)
class RawWorkbook:
    """A whole workbook: sheets in their order, defined names and custom properties as text."""

    sheets: list[RawSheet] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)  # workbook scope; text without the leading "="
    properties: dict[str, str] = field(default_factory=dict)  # custom document properties
    structure_locked: bool = False
    extras: tuple[str, ...] = ()  # foreign content that is never run or followed: macros, links
    saved_by: str | None = None  # excel | wps | libreoffice | xltool | other
    values_only: bool = False  # formulas, locks, protection and names could not be read
