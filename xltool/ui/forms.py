"""What a page sends: the files of a form laid aside, its fields as text."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request

from xltool.app.dropped import keep_file
from xltool.ui.limits import MAX_FIELD, MAX_FILES


@asynccontextmanager
async def sent(request: Request) -> AsyncIterator[FormData]:
    """The form of a request; ends in TooMuch, or HTTP 400 for more files than are taken."""
    async with request.form(max_files=MAX_FILES, max_fields=2 * MAX_FILES, max_part_size=MAX_FIELD) as form:
        yield form


async def keep_files(form: FormData, field: str, folder: Path) -> int:
    """Lays the files of one field into `folder`; how many there were."""
    files = [one for one in form.getlist(field) if isinstance(one, UploadFile) and one.filename]
    for one in files:
        await run_in_threadpool(keep_file, folder, one.filename or "", one.file)
    return len(files)


def field(form: FormData, name: str) -> str:
    """A field as text, "" when it is missing."""
    value = form.get(name)
    return value.strip() if isinstance(value, str) else ""
