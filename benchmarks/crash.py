"""The crash loops of the tests, for as long as one likes: kill -9 while collecting and while sending.

Run from the project's folder: ``python benchmarks/crash.py [MINUTES]``; writes benchmarks/crash.md.
Every loop has another seed and ends with the same proof as in tests/test_crash.py.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "tests"))

import test_crash  # noqa: E402

LOOPS = {
    "collect": test_crash.test_killed_while_collecting_it_goes_on,
    "send": test_crash.test_killed_while_sending_nothing_goes_twice,
}


def main(minutes: float) -> None:
    """Loops until the time is over; the first loss or double ends it with an AssertionError."""
    ends, seed = time.monotonic() + 60 * minutes, 100
    done = dict.fromkeys(LOOPS, 0)
    while time.monotonic() < ends:
        for name, loop in LOOPS.items():
            with tempfile.TemporaryDirectory() as folder:
                loop(Path(folder), seed)
            done[name] += 1
            print(f"{name} {seed}", flush=True)
        seed += 1
    rows = [f"| {name} | {count} | 0 | 0 |" for name, count in done.items()]
    head = ["# Killed in the middle, again and again", "",
            f"{test_crash.UNITS} units, seeds 100 to {seed - 1}; each loop is six kills (kill -9) at random moments.",
            "", "| command | loops | lost | twice |", "| --- | --- | --- | --- |"]  # fmt: skip
    (HERE / "crash.md").write_text("\n".join([*head, *rows]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 10)
