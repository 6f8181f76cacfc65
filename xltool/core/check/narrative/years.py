"""Find years left over from an older report, and a wrong statistical period.

A year is a leftover only where a sentence reports that year's work (the year stands at its beginning
or right before what was done) and does not compare, plan, or name a document of that year.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from xltool.core.check.narrative import patterns
from xltool.core.check.narrative.sentences import sentences

OLDEST = 5  # a year further back is history, not a leftover

_YEAR, _PERIOD = re.compile(patterns.YEAR), re.compile(patterns.PERIOD)
_TITLE, _LEAD = re.compile(patterns.YEAR_TITLE), re.compile(f"(?:^|[，；：、）]|{patterns.YEAR_LEAD})$")
_COMPARED, _OF = re.compile(patterns.YEAR_COMPARED), re.compile(patterns.YEAR_OF)
_DONE, _UNTIL = re.compile(patterns.YEAR_DONE), re.compile(patterns.YEAR_UNTIL)
_LAW, _REPORT = re.compile(patterns.YEAR_LAW), re.compile(patterns.YEAR_REPORT)
_CARRIED, _BEFORE = re.compile(patterns.YEAR_CARRIED), re.compile(patterns.YEAR_BEFORE)
_MONTH = re.compile(r"\d{1,2}(?!\d)")
_NAMED = 14  # characters after a year in which the document it belongs to is named


@dataclass(frozen=True, slots=True)
class WrongYear:
    """A year, or the period (`is_period`), that is not the report's."""

    year: str
    sentence: str
    start: int
    end: int
    is_period: bool = False


def wrong_years(text: str, year: int, opening: bool) -> Iterator[WrongYear]:
    """The leftover years of a text; `opening`: it is the text that states which year is reported on."""
    for sentence in sentences(text):
        period = _PERIOD.search(sentence)
        if period:
            wrong = [named for named in period.groups() if named and int(named) != year]
            if wrong:
                yield WrongYear(wrong[0], sentence, *period.span(), is_period=True)
            continue
        plain = _TITLE.sub(lambda m: " " * len(m[0]), sentence)
        for match in _YEAR.finditer(plain):
            if _is_wrong(plain, match, year, opening):
                yield WrongYear(match[1], sentence, *match.span())


def _is_wrong(sentence: str, match: re.Match[str], year: int, opening: bool) -> bool:
    named, before, after = int(match[1]), sentence[: match.start()], sentence[match.end() :]
    month = _MONTH.match(after)
    until = bool(_UNTIL.search(before))
    if named == year:  # 截至2025年1月: the day the old report was made; 结转至2025年: the year before it
        if _CARRIED.search(before) and not _BEFORE.search(before):
            return True
        return until and bool(month) and month is not None and month[0] in ("1", "01")
    if opening:
        if _REPORT.match(after):
            return True
        return named < year and not _LAW.search(sentence) and not _COMPARED.search(sentence)
    if not year - OLDEST <= named < year or _COMPARED.search(sentence):
        return False
    if until:
        return True
    if any(int(other[1]) == year for other in _YEAR.finditer(sentence)):
        return False
    if month or _OF.search(after[:_NAMED]):
        return False
    return bool(_DONE.match(after)) and (bool(_LEAD.search(before)) or after[:1] not in "，")
