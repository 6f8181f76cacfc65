"""How nearly a text repeats last year's; pure."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

REPEATED = 0.9
LEAST = 80  # a shorter text has little to say, and may say it again

_WORDS = re.compile(r"[\u3400-\u9fff]+")


def similarity(text: str, prior: str) -> float:
    """From 0 to 1: the share of neighbouring characters that both have; figures and marks do not count."""
    one, two = (_pairs(part) for part in (text, prior))
    both = (one & two).total()
    return 2 * both / (one.total() + two.total()) if both else 0.0


def repeats(text: str, prior: str) -> bool:
    """Whether a text long enough to say something is almost last year's."""
    return min(len(text), len(prior)) >= LEAST and similarity(text, prior) >= REPEATED


def _pairs(text: str) -> Counter[tuple[str, str]]:
    return Counter(pairwise("".join(_WORDS.findall(text))))
