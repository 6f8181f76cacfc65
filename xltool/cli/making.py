"""``xltool demo`` and ``xltool make``: workbooks, for the samples and for a roster."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from xltool.app.parallel import run_all
from xltool.app.parallel import shard as shard_of
from xltool.cli.terminal import (
    Force,
    FormArg,
    Jobs,
    Out,
    Prior,
    Scheduler,
    Shard,
    day_of,
    progress,
    say,
    tell,
)
from xltool.core.errors import UsageError
from xltool.core.text import zh
from xltool.core.text.catalogue.usage import U_BOTH
from xltool.reading.form.find import open_form

UnitRoster = Annotated[
    Path | None, typer.Option("--roster", metavar="FILE", help="单位名册（.xlsx 或 .csv）。")
]
LastDay = Annotated[
    str, typer.Option("--deadline", metavar="YYYY-MM-DD", help="报送截止日期，写在“填报说明”里。")
]
AskedPerson = Annotated[str, typer.Option("--contact", metavar="TEXT", help="有问题找谁，写在“填报说明”里。")]


def demo(output: Out = Path("xltool-demo")) -> int:
    """用样例走一遍：制表、核对、出报告。"""
    from xltool.app.demo import FORM, run_demo

    for step, path in run_demo(output, open_form(FORM)):
        say(step)
        print(path, flush=True)
    say(zh.DEMO["next"])
    return 0


def make(
    form: FormArg,
    output: Out,
    year: Annotated[
        int | None, typer.Option("--year", metavar="YYYY", min=2000, max=2100, help="报告年度。")
    ] = None,
    unit: Annotated[str | None, typer.Option("--unit", metavar="NAME", help="单位名称。")] = None,
    code: Annotated[str | None, typer.Option("--code", metavar="C", help="单位代码。")] = None,
    level: Annotated[str | None, typer.Option("--level", metavar="L", help="单位类别。")] = None,
    roster: UnitRoster = None,
    data: Annotated[
        Path | None, typer.Option("--data", metavar="PATH", help="预填的报送数据（.json 或文件夹）。")
    ] = None,
    prior: Prior = [],  # noqa: B006  (typer copies it)
    profile: Annotated[
        str | None, typer.Option("--profile", metavar="P", help="地方格式，如 shandong。")
    ] = None,
    deadline: LastDay = "",
    contact: AskedPerson = "",
    force: Force = False,
    jobs: Jobs = None,
    shard: Shard = "",
    scheduler: Scheduler = "",
) -> int:
    """制作锁定的报送表，一个单位或整个名册。"""
    from xltool.app.make_workbooks import make_one, notice_of, roster_orders, single_order
    from xltool.app.prior import find_prior

    opened = open_form(form, profile)
    if unit and roster:
        raise UsageError(U_BOTH)
    if roster:
        orders = roster_orders(opened, year, roster, data)
    else:
        orders = [single_order(opened, year, unit, code, level, data)]
    task = partial(make_one, folder=output, force=force, prior=find_prior(prior))
    notice = notice_of(day_of(deadline) if deadline else None, contact)
    orders = [replace(order, notice=notice) for order in shard_of(orders, shard)]
    with progress(run_all(task, orders, jobs, scheduler), zh.MAKING, len(orders)) as bar:
        return tell(bar)
