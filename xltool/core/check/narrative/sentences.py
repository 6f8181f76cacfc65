"""Split a text into sentences and find the figures in them, as Chinese reports write them.

All checks read a tidied copy: digits and punctuation in one width and without spaces, so that
``共 １７ 条`` and ``共17条`` are the same.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from xltool.core.check.narrative import patterns
from xltool.core.text import zh

QUOTED = 16  # characters shown on either side of what a finding is about
_MAX_TEXT = 50_000  # characters read of one text, and of one sentence: nobody writes more
MAX_SENTENCE = 1_500

_ALNUM = (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
_WIDE = {code: code - 0xFEE0 for code in _ALNUM}
_WIDE |= {ord("．"): ord("."), ord("％"): ord("%")}
_MARKS = {ord(key): value for key, value in patterns.TIDY.items()}
_SPACE = re.compile(r"[^\S\n]+")
_THOUSANDS = re.compile(r"(?<![\d.])\d{1,3}(?:[,，]\d{3})+(?![\d.])")
_SPLIT = re.compile(f"(?<=[{patterns.SENTENCE_ENDS}])|{patterns.ENUMERATOR}")
_SPOKEN_YEAR = re.compile(patterns.SPOKEN_YEAR)
_FIGURE = re.compile(
    rf"(?<![\d.A-Za-z{patterns.ORDINAL}-])(?P<before>{patterns.ABOUT_BEFORE})?(?<![\d.])(?P<number>\d+(?:\.\d+)?)(?![\d.])"
    rf"(?P<many>[{patterns.ABOUT_AFTER}])?(?P<scale>[{''.join(patterns.SCALES)}](?!{zh.YUAN}))?(?P<more>[{patterns.ABOUT_AFTER}])?"
    rf"(?P<unit>{patterns.UNITS})?(?P<last>{patterns.ABOUT_LAST})?"
)
_BARE_END = re.compile(r"(?=[，；、。（）]|$)")
_NOT_UNIT = re.compile(patterns.NOT_UNIT)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of things in a sentence, `start` to `end` with its unit ("" when it has none)."""

    value: Decimal
    unit: str
    start: int
    end: int
    about: bool = False  # approximate


@lru_cache(maxsize=500)
def tidy(text: str) -> str:
    """The text in one spelling: digits and punctuation in one width, no spaces, years in figures."""
    text = text[:_MAX_TEXT].translate(_WIDE)
    text = _SPACE.sub(lambda match: " " if _between_digits(match) else "", text)
    text = _THOUSANDS.sub(lambda match: re.sub("[,，]", "", match[0]), text)
    text = text.translate(_MARKS)
    return _SPOKEN_YEAR.sub(lambda match: f"20{zh.spoken_number(match[1])}{zh.spoken_number(match[2])}", text)


def _between_digits(match: re.Match[str]) -> bool:
    text = match.string
    return (
        match.start() > 0
        and match.end() < len(text)
        and text[match.start() - 1].isdigit()
        and text[match.end()].isdigit()
    )


@lru_cache(maxsize=200)
def sentences(text: str) -> tuple[str, ...]:
    """The tidied sentences of a text; ``；一是`` begins a new one."""
    parts = (part.strip()[:MAX_SENTENCE] for part in _SPLIT.split(tidy(text)))
    return tuple(part for part in parts if part)


@lru_cache(maxsize=2000)
def figures_in(sentence: str) -> tuple[Figure, ...]:
    """The numbers of things in a tidied sentence, in order; no years, dates, ordinals or percentages."""
    figures = []
    for match in _FIGURE.finditer(sentence):
        end, unit = match.end(), match["unit"] or ""
        if _NOT_UNIT.match(sentence, end) or (not unit and not _BARE_END.match(sentence, end)):
            continue
        about = any(match[name] for name in ("before", "many", "more", "last"))
        value = Decimal(match["number"])
        if match["scale"]:
            value *= patterns.SCALES[match["scale"]]
            about = True  # 1.2万条 is rounded
        figures.append(Figure(value, unit, match.start(), end, about))
    return tuple(figures)


def quote(sentence: str, start: int, end: int) -> str:
    """The words around a place of a sentence, with … where something was cut off."""
    left, right = max(0, start - QUOTED), min(len(sentence), end + QUOTED)
    text = sentence[left:right].strip("\n")
    return ("…" if left else "") + text + ("…" if right < len(sentence) else "")


def clause(sentence: str, start: int, end: int) -> str:
    """The clause around a place: from the mark before it to the mark after it."""
    marks = patterns.CLAUSE_ENDS + "（）"
    left = max((sentence.rfind(mark, 0, start) for mark in marks), default=-1) + 1
    rights = [place for mark in marks if (place := sentence.find(mark, end)) >= 0]
    return sentence[left : min(rights, default=len(sentence))]
