"""The rounds that were opened on this computer: where their folders are, under a short name for addresses.

A convenience, kept in the user's own folder; a round itself knows nothing of it.
"""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from xltool.app.environment import state_folder
from xltool.core.errors import XltoolError
from xltool.office.files import write_new
from xltool.rounds.round import Round, open_round

_MOST = 50


@dataclass(frozen=True)
class KnownRound:
    """A folder, with the round in it or the sentence why there is none."""

    id: str
    folder: Path
    round: Round | None
    fault: str = ""


def round_id(folder: Path) -> str:
    """A short name for a folder, the same in every start."""
    return hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:10]


def remember(folder: Path) -> str:
    """Puts a round on top of the list; its id.  Raises ConfigError when there is none in `folder`."""
    open_round(folder)
    place = str(folder.resolve())
    listed = [place, *(one for one in _listed() if one != place)][:_MOST]
    with suppress(XltoolError):  # nowhere to write: it is known as long as its address is
        write_new(_file(), json.dumps(listed, ensure_ascii=False).encode(), force=True)
    return round_id(folder)


def known_rounds() -> list[KnownRound]:
    """All of them, the last opened first; folders that are gone are left out."""
    found = []
    for place in _listed():
        folder = Path(place)
        if folder.is_dir():
            try:
                found.append(KnownRound(round_id(folder), folder, open_round(folder)))
            except XltoolError as error:
                found.append(KnownRound(round_id(folder), folder, None, str(error)))
    return found


def round_folder(id_: str) -> Path | None:
    """The folder with this id; None when it was never opened here."""
    return next((folder for place in _listed() if round_id(folder := Path(place)) == id_), None)


def _file() -> Path:
    return state_folder() / "rounds.json"


def _listed() -> list[str]:
    try:
        listed = json.loads(_file().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    return [one for one in listed if isinstance(one, str)] if isinstance(listed, list) else []
