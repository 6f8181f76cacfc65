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
from xltool.core.check.narrative.sentences import clause, sentences, tidy
from xltool.core.form.model import Form
from xltool.core.form.narrative_model import Count
from xltool.core.form.phrases import compiled, literals
from xltool.core.text import zh

_EVERYONE = re.compile(patterns.EVERYONE)
_PART = re.compile(patterns.COUNT_PART)
_FIGURE_NEXT = re.compile(patterns.FIGURE_NEXT)
_YEAR = re.compile(patterns.YEAR)


@dataclass(frozen=True, slots=True)
class Stated:
    """A figure that a sentence states for a count."""

    count: Count
    value: Decimal
    sentence: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class WrongCount:
    """A figure in a sentence and what the tables hold instead: (name, figure) of each reading."""

    stated: Stated
    readings: tuple[tuple[str, Decimal], ...]


def wrong_counts(
    form: Form, address: str, text: str, figures: Mapping[str, Decimal], year: int
) -> Iterator[WrongCount]:
    """The figures of one text that equal no reading of their words."""
    stated: dict[int, list[Stated]] = {}  # by the number of the count
    phrases = _possible(form, address, tidy(text))
    for sentence in sentences(text) if phrases else ():
        # 法人 and the like are no kind of applicant in a phrase that names everybody
        plain = _EVERYONE.sub(lambda match: "＿" * len(match[0]), sentence)
        for statement in _stated(phrases, address, plain, year):
            statement = replace(statement, sentence=sentence)
            stated.setdefault(form.narrative.counts.index(statement.count), []).append(statement)
    for number, statements in sorted(stated.items()):
        meanings = form.narrative.counts[number].readings
        if any(ref not in figures for meaning in meanings for _, ref in meaning.sum.terms):
            continue  # a blank or invalid figure has its own finding
        readings = tuple((meaning.label, meaning.sum.value(figures)) for meaning in meanings)
        right = {figure for _, figure in readings}
        if sum((statement.value for statement in statements), Decimal(0)) in right:
            continue  # stated in parts
        agreed = {statement.value for statement in statements} & right
        for statement in dict.fromkeys(statements):
            is_part = any(statement.value < figure for figure in agreed)
            if statement.value not in right and not is_part:
                yield WrongCount(statement, readings)


def _possible(form: Form, address: str, text: str) -> list[tuple[Count, str]]:
    """The phrases of the form whose fixed words are all in a text; the others need no search."""
    return [
        (count, phrase)
        for count in form.narrative.counts
        if not count.texts or address in count.texts or count.about
        for phrase in (*count.says, *count.none)
        if all(word in text for word in literals(phrase))
    ]


def _stated(phrases: list[tuple[Count, str]], address: str, sentence: str, year: int) -> Iterator[Stated]:
    """The figures that a sentence states, those left out that may be another thing's or year's."""
    taken: list[tuple[int, int]] = []
    for count, phrase in phrases:
        if address not in count.texts and count.about and not any(word in sentence for word in count.about):
            continue
        if not all(word in sentence for word in literals(phrase)):
            continue
        for match in compiled(phrase).finditer(sentence):
            if any(a < match.end() and match.start() < b for a, b in taken):
                continue  # the first count that reads these words has them
            if phrase in count.none and _FIGURE_NEXT.match(sentence, match.end()):
                continue  # 未被申请复议、被提起诉讼3件 states a number, not 0
            taken.append(match.span())
            value = _value(match) if phrase in count.says else Decimal(0)
            around = clause(sentence, match.start(), match.end())
            parts = [part for part in _PART.findall(around) if part not in phrase]
            blocked = parts or any(word in around for word in count.unless)
            if value is not None and not blocked and not _other_year(sentence, match, year):
                yield Stated(count, value, sentence, match.start(), match.end())


def _value(match: re.Match[str]) -> Decimal | None:
    """The figure of a match; None when it is approximate or not a number."""
    if match["before"] or match["many"] or re.match(patterns.ABOUT_LAST, match.string[match.end() :]):
        return None
    if match["n"][0].isascii():
        return Decimal(match["n"])
    spoken = zh.spoken_number(match["n"])
    return None if spoken is None else Decimal(spoken)


def _other_year(sentence: str, match: re.Match[str], year: int) -> bool:
    """Whether the last year named before the figure is another than `year`."""
    years = [int(named[1]) for named in _YEAR.finditer(sentence, 0, match.end())]
    return bool(years) and years[-1] != year
