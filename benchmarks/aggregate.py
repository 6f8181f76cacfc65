"""Sums of 300 to 3,000 submissions: seconds and memory, as the number of units grows.

Each size runs in a process of its own.  Submissions are made while they are added, so that what is
measured is the sum and the workbook, not a list of inputs.  Run: python benchmarks/aggregate.py
"""

from __future__ import annotations

import json
import platform
import random
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
SIZES = (300, 1000, 3000)


def submissions(n: int) -> Iterator[object]:
    """`n` submissions of a usual unit: mostly zeros, a few dozen figures."""
    from xltool.core.submission.model import Submission, Unit, with_totals
    from xltool.reading.form.find import known_form

    form, dice = known_form("zfxxgknb-2021"), random.Random(1)
    assert form is not None
    inputs = form.inputs
    for number in range(n):
        values: dict[str, Decimal | None] = dict.fromkeys(inputs, Decimal(0))
        for address in dice.sample(inputs, 30):
            values[address] = Decimal(dice.randint(0, 500))
        values["T2.r6.c5"] = Decimal(dice.randint(0, 10**8)) / 10000
        yield Submission(
            form.id, form.version, 2025, Unit(f"{number:05}", f"第{number}单位", "县级部门"),
            with_totals(form, values, keep=False),
        )  # fmt: skip


def peak() -> float:
    """Peak resident megabytes of this process so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(n: int) -> dict[str, float]:
    """Seconds and peak memory of adding up, and then of the workbook."""
    from xltool.core.submission.model import Unit
    from xltool.core.sums.adder import Adder
    from xltool.reading.form.find import known_form
    from xltool.writing.summary.book import write_summary

    form = known_form("zfxxgknb-2021")
    assert form is not None
    write_summary(_one(form))  # imports and the form's layout belong to no size
    adder, spent, before = Adder(form), 0.0, peak()
    for submission in submissions(n):
        start = time.perf_counter()
        adder.add(submission)  # type: ignore[arg-type]
        spent += time.perf_counter() - start
    start = time.perf_counter()
    county = adder.result(Unit("1", "县", "县级"))
    spent += time.perf_counter() - start
    added = peak()
    start = time.perf_counter()
    data = write_summary(county)
    return {
        "sum": spent, "sum_mb": added - before, "book": time.perf_counter() - start,
        "peak": peak(), "size": len(data) / 1e6,
    }  # fmt: skip


def _one(form: object) -> object:
    from xltool.core.submission.model import Unit
    from xltool.core.sums.adder import Adder

    adder = Adder(form)  # type: ignore[arg-type]
    adder.add(next(iter(submissions(1))))  # type: ignore[arg-type]
    return adder.result(Unit("1", "县", "县级"))


def main() -> None:
    """Measures every size and writes aggregate.md."""
    lines = [
        "# Sums of many submissions", "",
        f"Python {platform.python_version()}; one process each. Adding up and checking the sum, then writing the",
        "summary workbook (official tables, charts, a row a unit for each table: 200 figures a unit).", "",
        "| units | adding up | memory added | workbook | peak memory | file |",
        "| --- | --- | --- | --- | --- | --- |",
    ]  # fmt: skip
    for n in SIZES:
        run = subprocess.run([sys.executable, __file__, str(n)], capture_output=True, check=True, text=True)
        found = json.loads(run.stdout)
        lines.append(
            f"| {n:,} | {found['sum']:.2f} s | {found['sum_mb']:+.1f} MB | {found['book']:.1f} s"
            f" | {found['peak']:.0f} MB | {found['size']:.1f} MB |"
        )
        print(lines[-1], flush=True)
    (HERE / "aggregate.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(measure(int(sys.argv[1]))))
    else:
        main()
