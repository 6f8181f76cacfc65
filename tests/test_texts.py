"""Where words may stand, and that the catalogue holds every code that is used."""

from __future__ import annotations

import ast
import re
import string
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer

import xltool
from xltool.cli.main import app
from xltool.core.text.catalogue import KINDS, MESSAGES, RULE_FAILS, SUM_FAILS, Message

ROOT = Path(xltool.__file__).parent
SOURCES = {
    path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
    for path in sorted(ROOT.rglob("*.py"))
    if "_data" not in path.parts
}
WITH_WORDS = {
    "core/text/catalogue.py",
    "core/text/zh.py",
    "cli/main.py",
    "cli/forms.py",
    "cli/rounds.py",
    "cli/aggregate.py",
    "cli/terminal.py",
}
CJK = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")  # words; punctuation joins lists
CODE = re.compile(r"[\"']([VNWRFUPAC]-[a-z]+(?:-[a-z]+)*)[\"']")


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


@pytest.mark.parametrize("name", sorted(SOURCES.keys() - WITH_WORDS))
def test_no_chinese_outside_the_catalogues(name: str) -> None:
    chinese = [(line, text) for line, text in literals(ast.parse(SOURCES[name])) if CJK.search(text)]
    assert chinese == []


def test_the_search_tells_docstrings_from_texts() -> None:
    tree = ast.parse('"""表"""\ndef f():\n    """格"""\n    return f"行{1}", "列"\n')
    assert sorted(text for _, text in literals(tree)) == ["列", "行"]


@pytest.mark.parametrize("name", ["core/text/catalogue.py", "core/text/zh.py"])
def test_no_name_of_the_catalogues_is_given_twice(name: str) -> None:
    """The second would silently take the place of the first."""
    given = [
        target.id
        for node in ast.parse(SOURCES[name]).body
        for tree in (node.targets if isinstance(node, ast.Assign) else [])
        for target in ast.walk(tree)
        if isinstance(target, ast.Name)
    ]
    assert sorted({one for one in given if given.count(one) > 1}) == []


def used_codes() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for name, source in SOURCES.items():
        for code in CODE.findall(source):
            found.setdefault(code, set()).add(name)
    return found


def test_every_code_used_is_in_the_catalogue() -> None:
    missing = {code: sorted(names) for code, names in used_codes().items() if code not in MESSAGES}
    assert missing == {}


@pytest.mark.parametrize("name", ["core/text/zh.py", "core/text/catalogue.py"])
def test_every_name_of_the_catalogues_is_used(name: str) -> None:
    tree = ast.parse(SOURCES[name])
    targets = [target for node in tree.body if isinstance(node, ast.Assign) for target in node.targets]
    given = {node.id for target in targets for node in ast.walk(target) if isinstance(node, ast.Name)}
    assert len(given) > 40
    text = "\n".join(SOURCES.values())
    assert [one for one in sorted(given) if len(re.findall(rf"\b{one}\b", text)) < 2] == []


def test_every_outline_reason_has_its_message() -> None:
    """Their codes are put together from a reason, so the search above cannot see them."""
    reasons = re.findall(r"OutlineError\(\"(\w+)\"", SOURCES["core/form/outline.py"])
    assert reasons and all(f"F-outline-{reason}" in MESSAGES for reason in reasons)


def test_every_message_is_used() -> None:
    used = used_codes()
    elsewhere = {code for code in used if used[code] != {"core/text/catalogue.py"}}
    built = {code for code in MESSAGES if code.startswith("F-outline-")}
    assert sorted(MESSAGES.keys() - elsewhere - built) == []


def fields(template: str) -> list[str | None]:
    return [field for _, field, spec, conversion in string.Formatter().parse(template) if field is not None]


@pytest.mark.parametrize("code", sorted(MESSAGES))
def test_templates_hold_simple_fields_only(code: str) -> None:
    message: Message = MESSAGES[code]
    for template in (message.text, message.advice):
        for _, field, spec, conversion in string.Formatter().parse(template):
            assert field is None or re.fullmatch(r"[a-z_]+", field), template
            assert not spec and not conversion
    assert message.severity in ("error", "warning", "info")
    assert CJK.search(message.text) and message.text.endswith("。")
    assert not message.advice or message.advice.endswith("。")


def test_rule_templates_hold_what_a_rule_gives() -> None:
    given = {"left", "right", "left_sum", "right_sum", "sign", "difference", "label"}
    for template in (*RULE_FAILS.values(), SUM_FAILS):
        assert set(fields(template)) <= given
    assert set(RULE_FAILS) == {"==", "<=", ">="}


def test_kinds_of_files_are_words() -> None:
    assert all(CJK.search(word) for word in KINDS.values())


def commands(group: object, name: str = "") -> Iterator[tuple[str, object]]:
    for child, command in getattr(group, "commands", {}).items():
        yield f"{name} {child}".strip(), command
        yield from commands(command, f"{name} {child}".strip())


COMMANDS = dict(commands(typer.main.get_command(app)))


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_and_option_is_explained_in_chinese(name: str) -> None:
    command = COMMANDS[name]
    assert CJK.search(command.help or "")  # type: ignore[attr-defined]
    unexplained = [
        param.name
        for param in command.params  # type: ignore[attr-defined]
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


RAISED = {"UnreadableError", "SubmissionError", "UseError", "sentence", "ReportError"}


def raised(source: str) -> Iterator[tuple[int, str, set[str]]]:
    """(line, code, argument names) of every message made with a literal code and plain arguments."""
    for node in ast.walk(ast.parse(source)):
        if (
            not isinstance(node, ast.Call)
            or ast.unparse(node.func).split(".")[-1] not in RAISED
            or not node.args
        ):
            continue
        code = node.args[0]
        names = {keyword.arg for keyword in node.keywords}
        if isinstance(code, ast.Constant) and isinstance(code.value, str) and None not in names:
            yield node.lineno, code.value, {name for name in names if name}


@pytest.mark.parametrize("name", sorted(SOURCES))
def test_messages_are_given_the_arguments_they_need(name: str) -> None:
    missing = {
        (line, code): sorted(needed - given)
        for line, code, given in raised(SOURCES[name])
        if (needed := {f for f in fields(MESSAGES[code].text + MESSAGES[code].advice) if f}) - given
    }
    assert missing == {}
