"""Every event of a round as a line of text: ``ledger.jsonl``, only ever added to.

Each line is a JSON object with ``id``, ``at``, ``kind``, ``unit`` and ``data``; with what was received it is
enough to make the store anew.  Numbers of persons are masked: the ledger may be shown around.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any

from xltool.core.errors import OutputError
from xltool.core.text.catalogue.usage import U_WRITE
from xltool.core.text.wording import system_reason
from xltool.rounds.store.records import Event

_TAIL = 1 << 20
_QUOTED = ("findings", "text", "reason", "body", "reply")  # where somebody's words stand
_PERSON = re.compile(
    r"(?<![0-9A-Za-z])(?:([1-9]\d{5})\d{8}(\d{3}[0-9Xx])|(1[3-9]\d)\d{4}(\d{4}))(?![0-9A-Za-z])"
)


def without_personal_numbers(text: str) -> str:
    """`text` with the middle of identity and mobile numbers taken out."""
    return _PERSON.sub(lambda m: f"{m[1]}********{m[2]}" if m[1] else f"{m[3]}****{m[4]}", text)


def _masked(value: Any) -> Any:
    """The same of every text inside a value of an event."""
    return json.loads(without_personal_numbers(json.dumps(value, ensure_ascii=False)))


def ledger_line(event: Event) -> str:
    """One event as it stands in the ledger."""
    data = {name: _masked(value) if name in _QUOTED else value for name, value in event.data.items()}
    document = {
        "id": event.id,
        "at": event.at,
        "kind": event.kind,
        "unit": event.unit,
        "data": data,
    }
    return json.dumps(document, ensure_ascii=False)


class Ledger:
    """The ledger at `path`, which need not be there yet."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def last(self) -> int:
        """The number of the last event in it, 0 for none; a line that a crash cut off does not count."""
        try:
            with self.path.open("rb") as file:
                size = file.seek(0, os.SEEK_END)
                step = _TAIL
                while True:  # a line may be longer than one step
                    file.seek(max(size - step, 0))
                    lines = file.read().rpartition(b"\n")[0].splitlines()
                    for text in reversed(lines[1:] if step < size else lines):
                        if (event := _event(text)) is not None:
                            return event.id
                    if step >= size:
                        return 0
                    step *= 8
        except FileNotFoundError:
            return 0
        except OSError as error:
            raise OutputError(U_WRITE, path=str(self.path), detail=system_reason(error)) from error

    def add(self, events: Iterable[Event]) -> None:
        """Appends events; raises OutputError when the file cannot be written."""
        first = next(iter(events := iter(events)), None)
        if first is None:
            return
        try:
            self._mend()
            with self.path.open("ab") as file:
                for event in chain([first], events):
                    file.write(f"{ledger_line(event)}\n".encode("utf-8", "surrogatepass"))
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise OutputError(U_WRITE, path=str(self.path), detail=system_reason(error)) from error

    def _mend(self) -> None:
        """Ends a line that a crash cut off, so that the next one stands alone."""
        if not self.path.exists() or not self.path.stat().st_size:
            return
        with self.path.open("r+b") as file:
            file.seek(-1, os.SEEK_END)
            if file.read(1) != b"\n":
                file.write(b"\n")

    def read(self) -> Iterator[Event | None]:
        """Every line in its order; None for one that cannot be read."""
        with self.path.open("rb") as file:
            for text in file:
                if text.strip():
                    yield _event(text)


def _event(text: bytes) -> Event | None:
    try:
        one: Any = json.loads(text.decode("utf-8", "surrogatepass"))
        known = (int(one["id"]), str(one["at"]), str(one["kind"]), str(one["unit"]))
        return Event(*known, dict(one["data"]))
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
