"""The guide of a round is true: exactly its commands are run, in its order, by a roster of 12."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
from conftest import SAMPLES, load
from openpyxl.worksheet.worksheet import Worksheet

import xltool
from xltool.core.form.layout import lay_out, zero_choice
from xltool.core.text import zh

ROOT = Path(xltool.__file__).parents[1]
COMMANDS = [
    line
    for block in re.findall(
        r"```sh\n(.*?)```", (ROOT / "docs" / "round.md").read_text(encoding="utf-8"), re.S
    )
    for line in block.splitlines()
]


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


@pytest.mark.slow
def test_the_guide_is_true(tmp_path: Path) -> None:
    shutil.copy(SAMPLES / "roster-12.csv", tmp_path / "名册.csv")
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    here = tmp_path
    said: dict[str, str] = {}
    for line in COMMANDS:
        program, *arguments = shlex.split(line)
        if program == "cd":
            here = here / arguments[0]
            continue
        assert program == "xltool"
        if arguments[:2] == ["round", "collect"]:
            fill(here / "outgoing", here / arguments[2])
        done = subprocess.run(
            [sys.executable, "-m", "xltool", *arguments], cwd=here, env=environment, capture_output=True,
            encoding="utf-8", check=False,
        )  # fmt: skip
        assert done.returncode in (0, 1) and "Traceback" not in done.stderr, (line, done.stderr)
        said[arguments[1]] = done.stdout
    assert len(COMMANDS) > 10
    assert said["make"].count(".xlsx") == 12
    assert said["collect"].count("\t已收\t") == 11
    assert len(list((here / "drafts" / "issue").glob("*.eml"))) == 12
    assert "003" in said["return"] and said["return"].count(".eml") == 1
    assert said["exclude"].startswith("004")
    reports = [path.name for path in (here / "reports").glob("*.docx")]
    assert len(reports) == 10 and any(name.startswith("003") for name in reports)
    assert said["receipt"].count(".eml") == 10
    assert (here / "reports" / "全部报告.zip").is_file()
    assert said["remind"].count("103") >= 1
    front = openpyxl.load_workbook(here / "汇总.xlsx").worksheets[0]
    assert [front.cell(row, 2).value for row in range(3, 7)] == [10, 1, 1, 1]  # in, missing, out, with errors
