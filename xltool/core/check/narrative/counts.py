"""Compare figures in sentences with the tables; a figure is wrong when it fits no reading of its words.

Which words mean which cells is data of the form (`Count`).  A figure that may be only a part
(网上收到3件), belongs to another year, is approximate or counts several things is not compared.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from xltool.core.check.narrative import patterns
from xltool.core.check.narrative.labelled import labelled
from xltool.core.check.narrative.scope import of_another
from xltool.core.check.narrative.segments import views
from xltool.core.check.narrative.sentences import clause, sentences, tidy
from xltool.core.form.model import Form
from xltool.core.form.narrative_model import Count
from xltool.core.form.phrases import compiled, literals
from xltool.core.text import zh

_EVERYONE = re.compile(patterns.EVERYONE)
_TOPIC = re.compile(patterns.TOPIC)
_PART = re.compile(patterns.COUNT_PART)
_FIGURE_NEXT = re.compile(patterns.FIGURE_NEXT)
_YEAR = re.compile(patterns.YEAR)

Readings = tuple[tuple[str, Decimal], ...]  # (words, figure) of each reading


@dataclass(frozen=True, slots=True)
class Stated:
    """A figure that some words of a sentence give for the counts with these numbers."""

    counts: tuple[int, ...]
    value: Decimal
    sentence: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class WrongCount:
    """What was said, what the tables hold, and the cells it is about."""

    stated: Stated
    readings: Readings
    refs: tuple[str, ...]


def wrong_counts(
    form: Form, address: str, text: str, figures: Mapping[str, Decimal], year: int, unit: str = ""
) -> Iterator[WrongCount]:
    """The figures of one text of `unit` that equal no reading of their words."""
    stated: dict[tuple[int, ...], list[Stated]] = {}
    for one in _stated_in(form, address, text, year):
        if of_another(one.sentence, one.start, one.end, unit, year):
            continue
        stated.setdefault(one.counts, []).append(one)
    for counts, ones in sorted(stated.items()):
        refs, readings = _readings(form, counts, figures)
        if not readings:
            continue  # a blank or invalid figure has its own finding
        right = {figure for _, figure in readings}
        if sum((one.value for one in ones), Decimal(0)) in right:
            continue  # stated in parts
        agreed = {one.value for one in ones} & right
        for one in dict.fromkeys(ones):
            is_part = any(one.value < figure for figure in agreed)
            if one.value not in right and not is_part:
                yield WrongCount(one, readings, refs)


def _readings(
    form: Form, counts: tuple[int, ...], figures: Mapping[str, Decimal]
) -> tuple[tuple[str, ...], Readings]:
    """(cells, readings) of counts, of several the sum of what each means first; () when a cell is blank."""
    meanings = [form.narrative.counts[number].readings for number in counts]
    if len(meanings) > 1:
        meanings = [one[:1] for one in meanings]
    refs = tuple(dict.fromkeys(ref for one in meanings for meaning in one for _, ref in meaning.sum.terms))
    if any(ref not in figures for ref in refs):
        return refs, ()
    if len(meanings) == 1:
        return refs, tuple((meaning.label, meaning.sum.value(figures)) for meaning in meanings[0])
    label = zh.SUM_OF.join(one[0].label for one in meanings)
    return refs, ((label, sum((one[0].sum.value(figures) for one in meanings), Decimal(0))),)


def _stated_in(form: Form, address: str, text: str, year: int) -> Iterator[Stated]:
    """Every figure of a text that is given for a count, sentence by sentence."""
    phrases = _possible(form, address, tidy(text))
    for sentence in dict.fromkeys(sentences(text)):  # what is said again says nothing more
        for words, at in views(sentence):
            plain = _EVERYONE.sub(_blank, words)  # the words 法人 in it say no kind
            plain = _neighbours(plain, year)
            ones = [*_stated(phrases, address, plain, year)] if phrases else []
            for name in labelled(form, address, plain):
                span = name.start, name.figure.end
                if not any(one.start < span[1] and name.figure.start < one.end for one in ones):
                    if not _other_year(plain, 0, span[1], year):
                        ones.append(Stated(name.counts, name.figure.value, "", *span))
            for one in ones:
                yield replace(one, sentence=sentence, start=one.start + at, end=one.end + at)


def _blank(match: re.Match[str]) -> str:
    return patterns.BLANK * len(match[0])


def _neighbours(words: str, year: int) -> str:
    """The years before and after, named by their number, as 上年度 and 下年度 of the same length."""
    if not any(str(number) in words for number in (year - 1, year + 1)):
        return words
    words = re.sub(patterns.LAST_YEARS_FIGURE.format(year=year - 1), patterns.LAST_YEAR, words)
    return re.sub(patterns.NEXT_YEAR_OF.format(year=year + 1), patterns.NEXT_YEAR, words)


def _possible(form: Form, address: str, text: str) -> list[tuple[int, Count, str]]:
    """The phrases of the form that a text may hold, by their fixed words: the others need no search."""
    return [
        (number, count, phrase)
        for number, count in enumerate(form.narrative.counts)
        if not count.texts or address in count.texts or count.about
        for phrase in (*count.says, *count.none)
        if all(word in text for word in literals(phrase))
    ]


def _stated(phrases: list[tuple[int, Count, str]], address: str, words: str, year: int) -> Iterator[Stated]:
    taken: list[tuple[int, int]] = []
    for number, count, phrase in phrases:
        if address not in count.texts and count.about and not any(word in words for word in count.about):
            continue
        if count.needs and not any(word in words for word in count.needs):
            continue
        if not all(word in words for word in literals(phrase)):
            continue
        for match in compiled(phrase).finditer(words):
            if any(a < match.end() and match.start() < b for a, b in taken):
                continue  # the first count that reads these words has them
            if phrase in count.none and _FIGURE_NEXT.match(words, match.end()):
                continue  # 未被申请复议、被提起诉讼3件 states a number, not 0
            taken.append(match.span())
            value = _value(match) if phrase in count.says else Decimal(0)
            around = _TOPIC.sub("", clause(words, match.start(), match.end()))
            parts = [part for part in _PART.findall(around) if part not in phrase]
            blocked = parts or any(word in around for word in count.unless)
            if value is not None and not blocked and not _other_year(words, match.start(), match.end(), year):
                yield Stated((number,), value, "", match.start(), match.end())


def _value(match: re.Match[str]) -> Decimal | None:
    """The figure of a match; None when it is approximate or no number."""
    if match["before"] or match["many"] or re.match(patterns.ABOUT_LAST, match.string[match.end() :]):
        return None
    if match["n"][0].isascii():
        return Decimal(match["n"])
    spoken = zh.spoken_number(match["n"])
    return None if spoken is None else Decimal(spoken)


def _other_year(words: str, start: int, end: int, year: int) -> bool:
    """Whether the last year named before the figure is another one."""
    years = [int(found[1]) for found in _YEAR.finditer(words, 0, end)]
    return bool(years) and years[-1] != year
