"""Clues → whose return this is, and whether it may be taken: pure, in the order of the contract.

The signed token comes first; every other clue must agree with it.  Without it only the unit's own address
beside the unit named in the workbook is enough.  A file name alone, or what a letter says, never decides.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass
from typing import Literal

Outcome = Literal["taken", "held"]


@dataclass(frozen=True)
class Clues:
    """What speaks for a unit; each is a unit's code, several joined by a comma, "" when it is not there."""

    token: str = ""  # signed by this round, under a name of the roster
    plain: str = ""  # written in the workbook, unsigned or signed by someone else
    subject: str = ""
    thread: str = ""
    sender: str = ""  # an address may belong to several units, and agrees with each
    name: str = ""  # of the file
    texts: str = ""  # by whom the report says it is; several places, each judged by itself

    def said(self) -> dict[str, str]:
        """The clues that are there."""
        return {kind: units for kind, units in asdict(self).items() if units}

    def proposal(self, roster: Collection[str]) -> str:
        """The unit that it probably is: the one named in it, unless two other clues speak for another.

        Without such a name the first clue that speaks for exactly one unit of the roster.
        """
        named = next((units for units in (self.token, self.plain) if units in roster), "")
        others = [self.subject, self.thread, self.sender, self.texts, self.name]
        single = [units for units in others if units in roster]
        if named and len(single) > 1 and set(single) != {named} and len(set(single)) == 1:
            return single[0]
        return named or next(iter(single), "")

    def disagree(self, unit: str) -> bool:
        """Whether some clue speaks for another unit."""
        for kind, units in self.said().items():
            codes = units.split(",")
            if unit not in codes or (kind == "texts" and len(codes) > 1):
                return True
        return False


@dataclass(frozen=True)
class Circumstances:
    """What else decides: how it came, and what it would take the place of.

    `is_stranger`: it was mailed, and not from an address of any unit.  `is_own`: from one of the unit named
    in it.  `guards` is the sender of the signed return that counts, None when no such one counts.
    `is_foreign`: it carries a token that is not this round's.  `is_torn`: its marks contradict each other.
    `is_renamed`: it is signed under a name that the roster does not know.
    """

    is_stranger: bool = False
    is_own: bool = False
    guards: str | None = None
    sender: str = ""
    is_foreign: bool = False
    is_torn: bool = False
    is_renamed: bool = False
    is_closed: bool = False


@dataclass(frozen=True)
class Attribution:
    """`reason` is a key of the round's words: why it was held, or what to note."""

    outcome: Outcome
    unit: str
    reason: str = ""


def attribute(clues: Clues, roster: Collection[str], how: Circumstances = Circumstances()) -> Attribution:
    """Whose return it is."""
    unit = clues.proposal(roster)

    def held(reason: str) -> Attribution:
        return Attribution("held", unit, reason)

    if how.is_closed:
        return held("closed")
    if how.is_torn:
        return held("torn")
    if how.is_renamed:
        return held("renamed")
    named = clues.token or clues.plain
    if not named:
        return held("no-mark")
    if named not in roster:
        return held("disagree" if "," in named else "not-in-roster")
    if clues.disagree(named):
        return held("disagree")
    if clues.token:
        if how.guards is not None and how.is_stranger and how.guards != how.sender:
            return held("stranger-over")
        return Attribution("taken", named, "stranger" if how.is_stranger else "")
    if not how.is_own:
        return held("foreign-token" if how.is_foreign else "unsigned")
    if how.guards is not None:
        return held("unsigned-over")
    return Attribution("taken", named, "no-token")
