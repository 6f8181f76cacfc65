"""设置: what this program is, what it finds on this machine; and 结束."""

from __future__ import annotations

from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from xltool.app.about import about_machine
from xltool.ui.pages import page
from xltool.ui.site import Site, site_of


async def about(request: Request) -> Response:
    """Version, licence, forms, and what else is installed."""
    machine = await run_in_threadpool(about_machine)
    return page(request, "about.html", machine=machine, version=site_of(request).version)


async def end(request: Request) -> Response:
    """Ends the server once this last page is out."""
    site = site_of(request)
    answer = page(request, "ended.html")
    answer.background = BackgroundTask(_end, site)
    return answer


async def _end(site: Site) -> None:
    site.ended.set()
