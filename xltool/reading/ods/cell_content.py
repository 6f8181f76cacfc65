"""The content of one cell of an OpenDocument spreadsheet: the text in its paragraphs, its typed value."""

from __future__ import annotations

import re
from datetime import datetime

from xltool.core.errors import UnreadableFile
from xltool.core.text.catalogue.files import W_HOSTILE
from xltool.office.raw import CellKind
from xltool.reading.white_runs import WrittenLook, WrittenRun

_MAX_SPACES = 1_000_000  # asked for by counts, in the whole document
_NUMBERS = ("float", "percentage", "currency")
_ERRORS = ("#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#N/A", "#NUM!", "#NULL!")
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[Ee][+-]?\d+)?", re.A)
_SPACE = re.compile(r"[ \t\r\n]+")
_UNSEEN = ("office:annotation", "text:note", "text:hidden-text", "text:hidden-paragraph")
_DURATION = re.compile(r"PT(\d{1,9})H(\d{1,9})M(\d{1,9}(?:\.\d+)?)S", re.A)
_DAY_ZERO = datetime(1899, 12, 30)


class CellText:
    """Collects the text of one cell after the other; the limit on spaces holds for all of them together."""

    def __init__(self) -> None:
        self._spaces_left = _MAX_SPACES
        self._paragraphs = 0
        self._is_open = False  # whether a paragraph is
        self._chunks: list[WrittenRun] = []
        self._looks: list[WrittenLook] = [""]  # of the open elements, innermost last; None: not shown

    def clear(self) -> None:
        """Begin with the next cell."""
        self._paragraphs, self._chunks = 0, []

    def start_child(self, tag: str) -> None:
        """An element begins right under the cell; others than paragraphs are comments and shapes."""
        if tag == "text:p":
            if self._paragraphs:
                self._chunks.append(("\n", ""))
            self._paragraphs += 1
            self._is_open, self._looks = True, [""]

    def start_inner(self, tag: str, attrs: dict[str, str], look: WrittenLook) -> None:
        """An element begins inside a paragraph: one that stands for white space, or characters of a `look`.

        Raises `UnreadableFile`: ``W-hostile`` for too many spaces.
        """
        if not self._is_open:
            return
        if tag == "text:ruby-text":
            look = "ruby"
        elif tag in _UNSEEN:
            look = None
        outer = self._looks[-1]
        self._looks.append(None if outer is None or look is None else outer or look)
        if tag == "text:s":
            spaces = int(attrs.get("text:c", "1"))
            self._spaces_left -= spaces
            if self._spaces_left < 0:
                raise UnreadableFile(W_HOSTILE)
            self._add(" " * spaces)
        elif tag in ("text:line-break", "text:tab"):
            self._add("\n" if tag == "text:line-break" else "\t")

    def end_inner(self) -> None:
        """An element inside a paragraph ends."""
        if self._is_open and len(self._looks) > 1:
            self._looks.pop()

    def end_child(self) -> None:
        """An element right under the cell ends."""
        self._is_open = False

    def add(self, data: str) -> None:
        """Add characters; a run of white space counts as one space, as other space has its own elements."""
        if self._is_open:
            self._add(_SPACE.sub(" ", data))

    def _add(self, text: str) -> None:
        look = self._looks[-1]
        if look is not None:
            self._chunks.append((text, look))

    @property
    def runs(self) -> tuple[WrittenRun, ...]:
        """The text in runs where some of it is raised, struck out, white or has a guide; else nothing."""
        if not any(look for _, look in self._chunks):
            return ()
        return tuple((text, look or None) for text, look in self._chunks)

    def __str__(self) -> str:
        return "".join(text for text, look in self._chunks if look != "ruby")


def typed_value(attrs: dict[str, str], text: str) -> tuple[CellKind, str | None]:
    """Kind and value of a cell with these attributes, of which `text` is shown; None for a blank."""
    type_ = attrs.get("office:value-type") or ("string" if text else "")
    if attrs.get("calcext:value-type") == "error" or ("table:formula" in attrs and text in _ERRORS):
        return "error", text
    if type_ in _NUMBERS:
        value = attrs.get("office:value", "")
        return ("number", value) if _NUMBER.fullmatch(value) else ("text", value or text)
    if type_ == "date":
        return _number(_days(attrs.get("office:date-value", "")), text)
    if type_ == "time":
        return _number(_part_of_day(attrs.get("office:time-value", "")), text)
    if type_ == "boolean":
        return "bool", "1" if attrs.get("office:boolean-value") == "true" else "0"
    if type_:
        return "text", attrs.get("office:string-value", text)
    return "number", None


def _number(number: float | None, text: str) -> tuple[CellKind, str | None]:
    return ("text", text) if number is None else ("number", repr(number).removesuffix(".0"))


def _days(date: str) -> float | None:
    """``2026-02-01T12:00:00`` as spreadsheets count days; None if it is no date."""
    try:
        return (datetime.fromisoformat(date).replace(tzinfo=None) - _DAY_ZERO).total_seconds() / 86400
    except ValueError:
        return None


def _part_of_day(duration: str) -> float | None:
    """``PT12H00M00S`` as a fraction of a day; None if it is no such duration."""
    match = _DURATION.fullmatch(duration)
    if match is None:
        return None
    return (int(match[1]) * 3600 + int(match[2]) * 60 + float(match[3])) / 86400
