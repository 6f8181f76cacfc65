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

from xltool.app.round.judging import judge
from xltool.app.round.opened import OpenRound, catch_up
from xltool.app.round.opening import open_now
from xltool.app.round.record import add_version, log_arrival
from xltool.core.check.returned import CheckedReturn
from xltool.core.submission.identity import sign
from xltool.core.submission.model import Unit
from xltool.reading.form.find import DATA
from xltool.reading.form.load import load_form
from xltool.rounds.received import keep
from xltool.rounds.round import open_round
from xltool.rounds.store.records import Arrival
from xltool.writing.workbook.write import WorkbookContent, write_workbook

SIZES = (300, 1000, 3000)
RETURNS, EVENTS = 10, 100_000  # of a round that has gone on for long
HERE = Path(__file__).parent


def run(*arguments: str) -> tuple[float, float]:
    """Seconds, and the megabytes of the command at its peak."""
    return cost(*arguments)[::2]


def cost(*arguments: str) -> tuple[float, float, float]:
    """Seconds, seconds of CPU with the start, and the megabytes of the command at its peak."""
    command = [sys.executable, "-m", "xltool", "round", *arguments]
    began = time.perf_counter()
    process = subprocess.Popen(
        command, env={**os.environ, "PYTHONPATH": str(HERE.parent)},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    _, status, usage = os.wait4(process.pid, 0)
    assert os.waitstatus_to_exitcode(status) in (0, 1), arguments
    return time.perf_counter() - began, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


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
        states = {row[2] for row in book.active.iter_rows(min_row=3, values_only=True)}
        assert len(states) == 1 and len(list((folder / "R" / "outgoing").iterdir())) == units
        return found


def long_round(folder: Path, units: int) -> OpenRound:
    """A round in which every unit has reported ten times, written straight into its store."""
    lines = ["单位代码,单位名称,单位类别", *(f"{n:04},单位{n:04},县级部门" for n in range(units))]
    (folder / "r.csv").write_text("\n".join(lines), encoding="utf-8")
    run("init", str(folder / "L"), "--form", "zfxxgknb-2021", "--year", "2025", "--roster",
        str(folder / "r.csv"), "--deadline", "2099-01-20")  # fmt: skip
    opened = open_now(folder / "L")
    form, store = opened.form, opened.store
    content = WorkbookContent({}, dict.fromkeys(form.texts, "无。"), {}, frozenset(t.id for t in form.tables))
    unit = Unit("0000", "单位0000", "县级部门")
    identity = sign(form.key, 2025, unit.code, unit.name, opened.round.key)
    data = write_workbook(form, identity, unit, content)
    sha, place = keep(opened.round, data, ".xlsx")
    checked = judge(opened.checker, opened.round.kept(place))
    assert isinstance(checked, CheckedReturn)
    with store.change():
        for contact in opened.contacts:
            for n in range(1, RETURNS + 1):
                code = contact.unit.code
                own = Arrival(0, f"{code}:{n}", store.now(), "in/x.xlsx", "x.xlsx", place, sha, "taken", code, "",
                              {"token": code}, f"2026-01-{n:02}T09:00:00+08:00", "a@b.cn", "已收下。")  # fmt: skip
                number = store.arrivals.add(own)
                own = Arrival(**{name: getattr(own, name) for name in own.__slots__} | {"n": number})
                log_arrival(opened, own)
                add_version(opened, own, n, checked, True)
        for n in range(store.last_event(), EVENTS):
            store.log("sent", f"{n % units:04}", letter="remind")
    for contact in opened.contacts:  # every unit has a kept file of its own size
        path = opened.round.path("received", "ff", f"{contact.unit.code}.xlsx")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return opened


def measure_long(units: int) -> list[str]:
    """What it costs to look at a round of many units after a long time."""
    with tempfile.TemporaryDirectory() as name:
        at = ["-r", str(Path(name) / "L")]
        # in a process of its own: a child's peak is never below that of who starts it
        build = [sys.executable, str(HERE / "round.py"), "build", name, str(units)]
        subprocess.run(build, check=True, env={**os.environ, "PYTHONPATH": str(HERE.parent)})
        size = (Path(name) / "L" / "round.db").stat().st_size
        events = sum(1 for _ in (Path(name) / "L" / "ledger.jsonl").open("rb"))
        lines = [
            "", f"A round of {units:,} units with {RETURNS} returns each, {events:,} events, a store of"
            f" {size / 1e6:.0f} MB:", "", "| command | seconds | CPU seconds, start included | memory |",
            "| --- | --- | --- | --- |",
        ]  # fmt: skip
        for command in (
            ["status", "--json"],
            ["status"],
            ["arrivals"],
            ["arrivals", "--all"],
            ["show", "0001"],
        ):
            wall, cpu, memory = min(cost(*command, *at) for _ in range(3))
            lines.append(f"| round {' '.join(command)} | {wall:.2f} | {cpu:.2f} | {memory:.0f} MB |")
        return lines


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
    lines += measure_long(large)
    (HERE / "round.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print("\n".join(lines))


if __name__ == "__main__":
    if sys.argv[1:2] == ["build"]:
        built = long_round(Path(sys.argv[2]), int(sys.argv[3]))
        catch_up(built.round, built.store)
        built.store.close()
    elif sys.argv[1:] == ["long"]:
        print("\n".join(measure_long(SIZES[-1])))
    else:
        main()
