"""Forms and rosters that came with other installed packages, by their entry points.

A package says ``[project.entry-points."xltool.forms"]`` with the module whose folder holds them.  No code
of the package is run: only its folder is looked up.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from functools import cache
from pathlib import Path

FORMS, ROSTERS = "xltool.forms", "xltool.rosters"


@cache
def installed_folders(group: str) -> dict[str, Path]:
    """Name of the entry point → folder of its module; a module that is not there is left out."""
    if not any(group in text for place in sys.path for text in _declared(place)):
        return {}  # importlib.metadata takes longer than a whole check: only where there is something
    from importlib.metadata import entry_points

    found: dict[str, Path] = {}
    for point in entry_points(group=group):
        if folder := _folder(point.module):
            found.setdefault(point.name, folder)
    return found


@cache
def _declared(place: str) -> tuple[str, ...]:
    """What the packages installed in a folder of ``sys.path`` say of their entry points."""
    texts = []
    with suppress(OSError), os.scandir(place or ".") as entries:
        for entry in entries:
            if entry.name.endswith("-info"):
                with suppress(OSError):
                    texts.append(Path(entry.path, "entry_points.txt").read_text("utf-8", "replace"))
    return tuple(texts)


def _folder(module: str) -> Path | None:
    from importlib.util import find_spec

    try:
        spec = find_spec(module.partition(".")[0])  # the parent of a submodule would be imported
    except (ImportError, ValueError):
        return None
    places = spec.submodule_search_locations if spec else None
    if not places:
        return None
    folder = Path(next(iter(places))).joinpath(*module.split(".")[1:])
    return folder if folder.is_dir() else None
