"""``xltool``: the entry point, and the commands demo, make, check, report and import.

stdout is the result: the paths written, one a line, or one JSON document.  Everything else goes to stderr.
Exit codes are those of `core.errors.ExitCode`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from xltool.app.parallel import run_all
from xltool.app.parallel import shard as shard_of
from xltool.cli import aggregate
from xltool.cli.forms import form_app as form_app
from xltool.cli.rounds import round_app as round_app
from xltool.cli.terminal import (
    CheckRoster,
    Findings,
    Force,
    FormArg,
    Jobs,
    Marked,
    Out,
    Password,
    Paths,
    Prior,
    Scheduler,
    Shard,
    Template,
    debug_option,
    input_files,
    log_bug,
    name_own_forms,
    opening,
    progress,
    say,
    take_debug,
    tell,
    units_of,
)
from xltool.cli.ui import OpenPage, ui
from xltool.cli.usage import TYPER_INTERRUPT, CommandLineError, usage_message
from xltool.core.check.returned import CheckedReturn, Unreadable
from xltool.core.errors import ExitCode, UsageError, XltoolError
from xltool.core.text import zh
from xltool.core.text.catalogue.usage import U_BOTH, U_FINDINGS
from xltool.reading.form.find import open_form
from xltool.writing.registry import names as output_formats

app = typer.Typer(
    help="政府信息公开工作年度报告：制发报送表、核对回收的报送、生成报告。",
    no_args_is_help=True, add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False,
)  # fmt: skip

app.callback()(debug_option)
app.add_typer(form_app, name="form")
app.add_typer(round_app, name="round")


def main(open_page: OpenPage | None = None) -> NoReturn:
    """Runs one command and exits with its exit code, whatever happens; `open_page` serves ``ui``."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a character the terminal lacks must not end the run
            stream.reconfigure(errors="backslashreplace")
    take_debug(sys.argv)
    try:
        name_own_forms()
        result = app(standalone_mode=False, prog_name="xltool", obj=open_page)
        if result == TYPER_INTERRUPT:
            raise KeyboardInterrupt
        sys.exit(result if isinstance(result, int) else 0)
    except XltoolError as error:
        _stop(str(error), error.exit_code)
    except CommandLineError as error:
        _stop(usage_message(error), ExitCode.USAGE)
    except (KeyboardInterrupt, typer.Abort):
        _stop(zh.INTERRUPTED, ExitCode.PARTIAL)
    except BrokenPipeError:
        sys.exit(0)
    except Exception as error:  # the one place where a bug of ours becomes a sentence
        log_bug(error)
        _stop(zh.INTERNAL.format(detail=f"{type(error).__name__}: {error}"), ExitCode.INTERNAL)


def _stop(text: str, code: int) -> NoReturn:
    say(text)
    sys.exit(code)


@app.command()
def demo(output: Out = Path("xltool-demo")) -> int:
    """用样例走一遍：制表、核对、出报告。"""
    from xltool.app.demo import FORM, run_demo

    for step, path in run_demo(output, open_form(FORM)):
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
    from xltool.app.make_workbooks import make_one, roster_orders, single_order
    from xltool.app.prior import find_prior

    opened = open_form(form, profile)
    if unit and roster:
        raise UsageError(U_BOTH)
    if roster:
        orders = roster_orders(opened, year, roster, data)
    else:
        orders = [single_order(opened, year, unit, code, level, data)]
    task = partial(make_one, folder=output, force=force, prior=find_prior(prior))
    orders = [*shard_of(orders, shard)]
    with progress(run_all(task, orders, jobs, scheduler), zh.MAKING, len(orders)) as bar:
        return tell(bar)


@app.command()
def check(
    paths: Paths,
    prior: Prior = [],  # noqa: B006
    roster: CheckRoster = None,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON。")] = False,
    marked: Marked = None,
    findings: Findings = None,
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

    if findings is not None and findings.suffix.lower() not in (".xlsx", ".html"):
        raise UsageError(U_FINDINGS, path=str(findings))
    files = shard_of(input_files(paths), shard)
    checker = Checker(
        prior=find_prior(prior), passwords=opening(password), roster=units_of(roster), jobs=jobs
    )
    statuses: set[str] = set()
    kept: list[CheckedReturn | Unreadable] = []
    with progress(checker.check_all(files, scheduler), zh.CHECKING, len(files)) as bar:
        checked = cross_form.cross_checked(bar, len(files), checker.forms)
        # without a file to write at the end nothing is kept, however many files there are
        _print_checked(_noted(checked, statuses, kept if marked or findings else None), as_json)
    if len(files) > cross_form.MOST_COMPARED:
        say(zh.CROSS_MANY.format(n=cross_form.MOST_COMPARED))
    return max(_exit_code(statuses), tell(_written(kept, marked, findings, force), aside=as_json))


def _noted(
    returns: Iterable[CheckedReturn | Unreadable],
    statuses: set[str],
    kept: list[CheckedReturn | Unreadable] | None,
) -> Iterator[CheckedReturn | Unreadable]:
    """The same `returns`, adding their statuses to `statuses` and themselves to `kept` on the way."""
    for one in returns:
        statuses.add(one.status)
        if kept is not None:
            kept.append(one)
        yield one


def _print_checked(returns: Iterable[CheckedReturn | Unreadable], as_json: bool) -> None:
    """Prints each result as soon as it is there, as JSON or as text."""
    from xltool.writing.lists import check_json, findings_text

    for text in check_json.lines(returns) if as_json else findings_text.lines(returns):
        print(text, end="" if as_json else "\n")


def _written(
    checked: list[CheckedReturn | Unreadable], marked: Path | None, findings: Path | None, force: bool
) -> Iterator[Path | XltoolError]:
    """Writes marked copies and the list of findings; yields their paths, or the error that prevented one."""
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
    template: Template = None,
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
    files = shard_of(input_files(paths), shard)
    checker = Checker(passwords=opening(password))
    task = partial(reports.report_file, folder=output, checker=checker, wishes=wishes)
    worst, together = 0, []
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
            elif wishes.outputs_together:  # only these are kept
                together.append(one.checked)
    for path in reports.write_together(together, output, wishes):
        print(path)
    return worst


@app.command("import")
def import_(
    paths: Paths,
    output: Out,
    roster: Annotated[
        Path | None, typer.Option("--roster", metavar="FILE", help="单位名册，按名称给出单位代码。")
    ] = None,
    unit: Annotated[str, typer.Option("--unit", metavar="NAME", help="单位名称，标题里没有时写明。")] = "",
    code: Annotated[str, typer.Option("--code", metavar="CODE", help="单位代码。")] = "",
    year: Annotated[int | None, typer.Option("--year", min=2000, max=2100, help="报告年度。")] = None,
    password: Password = "",
    force: Force = False,
) -> int:
    """把已公布的报告（.docx、.html）变成报送表和报送数据。"""
    from xltool.app.checking import Checker
    from xltool.app.import_published import import_reports
    from xltool.core.submission.model import Named
    from xltool.writing.lists import findings_text

    checker = Checker(passwords=opening(password), named=Named(unit, code, year or 0))
    checked = [checker.check(path) for path in input_files(paths)]
    say(findings_text.render(checked))
    worst = _exit_code({one.status for one in checked})
    return max(worst, tell(import_reports(checked, output, roster, force)))


app.command()(aggregate.aggregate)
app.command()(ui)


def _exit_code(statuses: set[str]) -> int:
    """The exit code of a check whose files have these statuses."""
    worst = ExitCode.FINDINGS if "rejected" in statuses else ExitCode.OK
    return ExitCode.PARTIAL if "unreadable" in statuses else worst
