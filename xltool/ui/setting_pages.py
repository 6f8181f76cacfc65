"""设置 of a round: who signs, the mailbox and its password, the report's template."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from xltool.app.round import decide, office
from xltool.ui.forms import field, sent
from xltool.ui.pages import page
from xltool.ui.rounds import ask, back, base_of, head, show


async def settings(request: Request) -> Response:
    """All of them."""
    return await show(request, "settings.html", office.office_view)


async def save(request: Request) -> Response:
    """Who signs."""
    async with sent(request) as form:
        given = {name: field(form, name) for name in office.LINES}
    await ask(request, office.set_lines, given)
    return back(f"{base_of(request)}/settings", "saved")


async def password(request: Request) -> Response:
    """The mailbox's password, into the keyring and nowhere else."""
    async with sent(request) as form:
        given = field(form, "password")
    await ask(request, office.keep_password, given)
    return back(f"{base_of(request)}/settings", "saved")


async def end(request: Request) -> Response:
    """结束任务, or 重新打开."""
    async with sent(request) as form:
        reason, undo = field(form, "reason"), field(form, "what") == "reopen"
    await ask(request, decide.close, reason, "", undo)
    return back(f"{base_of(request)}/settings", "reopened" if undo else "closed")


async def mailbox(request: Request) -> Response:
    """试一下邮箱."""
    base = base_of(request)
    said = await ask(request, office.try_mailbox)
    own = await ask(request, lambda found: (head(found, base), office.office_view(found)))
    return page(request, "settings.html", here=f"{base}/settings", round=own[0], view=own[1], done=said)
