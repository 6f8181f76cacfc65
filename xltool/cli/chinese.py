"""The command line in Chinese: headings, notes on options and ``-h``, which typer has in English only.

`App` is a `typer.Typer` whose commands and groups speak so.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from xltool.core.text import zh

_EXTRA = re.compile(r"  \[([^\[\]]*)\]$")  # what typer adds behind the help of an option


class _Chinese:
    """What commands and groups have in common."""

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """The line 用法."""
        pieces = [zh.USAGE_PIECES.get(piece, piece) for piece in self.collect_usage_pieces(ctx)]  # type: ignore[attr-defined]
        formatter.write_usage(ctx.command_path, " ".join(pieces), zh.USAGE_HEAD)

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """The lists 参数 and 选项, of a group also 命令."""
        rows: dict[str, list[tuple[str, str]]] = {"argument": [], "option": []}
        for param in self.get_params(ctx):  # type: ignore[attr-defined]
            if (record := param.get_help_record(ctx)) is not None:
                rows[param.param_type_name].append((record[0], in_chinese(record[1])))
        for kind, found in rows.items():
            if found:
                with formatter.section(zh.HELP_SECTIONS[kind]):
                    formatter.write_dl(found)
        if isinstance(self, TyperGroup):
            commands = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
            with formatter.section(zh.HELP_SECTIONS["command"]):
                formatter.write_dl([(name, one.get_short_help_str(70)) for name, one in commands if one])

    def get_help_option_names(self, ctx: Any) -> list[str]:
        """``-h`` too."""
        return ["-h", "--help"]

    def get_help_option(self, ctx: Any) -> Any:
        """The option that shows the help."""
        option = super().get_help_option(ctx)  # type: ignore[misc]
        if option is not None:
            option.help = zh.HELP_OPTION
        return option


class ChineseCommand(_Chinese, TyperCommand):
    """A command."""


class ChineseGroup(_Chinese, TyperGroup):
    """A group of commands."""


class App(typer.Typer):
    """A group of commands that speaks Chinese, and whose commands do."""

    def __init__(self, **given: Any) -> None:
        options = {"add_completion": False, "rich_markup_mode": None, "cls": ChineseGroup}
        super().__init__(**{**options, **given})

    def command(self, name: str | None = None, **given: Any) -> Callable[[Any], Any]:
        """Takes in a function as a command."""
        return super().command(name, **{"cls": ChineseCommand, **given})


def in_chinese(help_: str) -> str:
    """The help of an option with what typer says of it at its end."""
    found = _EXTRA.search(help_)
    if found is None:
        return help_
    notes = "，".join(_note(part) for part in found[1].split("; "))
    return f"{help_[: found.start()]}{zh.HELP_NOTE.format(notes=notes)}"


def _note(part: str) -> str:
    if part.startswith("default: "):
        return zh.HELP_DEFAULT.format(value=part.removeprefix("default: "))
    if limits := re.fullmatch(r"(?:(\d+)<=)?x(?:>=(\d+))?(?:<=(\d+))?", part):
        return allowed_range(limits[1] or limits[2], limits[3])
    return zh.HELP_REQUIRED if part == "required" else part


def allowed_range(least: object, most: object) -> str:
    """Which whole numbers are allowed."""
    if least is not None and most is not None:
        return zh.ALLOWED["between"].format(least=least, most=most)
    return zh.ALLOWED["least"].format(least=least) if least is not None else zh.ALLOWED["number"]
