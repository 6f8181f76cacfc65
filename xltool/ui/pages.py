"""Templates → answers, with what stands on every page; and files to be saved."""

from __future__ import annotations

from functools import cache
from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from xltool.core.text import zh

_KINDS = {
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".pdf": "application/pdf",
}


@cache
def _environment() -> Any:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("xltool.ui", "templates"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    environment.globals.update(zh=zh)
    return environment


def page(request: Request, template: str, status: int = 200, **context: Any) -> HTMLResponse:
    """One of our pages; `here` tells it which entry of the menu it belongs to."""
    context.setdefault("here", request.url.path)
    context.setdefault("round", None)
    return HTMLResponse(_environment().get_template(template).render(context), status)


def download(name: str, data: bytes) -> Response:
    """A file that the browser saves and never shows: what is in it came from outside."""
    suffix = name[name.rfind(".") :]
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}"}
    return Response(data, media_type=_KINDS.get(suffix, "application/octet-stream"), headers=headers)
