"""Paths as a person gives them → the files to be read: folders, archives and wildcards opened up.

Reads only names.  A file in a .zip is named ``a.zip!/b.xlsx``.  A Word file that holds the texts of a
workbook beside it is not a return of its own.
"""

from __future__ import annotations

import glob
from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path, PurePath, PurePosixPath

from xltool.reading import archives, registry

WORD = ".docx"  # the texts of a workbook may be in such a file beside it


def expand(paths: Iterable[str], skipped: Callable[[str], None]) -> Iterator[str]:
    """The files to be read; `skipped` is called with the name of each file passed over.

    Files are ordered by their posix paths on every system: Windows' own order ignores case, and a batch
    divided over two systems by ``--shard`` would lose one.

    Raises UnreadableFile for an archive that is damaged or hostile.
    """
    for given in paths:
        path = Path(given)
        if not path.exists() and any(sign in given for sign in "*?["):
            matches = sorted(map(Path, glob.glob(given)), key=Path.as_posix)  # noqa: PTH207 (a pattern may be absolute)
            for name in (name for name in matches if name.is_file()):
                yield from _unpacked(str(name), skipped)
        elif path.is_dir():
            inside = sorted((inner for inner in path.rglob("*") if inner.is_file()), key=Path.as_posix)
            text_files = companions([inner.as_posix() for inner in inside]).values()
            for inner in inside:
                if is_walked(inner.relative_to(path)) and inner.as_posix() not in text_files:
                    yield from _unpacked(inner.as_posix(), skipped)
                else:
                    skipped(inner.as_posix())
        else:
            yield from _unpacked(given, skipped)


def companions(names: Collection[str], together: bool = False) -> dict[str, str]:
    """Workbook → the Word file with its texts, by name: the two have the same name but for the suffix.

    With `together` (the files of one mail) also any names, when there is just one file of each kind.
    """
    workbooks = registry.suffixes("workbook")
    text_files = {name[: -len(WORD)]: name for name in names if name.lower().endswith(WORD)}
    books = [name for name in names if name.lower().endswith(workbooks)]
    if together and len(books) == len(text_files) == 1:
        return dict(zip(books, text_files.values(), strict=True))
    return {book: text_files[stem] for book in books if (stem := book.rpartition(".")[0]) in text_files}


def is_walked(path: PurePath) -> bool:
    """Whether a file of this name in a folder or an archive is to be read: no hidden one, of a known kind."""
    hidden = any(part.startswith((".", "~$")) or part == "__MACOSX" for part in path.parts)
    return not hidden and path.suffix.lower() in (*registry.suffixes(), *registry.ARCHIVES)


def _unpacked(given: str, skipped: Callable[[str], None]) -> Iterator[str]:
    """The members of an archive that are to be read; `given` itself for any other file."""
    path = Path(given)
    if not archives.is_archive(path):
        yield given
        return
    names = archives.members(path)
    text_files = companions(names).values()
    wanted = [name for name in names if is_walked(PurePosixPath(name)) and name not in text_files]
    for name in names:
        if name not in wanted:
            skipped(f"{given}{archives.MARK}{name}")
    yield from (f"{given}{archives.MARK}{name}" for name in wanted)
    if not wanted:
        yield given


def beside_of(given: str) -> str | None:
    """The Word file with the texts of a workbook: the same name in the same place; None without one.

    Raises UnreadableFile for an archive that is damaged or hostile.
    """
    suffix = PurePath(given).suffix
    stem = given.removesuffix(suffix)
    if not stem or suffix.lower() not in registry.suffixes("workbook"):
        return None
    file = f"{stem}{WORD}"
    if Path(file).is_file():
        return file
    member = archives.split(file)
    return file if member and member[1] in archives.members(member[0]) else None
