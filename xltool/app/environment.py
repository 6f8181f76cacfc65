"""Settings from the environment that must not be in any file: passwords."""

from __future__ import annotations

import os

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
