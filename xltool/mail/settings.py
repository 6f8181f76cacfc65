"""The ``[mail]`` table of a round's settings → `MailSettings`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from xltool.core.errors import ConfigError
from xltool.core.text.catalogue.rounds import C_CONFIG


@dataclass(frozen=True)
class MailSettings:
    """The office's mailbox, without its password; "" means not set.

    `pace` is the seconds between two mails, `pause` those after every `pause_every` mails.
    """

    host: str = ""
    user: str = ""
    sender: str = ""
    imap_host: str = ""
    pop3_host: str = ""
    folder: str = "INBOX"
    port: int = 465
    imap_port: int = 993
    pop3_port: int = 995
    pace: int = 8
    pause_every: int = 20
    pause: int = 60
    tls: bool = True


def mail_settings(table: Mapping[str, Any], path: Path) -> MailSettings:
    """The settings in `table`, read from the file `path`; raises ConfigError naming wrong keys."""
    defaults = vars(MailSettings())
    wrong = [name for name, value in table.items() if type(value) is not type(defaults.get(name))]
    if wrong:
        detail = ", ".join(f"mail.{name}" for name in wrong)
        raise ConfigError(C_CONFIG, path=str(path), detail=detail)
    return MailSettings(**table)
