"""Two ways of doing one thing, timed fairly; and what a command costs.

Calls are timed in blocks, both sides warm, and who comes first changes from block to block: a call timed by
itself after a collection is a cold one, whichever side it is on.
"""

from __future__ import annotations

import gc
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
BLOCK_MS = 60.0  # a block is about as long as this, so that the clock's grain does not matter
_PEAK = """
import atexit, runpy, sys
told = sys.argv.pop()
def peak():
    with open("/proc/self/status") as status, open(told, "w") as file:
        file.write(next(line.split()[1] for line in status if line.startswith("VmHWM")))
atexit.register(peak)
runpy.run_module("xltool", run_name="__main__")
"""


@dataclass(frozen=True)
class Race:
    """Milliseconds a call of both sides, one number a block."""

    theirs: list[float]
    ours: list[float]

    @property
    def ratio(self) -> float:
        """How many times faster ours is, by the medians."""
        return statistics.median(self.theirs) / statistics.median(self.ours)


def race(
    items: Sequence[Any], peer: Callable[[Any], object], mine: Callable[[Any], object], blocks: int
) -> Race:
    """Both over the same items, block against block."""
    sides = [_Side(peer, items), _Side(mine, items)]
    for number in range(blocks):
        for side in sides if number % 2 else sides[::-1]:
            side.block()
    return Race(sides[0].times, sides[1].times)


class _Side:
    """One way of doing it: how many calls make a block, and what the blocks took."""

    def __init__(self, function: Callable[[Any], object], items: Sequence[Any]) -> None:
        self._function, self._items, self._next = function, items, 0
        self.times: list[float] = []
        function(items[0])  # what is made once is no part of a call
        self._calls = max(1, round(BLOCK_MS / max(self._run(1), 1e-3)))

    def block(self) -> None:
        """Times one block after a call that is not timed."""
        gc.collect()
        self._run(1)
        self.times.append(self._run(self._calls) / self._calls)

    def _run(self, calls: int) -> float:
        chosen = [self._items[(self._next + n) % len(self._items)] for n in range(calls)]
        self._next += calls
        began = time.process_time()
        for item in chosen:
            self._function(item)
        return (time.process_time() - began) * 1e3


def cpu(*arguments: object) -> float:
    """Milliseconds of processor time of one Python with these arguments, its start included."""
    process = subprocess.Popen(
        [sys.executable, *map(str, arguments)], env=_environment(), stdout=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    assert os.waitstatus_to_exitcode(status) in (0, 1)
    return (usage.ru_utime + usage.ru_stime) * 1e3


def peak(*arguments: object) -> float:
    """Megabytes at the most of one ``xltool`` command, as the process itself saw them.

    What wait4 tells of a child is never less than what its parent had when it was made.
    """
    with tempfile.NamedTemporaryFile("r") as told:
        command = [sys.executable, "-c", _PEAK, *map(str, arguments), told.name]
        done = subprocess.run(command, env=_environment(), stdout=subprocess.DEVNULL, check=False)
        assert done.returncode in (0, 1)
        return int(told.read()) / 1024


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT)}


def shown(times: Sequence[float]) -> str:
    """Median (quartiles)."""
    low, middle, high = statistics.quantiles(times, n=4) if len(times) > 1 else (times[0],) * 3
    return f"{middle:.3g} ({low:.3g}–{high:.3g})"


def peak_of_this() -> float:
    """Peak resident megabytes of this very process; a child starts from nothing, unlike its `ru_maxrss`."""
    with open("/proc/self/status", encoding="ascii") as status:  # noqa: PTH123
        line = next(line for line in status if line.startswith("VmHWM:"))
    return int(line.split()[1]) / 1024
