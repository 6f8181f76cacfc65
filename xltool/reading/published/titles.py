"""Lines of a report × the official titles → where each section and part begins, and whose report it is.

Pure.  A title is known by its number and its words; what reports make of it (other brackets, 情况 left
out, words added) is taken as long as most of the words are there.
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
    """The report's own title: whose it is and of which year; `at` is the line of the year."""

    unit: str
    year: int
    at: int


def find_title(form: Form, blocks: Sequence[DocumentBlock]) -> Title | None:
    """The title of the report, the last line like it before its first section; the unit may stand above."""
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
    """Section or table → the line of its title: the last that fits, as a list of contents stands before."""
    titles = {section.id: section.title for section in form.sections if section.title}
    titles |= {table.id: table.title for table in form.tables}
    found: dict[str, int] = {}
    limit = len(blocks)
    for item in reversed([item for item in form.order if item in titles]):
        fits = [
            (fit, block.level > 0, at)
            for at, block in enumerate(blocks[:limit])
            if isinstance(block, TextLine) and (fit := likeness(block.text, titles[item]))
        ]
        if fits:
            found[item] = limit = max(fits)[2]
    return found


def likeness(text: str, title: str) -> float:
    """How surely `text` is this title, 0 for not at all, `EXACT` for word by word."""
    if len(text) > _LONGEST:
        return 0.0
    number, core = _split(text)
    official, wanted = _split(title)
    if core == wanted:
        return EXACT if number == official else 1.5 if number else 1.0
    common = sum((Counter(core) & Counter(wanted)).values())  # in any order: people turn the words round
    alike = 2 * common / (len(core) + len(wanted))
    return alike if number == official and alike >= _ALIKE else 0.0


def split_parts(parts: Sequence[Part], lines: Sequence[str]) -> tuple[dict[str, list[str]], int]:
    """Part → its paragraphs, and how many headings were found.

    What stands before the first heading belongs to the first part.
    """
    found: dict[str, list[str]] = {part.id: [] for part in parts}
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
            found[current].append(line.strip())
    return found, sum(bool(part.heading) for part in parts) - len(headed)


def after_heading(line: str, heading: str) -> str | None:
    """What follows `heading` on its line, "" mostly; None when the line does not begin with it."""
    number, core = _split(heading)
    begun = _NUMBER.match(line)
    if begun is None or normal(begun[1]) != number:
        return None
    rest = line[begun.end() :]
    stem = core.removesuffix(zh.SITUATION)
    if match := re.match(rf"{_loose(stem)}(?:{zh.SITUATIONS})?\s*(?:$|[{zh.AFTER_HEADING}])\s*", rest):
        return rest[match.end() :]
    if re.match(_loose(stem), rest):  # the sentence itself begins with the heading's words
        return rest
    return "" if likeness(line, heading) else None


def _split(text: str) -> tuple[str, str]:
    """(number with its brackets, words), both normalised."""
    match = _NUMBER.match(text)
    if match is None:
        return "", normal(text).rstrip(zh.AFTER_HEADING)
    return normal(match[1]), normal(text[match.end() :]).rstrip(zh.AFTER_HEADING)


def _loose(text: str) -> str:
    """A pattern for `text` with white space anywhere in it."""
    return r"\s*".join(re.escape(character) for character in text)


def _year(text: str) -> int:
    return int("".join(str(zh.digit(character)) for character in text))
