"""Lines of a report × the official titles → where each section and table begins.

Pure.  A title is known by its number and its words; what reports make of it (other brackets, 情况 left
out, words added) is taken as long as most of the words are there.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from xltool.core.form.model import Form
from xltool.core.text import zh
from xltool.core.text.clean import normal
from xltool.reading.published.blocks import DocumentBlock, TextLine

LONGEST = 50  # characters; a longer line is no title
EXACT = 2.0  # likeness of the official title itself
_ALIKE = 0.55  # share of characters that must agree when the number does
_SHORT = 25  # characters of a title that has nothing but its number and its place
NUMBER = re.compile(rf"\s*([（(]?[{zh.DIGITS}\d]{{1,3}}[)）]?)\s*[{zh.AFTER_NUMBER}]?\s*")


def find_sections(form: Form, blocks: Sequence[DocumentBlock]) -> dict[str, int]:
    """Section or table → the line of its title: the last that fits, as a list of contents stands before."""
    titles = {section.id: section.title for section in form.sections if section.title}
    titles |= {table.id: table.title for table in form.tables}
    order = [item for item in form.order if item in titles]
    found: dict[str, int] = {}
    limit = len(blocks)
    lines = _candidates(blocks, [*titles.values()])
    for item in reversed(order):
        fits = [
            (fit, block.level > 0, at)
            for at, block in lines
            if at < limit and (fit := likeness(block.text, titles[item]))
        ]
        if fits:
            found[item] = limit = max(fits)[2]
    for item in order:  # a title in words of its own: its number, between its neighbours
        if item not in found and found:
            before = [found[one] for one in order[: order.index(item)] if one in found]
            after = [found[one] for one in order[order.index(item) :] if one in found]
            place = _by_number(blocks, titles[item], max(before, default=-1), min(after, default=len(blocks)))
            if place is not None:
                found[item] = place
    return found


def _candidates(blocks: Sequence[DocumentBlock], titles: Sequence[str]) -> list[tuple[int, TextLine]]:
    """(place, line) of the lines with the number or the words of a title: others are like none."""
    numbers, words = zip(*(split_number(title) for title in titles), strict=True) if titles else ((), ())
    return [
        (at, block)
        for at, block in enumerate(blocks)
        if isinstance(block, TextLine) and len(block.text) <= LONGEST
        and ((parts := split_number(block.text))[0] in numbers or parts[1] in words)
    ]  # fmt: skip


def _by_number(blocks: Sequence[DocumentBlock], title: str, after: int, before: int) -> int | None:
    """The only short line between two places that has the number of the title."""
    wanted = split_number(title)[0]
    if not wanted:
        return None
    found = [
        after + 1 + at
        for at, block in enumerate(blocks[after + 1 : before])
        if isinstance(block, TextLine)
        and len(block.text.strip()) <= _SHORT
        and not any(mark in block.text for mark in zh.SENTENCE_MARKS)
        and split_number(block.text)[0] == wanted
    ]
    return found[0] if len(found) == 1 else None


@lru_cache(4096)
def likeness(text: str, title: str) -> float:
    """How surely `text` is this title, 0 for not at all, `EXACT` for word by word."""
    if len(text) > LONGEST:
        return 0.0
    number, core = split_number(text)
    official, wanted = split_number(title)
    if core == wanted:
        return EXACT if number == official else 1.5 if number else 1.0
    if number != official:
        return 0.0
    common = sum((Counter(core) & Counter(wanted)).values())  # in any order: people turn the words round
    alike = 2 * common / (len(core) + len(wanted))
    return alike if alike >= _ALIKE else 0.0


@lru_cache(4096)
def split_number(text: str) -> tuple[str, str]:
    """(number with its brackets, words), both normalised."""
    match = NUMBER.match(text)
    if match is None:
        return "", normal(text).rstrip(zh.AFTER_HEADING)
    return normal(match[1]), normal(text[match.end() :]).rstrip(zh.AFTER_HEADING)


def loose(text: str) -> str:
    """A pattern for `text` with white space anywhere in it."""
    return r"\s*".join(re.escape(character) for character in text)
