"""汇总 and 交付: the county's sum with who is in it, the reports, this year's data for next year."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from xltool.app.dropped import new_drop
from xltool.app.round import hand_over
from xltool.app.round.opened import OpenRound
from xltool.app.round.opening import opened
from xltool.app.round.report import write_reports_of
from xltool.app.view_sum import SumView, view_sum
from xltool.core.errors import UsageError
from xltool.core.text import zh
from xltool.core.text.clean import safe
from xltool.ui.forms import field, keep_files, sent
from xltool.ui.job_pages import start
from xltool.ui.pages import download
from xltool.ui.rounds import ask, base_of, folder_of, show

Sum = tuple[SumView | None, str, hand_over.SumWishes, list[str]]  # the sum or why not, for whom, levels


async def county(request: Request) -> Response:
    """The sum of what counts now; ``?name=`` whose it is, ``?level=`` its level."""
    query = request.query_params
    wishes = hand_over.SumWishes(query.get("name", "")[:60], query.get("level", ""))
    return await show(request, "sum.html", _sum, wishes)


def _sum(found: OpenRound, wishes: hand_over.SumWishes) -> Sum:
    levels = [*found.form.levels]
    try:
        return view_sum(hand_over.county_sum(found, wishes)), "", wishes, levels
    except UsageError as error:
        return None, str(error), wishes, levels


async def county_file(request: Request) -> Response:
    """The sum as a file, with the office's own files where they were given."""
    with new_drop() as place:
        folder = Path(place)
        async with sent(request) as form:
            own = {name: await _file(form, name, folder) for name in ("override", "into")}
            wishes = hand_over.SumWishes(field(form, "name"), field(form, "level"), **own)
            kind = field(form, "kind")
        kind = kind if kind in ("json", "docx") else "xlsx"
        return download(*await ask(request, hand_over.sum_file, wishes, kind))


async def _file(form: FormData, name: str, folder: Path) -> Path | None:
    """The one file of a field, laid into a folder of its own."""
    if not await keep_files(form, name, folder / name):
        return None
    return next((folder / name).iterdir())


async def results(request: Request) -> Response:
    """What there is to hand over."""
    return await show(request, "results.html", hand_over.results)


async def write(request: Request) -> Response:
    """Makes all reports, in the background."""
    folder = folder_of(request)

    def steps() -> Generator[str]:
        with opened(folder) as found:
            for name, result in write_reports_of(found):
                yield safe(f"{name} {getattr(result, 'name', result)}".strip())

    units = (await ask(request, hand_over.results)).accepted
    return start(request, zh.PAGE_JOBS["report"], steps(), units, f"{base_of(request)}/results")


async def result_file(request: Request) -> Response:
    """One of them."""
    return download(*await ask(request, hand_over.result_file, request.path_params["name"]))


async def prior(request: Request) -> Response:
    """This year's data, which next year's round takes as last year's."""
    return download(f"{zh.PRIOR_FILE}.zip", await ask(request, hand_over.next_years_prior))
