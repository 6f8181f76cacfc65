"""Figures that a segment gives for a row or column by its name: ``予以公开3件``, ``2件部分公开``.

Beside `counts`; pure.  A segment must hold nothing but names of the form, joined by words like 及 or 、,
and words that mean nothing of their own; several names are the sum of what they mean.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from xltool.core.check.narrative import patterns
from xltool.core.check.narrative.segments import segments
from xltool.core.check.narrative.sentences import Figure, figures_in
from xltool.core.form.model import Form

_LONGEST = 60  # characters of a label
_JOIN = re.compile(patterns.NAME_JOIN)
_ELSEWHERE = re.compile(patterns.NAME_ELSEWHERE)
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Labelled:
    """A figure and the numbers of the counts of the form that its label names."""

    figure: Figure
    counts: tuple[int, ...]
    start: int


def labelled(form: Form, address: str, words: str) -> Iterator[Labelled]:
    """The figures in some words of the text `address` that names of the form give."""
    names = _names(form, address)
    if not names.words or not _DIGIT.search(words) or _ELSEWHERE.search(words):
        return
    figures = figures_in(words)
    waiting = ""  # names before 、 without a figure
    for segment in segments(words, figures, 0, len(words)):
        begun = segment.start
        for number, figure in enumerate(segment.figures):
            follows = [*segment.figures[number + 1 :]]
            end = follows[0].start if follows else segment.end
            label, after = waiting + words[begun : figure.start], words[figure.end : end]
            counts = _read(label, names) or (_read(after, names) if not _bare(label) else ())
            if counts and not _allowed(form, counts, words[: figure.start]):
                counts = ()
            if counts and not figure.about and figure.unit in patterns.NAME_UNITS:
                yield Labelled(figure, counts, begun)
            begun, waiting = figure.end, ""
        waiting = (
            waiting + segment.text + segment.mark if not segment.figures and segment.mark == "、" else ""
        )
        waiting = waiting[-_LONGEST:]


def _allowed(form: Form, counts: tuple[int, ...], before: str) -> bool:
    """Whether what these counts need has been said before the figure."""
    needs = [form.narrative.counts[number].needs for number in counts]
    return all(not one or any(word in before for word in one) for one in needs)


class _Words:
    """Words found at the beginning of a text, the longest first; by their first character."""

    def __init__(self, words: Iterable[str]) -> None:
        self.words: dict[str, list[str]] = {}
        for word in sorted(words, key=len, reverse=True):
            self.words.setdefault(word[0], []).append(word)

    def begins(self, text: str) -> str:
        """The longest of the words that `text` begins with, "" when none does."""
        return next((word for word in self.words.get(text[:1], ()) if text.startswith(word)), "")


_LEAD, _TAIL = _Words(patterns.NAME_LEAD.split("|")), _Words(patterns.NAME_TAIL.split("|"))


class _Names(_Words):
    """The names that a form gives to its counts in one text; `number` is that of the count."""

    def __init__(self, form: Form, address: str) -> None:
        self.number = {
            name: number
            for number, count in enumerate(form.narrative.counts)
            if not count.texts or address in count.texts
            for name in count.names
        }
        super().__init__(self.number)


@lru_cache(64)
def _names(form: Form, address: str) -> _Names:
    return _Names(form, address)


def _read(label: str, names: _Names) -> tuple[int, ...]:
    """The counts that a label names and nothing else, () for any other."""
    found: list[int] = []
    rest = label.strip()
    if len(rest) > _LONGEST:
        return ()
    while rest:
        name = names.begins(rest)
        if not name:
            lead = _LEAD.begins(rest)
            if not lead:
                return ()
            rest = rest[len(lead) :]
            continue
        found.append(names.number[name])
        rest = _without(rest[len(name) :])
        joint = _JOIN.match(rest)
        if rest and not joint:
            return ()
        rest = rest[joint.end() :] if joint else ""
    return tuple(dict.fromkeys(found))


def _without(rest: str) -> str:
    """What is left after words that mean nothing of their own."""
    while tail := _TAIL.begins(rest):
        rest = rest[len(tail) :]
    return rest


def _bare(label: str) -> str:
    """What a label says beside leading words."""
    rest = label
    while lead := _LEAD.begins(rest):
        rest = rest[len(lead) :]
    return rest
