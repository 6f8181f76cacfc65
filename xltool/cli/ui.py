"""``xltool ui``: says where the page is.  The page is handed in: the two rooms do not know each other."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from xltool.cli.terminal import say
from xltool.core.errors import ConfigError
from xltool.core.text import zh
from xltool.core.text.catalogue.usage import U_NO_PAGE

Show = Callable[[str, bool], None]
OpenPage = Callable[[Path | None, int, bool, Show], None]  # round folder, port, browser, what to say


def ui(
    ctx: typer.Context,
    place: Annotated[
        Path | None, typer.Argument(metavar="ROUND", help="任务的文件夹；不写的，先核对，再新建或打开任务。")
    ] = None,
    port: Annotated[
        int, typer.Option("--port", metavar="N", min=0, max=65535, help="端口，默认自己选。")
    ] = 0,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="只显示地址，不打开浏览器。")] = False,
) -> int:
    """在浏览器里做全部工作，不用命令。"""
    open_page: OpenPage | None = ctx.obj
    if open_page is None:  # somebody else's program runs our commands
        raise ConfigError(U_NO_PAGE)

    def show(address: str, is_ours: bool) -> None:
        print(address, flush=True)
        say(zh.PAGE_SERVED if is_ours else zh.PAGE_RUNNING)

    here = Path() if place is None and Path("round.toml").is_file() else place
    open_page(here, port, not no_browser, show)
    return 0
