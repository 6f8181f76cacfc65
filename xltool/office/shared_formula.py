"""Formulas that a sheet stores once for many cells: written out again for each of them."""

from __future__ import annotations

import re

from xltool.core.form.a1 import column_letters, column_number

NOT_SIMPLE = "shared"  # stands for a formula that is there but not written out
_MAX_FORMULA = 8192  # what the programs themselves allow
_MAX_WRITTEN = 2_000_000  # characters per workbook: a few bytes of a file can ask for any number
_MAX_ROW = 1_048_576
_MAX_COLUMN = 16_384

# Whole rows and columns, tables and other workbooks: not worth understanding here.
_HARD = re.compile(r"[\[{]|\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3}(?![\w(])|(?<![A-Za-z$\d])\$?\d+:\$?\d")
_PIECE = re.compile(
    r"""
    "(?:[^"]|"")*" | '(?:[^']|'')*'         # texts and quoted sheet names stay as they are
    | (?<![\w.\\$]) (\$?)([A-Za-z]{1,3}) (\$?)([1-9][0-9]{0,6}) (?![\w.(!])
    """,
    re.X,
)


class SharedFormulas:
    """The shared formulas of one sheet after another; `forget` between the sheets."""

    def __init__(self) -> None:
        self._first: dict[str, tuple[int, int, str]] = {}
        self._left = _MAX_WRITTEN

    def forget(self) -> None:
        """Begin a new sheet: the numbers of shared formulas start again."""
        self._first.clear()

    def remember(self, number: str, row: int, column: int, formula: str) -> None:
        """`formula` is shared under `number`, as written for the cell at `row`, `column`."""
        self._first[number] = (row, column, formula)

    def formula_at(self, number: str, row: int, column: int) -> str:
        """The formula as it reads in this cell, or `NOT_SIMPLE`."""
        first_row, first_column, formula = self._first.get(number, (0, 0, ""))
        self._left -= len(formula)
        if not formula or len(formula) > _MAX_FORMULA or self._left < 0 or _HARD.search(formula):
            return NOT_SIMPLE
        return _shift(formula, row - first_row, column - first_column)


def _shift(formula: str, down: int, right: int) -> str:
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
