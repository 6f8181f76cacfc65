"""From a county to a nation: time for each file and memory, as the number of files grows; processes and Dask.

Each row runs in a process of its own.  Checking reads 500 different filled workbooks again and again, as
100,000 of them would only measure the disk; nothing is kept between two readings of a file.
Run: python benchmarks/scale.py
"""

from __future__ import annotations

import atexit
import json
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE)]
DIFFERENT = 500
ROWS = (  # what, sizes
    ("blank", (1_000, 10_000, 100_000)),
    ("prefilled", (1_000, 10_000)),
    ("check", (1_000, 10_000)),
    ("report", (1_000, 10_000)),
    ("sum", (1_000, 10_000, 100_000)),
    ("check on two processes", (10_000, 100_000)),
    ("check on two Dask workers", (10_000,)),
)


def measure(what: str, n: int) -> dict[str, float]:
    """Seconds of `n` files of one sort of work, and the peak memory of the process in megabytes."""
    from measure import peak_of_this

    steps = steps_of(what, n)
    next(iter(steps))  # what is loaded once belongs to no size
    before, start = peak_of_this(), time.perf_counter()
    done = sum(1 for _ in steps)
    return {
        "seconds": time.perf_counter() - start,
        "files": done,
        "mb": peak_of_this(),
        "more": peak_of_this() - before,
    }


def steps_of(what: str, n: int) -> Iterable[object]:
    """The work as something that does a file with each step, one more than `n`."""
    import returns

    if what in ("blank", "prefilled"):
        from xltool.app.make_workbooks import Order, make_workbook
        from xltool.core.submission.model import Unit

        known = returns.submissions(DIFFERENT) if what == "prefilled" else []
        units = (Unit(f"{i:06}", f"第{i}单位", "县级部门") for i in range(n + 1))
        data = (known[i % DIFFERENT] if known else None for i in range(n + 1))
        orders = (
            Order(returns.FORM, 2025, one.unit if one else unit, one)
            for unit, one in zip(units, data, strict=True)
        )
        return (make_workbook(order) for order in orders)
    if what == "sum":
        from aggregate import submissions

        from xltool.core.sums.adder import Adder

        adder = Adder(returns.FORM)
        return (adder.add(one) for one in submissions(n + 1))  # type: ignore[func-returns-value, arg-type]
    return _checked(what, n)


def _checked(what: str, n: int) -> Iterable[object]:
    import returns

    from xltool.app.checking import Checker
    from xltool.app.report import word

    folder = Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, folder)
    for number, one in enumerate(returns.submissions(DIFFERENT)):
        (folder / f"{number:03}.xlsx").write_bytes(returns.written(one))
    files = sorted(map(str, folder.glob("*.xlsx")))
    sources = [files[i % DIFFERENT] for i in range(n + 1)]
    if what == "check on two processes":
        return Checker(jobs=2).check_all(sources)
    if what == "check on two Dask workers":
        from distributed import LocalCluster

        cluster = LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None)
        return Checker().check_all(sources, cluster.scheduler_address)
    checker = Checker()
    if what == "check":
        return map(checker.check, sources)
    checked = [checker.check(file) for file in files]
    return (word(checked[i % DIFFERENT]) for i in range(n + 1))  # type: ignore[arg-type]


def main() -> None:
    """Measures every row and writes scale.md."""
    lines = [
        "# As the number of files grows", "",
        f"Python {platform.python_version()}, two cores; wall time, everything in memory but the files that are read.",
        "Checking reads 500 different files again and again. “More memory” is what the run added to what was",
        "loaded before the first file.", "",
        "| work | files | a file | all | peak memory | more memory |",
        "| --- | --- | --- | --- | --- | --- |",
    ]  # fmt: skip
    for what, sizes in ROWS:
        for n in sizes:
            command = [sys.executable, "-W", "ignore", __file__, what, str(n)]
            found = json.loads(
                subprocess.run(command, capture_output=True, check=True, text=True).stdout.splitlines()[-1]
            )
            each = 1000 * found["seconds"] / found["files"]
            lines.append(
                f"| {what} | {n:,} | {each:.2f} ms | {found['seconds']:.1f} s | {found['mb']:.0f} MB"
                f" | {found['more']:+.0f} MB |"
            )
            print(lines[-1], flush=True)
            (HERE / "scale.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(measure(sys.argv[1], int(sys.argv[2]))))
    else:
        main()
