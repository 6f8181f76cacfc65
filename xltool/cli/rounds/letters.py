"""``round send``, ``return``, ``remind``, ``receipt``: what is due now, shown, drafted, registered or sent.

Also ``letters check``, ``verify`` and ``mail-test``.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from xltool.cli.chinese import App
from xltool.cli.rounds.app import HERE, Where, round_app, round_at
from xltool.cli.terminal import say, tell
from xltool.core.errors import ExitCode, MailError, XltoolError
from xltool.core.text import zh
from xltool.core.text.catalogue.rounds import C_NO_MAIL, C_NOT_DUE, C_PASSWORD
from xltool.core.text.clean import safe
from xltool.core.text.wording import sentence

if TYPE_CHECKING:
    from xltool.app.round.letters import Due
    from xltool.app.round.opened import OpenRound

Units = Annotated[list[str], typer.Argument(metavar="[UNIT...]", help="单位代码或名称，默认所有该发的单位。")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="只列出该发的，不发送。")]
Drafts = Annotated[bool, typer.Option("--drafts", help="只生成可手工发送的邮件，不发送。")]
AsText = Annotated[bool, typer.Option("--text", help="只显示文字，用来贴到工作群、短信里。")]
SentBy = Annotated[
    list[str],
    typer.Option("--sent", metavar="UNIT", help="登记已另行送达的：单位代码，逗号隔开；all 是全部该发的。"),
]
ALL = "all"


@round_app.command("send")
def send(
    units: Units = [],  # noqa: B006
    where: Where = HERE,
    dry_run: DryRun = False,
    drafts: Drafts = False,
    text: AsText = False,
    sent: SentBy = [],  # noqa: B006
) -> int:
    """发送报送表，每个单位一封邮件。"""
    return _letters("issue", units, where, _Ways(dry_run, drafts, text), sent)


@round_app.command("return")
def return_(
    units: Units = [],  # noqa: B006
    where: Where = HERE,
    dry_run: DryRun = False,
    drafts: Drafts = False,
    text: AsText = False,
    sent: SentBy = [],  # noqa: B006
    warnings: Annotated[bool, typer.Option("--warnings", help="只有提醒的，也请单位核实。")] = False,
) -> int:
    """退回修改：报送有错误、读不出来、没有附件或什么也没填的单位。"""
    return _letters("return", units, where, _Ways(dry_run, drafts, text), sent, warnings)


@round_app.command("remind")
def remind(
    units: Units = [],  # noqa: B006
    where: Where = HERE,
    dry_run: DryRun = False,
    drafts: Drafts = False,
    text: AsText = False,
    sent: SentBy = [],  # noqa: B006
) -> int:
    """催还没有报送的单位。"""
    return _letters("remind", units, where, _Ways(dry_run, drafts, text), sent)


@round_app.command("receipt")
def receipt(
    units: Units = [],  # noqa: B006
    where: Where = HERE,
    dry_run: DryRun = False,
    drafts: Drafts = False,
    text: AsText = False,
    sent: SentBy = [],  # noqa: B006
) -> int:
    """给已接受的单位发回执。"""
    return _letters("receipt", units, where, _Ways(dry_run, drafts, text), sent)


class _Ways:
    """What is done with the letters; sent when nothing else is asked for."""

    def __init__(self, dry_run: bool, drafts: bool, text: bool) -> None:
        self.dry_run, self.drafts, self.text = dry_run, drafts, text


def _letters(
    kind: str, units: Sequence[str], where: Path, ways: _Ways, sent: Sequence[str], warnings: bool = False
) -> int:
    from xltool.app.round import outbox
    from xltool.app.round.letters import due

    with round_at(where) as opened:
        if sent:
            return _register(opened, kind, sent, warnings)
        codes = [opened.contact(one).unit.code for one in units]
        letters = list(due(opened, kind, codes, warnings))
        _say_not_due(opened, kind, codes, letters)
        if ways.dry_run:
            for one in letters:
                subject = one.write().subject
                _row(one.contact.unit.code, one.address or zh.NO_ADDRESS, subject)
            return 0
        if ways.text:
            print("\n\n".join(map(_plain, outbox.pasted(opened, kind, letters))))
            return 0
        if ways.drafts:
            return tell(outbox.lay_drafts(opened, kind, letters))
        return _send(opened, letters)


def _row(*cells: str) -> None:
    print("\t".join(map(safe, cells)).rstrip())


def _plain(text: str) -> str:
    return "\n".join(safe(line) for line in text.splitlines())


def _register(opened: OpenRound, kind: str, sent: Sequence[str], warnings: bool) -> int:
    """Registers what was sent by hand; each unit is named once, and who had nothing due."""
    from xltool.app.round.outbox import register

    given = [part.strip() for one in sent for part in one.replace("，", ",").split(",") if part.strip()]
    codes = [] if ALL in given else [opened.contact(one).unit.code for one in given]
    done = register(opened, kind, codes, warnings)
    for contact in done:
        _row(contact.unit.code, contact.unit.name, zh.LETTER_KINDS[kind])
    registered = {contact.unit.code for contact in done}
    for code in codes:
        if code not in registered:
            say(sentence(C_NOT_DUE, unit=opened.contact_of[code].unit.name, kind=zh.LETTER_KINDS[kind]))
    return 0


def _say_not_due(opened: OpenRound, kind: str, codes: Sequence[str], letters: Sequence[Due]) -> None:
    found = {one.contact.unit.code for one in letters}
    for code in codes:
        if code not in found:
            say(sentence(C_NOT_DUE, unit=opened.contact_of[code].unit.name, kind=zh.LETTER_KINDS[kind]))


def _send(opened: OpenRound, letters: Sequence[Due]) -> int:
    from xltool.app.round import outbox

    worst = 0
    for one in outbox.send(opened, letters):
        if isinstance(one, XltoolError):
            worst = max(worst, one.exit_code)
            say(safe(str(one)))
            continue
        _row(one.unit, one.recipient, zh.MAIL_STATES[one.state], one.detail)
        if one.state != "sent":
            worst = ExitCode.PARTIAL
    return worst


@round_app.command("verify")
def verify(
    code: Annotated[str, typer.Argument(metavar="CODE", help="回执上的校验码，如 ABCD-2345。")],
    file: Annotated[Path, typer.Argument(metavar="FILE", help="单位手里的报送表。")],
    where: Where = HERE,
) -> int:
    """用回执上的校验码核对一个文件是不是当时收到的那一份。"""
    from xltool.app.round.receipts import verify as proved

    with round_at(where) as opened:
        found = proved(opened, code, file.read_bytes() if file.is_file() else b"")
        if not found.is_right:
            print(zh.VERIFIED_NOT)
            return ExitCode.FINDINGS
        for one in found.versions:
            name = opened.contact_of[one.unit].unit.name if one.unit in opened.contact_of else ""
            print(safe(zh.VERIFIED.format(code=one.unit, name=name, n=one.n)))
        return 0


letters_app = App(help="信件的文字。", no_args_is_help=True)
round_app.add_typer(letters_app, name="letters")


@letters_app.command("check")
def letters_check(where: Where = HERE) -> int:
    """检查改过的信件：缺的、写错的字段逐一指出。"""
    from xltool.app.round.letters_check import letter_faults

    with round_at(where) as opened:
        found = letter_faults(opened)
        for fault in found:
            print(safe(fault))
        if not found:
            print(zh.LETTERS_FINE)
        return ExitCode.CONFIGURATION if found else 0


@round_app.command("mail-test")
def mail_test(where: Where = HERE) -> int:
    """试一下邮箱能不能登录，不发邮件。"""
    from xltool.app.round.send import settings_of
    from xltool.mail.smtp import probe
    from xltool.rounds.round import open_round

    mail = settings_of(open_round(where))
    if not mail.host:
        raise MailError(C_NO_MAIL)
    print(probe(mail, password_of(mail.user)))
    return 0


def password_of(user: str) -> str:
    """The mailbox's password; raises MailError when nothing holds one."""
    from xltool.mail.secret import password

    if not (found := password(user)):
        raise MailError(C_PASSWORD)
    return found
