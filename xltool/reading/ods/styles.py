"""The styles of an OpenDocument spreadsheet as far as reading needs them: locked, date, hidden sheet."""

from __future__ import annotations

from dataclasses import dataclass

from xltool.reading.xlsx.cell_formats import DEFAULT_FORMAT, Format

_MAX_PARENTS = 20  # a style inherits from a style …; files with a circle exist
_CELL, _TABLE = "table-cell", "table"
_DATE_STYLES = ("number:date-style", "number:time-style")


@dataclass(slots=True)
class _Style:
    parent: str
    data_style: str
    locked: bool | None = None


class Styles:
    """Collects styles from styles.xml and then from content.xml, whose styles win."""

    def __init__(self) -> None:
        self._cells: dict[str, _Style] = {}
        self._dates: set[str] = set()
        self._hidden: set[str] = set()
        self._resolved: dict[str, Format] = {}
        self._family = self._name = ""

    def start(self, tag: str, attrs: dict[str, str]) -> None:
        """An element begins that may be a style or a part of one."""
        if tag in ("style:style", "style:default-style"):
            self._family, self._name = attrs.get("style:family", ""), attrs.get("style:name", "")
            if self._family == _CELL:
                parent = attrs.get("style:parent-style-name", "")
                self._cells[self._name] = _Style(parent, attrs.get("style:data-style-name", ""))
        elif tag == "style:table-cell-properties" and "style:cell-protect" in attrs:
            if self._family == _CELL:
                self._cells[self._name].locked = "protected" in attrs["style:cell-protect"].split()
        elif tag == "style:table-properties" and self._family == _TABLE:
            if attrs.get("table:display") == "false":
                self._hidden.add(self._name)
        elif tag in _DATE_STYLES:
            self._dates.add(attrs.get("style:name", ""))

    def hides(self, table_style: str) -> bool:
        """Whether a sheet of this style is hidden."""
        return table_style in self._hidden

    def format(self, name: str) -> Format:
        """(locked, date) of a cell of this style; call it only when all styles are known."""
        if name not in self._resolved:
            self._resolved[name] = self._resolve(name)
        return self._resolved[name]

    def _resolve(self, name: str) -> Format:
        locked, data_style = None, ""
        for _ in range(_MAX_PARENTS):
            style = self._cells.get(name)
            if style is None:
                break
            locked = style.locked if locked is None else locked
            data_style = data_style or style.data_style
            name = style.parent
        return DEFAULT_FORMAT[0] if locked is None else locked, data_style in self._dates
