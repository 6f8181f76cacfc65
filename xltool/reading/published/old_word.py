"""A .doc or .wps → the same document as .docx, by the LibreOffice of this machine, in a child process.

LibreOffice starts with a profile of its own, so that no macro runs and nothing of the user's is touched;
what it makes is read like any .docx.
"""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from xltool.core.errors import UnreadableFile
from xltool.core.text.catalogue.files import W_DAMAGED
from xltool.core.text.catalogue.published import W_NO_OFFICE
from xltool.office.libreoffice import find_soffice
from xltool.reading import sandbox
from xltool.reading.published.blocks import Document
from xltool.reading.published.docx import read_docx

_SECONDS = 50
_MAX_BYTES = 50_000_000  # of what LibreOffice makes


def read_doc(data: bytes) -> Document:
    """The document in `data`; raises UnreadableFile, ``W-no-office`` where LibreOffice is not installed."""
    if find_soffice() is None:
        raise UnreadableFile(W_NO_OFFICE)
    made = sandbox.run_in_child("reading.published.old_word", data, seconds=_SECONDS + 10)
    return replace(read_docx(made), kind="doc")


def work(data: bytes, password: str) -> bytes:
    """The child's side: the bytes of the .docx."""
    program = find_soffice()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "a.doc").write_bytes(data)
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = [
            str(program), profile, "--headless", "--norestore",
            "--convert-to", "docx", "--outdir", str(folder / "out"), str(folder / "a.doc"),
        ]  # fmt: skip
        child = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            start_new_session=os.name == "posix",
        )  # fmt: skip
        try:
            child.wait(_SECONDS)
        except subprocess.TimeoutExpired:
            _end(child)
            raise UnreadableFile(W_DAMAGED) from None
        made = folder / "out" / "a.docx"
        if not made.is_file() or made.stat().st_size > _MAX_BYTES:
            raise UnreadableFile(W_DAMAGED)
        return made.read_bytes()


def _end(child: subprocess.Popen[bytes]) -> None:
    """Ends LibreOffice and what it started."""
    if os.name == "posix":
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
    child.kill()
    child.wait()
