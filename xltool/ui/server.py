"""``xltool ui``: one server on this machine only, from its start to its end."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn

from xltool.app.dropped import forget_old_drops
from xltool.app.known_rounds import remember
from xltool.core.errors import ConfigError
from xltool.core.text.catalogue.usage import U_PORT
from xltool.core.text.wording import system_reason
from xltool.ui.application import gate
from xltool.ui.running import leave_note, running_address, take_note_away
from xltool.ui.site import Site

LOOK = 5.0  # seconds between two looks at the clock


def open_page(
    place: Path | None, port: int, browser: bool, show: Callable[[str, bool], None], version: str
) -> None:
    """Serves the page of the round folder `place` (None: without a round) until it is ended.

    `show` is given the address once it answers, and whether this start serves it: if one for the same
    round runs, that one gives a fresh address and this start ends.  `port` 0 is any.  Raises ConfigError
    when the port cannot be had, or there is no round.
    """
    if place is not None:
        remember(place)
    address = running_address(place)
    if address is not None:
        show(address, False)
        _browse(address, browser)
        return
    listening = _listen(port)
    forget_old_drops()
    site = Site(place, listening.getsockname()[1], version)
    leave_note(place, site.port, site.keys.owner)
    try:
        show(site.address(), True)
        if browser:
            threading.Thread(target=_browse, args=(site.address(), True), daemon=True).start()
        _Server(site).run(sockets=[listening])
    finally:
        take_note_away(place, site.keys.owner)
        site.jobs.stop_all()
        listening.close()


def _listen(port: int) -> socket.socket:
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        if sys.platform == "win32":  # there, "reuse" would let another program take the port over
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(("127.0.0.1", port))
        listening.listen()
    except OSError as error:
        listening.close()
        raise ConfigError(U_PORT, port=str(port), detail=system_reason(error)) from error
    return listening


class _Server(uvicorn.Server):
    """uvicorn that ends quietly by Ctrl-C, by 结束, or when its time is over."""

    def __init__(self, site: Site) -> None:
        super().__init__(
            uvicorn.Config(
                gate(site), lifespan="off", ws="none", http="h11", loop="asyncio", log_config=None,
                access_log=False, server_header=False, proxy_headers=False, timeout_graceful_shutdown=2,
            )
        )  # fmt: skip
        self._site = site

    async def serve(self, sockets: list[socket.socket] | None = None) -> None:
        """Serves beside a look at the clock every few seconds."""
        watch = asyncio.ensure_future(self._watch())
        try:
            await super().serve(sockets)
        finally:
            watch.cancel()

    async def _watch(self) -> None:
        site = self._site
        while not site.ended.is_set():
            try:
                await asyncio.wait_for(site.ended.wait(), LOOK)
            except TimeoutError:
                if site.lifetime.is_over(site.jobs.is_busy):
                    break
        self.should_exit = True

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """A signal ends the server; it is not raised again afterwards, as uvicorn would."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        signals = (signal.SIGINT, signal.SIGTERM)
        before = {number: signal.signal(number, self.handle_exit) for number in signals}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def _browse(address: str, wanted: bool) -> None:
    """Opens the user's browser, where there is a screen."""
    import webbrowser

    if wanted and (sys.platform in ("win32", "darwin") or {"DISPLAY", "WAYLAND_DISPLAY"} & os.environ.keys()):
        webbrowser.open(address)
