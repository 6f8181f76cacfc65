"""The returns of the units as they were checked, and the workbooks that were made for them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import fields

from xltool.rounds.store.records import Issued, Version

_COLUMNS = [one.name for one in fields(Version)]
_LIGHT = ",".join([*_COLUMNS[:-1], "x'' AS detail"])  # all but the packed return


def _version(row: sqlite3.Row) -> Version:
    return Version(*(row[name] for name in _COLUMNS))


class Versions:
    """The tables version and issued of an open store."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def next_number(self, unit: str) -> int:
        """The number of a unit's next version."""
        row = self._db.execute("SELECT coalesce(max(n), 0) + 1 AS n FROM version WHERE unit=?", (unit,))
        return int(row.fetchone()["n"])

    def add(self, one: Version) -> bool:
        """Adds a version; False when the unit has one with its number."""
        marks = ",".join("?" * len(_COLUMNS))
        done = self._db.execute(
            f"INSERT OR IGNORE INTO version({','.join(_COLUMNS)}) VALUES({marks})",
            tuple(getattr(one, name) for name in _COLUMNS),
        )
        return done.rowcount == 1

    def get(self, unit: str, n: int) -> Version | None:
        """One version with its packed return."""
        row = self._db.execute("SELECT * FROM version WHERE unit=? AND n=?", (unit, n)).fetchone()
        return _version(row) if row else None

    def of_unit(self, unit: str) -> list[Version]:
        """A unit's versions in their order, without their packed returns."""
        rows = self._db.execute(f"SELECT {_LIGHT} FROM version WHERE unit=? ORDER BY n", (unit,))
        return [_version(row) for row in rows]

    def all(self) -> Iterator[Version]:
        """Every version, without its packed return."""
        for row in self._db.execute(f"SELECT {_LIGHT} FROM version ORDER BY unit, n").fetchall():
            yield _version(row)

    def with_bytes(self, sha: str) -> list[Version]:
        """The versions made of exactly these bytes, whatever stood beside them."""
        rows = self._db.execute(f"SELECT {_LIGHT} FROM version WHERE sha=? ORDER BY n", (sha,))
        return [_version(row) for row in rows]

    def with_content(self, unit: str, content: str) -> Version | None:
        """A unit's version with the same figures, texts and notes."""
        query = f"SELECT {_LIGHT} FROM version WHERE unit=? AND content=? ORDER BY n"
        row = self._db.execute(query, (unit, content)).fetchone() if content else None
        return _version(row) if row else None

    def without_detail(self) -> list[Version]:
        """The versions of older rounds that have not been checked since."""
        rows = self._db.execute(f"SELECT {_LIGHT} FROM version WHERE length(detail)=0 ORDER BY unit, n")
        return [_version(row) for row in rows]

    def check_again(self, one: Version) -> None:
        """Replaces what a check said of a version."""
        self._db.execute(
            "UPDATE version SET status=?, errors=?, warnings=?, content=?, basis=?, detail=?"
            " WHERE unit=? AND n=?",
            (one.status, one.errors, one.warnings, one.content, one.basis, one.detail, one.unit, one.n),
        )

    def issue(self, one: Issued) -> None:
        """Notes a workbook that was made for a unit."""
        self._db.execute(
            "INSERT OR REPLACE INTO issued(sha, unit, path, at, name, content) VALUES(?,?,?,?,?,?)",
            (one.sha, one.unit, one.path, one.at, one.name, one.content),
        )

    def issued(self, sha: str) -> Issued | None:
        """The workbook of exactly these bytes, if it is one of ours as issued."""
        row = self._db.execute("SELECT * FROM issued WHERE sha=?", (sha,)).fetchone()
        return _issued(row) if row else None

    def issued_to(self, unit: str) -> list[Issued]:
        """The workbooks that were made for a unit."""
        return [
            _issued(row)
            for row in self._db.execute("SELECT * FROM issued WHERE unit=? ORDER BY rowid", (unit,))
        ]

    def issued_names(self) -> dict[str, tuple[str, str]]:
        """Code → (name under which a unit's latest workbook was made, "" if unknown, and its file's name)."""
        rows = self._db.execute("SELECT unit, name, path FROM issued ORDER BY rowid")
        return {unit: (name, path) for unit, name, path in rows}


def _issued(row: sqlite3.Row) -> Issued:
    return Issued(*(row[one.name] for one in fields(Issued)))
