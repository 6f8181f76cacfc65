"""Runs another library's parsing in a child process with limits, so that it can only hurt itself.

The parent's side; `child` is the other.  xlrd, calamine and msoffcrypto hang, abort or eat memory on
some files; here that becomes one `UnreadableFile`, and what comes back is plain bytes.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys

from xltool.core.errors import UnreadableFile
from xltool.core.text.catalogue.files import W_HOSTILE
from xltool.core.text.code import code_named

SECONDS = 20
DONE, REFUSED = b"+", b"-"  # the first byte of a child's answer


def run_in_child(job: str, data: bytes, password: str = "", seconds: float = SECONDS) -> bytes:
    """What ``xltool.<job>.work(data, password)`` returns, computed in a child process.

    Raises `UnreadableFile`: the child's own, or ``W-hostile`` when it took too long, took too much
    memory or died.  Raises `OSError` when no process can be started.
    """
    header = json.dumps({"job": job, "password": password}).encode() + b"\n"
    # The child looks for modules exactly where we do, and never in the folder it is started in,
    # where the returned files are: -P, and no "" in the path.
    path = os.pathsep.join(os.path.abspath(entry) for entry in sys.path if entry)  # noqa: PTH100
    try:
        child = subprocess.run(
            [sys.executable, "-P", "-W", "ignore", "-m", "xltool.reading.sandbox_child"],
            input=header + data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": path},
            timeout=seconds,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),  # Windows only
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise UnreadableFile(W_HOSTILE) from None
    answer, rest = child.stdout[:1], child.stdout[1:]
    if child.returncode == 0 and answer == DONE:
        return rest
    if child.returncode == 0 and answer == REFUSED:
        refusal = json.loads(rest)
        raise UnreadableFile(code_named(refusal["code"]), **refusal["args"])
    raise UnreadableFile(W_HOSTILE)
