"""The store of one round: SQLite tables for what came and what was sent, and an append-only event log.

A door.  DELETE journal and FULL sync, because a round may lie on a network share; every change is
one short transaction, and unique keys, not locks, keep two collectors from doing a thing twice.
What a unit's state is, is never stored: `status` derives it from here.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from xltool.core.errors import ExitCode, StoreError
from xltool.core.text.catalogue.rounds import C_STORE

_MIGRATIONS = (
    """
    CREATE TABLE event(id INTEGER PRIMARY KEY, at TEXT NOT NULL, kind TEXT NOT NULL, unit TEXT NOT NULL,
        data TEXT NOT NULL);
    CREATE INDEX event_unit ON event(unit, id);
    CREATE TRIGGER event_stays BEFORE UPDATE ON event BEGIN SELECT RAISE(ABORT, 'append only'); END;
    CREATE TRIGGER event_kept BEFORE DELETE ON event BEGIN SELECT RAISE(ABORT, 'append only'); END;
    CREATE TABLE issued(sha TEXT PRIMARY KEY, unit TEXT NOT NULL, path TEXT NOT NULL, at TEXT NOT NULL);
    CREATE TABLE arrival(id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, at TEXT NOT NULL,
        source TEXT NOT NULL, name TEXT NOT NULL, path TEXT NOT NULL, sha TEXT NOT NULL,
        outcome TEXT NOT NULL, unit TEXT NOT NULL, reason TEXT NOT NULL, clues TEXT NOT NULL);
    CREATE INDEX arrival_unit ON arrival(unit, id);
    CREATE TABLE version(unit TEXT NOT NULL, n INTEGER NOT NULL,
        arrival INTEGER NOT NULL REFERENCES arrival(id), sha TEXT NOT NULL,
        path TEXT NOT NULL, at TEXT NOT NULL, status TEXT NOT NULL,
        errors INTEGER NOT NULL, warnings INTEGER NOT NULL, submission TEXT NOT NULL,
        PRIMARY KEY(unit, n), UNIQUE(unit, sha));
    CREATE TABLE outbox(key TEXT PRIMARY KEY, unit TEXT NOT NULL, kind TEXT NOT NULL, recipient TEXT NOT NULL,
        message_id TEXT NOT NULL, path TEXT NOT NULL, state TEXT NOT NULL, reply TEXT NOT NULL,
        tries INTEGER NOT NULL, at TEXT NOT NULL);
    CREATE TABLE cursor(source TEXT PRIMARY KEY, validity TEXT NOT NULL, position INTEGER NOT NULL);
    CREATE TABLE seen(source TEXT NOT NULL, position TEXT NOT NULL, PRIMARY KEY(source, position));
    """,
)


@dataclass(frozen=True)
class Event:
    """One thing that happened; `data` is what it needs to be understood later."""

    at: str
    kind: str
    unit: str
    data: Mapping[str, Any] = field(default_factory=dict)


class Store:
    """The database of a round; `now` gives the time, so that tests can give theirs."""

    def __init__(self, path: Path, now: Any = None) -> None:
        self.now = now or (lambda: datetime.now().astimezone().isoformat(timespec="seconds"))
        try:
            self.db = sqlite3.connect(path, timeout=30, isolation_level=None)
            self.db.row_factory = sqlite3.Row
            self.db.execute("PRAGMA journal_mode=DELETE")
            self.db.execute("PRAGMA synchronous=FULL")
            self.db.execute("PRAGMA foreign_keys=ON")
            self._migrate()
        except sqlite3.Error as error:
            raise StoreError(C_STORE, ExitCode.PARTIAL, path=str(path), detail=str(error)) from error

    def close(self) -> None:
        """Closes the file."""
        self.db.close()

    def _migrate(self) -> None:
        with self.change():
            done = self.db.execute("PRAGMA user_version").fetchone()[0]
            if done > len(_MIGRATIONS):
                raise sqlite3.DatabaseError("newer")
            for number, script in enumerate(_MIGRATIONS[done:], start=done + 1):
                for statement in _statements(script):
                    self.db.execute(statement)
                self.db.execute(f"PRAGMA user_version={number}")

    @contextmanager
    def change(self) -> Iterator[None]:
        """One transaction, whole or not at all; a second writer waits up to 30 seconds."""
        try:
            self.db.execute("BEGIN IMMEDIATE")
            yield
            self.db.execute("COMMIT")
        except BaseException as error:
            if self.db.in_transaction:  # a full disk has already ended it
                self.db.execute("ROLLBACK")
            if isinstance(error, sqlite3.OperationalError):
                raise StoreError(C_STORE, ExitCode.PARTIAL, path="round.db", detail=str(error)) from error
            raise

    def log(self, kind: str, unit: str = "", **data: Any) -> None:
        """Appends an event; inside `change` it is part of that transaction."""
        text = json.dumps(data, ensure_ascii=False)
        self.db.execute(
            "INSERT INTO event(at, kind, unit, data) VALUES(?,?,?,?)", (self.now(), kind, unit, text)
        )

    def events(self, unit: str | None = None) -> Iterator[Event]:
        """All events in their order, or those of one unit."""
        where, args = ("", ()) if unit is None else (" WHERE unit=?", (unit,))
        for row in self.db.execute(f"SELECT * FROM event{where} ORDER BY id", args):
            yield Event(row["at"], row["kind"], row["unit"], json.loads(row["data"]))

    def rows(self, query: str, *args: object) -> list[sqlite3.Row]:
        """All rows of a query."""
        return self.db.execute(query, args).fetchall()

    def insert(self, table: str, **values: object) -> bool:
        """Adds a row unless one with its unique key is there; whether it was added."""
        names, marks = ",".join(values), ",".join("?" * len(values))
        done = self.db.execute(
            f"INSERT OR IGNORE INTO {table}({names}) VALUES({marks})", tuple(values.values())
        )
        return done.rowcount == 1


def _statements(script: str) -> Iterator[str]:
    """The statements of a script; a trigger holds a semicolon of its own."""
    part = ""
    for line in script.splitlines():
        part += line + "\n"
        if sqlite3.complete_statement(part):
            yield part
            part = ""
