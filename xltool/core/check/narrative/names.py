"""Find names in a text that cannot be this unit's: 我局 in a town's report, another organ, a predecessor.

Only what the unit's own name rules out is reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from xltool.core.check.narrative import patterns
from xltool.core.check.narrative.sentences import sentences, tidy
from xltool.core.submission.model import Unit

_SELF = [(re.compile(pattern), word) for pattern, word in patterns.SELF.items()]
_AREA = [(re.compile(pattern), word) for pattern, word in patterns.SELF_AREA.items()]
_ANY = re.compile("|".join((*patterns.SELF, *patterns.SELF_AREA)))
_MAKER, _END = re.compile(patterns.MAKER), re.compile(patterns.ORGAN_END)


@dataclass(frozen=True, slots=True)
class Foreign:
    """Words that cannot be this unit's, `start` to `end` of the sentence."""

    words: str
    sentence: str
    start: int
    end: int


def foreign_self(text: str, unit: Unit) -> Iterator[Foreign]:
    """Words by which the unit calls itself something that it is not; each word once."""
    if not _ANY.search(tidy(text)):
        return
    wrong = [(pattern, word) for pattern, word in _SELF if word not in unit.name]
    areas = [word for word in patterns.SELF_AREA.values() if word in unit.name]
    if unit.level in patterns.SELF_AREA_LEVELS and areas:
        wrong += [(pattern, word) for pattern, word in _AREA if word not in areas]
    for pattern, _ in wrong:
        for sentence in sentences(text):
            match = pattern.search(sentence)
            if match:
                yield Foreign(match[0], sentence, *match.span())
                break


def foreign_names(text: str, unit: Unit, former: str) -> Iterator[Foreign]:
    """Names of another organ as the maker of the report, or the predecessor's name `former`."""
    name = tidy(unit.name)
    for sentence in sentences(text):
        match = _MAKER.search(sentence)
        if match and _END.search(match[1]) and _another(match[1], name):
            yield Foreign(match[1], sentence, *match.span(1))
        elif former and former not in name and name not in former and (place := sentence.find(former)) >= 0:
            yield Foreign(former, sentence, place, place + len(former))


def _another(maker: str, name: str) -> bool:
    """Whether two names share nothing but their place and the words that every organ has.

    Short forms (发改局) keep the order of the characters of the full name.
    """
    if maker in name or name in maker or _within(maker, name) or _within(name, maker):
        return False
    common = next((i for i, (a, b) in enumerate(zip(maker, name, strict=False)) if a != b), 0)
    area = max((name.rfind(mark, 0, common + 1) for mark in patterns.AREAS), default=-1) + 1
    rest = name[min(area, common) :]
    telling = set(rest) - set(patterns.ORGAN_WORDS + patterns.AREAS)
    return bool(telling) and not telling & set(maker[min(area, common) :])


def _within(short: str, long: str) -> bool:
    """Whether the characters of `short` stand in `long` in the same order."""
    characters = iter(long)
    return all(character in characters for character in short)
