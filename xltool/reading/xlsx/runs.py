"""Rich text of an .xlsx (shared strings and inline ones): its characters, and how their runs look."""

from __future__ import annotations

from xltool.office.raw import Look
from xltool.reading.xlsx.escapes import unescape
from xltool.reading.xlsx.styles import look_of

WrittenRun = tuple[str, Look | None]  # None: it looks as its cell does
RichText = str | tuple[WrittenRun, ...]  # in runs only where some characters are no plain ones


class RunReader:
    """Follows the elements of one string; `result` is its text, phonetic guides being no part of it."""

    def __init__(self) -> None:
        self._runs: list[WrittenRun] = []
        self._look: Look | None = None
        self._is_phonetic = False

    def start(self, tag: str, attrs: dict[str, str]) -> None:
        """An element of the string begins."""
        if tag == "r":
            self._look = None
        elif tag == "rPr":
            self._look = ""
        elif tag == "rPh":
            self._is_phonetic = True
        elif tag in ("strike", "vertAlign"):
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
