"""The tables of a store out of its events and the files that were received: the second half of a repair."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any

from xltool.app.round.judging import relabelled
from xltool.app.round.opened import OpenRound
from xltool.core.check.returned import CheckedReturn, ReadReturn
from xltool.rounds import kept_return
from xltool.rounds.received import is_whole
from xltool.rounds.store.records import Arrival, Event, Issued, Outgoing, Version

_ARRIVAL = (
    "key",
    "source",
    "name",
    "path",
    "sha",
    "outcome",
    "reason",
    "sent_at",
    "sender",
    "text",
    "beside",
    "run",
)


def replay(opened: OpenRound, only: Collection[int] | None = None) -> tuple[int, int]:
    """Fills the tables from all events, or from some; (arrivals, versions) that were put back.

    Findings are those of the ledger; figures and texts are read again from the kept files, no rule is asked.
    """
    versions: dict[tuple[str, int], tuple[Version, Mapping[str, Any]]] = {}
    arrivals = 0
    with opened.store.change():
        for event in list(opened.store.events()):
            if only is None or event.id in only:
                arrivals += _replay_one(opened, event, versions)
    for version, data in versions.values():
        detail = _detail(opened, version, data)
        with opened.store.change():
            full = replace(version, detail=detail)
            if not opened.store.versions.add(full):
                opened.store.versions.check_again(full)
    return arrivals, len(versions)


def _replay_one(
    opened: OpenRound, event: Event, versions: dict[tuple[str, int], tuple[Version, Mapping[str, Any]]]
) -> int:
    """One event into the tables; whether it was an arrival."""
    store, data = opened.store, event.data
    if event.kind in ("arrived", "redecided") and "key" in data:
        known = {name: data.get(name, 0 if name == "run" else "") for name in _ARRIVAL}
        one = Arrival(
            n=int(data["n"]),
            at=str(data.get("at", event.at)),
            unit=event.unit,
            clues=data.get("clues", {}),
            **known,
        )
        if event.kind == "redecided":
            store.arrivals.decide(one)
            return 0
        return int(store.arrivals.add(one) is not None)
    if event.kind == "version" and "place" in data:
        versions[event.unit, int(data["n"])] = (_version(event), data)
    elif event.kind == "checked" and (event.unit, int(data["n"])) in versions:
        old, before = versions[event.unit, int(data["n"])]
        names = ("status", "errors", "warnings", "content", "basis")
        versions[event.unit, old.n] = (
            replace(old, **{n: data[n] for n in names if n in data}),
            {**before, **data},
        )
    elif event.kind == "claim":
        store.arrivals.give(
            int(data["arrival"]), str(data.get("before", "")) if data.get("undo") else event.unit
        )
    elif event.kind == "made":
        name = str(data.get("name", ""))
        store.versions.issue(Issued(data["sha"], event.unit, data["path"], event.at, name, ""))
    elif event.kind == "planned" and "row" in data:
        store.outbox.put(Outgoing(**data["row"]))
    elif event.kind in ("sent", "retry", "failed", "unknown", "stop") and data.get("key"):
        store.outbox.answer(data["key"], event.kind, str(data.get("reply", "")), event.at)
    return 0


def _version(event: Event) -> Version:
    data = event.data
    return Version(
        event.unit, int(data["n"]), int(data["arrival"]), data["sha"], data["place"], data.get("beside", ""),
        event.at, data["status"], data["errors"], data["warnings"], data.get("content", ""),
        data.get("basis", ""),
    )  # fmt: skip


def _detail(opened: OpenRound, version: Version, data: Mapping[str, Any]) -> bytes:
    """The packed return; b"" when its file is gone or changed, or its findings were never written down."""
    path = opened.round.kept(version.path)
    if "findings" not in data or not is_whole(path, version.sha):
        return b""
    beside = None
    if version.beside:
        with_texts = opened.round.kept(version.beside)
        beside = (
            (PurePosixPath(version.beside).name, with_texts.read_bytes()) if with_texts.exists() else None
        )
    read = opened.checker.read(path, beside=beside)
    if not isinstance(read, ReadReturn):
        return b""
    contact = opened.contact_of.get(version.unit)
    own = relabelled(read, contact.unit if contact else None)
    said = tuple(kept_return.finding_of(row, own.form) for row in data["findings"])
    findings = (*(finding for finding in own.findings if finding.severity == "info"), *said)
    last_year = opened.checker.last_year(own.submission)
    return kept_return.pack(CheckedReturn(**{**vars(own), "findings": findings}, prior=last_year))
