"""What the commands share: a line for people, a bar to wait by, the options that mean the same everywhere.

Under `cli` and its groups; prints, as they do.  Results go to stdout, everything here to stderr.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from xltool.core.errors import XltoolError
from xltool.core.text import zh
from xltool.core.text.clean import safe
from xltool.reading.registry import ARCHIVES, suffixes

T = TypeVar("T")
FEW = 5  # nobody waits for these

FormArg = Annotated[str, typer.Argument(metavar="FORM", help="报表名称（如 zfxxgknb-2021）或报表文件夹。")]
Paths = Annotated[
    list[str],
    typer.Argument(metavar="PATH...", help=f"文件或文件夹（{' '.join((*suffixes(), *ARCHIVES))}）。"),
]
Out = Annotated[Path, typer.Option("-o", "--output", metavar="DIR", help="放结果的文件夹。")]
Force = Annotated[bool, typer.Option("--force", help="覆盖已有的文件。")]
Password = Annotated[str, typer.Option("--password", metavar="P", help="打开加密工作簿的密码。")]
Jobs = Annotated[int | None, typer.Option("--jobs", metavar="N", min=1, help="同时用几个进程，默认按核数。")]
Prior = Annotated[list[str], typer.Option("--prior", metavar="PATH", help="上年的报送，文件或文件夹。")]


def say(text: str) -> None:
    """One line for people, on stderr."""
    print(text, file=sys.stderr, flush=True)


def skipped(path: str) -> None:
    """A file passed over, named on stderr."""
    say(safe(zh.SKIPPED.format(path=path)))


def tell(results: Iterable[Path | XltoolError], aside: bool = False) -> int:
    """Each written path on stdout (or `aside`, on stderr), each fault as a sentence; the worst exit code."""
    worst = 0
    for result in results:
        if isinstance(result, XltoolError):
            worst = max(worst, result.exit_code)
            say(str(result))
        else:
            print(result, file=sys.stderr if aside else sys.stdout)
    return worst


@contextmanager
def progress(items: Iterator[T], label: str, length: int) -> Iterator[Iterator[T]]:
    """`items`, with a bar when someone is looking, not at the results, and there are enough to wait for."""
    with closing(items):  # type: ignore[type-var]
        if sys.stderr.isatty() and not sys.stdout.isatty() and length > FEW:
            with typer.progressbar(items, length, label=label, file=sys.stderr) as bar:
                yield iter(bar)
        else:
            yield items
