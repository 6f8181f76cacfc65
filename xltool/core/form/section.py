"""A section of texts as data: its parts, what belongs there, what a new workbook already says."""

from __future__ import annotations

import re
from dataclasses import dataclass

_OPTIONAL, _NAMED = re.compile(r"\[([^][]*)\]"), re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Part:
    """One text of a section: its address, its printed heading (may be empty), and what belongs there.

    `prefill` is what a new workbook already says there, with ``{unit}``, ``{year}``, ``{phone}``
    and the like.  `room` is how many characters its place in the workbook shows when nothing is typed yet.
    """

    id: str
    heading: str
    label: str
    prompt: str = ""
    prefill: str = ""
    room: int = 0

    def prefilled(self, **known: str) -> str:
        """What a new workbook holds here: `prefill` with what is known of the unit.

        A part in square brackets is left out when something it names is not known.
        """
        kept = _OPTIONAL.sub(
            lambda part: part[1] if all(map(known.get, _NAMED.findall(part[1]))) else "", self.prefill
        )
        return _NAMED.sub(lambda name: known.get(name[1], ""), kept).strip()


@dataclass(frozen=True)
class Section:
    """A narrative section: its printed title (may be empty) and its texts in order.

    `words` are what the headings of its parts are known by in other offices' wording, first that fits.
    """

    id: str
    title: str
    parts: tuple[Part, ...]
    words: tuple[tuple[str, str], ...] = ()  # (word, id of the part)
