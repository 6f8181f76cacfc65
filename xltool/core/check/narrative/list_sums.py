"""The parts of a list → what they may add up to, in all readings of where it and lists within it end.

Under `lists`; pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from xltool.core.check.narrative.sentences import Figure

_MAX_SUMS = 2_000  # readings of one list


@dataclass(frozen=True, slots=True)
class ListItem:
    """One part: `mark` divides it from the one before, `opens` begins a list within the list."""

    figure: Figure
    mark: int
    opens: bool = False
    may_end: bool = False  # whether the list may have ended before it


def _inner(items: Sequence[ListItem]) -> list[bool | None]:
    """Whether each item is of a list within the list; None where it may be either.

    A list within ends at the first mark that is stronger than those between its parts; where all marks
    are alike, any item after its first may be the outer list's again.
    """
    found: list[bool | None] = [False] * len(items)
    at = 0
    while at < len(items):
        if not items[at].opens:
            at += 1
            continue
        found[at] = True
        between = items[at + 1].mark if at + 1 < len(items) else 0
        end = next((i for i in range(at + 1, len(items)) if items[i].mark > between), len(items))
        sure = end < len(items)
        for place in range(at + 1, end):
            if items[place].opens:
                end = place
                break
            found[place] = True if sure else None
        at = max(end, at + 1)
    return found


def natural(items: Sequence[ListItem]) -> list[ListItem]:
    """The items without those that are, or may be, of a list within the list."""
    return [item for item, inner in zip(items, _inner(items), strict=True) if inner is False] or list(items)


def ends(items: Sequence[ListItem]) -> Iterator[list[Decimal]]:
    """The parts of the list for each place where it may end."""
    values = [item.figure.value for item in items]
    for place in range(1, len(items)):
        if items[place].may_end:
            yield values[:place]
    yield values


def sums_of(items: Sequence[ListItem]) -> set[Decimal] | None:
    """What the list may add up to, in all readings of where it and lists within it end; None for too many."""
    base = next((item.mark for item in items[1:] if not item.opens), 0)
    outside, within = {Decimal(0)}, set[Decimal]()  # sums when the last item was a part, or of an inner list
    found: set[Decimal] = set()
    for number, (item, inner) in enumerate(zip(items, _inner(items), strict=True)):
        if item.may_end:
            found |= outside | within
        if inner:
            outside, within = set(), outside | within
        else:
            weaker = 0 < item.mark < base  # ， between parts, 、 between parts of a part
            added = {total + item.figure.value for total in outside | within}
            within = (within if weaker or inner is None else set()) | (
                outside if number and weaker else set()
            )
            outside = added
        if len(outside) + len(within) + len(found) > _MAX_SUMS:
            return None
    return found | outside | within
