"""Where words may stand, and that the catalogue holds every code that is used."""

from __future__ import annotations

import ast
import pickle
import re
import string
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

import xltool
from xltool.cli.main import app
from xltool.core import errors
from xltool.core.text import zh
from xltool.core.text.catalogue import FAMILIES, codes_of
from xltool.core.text.code import _FILE_KINDS, FindingCode, code_named

ROOT = Path(xltool.__file__).parent
SOURCES = {
    path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
    for path in sorted(ROOT.rglob("*.py"))
    if "_data" not in path.parts
}
# the rooms of words: catalogue, fixed words, patterns of texts, and the help of commands
WITH_WORDS = {name for name in SOURCES if name.startswith(("core/text/", "cli/"))}
WITH_WORDS.add("core/check/narrative/patterns.py")
CODES = {code: code for family in FAMILIES.values() for code in codes_of(family)}
CJK = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")  # words; punctuation joins lists


def literals(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """(line, text) of every string literal that is no docstring."""
    docstrings = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[0] if node.body else None
            if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
                docstrings.add(first.value)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in docstrings:
            yield node.lineno, node.value


def test_no_chinese_outside_the_catalogues() -> None:
    chinese = [
        (name, line, text)
        for name in sorted(SOURCES.keys() - WITH_WORDS)
        for line, text in literals(ast.parse(SOURCES[name]))
        if CJK.search(text)
    ]
    assert chinese == []


def test_the_search_tells_docstrings_from_texts() -> None:
    tree = ast.parse('"""表"""\ndef f():\n    """格"""\n    return f"行{1}", "列"\n')
    assert sorted(text for _, text in literals(tree)) == ["列", "行"]


def given_names(name: str) -> list[str]:
    """Every name that a module gives to something at its top."""
    return [
        target.id
        for node in ast.parse(SOURCES[name]).body
        for tree in (node.targets if isinstance(node, ast.Assign) else [])
        for target in ast.walk(tree)
        if isinstance(target, ast.Name)
    ]


WORDS = sorted(name for name in SOURCES if name.startswith("core/text/zh/"))
PATTERNS = "core/check/narrative/patterns.py"
FAMILY_FILES = sorted(name for name in SOURCES if name.startswith("core/text/catalogue/"))


def test_no_fixed_word_is_given_twice() -> None:
    """The second would silently take the place of the first, across the pages too."""
    for names in ([one for page in WORDS for one in given_names(page)], given_names(PATTERNS)):
        assert sorted({one for one in names if names.count(one) > 1}) == []


def test_every_fixed_word_and_pattern_is_used() -> None:
    words = re.findall(r"\w+", "\n".join(SOURCES.values()))
    times = Counter(words)
    names = [one for page in (*WORDS, PATTERNS) for one in given_names(page)]
    assert len(names) > 200
    assert [one for one in sorted(set(names)) if times[one] < 2] == []


def test_every_code_is_a_constant_of_its_own_name_and_family() -> None:
    for letter, family in FAMILIES.items():
        for name, code in (item for module in family for item in vars(module).items()):
            if isinstance(code, FindingCode):
                assert name == code.replace("-", "_").upper() and code.startswith(f"{letter}-")
    assert len(CODES) == sum(len(codes_of(family)) for family in FAMILIES.values()) > 180
    assert FAMILIES.keys() == zh.FAMILY_TITLES.keys()


def test_no_code_is_written_as_text() -> None:
    """A code is a value, so that mypy finds a wrong one."""
    for name, source in SOURCES.items():
        if name not in FAMILY_FILES:
            found = {text for _, text in literals(ast.parse(source))} & CODES.keys()
            assert found == set(), name


def test_every_code_is_used() -> None:
    elsewhere = "\n".join(source for name, source in SOURCES.items() if name not in FAMILY_FILES)
    used = set(re.findall(r"\b[A-Z]_[A-Z_]+\b", elsewhere))
    assert sorted(code for code in CODES if code.replace("-", "_").upper() not in used) == []


def test_codes_stay_themselves_in_another_process() -> None:
    for code in CODES:
        assert pickle.loads(pickle.dumps(code)) is code and code_named(str(code)) is code
    rule = FindingCode("T3-B01", "error")
    again = pickle.loads(pickle.dumps(rule))
    assert again == rule and again.severity == "error"


def fields(template: str) -> list[str | None]:
    return [field for _, field, spec, conversion in string.Formatter().parse(template) if field is not None]


def test_templates_hold_simple_fields_only() -> None:
    for message in sorted(CODES):
        for template in (message.text, message.advice):
            for _, field, spec, conversion in string.Formatter().parse(template):
                assert field is None or re.fullmatch(r"[a-z_]+", field), template
                assert not spec and not conversion, template
        assert message.severity in ("error", "warning", "info"), message
        assert CJK.search(message.text) and message.text.endswith("。"), message
        assert not message.advice or message.advice.endswith("。"), message


def test_rule_templates_hold_what_a_rule_gives() -> None:
    given = {"left", "right", "left_sum", "right_sum", "sign", "difference", "label"}
    for template in (*zh.RULE_FAILS.values(), zh.SUM_FAILS):
        assert set(fields(template)) <= given
    assert set(zh.RULE_FAILS) == set(zh.RELATION) == {"==", "<=", ">=", "<", ">"}


def test_kinds_of_files_are_words() -> None:
    assert all(CJK.search(word) for word, _ in _FILE_KINDS.values())


def commands(group: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    for child in group.list_commands(None) if hasattr(group, "list_commands") else ():
        command = group.get_command(None, child)
        yield f"{name} {child}".strip(), command
        yield from commands(command, f"{name} {child}".strip())


COMMANDS = dict(commands(typer.main.get_command(app)))


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_and_option_is_explained_in_chinese(name: str) -> None:
    command = COMMANDS[name]
    assert CJK.search(command.help or "")
    unexplained = [
        param.name
        for param in command.params
        if param.name != "help" and not CJK.search(getattr(param, "help", None) or "")
    ]
    assert unexplained == []


def test_the_commands_of_the_contract_are_there() -> None:
    expected = {"demo", "make", "check", "report", "aggregate", "import", "form"}
    forms = ("list", "show", "check", "cells", "doc", "new", "diff", "migrate", "scaffold")
    expected |= {f"form {name}" for name in forms}
    assert expected <= COMMANDS.keys()


@pytest.mark.parametrize("arguments", [["--help"], []])
def test_help_fits_one_screen(arguments: list[str]) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "xltool", *arguments], capture_output=True, encoding="utf-8", check=False,
        env=None,
    )  # fmt: skip
    lines = (run.stdout + run.stderr).rstrip().splitlines()
    assert 5 < len(lines) <= 24 and max(map(len, lines)) <= 80


RAISED = {"sentence"} | {
    name
    for name, kind in vars(errors).items()
    if isinstance(kind, type) and issubclass(kind, errors.XltoolError)
}
RAISED.remove("FormError")  # made by `Source.fail`, which gives its one argument
BY_NAME = {code.replace("-", "_").upper(): code for code in CODES}


def raised(source: str) -> Iterator[tuple[int, FindingCode, set[str]]]:
    """(line, code, argument names) of every message made with a constant and plain arguments."""
    for node in ast.walk(ast.parse(source)):
        if (
            not isinstance(node, ast.Call)
            or ast.unparse(node.func).split(".")[-1] not in RAISED
            or not node.args
        ):
            continue
        code = node.args[0]
        names = {keyword.arg for keyword in node.keywords}
        if isinstance(code, ast.Name) and code.id in BY_NAME and None not in names:
            yield node.lineno, BY_NAME[code.id], {name for name in names if name}


def test_messages_are_given_the_arguments_they_need() -> None:
    missing = {
        (name, line, code): sorted(needed - given)
        for name, source in SOURCES.items()
        for line, code, given in raised(source)
        if (needed := {f for f in fields(code.text + code.advice) if f} - {"save_as"}) - given  # by its kind
    }
    assert missing == {}


def test_the_search_sees_messages() -> None:
    assert sum(1 for source in SOURCES.values() for _ in raised(source)) > 120
