"""What an office sets for its round, as the page shows it: who signs, the mailbox, the report's template."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from xltool.app.report import faults_of_template
from xltool.app.round.opened import OpenRound
from xltool.app.round.send import settings_of
from xltool.core.errors import MailError
from xltool.core.text.catalogue.rounds import C_NO_MAIL, C_PASSWORD
from xltool.core.text.clean import safe
from xltool.mail import secret
from xltool.mail.settings import MailSettings
from xltool.rounds.round import set_line

LINES = ("office", "contact", "phone")  # of round.toml that a page may change


@dataclass(frozen=True)
class OfficeView:
    """`mail` is the mailbox as set, `has_password` whether something holds its password."""

    lines: Mapping[str, str]
    mail: MailSettings
    has_password: bool
    can_keep: bool
    template: Sequence[str]
    folder: Path


def office_view(opened: OpenRound) -> OfficeView:
    """The settings as they are, the report's template proved."""
    round_, mail = opened.round, settings_of(opened.round)
    faults = [safe(fault.message + fault.advice) for _, fault in faults_of_template(opened.form, None)]
    lines = {name: str(getattr(round_, name)) for name in LINES}
    known = bool(mail.user and secret.password(mail.user))
    return OfficeView(lines, mail, known, secret.can_keep(), faults, round_.folder)


def set_lines(opened: OpenRound, given: Mapping[str, str]) -> None:
    """Writes what was changed into round.toml; an office cannot be left without a name."""
    for name in LINES:
        if given.get(name, "") != str(getattr(opened.round, name)) and (given.get(name) or name != "office"):
            set_line(opened.round.folder, name, given.get(name, ""))


def keep_password(opened: OpenRound, password: str) -> None:
    """Puts the mailbox's password into the system's keyring; raises MailError where there is none."""
    mail = settings_of(opened.round)
    if not mail.user:
        raise MailError(C_NO_MAIL)
    if not secret.put(mail.user, password):
        raise MailError(C_PASSWORD)


def try_mailbox(opened: OpenRound) -> str:
    """Logs in and out; what the server says.  Raises MailError."""
    from xltool.mail.smtp import probe

    mail = settings_of(opened.round)
    if not mail.host:
        raise MailError(C_NO_MAIL)
    password = secret.password(mail.user)
    if not password:
        raise MailError(C_PASSWORD)
    return probe(mail, password)
