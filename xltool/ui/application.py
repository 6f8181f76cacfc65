"""Which address is which page, and what is said when something goes wrong."""

from __future__ import annotations

from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from xltool.app.known_rounds import round_id
from xltool.core.errors import XltoolError
from xltool.core.text import zh
from xltool.ui import (
    board_pages,
    check_pages,
    collect_pages,
    help_pages,
    job_pages,
    letter_pages,
    office_pages,
    result_pages,
    round_pages,
    setting_pages,
)
from xltool.ui.gate import AGAIN, Gate
from xltool.ui.limits import Limits, TooMuch
from xltool.ui.pages import page
from xltool.ui.site import Site, site_of

STATIC = Path(__file__).parent / "static"


def gate(site: Site) -> Gate:
    """What the server serves: the pages of `site` behind its limits and its door."""
    first = f"/round/{round_id(site.place)}/" if site.place else "/"
    return Gate(Limits(application(site)), site.keys, site.lifetime, site.port, first)


def application(site: Site) -> Starlette:
    """The pages of `site`, which they find as ``request.app.state.site``."""
    app = Starlette(
        routes=[
            Route("/", check_pages.home),
            Route("/check", check_pages.check, methods=["POST"]),
            Route("/checked/{key}", check_pages.checked),
            Route("/checked/{key}/{number:int}", check_pages.one),
            Route("/checked/{key}/{number:int}/copy", check_pages.copy),
            Route("/checked/{key}/{number:int}/report", check_pages.report),
            Route("/checked/{key}/findings", check_pages.findings),
            *_round_routes(),
            Route("/jobs/{key}", job_pages.job),
            Route("/jobs/{key}/events", job_pages.events),
            Route("/jobs/{key}/stop", job_pages.stop, methods=["POST"]),
            Route("/help", help_pages.contents),
            Route("/help/{name}", help_pages.document),
            Route("/help/pictures/{name}", help_pages.picture),
            Route("/about", office_pages.about),
            Route("/end", office_pages.end, methods=["POST"]),
            Route("/window", _window, methods=["POST"]),
            Route(AGAIN, _again, methods=["POST"]),
            Mount("/static", StaticFiles(directory=STATIC)),
        ],
        exception_handlers={
            TooMuch: _too_much, XltoolError: _sentence, HTTPException: _http, Exception: _bug,
        },
    )  # fmt: skip
    app.state.site = site
    return app


def _round_routes() -> list[BaseRoute]:
    """The pages about rounds; in all but the first, the round is in the address."""
    return [
        Route("/rounds", round_pages.rounds),
        Route("/rounds/look", round_pages.look, methods=["POST"]),
        Route("/rounds/begin", round_pages.begin, methods=["POST"]),
        Route("/rounds/open", round_pages.open_, methods=["POST"]),
        Mount("/round/{round}", routes=[*_unit_routes(), *_work_routes()]),
    ]


def _unit_routes() -> list[BaseRoute]:
    """Where everybody stands, one unit, one arrival."""
    return [
        Route("/", board_pages.board),
        Route("/recheck", board_pages.recheck_all, methods=["POST"]),
        Route("/unit/{unit}", board_pages.unit),
        Route("/unit/{unit}/accept", board_pages.accept, methods=["POST"]),
        Route("/unit/{unit}/exclude", board_pages.exclude, methods=["POST"]),
        Route("/unit/{unit}/{number:int}/copy", board_pages.copy),
        Route("/unit/{unit}/{number:int}/report", board_pages.report),
        Route("/arrivals", collect_pages.arrivals),
        Route("/arrival/{n:int}/file", collect_pages.original),
        Route("/arrival/{n:int}/claim", collect_pages.claim, methods=["POST"]),
        Route("/arrival/{n:int}/dismiss", collect_pages.dismiss, methods=["POST"]),
    ]


def _work_routes() -> list[BaseRoute]:
    """What is done for many units at once, and what is handed over."""
    return [
        Route("/collect", collect_pages.collect),
        Route("/collect/files", collect_pages.take, methods=["POST"]),
        Route("/collect/mailbox", collect_pages.mailbox, methods=["POST"]),
        Route("/make", letter_pages.make_all, methods=["POST"]),
        Route("/letters/{kind}", letter_pages.letters),
        Route("/letters/{kind}/drafts", letter_pages.drafts),
        Route("/letters/{kind}/do", letter_pages.register, methods=["POST"]),
        Route("/letters/{kind}/{unit}/mail", letter_pages.draft),
        Route("/sum", result_pages.county),
        Route("/sum/file", result_pages.county_file, methods=["POST"]),
        Route("/results", result_pages.results),
        Route("/results/write", result_pages.write, methods=["POST"]),
        Route("/results/prior", result_pages.prior),
        Route("/results/file/{name}", result_pages.result_file),
        Route("/settings", setting_pages.settings),
        Route("/settings/save", setting_pages.save, methods=["POST"]),
        Route("/settings/password", setting_pages.password, methods=["POST"]),
        Route("/settings/end", setting_pages.end, methods=["POST"]),
        Route("/settings/mailbox", setting_pages.mailbox, methods=["POST"]),
    ]


async def _window(request: Request) -> Response:
    """A window with a script is still open."""
    site_of(request).lifetime.window()
    return Response(status_code=204)


async def _again(request: Request) -> Response:
    """Another start by the same person: a token for its window."""
    return PlainTextResponse(site_of(request).keys.fresh_token())


async def _too_much(request: Request, error: Exception) -> Response:
    return page(request, "fault.html", 413, said=zh.PAGE_FAULTS["size"])


async def _sentence(request: Request, error: Exception) -> Response:
    return page(request, "fault.html", 422, said=str(error))


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if error.status_code == 404 and request.method == "GET" and request.url.path.startswith("/checked/"):
        return page(request, "fault.html", 404, said=zh.PAGE_FAULTS["gone"])
    if error.status_code == 400:  # a form with more files or fields than are taken
        return page(request, "fault.html", 413, said=zh.PAGE_FAULTS["files"])
    if error.status_code in (301, 302, 303, 307, 308):
        return RedirectResponse((error.headers or {})["location"], error.status_code)
    return page(request, "fault.html", error.status_code, said=zh.PAGE_FAULTS["none"])


async def _bug(request: Request, error: Exception) -> Response:
    return page(
        request, "fault.html", 500, said=zh.INTERNAL.format(detail=f"{type(error).__name__}: {error}")
    )
