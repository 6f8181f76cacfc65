"""Which files of a round's folder xltool wrote for the clerk, and with which bytes."""

from __future__ import annotations

import sqlite3


class OwnFiles:
    """The table own_file of an open store; paths are relative to the round's folder, with ``/``."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def sha(self, path: str) -> str:
        """The SHA-256 of what was written there last; "" when nothing was."""
        row = self._db.execute("SELECT sha FROM own_file WHERE path=?", (path,)).fetchone()
        return str(row["sha"]) if row else ""

    def under(self, folder: str) -> list[str]:
        """The paths in a folder."""
        rows = self._db.execute("SELECT path FROM own_file ORDER BY path")
        return [row["path"] for row in rows if row["path"].startswith(f"{folder}/")]

    def put(self, path: str, sha: str) -> None:
        """Notes what was written; inside a change."""
        self._db.execute("INSERT OR REPLACE INTO own_file VALUES(?,?)", (path, sha))

    def forget(self, path: str) -> None:
        """Notes that a file is no longer there; inside a change."""
        self._db.execute("DELETE FROM own_file WHERE path=?", (path,))
