"""Lines of a section → its parts, by their headings in whatever wording and numbering.

Pure.  The headings of one report are numbered alike: only lines with the numbers that lead to most parts
count, so that a sentence of the text never begins a part.  No line is lost.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from xltool.core.form.section import Part, Section
from xltool.core.text import zh
from xltool.core.text.clean import normal
from xltool.reading.published.sections import LONGEST, NUMBER, likeness, loose, split_number

_NUMBERS = {name: re.compile(rf"\s*(?:{pattern})\s*") for name, pattern in zh.PART_NUMBERS.items()}
_YEAR = re.compile(zh.PART_YEAR)
_FILLER = re.compile(zh.PART_FILLER)
_HEAD_END = re.compile(f"[{zh.HEADING_ENDS}]")
_HEADING = 30  # characters of a heading without its number
_PLAIN = 2  # characters beside its key word that a heading without a number may have
_LEAST = {"first": 2, "none": 2, "big": 2}  # parts that headings numbered in this way must lead to


@dataclass
class FoundParts:
    """Part → its paragraphs; `headed` are the parts that had a heading."""

    texts: dict[str, list[str]]
    headed: list[str] = field(default_factory=list)


def split_section(section: Section, lines: Sequence[str]) -> FoundParts:
    """The parts of a section; what stands before the first heading belongs to its first part."""
    if not section.words:
        return _split_official(section.parts, lines)
    ways = {way: _headings(section, lines, way) for way in _NUMBERS}
    ways = {way: found for way, found in ways.items() if len(_parts(found)) >= _LEAST.get(way, 1)}
    best: dict[int, tuple[str, str]] = max(ways.values(), key=lambda found: len(_parts(found)), default={})
    known = _parts(best)
    official = _official(section)
    for at, line in enumerate(lines):  # a heading in other numbers, when it is the very words of one
        part = official.get(_stem(line.partition("。")[0])) if len(line) <= LONGEST else None
        if part and at not in best and part not in known:
            best[at] = part, _rest(line)
            known.add(part)
    found = FoundParts({part.id: [] for part in section.parts})
    current = section.parts[0].id
    for at, line in enumerate(lines):
        text = line.strip()
        if at in best:
            part, text = best[at]
            if part in found.headed:
                text = line.strip()  # a second heading of the same part is kept
            else:
                found.headed.append(part)
            current = part
        if text:
            found.texts[current].append(text)
    return found


def _parts(headings: dict[int, tuple[str, str]]) -> set[str]:
    return {part for part, _ in headings.values()}


def _headings(section: Section, lines: Sequence[str], way: str) -> dict[int, tuple[str, str]]:
    """Line → (part, text after the heading), of the lines numbered in one way."""
    found = {}
    for at, line in enumerate(lines):
        if begun := _NUMBERS[way].match(line):
            rest = line[begun.end() :].strip()
            end = _HEAD_END.search(rest)
            head, after = (rest[: end.start()], rest[end.end() :].strip()) if end else (rest, "")
            part, head = _part_of(section, head), _YEAR.sub("", head.translate(zh.HALF_WIDTH))
            is_plain = len(head) <= _HEADING and not re.search(r"\d", head)
            if part and way == "none":
                if is_plain and _is_no_more(section, head):
                    found[at] = part, after
            elif part and is_plain:
                found[at] = part, after
            elif part and way != "first" and _part_of(section, re.split("[，,、]", head)[0][:_HEADING]):
                found[at] = part, rest  # the sentence itself begins with the heading's words
    return found


def _part_of(section: Section, head: str) -> str | None:
    return next((part for word, part in section.words if word in head), None)


def _is_no_more(section: Section, head: str) -> bool:
    """Whether a line is hardly more than the key word of a part."""
    rest = normal(head)
    word = next(word for word, _ in section.words if word in head)
    return len(_FILLER.sub("", rest.replace(word, "", 1))) <= _PLAIN


def _official(section: Section) -> dict[str, str]:
    """The words of each official heading, without its number → its part."""
    return {_stem(part.heading): part.id for part in section.parts if part.heading}


def _stem(line: str) -> str:
    return split_number(line)[1].removesuffix(zh.SITUATION)


def _rest(line: str) -> str:
    end = _HEAD_END.search(line)
    return line[end.end() :].strip() if end else ""


def _split_official(parts: Sequence[Part], lines: Sequence[str]) -> FoundParts:
    """Parts by their official headings, in their order."""
    found = FoundParts({part.id: [] for part in parts})
    current = parts[0].id
    waiting = [part for part in parts if part.heading]
    for line in lines:
        for skipped, part in enumerate(waiting):
            rest = after_heading(line, part.heading)
            if rest is not None:
                current, waiting, line = part.id, waiting[skipped + 1 :], rest
                found.headed.append(part.id)
                break
        if line.strip():
            found.texts[current].append(line.strip())
    return found


def after_heading(line: str, heading: str) -> str | None:
    """What follows `heading` on its line, "" mostly; None when the line does not begin with it."""
    number, core = split_number(heading)
    begun = NUMBER.match(line)
    if begun is None or normal(begun[1]) != number:
        return None
    rest = line[begun.end() :]
    stem = core.removesuffix(zh.SITUATION)
    if match := re.match(rf"{loose(stem)}(?:{zh.SITUATIONS})?\s*(?:$|[{zh.AFTER_HEADING}])\s*", rest):
        return rest[match.end() :]
    if re.match(loose(stem), rest):  # the sentence itself begins with the heading's words
        return rest
    return "" if likeness(line, heading) else None
