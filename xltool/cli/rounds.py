"""``xltool round …``: one collection from roster to county report, on the command line.

Like `cli`, it alone prints: results on stdout, what is said on the way on stderr.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from xltool.cli import aggregate as cli_aggregate
from xltool.cli.terminal import Force, Jobs, Prior, progress, say, tell
from xltool.core.errors import ExitCode, MailError, UsageError, XltoolError
from xltool.core.text import zh
from xltool.core.text.catalogue.rounds import C_NO_MAIL, C_PASSWORD
from xltool.core.text.catalogue.usage import U_VALUE
from xltool.core.text.clean import safe
from xltool.core.text.code import code_named

if TYPE_CHECKING:
    from xltool.app.round.collect import Arrived, Collector
    from xltool.app.round.desk import Desk
    from xltool.core.submission.model import Contact
    from xltool.mail.message import Letter

MOST_CHANGES = 8  # shown of one return

round_app = typer.Typer(
    help="一次报送任务：下发、回收、催报、退改、交付。", no_args_is_help=True, rich_markup_mode=None
)

Where = Annotated[Path, typer.Option("--round", "-r", metavar="DIR", help="任务文件夹，默认为当前文件夹。")]
Reason = Annotated[str, typer.Option("--reason", metavar="TEXT", help="原因，记入日志。")]
UnitArg = Annotated[str, typer.Argument(metavar="UNIT", help="单位代码或名称。")]
Drafts = Annotated[bool, typer.Option("--drafts", help="只生成可手工发送的邮件，不发送。")]
HERE = Path()


@contextmanager
def desk_at(folder: Path) -> Iterator[Desk]:
    """The open round, closed again whatever happens."""
    from xltool.app.round.desk import open_desk

    desk = open_desk(folder, date.today())
    try:
        yield desk
    finally:
        desk.store.close()


@round_app.command("init")
def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="新建的任务文件夹。")],
    form: Annotated[str, typer.Option("--form", metavar="FORM", help="报表名称。")],
    year: Annotated[int, typer.Option("--year", min=2000, max=2100, help="报告年度。")],
    roster: Annotated[Path, typer.Option("--roster", metavar="FILE", help="单位名册（.xlsx 或 .csv）。")],
    deadline: Annotated[str, typer.Option("--deadline", metavar="YYYY-MM-DD", help="报送截止日期。")],
    office: Annotated[str, typer.Option("--office", metavar="NAME", help="落款单位。")] = "政务公开办公室",
) -> int:
    """建立一次报送任务。"""
    from xltool.reading.form.find import open_form
    from xltool.reading.roster import read_contacts
    from xltool.rounds.folder import STORE, create
    from xltool.rounds.store import Store

    try:
        last_day = date.fromisoformat(deadline)
    except ValueError:
        raise UsageError(U_VALUE, name="--deadline") from None
    contacts = read_contacts(roster, open_form(form).levels)
    made = create(folder, form, year, last_day, office, roster)
    store = Store(made.path(STORE))
    with store.change():
        store.log("init", form=form, year=year, deadline=deadline, units=len(contacts))
    store.close()
    print(folder)
    say(zh.ROUND_MADE.format(n=len(contacts), mails=sum(bool(one.emails) for one in contacts)))
    return 0


@round_app.command("make")
def make(
    where: Where = HERE,
    prior: Prior = [],  # noqa: B006
    force: Annotated[bool, typer.Option("--force", help="重新制作已有的报送表。")] = False,
) -> int:
    """给名册中的每个单位制作报送表。"""
    from xltool.app.prior import find_prior

    with desk_at(where) as desk:
        made = desk.sender.make(find_prior(prior), force)
        with progress(made, zh.MAKING, len(desk.contacts)) as bar:
            return tell(bar)


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
    with desk_at(where) as desk:
        if sent:
            desk.sender.mark_sent([desk.contact(one).unit.code for one in sent], "issue")
            return 0
        letters = []
        for line in desk.board():
            if line.status.state in ("unsent", "bounced") or (drafts or dry_run):
                contact = line.contact
                file = desk.sender.workbook(contact)
                letter = desk.sender.letter("issue", contact, [file], {})
                again = f"-{line.last}" if line.status.state == "bounced" else ""
                letters.append((f"issue/{contact.unit.code}/1{again}", "issue", contact, letter))
        return _dispatch(desk, letters, drafts, dry_run)


@round_app.command("collect")
def collect(
    folders: Annotated[
        list[Path], typer.Argument(metavar="[FOLDER...]", help="放有收到的文件或邮件的文件夹。")
    ] = [],  # noqa: B006
    where: Where = HERE,
    imap: Annotated[bool, typer.Option("--imap", help="从邮箱收取（IMAP），不改动邮箱。")] = False,
    pop3: Annotated[bool, typer.Option("--pop3", help="从邮箱收取（POP3），不删除邮件。")] = False,
    prior: Prior = [],  # noqa: B006
    jobs: Jobs = None,
) -> int:
    """回收报送：读取、核对、归到各单位；再运行一次不会重复。"""
    from xltool.app.prior import find_prior
    from xltool.app.round.collect import Collector

    worst = 0
    with desk_at(where) as desk:
        collector = Collector(desk.round, desk.store, desk.form, desk.contacts, find_prior(prior), jobs)
        files = sum(path.is_file() for folder in folders for path in folder.rglob("*"))
        with progress(_arrivals(collector, folders, imap, pop3), zh.CHECKING, files) as bar:
            for one in bar:
                print(_arrival_line(one))
                if one.changes:
                    print(f"\t{safe(_changes_line(one))}")
                if one.outcome in ("unread", "missing"):
                    worst = ExitCode.PARTIAL
        worst = max(worst, _needs(desk))
    return worst


def _arrivals(collector: Collector, folders: list[Path], imap: bool, pop3: bool) -> Iterator[Arrived]:
    from xltool.app.round.collect import Arrived
    from xltool.app.round.send import settings_of

    for folder in folders:
        if folder.exists():
            yield from collector.folder(folder)
        else:
            yield Arrived(str(folder), str(folder), "missing")
    mail = settings_of(collector.round)
    for wanted, host, fetch in (
        (imap, mail.imap_host, collector.imap),
        (pop3, mail.pop3_host, collector.pop3),
    ):
        if wanted and not host:
            raise MailError(C_NO_MAIL)
        if wanted:
            yield from fetch(_password(mail.user))


def _arrival_line(one: Arrived) -> str:
    reason = zh.ROUND_REASONS.get(one.reason, one.reason)
    with suppress(KeyError):  # a code of a finding, or one of the round's own reasons
        reason = code_named(one.reason).text
    detail = "　".join(part for part in (one.unit, reason) if part)
    return f"{safe(one.name)}\t{zh.ROUND_OUTCOMES[one.outcome]}\t{safe(detail)}".rstrip()


def _changes_line(one: Arrived) -> str:
    shown = [zh.CHANGE.format(label=label, before=old, after=new) for label, old, new in one.changes]
    more = "…" if len(shown) > MOST_CHANGES else ""
    return zh.CHANGED.format(n=len(shown), changes="；".join(shown[:MOST_CHANGES]) + more)


@round_app.command("status")
def status(
    where: Where = HERE, as_json: Annotated[bool, typer.Option("--json", help="输出 JSON。")] = False
) -> int:
    """看看每个单位到了哪一步。"""
    from xltool.app.round.board import table, write_boards
    from xltool.app.round.desk import as_json as document

    with desk_at(where) as desk:
        lines = desk.board()
        if as_json:
            print(json.dumps(document(desk, lines), ensure_ascii=True, indent=1))
        else:
            print(table(lines))
            for path in write_boards(desk, lines):
                print(path)
        return _needs(desk)


@round_app.command("return")
def return_(where: Where = HERE, drafts: Drafts = False, prior: Prior = []) -> int:  # noqa: B006
    """给报送有错误的单位发更正通知。"""
    from xltool.app.prior import find_prior

    with desk_at(where) as desk:
        return _dispatch(desk, list(desk.corrections(find_prior(prior))), drafts, False)


@round_app.command("remind")
def remind(where: Where = HERE, drafts: Drafts = False) -> int:
    """催还没有报送的单位。"""
    with desk_at(where) as desk:
        return _dispatch(desk, list(desk.reminders()), drafts, False)


@round_app.command("receipt")
def receipt(where: Where = HERE, drafts: Drafts = False) -> int:
    """给已接受的单位发回执。"""
    with desk_at(where) as desk:
        return _dispatch(desk, list(desk.receipts()), drafts, False)


@round_app.command("accept")
def accept(
    unit: UnitArg,
    where: Where = HERE,
    reason: Reason = "",
    arrival: Annotated[int | None, typer.Option("--arrival", metavar="N", help="待认领文件的编号。")] = None,
) -> int:
    """接受一个单位的报送，或把待认领的文件归给它。"""
    with desk_at(where) as desk:
        contact = desk.contact(unit)
        if arrival is not None:
            desk.claim(arrival, contact, reason, None)
        else:
            desk.accept(contact, reason)
        line = next(one for one in desk.board() if one.contact == contact)
        print(f"{contact.unit.code}\t{contact.unit.name}\t{zh.round_state(line.status.state, line.status.n)}")
    return 0


@round_app.command("exclude")
def exclude(
    unit: UnitArg,
    where: Where = HERE,
    reason: Reason = "",
    version: Annotated[
        int | None, typer.Option("--version", metavar="N", help="第几次报送，默认最近一次。")
    ] = None,
) -> int:
    """不采用一个单位的某次报送。"""
    with desk_at(where) as desk:
        contact = desk.contact(unit)
        desk.exclude(contact, reason, version)
        line = next(one for one in desk.board() if one.contact == contact)
        print(f"{contact.unit.code}\t{contact.unit.name}\t{zh.round_state(line.status.state, line.status.n)}")
    return 0


@round_app.command("report")
def report(where: Where = HERE, force: Force = False) -> int:
    """生成所有已接受单位的报告，并打成一个压缩包。"""
    from xltool.app.round.board import zip_reports

    worst = 0
    with desk_at(where) as desk:
        paths = []
        for contact, result in desk.reports(force):
            if isinstance(result, XltoolError):
                worst = max(worst, result.exit_code)
                say(f"{contact.unit.name}：{result}")
            else:
                paths.append(result)
                print(result)
        if paths:
            print(zip_reports(desk.round, paths))
    return worst


@round_app.command("aggregate")
def aggregate(
    output: cli_aggregate.SumOut,
    where: Where = HERE,
    report: cli_aggregate.Report = None,
    charts: cli_aggregate.Charts = False,
    unit: cli_aggregate.UnitName = "",
    code: cli_aggregate.UnitCode = "",
    level: cli_aggregate.Level = "",
    into: cli_aggregate.Into = None,
    override: cli_aggregate.OverrideOption = None,
    exclude: cli_aggregate.Exclude = [],  # noqa: B006
    data: cli_aggregate.TextsOption = None,
    prior: Prior = [],  # noqa: B006
    force: Force = False,
) -> int:
    """汇总已接受的报送；未报的、没有计入的单位和原因都列出。"""
    from xltool.app import aggregate as sums
    from xltool.app.prior import find_prior

    sums.check_target(output, into, charts)
    excluded = sums.parse_exclude(exclude)
    wishes = sums.Wishes(unit, code, level, excluded, override=override, texts=data)
    with desk_at(where) as desk:
        source = find_prior(prior)
        total = sums.sum_up(desk.accepted(source), wishes, source, desk.roster, desk.left_out())
        return cli_aggregate.deliver(total, output, report, charts, into, force)


@round_app.command("mail-test")
def mail_test(where: Where = HERE) -> int:
    """试一下邮箱能不能登录，不发邮件。"""
    from xltool.app.round.send import settings_of
    from xltool.mail.smtp import probe
    from xltool.rounds.folder import open_round

    mail = settings_of(open_round(where))
    if not mail.host:
        raise MailError(C_NO_MAIL)
    print(probe(mail, _password(mail.user)))
    return 0


def _dispatch(
    desk: Desk, letters: Iterable[tuple[str, str, Contact, Letter]], drafts: bool, dry_run: bool
) -> int:
    """Drafts, a list of what would go, or the sending itself."""
    from xltool.app.round.board import draft_list
    from xltool.app.round.send import settings_of
    from xltool.mail.smtp import Channel

    letters = list(letters)
    if dry_run or drafts:
        for _, kind, contact, letter in letters:
            if dry_run:
                print(f"{contact.unit.code}\t{letter.recipient or zh.NO_ADDRESS}\t{letter.subject}")
            else:
                for path in desk.sender.draft(kind, contact, letter):
                    print(path)
        if drafts and letters:
            print(draft_list(desk.round, letters))
        return 0
    mail = settings_of(desk.round)
    if not mail.host:
        raise MailError(C_NO_MAIL)
    failed = 0
    for key, kind, contact, letter in letters:
        if letter.recipient:
            desk.sender.plan(key, kind, contact, letter)
        else:
            failed = ExitCode.PARTIAL
            say(f"{contact.unit.name}：{zh.NO_ADDRESS}")
    channel = Channel(mail, _password(mail.user), time.sleep)
    try:
        for one in desk.sender.deliver(channel):
            print(f"{one.unit}\t{one.recipient}\t{zh.MAIL_STATES[one.state]}\t{one.detail}".rstrip())
            if one.state != "sent":
                failed = ExitCode.PARTIAL
    finally:
        channel.close()
    return failed


def _password(user: str) -> str:
    from xltool.mail.secret import password

    if not (found := password(user)):
        raise MailError(C_PASSWORD)
    return found


def _needs(desk: Desk) -> int:
    """1 when some unit needs the clerk or has to act."""
    waiting = {"held", "rejected", "bounced", "late"}
    return ExitCode.FINDINGS if any(line.status.state in waiting for line in desk.board()) else 0
