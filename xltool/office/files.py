"""Writes results: to a temporary name first, never over something that is already there."""

from __future__ import annotations

import os
import re
import secrets
from contextlib import suppress
from pathlib import Path

from xltool.core.errors import OutputError
from xltool.core.text.catalogue.usage import U_EXISTS, U_WRITE

_FORBIDDEN = re.compile(r'[\x00-\x1f<>:"/\\|?*]')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?=\.|$)", re.I)  # names of devices on Windows
MAX_NAME = 120  # bytes, 40 Chinese characters: a code, a unit and a title together stay below 255


def safe_name(text: str) -> str:
    """`text` as part of a file name that Windows and Linux both accept."""
    clean = _FORBIDDEN.sub("_", text).strip(" .")
    short = clean.encode("utf-8", "replace")[:MAX_NAME].decode("utf-8", "ignore").strip(" .")
    return f"_{short}" if _RESERVED.match(short) else short or "_"


def write_new(path: Path, data: bytes, force: bool = False) -> Path:
    """Writes `data` as `path`; raises OutputError when it exists (unless `force`) or cannot be written."""
    if path.exists() and not force:
        raise OutputError(U_EXISTS, path=str(path))
    draft = path.with_name(f".{secrets.token_hex(4)}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with draft.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if not _put(draft, path, force):  # another process was quicker
            raise OutputError(U_EXISTS, path=str(path))
    except OSError as error:
        with suppress(OSError):
            draft.unlink()
        raise OutputError(U_WRITE, path=str(path), detail=error.strerror or str(error)) from error
    return path


def _put(draft: Path, path: Path, force: bool) -> bool:
    """Gives the finished file its name; False when that is taken and not to be taken away."""
    if not force:
        with suppress(OSError, NotImplementedError):  # some file systems know no second name for a file
            path.hardlink_to(draft)
            draft.unlink()
            return True
        if path.exists():
            draft.unlink()
            return False
    draft.replace(path)
    return True
