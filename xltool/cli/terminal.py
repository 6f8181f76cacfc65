"""What the commands share: common options, the files they are given, lines for people, a progress bar.

Results go to stdout, lines for people and the bar to stderr.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from xltool.app.environment import open_passwords
from xltool.core.errors import ExitCode, UnreadableFile, UsageError, XltoolError
from xltool.core.submission.model import Unit
from xltool.core.text import zh
from xltool.core.text.catalogue.files import W_NO_INPUT
from xltool.core.text.catalogue.usage import U_VALUE
from xltool.core.text.clean import safe
from xltool.reading.form.find import own_form_notices
from xltool.reading.registry import ARCHIVES, suffixes

T = TypeVar("T")
DEBUG = "--debug"
_log = logging.getLogger("xltool")
FEW = 5  # files that are done before a bar would be of use


def _form_names(incomplete: str) -> list[str]:
    """What a shell offers for a form."""
    from xltool.reading.form.find import list_forms

    return [folder.name for folder in list_forms() if folder.name.startswith(incomplete)]


FormArg = Annotated[
    str,
    typer.Argument(
        metavar="FORM", help="报表名称（如 zfxxgknb-2021）或报表文件夹。", autocompletion=_form_names
    ),
]
Paths = Annotated[
    list[str],
    typer.Argument(metavar="PATH...", help=f"文件或文件夹（{' '.join((*suffixes(), *ARCHIVES))}）。"),
]
Out = Annotated[Path, typer.Option("-o", "--output", metavar="DIR", help="放结果的文件夹。")]
Force = Annotated[bool, typer.Option("--force", help="覆盖已有的文件。")]
Password = Annotated[
    str, typer.Option("--password", metavar="P", help="打开加密文件的密码；写 - 则另行询问。")
]
Jobs = Annotated[int | None, typer.Option("--jobs", metavar="N", min=1, help="同时用几个进程，默认按核数。")]
Prior = Annotated[list[str], typer.Option("--prior", metavar="PATH", help="上年的报送，文件或文件夹。")]
CheckRoster = Annotated[
    Path | None, typer.Option("--roster", metavar="FILE", help="单位名册，按曾用名找上年的报送。")
]
Marked = Annotated[
    Path | None, typer.Option("--marked", metavar="DIR", help="给有问题的报送做一份标明错处的副本。")
]
Template = Annotated[Path | None, typer.Option("--template", metavar="FILE", help="自己的 Word 模板。")]
Findings = Annotated[
    Path | None, typer.Option("--findings", metavar="FILE", help="审核情况另存为 .xlsx 或 .html。")
]
Scheduler = Annotated[
    str, typer.Option("--scheduler", metavar="ADDRESS", help="交给 Dask 集群做，如 tcp://主机:8786。")
]
Shard = Annotated[str, typer.Option("--shard", metavar="I/N", help="只做 N 份中的第 I 份，用于多台机器。")]


def opening(password: str) -> tuple[str, ...]:
    """The passwords that open files; "-" is asked for, so that it stands in no list of processes."""
    if password == "-":
        password = (
            typer.prompt(zh.ASK_PASSWORD, hide_input=True, err=True)
            if sys.stdin.isatty()
            else sys.stdin.readline().rstrip("\r\n")
        )
    return open_passwords(password)


def _version(is_wanted: bool) -> None:
    if is_wanted:
        program = sys.modules[__name__.partition(".")[0]]  # above this floor, and loaded already
        print(zh.VERSION.format(version=program.__version__))
        raise typer.Exit


def common_options(
    debug: Annotated[
        bool, typer.Option(DEBUG, help="出错时显示程序内部的细节，供维护人员查找原因。")
    ] = False,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help=zh.HELP_VERSION)
    ] = False,
) -> None:
    """政府信息公开工作年度报告：制发报送表、核对回收的报送、生成报告。"""


def take_debug(arguments: list[str]) -> None:
    """With ``--debug``, anywhere in the command, what goes wrong inside is shown on stderr with its place."""
    if DEBUG in arguments:
        arguments.remove(DEBUG)
        _log.addHandler(logging.StreamHandler(sys.stderr))
        _log.setLevel(logging.DEBUG)


def log_bug(error: Exception) -> None:
    """A bug of ours, for who asked for ``--debug``."""
    _log.debug("", exc_info=error)


def name_own_forms() -> None:
    """Names the forms of the current folder that stand for ours, or are broken, on stderr."""
    for notice in own_form_notices():
        say(notice)


def say(text: str) -> None:
    """Prints one line for people on stderr."""
    print(text, file=sys.stderr, flush=True)


def day_of(deadline: str) -> date:
    """The day given as ``--deadline``; raises UsageError."""
    try:
        return date.fromisoformat(deadline)
    except ValueError:
        raise UsageError(U_VALUE, name="--deadline", typed=deadline, allowed=zh.ALLOWED["day"]) from None


def skipped(path: str) -> None:
    """A file passed over, named on stderr."""
    say(safe(zh.SKIPPED.format(path=path)))


def input_files(paths: list[str]) -> list[str]:
    """The files to be read; names those passed over; raises UnreadableFile when there are none."""
    from xltool.app import find_files

    files = list(find_files.expand(paths, skipped))
    if not files:
        raise UnreadableFile(W_NO_INPUT, path="、".join(paths))
    return files


def units_of(roster: Path | None) -> tuple[Unit, ...]:
    """The units of a roster, none without one."""
    if roster is None:
        return ()
    from xltool.reading.roster import read_roster  # slow to load

    return tuple(read_roster(roster))


def tell(results: Iterable[Path | XltoolError], aside: bool = False) -> int:
    """Prints each path written on stdout (`aside`: on stderr), each error on stderr; the worst exit code."""
    worst = 0
    for result in results:
        if isinstance(result, XltoolError):
            worst = max(worst, result.exit_code)
            say(str(result))
        else:
            print(result, file=sys.stderr if aside else sys.stdout)
    return worst


def checks_exit_code(statuses: set[str]) -> int:
    """The exit code of a check whose files have these statuses."""
    worst = ExitCode.FINDINGS if "rejected" in statuses else ExitCode.OK
    return ExitCode.PARTIAL if "unreadable" in statuses else worst


@contextmanager
def progress(items: Iterator[T], label: str, length: int) -> Iterator[Iterator[T]]:
    """`items` with a bar on stderr, if that is a terminal, stdout is none, and there are more than `FEW`."""
    with closing(items):  # type: ignore[type-var]
        if sys.stderr.isatty() and not sys.stdout.isatty() and length > FEW:
            with typer.progressbar(items, length, label=label, file=sys.stderr) as bar:
                yield iter(bar)
        else:
            yield items
