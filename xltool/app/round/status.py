"""Where every unit of a round stands; the files that count are compared with their hashes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from xltool.app.round.kept import lost, statuses
from xltool.app.round.opened import OpenRound
from xltool.core.errors import ExitCode
from xltool.core.submission.model import Contact
from xltool.core.text.catalogue.rounds import C_UNSENT
from xltool.core.text.wording import sentence
from xltool.rounds.received import is_whole
from xltool.rounds.status import Standing, UnitStatus


@dataclass(frozen=True)
class Overview:
    """A round as it stands: units of the roster, those that are gone from it, what waits of nobody.

    `faults` are sentences about kept files that cannot be used, and letters that did not go.
    """

    lines: tuple[tuple[Contact, UnitStatus], ...]
    gone: tuple[tuple[Contact, UnitStatus], ...]
    waiting: tuple[int, ...]
    faults: tuple[str, ...] = ()

    @property
    def all_waiting(self) -> list[int]:
        """Every arrival that waits."""
        found = {n for _, status in (*self.lines, *self.gone) for n in status.waits}
        return sorted(found | set(self.waiting))

    @property
    def exit_code(self) -> int:
        """3 with a fault, else 1 while anything waits for the clerk."""
        if self.faults:
            return ExitCode.PARTIAL
        needs = self.all_waiting or any(status.state == "review" for _, status in self.lines)
        return ExitCode.FINDINGS if needs else ExitCode.OK


def overview(opened: OpenRound) -> Overview:
    """The round as it stands now; every kept file that counts is compared with its hash."""
    known = opened.standings()
    lines = tuple(statuses(opened))
    nothing = Standing("unsent")
    gone = tuple(
        (contact, opened.status_of(known.get(contact.unit.code, nothing), contact.unit.code))
        for contact in opened.gone
    )
    of_nobody = {n for unit, one in known.items() if unit not in opened.contact_of for n in one.waits}
    return Overview(lines, gone, tuple(sorted(of_nobody)), (*_lost(opened, lines), *_unsent(opened)))


def _lost(opened: OpenRound, lines: tuple[tuple[Contact, UnitStatus], ...]) -> Iterator[str]:
    for contact, status in lines:
        known = status.standing
        if status.is_accepted and known.place and not is_whole(opened.round.kept(known.place), known.sha):
            yield str(lost(contact, known.place))


def _unsent(opened: OpenRound) -> Iterator[str]:
    letters = opened.store.outbox.unsent()
    if letters:
        units = "、".join(dict.fromkeys(letter.unit for letter in letters))
        yield sentence(C_UNSENT, n=str(len(letters)), units=units)


def document(opened: OpenRound, view: Overview) -> dict[str, Any]:
    """The document of ``round status --json``."""
    return {
        "schema": 2,
        "form": opened.round.form,
        "year": opened.round.year,
        "deadline": opened.round.deadline.isoformat(),
        "units": [_unit(contact, status) for contact, status in (*view.lines, *view.gone)],
        "waiting": list(view.waiting),
    }


def _unit(contact: Contact, status: UnitStatus) -> dict[str, Any]:
    known = status.standing
    return {
        "code": contact.unit.code, "name": contact.unit.name, "state": status.state,
        "version": known.version, "errors": known.errors, "warnings": known.warnings, "late": status.late,
        "last": known.last, "next": status.next, "reason": known.reason, "waits": list(known.waits),
    }  # fmt: skip
