"""What one running server holds: its keys, its work, what it has checked."""

from __future__ import annotations

import asyncio
from pathlib import Path

from starlette.requests import Request

from xltool.ui.jobs import LongJobs
from xltool.ui.keys import Keys
from xltool.ui.lifetime import Lifetime
from xltool.ui.seen import Seen

LookedRoster = tuple[str, bytes, list[tuple[str, bytes]]]  # name, content, files of last year


class Site:
    """The page of the round folder `place` (None: without a round) on `port`; `ended` ends it."""

    def __init__(self, place: Path | None, port: int, version: str) -> None:
        self.place, self.port, self.version = place, port, version
        self.keys, self.lifetime, self.jobs, self.seen = Keys(), Lifetime(), LongJobs(), Seen()
        self.rosters: dict[str, LookedRoster] = {}  # looked at, not yet a round
        self.ended = asyncio.Event()

    def address(self) -> str:
        """A new address that opens once."""
        return f"http://127.0.0.1:{self.port}/?token={self.keys.fresh_token()}"


def site_of(request: Request) -> Site:
    """The site that a request came to."""
    site: Site = request.app.state.site
    return site
