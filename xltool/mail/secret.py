"""The password of a mailbox: from the environment, or else from the system's keyring; never from a file."""

from __future__ import annotations

import os
from contextlib import suppress

VARIABLE = "XLTOOL_MAIL_PASSWORD"
SERVICE = "xltool"  # the name under which the keyring stores it


def password(user: str) -> str:
    """The password of the mailbox of `user`; "" when none is stored."""
    if given := os.environ.get(VARIABLE, ""):
        return given
    with suppress(Exception):  # no keyring, or one that does not open, is as good as an empty one
        import keyring

        return keyring.get_password(SERVICE, user) or ""
    return ""
