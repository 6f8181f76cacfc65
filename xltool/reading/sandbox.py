"""Run another library's parser in a child process with limits, so that it can only hurt itself.

This is the parent's side; `sandbox_child` is the other.  xlrd, calamine and msoffcrypto hang, abort or eat
memory on some files; here that becomes an `UnreadableFile`, and a result comes back as plain bytes.
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
    """The result of ``xltool.<job>.work(data, password)``, computed in a child process.

    Raises UnreadableFile: the one that the job raised, ``W-damaged`` when it raised something else,
    ``W-hostile`` when it took too long or too much memory or died; OSError when no process can be started.
    """
    header = json.dumps({"job": job, "password": password}).encode() + b"\n"
    # The child imports from where this process does, and never from the folder it is started in, which
    # may hold returned files: hence -P, and no "" in the path.
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
