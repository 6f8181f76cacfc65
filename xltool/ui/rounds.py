"""The round that an address is about: found by its short name, opened for one answer and closed again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from xltool.app.known_rounds import round_folder, round_id
from xltool.app.round.opened import OpenRound
from xltool.app.round.opening import opened
from xltool.core.text import zh
from xltool.ui.pages import page
from xltool.ui.site import site_of

_P = ParamSpec("_P")
_T = TypeVar("_T")


@dataclass(frozen=True)
class RoundHead:
    """What stands on every page of a round; `base` is the beginning of its addresses."""

    base: str
    title: str
    office: str
    deadline: str
    folder: str
    closed: str = ""  # the day on which it was closed


def folder_of(request: Request) -> Path:
    """The folder of the round in the address; HTTP 404 when it was never opened here."""
    wanted, own = request.path_params["round"], site_of(request).place
    folder = own if own is not None and round_id(own) == wanted else round_folder(wanted)
    if folder is None:
        raise HTTPException(404)
    return folder


def base_of(request: Request) -> str:
    """``/round/<id>``."""
    return f"/round/{request.path_params['round']}"


async def ask(
    request: Request, work: Callable[Concatenate[OpenRound, _P], _T], *args: _P.args, **options: _P.kwargs
) -> _T:
    """What `work` makes of the open round, in a thread; everything is written when it is there."""
    folder = folder_of(request)

    def run() -> _T:
        with opened(folder) as found:
            return work(found, *args, **options)

    return await run_in_threadpool(run)


def head(found: OpenRound, base: str) -> RoundHead:
    """The head of a round's pages."""
    round_ = found.round
    title = zh.BOARD_TITLE.format(year=round_.year, form=found.form.name)
    closed = zh.day(date.fromisoformat(found.closed[:10])) if found.closed else ""
    return RoundHead(base, title, round_.office, zh.day(round_.deadline), str(round_.folder), closed)


async def show(
    request: Request,
    template: str,
    work: Callable[Concatenate[OpenRound, _P], _T],
    *args: _P.args,
    **options: _P.kwargs,
) -> Response:
    """A page of the round: its head, and as `view` what `work` makes of it."""
    base = base_of(request)

    def both(found: OpenRound) -> tuple[RoundHead, _T]:
        return head(found, base), work(found, *args, **options)

    own, view = await ask(request, both)
    done = zh.PAGE_DONE.get(request.query_params.get("done", ""), "")
    return page(request, template, round=own, view=view, done=done)


def back(address: str, done: str = "") -> Response:
    """After something was done: to a page that can be loaded again without doing it twice."""
    path, mark, anchor = address.partition("#")
    joint = "&" if "?" in path else "?"
    return RedirectResponse(f"{path}{joint}done={done}{mark}{anchor}" if done else address, 303)
