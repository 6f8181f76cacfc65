"""帮助: the project's own documents, and a search through them."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from xltool.ui.documents import DOCS, contents_of, render, search
from xltool.ui.pages import page


async def contents(request: Request) -> Response:
    """All documents, or where the words ``?q=`` stand in them."""
    query = request.query_params.get("q", "").strip()[:100]
    found = await run_in_threadpool(search, query) if query else []
    return page(request, "help.html", groups=contents_of(), query=query, found=found)


async def document(request: Request) -> Response:
    """One document."""
    shown = await run_in_threadpool(render, request.path_params["name"])
    if shown is None:
        raise HTTPException(404)
    return page(request, "document.html", document=shown, query="")


async def picture(request: Request) -> Response:
    """A picture that stands in a document."""
    pictures = {path.name: path for path in DOCS.glob("pictures/*.png")}
    path = pictures.get(request.path_params["name"])
    if path is None:
        raise HTTPException(404)
    return FileResponse(path)
