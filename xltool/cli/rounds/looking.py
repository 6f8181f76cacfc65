"""``round arrivals``, ``show``, ``status`` and ``log``: what came, where everybody stands, what happened."""

from __future__ import annotations

import json
from datetime import date
from typing import Annotated

import typer

from xltool.cli.rounds.app import HERE, Json, Where, round_app, round_at
from xltool.cli.terminal import say, tell
from xltool.core.errors import ExitCode, UsageError
from xltool.core.text import zh
from xltool.core.text.catalogue.usage import U_MISSING
from xltool.core.text.clean import safe


@round_app.command("arrivals")
def arrivals(
    where: Where = HERE,
    everything: Annotated[bool, typer.Option("--all", help="列出全部来件，不只是等您处理的。")] = False,
    as_json: Json = False,
) -> int:
    """列出等您处理的来件，或全部来件。"""
    from xltool.app.round.arrivals import arrival_row, document, listed
    from xltool.app.round.board import columns

    with round_at(where) as opened:
        found = list(listed(opened, everything))
        if as_json:
            print(json.dumps(document(iter(found)), ensure_ascii=True))
        elif found:
            print("\n".join(columns(zh.ROUND_ARRIVALS_HEAD, [arrival_row(one) for one in found])))
        else:
            say(zh.ROUND_NO_ARRIVALS)
        return ExitCode.FINDINGS if any(one.waits for one in found) else 0


@round_app.command("show")
def show(
    unit: Annotated[str, typer.Argument(metavar="[UNIT]", help="单位代码或名称。")] = "",
    where: Where = HERE,
    arrival: Annotated[int | None, typer.Option("--arrival", metavar="N", help="来件的编号。")] = None,
    as_json: Json = False,
) -> int:
    """看一个单位或一件来件的全部情况，和可以做的。"""
    from xltool.app.round.show import show_arrival, show_unit

    if not unit and arrival is None:
        raise UsageError(U_MISSING, name="UNIT", what="")
    with round_at(where) as opened:
        folder = where.as_posix()
        if arrival is not None:
            found = show_arrival(opened, arrival, folder)
        else:
            found = show_unit(opened, opened.contact(unit), folder)
        if as_json:
            print(json.dumps(found.document(), ensure_ascii=True))
        else:
            print("\n".join(found.lines()))
        return found.exit_code


@round_app.command("status")
def status(where: Where = HERE, as_json: Json = False) -> int:
    """看看每个单位到了哪一步。"""
    from xltool.app.round.status import document, overview

    with round_at(where) as opened:
        view, worst = overview(opened), 0
        if as_json:
            print(json.dumps(document(opened, view), ensure_ascii=True))
        else:
            from xltool.app.round.board import table, write_boards

            print(table(view))
            if opened.closed:
                print(zh.ROUND_CLOSED.format(day=zh.day(date.fromisoformat(opened.closed[:10]))))
            worst = tell(write_boards(opened, view))
        for fault in view.faults:
            say(safe(fault))
        return max(worst, view.exit_code)


@round_app.command("log")
def log(
    unit: Annotated[str, typer.Argument(metavar="[UNIT]", help="单位代码或名称，默认全部。")] = "",
    where: Where = HERE,
) -> int:
    """看任务的日志。"""
    from xltool.app.round.log import lines

    with round_at(where) as opened:
        for line in lines(opened, opened.contact(unit).unit.code if unit else None):
            print(line)
    return 0
