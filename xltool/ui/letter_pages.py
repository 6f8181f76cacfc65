"""下发, 退回, 催报, 回执: the letters that are due, as drafts to be sent by hand, or sent."""

from __future__ import annotations

from collections.abc import Generator

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from xltool.app.round import outbox
from xltool.app.round.letters import due
from xltool.app.round.make import make
from xltool.app.round.opened import OpenRound
from xltool.app.round.opening import opened
from xltool.app.round.send import settings_of
from xltool.core.errors import MailError, XltoolError
from xltool.core.text import zh
from xltool.core.text.clean import safe
from xltool.mail.letters import KINDS
from xltool.ui.forms import field, sent
from xltool.ui.job_pages import start
from xltool.ui.pages import download
from xltool.ui.rounds import ask, back, base_of, folder_of, show

Letters = tuple[str, list[outbox.LetterLine], str, bool, tuple[str, ...]]


async def letters(request: Request) -> Response:
    """The letters of one kind."""
    return await show(request, "letters.html", _letters, _kind(request))


def _letters(found: OpenRound, kind: str) -> Letters:
    """(kind, letters, what stands in their way, whether a mailbox is set, texts for a work group)."""
    has_mail = bool(settings_of(found.round).host)
    try:
        group = outbox.group_texts(found, [*due(found, kind)]) if kind == "remind" else ()
        return kind, outbox.letter_lines(found, kind), "", has_mail, group
    except MailError as error:  # the workbooks have not been made
        return kind, [], str(error), has_mail, ()


async def make_all(request: Request) -> Response:
    """Makes the workbooks of all units, in the background."""
    folder = folder_of(request)

    def steps() -> Generator[str]:
        with opened(folder) as found:
            for result in make(found):
                yield safe(getattr(result, "name", str(result)))

    units = await ask(request, lambda found: len(found.contacts))
    return start(request, zh.PAGE_JOBS["make"], steps(), units, f"{base_of(request)}/letters/issue")


async def draft(request: Request) -> Response:
    """One letter as a mail to be opened."""
    return download(*await ask(request, outbox.draft, _kind(request), request.path_params["unit"]))


async def drafts(request: Request) -> Response:
    """All of them in one .zip."""
    kind = _kind(request)
    return download(f"{zh.LETTER_PAGES[kind][0]}.zip", await ask(request, outbox.drafts, kind))


async def register(request: Request) -> Response:
    """登记已发 or 发送, those that are ticked or all."""
    kind, folder = _kind(request), folder_of(request)
    async with sent(request) as form:
        units = [str(one) for one in form.getlist("unit")]
        what = field(form, "what")
    here = f"{base_of(request)}/letters/{kind}"
    chosen = () if what.endswith("all") else tuple(units)
    if not what.endswith("all") and not units:
        return back(here, "nothing")
    if what.startswith("sent"):
        await ask(request, outbox.register, kind, chosen)
        return back(here, "sent")

    def steps() -> Generator[str]:
        with opened(folder) as found:
            for one in outbox.send(found, [*due(found, kind, chosen)]):
                if isinstance(one, XltoolError):
                    yield safe(str(one))
                else:
                    yield safe(f"{one.unit} {one.recipient} {zh.MAIL_STATES[one.state]} {one.detail}")

    return start(request, zh.PAGE_JOBS["send"], steps(), 0, here, True)


def _kind(request: Request) -> str:
    kind: str = request.path_params["kind"]
    if kind not in KINDS:
        raise HTTPException(404)
    return kind
