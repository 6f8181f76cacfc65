"""Files that somebody hands over, as bytes with names → each read and checked: a drop on the page.

The bytes are laid into a folder of their own, checked as `xltool check` would, and removed again.
"""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from xltool.app.checking import Checker
from xltool.app.find_files import companions, expand
from xltool.app.prior import find_prior
from xltool.core.check.cross_form import cross_checked
from xltool.core.check.returned import CheckedReturn, Unreadable
from xltool.office.files import safe_name

Checked = CheckedReturn | Unreadable

RETURNS, PRIOR = "returns", "prior"  # folders inside the one for a drop
_PREFIX = "xltool-drop-"
_OLD = 86_400  # seconds


def new_drop() -> tempfile.TemporaryDirectory[str]:
    """A folder of this user alone for one drop; removed when it is closed."""
    return tempfile.TemporaryDirectory(prefix=_PREFIX, ignore_cleanup_errors=True)


def forget_old_drops() -> None:
    """Removes what a start that was killed has left behind, a day old or more."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        with suppress(OSError):
            if time.time() - folder.stat().st_mtime > _OLD:
                shutil.rmtree(folder)


def keep_file(folder: Path, name: str, content: BinaryIO) -> Path:
    """Lays one file into `folder` under its base name, whatever it claims; two of a name get a number."""
    folder.mkdir(parents=True, exist_ok=True)
    base = safe_name(PurePosixPath(name.replace("\\", "/")).name)
    path, number = folder / base, 1
    while path.exists():
        number += 1
        path = folder / f"{Path(base).stem}-{number}{Path(base).suffix}"
    with path.open("xb") as file:
        shutil.copyfileobj(content, file)
    return path


def dropped_files(folder: Path) -> list[str]:
    """What is to be read of a drop: every file, archives opened; the Word file of a workbook goes with it."""
    given = sorted(str(path) for path in (folder / RETURNS).iterdir())
    held = companions(given).values()
    return list(expand([path for path in given if path not in held], lambda _: None))


def check_dropped(
    folder: Path, files: Sequence[str], finish: Callable[[list[Checked]], None], password: str = ""
) -> Generator[Checked]:
    """Each of `files` of a drop, checked, with last year's if it was dropped too; named without the folder.

    At its end, also an early one, `finish` is given them all, compared with each other.  Raises UsageError
    when last year's cannot be read.
    """
    last_year = folder / PRIOR
    prior = find_prior([str(last_year)] if last_year.exists() else [])
    checker = Checker(prior=prior, passwords=(password,))
    inside = f"{(folder / RETURNS).as_posix()}/"
    done: list[Checked] = []
    try:
        for file in files:
            one = checker.check(file)
            done.append(replace(one, source=one.source.removeprefix(inside)))
            yield done[-1]
    finally:
        finish(list(cross_checked(done, len(done), checker.forms)))
