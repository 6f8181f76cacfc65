"""A round in a real Chromium: the guide's whole way by mouse and drop, again by keyboard alone; each page judged."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import SAMPLES
from selenium.webdriver.common.keys import Keys
from support.browser import Browser, browser, drop, press, tab_to, type_over
from support.page import Server
from support.tour import PICTURES, content, cut_off, demo, tour
from support.twelve import fill

pytestmark = pytest.mark.chromium
FIELDS = {"office": "示例县政务公开办公室", "contact": "张三", "phone": "0537-1234567", "name": "2025年报"}
PAGES = (
    "/", "/?state=late", "/unit/003", "/unit/002?last=1&before=1", "/unit/103", "/collect", "/arrivals",
    "/letters/issue", "/letters/return", "/letters/remind", "/letters/receipt", "/sum?name=示例县&level=县级",
    "/results", "/settings",
)  # fmt: skip


def back(outgoing: Path, folder: Path) -> list[Path]:
    """What the units send back, and a file that says nothing of whose it is."""
    fill(outgoing, folder)
    shutil.copy(SAMPLES / "jinxiang-2025.xlsx", folder / "某局年报.xlsx")
    return sorted(folder.iterdir())


def begin(window: Browser, place: Path) -> Path:
    for name, value in {**FIELDS, "place": str(place)}.items():
        window.one(f"#{name}").clear()
        window.one(f"#{name}").send_keys(value)
    window.one("#roster").send_keys(str(SAMPLES / "roster-12.csv"))
    window.press_button("看一看名册")
    assert "读到 12 个单位" in window.text
    assert window.violations() == []
    window.press_button("建立任务")
    return place / FIELDS["name"]


def test_the_whole_round_by_mouse_and_drop(server: Server, window: Browser, tmp_path: Path) -> None:
    window.driver.get(f"{server.origin}/rounds")
    assert window.violations() == []
    folder = begin(window, tmp_path)
    window.press_button("制作报送表")
    window.wait(lambda _: "打开草稿" in window.text)
    base = window.driver.current_url.partition("/letters")[0]
    assert window.all("tbody tr")[0].text.count("没有邮箱") == 1
    window.press_button("全部登记已发")
    window.link("回收")
    drop(window, *back(folder / "outgoing", tmp_path / "收回"))
    window.wait(lambda _: "做完了" in window.text)
    assert window.violations() == []
    window.link("接着做")
    window.one(".waiting select").send_keys("009")
    window.one(".waiting input[name=reason]").send_keys("电话核实")
    window.press_button("归给这个单位")
    assert "市场监督管理局" in window.one("h1").text
    window.link("进度")
    window.link("示例县公安局")
    window.one(".finding.error .what a").click()
    window.focus("T3.r1.c1")
    window.one("#accept-reason").send_keys("电话核实，数字无误")
    window.press_button("接受")
    assert "已接受（有原因）" in window.one("h1").text
    window.link("汇总")
    assert "计入" in window.text
    window.link("交付")
    window.press_button("生成已接受单位的报告")
    window.wait(lambda _: "全部报告.zip" in window.text)
    window.one("ul a[href$='.zip']").click()
    assert window.saved(".zip").stat().st_size > 1000
    for path in PAGES:
        window.driver.get(base + path)
        assert (path, window.violations()) == (path, [])
    assert window.console() == []


def test_the_whole_round_without_a_script(server: Server, tmp_path: Path) -> None:
    with browser(tmp_path, script=False) as window:
        window.visit(server.again().stdout.strip())
        window.driver.get(f"{server.origin}/rounds")
        for name, value in {**FIELDS, "place": str(tmp_path)}.items():
            window.one(f"#{name}").clear()
            window.one(f"#{name}").send_keys(value)
        window.one("#roster").send_keys(str(SAMPLES / "roster-12.csv"))
        for words in ("看一看名册", "建立任务", "制作报送表"):
            window.press_button(words)
        window.wait(lambda _: "打开草稿" in window.text)
        window.press_button("全部登记已发")
        window.link("回收")
        files = back(tmp_path / FIELDS["name"] / "outgoing", tmp_path / "收回")
        window.one("#files").send_keys("\n".join(map(str, files)))
        window.press_button("回收")
        window.wait(lambda _: "做完了" in window.text, 60)  # the page asks again by itself
        window.link("接着做")
        window.press_button("不是报送")
        window.link("进度")
        window.link("示例县公安局")
        window.one("#accept-reason").send_keys("电话核实")
        window.press_button("接受")
        assert "已接受（有原因）" in window.one("h1").text
        window.link("交付")
        window.press_button("生成已接受单位的报告")
        window.wait(lambda _: "全部报告.zip" in window.text, 60)


def test_the_whole_round_by_keyboard_alone(server: Server, window: Browser, tmp_path: Path) -> None:
    """Only file dialogues, which are the system's, are left out: their files are given."""
    window.driver.get(f"{server.origin}/rounds")
    for name, value in {**FIELDS, "place": str(tmp_path)}.items():
        tab_to(window, name, start=True)
        type_over(window, value)
    window.one("#roster").send_keys(str(SAMPLES / "roster-12.csv"))
    for words in ("看一看名册", "建立任务", "制作报送表"):
        tab_to(window, words, start=True)
        press(window, Keys.ENTER)
        window.settle()
    window.wait(lambda _: "打开草稿" in window.text)
    tab_to(window, "全部登记已发", start=True)
    press(window, Keys.ENTER)
    tab_to(window, "回收", start=True)
    press(window, Keys.ENTER)
    window.at("/collect")
    files = back(tmp_path / FIELDS["name"] / "outgoing", tmp_path / "收回")
    window.one("#files").send_keys("\n".join(map(str, files)))
    tab_to(window, "回收", start=True, tag="button")
    press(window, Keys.ENTER)
    window.wait(lambda _: "做完了" in window.text)
    for words in ("接着做", "不是报送", "进度", "示例县公安局"):
        tab_to(window, words, start=True)
        press(window, Keys.ENTER)
        window.settle()
    tab_to(window, "accept-reason", start=True)
    press(window, "电话核实")
    tab_to(window, "接受", tag="button")
    press(window, Keys.ENTER)
    window.wait(lambda _: "已接受（有原因）" in window.one("h1").text)
    for words in ("交付", "生成已接受单位的报告"):
        tab_to(window, words, start=True)
        press(window, Keys.ENTER)
        window.settle()
    window.wait(lambda _: "全部报告.zip" in window.text)


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Browser]]:
    """A round with something on every page."""
    with demo(tmp_path_factory.mktemp("demo")) as both:
        yield both


def test_at_four_times_the_size_and_on_paper(shown: tuple[Server, Browser]) -> None:
    server, window = shown
    base = server.origin + server.first.rstrip("/")
    emulated = {"width": 341, "height": 192, "deviceScaleFactor": 4, "mobile": False}
    window.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", emulated)
    try:
        for path in PAGES:
            window.driver.get(base + path)
            wide = window.driver.execute_script("return document.documentElement.scrollWidth")
            assert (path, wide <= 341) == (path, True)
    finally:
        window.driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    window.driver.get(f"{base}/")
    window.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    try:
        assert "示例县公安局" in window.text
        assert not [one for one in window.all("nav, button, .buttons") if one.is_displayed()]
    finally:
        window.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})


def test_the_pictures_in_the_guide_show_the_pages_as_they_are(shown: tuple[Server, Browser]) -> None:
    """Their words and boxes, not their pixels; `make pictures` takes them anew."""
    server, window = shown
    told = json.loads((PICTURES / "pages.json").read_text(encoding="utf-8"))
    guide = (PICTURES.parent / "page.md").read_text(encoding="utf-8")
    for name in tour(server, window):
        assert (name, content(window)) == (name, told[name]), "run `make pictures`"
        assert (name, cut_off(window)) == (name, [])
        assert f"pictures/page-{name}.png" in guide and (PICTURES / f"page-{name}.png").is_file()
    assert guide.count("](pictures/") == len(told) == len([*PICTURES.glob("page-*.png")])
