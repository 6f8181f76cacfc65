"""``python -m xltool`` and the command ``xltool``: puts the command line and the page together."""

from __future__ import annotations

import gc
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

from xltool import __version__


def _open_page(place: Path | None, port: int, browser: bool, show: Callable[[str, bool], None]) -> None:
    from xltool.ui.server import open_page  # only `xltool ui` pays for it

    open_page(place, port, browser, show, __version__)


def run() -> NoReturn:
    """Entry point."""
    gc.disable()  # what is loaded at the start stays to the end: nothing is to be collected in it
    from xltool.cli.main import main

    gc.freeze()
    gc.enable()
    main(_open_page)


if __name__ == "__main__":
    run()
