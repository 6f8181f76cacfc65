"""The store's file: opened without making one, checked, changed in short transactions.

DELETE journal and FULL sync, because a round may lie on a network share; unique keys, not locks, keep two
collectors from doing a thing twice.  Whatever SQLite says becomes one sentence with the way back.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from xltool.core.errors import ExitCode, StoreError
from xltool.core.text.catalogue.rounds import (
    C_STORE,
    C_STORE_BUSY,
    C_STORE_DAMAGED,
    C_STORE_FULL,
    C_STORE_MISSING,
    C_STORE_NEWER,
    C_STORE_READONLY,
)
from xltool.core.text.wording import system_reason
from xltool.rounds.store.arrivals import Arrivals
from xltool.rounds.store.outbox import Outbox
from xltool.rounds.store.own_files import OwnFiles
from xltool.rounds.store.records import Event
from xltool.rounds.store.schema import MIGRATIONS, statements
from xltool.rounds.store.standings import Standings
from xltool.rounds.store.versions import Versions

_HEAD = b"SQLite format 3\0"
_BUSY_SECONDS = 30
_QUICK = 32_000_000  # bytes of a store that is checked each time; a larger one when `thorough` is asked for


def _now() -> str:
    return datetime.now().astimezone().isoformat(timespec="seconds")


class Store:
    """An open store; `now` gives the time, so that tests can give theirs."""

    def __init__(self, path: Path, now: Callable[[], str] = _now, thorough: bool = False) -> None:
        """Opens an existing store and brings it up to date; StoreError (exit 4) when it cannot be used."""
        self.path, self.now = path, now
        if not path.exists():
            raise StoreError(C_STORE_MISSING, path=str(path))
        with self.guarded():
            try:
                self._connect()
            except OSError as error:
                raise _fault(path, error) from error
            if thorough or path.stat().st_size <= _QUICK:
                found = self.db.execute("PRAGMA quick_check(1)").fetchone()[0]
                if found != "ok":
                    raise sqlite3.DatabaseError(found)
            self._migrate()

    @classmethod
    def create(cls, path: Path, now: Callable[[], str] = _now) -> Store:
        """A new, empty store; never over one that is there (StoreError)."""
        try:
            with path.open("xb"):
                pass
        except OSError as error:
            raise StoreError(C_STORE, path=str(path), detail=system_reason(error)) from error
        db = sqlite3.connect(path, isolation_level=None)
        with suppress(sqlite3.Error):  # said when it is opened
            db.execute("PRAGMA application_id=0x786c7430")
        db.close()
        return cls(path, now)

    def _connect(self) -> None:
        with self.path.open("rb") as file:
            if file.read(len(_HEAD)) != _HEAD:
                raise sqlite3.DatabaseError("not a database")
        uri = f"{self.path.resolve().as_uri()}?mode=rw"
        self.db = sqlite3.connect(uri, uri=True, timeout=_BUSY_SECONDS, isolation_level=None)
        self.db.row_factory = sqlite3.Row
        self.db.execute("PRAGMA journal_mode=DELETE")
        self.db.execute("PRAGMA synchronous=FULL")
        self.db.execute("PRAGMA foreign_keys=ON")

    def close(self) -> None:
        """Closes the file."""
        if hasattr(self, "db"):
            self.db.close()

    @contextmanager
    def guarded(self) -> Iterator[None]:
        """Whatever SQLite says inside becomes a StoreError with the way back."""
        try:
            yield
        except sqlite3.Error as error:
            self.close()
            raise _fault(self.path, error) from error

    def _migrate(self) -> None:
        done = self.db.execute("PRAGMA user_version").fetchone()[0]
        if done > len(MIGRATIONS):
            raise StoreError(C_STORE_NEWER, path=str(self.path))
        if done == len(MIGRATIONS):
            return
        if not done and self.db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            raise sqlite3.DatabaseError("another program's file")  # a new store of ours holds no table
        with self.change():
            done = self.db.execute("PRAGMA user_version").fetchone()[0]  # another one was faster
            for number, (script, restate) in enumerate(MIGRATIONS[done:], start=done + 1):
                for statement in statements(script):
                    self.db.execute(statement)
                if restate is not None:
                    restate(self.db)
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
                raise _fault(self.path, error) from error
            raise

    def log(self, kind: str, unit: str = "", **data: Any) -> int:
        """Appends an event inside a change; its number."""
        text = json.dumps(data, ensure_ascii=False)
        row = (self.now(), kind, unit, text)
        done = self.db.execute("INSERT INTO event(at, kind, unit, data) VALUES(?,?,?,?)", row)
        return int(done.lastrowid or 0)

    def restore(self, event: Event) -> None:
        """Puts back an event of the ledger under its own number."""
        text = json.dumps(dict(event.data), ensure_ascii=False)
        row = (event.id, event.at, event.kind, event.unit, text)
        self.db.execute("INSERT OR IGNORE INTO event VALUES(?,?,?,?,?)", row)

    def events(self, unit: str | None = None, after: int = 0) -> Iterator[Event]:
        """All events behind number `after` in their order, or those of one unit."""
        where, args = ("", (after,)) if unit is None else (" AND unit=?", (after, unit))
        for row in self.db.execute(f"SELECT * FROM event WHERE id>?{where} ORDER BY id", args):
            yield Event(row["id"], row["at"], row["kind"], row["unit"], json.loads(row["data"]))

    def last_event(self) -> int:
        """The number of the latest event, 0 when there is none."""
        return int(self.db.execute("SELECT coalesce(max(id), 0) FROM event").fetchone()[0])

    def copy_to(self, path: Path) -> None:
        """A whole copy of the store as it is now."""
        with sqlite3.connect(path) as copy:
            self.db.backup(copy)
        copy.close()

    @cached_property
    def arrivals(self) -> Arrivals:
        """What came, and how far a mailbox was read."""
        return Arrivals(self.db)

    @cached_property
    def versions(self) -> Versions:
        """The returns of the units, and the workbooks made for them."""
        return Versions(self.db)

    @cached_property
    def outbox(self) -> Outbox:
        """The letters."""
        return Outbox(self.db)

    @cached_property
    def own_files(self) -> OwnFiles:
        """What xltool wrote into the round's folder for the clerk."""
        return OwnFiles(self.db)

    @cached_property
    def standings(self) -> Standings:
        """The projection of the events: what each unit's history comes to."""
        return Standings(self.db)


def _fault(path: Path, error: Exception) -> StoreError:
    """The sentence for what SQLite or the system said."""
    said = str(error).lower()
    if "full" in said or "no space" in said:
        return StoreError(C_STORE_FULL, ExitCode.PARTIAL, path=str(path))
    if "readonly" in said or "read-only" in said:
        return StoreError(C_STORE_READONLY, path=str(path))
    if "locked" in said or "busy" in said:
        return StoreError(C_STORE_BUSY, path=str(path))
    if isinstance(error, sqlite3.DatabaseError) and not isinstance(error, sqlite3.OperationalError):
        return StoreError(C_STORE_DAMAGED, path=str(path))
    if "no such" in said or "malformed" in said or "disk image" in said:
        return StoreError(C_STORE_DAMAGED, path=str(path))
    detail = system_reason(error) if isinstance(error, OSError) else str(error)
    return StoreError(C_STORE, path=str(path), detail=detail)
