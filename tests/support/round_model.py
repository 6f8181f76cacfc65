"""A unit of a round by the words of the contract: short and slow, to hold the real one against."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass
class Version:
    """One return as the contract speaks of it."""

    n: int
    arrival: int
    content: tuple[int, bool]
    when: int | None
    run: int
    signed: bool
    sender: str
    excluded: bool = False
    accepted: bool = False

    @property
    def counts(self) -> bool:
        return not self.excluded and (not self.content[1] or self.accepted)


def later(one: Version, other: Version) -> bool:
    if one.when is not None and other.when is not None:
        return one.when > other.when
    return one.run > other.run


@dataclass
class Model:
    """A unit by the words of the contract."""

    versions: list[Version] = field(default_factory=list)
    waiting: dict[int, str] = field(default_factory=dict)  # arrival → outcome
    latest: tuple[int, str] = (0, "")
    dates: dict[Any, list[int]] = field(default_factory=dict)
    excused: bool = False
    heard: bool = False
    returned: str = ""  # what the latest 退回 was about

    def order(self) -> tuple[Version | None, list[Version]]:
        """(what counts, what nobody can order)."""
        rest = [one for one in self.versions if not one.excluded]
        unclear: list[Version] = []
        while rest:
            top = [one for one in rest if not any(later(other, one) for other in rest)] or rest
            right = [one for one in top if one.counts]
            if len(right) == 1:
                return right[0], unclear
            unclear += top if len(top) > 1 else []
            rest = [one for one in rest if one not in top]
        return None, unclear

    @property
    def waits(self) -> set[int]:
        found = {n for n, outcome in self.waiting.items() if outcome != "blank" or self.latest[0] == n}
        return found | {one.arrival for one in self.order()[1]}

    @property
    def state(self) -> str:
        counts, unclear = self.order()
        if counts:
            return "accepted-reason" if counts.content[1] else "accepted"
        if any(not one.excluded and one not in unclear for one in self.versions):
            return "rejected"
        if unclear or "held" in self.waiting.values():
            return "held"
        if self.latest[1] == "refused" and self.latest[0] not in dismissed_anywhere:
            return "unreadable"
        return "excluded" if self.excused or any(one.excluded for one in self.versions) else "sent"

    @property
    def to_return(self) -> str:
        """What a 退回 would be about now, "" when none is due."""
        counts, unclear = self.order()
        open_ = [one for one in self.versions if not one.excluded and one not in unclear]
        about = ""
        if counts:
            wrong = [one for one in open_ if one is not counts and not one.counts and not later(counts, one)]
            newer = [one.n for one in wrong if later(one, counts) or one.n > counts.n]
            about = f"v{max(newer)}" if newer else ""
        elif self.state == "rejected":
            top = [one for one in open_ if not any(later(other, one) for other in open_)] or open_
            about = f"v{top[-1].n}"
        elif self.state not in ("held", "excluded") and self.waits:
            last = max(self.waits)
            about = f"a{last}" if self.waiting.get(last) in ("refused", "no-file", "blank") else ""
        return "" if about == self.returned else about


dismissed_anywhere: set[int] = set()
