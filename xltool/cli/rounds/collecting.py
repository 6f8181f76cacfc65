"""``round collect``, ``recheck`` and ``repair``: what came, taken in, checked anew, put right."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from xltool.cli.rounds.app import HERE, Where, round_app, round_at
from xltool.cli.rounds.letters import password_of
from xltool.cli.terminal import Jobs, Password, Prior, progress, say
from xltool.core.errors import ExitCode, MailError
from xltool.core.text import zh
from xltool.core.text.catalogue.rounds import C_NO_MAIL
from xltool.core.text.clean import safe

if TYPE_CHECKING:
    from xltool.app.round.collect import Collector
    from xltool.app.round.taking import Arrived

MOST_CHANGES = 8  # shown of one return


@round_app.command("collect")
def collect(
    folders: Annotated[
        list[Path], typer.Argument(metavar="[FOLDER...]", help="放有收到的文件或邮件的文件夹。")
    ] = [],  # noqa: B006
    where: Where = HERE,
    imap: Annotated[bool, typer.Option("--imap", help="从邮箱收取（IMAP），不改动邮箱。")] = False,
    pop3: Annotated[bool, typer.Option("--pop3", help="从邮箱收取（POP3），不删除邮件。")] = False,
    prior: Prior = [],  # noqa: B006
    password: Password = "",
    jobs: Jobs = None,
) -> int:
    """回收报送：读取、核对、归到各单位；再运行一次不会重复。"""
    from xltool.app.round.collect import Collector
    from xltool.app.round.met import needs_clerk, unclear
    from xltool.app.round.reconsider import reconsider
    from xltool.app.round.settings import set_prior

    if prior:
        set_prior(where, prior)
    with round_at(where, (password,) if password else (), jobs) as opened:
        if n := reconsider(opened, bool(password)):
            say(zh.ROUND_GIVEN.format(n=n))
        collector = Collector(opened)
        files = sum(path.is_file() for folder in folders for path in folder.rglob("*"))
        with progress(_arrivals(collector, folders, imap, pop3), zh.CHECKING, files) as bar:
            for one in bar:
                print(_line(one))
                if one.changes:
                    print(f"\t{safe(_changes_line(one))}")
        for number, name, unit, text in unclear(opened, collector.met):
            print("\t".join(map(safe, (str(number), name, zh.ROUND_OUTCOMES["held"], unit, text))))
        if collector.has_failed:
            return ExitCode.PARTIAL
        return ExitCode.FINDINGS if needs_clerk(opened, collector.met) else 0


def _arrivals(collector: Collector, folders: list[Path], imap: bool, pop3: bool) -> Iterator[Arrived]:
    from xltool.app.round.collect import missing
    from xltool.app.round.send import settings_of

    for folder in folders:
        if folder.exists():
            yield from collector.folder(folder)
        else:
            collector.has_failed = True
            yield missing(folder)
    mail = settings_of(collector.opened.round)
    for wanted, host, fetch in (
        (imap, mail.imap_host, collector.imap),
        (pop3, mail.pop3_host, collector.pop3),
    ):
        if wanted and not host:
            raise MailError(C_NO_MAIL)
        if wanted:
            yield from fetch(password_of(mail.user))


def _line(one: Arrived) -> str:
    number = str(one.n) if one.n else ""
    cells = (
        number,
        one.name,
        zh.ROUND_OUTCOMES[one.outcome],
        one.unit,
        one.text if one.outcome != "again" else "",
    )
    return "\t".join(map(safe, cells)).rstrip()


def _changes_line(one: Arrived) -> str:
    shown = [zh.CHANGE.format(label=label, before=old, after=new) for label, old, new in one.changes]
    more = "…" if len(shown) > MOST_CHANGES else ""
    return zh.CHANGED.format(n=len(shown), changes="；".join(shown[:MOST_CHANGES]) + more)


@round_app.command("recheck")
def recheck(
    units: Annotated[list[str], typer.Argument(metavar="[UNIT...]", help="单位代码或名称，默认全部。")] = [],  # noqa: B006
    where: Where = HERE,
    password: Password = "",
) -> int:
    """按现在的上年数据、名册和规则重新核对已收的报送，列出结论有变化的。"""
    from xltool.app.round.recheck import recheck as again

    with round_at(where, (password,) if password else (), is_checking=True) as opened:
        contacts = [opened.contact(one) for one in units] or opened.contacts
        done = changed = 0
        worst = 0
        for one in again(opened, contacts):
            about = {"code": one.contact.unit.code, "name": one.contact.unit.name, "n": one.before.n}
            done += 1
            if one.after is None:
                worst = ExitCode.PARTIAL
                say(safe(zh.ROUND_RECHECK_LOST.format(**about)))
            elif one.has_changed:
                changed += 1
                before, after = (
                    zh.ROUND_CHECKED.format(status=zh.STATUS[v.status], errors=v.errors, warnings=v.warnings)
                    for v in (one.before, one.after)
                )
                print(safe(zh.ROUND_RECHECKED.format(**about, before=before, after=after)))
        say(zh.ROUND_RECHECK_DONE.format(n=done, changed=changed))
        return worst


@round_app.command("repair")
def repair(where: Where = HERE) -> int:
    """用日志和收到的文件修复坏了或不见了的任务记录。"""
    from xltool.app.round.repair import repair as mend

    said = mend(where)
    for line in said.lines:
        print(safe(line))
    return ExitCode.PARTIAL if said.is_partial else 0
