"""How far a text repeats last year's."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

REPEATED = 0.9
LEAST = 80  # characters; a shorter text may well be the same every year

_WORDS = re.compile(r"[\u3400-\u9fff]+")


def similarity(text: str, prior: str) -> float:
    """The share of neighbouring characters that both texts have, 0 to 1; figures and marks are left out."""
    one, two = (_pairs(part) for part in (text, prior))
    both = (one & two).total()
    return 2 * both / (one.total() + two.total()) if both else 0.0


def repeats(text: str, prior: str) -> bool:
    """Whether a text of some length is almost the same as last year's."""
    return min(len(text), len(prior)) >= LEAST and similarity(text, prior) >= REPEATED


def _pairs(text: str) -> Counter[tuple[str, str]]:
    return Counter(pairwise("".join(_WORDS.findall(text))))
