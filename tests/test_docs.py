"""The generated pages are those in docs/, and every command is in the README."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest
from conftest import KEYS

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
