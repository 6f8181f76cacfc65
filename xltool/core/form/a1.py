"""Cell positions as spreadsheets write them: A1 notation and column letters."""

from __future__ import annotations

from functools import lru_cache


@lru_cache(4096)
def a1(row: int, column: int) -> str:
    """The A1 notation of a 0-based position: ``D7`` for (6, 3)."""
    return f"{column_letters(column + 1)}{row + 1}"


def place_of(cell: str) -> tuple[int, int]:
    """The 0-based position of an A1 notation in capitals, the inverse of `a1`."""
    letters = cell.rstrip("0123456789")
    return int(cell[len(letters) :]) - 1, column_number(letters) - 1


def column_number(letters: str) -> int:
    """The 1-based number of a column: 1 for ``A``, 28 for ``AB``, in either case."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def column_letters(number: int) -> str:
    """The letters of a column by its 1-based number, the inverse of `column_number`."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
