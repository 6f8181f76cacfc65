"""Paths → the files meant by them: folders and archives opened up, what goes with a workbook set aside.

Before `checking`; reads names only.  What is in a .zip is named ``a.zip!/b.xlsx``.
"""

from __future__ import annotations

import glob
from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path, PurePath, PurePosixPath

from xltool.reading import archives, registry

WORD = ".docx"  # what the texts of a workbook may stand in, beside it


def expand(paths: Iterable[str], skipped: Callable[[str], None]) -> Iterator[str]:
    """The files meant by `paths`: wildcards, folders and .zip opened up, others told to `skipped`."""
    for given in paths:
        path = Path(given)
        if not path.exists() and any(c in given for c in "*?["):
            matches = sorted(glob.glob(given))  # noqa: PTH207 (a pattern may be absolute)
            for name in (name for name in matches if Path(name).is_file()):
                yield from _unpacked(name, skipped)
        elif path.is_dir():
            inside = sorted(p for p in path.rglob("*") if p.is_file())
            held = companions([inner.as_posix() for inner in inside]).values()
            for inner in inside:
                if is_walked(inner.relative_to(path)) and inner.as_posix() not in held:
                    yield from _unpacked(inner.as_posix(), skipped)
                else:
                    skipped(inner.as_posix())
        else:
            yield from _unpacked(given, skipped)


def companions(names: Collection[str], together: bool = False) -> dict[str, str]:
    """Workbook → the Word file with its texts: the same name; or (`together`, in one mail) the only two."""
    workbooks = registry.suffixes("workbook")
    words = {name[: -len(WORD)]: name for name in names if name.lower().endswith(WORD)}
    books = [name for name in names if name.lower().endswith(workbooks)]
    found = {book: words[stem] for book in books if (stem := book.rpartition(".")[0]) in words}
    return (
        dict(zip(books, words.values(), strict=True)) if together and len(books) == len(words) == 1 else found
    )


def is_walked(path: PurePath) -> bool:
    """Whether a file of this name in a folder or an archive is one to be read."""
    hidden = any(part.startswith((".", "~$")) or part == "__MACOSX" for part in path.parts)
    return not hidden and path.suffix.lower() in (*registry.suffixes(), *registry.ARCHIVES)


def _unpacked(given: str, skipped: Callable[[str], None]) -> Iterator[str]:
    """The members of an archive that are to be read; `given` itself when there are none."""
    path = Path(given)
    if not archives.is_archive(path):
        yield given
        return
    names = archives.members(path)
    held = companions(names).values()
    wanted = [name for name in names if is_walked(PurePosixPath(name)) and name not in held]
    for name in names:
        if name not in wanted:
            skipped(f"{given}{archives.MARK}{name}")
    yield from (f"{given}{archives.MARK}{name}" for name in wanted)
    if not wanted:
        yield given


def beside_of(given: str) -> str | None:
    """The Word file that goes with a workbook: the same name in the same place; None when there is none."""
    stem = (
        given[: -len(PurePath(given).suffix)]
        if PurePath(given).suffix.lower() in registry.suffixes("workbook")
        else ""
    )
    file = f"{stem}.docx"
    if not stem or Path(file).is_file():
        return file if stem else None
    member = archives.split(file)
    return file if member and member[1] in archives.members(member[0]) else None
