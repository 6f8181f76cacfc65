"""``python -m xltool`` and the command ``xltool``: puts the command line and the page together."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

from xltool import __version__
from xltool.cli.main import main


def _open_page(place: Path | None, port: int, browser: bool, show: Callable[[str, bool], None]) -> None:
    from xltool.ui.server import open_page  # only `xltool ui` pays for it

    open_page(place, port, browser, show, __version__)


def run() -> NoReturn:
    """Entry point."""
    main(_open_page)


if __name__ == "__main__":
    run()
