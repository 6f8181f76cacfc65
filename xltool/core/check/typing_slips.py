"""Slips of the hand in typing a number: one digit or the sign is wrong.

Knows how people type numbers, and nothing of forms; used by `repair`.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from xltool.core.submission.model import plain

_DIGITS = "0123456789"


def slips(typed: Decimal) -> Iterator[tuple[str, Decimal]]:
    """(kind, figure meant) of every slip that may have led to `typed`; each figure once.

    ``sign`` -4 for 4; ``swapped`` 21 for 12; ``doubled`` 122 for 12; ``dropped`` 13 for 123.  Nothing
    for 0, which holds no digit of another figure.
    """
    if typed < 0:
        yield "sign", -typed
        return
    seen = {typed}
    for kind, text in _texts(plain(typed)):
        number = Decimal(text)
        padded = text[0] == "0" and text[1:2] != "."  # nobody means 012
        if typed and not padded and number not in seen:
            seen.add(number)
            yield kind, number


def _texts(typed: str) -> Iterator[tuple[str, str]]:
    """(kind, digits meant) of every slip, also those that make no new number."""
    for i, (one, two) in enumerate(pairwise(typed)):
        if "." not in (one, two):
            yield "swapped", typed[:i] + two + one + typed[i + 2 :]
            if one == two:
                yield "doubled", typed[:i] + typed[i + 1 :]
    for i in range(len(typed) + 1):
        yield from (("dropped", typed[:i] + digit + typed[i:]) for digit in _DIGITS)
