"""A wrong command line, as typer reports it → a sentence in Chinese."""

from __future__ import annotations

from typing import Any

import typer

from xltool.core.text.catalogue.usage import U_COMMAND, U_MISSING, U_OPTION, U_USAGE, U_VALUE
from xltool.core.text.wording import sentence

TYPER_INTERRUPT = 130  # what typer returns after an interrupt, instead of raising KeyboardInterrupt
# The base class of all errors in a command line.  typer has its own private copy of click, in a module that
# changes between releases, so the class is reached through a public one derived from it.
CommandLineError: type[Exception] = typer.BadParameter.__mro__[1]


def usage_message(error: Any) -> str:
    """What is wrong with a command line, by the class and the fields of a `CommandLineError`."""
    kind, name = type(error).__name__, ""
    if getattr(error, "param", None) is not None:
        name = error.param.make_metavar(error.ctx) if not error.param.opts else error.param.opts[-1]
        name = error.param.metavar or name
    if kind == "NoArgsIsHelpError":
        return str(error.ctx.get_help())
    if kind == "NoSuchOption":
        return sentence(U_OPTION, name=error.option_name)
    if kind == "MissingParameter":
        return sentence(U_MISSING, name=name)
    if kind == "BadParameter":
        return sentence(U_VALUE, name=name, detail=error.message.rstrip("."))
    if "No such command" in error.message:
        return sentence(U_COMMAND, name=error.message.split("'")[1])
    return sentence(U_USAGE, detail=error.message.rstrip("."))
