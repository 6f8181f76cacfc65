"""What the twelve units of docs/round.md send back."""

from __future__ import annotations

from pathlib import Path

import openpyxl
from conftest import load
from openpyxl.worksheet.worksheet import Worksheet

from xltool.core.form.layout import lay_out, zero_choice
from xltool.core.text import zh


def fill(outgoing: Path, folder: Path) -> None:
    """What the units send back: ten are right, 003 does not balance, 012's town has sent nothing."""
    layout = lay_out(load("zfxxgknb-2021"))
    folder.mkdir()
    for file in sorted(outgoing.iterdir()):
        code = file.name[:3]
        if code == "103":
            continue
        book = openpyxl.load_workbook(file)

        def put(address: str, value: object) -> None:
            sheet, cell = layout.place(address).split("!")
            own = book[sheet]  # noqa: B023
            assert isinstance(own, Worksheet)
            own[cell] = value

        for table in layout.form.tables:
            put(zero_choice(table), zh.YES)
        for address in layout.form.texts:
            put(address, "无。")
        put("T3.r1.c1", 2 if code == "003" else 1)
        put("T3.r3.c1", 1)
        book.save(folder / f"回复{code}.xlsx")
