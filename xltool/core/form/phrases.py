"""The phrases ``says`` and ``none`` of a form file, and the regular expressions they stand for.

``N件`` is a figure with any word for pieces, ``N万元`` one with just that unit; ``…`` is a few
characters of the same clause without a figure; ``[收到|受理]`` is one of these words, and an
empty one among them makes it optional.
"""

from __future__ import annotations

import re
from functools import lru_cache

from xltool.core.check.narrative import patterns
from xltool.core.text import zh

_TOKEN = re.compile(rf"\[([^\[\]]*)\]|(…)|N({zh.AMOUNT_UNITS[0]}|[^\[\]…N])?|([^\[\]…N]+)")


class PhraseError(ValueError):
    """A phrase with a fault in it; its text is the phrase."""


@lru_cache(maxsize=1000)
def compiled(phrase: str) -> re.Pattern[str]:
    """The regular expression of a phrase; raises PhraseError.

    Group ``n`` is its figure; ``before`` and ``many`` are words that make it approximate.
    """
    return re.compile(_read(phrase)[0])


@lru_cache(maxsize=1000)
def literals(phrase: str) -> tuple[str, ...]:
    """The words in every text the phrase matches; raises PhraseError.

    Looking for these first saves most searches with `compiled`.
    """
    return _read(phrase)[1]


def _read(phrase: str) -> tuple[str, tuple[str, ...]]:
    """(pattern, literal words) of a phrase; raises PhraseError."""
    pattern, at, fixed = "", 0, []
    for match in _TOKEN.finditer(phrase):
        if match.start() != at or (match[0].startswith("N") and not match[3]):
            raise PhraseError(phrase)
        at = match.end()
        if match[1] is not None:
            pattern += f"(?:{'|'.join(re.escape(word) for word in match[1].split('|'))})"
        elif match[2]:
            pattern += f"[^{patterns.CLAUSE_ENDS}、（）\\d]{{0,40}}?"
        elif match[0].startswith("N"):
            unit = patterns.PIECES if match[3] in zh.COUNT_UNITS else re.escape(match[3])
            pattern += (
                # bounded, and never from the middle of a number, so that long ones are not tried again
                f"(?P<before>{patterns.ABOUT_BEFORE})?"
                f"(?P<n>(?<![\\d.])\\d{{1,15}}(?:\\.\\d{{1,6}})?|[{patterns.SPOKEN}]{{1,9}})"
                f"(?P<many>{patterns.ABOUT_AFTER})?(?:{unit})"
            )
        else:
            pattern += re.escape(match[0])
            fixed.append(match[0])
    if at != len(phrase) or pattern.count("?P<n>") > 1:
        raise PhraseError(phrase)
    return pattern, tuple(fixed)
