"""The child's side of `sandbox`: limits itself, does one job, answers on stdout.

Everything a library raises is an answer too; only an abort or the parent's clock ends it otherwise.
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
from xltool.core.text.catalogue.files import W_DAMAGED, W_HOSTILE, W_INSTALL
from xltool.reading.sandbox import DONE, REFUSED, SECONDS

MEMORY = 1 << 30  # bytes of address space


class Job(Protocol):
    """A module that can be asked by `sandbox.run`."""

    def work(self, data: bytes, password: str) -> bytes:
        """The answer, or an `UnreadableFile`."""


def serve() -> None:
    """Reads a request from stdin, answers on stdout, whatever the libraries print meanwhile."""
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
        job: Job = importlib.import_module(f"xltool.{name}")  # type: ignore[assignment]
        return DONE + job.work(data, password)
    except UnreadableFile as error:
        code, args = error.code, error.args_
    except ImportError as error:
        code, args = W_INSTALL, {"module": error.name or str(error)}
    except (MemoryError, RecursionError):
        code, args = W_HOSTILE, {}
    except Exception:  # what old libraries raise on broken files has no common kind
        code, args = W_DAMAGED, {}
    return REFUSED + json.dumps({"code": code, "args": args}).encode()


def _limit() -> None:
    """Memory and processor time where the system can limit them, no core dump; else only the clock."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


if __name__ == "__main__":
    serve()
