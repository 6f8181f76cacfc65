"""How what differs from unit to unit is written into a workbook: as it is, or as a mark for it.

`fast` fills the marks later.  A key says what a mark stands for.
"""

from __future__ import annotations

import re
from decimal import Decimal

from xltool.office.zip_template import stencil_marks

Key = tuple[object, ...]
_NUMBERS = 1_000_000_000  # no figure that a form prints by itself
_LOWEST, _PIXEL, _MOST = 300.0, 0.75, 140  # points: headings are lower, no row is higher than 409
_PRINTED = re.compile(r'(?<=>)1\d{9}(?=<)|(?<= ht=")[34]\d\d(?:\.\d+)?(?=")')


class Ink:
    """Writes everything as it is."""

    def number(self, number: Decimal, *key: object) -> int | float:
        """A number for a cell, or for the value of a formula."""
        return cell_number(number)

    def word(self, text: str, *key: object) -> str:
        """A text for a cell, or for the value of a formula, or a piece of a formula."""
        return text

    def height(self, points: float, *key: object) -> float:
        """The height of a row."""
        return points


class MarkingInk(Ink):
    """Writes a mark instead; `marks` maps each key to it."""

    def __init__(self, reserved: int) -> None:
        """The first `reserved` marks stand for something else."""
        self.marks: dict[Key, str] = {}
        self._free = iter(stencil_marks(60_000)[reserved:])
        self._printed: dict[str, str] = {}  # what the XML says instead of a mark → the mark
        self._heights: dict[Key, float] = {}

    def number(self, number: Decimal, *key: object) -> int:
        """A number that no form prints."""
        mark = self.word("", *key)
        place = _NUMBERS + ord(mark)
        self._printed[str(place)] = mark
        return place

    def word(self, text: str, *key: object) -> str:
        """The mark itself."""
        if key not in self.marks:
            self.marks[key] = next(self._free)
        return self.marks[key]

    def height(self, points: float, *key: object) -> float:
        """A height that no heading has; raises ValueError when there are no more of them."""
        place = self._heights.setdefault(key, _LOWEST + _PIXEL * len(self._heights))
        if len(self._heights) > _MOST:
            raise ValueError("heights")
        self._printed[f"{place:g}"] = self.word("", *key)
        return place

    def marked(self, xml: str) -> str:
        """The XML of a part with marks where numbers and heights stand for them."""
        return _PRINTED.sub(lambda found: self._printed.get(found[0], found[0]), xml)


def cell_number(number: Decimal) -> int | float:
    """A number as a spreadsheet stores it: whole ones as int, others as float."""
    return int(number) if number == number.to_integral_value() else float(number)


def printed_height(points: float) -> str:
    """A height as the workbook says it: whole pixels, in points."""
    return f"{int(points / _PIXEL + 0.5) * _PIXEL:g}"
