"""Find the titles in a report: where each section and part begins, and whose report it is.

A title is known by its number and its words.  Variations (other brackets, 情况 left out, words added) are
accepted as long as most characters of the official title are there.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from xltool.core.form.model import Form, Part
from xltool.core.text import zh
from xltool.core.text.clean import normal
from xltool.reading.published.blocks import DocumentBlock, TextLine

_LONGEST = 50  # characters; a longer line is no title
_MOST = 120  # of the line with the report's own title
EXACT = 2.0  # likeness of the official title itself
_ALIKE = 0.55  # share of characters that must agree when the number does
_NUMBER = re.compile(rf"\s*([（(]?[{zh.DIGITS}\d]{{1,3}}[)）]?)\s*[{zh.AFTER_NUMBER}]?\s*")


@dataclass(frozen=True, slots=True)
class Title:
    """The title of a report, with its unit and year; `at` is the number of its line."""

    unit: str
    year: int
    at: int


def find_title(form: Form, blocks: Sequence[DocumentBlock]) -> Title | None:
    """Find the title of the report, the last before its first section; the unit may stand a line above."""
    before, _, after = form.title.partition("{year}")
    year = rf"(?P<year>20\d\d|[{zh.DIGITS}]{{4}})"
    rest = _loose(after).replace(zh.TITLE_YEAR, zh.TITLE_YEARLY, 1)
    pattern = re.compile(rf"(?P<unit>.*?){_loose(before)}\s*{year}\s*{rest}")
    first = min(find_sections(form, blocks).values(), default=len(blocks))
    fits: list[tuple[bool, bool, int, Title]] = []
    for at, block in enumerate(blocks):
        if (
            not isinstance(block, TextLine)
            or len(block.text) > _MOST
            or not (match := pattern.match(block.text))
        ):
            continue
        unit = match["unit"].strip(zh.AROUND_UNIT)
        if not unit and at and isinstance(above := blocks[at - 1], TextLine):
            unit = above.text.strip(zh.AROUND_UNIT)
        if 0 < len(unit) <= _LONGEST:
            alone = match.end() == len(block.text.rstrip())  # the title itself rather than a link to it
            fits.append((at < first, alone, at, Title(unit, _year(match["year"]), at)))
    return max(fits)[3] if fits else None


def find_sections(form: Form, blocks: Sequence[DocumentBlock]) -> dict[str, int]:
    """Section or table → the line of its title.

    The last line that fits is taken, because a table of contents comes before the sections.
    """
    titles = {section.id: section.title for section in form.sections if section.title}
    titles |= {table.id: table.title for table in form.tables}
    lines: dict[str, int] = {}
    limit = len(blocks)
    for item in reversed([item for item in form.order if item in titles]):
        fits = [
            (fit, block.level > 0, at)
            for at, block in enumerate(blocks[:limit])
            if isinstance(block, TextLine) and (fit := likeness(block.text, titles[item]))
        ]
        if fits:
            lines[item] = limit = max(fits)[2]
    return lines


def likeness(text: str, title: str) -> float:
    """How well `text` fits a title, from 0 for not at all to `EXACT` for the same number and words."""
    if len(text) > _LONGEST:
        return 0.0
    number, core = _split(text)
    official, wanted = _split(title)
    if core == wanted:
        return EXACT if number == official else 1.5 if number else 1.0
    common = sum((Counter(core) & Counter(wanted)).values())  # in any order: people reorder the words
    alike = 2 * common / (len(core) + len(wanted))
    return alike if number == official and alike >= _ALIKE else 0.0


def split_parts(parts: Sequence[Part], lines: Sequence[str]) -> tuple[dict[str, list[str]], int]:
    """Part → its paragraphs, and how many headings were found.

    Lines before the first heading belong to the first part.
    """
    paragraphs: dict[str, list[str]] = {part.id: [] for part in parts}
    current = parts[0].id
    headed = [part for part in parts if part.heading]
    waiting = list(headed)
    for line in lines:
        for skipped, part in enumerate(waiting):
            rest = after_heading(line, part.heading)
            if rest is not None:
                current, waiting, line = part.id, waiting[skipped + 1 :], rest
                headed.remove(part)
                break
        if line.strip():
            paragraphs[current].append(line.strip())
    return paragraphs, sum(bool(part.heading) for part in parts) - len(headed)


def after_heading(line: str, heading: str) -> str | None:
    """The rest of a line after `heading`, mostly ""; None when the line does not begin with it."""
    number, core = _split(heading)
    begin = _NUMBER.match(line)
    if begin is None or normal(begin[1]) != number:
        return None
    rest = line[begin.end() :]
    stem = core.removesuffix(zh.SITUATION)
    if match := re.match(rf"{_loose(stem)}(?:{zh.SITUATIONS})?\s*(?:$|[{zh.AFTER_HEADING}])\s*", rest):
        return rest[match.end() :]
    if re.match(_loose(stem), rest):  # the heading is the beginning of a sentence
        return rest
    return "" if likeness(line, heading) else None


def _split(text: str) -> tuple[str, str]:
    """The number with its brackets, and the words, both normalised."""
    match = _NUMBER.match(text)
    if match is None:
        return "", normal(text).rstrip(zh.AFTER_HEADING)
    return normal(match[1]), normal(text[match.end() :]).rstrip(zh.AFTER_HEADING)


def _loose(text: str) -> str:
    """A pattern for `text` with white space anywhere in it."""
    return r"\s*".join(re.escape(character) for character in text)


def _year(text: str) -> int:
    return int("".join(str(zh.digit(character)) for character in text))
