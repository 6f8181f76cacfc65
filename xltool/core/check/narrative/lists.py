"""Find lists that should add up, such as ``共17条，其中A 2条；B 15条``, and do not in any reading.

Made for few false alarms: in a reading the list may end early, hold lists within it, or divide any
figure before it.  Open lists (``等``) are reported only when their parts exceed the whole;
approximate ones and those that count several things are not reported at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import accumulate

from xltool.core.check.narrative import patterns
from xltool.core.check.narrative.sentences import Figure, figures_in

MAX_FIGURES = 60  # a sentence with more figures is not read
_MAX_PARTS = 24  # longer lists are read without lists within them
COVERED = 2  # parts that make 1/2 of the whole or less are examples, not a wrong sum

_OPENER = re.compile(patterns.LIST_OPENER)
_AFTER_COUNT = re.compile(f"{patterns.LIST_AFTER_COUNT}[：（]|{patterns.LIST_AMONG}")
_OPEN, _COMPLETE = re.compile(patterns.LIST_OPEN), re.compile(patterns.LIST_COMPLETE)
_END, _ASIDE = re.compile(patterns.LIST_END), re.compile(patterns.LIST_ASIDE)
_VERB = re.compile(patterns.LIST_VERB)
_DIMENSIONS = [re.compile(pattern) for pattern in patterns.LIST_DIMENSIONS]
_SPOKEN_PART = re.compile(patterns.SPOKEN_PART)
_MARKS = " 、，；"  # the stronger the later
_CLAUSES = re.compile(r"[^，；、：]*[，；、：]?")


@dataclass(frozen=True, slots=True)
class WrongList:
    """A list whose `parts` do not add up to `whole`, a figure of `sentence`."""

    whole: Figure
    parts: tuple[Decimal, ...]
    sentence: str

    @property
    def sum(self) -> Decimal:
        """The sum of the parts."""
        return sum(self.parts, Decimal(0))


@dataclass(frozen=True, slots=True)
class _Tail:
    """What follows the opening words of a list: its parts, all figures, and whether it is exact.

    `breaks` are the numbers of figures after which the list may have ended, because a stronger
    mark follows than those between the parts before it.
    """

    parts: tuple[Decimal, ...]
    breaks: frozenset[int]
    figures: tuple[Decimal, ...]
    open: bool
    blurred: bool  # approximate, spoken, or counting several things at once


def wrong_lists(sentence: str, before: str = "") -> Iterator[WrongList]:
    """The lists of a tidied sentence that do not add up; `before` is the sentence before it."""
    figures = figures_in(sentence)
    if len(figures) > MAX_FIGURES:
        return
    for opener in _openers(sentence, figures):
        home, earlier = sentence, [figure for figure in figures if figure.end <= opener[0]]
        if not earlier:
            home, earlier = before, list(figures_in(before)) if opener[0] == 0 else []
            if len(earlier) != 1:  # with several, it would be a guess which is meant
                continue
        whole = earlier[-1]
        tail = _tail(sentence, opener, figures, whole.unit)
        if not tail.parts or whole.about or tail.blurred:
            continue
        wholes = _wholes([figure.value for figure in earlier if figure.unit == whole.unit])
        ends = tail.breaks | {len(tail.figures)}
        if _adds_up(tail.figures, ends, wholes) or _adds_up(tail.parts, {len(tail.parts)}, wholes):
            continue
        total = sum(tail.parts, Decimal(0))
        too_many = total > max(wholes)
        too_few = (
            not tail.open
            and len(tail.parts) > 1
            and len(tail.parts) == len(tail.figures)
            and total * COVERED > whole.value
            and total < whole.value
        )
        if too_many or too_few:
            yield WrongList(whole, tail.parts, home)


def _openers(sentence: str, figures: Sequence[Figure]) -> list[tuple[int, int]]:
    """(start, end) of every place where a list may begin, each list once."""
    places = [match.span() for match in _OPENER.finditer(sentence)]
    for figure in figures:
        match = _AFTER_COUNT.match(sentence, figure.end) if figure.unit else None
        if match and not _OPENER.match(sentence, match.end()):
            places.append((match.end(), match.end()))
    return sorted(places)


def _tail(sentence: str, opener: tuple[int, int], figures: Sequence[Figure], unit: str) -> _Tail:
    start, end = opener[1], _end(sentence, opener[1])
    within = _brackets(sentence, start, end)
    lead = sentence[max(0, opener[0] - 1) : start]
    is_open = bool(_OPEN.search(_COMPLETE.sub("", lead)))
    blurred = bool(_SPOKEN_PART.search(sentence, start, end))
    parts: list[Decimal] = []
    values: list[Decimal] = []
    dimensions: set[int] = set()
    breaks: set[int] = set()
    mark = inner = 0  # the strongest mark since the last figure, and between those before
    for match in _CLAUSES.finditer(sentence, start, end):
        text = match[0]
        inside = [f for f in figures if match.start() <= f.start < match.end() and f.end <= end]
        inside = [f for f in inside if not any(a < f.start < b for a, b in within)]
        if any(a < match.start() < b for a, b in within):
            continue
        if _END.search(text) and (parts or not inside):
            break
        if values and mark > inner and _VERB.search(text):  # 、 before and ， now: another statement
            break
        if _OPENER.search(text) and parts:  # a list within the list, not in brackets
            blurred = True
        if _ASIDE.search(text):
            continue
        is_open = is_open or bool(_OPEN.search(text))
        for figure in inside:
            if mark > inner and values:
                breaks.add(len(values))
            inner, mark = (max(inner, mark) if values else 0), 0
            blurred = blurred or figure.about
            values.append(figure.value)
            if figure.unit in (unit, ""):
                parts.append(figure.value)
        mark = max(mark, _MARKS.find(text[-1:]))
        if inside:
            dimensions |= {i for i, pattern in enumerate(_DIMENSIONS) if pattern.search(text)}
    blurred = blurred or len(dimensions) > 1
    breaks.discard(1)  # a list has at least two parts
    return _Tail(tuple(parts), frozenset(breaks), tuple(values), is_open, blurred)


def _end(sentence: str, start: int) -> int:
    """Where a list that begins at `start` ends at the latest: at its closing bracket or with the sentence."""
    depth = 0
    for place in range(start, len(sentence)):
        if sentence[place] == "（":
            depth += 1
        elif sentence[place] == "）":
            depth -= 1
            if depth < 0:
                return place
    return len(sentence)


def _brackets(sentence: str, start: int, end: int) -> list[tuple[int, int]]:
    """The outermost brackets between two places."""
    brackets, depth, opened = [], 0, start
    for place in range(start, end):
        if sentence[place] == "（":
            depth, opened = depth + 1, place if not depth else opened
        elif sentence[place] == "）" and depth:
            depth -= 1
            if not depth:
                brackets.append((opened, place))
    return brackets


def _wholes(values: Sequence[Decimal]) -> set[Decimal]:
    """The sums a list may have: any figure before it, or the last few of them together."""
    return {*values, *accumulate(reversed(values))}


def _adds_up(values: tuple[Decimal, ...], ends: Set[int], wholes: Set[Decimal]) -> bool:
    """Whether the list up to one of `ends` adds up to one of `wholes`, with or without lists within it."""
    if any(place in ends and total in wholes for place, total in enumerate(accumulate(values), 1)):
        return True
    return len(values) <= _MAX_PARTS and any(whole and _ends(values, 0, whole) & ends for whole in wholes)


@lru_cache(maxsize=5000)
def _ends(values: tuple[Decimal, ...], start: int, whole: Decimal) -> frozenset[int]:
    """Where a run from `start` that adds up to `whole` may end; parts may have parts of their own."""
    if whole == 0:
        return frozenset([start])
    if start == len(values) or values[start] > whole or not values[start]:
        return frozenset() if start == len(values) or values[start] else _ends(values, start + 1, whole)
    part = values[start]
    after = {start + 1} | {end for end in _ends(values, start + 1, part) if end > start + 2}
    return frozenset(end for place in after for end in _ends(values, place, whole - part))
