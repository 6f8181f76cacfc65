"""Find lists that should add up, such as ``共17条，其中A 2条；B 15条``, and do not in any reading.

Made for few false alarms: a list alarms only when no reading of it adds up.  A list begins
with an opener (其中, a colon or bracket after a figure …) or ends with its total; its items are segments
with a figure.  It may end before an item that another statement begins with, hold lists within it, go
on in the next sentence, or speak of any figure before it.  Approximate lists never alarm, open ones
(``等``) only when their parts exceed the whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import accumulate

from xltool.core.check.narrative import patterns
from xltool.core.check.narrative.list_sums import ListItem, ends, natural, sums_of
from xltool.core.check.narrative.segments import SEGMENT_MARKS, Segment, closing, segments
from xltool.core.check.narrative.sentences import Figure, clause, figures_in

MAX_FIGURES = 60  # a sentence with more is no sentence
COVERED = 2  # a list of 1/2 of the whole or less is a choice of examples, not a wrong sum
_FEW = Decimal("0.6")  # of the whole, for a list of two
_NEAR = Decimal("0.03")  # how far a sum of several units, or without an opener, may be off to be meant

_OPENER = re.compile(patterns.LIST_OPENER)
_AFTER_COUNT = re.compile(f"{patterns.LIST_AFTER_COUNT}[：（]|{patterns.LIST_AMONG}")
_OPEN = re.compile(patterns.LIST_OPEN)
_REST, _EACH = re.compile(patterns.LIST_REST), re.compile(patterns.LIST_EACH)
_END, _ASIDE = re.compile(patterns.LIST_END), re.compile(patterns.LIST_ASIDE)
_VERB = re.compile(patterns.LIST_VERB)
_DIMENSIONS = [re.compile(pattern) for pattern in patterns.LIST_DIMENSIONS]
_SPOKEN_PART = re.compile(patterns.SPOKEN_PART)
_TAKEN, _ANOTHER = re.compile(patterns.LIST_TAKEN), re.compile(patterns.LIST_ANOTHER)
_PENDING, _ANSWERED = re.compile(patterns.LIST_PENDING), re.compile(patterns.LIST_ANSWERED)
_STRONGEST = SEGMENT_MARKS.index("；")
_STOCK = re.compile(patterns.LIST_STOCK)
_TOTAL, _SUBTOTAL = re.compile(patterns.LIST_TOTAL), re.compile(patterns.LIST_SUBTOTAL)
_RESULTS, _LEFT = re.compile(patterns.LIST_RESULTS), re.compile(patterns.LIST_LEFT)
_DONE, _CAME = re.compile(patterns.WHOLE_DONE), re.compile(patterns.WHOLE_CAME)


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


@dataclass(slots=True)
class _Tail:
    """What follows an opener; `cut` when it goes on with something that is split in another way."""

    items: list[ListItem]
    open: bool = False
    blurred: bool = False
    mixed: bool = False  # several units
    cut: bool = False
    words: str = ""  # of all parts


def wrong_lists(sentence: str, before: str = "", after: str = "") -> Iterator[WrongList]:
    """The lists of a tidied sentence that do not add up; `before` and `after` are the sentences beside it."""
    figures = figures_in(sentence)
    if len(figures) > MAX_FIGURES:
        return
    for opener in _openers(sentence, figures):
        told, earlier = sentence, [figure for figure in figures if figure.end <= opener[0]]
        if not earlier:
            told, earlier = before, list(figures_in(before)) if opener[0] == 0 else []
            earlier = earlier if len({figure.unit for figure in earlier}) == 1 else []
        if not earlier:
            continue
        tail = _tail(sentence, opener, figures, earlier[-1])
        fits = [one for one in earlier if _may_be_whole(tail, clause(told, one.start, one.end))]
        wrong = _judged(tail, fits[-1], earlier, figures_in(after)) if fits else None
        if wrong:
            yield replace(wrong, sentence=told)
    if len(figures) > 2 and not _OPENER.search(sentence):
        yield from _total_last(sentence, figures)


def _may_be_whole(tail: _Tail, whole: str) -> bool:
    """Whether the list can be one of the figure that stands in the clause `whole`.

    What became of applications adds up to those that were answered, and to those that came only when it
    is said what is left; who applied adds up to those that came.
    """
    if _RESULTS.search(tail.words):
        if _LEFT.search(whole):
            return False
        return bool(_LEFT.search(tail.words) if _CAME.search(whole) else _DONE.search(whole))
    if _DIMENSIONS[0].search(tail.words):
        done = _DONE.search(whole) and not _CAME.search(whole)
        return not done and not _LEFT.search(whole) and not _RESULTS.search(whole)
    return True


def _openers(sentence: str, figures: Sequence[Figure]) -> list[tuple[int, int]]:
    """(start, end) of every place where a list may begin, each list once."""
    places = [match.span() for match in _OPENER.finditer(sentence)]
    for figure in figures:
        match = _AFTER_COUNT.match(sentence, figure.end) if figure.unit else None
        if match and not _OPENER.match(sentence, match.end()):
            places.append((match.end(), match.end()))
    return sorted(places)


def _tail(sentence: str, opener: tuple[int, int], figures: Sequence[Figure], whole: Figure) -> _Tail:
    start, end = opener[1], closing(sentence, opener[1])
    lead = sentence[max(0, opener[0] - 1) : start]
    blurred = bool(_SPOKEN_PART.search(sentence, start, end) or _STOCK.search(sentence, 0, whole.end))
    tail = _Tail([], bool(_OPEN.search(lead)), blurred)
    unit, dimensions = "", set[int]()
    mark, verbs, other, opens = 0, False, False, False
    for segment in segments(sentence, figures, start, end):
        text, items = segment.text, segment.figures
        if _is_beyond(sentence, segment, mark if tail.items else -1, whole, figures):
            break
        if _ASIDE.search(text) or (tail.items and _TAKEN.search(text)):
            mark, other = max(mark, segment.strength), True
            continue
        opens = opens or (bool(tail.items) and bool(_OPENER.match(text) or _NESTED.match(text)))
        if not items:
            tail.open = tail.open or bool(_REST.search(text)) or text.startswith(patterns.AND_SO_ON)
            if segment.mark != "、" and not opens and (tail.items or segment.mark != "："):
                break
            continue
        tail.open = tail.open or sentence.startswith(patterns.AND_SO_ON, items[-1].end)
        tail.blurred = tail.blurred or bool(_EACH.search(text)) or any(figure.about for figure in items)
        unit = unit or (whole.unit if any(f.unit == whole.unit for f in items) else items[0].unit)
        tail.words += text
        here = {i for i, pattern in enumerate(_DIMENSIONS) if pattern.search(text)}
        if dimensions and here and not dimensions & here:
            tail.cut = True
            break
        dimensions |= here
        own = [figure for figure in items if figure.unit in (unit, "")]
        tail.mixed = tail.mixed or not own
        has_verb = bool(_VERB.search(text[: items[0].start - segment.start]))
        verbs = verbs or (has_verb and not tail.items)
        may_end = other or (has_verb and not verbs) or _is_another(tail, text, mark)
        for figure in own:
            tail.items.append(ListItem(figure, mark, opens, may_end and len(tail.items) > 1))
            mark, opens, may_end = 0, False, False
        other = not own
        mark = max(mark, segment.strength)
    return tail


def _is_beyond(sentence: str, segment: Segment, mark: int, whole: Figure, figures: Sequence[Figure]) -> bool:
    """Whether a segment is of no list of this whole; `mark` stands before it, -1 before the first part.

    What is not done yet is no part of what is; after ； another total may begin, with a list of its own.
    """
    text = segment.text
    if (_END.match(text) or _SUBTOTAL.search(text)) and (mark >= 0 or not segment.figures):
        return True
    if mark < 0:
        return False
    if _PENDING.search(text):
        return whole in figures and bool(_ANSWERED.search(clause(sentence, whole.start, whole.end)))
    if mark < _STRONGEST:
        return False
    has_list = bool(segment.figures) and bool(_OPENER.match(sentence, segment.end + 1))
    return has_list or bool(_ANOTHER.match(text))


def _is_another(tail: _Tail, text: str, mark: int) -> bool:
    """Whether a segment may belong to no list any more: what is left unanswered, or after a stronger mark."""
    is_left = bool(_LEFT.search(text) and _RESULTS.search(tail.words))
    return is_left or (bool(tail.items) and mark > _base(tail.items))


_NESTED = re.compile(patterns.LIST_NESTED)


def _base(items: Sequence[ListItem]) -> int:
    """The strongest mark between the parts so far."""
    return max((item.mark for item in items[1:]), default=3)


def _judged(
    tail: _Tail, whole: Figure, earlier: Sequence[Figure], following: Sequence[Figure]
) -> WrongList | None:
    """The list as wrong as it is, None when it may be right."""
    items = tail.items
    if not items or whole.about or tail.blurred:
        return None
    same = [figure for figure in earlier if figure.unit == whole.unit]
    wholes = {figure.value for figure in same} | set(accumulate(figure.value for figure in reversed(same)))
    sums = sums_of(items)
    if sums is None or sums & wholes:
        return None
    unit = items[0].figure.unit
    rest = set(accumulate(figure.value for figure in following if figure.unit == unit))
    if any(total + more in wholes for total in sums for more in rest):
        return None  # the list goes on in the next sentence
    parts, meant = min(
        ((parts, one) for parts in ends(natural(items)) for one in wholes),
        key=lambda pair: (abs(sum(pair[0]) - pair[1]), len(pair[0])),
    )
    total = sum(parts, Decimal(0))
    if total > meant:
        is_wrong = total > max(figure.value for figure in same)
    else:
        covered = total * COVERED > meant if len(parts) > 2 else total >= _FEW * meant
        is_wrong = len(parts) > 1 and covered and not tail.open and not tail.cut
    if unit not in (whole.unit, "") and not {unit, whole.unit} <= set(patterns.PIECE_UNITS):
        is_wrong = is_wrong and abs(total - meant) <= max(Decimal(1), _NEAR * meant)
    if tail.mixed and total < meant:  # parts in other units may be counted with the others
        is_wrong = is_wrong and abs(total - meant) <= max(Decimal(2), _NEAR * meant)
    said = whole if meant == whole.value else replace(whole, value=meant)
    return WrongList(said, tuple(parts), "") if is_wrong else None


def _total_last(sentence: str, figures: Sequence[Figure]) -> Iterator[WrongList]:
    """A list without an opener whose total ends it: ``A 5篇、B 3篇，共计9篇``."""
    parts: list[Segment] = []
    for segment in segments(sentence, figures, 0, len(sentence)):
        if _TOTAL.match(segment.text) and len(segment.figures) == 1:
            whole = segment.figures[0]
            told = [one for one in parts if one.figures]
            values = [figure.value for one in told for figure in one.figures]
            dimensions = [{i for i, p in enumerate(_DIMENSIONS) if p.search(one.text)} for one in told]
            plain = all(
                all(figure.unit == whole.unit and not figure.about for figure in one.figures)
                and not _EACH.search(one.text) and not _ASIDE.search(one.text)
                for one in told
            ) and not any(a and b and not a & b for a in dimensions for b in dimensions)  # fmt: skip
            total = sum(values, Decimal(0))
            if plain and len(values) > 1 and not whole.about and whole.value not in (total, *values):
                if total * COVERED > whole.value and total < whole.value * COVERED:
                    yield WrongList(whole, tuple(values), sentence)
            parts = []
        elif segment.mark == "：" or (segment.mark != "、" and not segment.figures):
            parts = []
        else:
            parts.append(segment)
