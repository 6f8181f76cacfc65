"""One server a round: a note in the user's own folder says where it listens and how to ask it for a token."""

from __future__ import annotations

import hashlib
import json
import os
from contextlib import suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from xltool.app.environment import state_folder
from xltool.ui.gate import AGAIN

PATIENCE = 3.0  # seconds


def note_path(place: Path | None) -> Path:
    """Where the server of the round folder `place` leaves its note; None is the page without a round."""
    key = str(place.resolve()) if place else ""
    return state_folder() / f"page-{hashlib.sha256(key.encode()).hexdigest()[:16]}.json"


def leave_note(place: Path | None, port: int, owner: str) -> None:
    """Tells later starts of the same person about this server; without a place to write it is left out."""
    with suppress(OSError):
        path = note_path(place)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.unlink(missing_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            json.dump({"port": port, "owner": owner}, file)


def take_note_away(place: Path | None, owner: str) -> None:
    """The server ends: its own note goes, never that of another one."""
    with suppress(OSError, ValueError):
        path = note_path(place)
        if json.loads(path.read_text())["owner"] == owner:
            path.unlink()


def running_address(place: Path | None) -> str | None:
    """A fresh address of the server that runs for `place`; None when there is none."""
    try:
        note = json.loads(note_path(place).read_text())
        connection = HTTPConnection("127.0.0.1", int(note["port"]), timeout=PATIENCE)
        own = f"http://127.0.0.1:{connection.port}"
        connection.request("POST", AGAIN, headers={"Authorization": f"Bearer {note['owner']}", "Origin": own})
        answer = connection.getresponse()
        token = answer.read(200).decode("ascii")
        connection.close()
        return f"{own}/?token={token}" if answer.status == 200 else None
    except (OSError, ValueError, KeyError, TypeError, HTTPException):
        return None
