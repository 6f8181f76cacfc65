"""The page in a real Chromium: by mouse and drop, by keyboard alone, without a script; and what axe-core says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium.webdriver.common.keys import Keys
from support.browser import Browser, browser, drop, press, tab_to
from support.page import Server, served

pytestmark = pytest.mark.chromium
PAGES = ("/", "/rounds", "/help", "/help?q=结转", "/help/findings", "/help/clerk", "/about", "/nothing")


@pytest.fixture(scope="module")
def plain_window(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with browser(tmp_path_factory.mktemp("plain"), script=False) as own:
        own.visit(server.again().stdout.strip())
        yield own


def wrong(samples: Path) -> Path:
    return next(samples.glob("returned/T3-B01*.xlsx"))


@pytest.mark.parametrize("path", PAGES)
def test_everybody_can_use_each_page(server: Server, window: Browser, path: str) -> None:
    window.driver.get(server.origin + path)
    assert window.violations() == []
    assert [said for said in window.console() if "404" not in said] == []


def test_one_dropped_file(server: Server, window: Browser, samples: Path) -> None:
    window.driver.get(server.origin)
    drop(window, wrong(samples))
    window.at("/checked/")
    assert "需改正" in window.one("h1").text
    window.one(".finding.error .what a").click()
    window.focus("T3.r1.c1")
    window.one('[id="T3.r1.c1"] .marks a').click()
    window.at("#f1")
    window.one(".buttons .button.main").click()
    assert "请改正" in window.saved(".xlsx").name
    assert window.violations() == [] and window.console() == []


def test_last_year_is_shown_on_demand(server: Server, window: Browser, samples: Path) -> None:
    window.driver.get(server.origin)
    window.one("details summary").click()
    window.one("#files").send_keys(str(next(samples.glob("returned/P-01*.xlsx"))))
    window.one("#prior").send_keys("\n".join(str(one) for one in sorted((samples / "prior").iterdir())))
    window.one("form.drop button").click()
    window.at("/checked/")
    assert not window.all(".last")
    window.one("a[aria-pressed]").click()
    assert window.all(".last") and window.violations() == []


def test_many_dropped_files_show_their_progress(server: Server, window: Browser, samples: Path) -> None:
    window.driver.get(server.origin)
    drop(window, *sorted((samples / "returned").iterdir()), at=(20, 300))
    window.at("/checked/")
    assert len(window.all("tbody tr")) == len([*(samples / "returned").iterdir()])
    assert window.violations() == [] and window.console() == []


def test_a_dropped_folder(server: Server, window: Browser, samples: Path) -> None:
    window.driver.get(server.origin)
    drop(window, samples / "returned")
    window.at("/checked/")
    assert len(window.all("tbody tr")) == len([*(samples / "returned").iterdir()])


def test_too_many_files_are_said_before_they_are_sent(
    server: Server, window: Browser, tmp_path: Path
) -> None:
    (tmp_path / "大.xlsx").write_bytes(bytes(61 << 20))
    window.driver.get(server.origin)
    drop(window, tmp_path / "大.xlsx")
    window.wait(lambda _: "60 MB" in window.one("form.drop [role=status]").text)
    assert "/checked" not in window.driver.current_url


def test_by_keyboard_alone(server: Server, window: Browser, samples: Path) -> None:
    window.driver.get(server.origin)
    tab_to(window, "跳到正文")
    press(window, Keys.ENTER)
    window.focus("main")
    tab_to(window, "files")
    window.driver.switch_to.active_element.send_keys(str(wrong(samples)))  # the file dialogue is the system's
    tab_to(window, "核对")
    press(window, Keys.ENTER)
    window.at("/checked/")
    tab_to(window, "三、申请办理!D7")
    press(window, Keys.ENTER)
    window.focus("T3.r1.c1")
    press(window, Keys.TAB)
    press(window, Keys.ENTER)
    window.at("#f1")
    tab_to(window, "说明 T3-B01")
    press(window, Keys.ENTER)
    window.at("/help/findings")


def test_without_a_script(server: Server, plain_window: Browser, samples: Path) -> None:
    own = plain_window
    own.driver.get(server.origin)
    own.one("#files").send_keys("\n".join(str(one) for one in sorted((samples / "returned").iterdir())))
    own.one("form.drop button").click()
    own.at("/checked/")  # the page of the job asks again by itself
    own.one(".rejected th a").click()
    assert "需改正" in own.one("h1").text and own.all(".official td.marked")
    own.one(".know summary").click() if own.all(".know summary") else None
    own.one("nav a[href='/help']").click()
    own.one("#q").send_keys("结转" + Keys.ENTER)
    own.wait(lambda _: own.all("mark"))


@pytest.mark.parametrize("path", ["/", "/help/findings", "/about"])
def test_at_four_times_the_size_nothing_is_cut_off(server: Server, window: Browser, path: str) -> None:
    size = window.driver.get_window_size()
    window.driver.get(server.origin + path)
    emulated = {"width": 341, "height": 192, "deviceScaleFactor": 4, "mobile": False}
    window.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", emulated)
    try:
        wide = window.driver.execute_script("return document.documentElement.scrollWidth")
        assert wide <= 341
    finally:
        window.driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
        window.driver.set_window_size(size["width"], size["height"])


def test_the_end_is_said(tmp_path: Path) -> None:
    with served(tmp_path) as own, browser(tmp_path) as window:
        window.visit(own.again().stdout.strip())
        window.one("form.end button").click()
        window.wait(lambda _: "已结束" in window.one("h1").text)
        assert own.process.wait(20) == 0
