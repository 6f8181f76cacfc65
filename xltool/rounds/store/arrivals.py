"""What came: the arrivals, which containers are done, and how far each mailbox was read."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import fields

from xltool.rounds.store.records import Arrival

_COLUMNS = ["id", *(one.name for one in fields(Arrival) if one.name != "n")]


def _arrival(row: sqlite3.Row) -> Arrival:
    values = {name: row[name] for name in _COLUMNS if name not in ("id", "clues")}
    return Arrival(n=row["id"], clues=json.loads(row["clues"] or "{}"), **values)


class Arrivals:
    """The tables arrival, done, cursor and seen of an open store."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def add(self, one: Arrival) -> int | None:
        """The number of a new arrival (`n` 0: the next one); None when its key is there already."""
        values = {name: getattr(one, name) for name in _COLUMNS if name != "id"}
        values |= {"id": one.n or None, "clues": json.dumps(dict(one.clues))}
        marks = ",".join("?" * len(_COLUMNS))
        done = self._db.execute(
            f"INSERT OR IGNORE INTO arrival({','.join(_COLUMNS)}) VALUES({marks})",
            tuple(values[name] for name in _COLUMNS),
        )
        return int(done.lastrowid or 0) if done.rowcount == 1 else None

    def with_key(self, key: str) -> Arrival | None:
        """The arrival that was recorded under this key."""
        row = self._db.execute("SELECT * FROM arrival WHERE key=?", (key,)).fetchone()
        return _arrival(row) if row else None

    def under(self, key: str) -> list[Arrival]:
        """The arrivals that came out of the container with this key, and its own, in their order."""
        rows = self._db.execute(
            "SELECT * FROM arrival WHERE key=? OR (key>=? AND key<?) OR (key>=? AND key<?) ORDER BY id",
            (key, f"{key}:", f"{key};", f"{key}!", f'{key}"'),
        )
        return [_arrival(row) for row in rows]

    def get(self, n: int) -> Arrival | None:
        """The arrival with this number."""
        row = self._db.execute("SELECT * FROM arrival WHERE id=?", (n,)).fetchone()
        return _arrival(row) if row else None

    def all(self) -> Iterator[Arrival]:
        """Every arrival in its order."""
        for row in self._db.execute("SELECT * FROM arrival ORDER BY id"):
            yield _arrival(row)

    def of_unit(self, unit: str) -> list[Arrival]:
        """The arrivals that concern one unit."""
        rows = self._db.execute("SELECT * FROM arrival WHERE unit=? ORDER BY id", (unit,))
        return [_arrival(row) for row in rows]

    def held(self) -> list[Arrival]:
        """Every arrival that was held or refused, in its order."""
        rows = self._db.execute("SELECT * FROM arrival WHERE outcome IN ('held', 'refused') ORDER BY id")
        return [_arrival(row) for row in rows]

    def decide(self, one: Arrival) -> None:
        """Another answer for an arrival whose circumstances have changed."""
        self._db.execute(
            "UPDATE arrival SET outcome=?, unit=?, reason=?, text=?, clues=? WHERE id=?",
            (one.outcome, one.unit, one.reason, one.text, json.dumps(dict(one.clues)), one.n),
        )

    def give(self, n: int, unit: str) -> None:
        """An arrival has one unit: the one it was given to."""
        self._db.execute("UPDATE arrival SET unit=? WHERE id=?", (unit, n))

    def dates_of(self, sha: str, beside: str) -> list[str]:
        """The times at which copies of these bytes (with the same texts beside them) were sent."""
        query = "SELECT sent_at FROM arrival WHERE sha=? AND beside=? AND sent_at<>''"
        rows = self._db.execute(query, (sha, beside))
        return [row["sent_at"] for row in rows]

    def paths(self) -> set[str]:
        """The places of all kept files that an arrival knows."""
        rows = self._db.execute("SELECT path, beside FROM arrival")
        return {place for row in rows for place in (row["path"], row["beside"]) if place}

    def finish(self, key: str) -> None:
        """A message or archive has been taken apart to its end."""
        self._db.execute("INSERT OR IGNORE INTO done VALUES(?)", (key,))

    def is_done(self, key: str) -> bool:
        """Whether it has been taken apart to its end before."""
        return self._db.execute("SELECT 1 FROM done WHERE key=?", (key,)).fetchone() is not None

    def place_in(self, source: str) -> tuple[str, int]:
        """(UIDVALIDITY, UID) reached in a mailbox; ("", 0) at the beginning."""
        row = self._db.execute("SELECT validity, position FROM cursor WHERE source=?", (source,)).fetchone()
        return (row["validity"], row["position"]) if row else ("", 0)

    def reach(self, source: str, validity: str, position: int) -> None:
        """Notes the place reached in a mailbox."""
        self._db.execute(
            "INSERT INTO cursor VALUES(?,?,?) ON CONFLICT(source) DO UPDATE"
            " SET validity=excluded.validity, position=excluded.position",
            (source, validity, position),
        )

    def is_seen(self, source: str, position: str) -> bool:
        """Whether a message of a mailbox without an order has been taken."""
        query = "SELECT 1 FROM seen WHERE source=? AND position=?"
        return self._db.execute(query, (source, position)).fetchone() is not None

    def see(self, source: str, position: str) -> None:
        """Notes that it has been taken."""
        self._db.execute("INSERT OR IGNORE INTO seen VALUES(?,?)", (source, position))
