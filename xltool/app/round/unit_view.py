"""One unit, or one arrival, as the page shows it: its return beside the tables, and all that happened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath

from xltool.app.round.arrivals import Listed, as_now
from xltool.app.round.board_view import UnitLine, WaitingLine, unit_line, waiting_line
from xltool.app.round.log import event_sentence
from xltool.app.round.opened import OpenRound
from xltool.app.round.recheck import findings_of
from xltool.app.view_return import ReturnView, view_return
from xltool.core.check.returned import CheckedReturn
from xltool.core.errors import UsageError
from xltool.core.submission.model import Contact
from xltool.core.text.catalogue.rounds import C_ARRIVAL, C_NO_VERSION
from xltool.core.text.clean import safe
from xltool.rounds.status import Standing


@dataclass(frozen=True)
class UnitView:
    """`shown` is the version that is looked at, None without a return; `versions` are all numbers."""

    line: UnitLine
    shown: ReturnView | None
    version: int | None
    versions: Sequence[int]
    waiting: Sequence[WaitingLine]
    history: Sequence[str]


def unit_view(opened: OpenRound, contact: Contact, number: int | None = None) -> UnitView:
    """Everything about one unit, with its version `number` (the one that counts, or the latest)."""
    code = contact.unit.code
    known = opened.standings().get(code, Standing("unsent"))
    versions = opened.store.versions.of_unit(code)
    numbers = [one.n for one in versions]
    wanted = number or known.version or (numbers[-1] if numbers else None)
    checked = _checked(opened, code, wanted)
    older = [n for n in numbers if wanted is not None and n < wanted]
    before = _checked(opened, code, older[-1]) if older else None
    history = opened.histories[code]
    waiting = [
        waiting_line(opened, Listed(as_now(one, history), True))
        for one in opened.store.arrivals.of_unit(code)
        if one.n in known.waits
    ]
    events = [event_sentence(event) for event in opened.store.events(code)]
    return UnitView(
        unit_line(contact, opened.status_of(known, code)),
        view_return(checked, before.submission if before else None) if checked else None,
        wanted if checked else None, numbers, waiting, events[::-1],
    )  # fmt: skip


def version_of(opened: OpenRound, contact: Contact, number: int) -> CheckedReturn:
    """A version as it was checked; raises UsageError when there is none."""
    checked = _checked(opened, contact.unit.code, number)
    if checked is None:
        raise UsageError(C_NO_VERSION, unit=contact.unit.name)
    return checked


def _checked(opened: OpenRound, code: str, number: int | None) -> CheckedReturn | None:
    version = opened.store.versions.get(code, number) if number else None
    checked = findings_of(opened, version) if version else None
    return replace(checked, source=PurePath(checked.source).name) if checked else None


def arrival_file(opened: OpenRound, n: int) -> tuple[str, bytes]:
    """(name, bytes) of what came as arrival `n`, as it came; raises UsageError."""
    one = opened.store.arrivals.get(n)
    if one is None or not one.path:
        raise UsageError(C_ARRIVAL, n=str(n))
    return safe(one.name), opened.round.kept(one.path).read_bytes()
