"""Rich text of an .xlsx (shared strings and inline ones): its characters, and how their runs look."""

from __future__ import annotations

from xltool.office.colour import BLACK, OFFICE_THEME, WHITE, is_unseen, named
from xltool.reading.white_runs import RichText, WrittenLook, WrittenRun
from xltool.reading.xlsx.escapes import unescape
from xltool.reading.xlsx.styles import look_of


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
