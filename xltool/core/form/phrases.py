"""The little language of ``says`` and ``none`` in a form file → regular expressions.

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
    """A phrase that cannot be read."""


@lru_cache(maxsize=1000)
def compiled(phrase: str) -> re.Pattern[str]:
    """The regular expression of a phrase; its figure is the group ``n``, ``many`` what blurs it."""
    return re.compile(_read(phrase)[0])


@lru_cache(maxsize=1000)
def literals(phrase: str) -> tuple[str, ...]:
    """The words that stand in whatever the phrase means: a text without one of them does not say it.

    Asked before `compiled`, it saves most of the work; raises PhraseError.
    """
    return _read(phrase)[1]


def _read(phrase: str) -> tuple[str, tuple[str, ...]]:
    """(pattern, literal words) of a phrase."""
    found, at, fixed = "", 0, []
    for match in _TOKEN.finditer(phrase):
        if match.start() != at or (match[0].startswith("N") and not match[3]):
            raise PhraseError(phrase)
        at = match.end()
        if match[1] is not None:
            found += f"(?:{'|'.join(re.escape(word) for word in match[1].split('|'))})"
        elif match[2]:
            found += f"[^{patterns.CLAUSE_ENDS}、（）\\d]{{0,40}}?"
        elif match[0].startswith("N"):
            unit = patterns.PIECES if match[3] in zh.COUNT_UNITS else re.escape(match[3])
            found += (
                f"(?P<before>{patterns.ABOUT_BEFORE})?(?P<n>\\d+(?:\\.\\d+)?|[{patterns.SPOKEN}]+)"
                f"(?P<many>{patterns.ABOUT_AFTER})?(?:{unit})"
            )
        else:
            found += re.escape(match[0])
            fixed.append(match[0])
    if at != len(phrase) or found.count("?P<n>") > 1:
        raise PhraseError(phrase)
    return found, tuple(fixed)
