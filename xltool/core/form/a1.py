"""Positions as spreadsheets write them: A1 notation and letters of columns."""

from __future__ import annotations

from functools import lru_cache


@lru_cache(4096)
def a1(row: int, column: int) -> str:
    """``D7`` for the 0-based position (6, 3)."""
    return f"{column_letters(column + 1)}{row + 1}"


def column_number(letters: str) -> int:
    """1 for ``A``, 28 for ``AB``, in either case."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def column_letters(number: int) -> str:
    """The inverse of `column_number`."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
