"""The tables of a round's store, and how the store of an older version becomes one of this one.

Numbered migrations: the n-th brings a store of version n - 1 to version n.  A round made by an older
version keeps its events; what they did not say is stated anew after an event ``migrated`` (see `restate`).
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from typing import Any

_FIRST = """
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
    """

_SECOND = """
    ALTER TABLE arrival ADD COLUMN sent_at TEXT NOT NULL DEFAULT '';
    ALTER TABLE arrival ADD COLUMN sender TEXT NOT NULL DEFAULT '';
    ALTER TABLE arrival ADD COLUMN text TEXT NOT NULL DEFAULT '';
    ALTER TABLE arrival ADD COLUMN beside TEXT NOT NULL DEFAULT '';
    ALTER TABLE arrival ADD COLUMN run INTEGER NOT NULL DEFAULT 0;
    CREATE INDEX arrival_sha ON arrival(sha);
    CREATE TABLE version_2(unit TEXT NOT NULL, n INTEGER NOT NULL,
        arrival INTEGER NOT NULL REFERENCES arrival(id), sha TEXT NOT NULL, path TEXT NOT NULL,
        beside TEXT NOT NULL, at TEXT NOT NULL, status TEXT NOT NULL, errors INTEGER NOT NULL,
        warnings INTEGER NOT NULL, content TEXT NOT NULL, basis TEXT NOT NULL, detail BLOB NOT NULL,
        PRIMARY KEY(unit, n));
    INSERT INTO version_2 SELECT unit, n, arrival, sha, path, '', at, status, errors, warnings, '', '', x''
        FROM version;
    DROP TABLE version;
    ALTER TABLE version_2 RENAME TO version;
    CREATE INDEX version_sha ON version(sha);
    CREATE INDEX version_content ON version(unit, content);
    ALTER TABLE issued ADD COLUMN name TEXT NOT NULL DEFAULT '';
    ALTER TABLE issued ADD COLUMN content TEXT NOT NULL DEFAULT '';
    CREATE TABLE done(key TEXT PRIMARY KEY);
    INSERT OR IGNORE INTO done SELECT CASE WHEN substr(key, 1, 5) = 'file:' THEN substr(key, 1, 69)
        ELSE substr(key, 1, 64) END FROM arrival;
    CREATE TABLE note(name TEXT PRIMARY KEY, value TEXT NOT NULL);
    INSERT INTO note SELECT 'unchecked', count(*) FROM version;
    CREATE TABLE standing(unit TEXT PRIMARY KEY, history TEXT NOT NULL, standing TEXT NOT NULL);
    """

_THIRD = """
    CREATE TABLE own_file(path TEXT PRIMARY KEY, sha TEXT NOT NULL);
    """

DECISIONS = ("accept", "exclude", "settled", "sent", "bounce")


def restate(db: sqlite3.Connection) -> None:
    """What the events of the first version did not say, stated anew in the order in which it happened.

    Whoever reads the events forgets at ``migrated`` what stood before it.
    """
    found: list[tuple[str, int, str, str, dict[str, Any]]] = []
    for row in db.execute("SELECT * FROM arrival ORDER BY id").fetchall():
        data = {name: row[name] for name in ("key", "source", "name", "sha", "path", "outcome", "reason")}
        clues = json.loads(row["clues"] or "{}")
        found.append((row["at"], 0, "arrived", row["unit"], {"n": row["id"], **data, "clues": clues}))
    for row in db.execute("SELECT * FROM version ORDER BY unit, n").fetchall():
        data = {name: row[name] for name in ("n", "arrival", "sha", "status", "errors", "warnings")}
        clues = json.loads(
            db.execute("SELECT clues FROM arrival WHERE id=?", (row["arrival"],)).fetchone()["clues"] or "{}"
        )
        data |= {"place": row["path"], "is_signed": "token" in clues}
        found.append((row["at"], 1, "version", row["unit"], data))
    marks = ",".join("?" * len(DECISIONS))
    old = db.execute(f"SELECT * FROM event WHERE kind IN ({marks}) ORDER BY id", DECISIONS).fetchall()
    for row in old:
        data = json.loads(row["data"])
        kind = "claim" if row["kind"] == "settled" else row["kind"]
        found.append((row["at"], 2, kind, row["unit"], {**data, "restated": True}))
    if not found and not old:
        return
    put = "INSERT INTO event(at, kind, unit, data) VALUES(?,?,?,?)"
    last = max(at for at, *_ in found)
    db.execute(put, (last, "migrated", "", json.dumps({"from": 1})))
    for at, _, kind, unit, data in sorted(found, key=lambda one: one[:2]):
        db.execute(put, (at, kind, unit, json.dumps(data, ensure_ascii=False)))


MIGRATIONS: tuple[tuple[str, Callable[[sqlite3.Connection], None] | None], ...] = (
    (_FIRST, None),
    (_SECOND, restate),
    (_THIRD, None),
)


def statements(script: str) -> Iterator[str]:
    """The statements of a script; a trigger holds a semicolon of its own."""
    part = ""
    for line in script.splitlines():
        part += line + "\n"
        if sqlite3.complete_statement(part):
            yield part
            part = ""
