"""The command line: alone prints, exits and composes the doors.

stdout is the result (one written path a line, or one JSON document), stderr everything
said on the way.  Exit codes are those of `errors`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from xltool.app.parallel import run_all
from xltool.app.parallel import shard as shard_of
from xltool.cli import aggregate
from xltool.cli.forms import form_app as form_app
from xltool.cli.rounds import round_app as round_app
from xltool.cli.terminal import (
    Force,
    FormArg,
    Jobs,
    Out,
    Password,
    Paths,
    Prior,
    progress,
    say,
    skipped,
    tell,
)
from xltool.cli.ui import OpenPage, ui
from xltool.core.check.returned import CheckedReturn, Unreadable
from xltool.core.errors import ExitCode, UnreadableFile, UsageError, XltoolError
from xltool.core.text import zh
from xltool.core.text.catalogue.files import W_NO_INPUT
from xltool.core.text.catalogue.usage import (
    U_BOTH,
    U_COMMAND,
    U_FINDINGS,
    U_MISSING,
    U_OPTION,
    U_USAGE,
    U_VALUE,
)
from xltool.core.text.wording import sentence
from xltool.reading.form.find import open_form
from xltool.writing.registry import names as output_formats

TYPERS_INTERRUPT = 130  # what typer makes of an interrupt, in place of raising it
# typer keeps the class private, and in another module in each release
CommandLineError: type[Exception] = typer.BadParameter.__mro__[1]

app = typer.Typer(
    help="政府信息公开工作年度报告：制发报送表、核对回收的报送、生成报告。",
    no_args_is_help=True, add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False,
)  # fmt: skip
app.add_typer(form_app, name="form")
app.add_typer(round_app, name="round")

Scheduler = Annotated[
    str, typer.Option("--scheduler", metavar="ADDRESS", help="交给 Dask 集群做，如 tcp://主机:8786。")
]
Shard = Annotated[str, typer.Option("--shard", metavar="I/N", help="只做 N 份中的第 I 份，用于多台机器。")]


def main(open_page: OpenPage | None = None) -> NoReturn:
    """Runs one command and turns everything that can happen into an exit code; `open_page` is for ``ui``."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a unit's rare character must never end the run
            stream.reconfigure(errors="backslashreplace")
    try:
        result = app(standalone_mode=False, prog_name="xltool", obj=open_page)
        if result == TYPERS_INTERRUPT:
            raise KeyboardInterrupt
        sys.exit(result if isinstance(result, int) else 0)
    except XltoolError as error:
        _stop(str(error), error.exit_code)
    except CommandLineError as error:
        _stop(_usage(error), ExitCode.USAGE)
    except (KeyboardInterrupt, typer.Abort):
        _stop(zh.INTERRUPTED, ExitCode.PARTIAL)
    except BrokenPipeError:
        sys.exit(0)
    except Exception as error:  # the one place where a bug of ours becomes a sentence
        _stop(zh.INTERNAL.format(detail=f"{type(error).__name__}: {error}"), ExitCode.INTERNAL)


def _usage(error: Any) -> str:
    """A wrong command line in Chinese."""
    kind, name = type(error).__name__, ""
    if getattr(error, "param", None) is not None:
        name = error.param.make_metavar(error.ctx) if not error.param.opts else error.param.opts[-1]
        name = error.param.metavar or name
    if kind == "NoArgsIsHelpError":
        return str(error.ctx.get_help())
    if kind == "NoSuchOption":
        return sentence(U_OPTION, name=error.option_name)
    if kind == "MissingParameter":
        return sentence(U_MISSING, name=name)
    if kind == "BadParameter":
        return sentence(U_VALUE, name=name, detail=error.message.rstrip("."))
    if "No such command" in error.message:
        return sentence(U_COMMAND, name=error.message.split("'")[1])
    return sentence(U_USAGE, detail=error.message.rstrip("."))


def _stop(text: str, code: int) -> NoReturn:
    say(text)
    sys.exit(code)


@app.command()
def demo(output: Out = Path("xltool-demo")) -> int:
    """用样例走一遍：制表、核对、出报告。"""
    from xltool.app import demo as trip

    for step, path in trip.run_demo(output, open_form(trip.FORM)):
        say(step)
        print(path, flush=True)
    say(zh.DEMO["next"])
    return 0


@app.command()
def make(
    form: FormArg,
    output: Out,
    year: Annotated[int | None, typer.Option("--year", min=2000, max=2100, help="报告年度。")] = None,
    unit: Annotated[str | None, typer.Option("--unit", metavar="NAME", help="单位名称。")] = None,
    code: Annotated[str | None, typer.Option("--code", metavar="C", help="单位代码。")] = None,
    level: Annotated[str | None, typer.Option("--level", metavar="L", help="单位类别。")] = None,
    roster: Annotated[
        Path | None, typer.Option("--roster", metavar="FILE", help="单位名册（.xlsx 或 .csv）。")
    ] = None,
    data: Annotated[
        Path | None, typer.Option("--data", metavar="PATH", help="预填的报送数据（.json 或文件夹）。")
    ] = None,
    prior: Prior = [],  # noqa: B006  (typer copies it)
    profile: Annotated[
        str | None, typer.Option("--profile", metavar="P", help="地方格式，如 shandong。")
    ] = None,
    force: Force = False,
    jobs: Jobs = None,
    shard: Shard = "",
    scheduler: Scheduler = "",
) -> int:
    """制作锁定的报送表，一个单位或整个名册。"""
    from xltool.app import make_workbooks
    from xltool.app.prior import find_prior

    own = open_form(form, profile)
    if unit and roster:
        raise UsageError(U_BOTH)
    if roster:
        orders = make_workbooks.roster_orders(own, year, roster, data)
    else:
        orders = [make_workbooks.single_order(own, year, unit, code, level, data)]
    task = partial(make_workbooks.make_one, folder=output, force=force, prior=find_prior(prior))
    orders = [*shard_of(orders, shard)]
    with progress(run_all(task, orders, jobs, scheduler), zh.MAKING, len(orders)) as bar:
        return tell(bar)


@app.command()
def check(
    paths: Paths,
    prior: Prior = [],  # noqa: B006
    roster: Annotated[
        Path | None, typer.Option("--roster", metavar="FILE", help="单位名册，按曾用名找上年的报送。")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON。")] = False,
    marked: Annotated[
        Path | None, typer.Option("--marked", metavar="DIR", help="给有问题的报送做一份标明错处的副本。")
    ] = None,
    findings: Annotated[
        Path | None, typer.Option("--findings", metavar="FILE", help="审核情况另存为 .xlsx 或 .html。")
    ] = None,
    password: Password = "",
    force: Force = False,
    jobs: Jobs = None,
    shard: Shard = "",
    scheduler: Scheduler = "",
) -> int:
    """核对回收的报送表或报送数据。"""
    from xltool.app.checking import Checker
    from xltool.app.prior import find_prior
    from xltool.core.check import cross_form
    from xltool.reading.roster import read_roster
    from xltool.writing.lists import check_json, findings_text

    if findings is not None and findings.suffix.lower() not in (".xlsx", ".html"):
        raise UsageError(U_FINDINGS, path=str(findings))
    files = _files(paths, shard)
    units = tuple(read_roster(roster)) if roster else ()
    checker = Checker(prior=find_prior(prior), passwords=(password,), roster=units, jobs=jobs)
    statuses: set[str] = set()
    kept: list[CheckedReturn | Unreadable] = []

    def seen(files: Iterable[CheckedReturn | Unreadable]) -> Iterator[CheckedReturn | Unreadable]:
        for one in files:
            statuses.add(one.status)
            if marked is not None or findings is not None:  # nothing else is kept, however many files
                kept.append(one)
            yield one

    with progress(checker.check_all(files, scheduler), zh.CHECKING, len(files)) as bar:
        checked = seen(cross_form.cross_checked(bar, len(files)))
        for text in check_json.lines(checked) if as_json else findings_text.lines(checked):
            print(text, end="" if as_json else "\n")
    worst = _exit(statuses)
    if len(files) > cross_form.MOST_COMPARED:
        say(zh.CROSS_MANY.format(n=cross_form.MOST_COMPARED))
    return max(worst, tell(_written(kept, marked, findings, force), aside=as_json))


def _written(
    checked: list[CheckedReturn | Unreadable], marked: Path | None, findings: Path | None, force: bool
) -> Iterator[Path | XltoolError]:
    """The files that go with a check: their paths, or what stood in the way of one."""
    if marked is not None:
        from xltool.app.marked_copy import write_copies

        yield from write_copies(checked, marked, force)
    if findings is not None:
        from xltool.app.findings_list import write_findings

        try:
            yield write_findings(checked, findings, force)
        except XltoolError as error:
            yield error


@app.command()
def report(
    paths: Paths,
    output: Out,
    to: Annotated[
        str, typer.Option("--to", metavar="FORMATS", help=f"格式：{'、'.join(output_formats())}，逗号隔开。")
    ] = "docx",
    template: Annotated[
        Path | None, typer.Option("--template", metavar="FILE", help="自己的 Word 模板。")
    ] = None,
    draft: Annotated[bool, typer.Option("--draft", help="有错误也出草稿，首行注明。")] = False,
    password: Password = "",
    force: Force = False,
    jobs: Jobs = None,
    shard: Shard = "",
    scheduler: Scheduler = "",
) -> int:
    """用通过核对的报送生成 Word 报告。"""
    from xltool.app import report as reports
    from xltool.app.checking import Checker

    wishes = reports.ReportWishes([name.strip() for name in to.split(",")], template, draft, force)
    files = _files(paths, shard)
    checker = Checker(passwords=(password,))
    task = partial(reports.report_file, folder=output, checker=checker, wishes=wishes)
    worst, done = 0, []
    with progress(run_all(task, files, jobs, scheduler), zh.REPORTING, len(files)) as bar:
        for one in bar:
            for path in one.paths:
                print(path)
            if isinstance(one.checked, Unreadable):
                worst = ExitCode.PARTIAL
                say(
                    f"{one.checked.source}：{one.checked.findings[0].message}{one.checked.findings[0].advice}"
                )
            elif one.fault:
                worst = max(worst, one.fault.exit_code)
                say(f"{one.checked.source}：{one.fault}")
            elif wishes.outputs_together:  # nothing else is kept, however many files
                done.append(one.checked)
    for path in reports.write_together(done, output, wishes):
        print(path)
    return worst


@app.command("import")
def import_(
    paths: Paths,
    output: Out,
    roster: Annotated[
        Path | None, typer.Option("--roster", metavar="FILE", help="单位名册，按名称给出单位代码。")
    ] = None,
    password: Password = "",
    force: Force = False,
) -> int:
    """把已公布的报告（.docx、.html）变成报送表和报送数据。"""
    from xltool.app.checking import Checker
    from xltool.app.import_published import import_reports
    from xltool.writing.lists import findings_text

    checker = Checker(passwords=(password,))
    checked = [checker.check(path) for path in _files(paths, "")]
    say(findings_text.render(checked))
    worst = _exit({one.status for one in checked})
    return max(worst, tell(import_reports(checked, output, roster, force)))


app.command()(aggregate.aggregate)
app.command()(ui)


def _files(paths: list[str], part: str) -> Sequence[str]:
    from xltool.app import find_files

    files = list(find_files.expand(paths, skipped))
    if not files:
        raise UnreadableFile(W_NO_INPUT, path="、".join(paths))
    return shard_of(files, part)


def _exit(statuses: set[str]) -> int:
    return (
        ExitCode.PARTIAL if "unreadable" in statuses else ExitCode.FINDINGS if "rejected" in statuses else 0
    )
