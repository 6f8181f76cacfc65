"""Long work: its page, its progress as server-sent events, 停止."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Generator

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse

from xltool.core.text import zh
from xltool.ui.jobs import LongJob
from xltool.ui.pages import page
from xltool.ui.site import site_of

BEAT = 0.4  # seconds between two looks at a job


def start(
    request: Request, title: str, steps: Generator[str], total: int, result: str, is_told: bool = False
) -> Response:
    """Starts work in the background and leads to its page."""
    job = site_of(request).jobs.start(title, steps, total, result, _fault, is_told)
    return RedirectResponse(f"/jobs/{job.id}", 303)


def _fault(error: Exception) -> str:
    return zh.INTERNAL.format(detail=f"{type(error).__name__}: {error}")


async def job(request: Request) -> Response:
    """How far it is; without a script the page asks again by itself."""
    found = _job(request)
    if found.state == "done" and not found.is_told:
        return RedirectResponse(found.result, 303)
    return page(request, "job.html", here="", job=found, words=_words(found))


async def events(request: Request) -> Response:
    """Its progress, until it ends."""
    found = _job(request)

    async def stream() -> AsyncIterator[str]:
        while True:
            state = {"done": found.done, "total": found.total, "words": _words(found), "state": found.state}
            yield f"data: {json.dumps(state)}\n\n"
            if found.state != "running" or await request.is_disconnected():
                return
            await asyncio.sleep(BEAT)

    return StreamingResponse(stream(), media_type="text/event-stream")


async def stop(request: Request) -> Response:
    """Ends it after the step it is in; what was done stays."""
    found = _job(request)
    found.stop.set()
    for _ in range(20):
        if found.state == "running":
            await asyncio.sleep(0.1)
    return RedirectResponse(f"/jobs/{found.id}", 303)


def _words(job: LongJob) -> str:
    total = zh.JOB_OF.format(done=job.done, total=job.total) if job.total else str(job.done)
    return f"{total} {job.said[-1]}" if job.said else total


def _job(request: Request) -> LongJob:
    found: LongJob | None = site_of(request).jobs.get(request.path_params["key"])
    if found is None:
        raise HTTPException(404)
    return found
