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


def can_keep() -> bool:
    """Whether there is a keyring to put one into."""
    with suppress(Exception):
        import keyring

        return float(getattr(keyring.get_keyring(), "priority", 0)) > 0
    return False


def put(user: str, password_: str) -> bool:
    """Puts the password of a mailbox into the system's keyring; False when that is not possible."""
    with suppress(Exception):
        import keyring

        keyring.set_password(SERVICE, user, password_)
        return True
    return False
