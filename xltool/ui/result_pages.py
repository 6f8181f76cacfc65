"""汇总 and 交付: the county's sum with who is in it, the reports, this year's data for next year."""

from __future__ import annotations

from collections.abc import Generator

from starlette.requests import Request
from starlette.responses import Response

from xltool.app.round import hand_over
from xltool.app.round.opened import OpenRound
from xltool.app.round.opening import opened
from xltool.app.view_return import SumView, view_sum
from xltool.core.errors import UsageError
from xltool.core.text import zh
from xltool.core.text.clean import safe
from xltool.ui.job_pages import start
from xltool.ui.pages import download
from xltool.ui.rounds import ask, base_of, folder_of, show


async def county(request: Request) -> Response:
    """The sum of what counts now; ``?name=`` whose it is, ``?level=`` its level."""
    return await show(request, "sum.html", _sum, *_wishes(request))


def _wishes(request: Request) -> tuple[str, str]:
    return request.query_params.get("name", "")[:60], request.query_params.get("level", "")


def _sum(found: OpenRound, name: str, level: str) -> tuple[SumView | None, str, str, str, list[str]]:
    levels = [*found.form.levels]
    try:
        return view_sum(hand_over.county_sum(found, name, level)), "", name, level, levels
    except UsageError as error:
        return None, str(error), name, level, levels


async def county_file(request: Request) -> Response:
    """The sum as a workbook or as data."""
    write = hand_over.sum_data if request.path_params["kind"] == "json" else hand_over.sum_workbook
    name, level = _wishes(request)
    return download(*await ask(request, lambda found: write(hand_over.county_sum(found, name, level))))


async def results(request: Request) -> Response:
    """What there is to hand over."""
    return await show(request, "results.html", hand_over.results)


async def write(request: Request) -> Response:
    """Makes all reports, in the background."""
    folder = folder_of(request)

    def steps() -> Generator[str]:
        with opened(folder) as found:
            for contact, result in hand_over.write_results(found):
                yield safe(f"{contact.unit.name} {getattr(result, 'name', result)}")

    units = (await ask(request, hand_over.results)).accepted
    return start(request, zh.PAGE_JOBS["report"], steps(), units, f"{base_of(request)}/results")


async def result_file(request: Request) -> Response:
    """One of them."""
    return download(*await ask(request, hand_over.result_file, request.path_params["name"]))


async def prior(request: Request) -> Response:
    """This year's data, which next year's round takes as last year's."""
    return download(f"{zh.PRIOR_FILE}.zip", await ask(request, hand_over.next_years_prior))
