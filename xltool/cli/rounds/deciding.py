"""``round accept``, ``exclude`` and ``dismiss``: what the clerk decides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from xltool.cli.rounds.app import HERE, By, Reason, Undo, UnitArg, Where, round_app, round_at
from xltool.cli.terminal import say
from xltool.core.text import zh
from xltool.core.text.clean import safe

if TYPE_CHECKING:
    from xltool.app.round.opened import OpenRound
    from xltool.core.submission.model import Contact


@round_app.command("accept")
def accept(
    unit: UnitArg,
    where: Where = HERE,
    reason: Reason = "",
    arrival: Annotated[
        int | None, typer.Option("--arrival", metavar="N", help="要归给它的来件的编号。")
    ] = None,
    version: Annotated[
        int | None, typer.Option("--version", metavar="N", help="第几次报送，默认最近一次。")
    ] = None,
    by: By = "",
    undo: Undo = False,
) -> int:
    """接受一个单位的报送，或把待认领的来件归给它。"""
    from xltool.app.round import decide

    with round_at(where) as opened:
        contact = opened.contact(unit)
        if arrival is not None:
            decide.claim(opened, arrival, contact, reason, by, undo)
        else:
            decide.accept(opened, contact, reason, by, version, undo)
        _print(opened, contact)
    return 0


@round_app.command("exclude")
def exclude(
    unit: UnitArg,
    where: Where = HERE,
    reason: Reason = "",
    version: Annotated[
        int | None, typer.Option("--version", metavar="N", help="第几次报送，默认采用的那一次。")
    ] = None,
    by: By = "",
    undo: Undo = False,
) -> int:
    """不采用一个单位的某次报送；没有报送的，免报。"""
    from xltool.app.round import decide

    with round_at(where) as opened:
        contact = opened.contact(unit)
        decide.exclude(opened, contact, reason, by, version, undo)
        _print(opened, contact)
    return 0


@round_app.command("dismiss")
def dismiss(
    arrival: Annotated[int, typer.Argument(metavar="N", help="来件的编号。")],
    where: Where = HERE,
    reason: Reason = "",
    by: By = "",
    undo: Undo = False,
) -> int:
    """一件来件不是报送，不用再处理。"""
    from xltool.app.round import decide

    with round_at(where) as opened:
        decide.dismiss(opened, arrival, reason, by, undo)
    return 0


@round_app.command("close")
def close(where: Where = HERE, reason: Reason = "", by: By = "") -> int:
    """结束任务：以后来的报送等人认领，汇总和报告不再自己变。"""
    from xltool.app.round import decide

    with round_at(where) as opened:
        decide.close(opened, reason, by)
        say(zh.ROUND_NOW_CLOSED)
    return 0


@round_app.command("reopen")
def reopen(where: Where = HERE, reason: Reason = "", by: By = "") -> int:
    """重新打开已结束的任务。"""
    from xltool.app.round import decide

    with round_at(where) as opened:
        decide.close(opened, reason, by, undo=True)
        say(zh.ROUND_NOW_OPEN)
    return 0


def _print(opened: OpenRound, contact: Contact) -> None:
    from xltool.app.round.kept import statuses

    status = next(status for one, status in statuses(opened) if one == contact)
    number = status.late if status.state == "late" else status.standing.errors
    print(safe(f"{contact.unit.code}\t{contact.unit.name}\t{zh.round_state(status.state, number)}"))
