"""What real mail servers need and the standard library's clients do not offer.

All use of private names of `imaplib` and `poplib` is here.  Each function is called when a mailbox is
opened; nothing is changed by importing this module.
"""

from __future__ import annotations

import imaplib
import poplib
from contextlib import suppress

_LONGEST_LINE = 1 << 20  # bytes


def allow_long_pop3_lines() -> None:
    """Lets `poplib` read lines of up to 1 MiB.

    Its own limit is 2048 bytes, and it breaks off the connection at a longer line; but mail programs do
    send HTML without line breaks.
    """
    poplib._MAXLINE = _LONGEST_LINE  # type: ignore[attr-defined]


def send_imap_id(box: imaplib.IMAP4) -> None:
    """Tells an IMAP server the name of this client (RFC 2971), a command that `imaplib` does not know.

    A server that refuses the command is left as it is.
    """
    imaplib.Commands.setdefault("ID", ("AUTH", "SELECTED"))
    with suppress(imaplib.IMAP4.error):
        box._simple_command("ID", '("name" "xltool" "version" "1")')
