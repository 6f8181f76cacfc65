"""``xltool completion``: the script with which a shell completes commands, options and names of forms."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from xltool.core.errors import UsageError
from xltool.core.text import zh
from xltool.core.text.catalogue.usage import U_VALUE

_VARIABLE = "_XLTOOL_COMPLETE"  # set by the script when the shell asks
SHELLS = ("bash", "zsh", "fish", "powershell")


def completion(
    shell: Annotated[str, typer.Argument(metavar="SHELL", help="哪一种终端，写错了会列出可用的。")],
) -> int:
    """输出脚本，让终端自动补全命令、选项和报表名称。"""
    if shell not in SHELLS:
        raise UsageError(U_VALUE, name="SHELL", typed=shell, allowed="、".join(SHELLS))
    print(script(shell), end="")
    return 0


def script(shell: str) -> str:
    """The script for one of `SHELLS`; its first line says where to put it."""
    from typer._completion_shared import get_completion_script

    text = get_completion_script(prog_name="xltool", complete_var=_VARIABLE, shell=shell).strip()
    return f"# {zh.COMPLETION[shell]}\n{text}\n"


def answer_the_shell() -> None:
    """Prepare for what a shell asks by way of the script; nothing else needs it."""
    if _VARIABLE in os.environ:
        from typer._completion_classes import completion_init

        completion_init()
