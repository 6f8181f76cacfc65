"""A signed workbook for every unit of a round, as issued kept beside what comes back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from xltool.app.make_workbooks import Order, make_all, notice_of
from xltool.app.round.opened import OpenRound
from xltool.core.errors import XltoolError
from xltool.rounds.received import keep
from xltool.rounds.round import OUTGOING
from xltool.rounds.store.records import Issued


def make(opened: OpenRound, force: bool = False) -> Iterator[Path | XltoolError]:
    """Writes the workbooks with last year's figures; one that is there already is left as it is."""
    prior = opened.checker.prior
    for contact in opened.contacts:
        round_ = opened.round
        notice = notice_of(contact.deadline or round_.deadline, round_.contact or round_.office, round_.phone)
        order = Order(opened.form, round_.year, contact.unit, key=round_.key, notice=notice)
        path = opened.round.path(OUTGOING, order.filename)
        if path.exists() and not force:
            yield path
            continue
        for result in make_all([order], opened.round.path(OUTGOING), force, prior):
            if isinstance(result, Path):
                _issue(opened, contact.unit.code, contact.unit.name, result)
            yield result


def _issue(opened: OpenRound, code: str, name: str, path: Path) -> None:
    store = opened.store
    sha, _ = keep(opened.round, path.read_bytes(), ".xlsx")
    with store.change():
        store.versions.issue(Issued(sha, code, path.name, store.now(), name, ""))
        store.log("made", code, path=path.name, sha=sha, name=name)
