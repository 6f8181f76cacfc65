"""A unit's history → where it stands and what to do next.

Pure: nothing of this is stored.  A later valid version supersedes; one with errors never takes the
place of a valid one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class Version:
    """One return of a unit, in the order of arrival; `excluded` is the clerk's reason or ""."""

    n: int
    status: str  # accepted, accepted_with_warnings, rejected
    errors: int
    warnings: int
    at: str
    path: str
    excluded: str = ""
    accepted: str = ""  # the clerk's reason for taking it in spite of errors

    @property
    def is_valid(self) -> bool:
        """Whether it can be the unit's return."""
        return not self.excluded and (self.status != "rejected" or bool(self.accepted))


@dataclass(frozen=True)
class History:
    """All that is known of one unit in this round."""

    sent: str = ""  # when its workbook left last
    bounced: str = ""  # why its mail came back, after the last sending
    held: int = 0  # arrivals that wait for the clerk
    versions: Sequence[Version] = field(default_factory=tuple)
    last: str = ""  # when anything happened


@dataclass(frozen=True)
class UnitStatus:
    """`state` and `next` are keys of the round's words; `n` errors or days, `version` the one that counts."""

    state: str
    next: str
    n: int = 0
    version: Version | None = None
    late: int = 0


def derive(history: History, deadline: date, today: date) -> UnitStatus:
    """Where a unit stands on `today`."""
    late = max((today - deadline).days, 0)
    valid = [version for version in history.versions if version.is_valid]
    open_ = [version for version in history.versions if not version.excluded]
    if history.held:
        return UnitStatus("held", "claim", history.held, valid[-1] if valid else None)
    if valid:
        warned = valid[-1].status != "accepted"
        newer = open_[-1] is not valid[-1]  # it has errors, else it would be the valid one
        return UnitStatus(
            "accepted-warnings" if warned else "accepted", "newer" if newer else "report", 0, valid[-1]
        )
    if open_:
        return UnitStatus("rejected", "return", open_[-1].errors, open_[-1], late)
    if history.bounced:
        return UnitStatus("bounced", "address", 0, None, late)
    if late:
        return UnitStatus("late", "remind", late, None, late)
    return UnitStatus("sent", "wait") if history.sent else UnitStatus("unsent", "send")
