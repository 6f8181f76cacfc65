"""Clues → whose return this is: taken, held for the clerk, or refused with the reason.

Pure.  The signed token in the workbook comes first; every clue that is there must agree, else the
file waits.  A file name alone never decides (research: what real mailboxes do to all the others).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass
from typing import Literal

Outcome = Literal["taken", "held", "refused"]


@dataclass(frozen=True)
class Clues:
    """What speaks for a unit; each is a unit's code, or "" when that clue is not there."""

    token: str = ""  # signed by this round
    plain: str = ""  # written in the workbook, unsigned or signed by someone else
    subject: str = ""
    thread: str = ""
    sender: str = ""
    name: str = ""  # of the file

    def said(self) -> dict[str, str]:
        """The clues that are there."""
        return {kind: unit for kind, unit in asdict(self).items() if unit}


@dataclass(frozen=True)
class Decision:
    """`reason` is a key of the round's words: why it was held or refused, or what to note."""

    outcome: Outcome
    unit: str
    reason: str = ""


def decide(clues: Clues, roster: Collection[str], stranger: bool = False, forged: bool = False) -> Decision:
    """Whose file it is.

    `stranger`: it was mailed by an address nobody of the roster has.  `forged`: it carries a token
    that is not this round's.
    """
    said = clues.said()
    unit = clues.token or clues.plain
    if not unit:
        return Decision("held", next(iter(said.values()), ""), "no-mark")
    if unit not in roster:
        return Decision("held", "", "not-in-roster")
    if any(other != unit for other in said.values()):
        return Decision("held", unit, "disagree")
    if clues.token:
        return Decision("taken", unit, "stranger" if stranger else "")
    if forged:
        return Decision("held", unit, "foreign-token")
    others = set(said) - {"plain"}
    return Decision("taken", unit, "no-token") if others else Decision("held", unit, "one-clue")
