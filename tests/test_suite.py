"""The suite, proved on its source: tests share helpers through `support`, never through each other."""

from __future__ import annotations

import ast
from pathlib import Path

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


def test_no_test_module_is_imported() -> None:
    tests = {path.stem for path in TESTS}
    found = {path.stem: imported(path) & tests for path in (*TESTS, *SUPPORT, HERE / "conftest.py")}
    assert len(tests) > 50 and {name: names for name, names in found.items() if names} == {}


def test_the_search_sees_imports(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("import os.path\ndef f():\n    from test_b import c\n")
    assert imported(tmp_path / "a.py") == {"os", "test_b"}
