"""The architecture as data: who may import whom, proved on the source."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import xltool

ROOT = Path(xltool.__file__).parent
# Every module has a layer.  A core module imports core and the standard library only; a door may
# import the core, its own package and the named third-party packages; the composers join doors;
# cli joins everything and alone prints and exits.
CORE = {
    "outline", "expr", "form", "layout", "submission", "finding", "messages", "words", "check", "repair", "relations",
    "slips", "errors", "changes", "stencil", "compiled",
    "narrative", "narrative.data", "narrative.phrases", "narrative.bound", "narrative.sentences", "narrative.lists",
    "narrative.counts", "narrative.years", "narrative.names", "narrative.manners", "narrative.similar",
    "narrative.review",
    "identity", "formdoc", "migrate", "form_diff", "",
    "formsource", "formtables", "aggregate", "overrides", "jumps", "lineage", "bars",
}  # fmt: skip
DOORS: dict[str, set[str]] = {  # door (module or package) → third-party packages it may use
    "formfile": set(),
    "files": set(),
    "values": set(),
    "workbook": {
        "xlsxwriter",
        "openpyxl",
        "xlrd",
        "olefile",
        "msoffcrypto",
        "cryptography",
        "python_calamine",
        "py7zr",
        "rarfile",
        "tnefparse",
        "oxmsg",
    },
    "published": set(),
    "report": {"docxtpl", "docx", "jinja2", "markupsafe", "pypdf", "matplotlib"},
    "roster": set(),
    "tabular": {"openpyxl"},
    "round": set(),
    "render": {"jinja2", "xlsxwriter"},
    "mail": {"jinja2", "keyring"},
    "cluster": {"distributed"},
}
# doors that may use another door: data types, and the text of cells
BETWEEN_DOORS = {
    ("values", "workbook.raw"),
    ("workbook.extract", "values"),
    ("mail.smtp", "round.folder"),
    ("mail.inbox", "round.folder"),
    ("round.folder", "files"),
    ("roster", "tabular"),
    # a published report's tables are found like a workbook's, its files opened with the same bounds
    *(("published", f"workbook.{name}") for name in ("raw", "package", "sandbox", "table_search", "locate")),
    ("published", "workbook.compare"),
    ("published", "values"),
    ("report.template", "workbook.package"),
    ("report.template", "workbook.raw"),
}
COMPOSERS = {
    "intake",
    "walk",
    "take_over",
    "issue",
    "publish",
    "table",
    "demo",
    "collect",
    "send",
    "desk",
    "board",
    "marked",
    "findings_out",
    "cross",
    "changeover",
    "county",
    "batch",
}
TOP = {"cli", "cli_form", "cli_round", "cli_aggregate", "terminal", "__main__"}
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


def door(name: str) -> str | None:
    return name.split(".")[0] if name.split(".")[0] in DOORS else None


def at_import(tree: ast.AST) -> Iterator[str]:
    """Names imported when the module is, not inside functions."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield from imports(ast.Module([node], []))
        elif not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            yield from at_import(node)


def test_every_module_has_one_layer() -> None:
    layers = [CORE, set(DOORS), COMPOSERS, TOP]
    for name in MODULES:
        top = name if name in CORE else name.split(".")[0]
        assert sum(top in layer for layer in layers) == 1, f"{name} has no layer"


@pytest.mark.parametrize("name", sorted(CORE & MODULES.keys()))
def test_core_imports_only_core(name: str) -> None:
    assert own(name) <= CORE
    assert foreign(name) == set()


@pytest.mark.parametrize("name", sorted(name for name in MODULES if door(name)))
def test_doors_import_core_themselves_and_their_packages(name: str) -> None:
    mine = door(name)
    assert mine is not None
    strange = {other for other in own(name) if other not in CORE and door(other) != mine}
    assert all({(name, other), (mine, other)} & BETWEEN_DOORS for other in strange)
    assert foreign(name) <= DOORS[mine]


@pytest.mark.parametrize("name", sorted(COMPOSERS & MODULES.keys()))
def test_composers_bring_no_packages(name: str) -> None:
    assert foreign(name) == set()


def test_the_command_line_brings_only_its_own_package() -> None:
    assert foreign("cli") == {"typer"}


def test_nothing_imports_the_command_line() -> None:
    users = {name: own(name) & TOP for name in MODULES if own(name) & TOP}
    assert users == {
        "__main__": {"cli"},
        "cli": {"cli_form", "cli_round", "cli_aggregate", "terminal"},
        "cli_round": {"cli_aggregate", "terminal"},
        "cli_form": {"terminal"},
        "cli_aggregate": {"terminal"},
    }


def test_only_the_command_line_prints_and_exits() -> None:
    for name, tree in MODULES.items():
        if name in TOP:
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


@pytest.mark.parametrize("name", sorted(MODULES))
def test_nothing_needed_at_start_is_unix_only(name: str) -> None:
    assert not {full.split(".")[0] for full in at_import(MODULES[name])} & UNIX


@pytest.mark.parametrize("name", sorted(MODULES))
def test_heavy_packages_are_imported_where_they_are_used(name: str) -> None:
    """`check` must start at once: only xlsxwriter's module and the command line load theirs early."""
    early = {full.split(".")[0] for full in at_import(MODULES[name])}
    assert early & {"docxtpl", "docx", "jinja2", "markupsafe", "openpyxl", "lxml", "matplotlib"} == set()


def test_the_proof_sees_imports() -> None:
    """The helpers themselves: an import in a function, a cycle, a package."""
    tree = ast.parse("import os\ndef f():\n    import lxml.etree\n    from xltool import form\n")
    assert set(imports(tree)) == {"os", "lxml.etree", "xltool.form"}
    assert set(at_import(tree)) == {"os"}
    assert "submission" in own("check") and "expr" in own("check")
