"""``xltool report`` and ``xltool import``: returns to published reports, and back."""

from __future__ import annotations

from functools import partial
from itertools import chain
from pathlib import Path
from typing import Annotated

import typer

from xltool.app.checking import Checker
from xltool.app.parallel import run_all
from xltool.app.parallel import shard as shard_of
from xltool.cli.terminal import (
    Force,
    Jobs,
    Out,
    Password,
    Paths,
    Scheduler,
    Shard,
    Template,
    checks_exit_code,
    input_files,
    opening,
    progress,
    say,
    tell,
)
from xltool.core.check.returned import Unreadable
from xltool.core.errors import ExitCode
from xltool.core.text import zh
from xltool.writing.registry import names as output_formats


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
    from xltool.app.data_package import describe_csv

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
                why = one.checked.findings[0]
                say(f"{one.checked.source}：{why.message}{why.advice}")
            elif one.fault:
                worst = max(worst, one.fault.exit_code)
                say(f"{one.checked.source}：{one.fault}")
            elif wishes.outputs_together:  # only these are kept
                together.append(one.checked)
    packages = describe_csv(output) if "csv" in wishes.formats else []
    for path in chain(reports.write_together(together, output, wishes), packages):
        print(path)
    return worst


def import_(
    paths: Paths,
    output: Out,
    roster: Annotated[
        Path | None, typer.Option("--roster", metavar="FILE", help="单位名册，按名称给出单位代码。")
    ] = None,
    unit: Annotated[str, typer.Option("--unit", metavar="NAME", help="单位名称，标题里没有时写明。")] = "",
    code: Annotated[str, typer.Option("--code", metavar="CODE", help="单位代码。")] = "",
    year: Annotated[
        int | None, typer.Option("--year", metavar="YYYY", min=2000, max=2100, help="报告年度。")
    ] = None,
    password: Password = "",
    force: Force = False,
) -> int:
    """把已公布的报告（.docx、.html）变成报送表和报送数据。"""
    from xltool.app.import_published import import_reports
    from xltool.core.submission.model import Named
    from xltool.writing.lists import findings_text

    checker = Checker(passwords=opening(password), named=Named(unit, code, year or 0))
    checked = [checker.check(path) for path in input_files(paths)]
    say(findings_text.render(checked))
    worst = checks_exit_code({one.status for one in checked})
    return max(worst, tell(import_reports(checked, output, roster, force)))
