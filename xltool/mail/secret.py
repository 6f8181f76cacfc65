"""Where a mailbox's password comes from: the environment, else the system's keyring.  Never a file."""

from __future__ import annotations

import os
from contextlib import suppress

VARIABLE = "XLTOOL_MAIL_PASSWORD"
SERVICE = "xltool"  # under which the keyring holds it


def password(user: str) -> str:
    """The password of this mailbox, "" when nothing holds one."""
    if given := os.environ.get(VARIABLE, ""):
        return given
    with suppress(Exception):  # no keyring installed, or none that opens: the same as nothing in it
        import keyring

        return keyring.get_password(SERVICE, user) or ""
    return ""
