"""The styles of an OpenDocument spreadsheet as far as reading needs them: locks, formats, what is hidden."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from xltool.office.colour import BLACK, WHITE, is_unseen
from xltool.office.raw import DEFAULT_FORMAT, CellFormat, Look

_MAX_PARENTS = 20  # a style inherits from a style …; files with a circle exist
_CELL, _ROW, _COLUMN, _TABLE, _TEXT = "table-cell", "table-row", "table-column", "table", "text"
_DATE_STYLES = ("number:date-style", "number:time-style")
_NUMBER_STYLES = (
    "number:number-style", "number:percentage-style", "number:currency-style", "number:text-style",
    "number:boolean-style",
)  # fmt: skip
# What may make a number look like another one: everything beside plain digits.
_ODD_PARTS = (
    "number:embedded-text", "number:scientific-number", "number:fraction", "number:text", "style:map",
    "number:currency-symbol", "number:boolean",
)  # fmt: skip
_LENGTH = re.compile(r"(\d{1,6}(?:\.\d{1,9})?)(cm|mm|in|pt|px|pc)", re.A)
_POINTS = {"cm": 28.35, "mm": 2.835, "in": 72.0, "pt": 1.0, "px": 0.75, "pc": 12.0}
_LEAST_POINTS = 1.0
_SMALL = 0.85  # characters below this share of the cell's size are a note to it
_ODD = "odd"  # stands for the code of a format whose result is written in the cell itself


@dataclass(slots=True)
class _Style:
    parent: str
    data_style: str
    locked: bool | None = None
    colours: dict[str, str] = field(default_factory=dict)  # "fo:color" and "fo:background-color"
    look: Look | None = None
    size: float = 0.0  # of its characters, in points; 0: not said
    shown: bool = True


class Styles:
    """Collects styles from styles.xml and then from content.xml, whose styles win."""

    def __init__(self) -> None:
        self._styles: dict[tuple[str, str], _Style] = {}  # by family and name
        self._dates: set[str] = set()
        self._odd: set[str] = set()  # data styles
        self._hidden: set[str] = set()
        self._hidden_rows: set[str] = set()
        self._hidden_columns: set[str] = set()
        self._resolved: dict[str, CellFormat] = {}
        self._family = self._name = self._data_style = ""

    def start(self, tag: str, attrs: dict[str, str]) -> None:
        """An element begins that may be a style or a part of one."""
        if tag in ("style:style", "style:default-style"):
            self._family, self._name = attrs.get("style:family", ""), attrs.get("style:name", "")
            self._data_style = ""
            if self._family in (_CELL, _TEXT):
                parent = attrs.get("style:parent-style-name", "")
                own = _Style(parent, attrs.get("style:data-style-name", ""))
                self._styles[self._family, self._name] = own
        elif tag == "style:table-properties" and self._family == _TABLE:
            if attrs.get("table:display") == "false":
                self._hidden.add(self._name)
        elif tag == "style:table-row-properties" and self._family == _ROW:
            if _is_nothing(attrs.get("style:row-height", "")):
                self._hidden_rows.add(self._name)
        elif tag == "style:table-column-properties" and self._family == _COLUMN:
            if _is_nothing(attrs.get("style:column-width", "")):
                self._hidden_columns.add(self._name)
        elif tag in ("style:table-cell-properties", "style:text-properties"):
            if self._family in (_CELL, _TEXT) and not self._data_style:
                _note(self._styles[self._family, self._name], attrs)
        elif tag in _DATE_STYLES:
            self._data_style = ""
            self._dates.add(attrs.get("style:name", ""))
        else:
            self._number_style(tag, attrs)

    def _number_style(self, tag: str, attrs: dict[str, str]) -> None:
        if tag in _NUMBER_STYLES:
            self._data_style = attrs.get("style:name", "")
            if tag in ("number:percentage-style", "number:boolean-style"):
                self._odd.add(self._data_style)
        elif self._data_style and (
            tag in _ODD_PARTS or "number:display-factor" in attrs or "number:decimal-replacement" in attrs
        ):
            self._odd.add(self._data_style)

    def hides(self, table_style: str) -> bool:
        """Whether a sheet of this style is hidden."""
        return table_style in self._hidden

    def hides_rows(self, row_style: str) -> bool:
        """Whether rows of this style have no height."""
        return row_style in self._hidden_rows

    def hides_columns(self, column_style: str) -> bool:
        """Whether columns of this style have no width."""
        return column_style in self._hidden_columns

    def run_look(self, attrs: dict[str, str], cell_style: str) -> Look | Literal["white"] | None:
        """How a run with these attributes looks in a cell of this style; None when it is not shown."""
        name = attrs.get("text:style-name", "")
        styles = [*self._with_parents(name, _TEXT)] if name else []
        if not all(style.shown for style in styles):
            return None
        colour = next((one.colours["fo:color"] for one in styles if "fo:color" in one.colours), BLACK)
        if is_unseen(colour.removeprefix("#"), WHITE):
            return "white"
        look: Look = next((style.look for style in styles if style.look is not None), "")
        size = next((style.size for style in styles if style.size), 0.0)
        usual = next((one.size for one in self._with_parents(cell_style) if one.size), 0.0)
        return look or ("small" if 0 < size < usual * _SMALL else "")

    def format(self, name: str) -> CellFormat:
        """The format of a cell of this style; `code` says only whether its own text must be compared.

        Call it only when all styles are known.
        """
        if name not in self._resolved:
            self._resolved[name] = self._resolve(name)
        return self._resolved[name]

    def _with_parents(self, name: str, family: str = _CELL) -> Iterator[_Style]:
        """The style of a cell or a run, then those it inherits from, last the default."""
        for _ in range(_MAX_PARENTS):
            style = self._styles.get((family, name))
            if style is None:
                return
            yield style
            if not name:
                return
            name = style.parent

    def _resolve(self, name: str) -> CellFormat:
        locked, data_style, look = None, "", None
        colours: dict[str, str] = {}
        for style in self._with_parents(name):
            locked = style.locked if locked is None else locked
            data_style = data_style or style.data_style
            look = style.look if look is None else look
            colours = style.colours | colours
        fore, back = (colours.get(f"fo:{part}", "") for part in ("color", "background-color"))
        unseen = is_unseen(fore[1:] if fore.startswith("#") else BLACK,
                           back[1:] if back.startswith("#") else WHITE)  # fmt: skip
        return CellFormat(
            DEFAULT_FORMAT.locked if locked is None else locked,
            data_style in self._dates,
            _ODD if data_style in self._odd else "",
            look or "",
            unseen,
            is_unseen(WHITE, back[1:] if back.startswith("#") else WHITE),
        )


def _is_nothing(length: str) -> bool:
    """Whether a length such as ``0.018cm`` is too small for anything to be seen in it."""
    match = _LENGTH.fullmatch(length)
    return match is not None and float(match[1]) * _POINTS[match[2]] < _LEAST_POINTS


def _note(style: _Style, attrs: dict[str, str]) -> None:
    """What the properties of a cell or a run say."""
    if "style:cell-protect" in attrs:
        style.locked = "protected" in attrs["style:cell-protect"].split()
    for name in ("fo:color", "fo:background-color"):
        if name in attrs:
            style.colours[name] = attrs[name]
    if attrs.get("style:use-window-font-color") == "true":
        style.colours.pop("fo:color", None)
    lines = [attrs[name] for name in _LINES if name in attrs]
    position = attrs.get("style:text-position", "").split()[:1]
    if any(line != "none" for line in lines):
        style.look = "struck"
    elif position:
        style.look = "" if position[0] in ("0%", "0") else "raised"
    elif lines:
        style.look = ""
    size = attrs.get("fo:font-size", "")
    if size.endswith("pt") and size[:-2].replace(".", "", 1).isdigit():
        style.size = float(size[:-2])
    if attrs.get("text:display") == "none":
        style.shown = False


_LINES = ("style:text-line-through-style", "style:text-line-through-type")
