"""``xltool``: the entry point, and which module has which command.

stdout is the result: the paths written, one a line, or one JSON document.  Everything else goes to stderr.
Exit codes are those of `core.errors.ExitCode`.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any, NoReturn

import typer

from xltool.cli.chinese import App, ChineseGroup
from xltool.cli.completion import answer_the_shell
from xltool.cli.terminal import common_options, log_bug, name_own_forms, say, take_debug
from xltool.cli.ui import OpenPage
from xltool.cli.usage import TYPER_INTERRUPT, CommandLineError, usage_message
from xltool.core.errors import ExitCode, XltoolError
from xltool.core.text import zh
from xltool.core.text.catalogue.usage import U_PATH
from xltool.core.text.wording import sentence, system_reason

# Name → the module and what in it is the command or the group, in the order of the help.
COMMANDS = {
    "demo": ("making", "demo"),
    "make": ("making", "make"),
    "check": ("checking", "check"),
    "report": ("reports", "report"),
    "import": ("reports", "import_"),
    "aggregate": ("aggregate", "aggregate"),
    "form": ("forms", "form_app"),
    "round": ("rounds", "round_app"),
    "ui": ("ui", "ui"),
    "completion": ("completion", "completion"),
}


class Commands(ChineseGroup):
    """The commands; each is loaded when it is named, so that a check does not wait for the rounds."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Their names in the order of the help."""
        return [*COMMANDS]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command of this name, None when there is none."""
        if cmd_name in COMMANDS and cmd_name not in self.commands:
            module, name = COMMANDS[cmd_name]
            found = getattr(import_module(f"xltool.cli.{module}"), name)
            if not isinstance(found, typer.Typer):
                alone = App()
                alone.command(cmd_name)(found)
                found = alone
            self.commands[cmd_name] = typer.main.get_command(found)
        return self.commands.get(cmd_name)


app = App(
    help="政府信息公开工作年度报告：制发报送表、核对回收的报送、生成报告。", cls=Commands,
    no_args_is_help=True, pretty_exceptions_enable=False,
)  # fmt: skip

app.callback()(common_options)


def main(open_page: OpenPage | None = None) -> NoReturn:
    """Runs one command and exits with its exit code, whatever happens; `open_page` serves ``ui``."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a character the terminal lacks must not end the run
            stream.reconfigure(errors="backslashreplace")
    take_debug(sys.argv)
    answer_the_shell()
    try:
        name_own_forms()
        result = app(standalone_mode=False, prog_name="xltool", obj=open_page)
        if result == TYPER_INTERRUPT:
            raise KeyboardInterrupt
        sys.exit(result if isinstance(result, int) else 0)
    except XltoolError as error:
        _stop(str(error), error.exit_code)
    except CommandLineError as error:
        _stop(usage_message(error), ExitCode.USAGE)
    except (KeyboardInterrupt, typer.Abort):
        _stop(zh.INTERRUPTED, ExitCode.PARTIAL)
    except BrokenPipeError:
        sys.exit(0)
    except Exception as error:  # the one place where a bug of ours becomes a sentence
        log_bug(error)
        if isinstance(error, OSError) and error.filename:  # no bug: a name too long, a folder that is gone
            _stop(sentence(U_PATH, path=str(error.filename), detail=system_reason(error)), ExitCode.PARTIAL)
        _stop(zh.INTERNAL.format(detail=f"{type(error).__name__}: {error}"), ExitCode.INTERNAL)


def _stop(text: str, code: int) -> NoReturn:
    say(text)
    if sys.platform == "win32" and sys.stderr is None:  # started by a shortcut, without a console
        import ctypes

        ctypes.windll.user32.MessageBoxW(None, text, "xltool", 0x30)
    sys.exit(code)
