"""What the environment says: passwords, which never stand in a file, and the user's own folder."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from xltool.core.errors import UsageError
from xltool.core.text.catalogue.usage import U_PASSWORD

SHEET_PASSWORD = "XLTOOL_PASSWORD"  # the variable's name; the file formats take 15 ASCII characters


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
        return Path(tempfile.gettempdir()) / "xltool"
