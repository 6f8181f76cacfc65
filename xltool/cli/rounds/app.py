"""What the commands of a round share: the group, its options, the open round with what has to be said."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from xltool.cli.chinese import App
from xltool.cli.terminal import say
from xltool.core.text.clean import safe

if TYPE_CHECKING:
    from xltool.app.round.opened import OpenRound

round_app = App(
    help="一次报送任务：下发、回收、催报、退改、交付。",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)

Where = Annotated[Path, typer.Option("--round", "-r", metavar="DIR", help="任务文件夹，默认为当前文件夹。")]
Reason = Annotated[str, typer.Option("--reason", metavar="TEXT", help="原因，记入日志。")]
By = Annotated[str, typer.Option("--by", metavar="NAME", help="经办人，默认为电脑的用户名。")]
Undo = Annotated[bool, typer.Option("--undo", help="撤回以前的决定。")]
UnitArg = Annotated[str, typer.Argument(metavar="UNIT", help="单位代码或名称。")]
Json = Annotated[bool, typer.Option("--json", help="输出 JSON。")]
HERE = Path()


@contextmanager
def round_at(
    folder: Path, passwords: tuple[str, ...] = (), jobs: int | None = 1, is_checking: bool = False
) -> Iterator[OpenRound]:
    """The open round, closed again whatever happens; what the clerk has to hear is said first.

    `is_checking`: this command checks anew what was checked with something else, so that is not said.
    """
    from xltool.app.round.opening import opened
    from xltool.app.round.recheck import stale

    with opened(folder, date.today(), passwords, jobs) as found:
        for notice in found.notices:
            say(safe(notice))
        if not is_checking and (notice := stale(found)):
            say(safe(notice))
        yield found
