"""``round init`` and ``round make``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from xltool.cli.rounds.app import HERE, Where, round_app, round_at
from xltool.cli.terminal import Prior, day_of, progress, say, tell
from xltool.core.text import zh


@round_app.command("init")
def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="新建的任务文件夹。")],
    form: Annotated[str, typer.Option("--form", metavar="FORM", help="报表名称。")],
    year: Annotated[int, typer.Option("--year", metavar="YYYY", min=2000, max=2100, help="报告年度。")],
    roster: Annotated[Path, typer.Option("--roster", metavar="FILE", help="单位名册（.xlsx 或 .csv）。")],
    deadline: Annotated[str, typer.Option("--deadline", metavar="YYYY-MM-DD", help="报送截止日期。")],
    office: Annotated[str, typer.Option("--office", metavar="NAME", help="落款单位。")] = "政务公开办公室",
    prior: Prior = [],  # noqa: B006
) -> int:
    """建立一次报送任务。"""
    from xltool.app.round.settings import begin

    last_day = day_of(deadline)
    units, mails = begin(folder, form, year, last_day, office, roster, prior)
    print(folder)
    say(zh.ROUND_MADE.format(n=units, mails=mails))
    return 0


@round_app.command("make")
def make(
    where: Where = HERE,
    prior: Prior = [],  # noqa: B006
    force: Annotated[bool, typer.Option("--force", help="重新制作已有的报送表。")] = False,
) -> int:
    """给名册中的每个单位制作报送表。"""
    from xltool.app.round.make import make as made_of
    from xltool.app.round.settings import set_prior

    if prior:
        set_prior(where, prior)
    with round_at(where) as opened, progress(made_of(opened, force), zh.MAKING, len(opened.contacts)) as bar:
        return tell(bar)
