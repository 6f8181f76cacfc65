"""A tidied sentence → its segments: what stands between two marks, with the figures in it.

Under `lists` and `counts`; pure, one pass over the sentence.  Marks inside quotation marks and titles
of documents do not divide; what stands in brackets is left to a reading of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from xltool.core.check.narrative import patterns
from xltool.core.check.narrative.sentences import Figure

SEGMENT_MARKS = " 、，；"  # the stronger the later
_ALL = "、，；：。！？\n"


@dataclass(frozen=True, slots=True)
class Segment:
    """Words from `start` to `end` of the sentence, brackets left out of `text`; `mark` stands behind them."""

    text: str
    start: int
    end: int
    mark: str
    figures: tuple[Figure, ...]

    @property
    def strength(self) -> int:
        """How strongly its mark divides: 0 for none, 1 for 、, 2 for ，, 3 for ；."""
        return max(SEGMENT_MARKS.find(self.mark), 0) if self.mark else 0


def segments(sentence: str, figures: Sequence[Figure], start: int, end: int) -> list[Segment]:
    """The segments of a part of a sentence; `figures` are those of the whole sentence."""
    found: list[Segment] = []
    begun, quoted, depth = start, 0, 0
    text: list[str] = []
    inside: list[tuple[int, int]] = []  # brackets
    left = [figure for figure in figures if start <= figure.start and figure.end <= end]
    at = opened = 0
    for place in range(start, end + 1):
        character = sentence[place] if place < end else ""
        if character == "（":
            depth, opened = depth + 1, opened if depth else place
        elif character == "）" and depth:
            depth -= 1
            if not depth:
                inside.append((opened, place))
        elif character in patterns.QUOTE_MARKS and character:
            quoted = patterns.QUOTE_MARKS.index(character) % 2 == 0
        if place == end or (character in _ALL and not depth and not quoted):
            own = []
            while at < len(left) and left[at].start < place:
                if not any(a < left[at].start < b for a, b in inside):
                    own.append(left[at])
                at += 1
            found.append(Segment("".join(text), begun, place, character, tuple(own)))
            begun, text, inside = place + 1, [], []
        elif not depth and character != "）":
            text.append(character)
    return found


def views(sentence: str) -> Iterator[tuple[str, int]]:
    """(words, where they begin) of the sentence without its brackets, and of each bracket by itself.

    A bracket is replaced by as many blanks, so that places stay what they are.
    """
    if "（" not in sentence:
        yield sentence, 0
        return
    outer: list[str] = []
    depth = opened = 0
    for place, character in enumerate(sentence):
        if character == "（":
            depth += 1
            opened = place if depth == 1 else opened
        outer.append(patterns.BLANK if depth else character)
        if character == "）" and depth:
            depth -= 1
            if not depth:
                yield sentence[opened + 1 : place], opened + 1
    if depth:  # never closed: nothing is a bracket
        yield sentence, 0
    else:
        yield "".join(outer), 0


def closing(sentence: str, start: int) -> int:
    """Where what begins at `start` must have ended: its closing bracket, or the sentence."""
    depth = 0
    for place in range(start, len(sentence)):
        if sentence[place] == "（":
            depth += 1
        elif sentence[place] == "）":
            depth -= 1
            if depth < 0:
                return place
    return len(sentence)
