"""The formats of a workbook's cells by name, made once for each file; and a lock for its structure."""

from __future__ import annotations

from typing import Any

import xlsxwriter

from xltool.core.text.zh import FANG, HEI, SONG

INPUT, TOTAL, HEAD = "#FFF9D9", "#EDEDED", "#DDEBF7"
GOOD, BAD, WARNING = "#C6EFCE", "#FFC7CE", "#FFEB9C"

_GRID: dict[str, Any] = {"border": 1, "valign": "vcenter", "font_name": SONG, "font_size": 11}
_NUMBER: dict[str, Any] = {**_GRID, "align": "center", "font_name": "Times New Roman"}
_TEXT: dict[str, Any] = {**_GRID, "text_wrap": True}
_PLAIN: dict[str, Any] = {"font_name": SONG, "font_size": 11, "valign": "vcenter", "text_wrap": True}

STYLES: dict[str, dict[str, Any]] = {
    "title": {"font_name": HEI, "font_size": 16, "align": "center", "valign": "vcenter"},
    "small": {"font_name": SONG, "font_size": 9, "font_color": "#7F7F7F", "valign": "vcenter"},
    "plain": _PLAIN,
    "right": {**_PLAIN, "align": "right"},
    "head": {**_TEXT, "align": "center", "bg_color": HEAD},
    "stub": {**_TEXT, "align": "left"},
    "stub_center": {**_TEXT, "align": "center"},
    "input": {**_NUMBER, "bg_color": INPUT, "locked": False},
    "total": {**_NUMBER, "bg_color": TOTAL},
    "choice": {**_GRID, "align": "center", "bg_color": INPUT, "locked": False},
    "text": {
        **_TEXT,
        "font_name": FANG,
        "font_size": 12,
        "bg_color": INPUT,
        "locked": False,
        "valign": "top",
    },
    "field": {**_TEXT, "bg_color": INPUT, "locked": False},
    "fixed": {**_TEXT, "bg_color": TOTAL, "align": "left"},
    "result": {**_GRID, "align": "center"},
    "strip": {**_GRID, "font_size": 9, "align": "center"},
    "link": {**_GRID, "align": "center", "font_color": "#0563C1", "underline": 1},
    "link_left": {**_TEXT, "align": "left", "font_color": "#0563C1", "underline": 1},
    "code": {**_GRID, "font_size": 8, "font_color": "#7F7F7F", "align": "center"},
    "banner": {"font_name": HEI, "font_size": 14, "align": "center", "valign": "vcenter", "border": 1},
    "last_year": {**_NUMBER, "font_size": 9, "font_color": "#7F7F7F"},
    "last_head": {**_TEXT, "font_size": 9, "font_color": "#7F7F7F", "align": "center"},
    "figure": _NUMBER,
    "changed": {**_NUMBER, "bg_color": WARNING},
    "total_row": {**_NUMBER, "bg_color": TOTAL, "bold": True},
    "section": {"font_name": HEI, "font_size": 12, "valign": "vcenter"},
    "left_title": {"font_name": HEI, "font_size": 13, "valign": "vcenter", "text_wrap": True},
    "bad_cell": {**_TEXT, "align": "center", "bg_color": BAD},
    "warning_cell": {**_TEXT, "align": "center", "bg_color": WARNING},
    "warning_name": {**_TEXT, "bg_color": WARNING},
    "good": {"bg_color": GOOD, "font_color": "#006100"},
    "bad": {"bg_color": BAD, "font_color": "#9C0006"},
    "warning": {"bg_color": WARNING, "font_color": "#9C5700"},
}


class Book(xlsxwriter.Workbook):  # type: ignore[misc]
    """A workbook whose structure is locked too: sheets cannot be added, removed or renamed.

    The library has no call for that, so one of its private methods is extended; tests/test_protection.py
    notices when a release of it no longer calls that method.
    """

    structure_password = ""

    def _write_workbook_pr(self) -> None:
        super()._write_workbook_pr()
        attributes = [("lockStructure", "1")]
        if self.structure_password:
            sheet = self.worksheets()[0]
            attributes.insert(0, ("workbookPassword", sheet._encode_password(self.structure_password)))
        self._xml_empty_tag("workbookProtection", attributes)
