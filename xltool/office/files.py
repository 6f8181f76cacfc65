"""Write results: under a temporary name first, and never over an existing file unless told to."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from pathlib import Path

from xltool.core.errors import OutputError
from xltool.core.text.catalogue.usage import U_EXISTS, U_WRITE
from xltool.core.text.wording import system_reason

_FORBIDDEN = re.compile(r'[\x00-\x1f<>:"/\\|?*]')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?=\.|$)", re.I)  # names of devices on Windows
MAX_NAME = 120  # bytes, 40 Chinese characters: a code, a unit and a title together stay below 255


def safe_name(text: str) -> str:
    """Make `text` fit for a part of a file name on Windows and Linux."""
    clean = _FORBIDDEN.sub("_", text).strip(" .")
    short = clean.encode("utf-8", "replace")[:MAX_NAME].decode("utf-8", "ignore").strip(" .")
    return f"_{short}" if _RESERVED.match(short) else short or "_"


def write_new(path: Path, data: bytes, force: bool = False) -> Path:
    """Write `data` as `path`; raises OutputError when it exists (unless `force`) or cannot be written."""
    draft = path.with_name(f".{os.urandom(4).hex()}.tmp")
    try:
        if path.exists() and not force:
            raise OutputError(U_EXISTS, path=str(path))
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
        raise OutputError(U_WRITE, path=str(path), detail=system_reason(error)) from error
    return path


def _put(draft: Path, path: Path, force: bool) -> bool:
    """Give the finished file its name; False when the name is taken and not to be replaced."""
    if not force:
        with suppress(OSError, NotImplementedError):  # some file systems have no hard links
            path.hardlink_to(draft)
            draft.unlink()
            return True
        if path.exists():
            draft.unlink()
            return False
    draft.replace(path)
    return True
