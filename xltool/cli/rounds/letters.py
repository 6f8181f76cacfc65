"""``round send``, ``return``, ``remind``, ``receipt`` and ``mail-test``: letters, written, listed or sent."""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

import typer

from xltool.cli.rounds.app import HERE, Where, round_app, round_at
from xltool.cli.terminal import say
from xltool.core.errors import ExitCode, MailError
from xltool.core.text import zh
from xltool.core.text.catalogue.rounds import C_NO_MAIL, C_PASSWORD

if TYPE_CHECKING:
    from xltool.app.round.letters import Due
    from xltool.app.round.opened import OpenRound

Drafts = Annotated[bool, typer.Option("--drafts", help="只生成可手工发送的邮件，不发送。")]


@round_app.command("send")
def send(
    where: Where = HERE,
    drafts: Drafts = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只列出将要发送的，不发送。")] = False,
    sent: Annotated[
        list[str], typer.Option("--sent", metavar="UNIT", help="登记已手工发送的单位，可写多次。")
    ] = [],  # noqa: B006
) -> int:
    """发送报送表，每个单位一封邮件。"""
    from xltool.app.round.letters import issues
    from xltool.app.round.send import Sender

    with round_at(where) as opened:
        if sent:
            Sender(opened).mark_sent([opened.contact(one).unit.code for one in sent], "issue")
            return 0
        return _dispatch(opened, issues(opened), drafts, dry_run)


@round_app.command("return")
def return_(where: Where = HERE, drafts: Drafts = False) -> int:
    """给报送有错误的单位发更正通知。"""
    from xltool.app.round.letters import corrections

    with round_at(where) as opened:
        return _dispatch(opened, corrections(opened), drafts, False)


@round_app.command("remind")
def remind(where: Where = HERE, drafts: Drafts = False) -> int:
    """催还没有报送的单位。"""
    from xltool.app.round.letters import reminders

    with round_at(where) as opened:
        return _dispatch(opened, reminders(opened), drafts, False)


@round_app.command("receipt")
def receipt(where: Where = HERE, drafts: Drafts = False) -> int:
    """给已接受的单位发回执。"""
    from xltool.app.round.letters import receipts

    with round_at(where) as opened:
        return _dispatch(opened, receipts(opened), drafts, False)


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


def _dispatch(opened: OpenRound, due: Iterable[Due], drafts: bool, dry_run: bool) -> int:
    """Drafts, a list of what would go, or the sending itself."""
    from xltool.app.round.board import draft_list
    from xltool.app.round.send import Sender, settings_of
    from xltool.mail.smtp import Channel

    letters = list(due)
    sender = Sender(opened)
    if dry_run or drafts:
        for _, kind, contact, letter in letters:
            if dry_run:
                print(f"{contact.unit.code}\t{letter.recipient or zh.NO_ADDRESS}\t{letter.subject}")
            else:
                for path in sender.draft(kind, contact, letter):
                    print(path)
        if drafts and letters:
            print(draft_list(opened.round, letters))
        return 0
    mail = settings_of(opened.round)
    if not mail.host:
        raise MailError(C_NO_MAIL)
    failed = 0
    for key, kind, contact, letter in letters:
        if letter.recipient:
            sender.plan(key, kind, contact, letter)
        else:
            failed = ExitCode.PARTIAL
            say(f"{contact.unit.name}：{zh.NO_ADDRESS}")
    channel = Channel(mail, password_of(mail.user), time.sleep)
    keys = {key for key, *_ in letters}  # nothing planned earlier goes out if it is no longer due
    try:
        for one in sender.deliver(channel, keys):
            print(f"{one.unit}\t{one.recipient}\t{zh.MAIL_STATES[one.state]}\t{one.detail}".rstrip())
            if one.state != "sent":
                failed = ExitCode.PARTIAL
    finally:
        channel.close()
    unsent = {row.key for row in opened.store.outbox.unsent()}
    return ExitCode.PARTIAL if failed or unsent & keys else 0


def password_of(user: str) -> str:
    """The mailbox's password; raises MailError when nothing holds one."""
    from xltool.mail.secret import password

    if not (found := password(user)):
        raise MailError(C_PASSWORD)
    return found
