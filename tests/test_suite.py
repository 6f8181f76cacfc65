"""The suite, proved on its source: tests share helpers through `support`, never through each other."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

HERE = Path(__file__).parent
TESTS = sorted(HERE.glob("test_*.py"))
SUPPORT = sorted((HERE / "support").glob("*.py"))


def imported(path: Path) -> set[str]:
    """Top-level names of everything a module imports, also inside functions."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add((node.module or "").split(".")[0])
    return found


@pytest.mark.parametrize("path", [*TESTS, *SUPPORT], ids=lambda path: path.stem)
def test_no_test_module_is_imported(path: Path) -> None:
    assert imported(path) & {test.stem for test in TESTS} == set()
