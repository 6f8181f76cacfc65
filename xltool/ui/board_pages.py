"""进度 and 单位: where everybody stands, and one unit with all that can be done."""

from __future__ import annotations

from collections.abc import Generator

from starlette.requests import Request
from starlette.responses import Response

from xltool.app.environment import sheet_password
from xltool.app.marked_copy import copy_name, marked_copy
from xltool.app.report import one_report
from xltool.app.round import decide
from xltool.app.round.board_view import BoardView, board_view
from xltool.app.round.opened import OpenRound
from xltool.app.round.opening import opened
from xltool.app.round.outbox import LetterLine, letter_lines
from xltool.app.round.recheck import recheck
from xltool.app.round.unit_view import UnitView, unit_view, version_of
from xltool.core.text import zh
from xltool.core.text.clean import safe
from xltool.ui.forms import field, sent
from xltool.ui.job_pages import start
from xltool.ui.pages import download
from xltool.ui.rounds import ask, back, base_of, folder_of, show


async def board(request: Request) -> Response:
    """Every unit; ``?state=`` those that stand there."""
    return await show(request, "board.html", _board, request.query_params.get("state", ""))


def _board(found: OpenRound, state: str) -> tuple[BoardView, str]:
    return board_view(found, state), state


async def unit(request: Request) -> Response:
    """One unit; ``?version=`` an older return, ``?last=1``, ``?before=1`` with other figures beside it."""
    number = request.query_params.get("version", "")
    wishes = {name: request.query_params.get(name) == "1" for name in ("last", "before")}
    return await show(
        request,
        "unit.html",
        _unit,
        request.path_params["unit"],
        int(number) if number.isdigit() else None,
        wishes,
    )


def _unit(
    found: OpenRound, code: str, number: int | None, wishes: dict[str, bool]
) -> tuple[UnitView, dict[str, bool], list[LetterLine]]:
    contact = found.contact(code)
    view = unit_view(found, contact, number)
    kind = {"rejected": "return", "sent": "remind", "late": "remind"}.get(view.line.state)
    letters = letter_lines(found, kind, (contact.unit.code,)) if kind else []
    return view, wishes, letters


async def accept(request: Request) -> Response:
    """接受, or 撤回 of it."""
    return await _decide(request, "accept")


async def exclude(request: Request) -> Response:
    """不采用, or 撤回 of it."""
    return await _decide(request, "exclude")


async def _decide(request: Request, what: str) -> Response:
    code = request.path_params["unit"]
    async with sent(request) as form:
        reason, by, undo = field(form, "reason"), field(form, "by"), field(form, "undo") == "1"
        version = field(form, "version")
    number = int(version) if version.isdigit() else None

    def work(found: OpenRound) -> None:
        getattr(decide, what)(found, found.contact(code), reason, by, number, undo)

    await ask(request, work)
    return back(f"{base_of(request)}/unit/{code}", "undo" if undo else what)


async def recheck_all(request: Request) -> Response:
    """Checks every kept return anew, in the background."""
    folder = folder_of(request)

    def steps() -> Generator[str]:
        with opened(folder) as found:
            for one in recheck(found, found.contacts):
                if one.has_changed and one.after is not None:
                    before, after = zh.STATUS[one.before.status], zh.STATUS[one.after.status]
                    yield safe(f"{one.contact.unit.name} {before} → {after}")
                else:
                    yield safe(one.contact.unit.name)

    return start(request, zh.PAGE_JOBS["recheck"], steps(), 0, f"{base_of(request)}/")


async def copy(request: Request) -> Response:
    """The marked copy of one version."""
    code, number = request.path_params["unit"], request.path_params["number"]

    def work(found: OpenRound) -> tuple[str, bytes]:
        checked = version_of(found, found.contact(code), number)
        return copy_name(checked), marked_copy(checked, found.round.key, sheet_password())

    return download(*await ask(request, work))


async def report(request: Request) -> Response:
    """The report of one version; a draft where it was asked for."""
    code, number, query = request.path_params["unit"], request.path_params["number"], request.query_params

    def work(found: OpenRound) -> tuple[str, bytes]:
        checked = version_of(found, found.contact(code), number)
        return one_report(checked, query.get("to", "docx"), query.get("draft") == "1")

    return download(*await ask(request, work))
