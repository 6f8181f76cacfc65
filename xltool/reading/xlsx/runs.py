"""Rich text of an .xlsx (shared strings and inline ones): its characters, and how their runs look."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from xltool.office.colour import BLACK, OFFICE_THEME, WHITE, is_unseen, named
from xltool.office.raw import Look, Run
from xltool.reading.xlsx.escapes import unescape
from xltool.reading.xlsx.styles import look_of

WrittenLook = Look | Literal["white"] | None  # None: it looks as its cell does
WrittenRun = tuple[str, WrittenLook]
RichText = str | tuple[WrittenRun, ...]  # in runs only where some characters are no plain ones


class RunReader:
    """Follows the elements of one string; `result` is its text, phonetic guides being no part of it."""

    def __init__(self) -> None:
        self._runs: list[WrittenRun] = []
        self._look: WrittenLook = None
        self._is_phonetic = False

    def start(self, tag: str, attrs: dict[str, str]) -> None:
        """An element of the string begins."""
        if tag == "r":
            self._look = None
        elif tag == "rPr":
            self._look = ""
        elif tag == "rPh":
            self._is_phonetic = True
        elif tag == "color" and is_unseen(named(attrs, OFFICE_THEME, BLACK), WHITE):
            self._look = "white"
        elif tag in ("strike", "vertAlign") and self._look != "white":
            look = look_of(tag, attrs)
            self._look = self._look if self._look == "struck" else look or self._look

    def end(self, tag: str, text: str) -> None:
        """An element ends; `text` is what stood in it."""
        if tag == "t":
            self._runs.append((unescape(text), "ruby" if self._is_phonetic else self._look))
        elif tag == "rPh":
            self._is_phonetic = False
        elif tag == "r":
            self._look = None

    def result(self) -> RichText:
        """The text, and an empty reader again."""
        runs, self._runs = self._runs, []
        if not any(character.isdigit() for text, look in runs if look != "ruby" for character in text):
            runs = [(text, look) for text, look in runs if look != "ruby"]  # words may have guides
        if any(look for _, look in runs):
            return tuple(runs)
        return "".join(text for text, _ in runs)


def shown(text: RichText) -> str:
    """All its characters but guides."""
    return text if isinstance(text, str) else "".join(piece for piece, look in text if look != "ruby")


def as_seen(runs: Sequence[WrittenRun], of_cell: Look, is_on_white: bool) -> tuple[tuple[Run, ...], bool]:
    """The runs as a person sees them in their cell, and whether all of them are white on white.

    White ones beside others are not there.
    """
    resolved: list[Run] = []
    white: list[Run] = []
    for text, look in runs:
        if look == "white" and is_on_white:
            white.append((text, ""))
        else:
            resolved.append((text, of_cell if look is None else "" if look == "white" else look))
    if any(text.strip() for text, look in resolved if look != "ruby"):
        return tuple(resolved), False
    return tuple(white or resolved), any(text.strip() for text, _ in white)
