"""Rounds in a folder for tests: made, answered, collected, without any network."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from conftest import SAMPLES, sample

from xltool.app.round.collect import Collector
from xltool.app.round.kept import statuses
from xltool.app.round.make import make
from xltool.app.round.opened import OpenRound
from xltool.app.round.opening import open_now
from xltool.app.round.taking import Arrived
from xltool.core.submission.identity import sign
from xltool.reading.form.find import open_form
from xltool.rounds.round import STORE, create
from xltool.rounds.status import UnitStatus
from xltool.rounds.store.database import Store
from xltool.writing.workbook.write import WorkbookContent, write_workbook

FORM = "zfxxgknb-2021"
DEADLINE = date(2026, 1, 20)
TODAY = date(2026, 1, 10)


def begun(folder: Path, roster: Path = SAMPLES / "roster.csv", deadline: date = DEADLINE) -> OpenRound:
    """A new round in `folder`, its workbooks made; whoever asks closes its store."""
    made = create(folder, open_form(FORM), 2025, deadline, "示例县政务公开办", roster)
    Store.create(made.path(STORE)).close()
    opened = open_now(folder, TODAY)
    assert all(isinstance(result, Path) for result in make(opened))
    return opened


def filled(
    opened: OpenRound, unit: str, put: Mapping[str, object] | None = None, key: bytes | None = None,
    texts: Mapping[str, str] | None = None, name: str = "", year: int = 2025,
) -> bytes:  # fmt: skip
    """A balanced return of a unit with `put` in its figures, signed by the round, or with `key`."""
    form, (_, submission) = open_form(FORM), sample("jinxiang-2025")
    own = opened.contact(unit).unit
    said = texts if texts is not None else dict.fromkeys(form.texts, "信息处理费无。")
    values = dict(submission.values) | dict(put or {})
    identity = sign(form.key, year, unit, name or own.name, opened.round.key if key is None else key)
    return write_workbook(form, identity, own, WorkbookContent(values, said))  # type: ignore[arg-type]


def take(opened: OpenRound, name: str, data: bytes) -> Arrived:
    """One file that lies in a folder, collected."""
    return Collector(opened).take(name, data, f"in/{name}")


def status(opened: OpenRound, unit: str) -> UnitStatus:
    """Where a unit stands."""
    return next(found for contact, found in statuses(opened) if contact.unit.code == unit)


def state(opened: OpenRound, unit: str) -> str:
    """Its state alone."""
    return status(opened, unit).state
