"""A wrong command line, as typer reports it → a sentence in Chinese: what is wrong, and what is allowed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

import typer

from xltool.cli.chinese import allowed_range
from xltool.core.text import zh
from xltool.core.text.catalogue.usage import (
    U_COMMAND,
    U_MISSING,
    U_NO_VALUE,
    U_OPTION,
    U_TOO_MANY,
    U_USAGE,
    U_VALUE,
)
from xltool.core.text.wording import sentence

_TYPED = re.compile(r"'([^']*)'|^(\S+) is not in the range")
TYPER_INTERRUPT = 130  # what typer returns after an interrupt, instead of raising KeyboardInterrupt
# The base class of all errors in a command line.  typer has its own private copy of click, in a module that
# changes between releases, so the class is reached through a public one derived from it.
CommandLineError: type[Exception] = typer.BadParameter.__mro__[1]


def usage_message(error: Any) -> str:
    """What is wrong with a command line, by the class and the fields of a `CommandLineError`."""
    kind, message = type(error).__name__, error.message.rstrip(".")
    ctx: Any = getattr(error, "ctx", None)
    param: Any = getattr(error, "param", None)
    if kind == "NoArgsIsHelpError":
        return str(ctx.get_help())
    if kind == "NoSuchOption":
        options = [name for one in ctx.command.get_params(ctx) for name in one.opts] if ctx else []
        return sentence(U_OPTION, name=error.option_name, meant=_meant(error.option_name, options))
    if kind == "MissingParameter":
        return sentence(U_MISSING, name=_name(param, ctx), what=_help(param))
    if kind == "BadParameter":
        found = _TYPED.search(message)
        typed = next(filter(None, found.groups()), "") if found else ""
        return sentence(U_VALUE, name=_name(param, ctx), typed=typed, allowed=_allowed(param))
    if kind == "BadOptionUsage":
        return sentence(U_NO_VALUE, name=error.option_name)
    if "No such command" in message:
        name = message.split("'")[1]
        return sentence(U_COMMAND, name=name, meant=_meant(name, ctx.command.list_commands(ctx)))
    if "unexpected extra argument" in message:
        return sentence(U_TOO_MANY, given=message.rpartition("(")[2].rstrip(")"))
    return sentence(U_USAGE, detail=zh.USAGE_DETAILS.get(message, message))


def _name(param: Any, ctx: Any) -> str:
    """An option by its long name, an argument by what the help calls it."""
    if param is None:
        return ""
    if param.param_type_name == "option":
        return str(max(param.opts, key=len))
    return str(param.metavar or param.make_metavar(ctx)).strip("[]{}")


def _help(param: Any) -> str:
    help_ = (getattr(param, "help", None) or "").rstrip(zh.FULL_STOP)
    return zh.USAGE_WHAT.format(what=help_) if help_ else ""


def _allowed(param: Any) -> str:
    """What may stand there."""
    type_ = getattr(param, "type", None)
    name = getattr(type_, "name", "")
    if type(type_).__name__.startswith("Int"):
        return allowed_range(getattr(type_, "min", None), getattr(type_, "max", None))
    return zh.ALLOWED.get(name, (getattr(param, "help", None) or "").rstrip(zh.FULL_STOP))


def _meant(given: str, known: Iterable[str]) -> str:
    """What was probably meant; "" when nothing is like it."""
    found = get_close_matches(given, list(known), 1, 0.6)
    return zh.USAGE_MEANT.format(name=found[0]) if found else ""
