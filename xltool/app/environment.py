"""What the environment says: passwords, which never stand in a file, and the user's own folder."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from xltool.core.errors import UsageError
from xltool.core.text.catalogue.usage import U_PASSWORD

OPEN_PASSWORD = "XLTOOL_OPEN_PASSWORD"  # the variable that opens encrypted files
SHEET_PASSWORD = "XLTOOL_PASSWORD"  # the variable's name; the file formats take 15 ASCII characters


def open_passwords(given: str = "") -> tuple[str, ...]:
    """The passwords to try on files that need one: `given`, then the variable's; never none at all."""
    found = tuple(password for password in (given, os.environ.get(OPEN_PASSWORD, "")) if password)
    return tuple(dict.fromkeys(found)) or ("",)


def sheet_password() -> str:
    """The password that protects the sheets, "" for none.

    Raises UsageError for one that is too long or not ASCII.
    """
    password = os.environ.get(SHEET_PASSWORD, "")
    if not password.isascii() or len(password) > 15:
        raise UsageError(U_PASSWORD)
    return password


def state_folder() -> Path:
    """The user's folder for what xltool remembers between two starts; it may not exist yet."""
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or "~/AppData/Local"
    else:
        base = os.environ.get("XDG_STATE_HOME") or "~/.local/state"
    try:
        return Path(base).expanduser() / "xltool"
    except RuntimeError:  # an account without a home
        import tempfile

        return Path(tempfile.gettempdir()) / "xltool"
