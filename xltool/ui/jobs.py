"""Long work in the background: a thread goes through its steps, the page watches, 停止 ends it after one."""

from __future__ import annotations

import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from typing import Literal

from xltool.core.errors import XltoolError

JobState = Literal["running", "done", "stopped", "failed"]
_KEPT = 50  # finished jobs that can still be looked at
_SAID = 500  # lines of a job that are kept


@dataclass
class LongJob:
    """One piece of work: `title`, how far it is (`total` 0: unknown), what it said, where its result is.

    `is_told`: what it said is shown at its end, before the result.
    """

    id: str
    title: str
    total: int
    result: str
    is_told: bool = False
    done: int = 0
    said: list[str] = field(default_factory=list)
    state: JobState = "running"
    fault: str = ""
    stop: threading.Event = field(default_factory=threading.Event)


class LongJobs:
    """All jobs of one server."""

    def __init__(self) -> None:
        self._jobs: OrderedDict[str, LongJob] = OrderedDict()

    def start(
        self,
        title: str,
        steps: Generator[str],
        total: int,
        result: str,
        fault: Callable[[Exception], str],
        is_told: bool = False,
    ) -> LongJob:
        """Runs `steps` to their end in a thread; each gives a line to show.  `result` is the next page.

        `fault` words what is no XltoolError, which says its own sentence.
        """
        job = LongJob(secrets.token_urlsafe(8), title, total, result, is_told)
        self._jobs[job.id] = job
        while len(self._jobs) > _KEPT and next(iter(self._jobs.values())).state != "running":
            self._jobs.popitem(last=False)
        threading.Thread(target=_run, args=(job, steps, fault), daemon=True).start()
        return job

    def get(self, key: str) -> LongJob | None:
        """A job by its id."""
        return self._jobs.get(key)

    @property
    def is_busy(self) -> bool:
        """Whether any job runs."""
        return any(job.state == "running" for job in self._jobs.values())

    def stop_all(self) -> None:
        """Asks all to end after the step they are in."""
        for job in self._jobs.values():
            job.stop.set()


def _run(job: LongJob, steps: Generator[str], fault: Callable[[Exception], str]) -> None:
    try:
        for line in steps:
            job.done += 1
            job.said = [*job.said[-_SAID:], line]
            if job.stop.is_set():
                break
        steps.close()
        job.state = "stopped" if job.stop.is_set() and job.done != job.total else "done"
    except XltoolError as error:
        job.fault, job.state = str(error), "failed"
    except Exception as error:  # what goes wrong in a thread is said on its page
        job.fault, job.state = fault(error), "failed"
