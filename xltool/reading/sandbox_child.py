"""The child's side of `sandbox`: limit this process, do one job, answer on stdout.

An exception that a library raises is answered too; only an abort or the parent's timeout leaves no answer.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from typing import Protocol

from xltool.core.errors import UnreadableFile
from xltool.core.text.catalogue.files import W_DAMAGED, W_HOSTILE
from xltool.core.text.catalogue.sights import W_INSTALL
from xltool.reading.sandbox import DONE, REFUSED, SECONDS

MEMORY = 1 << 30  # bytes of address space


class Job(Protocol):
    """A module that `sandbox.run_in_child` can run."""

    def work(self, data: bytes, password: str) -> bytes:
        """The result for a file; may raise UnreadableFile."""


def serve() -> None:
    """Read one request from stdin and answer it on stdout, where libraries cannot print meanwhile."""
    _limit()
    header, _, data = sys.stdin.buffer.read().partition(b"\n")
    request = json.loads(header)
    with os.fdopen(os.dup(1), "wb") as out:
        with open(os.devnull, "wb") as nowhere:  # noqa: PTH123 (Path.open is the same, later)
            os.dup2(nowhere.fileno(), 1)
        out.write(answer(request["job"], data, request["password"]))


def answer(name: str, data: bytes, password: str) -> bytes:
    """The answer of the job `name` with its first byte.

    Damage met on the way is W-damaged, a library that is not there, or will not load, W-install.
    """
    args: Mapping[str, str]
    try:
        job: Job = importlib.import_module(f"xltool.{name}")
        return DONE + job.work(data, password)
    except UnreadableFile as error:
        code, args = error.code, error.args_
    except ImportError as error:
        code, args = W_INSTALL, {"module": error.name or str(error)}
    except (MemoryError, RecursionError):
        code, args = W_HOSTILE, {}
    except Exception:  # old libraries raise anything on broken files
        code, args = W_DAMAGED, {}
    return REFUSED + json.dumps({"code": code, "args": args}).encode()


def _limit() -> None:
    """Limit memory and processor time and forbid core dumps, on systems that can do so."""
    if sys.platform == "win32":
        from xltool.reading import windows_job

        windows_job.limit(MEMORY, SECONDS)
        return
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


if __name__ == "__main__":
    serve()
