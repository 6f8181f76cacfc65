"""Batches: the same results in the same order whatever the split, and nothing half done."""

from __future__ import annotations

import json
import os
import pickle
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest
from conftest import SAMPLES, load, sample
from hypothesis import given
from hypothesis import strategies as st
from support.refusals import refused

from xltool.app.parallel import over, run_all, shard
from xltool.app.prior import find_prior
from xltool.core.errors import OutputError, XltoolError
from xltool.core.submission.model import with_profile
from xltool.core.text.catalogue.usage import U_EXISTS
from xltool.reading.form.find import DATA

FORM = "zfxxgknb-2021"
UNITS = 150  # three ranges


def half(number: int) -> float:
    """Something to do in another process."""
    return number / 2


def picky(number: int) -> int:
    """Something that goes wrong once."""
    if number == 100:
        raise OutputError(U_EXISTS, path="a")
    return number


@pytest.mark.parametrize("jobs", [1, 2, None])
@pytest.mark.parametrize("n", [0, 1, 64, 65, 500])
def test_results_in_order(jobs: int | None, n: int) -> None:
    assert list(run_all(half, range(n), jobs)) == [number / 2 for number in range(n)]


def test_what_a_task_raises_comes_back_as_it_was() -> None:
    results = run_all(picky, range(400), 2)
    with pytest.raises(XltoolError) as caught:
        list(results)
    assert (caught.value.code, caught.value.exit_code, caught.value.args_) == ("U-exists", 3, {"path": "a"})


def test_no_more_than_asked_is_begun() -> None:
    begun: list[int] = []

    def task(number: int) -> int:
        begun.append(number)
        return number

    with ThreadPoolExecutor(1) as pool:
        results = over(pool, task, range(10_000), 10, 3)
        assert [next(results) for _ in range(5)] == [0, 1, 2, 3, 4]
        del results
    assert len(begun) <= 40


@given(st.lists(st.integers(), max_size=50), st.integers(1, 60))
def test_shards_together_are_the_whole(items: list[int], parts: int) -> None:
    cut: list[Sequence[int]] = [shard(items, f"{n}/{parts}") for n in range(1, parts + 1)]
    assert [item for one in cut for item in one] == items
    assert max(map(len, cut)) - min(map(len, cut)) <= 1


@pytest.mark.parametrize("part", ["0/2", "3/2", "1", "1/", "/2", "a/b", "-1/2", "1/0", "1/2/3", "１/2"])
def test_what_is_no_shard(part: str) -> None:
    with refused(XltoolError, "U-shard"):
        shard([1], part)


def test_forms_and_priors_travel_light() -> None:
    form = load(FORM)
    assert pickle.loads(pickle.dumps(form)) is form
    profiled = with_profile(form, next(iter(form.profiles)))
    assert pickle.loads(pickle.dumps(profiled)) is profiled
    assert len(pickle.dumps([form] * 10)) < 500
    prior = find_prior([str(SAMPLES / "suqian-2023.json")])
    assert prior is not None and len(pickle.dumps(prior)) < 500
    _, now = sample("suqian-2024")
    assert pickle.loads(pickle.dumps(prior))(now) == prior(now) is not None


def command(*arguments: object) -> list[str]:
    """The command line of one run."""
    return [sys.executable, "-m", "xltool", *map(str, arguments)]


ENVIRONMENT = {**os.environ, "PYTHONPATH": str(DATA), "PYTHONIOENCODING": "utf-8"}


def xltool(*arguments: object, code: int = 0) -> str:
    done = subprocess.run(command(*arguments), env=ENVIRONMENT, capture_output=True, check=False, timeout=120)
    assert done.returncode == code, done.stderr.decode()
    return done.stdout.decode()


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.fixture(scope="module")
def roster(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("batch") / "roster.csv"
    lines = [f"{n:03},单位{n:03},县级部门" for n in range(UNITS)]
    path.write_text("\n".join(["单位代码,单位名称,单位类别", *lines]), encoding="utf-8")
    return path


@pytest.mark.slow
def test_the_same_files_with_any_number_of_processes_and_shards(roster: Path, tmp_path: Path) -> None:
    make = partial(xltool, "make", FORM, "--year", "2025", "--roster", roster)
    one = make("-o", tmp_path / "one", "--jobs", 1)
    two = make("-o", tmp_path / "two", "--jobs", 2)
    parts = [make("-o", tmp_path / "parts", "--shard", f"{n}/3") for n in (1, 2, 3)]
    assert one.replace("one", "x") == two.replace("two", "x") == "".join(parts).replace("parts", "x")
    assert contents(tmp_path / "one") == contents(tmp_path / "two") == contents(tmp_path / "parts")

    (tmp_path / "one" / "050-bad.xlsx").write_bytes(b"PK\x03\x04broken")  # stops nobody
    check = partial(xltool, "check", tmp_path / "one", code=3)
    assert check("--jobs", 2) == check("--jobs", 1)
    whole = check("--json", "--jobs", 1)
    assert check("--json", "--jobs", 2) == whole
    shards = [
        json.loads(xltool("check", tmp_path / "one", "--json", "--shard", f"{n}/2", code=code))
        for n, code in ((1, 3), (2, 1))
    ]
    document = json.loads(whole)
    assert [file for part in shards for file in part["files"]] == document["files"]
    assert len(document["files"]) == UNITS + 1 and document["counts"]["unreadable"] == 1
    assert {k: sum(p["counts"][k] for p in shards) for k in document["counts"]} == document["counts"]


@pytest.mark.slow
def test_reports_with_two_processes(tmp_path: Path) -> None:
    data = json.loads((SAMPLES / "jinxiang-2025.json").read_text(encoding="utf-8"))
    (tmp_path / "in").mkdir()
    for n in range(130):
        data["unit"]["code"] = f"{n:03}"
        (tmp_path / "in" / f"{n:03}.json").write_text(json.dumps(data), encoding="utf-8")
    data["values"]["T3.r1.c1"] = "99"
    (tmp_path / "in" / "050x.json").write_text(json.dumps(data), encoding="utf-8")
    for jobs in (1, 2):
        xltool("report", tmp_path / "in", "-o", tmp_path / str(jobs), "--jobs", jobs, code=1)
    assert contents(tmp_path / "1") == contents(tmp_path / "2")
    assert len(contents(tmp_path / "1")) == 130


@pytest.mark.slow
def test_the_same_on_a_cluster(roster: Path, tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", "import sys, distributed as d, functools\n"
         "c = d.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None, processes=True)\n"
         "print(c.scheduler_address, flush=True); sys.stdin.read()"],
        env=ENVIRONMENT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as cluster:  # fmt: skip
        assert cluster.stdout is not None
        address = cluster.stdout.readline().strip()
        make = partial(xltool, "make", FORM, "--year", "2025", "--roster", roster)
        make("-o", tmp_path / "cluster", "--scheduler", address)
        make("-o", tmp_path / "here", "--jobs", 1)
        assert contents(tmp_path / "cluster") == contents(tmp_path / "here")
        there = xltool("check", tmp_path / "here", "--json", "--scheduler", address, code=1)
        assert there == xltool("check", tmp_path / "here", "--json", "--jobs", 1, code=1)
        cluster.communicate("", timeout=60)


@pytest.mark.slow
@pytest.mark.parametrize("address", ["nonsense", "tcp://127.0.0.1:1", "tcp://127.0.0.1:x"])
def test_a_cluster_that_is_not_there(address: str) -> None:
    done = subprocess.run(
        command("check", SAMPLES / "jinxiang-2025.xlsx", "--scheduler", address),
        env=ENVIRONMENT, capture_output=True, check=False, timeout=120,
    )  # fmt: skip
    said = done.stderr.decode()
    assert done.returncode == 4 and "Dask" in said and "Traceback" not in said


@pytest.mark.slow
def hear_interrupts() -> None:
    """A suite that runs in the background of a shell hands down that interrupts are to be ignored."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="signals of a terminal")
def test_interrupted_leaves_whole_files_and_goes_on(tmp_path: Path) -> None:
    path, out = tmp_path / "roster.csv", tmp_path / "out"
    lines = [f"{n:04},单位{n:04},县级部门" for n in range(5000)]
    path.write_text("\n".join(["单位代码,单位名称,单位类别", *lines]), encoding="utf-8")
    process = subprocess.Popen(
        command("make", FORM, "--year", 2025, "--roster", path, "-o", out, "--jobs", 2),
        env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
        preexec_fn=hear_interrupts,
    )  # fmt: skip
    deadline = time.monotonic() + 60
    while not (out.is_dir() and any(out.glob("*.xlsx"))) and time.monotonic() < deadline:
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does, to all of them
    _, said = process.communicate(timeout=60)
    assert process.returncode == 3
    assert "已中断" in said.decode() and "Traceback" not in said.decode()
    written = sorted(out.iterdir())
    assert 0 < len(written) < 5000 and all(zipfile.is_zipfile(file) for file in written)
    again = xltool("make", FORM, "--year", 2025, "--roster", path, "-o", out, "--shard", "50/50", "--jobs", 2)
    assert len(again.splitlines()) == 100
