"""The house, proved on the source: folders are the layers, and one rule says who may import whom."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import xltool

ROOT = Path(xltool.__file__).parent
# The rule: a package imports itself and packages of lower floors, never its neighbours.
FLOORS = (
    {"core"},
    {"office"},
    {"reading", "writing", "mail", "rounds"},
    {"app"},
    {"cli", "ui", "api"},
)
THIRD_PARTY: dict[str, set[str]] = {  # what each package may use beside the standard library
    "reading": {
        "cryptography", "msoffcrypto", "olefile", "openpyxl", "oxmsg", "py7zr", "python_calamine", "rarfile",
        "tnefparse", "xlrd",
    },
    "writing": {"docx", "docxtpl", "jinja2", "markupsafe", "pypdf", "xlsxwriter"},
    "mail": {"jinja2", "keyring"},
    "app": {"distributed", "openpyxl"},
    "cli": {"typer"},
    "ui": {"jinja2", "markdown_it", "starlette", "uvicorn"},
}  # fmt: skip
HEAVY = {"docxtpl", "docx", "jinja2", "markupsafe", "openpyxl", "lxml"}
UNIX = {
    "fcntl", "resource", "pwd", "grp", "termios", "tty", "pty", "posix", "syslog", "curses", "readline", "crypt",
    "spwd", "nis", "ossaudiodev",
}  # fmt: skip


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


MODULES = {
    name_of(path): ast.parse(path.read_text(encoding="utf-8"))
    for path in sorted(ROOT.rglob("*.py"))
    if "_data" not in path.parts
}


def package(name: str) -> str:
    """The room a module is in; "" for what stands before the house (`__init__`, `__main__`)."""
    top = name.split(".")[0]
    return "" if top == "__main__" else top


def floor(name: str) -> int:
    """Its number in FLOORS; above all of them what stands before the house."""
    found = [number for number, rooms in enumerate(FLOORS) if package(name) in rooms]
    return found[0] if found else len(FLOORS)


def imports(tree: ast.AST) -> Iterator[str]:
    """Full names of everything imported, anywhere in the module."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            module = node.module or ""
            for alias in node.names:
                inner = f"{module}.{alias.name}"
                yield inner if inner.removeprefix("xltool.") in MODULES else module


def own(name: str) -> set[str]:
    """Modules of ours that `name` imports."""
    found = {full for full in imports(MODULES[name]) if full.split(".")[0] == "xltool"}
    return {full.removeprefix("xltool").removeprefix(".") for full in found}


def foreign(name: str) -> set[str]:
    """Third-party packages that `name` imports."""
    tops = {full.split(".")[0] for full in imports(MODULES[name])}
    return tops - {"xltool"} - set(sys.stdlib_module_names)


def at_import(tree: ast.AST) -> Iterator[str]:
    """Names imported when the module is, not inside functions."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield from imports(ast.Module([node], []))
        elif not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            yield from at_import(node)


def test_every_room_has_its_floor() -> None:
    rooms = {path.name for path in ROOT.iterdir() if path.is_dir() and any(path.rglob("*.py"))}
    rooms |= {path.stem for path in ROOT.glob("*.py") if not path.stem.startswith("__")}
    assert rooms - {"_data"} <= set().union(*FLOORS)
    assert sum(map(len, FLOORS)) == len(set().union(*FLOORS))


def test_imports_point_down() -> None:
    strange = {
        (name, other)
        for name in MODULES
        if package(name)
        for other in own(name)
        if package(other) != package(name) and (not package(other) or floor(other) >= floor(name))
    }
    assert strange == set()


def test_a_room_uses_its_own_third_party_packages() -> None:
    strange = {
        (name, other) for name in MODULES for other in foreign(name) - THIRD_PARTY.get(package(name), set())
    }
    assert strange == set()


def test_only_the_command_line_prints_and_exits() -> None:
    for name, tree in MODULES.items():
        if package(name) == "cli":
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                called = ast.unparse(node.func)
                assert called not in ("print", "input", "exit", "quit", "sys.exit", "os._exit"), (
                    f"{name}: {called}"
                )


def test_no_import_cycles() -> None:
    graph = {name: own(name) & MODULES.keys() - {name} for name in MODULES}
    assert len(list(TopologicalSorter(graph).static_order())) == len(MODULES)


def early(packages: set[str]) -> set[tuple[str, str]]:
    """Which modules import which of these packages when they are imported themselves."""
    return {
        (name, full)
        for name, tree in MODULES.items()
        for full in at_import(tree)
        if full.split(".")[0] in packages
    }


def test_nothing_needed_at_start_is_unix_only() -> None:
    assert early(UNIX) == set()


def test_heavy_packages_are_imported_where_they_are_used() -> None:
    """`check` must start at once: only xlsxwriter's module and the command line load theirs early."""
    assert early(HEAVY) == set()


def test_the_proof_sees_imports() -> None:
    """The helpers themselves: an import in a function, a package, a floor."""
    tree = ast.parse("import os\ndef f():\n    import lxml.etree\n    from xltool.core.form import model\n")
    assert set(imports(tree)) == {"os", "lxml.etree", "xltool.core.form.model"}
    assert set(at_import(tree)) == {"os"}
    assert "core.submission.model" in own("core.check.rules")
    assert ("cli.main", "typer") in early({"typer"})
    assert floor("core.form.model") < floor("mail.smtp") == floor("reading.roster") < floor("cli.main")
