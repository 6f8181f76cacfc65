"""The manual page xltool(1), from the texts that ``--help`` shows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import typer

from xltool import __version__
from xltool.cli.chinese import in_chinese
from xltool.cli.main import app
from xltool.core.errors import ExitCode
from xltool.core.text import zh

EXIT_CODES = {
    ExitCode.OK: "没有问题，或只有提醒。",
    ExitCode.FINDINGS: "有错误要改正，或有单位要处理。",
    ExitCode.USAGE: "命令写得不对。",
    ExitCode.PARTIAL: "有的文件没能读、写或发出，其余的做完了。",
    ExitCode.CONFIGURATION: "设置不对，或者登录不了。",
    ExitCode.INTERNAL: "程序自己出了错。",
}


def manual() -> str:
    """The page in the language of man."""
    group = typer.main.get_command(app)
    context = group.make_context("xltool", [], resilient_parsing=True)
    lines = [
        ".ad l",
        f'.TH XLTOOL 1 "" "xltool {__version__}" ""',
        ".SH 名称", f"xltool \\- {_plain(group.help)}",
        ".SH 用法", r"\fBxltool\fR 命令 [选项] [参数]",
        ".SH 命令", *_commands(group, context),
        ".SH 返回值",
        *(line for code in ExitCode for line in (".TP", f"\\fB{int(code)}\\fR", EXIT_CODES[code])),
        ".SH 另见", "xltool ui 在浏览器里做全部工作，页面上有帮助。",
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


def _commands(group: Any, context: Any) -> Iterator[str]:
    """Every command, those of the groups too, each with its arguments and options."""
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        inner = command.make_context(name, [], parent=context, resilient_parsing=True)
        if hasattr(command, "list_commands"):
            yield from _commands(command, inner)
            continue
        pieces = [zh.USAGE_PIECES.get(piece, piece) for piece in command.collect_usage_pieces(inner)]
        yield f".SS {_plain(' '.join((inner.command_path, *pieces)))}"
        yield _plain(command.help)
        for param in command.get_params(inner):
            record = param.get_help_record(inner)
            if record is not None:
                yield from (".TP", f"\\fB{_plain(record[0])}\\fR", _plain(in_chinese(record[1])) or "\\&")


def _plain(text: str | None) -> str:
    """A text that man shows as it is."""
    words = " ".join((text or "").split()).replace("\\", "\\e").replace("-", "\\-")
    return f"\\&{words}" if words.startswith((".", "'")) else words


if __name__ == "__main__":
    print(manual(), end="")
