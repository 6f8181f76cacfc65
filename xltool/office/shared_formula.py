"""Write out, for each of its cells, a formula that a sheet stores once for many cells."""

from __future__ import annotations

import re

from xltool.core.form.a1 import column_letters, column_number

NOT_SIMPLE = "shared"  # stands for a formula that is too hard to write out
_MAX_FORMULA = 8192  # characters, as Excel allows
_MAX_WRITTEN = 2_000_000  # characters per workbook: a small hostile file can ask for any number
_MAX_ROW = 1_048_576
_MAX_COLUMN = 16_384

# Whole rows and columns, tables and other workbooks: not supported here.
_HARD = re.compile(r"[\[{]|\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3}(?![\w(])|(?<![A-Za-z$\d])\$?\d+:\$?\d")
_PIECE = re.compile(
    r"""
    "(?:[^"]|"")*" | '(?:[^']|'')*'         # texts and quoted sheet names stay as they are
    | (?<![\w.\\$]) (\$?)([A-Za-z]{1,3}) (\$?)([1-9][0-9]{0,6}) (?![\w.(!])
    """,
    re.X,
)


class SharedFormulas:
    """The shared formulas of a sheet; call `forget` before the next sheet."""

    def __init__(self) -> None:
        self._first: dict[str, tuple[int, int, str]] = {}
        self._left = _MAX_WRITTEN

    def forget(self) -> None:
        """Begin a new sheet, where the numbers of shared formulas start again."""
        self._first.clear()

    def remember(self, number: str, row: int, column: int, formula: str) -> None:
        """Keep the formula shared under `number`, as written for the cell at `row`, `column`."""
        self._first[number] = (row, column, formula)

    def formula_at(self, number: str, row: int, column: int) -> str:
        """The formula written out for this cell, or `NOT_SIMPLE`."""
        first_row, first_column, formula = self._first.get(number, (0, 0, ""))
        self._left -= len(formula)
        if not formula or len(formula) > _MAX_FORMULA or self._left < 0 or _HARD.search(formula):
            return NOT_SIMPLE
        return _shift(formula, row - first_row, column - first_column)


def _shift(formula: str, down: int, right: int) -> str:
    """The formula with its relative references moved; ``#REF!`` for one that leaves the sheet."""

    def moved(match: re.Match[str]) -> str:
        fixed_column, letters, fixed_row, digits = match.groups()
        if letters is None:
            return match[0]
        column = column_number(letters) + (0 if fixed_column else right)
        row = int(digits) + (0 if fixed_row else down)
        if not (1 <= column <= _MAX_COLUMN and 1 <= row <= _MAX_ROW):
            return "#REF!"
        return f"{fixed_column}{column_letters(column)}{fixed_row}{row}"

    return _PIECE.sub(moved, formula)
