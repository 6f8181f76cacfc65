"""Runs one function on many files: results in their order, on all cores, in little memory.

Files are handed to processes in ranges, and only a few ranges at a time; for few files no process is
started.  To use several machines, each takes a `shard` of the files.
"""

from __future__ import annotations

import logging
import os
import re
import signal
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, TypeVar

from xltool.core.errors import UsageError
from xltool.core.text.catalogue.usage import U_SHARD

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future

_RANGE = 64  # files handed over at once, and the fewest worth a second process
_log = logging.getLogger("xltool")
AHEAD = 3  # ranges a process has in hand or waiting

Item = TypeVar("Item")
_Result = TypeVar("_Result")


def run_all(
    task: Callable[[Item], _Result], items: Sequence[Item], jobs: int | None = None, scheduler: str = ""
) -> Iterator[_Result]:
    """The results of `task` on each item, in order; `jobs` is the number of processes, None for one a core.

    With the address of a Dask `scheduler` its machines do the work.  `task`, items and results must be
    picklable.  When the caller stops iterating, or is interrupted, the ranges already begun are finished
    and no others are started.  Raises ConfigError for a scheduler that cannot be used.
    """
    if scheduler:
        from xltool.app import dask

        with dask.cluster(scheduler) as (engine, cores):
            yield from over(engine, task, items, dask.RANGE, cores * AHEAD)
        return
    jobs = min(jobs or os.cpu_count() or 1, -(-len(items) // _RANGE))
    if jobs <= 1:
        yield from map(task, items)
        return
    from concurrent.futures import ProcessPoolExecutor  # slow to load, and few files do not need it

    pool = ProcessPoolExecutor(jobs, initializer=_begin_child, initargs=(_log.level,))
    try:
        yield from over(pool, task, items, _RANGE, jobs * AHEAD)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def over(
    pool: Executor, task: Callable[[Item], _Result], items: Sequence[Item], size: int, ahead: int
) -> Iterator[_Result]:
    """The results of `task` from any executor: ranges of `size` items, at most `ahead` of them at a time."""
    ranges = (items[begin : begin + size] for begin in range(0, len(items), size))
    waiting: deque[Future[list[_Result]]] = deque()
    for next_range in chain(ranges, [None] * ahead):
        if next_range is not None:
            waiting.append(pool.submit(partial(_all, task), next_range))
        if waiting and (next_range is None or len(waiting) == ahead):
            yield from waiting.popleft().result()


def _all(task: Callable[[Item], _Result], items: Sequence[Item]) -> list[_Result]:
    return [task(item) for item in items]


def _begin_child(log_level: int) -> None:
    """In a new process: what the parent shows of our log is shown here too."""
    if log_level and not _log.handlers:  # started afresh, as on Windows
        _log.addHandler(logging.StreamHandler())
        _log.setLevel(log_level)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides what is still finished


def shard(items: Sequence[Item], part: str) -> Sequence[Item]:
    """The items of a part like ``2/5``: neighbours, in order; all parts together are all the items.

    A `part` of "" gives all items.  Raises UsageError when `part` is not of that kind.
    """
    if not part:
        return items
    match = re.fullmatch(r"0*([1-9]\d{0,5})/0*([1-9]\d{0,5})", part, re.A)
    if match is None or int(match[1]) > int(match[2]):
        raise UsageError(U_SHARD, shard=part)
    number, parts = int(match[1]), int(match[2])
    return items[(number - 1) * len(items) // parts : number * len(items) // parts]
