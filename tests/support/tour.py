"""A tour through every page with the demo round: for the pictures in docs/page.md, and the test that they are true."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from support.browser import FIRST_SIZE, Browser, browser
from support.page import Server, served
from xltool.reading.form.find import DATA

PICTURES = DATA / "docs" / "pictures"
PAGES = {  # picture → the page in a round ("": see `tour`)
    "check": "", "return": "", "rounds": "", "letters": "/letters/remind", "collect": "/collect", "board": "/",
    "unit": "/unit/003", "sum": "/sum?name=示例县&level=县级", "results": "/results", "help": "",
}  # fmt: skip


@contextmanager
def demo(folder: Path) -> Iterator[tuple[Server, Browser]]:
    """The page of a demo round, in a window."""
    spec = importlib.util.spec_from_file_location("demo_round", DATA / "tools" / "demo_round.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.main(folder / "2025年报")
    with served(folder, folder / "2025年报") as server, browser(folder) as window:
        size = {"width": FIRST_SIZE[0], "height": FIRST_SIZE[1], "deviceScaleFactor": 1, "mobile": False}
        window.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        window.visit(server.again().stdout.strip())
        yield server, window


def tour(server: Server, window: Browser) -> Iterator[str]:
    """The names of the pictures, each while its page is shown."""
    for name, path in PAGES.items():
        if name == "return":
            window.driver.get(server.origin)
            window.one("#files").send_keys(str(next((DATA / "samples").glob("returned/T3-B01*.xlsx"))))
            window.press_button("核对")
        else:
            place = {"check": "/", "rounds": "/rounds", "help": "/help"}.get(name, "")
            window.driver.get(server.origin + (place or server.first.rstrip("/") + path))
        yield name


def content(window: Browser) -> dict[str, Any]:
    """What a picture shows, in words: headings, what can be done, heads of tables."""
    script = """
        const words = what => [...document.querySelectorAll(what)].filter(one => one.offsetParent)
            .map(one => one.innerText.trim()).filter(Boolean);
        return {title: words("h1"), headings: words("main h2"), actions: words("main button, main .button"),
                menu: words("nav a"), columns: words("main .list thead th")};
    """
    found: dict[str, Any] = window.driver.execute_script(script)
    return found


def cut_off(window: Browser) -> list[str]:
    """Headings and buttons that do not lie inside the window's width, or on top of each other."""
    script = """
        const all = [...document.querySelectorAll("h1, h2, button, .button, nav a")].filter(one => one.offsetParent);
        const box = one => one.getBoundingClientRect();
        const out = all.filter(one => box(one).left < 0 || box(one).right > innerWidth + 1);
        const meet = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1;
        const over = all.filter((one, at) => all.slice(at + 1).some(other => meet(box(one), box(other))));
        return [...out, ...over].map(one => one.innerText);
    """
    found: list[str] = window.driver.execute_script(script)
    return found
