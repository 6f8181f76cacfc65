"""A round of 300, 1,000 and 3,000 units: does time grow with the units, and memory not at all?

Run from the project's folder: ``python benchmarks/round.py``; writes benchmarks/round.md.
Ratios are of seconds a unit, largest against smallest round; memory is each command's own peak.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import openpyxl

from xltool.core.submission.identity import sign
from xltool.core.submission.model import Unit
from xltool.reading.form.find import DATA
from xltool.reading.form.load import load_form
from xltool.rounds.folder import open_round
from xltool.writing.workbook.write import WorkbookContent, write_workbook

SIZES = (300, 1000, 3000)
HERE = Path(__file__).parent


def run(*arguments: str) -> tuple[float, float]:
    """Seconds, and the megabytes of the command at its peak."""
    command = [sys.executable, "-m", "xltool", "round", *arguments]
    began = time.perf_counter()
    process = subprocess.Popen(
        command, env={**os.environ, "PYTHONPATH": str(HERE.parent)},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    _, status, usage = os.wait4(process.pid, 0)
    assert os.waitstatus_to_exitcode(status) in (0, 1), arguments
    return time.perf_counter() - began, usage.ru_maxrss / 1024


def answers(folder: Path, units: int) -> None:
    """A return of each unit, signed with the round's key; the figures are all zero."""
    form = load_form(DATA / "templates" / "zfxxgknb-2021")
    key = open_round(folder / "R").key
    zeros = frozenset(table.id for table in form.tables)
    content = WorkbookContent({}, dict.fromkeys(form.texts, "无。"), {}, zeros)
    (folder / "in").mkdir()
    for n in range(units):
        unit = Unit(f"{n:04}", f"单位{n:04}", "县级部门")
        identity = sign(form.key, 2025, unit.code, unit.name, key)
        (folder / "in" / f"{n:04}.xlsx").write_bytes(write_workbook(form, identity, unit, content))


def measure(units: int) -> dict[str, tuple[float, float]]:
    """Seconds and megabytes of each command for a round of so many units."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        lines = ["单位代码,单位名称,单位类别", *(f"{n:04},单位{n:04},县级部门" for n in range(units))]
        (folder / "r.csv").write_text("\n".join(lines), encoding="utf-8")
        at = ["-r", str(folder / "R")]
        found = {
            "init": run("init", str(folder / "R"), "--form", "zfxxgknb-2021", "--year", "2025", "--roster",
                        str(folder / "r.csv"), "--deadline", "2099-01-20"),
            "make": run("make", *at),
        }  # fmt: skip
        answers(folder, units)
        found["collect"] = run("collect", str(folder / "in"), *at)
        found["collect again"] = run("collect", str(folder / "in"), *at)
        found["status"] = run("status", *at)
        book = openpyxl.load_workbook(folder / "R" / "board.xlsx", read_only=True)
        states = {row[2] for row in book.active.iter_rows(min_row=2, values_only=True)}
        assert len(states) == 1 and len(list((folder / "R" / "outgoing").iterdir())) == units
        return found


def main() -> None:
    """Measures all sizes and writes the table."""
    found = {units: measure(units) for units in SIZES}
    small, large = SIZES[0], SIZES[-1]
    lines = [
        "# A round of many units", "",
        f"Python {sys.version.split()[0]}; seconds and peak megabytes of each command, one process.", "",
        f"| command | {' | '.join(f'{units:,} units' for units in SIZES)} |"
        " seconds a unit, large : small | memory added |",
        "| --- |" + " --- |" * (len(SIZES) + 2),
    ]  # fmt: skip
    for name in found[small]:
        cells = [f"{found[units][name][0]:.2f} s, {found[units][name][1]:.0f} MB" for units in SIZES]
        ratio = found[large][name][0] / large / (found[small][name][0] / small)
        more = found[large][name][1] - found[small][name][1]
        lines.append(f"| {name} | {' | '.join(cells)} | {ratio:.2f} | {more:+.1f} MB |")
    (HERE / "round.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
