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
from conftest import SAMPLES
from support.twelve import fill

import xltool

ROOT = Path(xltool.__file__).parents[1]
COMMANDS = [
    line
    for block in re.findall(
        r"```sh\n(.*?)```", (ROOT / "docs" / "round.md").read_text(encoding="utf-8"), re.S
    )
    for line in block.splitlines()
]


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
        said[arguments[1]] = said.get(arguments[1], "") + done.stdout
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
