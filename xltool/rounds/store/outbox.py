"""The letters of a round: planned once, their bytes stored before anything is sent."""

from __future__ import annotations

import sqlite3
from dataclasses import fields

from xltool.rounds.store.records import Outgoing

SENDABLE = ("planned", "retry")
UNSENT = ("planned", "retry", "failed")


def _letter(row: sqlite3.Row) -> Outgoing:
    return Outgoing(*(row[one.name] for one in fields(Outgoing)))


class Outbox:
    """The table outbox of an open store."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def get(self, key: str) -> Outgoing | None:
        """The letter with this key."""
        row = self._db.execute("SELECT * FROM outbox WHERE key=?", (key,)).fetchone()
        return _letter(row) if row else None

    def put(self, one: Outgoing) -> None:
        """Puts a letter in, in the place of an earlier one with its key."""
        names = [each.name for each in fields(Outgoing)]
        self._db.execute(
            f"INSERT OR REPLACE INTO outbox({','.join(names)}) VALUES({','.join('?' * len(names))})",
            tuple(getattr(one, name) for name in names),
        )

    def sendable(self) -> list[Outgoing]:
        """What is planned or waits for another try, in the order of planning."""
        marks = ",".join("?" * len(SENDABLE))
        rows = self._db.execute(f"SELECT * FROM outbox WHERE state IN ({marks}) ORDER BY rowid", SENDABLE)
        return [_letter(row) for row in rows]

    def all(self) -> list[Outgoing]:
        """Every letter in the order of planning."""
        return [_letter(row) for row in self._db.execute("SELECT * FROM outbox ORDER BY rowid")]

    def claim(self, key: str) -> bool:
        """Takes a letter for sending; False when another run has it."""
        marks = ",".join("?" * len(SENDABLE))
        query = f"UPDATE outbox SET state='sending' WHERE key=? AND state IN ({marks})"
        return self._db.execute(query, (key, *SENDABLE)).rowcount == 1

    def answer(self, key: str, state: str, reply: str, at: str) -> None:
        """What the server made of a letter."""
        query = "UPDATE outbox SET state=?, reply=?, tries=tries+1, at=? WHERE key=?"
        self._db.execute(query, (state, reply, at, key))

    def forget_sending(self) -> int:
        """Letters that a crash left in the middle of sending become unknown; how many."""
        return self._db.execute("UPDATE outbox SET state='unknown' WHERE state='sending'").rowcount

    def unsent(self) -> list[Outgoing]:
        """Letters that were tried and did not go."""
        rows = self._db.execute("SELECT * FROM outbox WHERE state IN ('retry', 'failed') ORDER BY rowid")
        return [_letter(row) for row in rows]

    def unit_of(self, message_id: str) -> str:
        """The unit a letter of ours went to, by its Message-ID; "" when it is none of ours."""
        row = self._db.execute("SELECT unit FROM outbox WHERE message_id=?", (message_id,)).fetchone()
        return str(row["unit"]) if row else ""
