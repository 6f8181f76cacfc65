"""Tell whether a figure of a sentence may speak of something else than the whole unit in its year.

Beside `counts`; pure.  Sentences name parts of the unit (各镇街), other organs, single channels and other
periods before their figures; what one clause names, the next may go on with, until one names the whole.
"""

from __future__ import annotations

import re

from xltool.core.check.narrative import patterns
from xltool.core.check.narrative.sentences import figures_in

_MARKS = re.compile("([，；：。！？\n])")
_BRACKET = re.compile("（[^（）]*）")
_ADDRESSED = re.compile(patterns.SCOPE_ADDRESSED)
_DEPUTY, _PART = re.compile(patterns.SCOPE_DEPUTY), re.compile(patterns.SCOPE_PART)
_AREA, _ALL_PARTS = re.compile(patterns.SCOPE_AREA), re.compile(patterns.SCOPE_ALL_PARTS)
_MATTER = re.compile(patterns.SCOPE_MATTER)
_ORGAN, _WHOLE = re.compile(patterns.SCOPE_ORGAN), re.compile(patterns.SCOPE_WHOLE)
_PERIOD, _NOW = re.compile(patterns.SCOPE_PERIOD), patterns.SCOPE_NOW


def of_another(sentence: str, start: int, end: int, unit: str, year: int) -> bool:
    """Whether the figure at `start` to `end` may be one of a part, of another organ or of other years.

    `unit` is the name of the unit that reports, "" when it is not known.
    """
    before = _BRACKET.sub("", sentence[:start]) + sentence[start:end]
    return _of_other_years(before, year) or _of_part(before, unit)


def _of_other_years(before: str, year: int) -> bool:
    """Whether the last period named is not the year of the report."""
    periods = [found.end() for found in _PERIOD.finditer(before)]
    now = [found.start() for found in re.finditer(_NOW.format(year=year), before)]
    return bool(periods) and not any(place >= periods[-1] for place in now)


def _of_part(before: str, unit: str) -> bool:
    """Whether the last clause speaks of a part or another organ, or goes on with one that does."""
    carried = here = False
    pieces = _MARKS.split(before)
    for clause, mark in zip(pieces[::2], [*pieces[1::2], ""], strict=True):
        deputy = bool(_DEPUTY.search(clause))
        part = deputy or _names_part(clause, unit)
        here = part or bool(_MATTER.search(clause)) or (carried and not _WHOLE.search(clause))
        carried = deputy or (part and bool(figures_in(clause))) or (carried and here)
        carried = carried and mark in "，："
    return here


def _names_part(clause: str, unit: str) -> bool:
    """Whether a clause names a part of the unit, a channel, or an organ that is not the unit."""
    clause = _ADDRESSED.sub("", clause)
    if _AREA.search(unit):
        clause = _ALL_PARTS.sub("", clause)
    if _PART.search(clause):
        return True
    return any(found[0] not in unit for found in _ORGAN.finditer(clause))
