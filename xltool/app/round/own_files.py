"""Files that a round's commands write for the clerk: replaced while they are as written, kept once edited."""

from __future__ import annotations

import hashlib
from pathlib import Path

from xltool.app.round.opened import OpenRound
from xltool.core.errors import OutputError
from xltool.core.text.catalogue.rounds import C_EDITED
from xltool.office.files import write_new


def write(opened: OpenRound, path: Path, data: bytes, force: bool = False, adopt: bool = False) -> bool:
    """Writes a file, or leaves it where it says the same; whether it was written.

    Raises OutputError (``C-edited``) when somebody changed it since, unless `force`.  One that is not known
    was edited too, unless `adopt`: earlier versions noted nothing.
    """
    name, sha = _name(opened, path), hashlib.sha256(data).hexdigest()
    there, known = _sha_of(path), opened.store.own_files.sha(name)
    if there and there != sha and not force and there != known and (known or not adopt):
        raise OutputError(C_EDITED, path=str(path))
    is_new = there != sha
    if is_new:
        write_new(path, data, force=True)
    if known != sha:
        with opened.store.change():
            opened.store.own_files.put(name, sha)
    return is_new


def is_edited(opened: OpenRound, path: Path) -> bool:
    """Whether a file that was written by us says something else now."""
    there = _sha_of(path)
    return bool(there) and there != opened.store.own_files.sha(_name(opened, path))


def set_aside(opened: OpenRound, path: Path, folder: Path) -> Path:
    """Moves a file that is no longer true into a folder, under a name that is free there; where it is now."""
    folder.mkdir(parents=True, exist_ok=True)
    target, number = folder / path.name, 2
    while target.exists():
        target = folder / f"{path.stem}-{number}{path.suffix}"
        number += 1
    path.replace(target)
    with opened.store.change():
        opened.store.own_files.forget(_name(opened, path))
    return target


def clear(opened: OpenRound, folder: Path) -> list[Path]:
    """Removes what we wrote into a folder; what was edited stays and is given back."""
    stays: list[Path] = []
    gone: list[str] = []
    for name in opened.store.own_files.under(_name(opened, folder)):
        path = opened.round.kept(name)
        if is_edited(opened, path):
            stays.append(path)
            continue
        path.unlink(missing_ok=True)
        gone.append(name)
    with opened.store.change():
        for name in gone:
            opened.store.own_files.forget(name)
    for inner in sorted(folder.glob("**/"), reverse=True):
        if inner != folder and not any(inner.iterdir()):
            inner.rmdir()
    return stays


def _name(opened: OpenRound, path: Path) -> str:
    return path.relative_to(opened.round.folder).as_posix()


def _sha_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
