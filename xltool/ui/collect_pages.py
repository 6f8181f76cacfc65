"""回收: files dropped, a folder, the mailbox; then everything that waits, with what can be done about it."""

from __future__ import annotations

import tempfile
from collections.abc import Generator
from datetime import date
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from xltool.app.dropped import new_drop
from xltool.app.known_rounds import round_id
from xltool.app.round import decide
from xltool.app.round.board_view import WaitingLine, all_lines, waiting_lines
from xltool.app.round.collect import Collector
from xltool.app.round.fetch import can_fetch, fetch
from xltool.app.round.opened import OpenRound
from xltool.app.round.opening import opened
from xltool.app.round.taking import Arrived
from xltool.app.round.unit_view import arrival_file
from xltool.core.submission.model import Unit
from xltool.core.text import zh
from xltool.core.text.clean import safe
from xltool.ui.forms import field, keep_files, sent
from xltool.ui.job_pages import start
from xltool.ui.pages import download, page
from xltool.ui.rounds import ask, back, base_of, folder_of, show


async def collect(request: Request) -> Response:
    """What waits, and where files are dropped."""
    return await show(request, "collect.html", _collect)


def _collect(found: OpenRound) -> tuple[list[WaitingLine], list[Unit], bool]:
    return waiting_lines(found), found.roster, can_fetch(found)


async def arrivals(request: Request) -> Response:
    """Everything that came."""
    return await show(request, "arrivals.html", all_lines)


async def take(request: Request) -> Response:
    """Takes dropped files, or what lies in a folder of this computer, in the background."""
    folder = folder_of(request)
    drop = new_drop()
    async with sent(request) as form:
        place, password = field(form, "folder"), field(form, "password")
        number = await keep_files(form, "files", Path(drop.name))
    if not number and not place:
        drop.cleanup()
        return page(request, "fault.html", 422, said=zh.PAGE_FAULTS["nothing"])
    source = Path(place).expanduser() if place else Path(drop.name)
    if place and not source.exists():
        drop.cleanup()
        return page(request, "fault.html", 422, said=zh.PAGE_FAULTS["folder"].format(path=place))
    steps = _take(folder, source, drop, password)
    return start(request, zh.PAGE_JOBS["collect"], steps, 0, f"{base_of(request)}/collect", True)


def _take(
    folder: Path, source: Path, drop: tempfile.TemporaryDirectory[str], password: str
) -> Generator[str]:
    with drop, opened(folder, date.today(), (password,) if password else ()) as found:
        for one in Collector(found).folder(source):
            yield _words(one)


async def mailbox(request: Request) -> Response:
    """Takes what is new in the mailbox."""
    folder = folder_of(request)

    def steps() -> Generator[str]:
        with opened(folder) as found:
            for one in fetch(found):
                yield _words(one)

    return start(request, zh.PAGE_JOBS["collect"], steps(), 0, f"/round/{round_id(folder)}/collect", True)


def _words(one: Arrived) -> str:
    return safe(f"{one.name} {zh.ROUND_OUTCOMES[one.outcome]} {one.text}")


async def claim(request: Request) -> Response:
    """归给这个单位."""
    n = request.path_params["n"]
    async with sent(request) as form:
        code, reason, by = (field(form, name) for name in ("unit", "reason", "by"))
        undo = field(form, "undo") == "1"
    await ask(request, lambda found: decide.claim(found, n, found.contact(code), reason, by, undo))
    if undo:
        return back(f"{base_of(request)}/arrivals", "undo")
    return back(f"{base_of(request)}/unit/{code}", "claim")


async def dismiss(request: Request) -> Response:
    """不是报送."""
    n = request.path_params["n"]
    async with sent(request) as form:
        reason, by, undo = field(form, "reason"), field(form, "by"), field(form, "undo") == "1"
    await ask(request, lambda found: decide.dismiss(found, n, reason, by, undo))
    return back(f"{base_of(request)}/{'arrivals' if undo else 'collect'}", "undo" if undo else "dismiss")


async def original(request: Request) -> Response:
    """The file as it came."""
    return download(*await ask(request, arrival_file, request.path_params["n"]))
