"""What goes into the packages for Windows and Debian's relatives: scripts, locked versions, the manual."""

from __future__ import annotations

import ctypes
import re
import sys
import tomllib
from pathlib import Path

import pytest
from conftest import SAMPLES
from support.command import xltool

from xltool.app.find_files import expand
from xltool.app.findings_list import places_beside
from xltool.cli.main import COMMANDS
from xltool.reading import windows_job

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from tools.packages.manual import manual  # type: ignore[import-not-found,unused-ignore]  # noqa: E402
from tools.packages.outputs import zipped  # type: ignore[import-not-found,unused-ignore]  # noqa: E402

LOCK = (ROOT / "tools" / "packages" / "wheels.lock").read_text(encoding="ascii")
PINS = dict(re.findall(r"^([a-z0-9-]+)==(\S+)", LOCK, re.MULTILINE))


def number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version))


def test_the_lock_has_what_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for wanted in project["dependencies"]:
        name, bounds = re.match(r"([\w-]+)(.*)", wanted).groups()  # type: ignore[union-attr]
        pinned = number(PINS[name.lower()])
        for sign, bound in re.findall(r"(>=|<)([\d.]+)", bounds):
            assert (pinned >= number(bound)) if sign == ">=" else (pinned < number(bound)), wanted
    assert len(re.findall("--hash=sha256:[0-9a-f]{64}", LOCK)) >= len(PINS) > 20
    for compiled in ("lxml", "cryptography", "cffi", "markupsafe", "python-calamine"):  # three systems each
        block = LOCK.partition(f"\n{compiled}==")[2].partition("\n\n")[0]
        assert len(re.match(r"\S+(?: \\\n    --hash=\S+)+", block)[0].splitlines()) == 4, compiled  # type: ignore[index]


def test_the_manual_has_every_command_and_no_english_sentence() -> None:
    page = manual()
    assert [name for name in COMMANDS if f".SS xltool {name}" not in page] == []
    assert not re.search(r"\b(the|and|of|with|default|required)\b", page.replace("\\-", "-"))


@pytest.mark.parametrize("name", ["xltool.cmd", "报送工作台.cmd", "检查报送表.cmd"])
def test_scripts_for_windows_start_what_is_there(name: str) -> None:
    text = (ROOT / "tools" / "windows" / name).read_text(encoding="utf-8")
    (line,) = [line for line in text.splitlines() if "-m xltool" in line]
    assert "%~dp0python\\" in line
    for option in re.findall(r" (--[a-z-]+)", line):
        assert option in xltool("check", "--help").out
    if "chcp" not in text:
        assert text.isascii()  # a batch file is read in the code page of the console


def test_an_archive_is_the_same_from_every_build(tmp_path: Path) -> None:
    for number_ in ("1", "2"):
        tree = tmp_path / number_ / "x"
        tree.mkdir(parents=True)
        for name in ("b", "A", "甲") if number_ == "1" else ("甲", "b", "A"):
            (tree / name).write_text(name, encoding="utf-8")
        zipped(tree, tmp_path / f"{number_}.zip")
    assert (tmp_path / "1.zip").read_bytes() == (tmp_path / "2.zip").read_bytes()


def test_the_limits_of_windows_have_windows_layout() -> None:
    """JOBOBJECT_EXTENDED_LIMIT_INFORMATION of winnt.h: 144 bytes on 64-bit Windows, flags at 16."""
    found = windows_job.limits(1 << 30, 20)
    assert ctypes.sizeof(found) == 144
    data = bytes(found)
    assert int.from_bytes(data[0:8], "little") == 200_000_000  # 100 nanoseconds each
    assert int.from_bytes(data[16:20], "little") == 0x502
    assert int.from_bytes(data[112:120], "little") == 1 << 30
    assert windows_job.limit(1 << 40, 20) is (sys.platform == "win32")


def test_files_are_ordered_the_same_on_every_system(tmp_path: Path) -> None:
    for name in ("b.xlsx", "C.xlsx", "a/z.xlsx", "a-b.xlsx", "A/z.xlsx"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"")
    found = [Path(path).relative_to(tmp_path).as_posix() for path in expand([str(tmp_path)], lambda _: None)]
    assert found == sorted(found) == ["A/z.xlsx", "C.xlsx", "a-b.xlsx", "a/z.xlsx", "b.xlsx"]


def test_dropped_files_get_their_results_beside_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What 检查报送表.cmd does, twice: nothing that is there is touched."""
    monkeypatch.setenv("BROWSER", "true")
    bad = tmp_path / "某 局&某局.xlsx"
    bad.write_bytes(next((SAMPLES / "returned").glob("T3-B01*")).read_bytes())
    for page, copies in (("审核情况.html", "退回"), ("审核情况-2.html", "退回-2")):
        assert [path.name for path in places_beside(bad)] == [page, copies]
        run = xltool("check", "--quiet", "--beside", bad)
        assert run.code == 1 and "T3-B01" in (tmp_path / page).read_text(encoding="utf-8")
        assert len(list((tmp_path / copies).iterdir())) == 1
