"""The sizes and the names of the house: short modules, short functions, and one home for each word."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import xltool
from xltool.cli.main import COMMANDS

ROOT = Path(xltool.__file__).parent
MODULES = {
    path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
    for path in sorted(ROOT.rglob("*.py"))
    if "_data" not in path.parts
}
LONGEST_MODULE, LONGEST_FUNCTION, LONGEST_CLASS = 300, 40, 150
# Words that mean one thing wherever they stand, and so may stand in several modules.
SAME_THING = {
    "work": "what a child process runs: bytes in, bytes out",
    "render": "a value as the bytes or the text of one output format",
    "read_back": "the content of a file just rendered, to compare with what was meant",
    "lines": "a value as lines of text for a person",
    "document": "a value as the JSON document that the contract describes",
    "pack": "a value as the plain data in which it is kept or sent",
    "unpack": "the value that `pack` was given",
    # The verbs of `api.py` are the words of the commands, and of what does the work:
    "aggregate": "returns summed to one submission, by the command or by a program",
    "check": "the rules asked, of a submission or of the file that holds one",
    "load_form": "a form from its folder, or from its name",
    "make_workbook": "one locked workbook, as bytes",
}


def long_parts(source: str) -> Iterator[str]:
    """What in a module is longer than it may be, and says no reason (``# long: …``) beside it."""
    lines = source.splitlines()
    if len(lines) > LONGEST_MODULE:
        yield f"the module has {len(lines)} lines"
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            continue
        most = LONGEST_CLASS if isinstance(node, ast.ClassDef) else LONGEST_FUNCTION
        length = (node.end_lineno or node.lineno) - node.lineno + 1
        has_reason = isinstance(node, ast.ClassDef) and any(
            reason.strip()
            for line in lines[max(node.lineno - 2, 0) : node.lineno]
            for reason in reasons(line)
        )
        if length > most and not has_reason:
            yield f"{node.name} has {length} lines"


def reasons(line: str) -> list[str]:
    """What a comment says after ``long:``."""
    return line.partition("#")[2].split("long:")[1:]


def public_names(source: str) -> Iterator[str]:
    """Functions, classes and values a module defines for others; commands of the command line are none."""
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            if not any(is_command(decorator) for decorator in node.decorator_list):
                yield node.name
        elif isinstance(node, ast.Assign):
            yield from (target.id for target in node.targets if isinstance(target, ast.Name))
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            yield node.target.id


def is_command(decorator: ast.expr) -> bool:
    """Whether it is ``@app.command(…)`` or ``@app.callback(…)``."""
    called = decorator.func if isinstance(decorator, ast.Call) else decorator
    return isinstance(called, ast.Attribute) and called.attr in ("command", "callback")


def test_no_module_function_or_class_is_too_long() -> None:
    found = {name: list(long_parts(MODULES[name])) for name in sorted(MODULES)}
    assert {name: parts for name, parts in found.items() if parts} == {}


def test_a_public_name_has_one_home() -> None:
    homes = defaultdict(set)
    commands = {(f"cli/{module}.py", name) for module, name in COMMANDS.values()}
    for module, source in MODULES.items():
        for name in public_names(source):
            if not name.startswith("_") and name not in SAME_THING and (module, name) not in commands:
                homes[name].add(module)
    assert {name: sorted(modules) for name, modules in homes.items() if len(modules) > 1} == {}


def test_every_exception_is_one() -> None:
    """A word that stands in one module only needs no leave to stand in two."""
    names = [name for source in MODULES.values() for name in set(public_names(source))]
    assert [name for name in SAME_THING if names.count(name) < 2] == []


def test_the_proof_sees_what_is_too_long() -> None:
    body = "    x = 1\n" * LONGEST_FUNCTION
    assert list(long_parts(f"def f():\n{body}")) == ["f has 41 lines"]
    assert list(long_parts(f"def f():  # long: it is\n{body}")) == ["f has 41 lines"]
    members = "    x = 1\n" * LONGEST_CLASS
    assert list(long_parts(f"class C:\n{members}")) == ["C has 151 lines"]
    assert list(long_parts(f"class C:  # long:\n{members}")) == ["C has 151 lines"]
    assert list(long_parts(f"# long: one table\nclass C:\n{members}")) == []
    assert list(long_parts("\n" * 301)) == ["the module has 301 lines"]
    assert list(public_names("a = 1\nb: int = 2\ndef c(): ...\n@app.command()\ndef d(): ...\n")) == [
        "a",
        "b",
        "c",
    ]
