"""A workbook as every reader returns it: its cells as stored, whatever they mean.

The readers (`reading.xlsx` …) make it, `reading.locate` finds the form in it.  Rows and columns are
0-based; text is as a person sees it (rich text joined, ``_x000D_`` escapes undone).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

CellKind = Literal["number", "text", "bool", "error"]
Area = tuple[int, int, int, int]  # first row, first column, last row, last column
Visibility = Literal["visible", "hidden", "veryHidden"]

# How a run of characters looks that is no part of a figure, "" for one that is.
Look = Literal["", "raised", "small", "struck", "ruby"]
Run = tuple[str, Look]

MAX_CELL = 32_767  # characters a cell of a workbook holds


class CellFormat(NamedTuple):
    """What a reader asks of a cell's style; `code`, `look` and `unseen` as in `RawCell`."""

    locked: bool = True
    date: bool = False
    code: str = ""
    look: Look = ""
    unseen: bool = False
    white: bool = True  # what is behind its characters is white, or nearly


DEFAULT_FORMAT = CellFormat()


@dataclass(frozen=True, slots=True)
class RawCell:
    """One cell: `value` is the exact text of the file (``"12"``, ``"1.5E3"``, ``"#REF!"``).

    Hidden characters and phonetic guides are not in it.  `runs` take it apart where some of it, or all,
    is raised, lowered or struck out, or has a guide ("ruby", which is in no `value`).
    """

    kind: CellKind
    value: str | None  # None: no value stored (an empty cell, or a formula without a cached result)
    formula: str | None = None  # without the leading "="
    locked: bool = True
    date: bool = False  # the number format is one for dates or times
    runs: tuple[Run, ...] = ()
    code: str = ""  # the number format, unless every number looks like itself under it
    unseen: bool = False  # its characters have the colour of what is behind them
    shown: str | None = None  # where there is no `code`: what the file says that the cell shows of its number

    @property
    def words(self) -> str:
        """Its text without what is struck out; "" for a blank cell."""
        if not self.runs:
            return self.value or ""
        return "".join(text for text, look in self.runs if look not in ("struck", "ruby"))


@dataclass(slots=True)
class RawSheet:
    """One sheet; `cells` holds every stored cell that has a value, a formula or is unlocked."""

    name: str
    visibility: Visibility = "visible"
    protected: bool = False
    cells: dict[tuple[int, int], RawCell] = field(default_factory=dict)
    merges: list[Area] = field(default_factory=list)
    validated: list[Area] | None = None  # what has a validation; None: this reader does not say
    hidden: list[Area] = field(default_factory=list)  # rows and columns that are not shown
    part: str = ""  # its part of an .xlsx package


@dataclass(slots=True)
class RawWorkbook:
    """A whole workbook: sheets in their order, defined names and custom properties as text."""

    sheets: list[RawSheet] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)  # workbook scope; text without the leading "="
    properties: dict[str, str] = field(default_factory=dict)  # custom document properties
    structure_locked: bool = False
    extras: tuple[str, ...] = ()  # foreign content that is never run or followed: macros, links
    saved_by: str | None = None  # excel | wps | libreoffice | xltool | other
    values_only: bool = False  # formulas, locks, protection, names, formats, hidden rows are not known
    since_1904: bool = False  # days are counted from 1904-01-01
