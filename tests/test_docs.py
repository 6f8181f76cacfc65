"""The generated pages are those in docs/, and every command is in the README."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest
from conftest import KEYS
from support.command import xltool

from xltool.cli.main import COMMANDS

ROOT = Path(__file__).parent.parent


def generated() -> dict[str, str]:
    spec = importlib.util.spec_from_file_location("make_docs", ROOT / "tools" / "make_docs.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    pages: dict[str, str] = module.pages()
    return pages


@pytest.mark.parametrize("name", ["findings.md", *(f"{key}.md" for key in KEYS)])
def test_generated_page_is_up_to_date(name: str) -> None:
    assert (ROOT / "docs" / name).read_text(encoding="utf-8") == generated()[name], "run `make docs`"


def test_every_command_is_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert len(COMMANDS) == 10
    assert [name for name in COMMANDS if f"xltool {name}" not in readme] == []


def test_every_path_of_the_architecture_exists() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    named = set(re.findall(r"[\w.-]+/[\w./-]*\w(?:\.py|/)|\b[\w.-]+(?:/[\w.-]+)+", page))
    places = (ROOT, ROOT / "xltool", ROOT / "xltool" / "core" / "check", ROOT / "docs")
    assert len(named) > 40
    assert sorted(one for one in named if not any((place / one).exists() for place in places)) == []


@pytest.mark.parametrize("name", ["CONTRIBUTING.md", "SECURITY.md"])
def test_every_path_of_a_page_for_developers_exists(name: str) -> None:
    named = re.findall(
        r"`([\w.-]+(?:/[\w.-]+)*/|[\w.-]+(?:/[\w.-]+)+)`", (ROOT / name).read_text(encoding="utf-8")
    )
    assert named
    assert [one for one in named if not (ROOT / one).exists()] == []


def test_every_room_is_in_the_architecture() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    rooms = {path.parent for path in (ROOT / "xltool").glob("*/__init__.py") if "_data" not in path.parts}
    assert [room.name for room in sorted(rooms) if f"`xltool/{room.name}/" not in page] == []


def walk(page: str) -> list[str]:
    """The commands of a page that its reader runs in the project's folder."""
    text = (ROOT / page).read_text(encoding="utf-8")
    blocks = re.findall(r"```sh\n(.*?)```", text[text.index("## 走一遍") :], re.S)
    return [line for block in blocks for line in block.splitlines() if line.startswith("xltool ")]


@pytest.mark.slow
def test_the_walk_of_the_readme_runs_as_printed(tmp_path: Path) -> None:
    (tmp_path / "samples").symlink_to(ROOT / "samples", target_is_directory=True)
    ends = {"check": 1}  # the samples have their faults
    commands = walk("README.md")
    assert [line.split()[1] for line in commands] == ["make", "check", "report", "aggregate", "import"]
    for line in commands:
        done = xltool(*line.split()[1:], cwd=tmp_path)
        assert done.code == ends.get(line.split()[1], 0), f"{line}\n{done.err}"
    made = {path.relative_to(tmp_path).parts[0] for path in tmp_path.rglob("*") if path.is_file()}
    assert made - {"samples"} == {"下发", "退回", "审核情况.xlsx", "报告", "汇总.xlsx", "上年"}


def test_what_the_readme_shows_of_a_check_is_what_is_printed() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = re.findall(r"```text\n(.*?)```", text, re.S)[0].splitlines()
    sample = shown[0].split()[1]
    said = xltool("check", sample, cwd=ROOT).lines
    assert all(printed.startswith(line.rstrip("。")) for line, printed in zip(shown, said, strict=False))


def test_the_readme_is_short_and_its_links_lead_somewhere() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert len(readme.splitlines()) <= 120
    pages = [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]
    for page in pages:
        for link in re.findall(r"\]\(([^)#\s]+)\)", page.read_text(encoding="utf-8")):
            assert "://" in link or (page.parent / link).exists(), f"{page.name}: {link}"


def test_every_option_of_the_manual_exists() -> None:
    page = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    lines = [line for line in page.splitlines() if line.startswith("xltool ")]
    for line in lines:
        names = line.split()[1:3] if line.split()[1] in ("form", "round") else line.split()[1:2]
        known = xltool(*names, "--help").out
        assert [word for word in line.split() if word.startswith("--") and word not in known] == [], line


def test_the_picture_of_a_marked_copy_shows_what_one_says(tmp_path: Path, soffice: str) -> None:
    from support.marked_picture import NAME, pdf, words
    from support.tour import PICTURES

    told = (PICTURES / NAME).with_suffix(".txt").read_text(encoding="utf-8").split()
    assert words(pdf(tmp_path)) == told, "run `make pictures`"
    assert (PICTURES / NAME).stat().st_size > 10_000
