"""kill -9 in the middle, two at once, a full disk: nothing lost, nothing twice, and it goes on."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from support.mailserver import Remote

import xltool
from xltool.app.round.kept import statuses
from xltool.app.round.make import make
from xltool.app.round.opened import OpenRound
from xltool.app.round.opening import open_now
from xltool.core.submission.identity import sign
from xltool.core.submission.model import Unit
from xltool.reading.form.find import open_form
from xltool.rounds.round import CONFIG, STORE, create
from xltool.rounds.store.database import Store
from xltool.writing.workbook.write import WorkbookContent, write_workbook

UNITS = 24
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(Path(xltool.__file__).parents[1]), "XLTOOL_MAIL_PASSWORD": "x"}


def round_of(folder: Path) -> OpenRound:
    """A round of many units, their returns (two of each, the later one valid) waiting in `folder/in`."""
    lines = [f"{n:03},示例单位{n:03},县级部门,u{n}@example.invalid" for n in range(UNITS)]
    (folder / "r.csv").write_text("\n".join(["单位代码,单位名称,单位类别,邮箱", *lines]), encoding="utf-8")
    made = create(
        folder / "R", open_form("zfxxgknb-2021"), 2025, date(2099, 1, 20), "办公室", folder / "r.csv"
    )
    Store.create(made.path(STORE)).close()
    desk = open_now(folder / "R", date(2026, 1, 10))
    form = open_form("zfxxgknb-2021")
    (folder / "in").mkdir()
    for contact in desk.contacts:
        unit: Unit = contact.unit
        identity = sign(form.key, 2025, unit.code, unit.name, desk.round.key)
        for letter, texts in (("a", {}), ("b", dict.fromkeys(form.texts, "信息处理费无。"))):
            content = WorkbookContent(
                {"T3.r1.c1": None}, texts or {"N0": "引言"}, {}, frozenset(t.id for t in form.tables)
            )
            (folder / "in" / f"{letter}{unit.code}.xlsx").write_bytes(
                write_workbook(form, identity, unit, content)
            )
    return desk


def collecting(folder: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "xltool", "round", "collect", str(folder / "in"), "-r", str(folder / "R")],
        env=ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
    )  # fmt: skip


def finished(folder: Path) -> int:
    process = collecting(folder)
    _, said = process.communicate()
    assert b"Traceback" not in said, said
    return process.returncode


def assert_whole(desk: OpenRound, folder: Path) -> None:
    assert desk.store.db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    assert len(list(desk.store.arrivals.all())) == 2 * UNITS
    versions = list(desk.store.versions.all())
    assert [(row.unit, row.n) for row in versions] == [(f"{u:03}", n) for u in range(UNITS) for n in (1, 2)]
    assert {found.state for _, found in statuses(desk)} == {"accepted"}
    came = sorted(path.read_bytes() for path in (folder / "in").iterdir())
    kept = sorted(path.read_bytes() for path in desk.round.path("received").rglob("*.xlsx"))
    assert kept == came
    events = [event for event in desk.store.events() if event.kind == "version"]
    assert len(events) == 2 * UNITS


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2])
def test_killed_while_collecting_it_goes_on(tmp_path: Path, seed: int) -> None:
    desk = round_of(tmp_path)
    draw = random.Random(seed)
    for _ in range(6):
        process = collecting(tmp_path)
        time.sleep(draw.uniform(0.3, 1.2))
        process.send_signal(signal.SIGKILL)
        process.communicate()
    assert finished(tmp_path) == 0
    assert_whole(desk, tmp_path)


@pytest.mark.slow
def test_two_at_once(tmp_path: Path) -> None:
    desk = round_of(tmp_path)
    both = [collecting(tmp_path) for _ in range(2)]
    for process in both:
        _, said = process.communicate()
        assert process.returncode in (0, 1), said
    assert_whole(desk, tmp_path)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of little more than a megabyte."""
    place = tmp_path / "disk"
    place.mkdir()
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1200k", "tmpfs", str(place)], check=False)
    if done.returncode:
        pytest.skip("this machine lets nobody mount")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


@pytest.mark.slow
def test_a_full_disk_is_said_and_survived(small_disk: Path, tmp_path: Path) -> None:
    desk = round_of(tmp_path)
    desk.store.close()
    disk = small_disk / "R"
    subprocess.run(["cp", "-r", str(tmp_path / "R"), str(disk)], check=True)
    process = subprocess.run(
        [sys.executable, "-m", "xltool", "round", "collect", str(tmp_path / "in"), "-r", str(disk)],
        env=ENVIRONMENT, capture_output=True, check=False,
    )  # fmt: skip
    assert process.returncode == 3 and b"Traceback" not in process.stderr
    subprocess.run(["mount", "-o", "remount,size=20m", str(small_disk)], check=True)
    process = subprocess.run(
        [sys.executable, "-m", "xltool", "round", "collect", str(tmp_path / "in"), "-r", str(disk)],
        env=ENVIRONMENT, capture_output=True, check=False,
    )  # fmt: skip
    assert process.returncode == 0, process.stderr
    desk = open_now(disk, date(2026, 1, 10))
    assert_whole(desk, tmp_path)
    desk.store.close()


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2])
def test_killed_while_sending_nothing_goes_twice(tmp_path: Path, seed: int) -> None:
    remote = Remote()
    try:
        desk = round_of(tmp_path)
        assert all(isinstance(result, Path) for result in make(desk))
        settings = f'\n[mail]\nhost = "127.0.0.1"\nport = {remote.controller.port}\nsender = "o@x.cn"\ntls = false\npace = 0\n'
        with desk.round.path(CONFIG).open("a", encoding="utf-8") as file:
            file.write(settings)
        desk.store.close()
        draw = random.Random(seed)
        for attempt in range(5):
            process = subprocess.Popen(
                [sys.executable, "-m", "xltool", "round", "send", "-r", str(tmp_path / "R")],
                env=ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
            )  # fmt: skip
            if attempt < 4:
                time.sleep(draw.uniform(0.4, 1.0))
                process.send_signal(signal.SIGKILL)
            _, said = process.communicate()
            assert b"Traceback" not in said, said
        desk = open_now(tmp_path / "R", date(2026, 1, 10))
        states = [row.state for row in desk.store.outbox.all()]
        recipients = [address for address, _ in remote.got]
        assert len(recipients) == len(set(recipients))  # nothing twice
        assert len(states) == UNITS and set(states) <= {"sent", "unknown"}
        assert states.count("sent") <= len(recipients) <= UNITS
        assert states.count("unknown") <= 4  # at most one for each time it was killed
        desk.store.close()
    finally:
        remote.controller.stop()
