"""What a person sees while waiting: a bar on a terminal, and never among the results."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import SAMPLES
from support.command import xltool

from xltool.reading.form.find import DATA

FORM = "zfxxgknb-2021"


def watched(*arguments: object, cwd: Path, code: int = 0) -> tuple[list[str], str]:
    """The lines on stdout, and what a terminal that stderr goes to has shown."""
    ours, theirs = pty.openpty()
    done = subprocess.run(
        [sys.executable, "-m", "xltool", *map(str, arguments)], cwd=cwd, stdout=subprocess.PIPE, stderr=theirs,
        env={**os.environ, "PYTHONPATH": str(DATA), "PYTHONIOENCODING": "utf-8"}, check=False,
    )  # fmt: skip
    os.close(theirs)
    assert done.returncode == code
    shown = b""
    try:
        while piece := os.read(ours, 4096):
            shown += piece
    except OSError:  # the end, as a terminal says it
        pass
    os.close(ours)
    return done.stdout.decode().splitlines(), shown.decode("utf-8", "replace")


@pytest.mark.slow
def test_batches_show_a_bar_and_the_results_stay_whole(tmp_path: Path) -> None:
    roster = SAMPLES / "roster-12.csv"
    lines, shown = watched("make", FORM, "--year", 2025, "--roster", roster, "-o", "out", cwd=tmp_path)
    assert len(lines) == 12 and all(Path(tmp_path / line).is_file() for line in lines)
    assert "制表" in shown and "100%" in shown
    lines, shown = watched("round", "init", "R", "--form", FORM, "--year", 2025, "--roster", roster,
                           "--deadline", "2099-01-20", cwd=tmp_path)  # fmt: skip
    lines, shown = watched("round", "make", "-r", "R", cwd=tmp_path)
    assert len(lines) == 12 and "制表" in shown
    lines, shown = watched("round", "collect", "R/outgoing", "-r", "R", cwd=tmp_path, code=1)
    assert all("空白表原样退回" in line for line in lines)  # nobody has filled them
    assert len(lines) == 12 and "核对" in shown and "100%" in shown


def test_without_a_terminal_there_is_no_bar(tmp_path: Path) -> None:
    run = xltool("make", FORM, "--year", 2025, "--roster", SAMPLES / "roster-12.csv", "-o", tmp_path)
    assert run.err == ""
