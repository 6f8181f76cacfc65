"""Rows of the store as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened; `data` is what it needs to be understood later."""

    id: int
    at: str
    kind: str
    unit: str
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Arrival:
    """One thing that came, numbered `n` for ever; `path` and `beside` are places in the round, or "".

    `beside` is the Word file that came with a workbook.  `clues` are codes of units by kind of clue.
    `sent_at` is an ISO time, "" when unknown; `run` tells collections apart that have no times.
    """

    n: int
    key: str
    at: str
    source: str
    name: str
    path: str
    sha: str
    outcome: str
    unit: str
    reason: str
    clues: Mapping[str, str]
    sent_at: str = ""
    sender: str = ""
    text: str = ""
    beside: str = ""
    run: int = 0


@dataclass(frozen=True, slots=True)
class Version:
    """One return of a unit as it was checked; `content` is the digest of its figures, texts and notes.

    `basis` says with what it was checked (last year's data, level, form, program).  `detail` is the whole
    checked return, packed (`kept_return`); b"" in a round of an older version until it is checked.
    """

    unit: str
    n: int
    arrival: int
    sha: str
    path: str
    beside: str
    at: str
    status: str
    errors: int
    warnings: int
    content: str
    basis: str
    detail: bytes = b""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One letter in the outbox; `state` is planned, sending, sent, retry, failed or unknown."""

    key: str
    unit: str
    kind: str
    recipient: str
    message_id: str
    path: str
    state: str
    reply: str
    tries: int
    at: str


@dataclass(frozen=True, slots=True)
class Issued:
    """A workbook that was made for a unit under the name it then had; `content` as in `Version`."""

    sha: str
    unit: str
    path: str
    at: str
    name: str
    content: str
