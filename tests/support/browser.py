"""A real Chromium for the tests, and axe-core, which says what somebody who cannot see it would miss."""

from __future__ import annotations

import sys
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from selenium import webdriver
from selenium.common.exceptions import NoSuchElementException, StaleElementReferenceException
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.expected_conditions import staleness_of
from selenium.webdriver.support.wait import WebDriverWait

from support.office import missing, need

AXE = Path(sys.prefix) / "axe-core-4.14.1.tgz"  # laid there by tools/setup.sh
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
FIRST_SIZE = (1366, 768)


class Browser:
    """Chromium on one server; every page it comes to is asked for errors of the console."""

    def __init__(self, folder: Path, script: bool) -> None:
        chromium, driver = need("chromium"), need("chromedriver")
        options = webdriver.ChromeOptions()
        options.binary_location = chromium
        for argument in (
            "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--lang=zh-CN",
            "--no-first-run", "--disable-background-networking", f"--user-data-dir={folder / 'profile'}",
        ):  # fmt: skip
            options.add_argument(argument)
        options.add_argument("--window-size={},{}".format(*FIRST_SIZE))
        preferences: dict[str, Any] = {"download.default_directory": str(folder / "downloads")}
        if not script:
            preferences["profile.managed_default_content_settings.javascript"] = 2
        options.add_experimental_option("prefs", preferences)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        self.downloads, self.script = folder / "downloads", script
        self.driver = webdriver.Chrome(options=options, service=Service(driver))

    def wait(self, condition: Any, seconds: float = 20) -> Any:
        """Until `condition(driver)` gives something; what is looked at may be gone with the page before."""
        gone = [NoSuchElementException, StaleElementReferenceException]
        return WebDriverWait(self.driver, seconds, 0.05, gone).until(condition)

    def one(self, selector: str) -> WebElement:
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def all(self, selector: str) -> list[WebElement]:
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def visit(self, address: str) -> None:
        """Comes in with a fresh address, as somebody who starts it again."""
        self.driver.get(address)
        self.wait(lambda driver: "token" not in driver.current_url)

    @property
    def text(self) -> str:
        """What can be read on the page."""
        return self.one("body").text

    def settle(self) -> None:
        """Waits until the page is there and no work runs on it."""
        ready = "return document.readyState"
        self.wait(
            lambda driver: (
                (not self.script or driver.execute_script(ready) == "complete")
                and self.all("h1")
                and not self.all("[data-job]")
            ),
            60,
        )

    def link(self, words: str) -> None:
        """Follows the link with these words."""
        self._leave(f"//a[normalize-space()='{words}']")

    def press_button(self, words: str) -> None:
        """Presses the button with these words."""
        self._leave(f"//button[normalize-space()='{words}']")

    def _leave(self, path: str) -> None:
        """Clicks, and waits for the page that follows."""
        before = self.one("html")
        self.driver.find_element(By.XPATH, path).click()
        self.wait(staleness_of(before), 60)
        self.settle()

    def at(self, part: str) -> None:
        """Waits for a page whose address holds `part`."""
        self.wait(lambda driver: part in driver.current_url)

    def focus(self, name: str) -> None:
        """Waits until the element called `name` has the focus: a link inside the page moves it a little later."""
        self.wait(lambda driver: driver.switch_to.active_element.get_attribute("id") == name)

    def saved(self, suffix: str) -> Path:
        """Waits for a saved file of this kind."""
        found: list[Path] = self.wait(lambda _: [*self.downloads.glob(f"*{suffix}")], 60)
        return found[0]

    def violations(self) -> list[str]:
        """What axe-core finds wrong with the page, in its own words."""
        self.driver.execute_script(axe())
        found = self.driver.execute_async_script(
            "const done = arguments[1]; axe.run({runOnly: arguments[0]}).then(r => done(r.violations))", RULES
        )
        return [
            f"{one['id']}: {one['nodes'][0]['html'][:200]} {one['nodes'][0]['failureSummary']}"
            for one in found
        ]

    def console(self) -> list[str]:
        """What the console holds since it was last asked."""
        return [entry["message"] for entry in self.driver.get_log("browser")]  # type: ignore[no-untyped-call]


def drop(own: Browser, *paths: Path, at: tuple[int, int] = (700, 600)) -> None:
    """Files of the operating system dropped on the page, as by a hand."""
    data = {"items": [], "files": [str(path) for path in paths], "dragOperationsMask": 1}
    for kind in ("dragEnter", "dragOver", "drop"):
        event = {"type": kind, "x": at[0], "y": at[1], "data": data}
        own.driver.execute_cdp_cmd("Input.dispatchDragEvent", event)


def press(own: Browser, *keys: str) -> None:
    """Keys on the keyboard, for whatever has the focus."""
    for key in keys:
        ActionChains(own.driver).send_keys(key).perform()


def type_over(own: Browser, value: str) -> None:
    """Types `value` in place of what stands in the field that has the focus."""
    keys = ActionChains(own.driver).key_down(Keys.CONTROL).send_keys("a").key_up(Keys.CONTROL)
    keys.send_keys(value).perform()


def tab_to(own: Browser, words: str, start: bool = False, tag: str = "") -> None:
    """Tab after tab (from the `start` of the page) to what says `words`, or is called so.

    What has the focus must always be seen.
    """
    if start:
        own.driver.execute_script("document.activeElement.blur(); getSelection().collapse(document.body, 0)")
    for _ in range(150):
        press(own, Keys.TAB)
        active = own.driver.switch_to.active_element
        if active.tag_name != "body":
            style = active.value_of_css_property("outline-style")
            assert style != "none", active.get_attribute("outerHTML")
            if words in (active.text.strip(), active.get_attribute("id")) and tag in ("", active.tag_name):
                return
    raise AssertionError(words)


@cache
def axe() -> str:
    """The source of axe-core."""
    if not AXE.is_file():
        missing(AXE.name)
    with tarfile.open(AXE) as archive:
        member = archive.extractfile("package/axe.min.js")
        assert member is not None
        return member.read().decode()


@contextmanager
def browser(folder: Path, script: bool = True) -> Iterator[Browser]:
    """Chromium with a profile of its own."""
    own = Browser(folder, script)
    try:
        yield own
    finally:
        own.driver.quit()
