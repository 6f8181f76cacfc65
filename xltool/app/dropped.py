"""Files that somebody hands over, as bytes with names → each read and checked: a drop on the page.

The bytes are laid into a folder of their own, checked as `xltool check` would, and removed again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath
from shutil import copyfileobj
from typing import BinaryIO

from xltool.app.checking import Checker
from xltool.app.find_files import companions, expand
from xltool.app.prior import find_prior
from xltool.core.check.cross_form import cross_checked
from xltool.core.check.returned import CheckedReturn, Unreadable
from xltool.office.files import safe_name

RETURNS, PRIOR = "returns", "prior"  # folders inside the one for a drop


def keep(folder: Path, name: str, content: BinaryIO) -> Path:
    """Lays one file into `folder` under its base name, whatever it claims; two of a name get a number."""
    folder.mkdir(parents=True, exist_ok=True)
    base = safe_name(PurePosixPath(name.replace("\\", "/")).name)
    path, number = folder / base, 1
    while path.exists():
        number += 1
        path = folder / f"{Path(base).stem}-{number}{Path(base).suffix}"
    with path.open("xb") as file:
        copyfileobj(content, file)
    return path


def dropped_files(folder: Path) -> list[str]:
    """What is to be read of a drop: every file, archives opened; the Word file of a workbook goes with it."""
    given = sorted(str(path) for path in (folder / RETURNS).iterdir())
    held = companions(given).values()
    return list(expand([path for path in given if path not in held], lambda _: None))


def check_dropped(
    folder: Path, files: Sequence[str], password: str = ""
) -> Iterator[CheckedReturn | Unreadable]:
    """Each of `files` of a drop, checked, with last year's if it was dropped too; named without the folder.

    Raises UsageError when last year's cannot be read.
    """
    last_year = folder / PRIOR
    prior = find_prior([str(last_year)] if last_year.exists() else [])
    checker = Checker(prior=prior, passwords=(password,))
    inside = f"{(folder / RETURNS).as_posix()}/"
    for one in cross_checked(map(checker.check, files), len(files)):
        yield replace(one, source=one.source.removeprefix(inside))
