"""A printed table as a field of places, and how its rows divide into banners, headings and figures.

Pure.  A row of figures has a place to fill behind its words; a row of headings has none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property

from xltool.core.form.printed import CellPlace, PrintedCell, PrintedTable, label_of
from xltool.core.text import zh
from xltool.core.text.clean import normal

_BESIDE, _TITLE = re.compile(zh.BESIDE_TABLE), re.compile(zh.DRAFT_TITLE)
_NUMBER_ROW, _NUMBER = re.compile(zh.DRAFT_NUMBER_ROW), re.compile(zh.DRAFT_NUMBER)
_SPACED = re.compile(r"(?:\S[ \u3000]+)+\S")  # 合　计


@dataclass(frozen=True)
class Raster:
    """The places of a table, each with the cell that covers it."""

    table: PrintedTable

    @cached_property
    def _cover(self) -> dict[CellPlace, CellPlace]:
        return {
            (row + down, column + right): (row, column)
            for (row, column), cell in self.table.cells.items()
            for down in range(cell.rows)
            for right in range(cell.columns)
        }

    def begin(self, row: int, column: int) -> CellPlace:
        """Where the cell begins that covers a place."""
        return self._cover.get((row, column), (row, column))

    def cell(self, row: int, column: int) -> PrintedCell:
        """The cell that covers a place; an empty one where there is none."""
        return self.table.cells.get(self.begin(row, column), PrintedCell(""))

    def text(self, row: int, column: int) -> str:
        """The words of the cell that covers a place, on one line and without what an outline cannot hold."""
        text = "".join(part.strip() for part in self.cell(row, column).text.splitlines())
        text = text.replace("|", "｜").replace("'''", "”")
        return "".join(text.split()) if _SPACED.fullmatch(text) else text

    def label(self, row: int, column: int) -> str:
        """The words that cover a place, as labels are compared; "" for a place to fill."""
        return label_of(self.cell(row, column))

    def across(self, row: int) -> list[CellPlace]:
        """Where the cells begin that cover a row, from left to right, each once."""
        return list(dict.fromkeys(self.begin(row, column) for column in range(self.table.columns)))


@dataclass
class Band:
    """Rows of a table that share headings: a banner, rows of headings, of numbers below them, of figures."""

    banner: str = ""
    heads: list[int] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    figures: list[int] = field(default_factory=list)


def bands(raster: Raster) -> tuple[list[Band], list[str], list[str]]:
    """(the bands of a table, the lines above it, the lines below it)."""
    above: list[str] = []
    below: list[str] = []
    found: list[Band] = []
    kinds = [_kind(raster, row) for row in range(raster.table.rows)]
    for row in range(1, len(kinds)):
        if _is_lower_head(raster, kinds, row):
            kinds[row] = "head"
    first_head = kinds.index("head") if "head" in kinds else 0
    wide = [row for row, kind in enumerate(kinds) if kind == "line"]
    band = Band()
    for row, kind in enumerate(kinds):
        text = next((text for _, column in raster.across(row) if (text := raster.text(row, column))), "")
        follows = kinds[row + 1] if row + 1 < len(kinds) else "end"
        if kind == "beside" or (kind == "line" and follows in ("end", "beside")):
            words = [raster.text(row, column) for _, column in raster.across(row)]
            (below if band.figures or found else above).append("　".join(filter(None, words)))
        elif kind == "line" and follows == "head" and not _is_title(text, len(wide)):
            band = _next(found, band)
            band.banner = text
        elif (kind == "line" or _is_alone(raster, row)) and row < first_head:
            above.append(text)
        elif kind == "head":
            band = _next(found, band) if band.figures else band
            band.heads.append(row)
        elif band.heads and not band.figures and _is_numbers(raster, row, band):
            band.numbers.append(row)
        else:
            band.figures.append(row)
    _next(found, band)
    for one in found:
        while one.heads and not one.numbers and _is_numbers(raster, one.heads[-1], one):
            one.numbers.append(one.heads.pop())
        if not one.figures:  # a table that somebody filled in, with 0 | 1
            one.figures, one.numbers = one.numbers, []
    return [one for one in found if one.figures], above, below


def _next(found: list[Band], band: Band) -> Band:
    if band.heads or band.figures:
        found.append(band)
        return Band()
    return band


def _is_title(text: str, wide: int) -> bool:
    """Whether a line over the whole table names it; a banner mostly is not alone."""
    return wide == 1 and bool(_TITLE.search(text))


def _is_alone(raster: Raster, row: int) -> bool:
    cells = [place for place in raster.across(row) if raster.table.cells.get(place, PrintedCell("")).text]
    return len(cells) == 1 and cells[0][0] == row


def _kind(raster: Raster, row: int) -> str:
    """What a row is by its cells: "line" (one over the whole width), "beside", "head" or "figures"."""
    cells = raster.across(row)
    labels = [raster.label(*place) for place in cells]
    first = next((raster.cell(*place).text for place, label in zip(cells, labels, strict=True) if label), "")
    if _BESIDE.match(first.strip()) and not _has_many(labels):
        return "beside"
    if len(cells) == 1 and raster.table.columns > 1:
        return "line" if labels[0] else "figures"
    while labels and not labels[0]:  # an empty corner
        labels.pop(0)
    if labels and all(labels):
        return "head"
    return "figures"


def _has_many(labels: list[str]) -> bool:
    """Whether a row that begins like a note has more cells with words, none of which begins so."""
    return any(label and not re.search("[:：]", label) for label in labels[1:])


def _is_lower_head(raster: Raster, kinds: list[str], row: int) -> bool:
    """Whether words stand right in a row that has none left: headings whose cells above were not merged."""
    if kinds[row - 1 : row + 2] != ["head", "figures", "figures"]:
        return False
    left = raster.begin(row, 0)
    if left[0] == row and raster.label(row, 0):
        return False
    return any(
        raster.label(row, column) and raster.label(row + 1, 0) and not raster.label(row + 1, column)
        for column in range(1, raster.table.columns)
        if raster.begin(row, column)[0] == row
    )


def _is_numbers(raster: Raster, row: int, band: Band) -> bool:
    """Whether a row below headings numbers the columns: 甲 | 乙 | 1 | 2, or 栏次 | | 1."""
    texts = [normal(raster.text(*place)) for place in raster.across(row) if place[0] == row]
    numbers = [int(match[1]) for text in texts if (match := _NUMBER.fullmatch(text))]
    above = [other for other in band.heads if other < row]
    rest = [text for text in texts if text and not _NUMBER_ROW.fullmatch(text)]
    if not above or rest or not numbers or not texts[-1]:  # a row of 甲 has a place to fill
        return False
    is_marked = any(text and not _NUMBER.fullmatch(text) for text in texts)
    stub = raster.begin(row, 0)
    return is_marked or stub[0] < row or (len(numbers) > 1 and _is_stepped(numbers))


def _is_stepped(numbers: list[int]) -> bool:
    return numbers == list(range(numbers[0], numbers[0] + len(numbers)))
