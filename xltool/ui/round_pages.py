"""任务: the rounds on this computer, one opened, a new one begun after its roster was looked at."""

from __future__ import annotations

import secrets
from datetime import date
from pathlib import Path
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response

from xltool.app.known_rounds import known_rounds, remember
from xltool.app.round.new_round import NewRound, begin_round, look_at_roster
from xltool.core.text import zh
from xltool.reading.form.find import known_forms
from xltool.ui.forms import field, sent
from xltool.ui.pages import page
from xltool.ui.rounds import back
from xltool.ui.site import site_of

_FIELDS = ("form", "year", "deadline", "office", "contact", "phone", "place", "name")
_ROSTERS = 20  # that were looked at and may still become a round


async def rounds(request: Request) -> Response:
    """The rounds that were opened here, and the form for a new one."""
    return await _page(request, _defaults())


def _defaults() -> dict[str, str]:
    year = date.today().year - 1
    return {
        "form": "zfxxgknb-2021", "year": str(year), "deadline": f"{year + 1}-01-20",
        "office": "", "contact": "", "phone": "",
        "place": str(Path.home() / zh.ROUNDS_FOLDER), "name": zh.ROUND_FOLDER.format(year=year),
    }  # fmt: skip


async def _page(request: Request, given: dict[str, str], status: int = 200, **more: Any) -> Response:
    forms = await run_in_threadpool(lambda: [(form.key, form.name) for form in known_forms()])
    found = await run_in_threadpool(known_rounds)
    more = {"said": "", "roster": None, "key": "", "priors": 0, **more}
    return page(
        request, "rounds.html", status, here="/rounds", rounds=found, forms=forms, given=given, **more
    )


async def look(request: Request) -> Response:
    """The roster as it was read, before anything is made."""
    async with sent(request) as form:
        given = {name: field(form, name) for name in _FIELDS}
        file = form.get("roster")
        if not isinstance(file, UploadFile) or not file.filename:
            return await _page(request, given, 422, said=zh.PAGE_FAULTS["roster"])
        name, data = Path(file.filename).name, await file.read()
        others = [one for one in form.getlist("prior") if isinstance(one, UploadFile) and one.filename]
        prior = [(one.filename or "", await one.read()) for one in others]
    view = await run_in_threadpool(look_at_roster, name, data, given["form"])
    key, rosters = secrets.token_urlsafe(9), site_of(request).rosters
    rosters[key] = name, data, prior
    while len(rosters) > _ROSTERS:
        rosters.pop(next(iter(rosters)))
    return await _page(request, given, roster=view, key=key, priors=len(prior))


async def begin(request: Request) -> Response:
    """Makes the round."""
    async with sent(request) as form:
        given = {name: field(form, name) for name in _FIELDS}
        roster = site_of(request).rosters.get(field(form, "key"))
    new = _new(given)
    if roster is None:
        return await _page(request, given, 422, said=zh.PAGE_FAULTS["roster"])
    if new is None:
        return await _page(request, given, 422, said=zh.PAGE_FAULTS["date"])
    id_ = await run_in_threadpool(begin_round, new, *roster)
    return back(f"/round/{id_}/letters/issue", "new")


def _new(given: dict[str, str]) -> NewRound | None:
    try:
        year, deadline = int(given["year"]), date.fromisoformat(given["deadline"])
    except ValueError:
        return None
    texts = {name: given[name] for name in ("form", "office", "contact", "phone", "name")}
    return NewRound(year=year, deadline=deadline, place=Path(given["place"]), **texts)


async def open_(request: Request) -> Response:
    """Opens a round by its folder."""
    async with sent(request) as form:
        folder = Path(field(form, "folder")).expanduser()
    return back(f"/round/{await run_in_threadpool(remember, folder)}")
