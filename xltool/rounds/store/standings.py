"""The projection of the events, keyed by the last one it knows: rebuilt at will, never the truth."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping

_AT, _FORMAT = "standing", "2"  # another format: everything is folded anew


class Standings:
    """The tables standing and note of an open store."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def known_to(self) -> int:
        """The number of the last event that went into the projection; 0 when there is none."""
        format_, _, number = self.note(_AT).partition(":")
        return int(number) if format_ == _FORMAT and number.isdigit() else 0

    def histories(self, units: Iterable[str]) -> dict[str, str]:
        """The packed histories of these units."""
        found = {}
        for unit in units:
            row = self._db.execute("SELECT history FROM standing WHERE unit=?", (unit,)).fetchone()
            if row:
                found[unit] = row["history"]
        return found

    def all(self) -> dict[str, str]:
        """The packed standing of every unit."""
        return {
            row["unit"]: row["standing"] for row in self._db.execute("SELECT unit, standing FROM standing")
        }

    def put(self, last: int, found: Mapping[str, tuple[str, str]], anew: bool) -> None:
        """Replaces (history, standing) of these units, of all when `anew`; inside a change."""
        if anew:
            self._db.execute("DELETE FROM standing")
        rows = [(unit, history, standing) for unit, (history, standing) in found.items()]
        self._db.executemany("INSERT OR REPLACE INTO standing VALUES(?,?,?)", rows)
        self.set_note(_AT, f"{_FORMAT}:{last}")

    def note(self, name: str) -> str:
        """A word kept under this name, "" when there is none."""
        row = self._db.execute("SELECT value FROM note WHERE name=?", (name,)).fetchone()
        return str(row["value"]) if row else ""

    def set_note(self, name: str, value: str) -> None:
        """Keeps a word under a name."""
        self._db.execute("INSERT OR REPLACE INTO note VALUES(?,?)", (name, value))
