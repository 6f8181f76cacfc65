"""首页: files dropped → their findings beside the official tables, the marked copy, the report."""

from __future__ import annotations

import tempfile
from collections.abc import Generator
from functools import partial
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from xltool.app.dropped import PRIOR, RETURNS, check_dropped, dropped_files, new_drop
from xltool.app.environment import sheet_password
from xltool.app.findings_list import findings_workbook
from xltool.app.marked_copy import copy_name, marked_copy
from xltool.app.report import one_report
from xltool.app.view_return import view_return
from xltool.core.check.returned import CheckedReturn, Unreadable
from xltool.core.text import zh
from xltool.ui.forms import field, keep_files, sent
from xltool.ui.job_pages import start
from xltool.ui.pages import download, page
from xltool.ui.seen import Seen
from xltool.ui.site import site_of

_FEW = 8  # files that are checked while the browser waits; more are a job with progress


async def home(request: Request) -> Response:
    """The place to drop files, and what was checked before."""
    return page(request, "home.html", drops=_drops(site_of(request).seen))


async def check(request: Request) -> Response:
    """Takes dropped files, checks them, and leads to what was found."""
    site = site_of(request)
    folder = new_drop()
    async with sent(request) as form:
        number = await keep_files(form, "files", Path(folder.name) / RETURNS)
        await keep_files(form, "prior", Path(folder.name) / PRIOR)
        password = field(form, "password")
    if not number:
        folder.cleanup()
        return page(
            request, "home.html", 422, here="/", drops=_drops(site.seen), said=zh.PAGE_FAULTS["nothing"]
        )
    files = await run_in_threadpool(dropped_files, Path(folder.name))
    key = site.seen.fresh_key()
    steps = _check(site.seen, key, folder, files, password)
    if len(files) > _FEW:
        return start(request, zh.CHECKING, steps, len(files), f"/checked/{key}")
    await run_in_threadpool(lambda: [*steps])
    return RedirectResponse(f"/checked/{key}/1" if len(files) == 1 else f"/checked/{key}", 303)


def _check(
    seen: Seen, key: str, folder: tempfile.TemporaryDirectory[str], files: list[str], password: str
) -> Generator[str]:
    with folder:
        for one in check_dropped(Path(folder.name), files, partial(seen.put, key), password):
            yield f"{one.source} {zh.STATUS[one.status]}"


async def checked(request: Request) -> Response:
    """All files of one drop, what has to be done first."""
    key, drop = request.path_params["key"], _drop(request)
    views = [(number, view_return(one)) for number, one in enumerate(drop, start=1)]
    counts = {status: sum(view.status == status for _, view in views) for status in zh.STATUS}
    order = {"unreadable": 0, "rejected": 1, "accepted_with_warnings": 2, "accepted": 3}
    views.sort(key=lambda pair: order[pair[1].status])
    return page(request, "checked.html", here="/", key=key, views=views, counts=counts)


async def one(request: Request) -> Response:
    """One file: findings left, tables right; ``?last=1`` with last year's figures."""
    key, number = request.path_params["key"], request.path_params["number"]
    return page(
        request, "return.html", here="/", view=view_return(_one(request)), key=key, number=number,
        several=len(_drop(request)) > 1, last=request.query_params.get("last") == "1",
    )  # fmt: skip


async def copy(request: Request) -> Response:
    """The copy with the wrong cells marked."""
    found = _readable(request)
    data = await run_in_threadpool(marked_copy, found, password=sheet_password())
    return download(copy_name(found), data)


async def report(request: Request) -> Response:
    """The report in one format; a draft where it was asked for."""
    query = request.query_params
    name, data = await run_in_threadpool(
        one_report, _readable(request), query.get("to", "docx"), query.get("draft") == "1"
    )
    return download(name, data)


async def findings(request: Request) -> Response:
    """All findings of a drop as a workbook."""
    return download(f"{zh.FINDINGS_TITLE}.xlsx", await run_in_threadpool(findings_workbook, _drop(request)))


def _drop(request: Request) -> list[CheckedReturn | Unreadable]:
    drop = site_of(request).seen.get(request.path_params["key"])
    if not drop:
        raise HTTPException(404)
    return drop


def _one(request: Request) -> CheckedReturn | Unreadable:
    drop = _drop(request)
    number: int = request.path_params["number"]
    if not 1 <= number <= len(drop):
        raise HTTPException(404)
    return drop[number - 1]


def _readable(request: Request) -> CheckedReturn:
    found = _one(request)
    if not isinstance(found, CheckedReturn):
        raise HTTPException(404)
    return found


def _drops(seen: Seen) -> list[dict[str, object]]:
    return [
        {
            "address": f"/checked/{key}/1" if len(drop) == 1 else f"/checked/{key}",
            "name": view_return(drop[0]).file,
            "files": len(drop),
            "status": zh.STATUS[drop[0].status] if len(drop) == 1 else "",
        }
        for key, drop in seen.all()[:10]
    ]
