"""Write a `RawWorkbook` as JSON and read it back: how a workbook leaves the child process that read it."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import Any

from xltool.office.raw import RawCell, RawSheet, RawWorkbook


def pack(workbook: RawWorkbook) -> bytes:
    """The workbook as JSON; equal cells are written once."""
    made: dict[RawCell, int] = {}
    sheets = [
        _fields(sheet)
        | {"cells": [(*spot, made.setdefault(c, len(made))) for spot, c in sheet.cells.items()]}
        for sheet in workbook.sheets
    ]
    return json.dumps(
        _fields(workbook) | {"sheets": sheets, "made": [_fields(cell) for cell in made]}
    ).encode()


def unpack(data: bytes) -> RawWorkbook:
    """The workbook that `pack` was given."""
    book = json.loads(data)
    made = [RawCell(**cell | {"runs": tuple(map(tuple, cell["runs"]))}) for cell in book.pop("made")]
    for sheet in book["sheets"]:
        sheet["cells"] = {(row, column): made[number] for row, column, number in sheet["cells"]}
        for name in ("merges", "validated", "hidden"):
            if sheet[name] is not None:
                sheet[name] = [tuple(area) for area in sheet[name]]
    book["sheets"] = [RawSheet(**sheet) for sheet in book["sheets"]]
    return RawWorkbook(**book)


def _fields(thing: RawWorkbook | RawSheet | RawCell) -> dict[str, Any]:
    return {field.name: getattr(thing, field.name) for field in fields(thing)}
