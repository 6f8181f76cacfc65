"""Find what a text should not hold: personal data, slips of the pen, titles, outdated bases, rare characters.

Every function searches one text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from xltool.core.check.narrative import patterns
from xltool.core.check.narrative.sentences import tidy
from xltool.core.form.model import Form

_ALIKE = 0.85  # a title nearly equal to an official one

_BORN = r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
_ID = re.compile(rf"(?<![0-9A-Za-z])[1-9]\d{{5}}{_BORN}\d{{3}}[\dXx](?![0-9A-Za-z])")
_MOBILE = re.compile(r"(?<![\dA-Za-z.-])1[3-9]\d(?:[ -]?\d{4}){2}(?![\dA-Za-z])")
_WEIGHTS, _CHECKS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2), "10X98765432"
_SLIPS = [(re.compile(pattern), meant) for pattern, meant in patterns.SLIPS.items()]
_ANY_SLIP = re.compile("|".join(patterns.SLIPS))
_DOUBLED = re.compile(rf"({'|'.join(patterns.DOUBLED)})\1|([{patterns.DOUBLED_MARKS}])\2")
_MAGNITUDE = re.compile(patterns.MAGNITUDE)
# radicals, ideographs, private use, compatibility forms, and the planes beyond; no punctuation
_IDEOGRAPHS = ((0x2E80, 0x2FDF), (0x3400, 0x9FFF), (0xE000, 0xFAFF), (0x20000, 0x3FFFF))
_HEADING = re.compile(patterns.HEADING)


def identity_numbers(text: str) -> Iterator[re.Match[str]]:
    """Numbers of identity cards: 18 digits with a possible birthday and a valid check digit."""
    for match in _ID.finditer(tidy(text)):
        total = sum(int(digit) * weight for digit, weight in zip(match[0], _WEIGHTS, strict=False))
        if _CHECKS[total % 11] == match[0][-1].upper():
            yield match


def mobiles(text: str) -> Iterator[re.Match[str]]:
    """Numbers of mobile phones; the landline of an office belongs in a report."""
    return _MOBILE.finditer(tidy(text))


def masked(number: str) -> str:
    """A personal number with its middle hidden."""
    return number[:3] + patterns.MASK * (len(number) - 5) + number[-2:]


def word_slips(text: str) -> Iterator[tuple[re.Match[str], str]]:
    """(match, what is meant) of known slips of the pen."""
    tidied = tidy(text)
    for pattern, meant in _SLIPS if _ANY_SLIP.search(tidied) else ():
        if match := pattern.search(tidied):
            yield match, meant


def doubled(text: str) -> Iterator[re.Match[str]]:
    """Words and marks written twice."""
    return _DOUBLED.finditer(tidy(text))


def impossible(text: str) -> Iterator[re.Match[str]]:
    """Numbers no office can have meant, such as 3241654万次."""
    return _MAGNITUDE.finditer(tidy(text))


def outdated_bases(text: str, bases: Sequence[str]) -> Iterator[tuple[str, int, int]]:
    """(tidied text, start, end) of each basis no longer in force."""
    tidied = _with_brackets(text)
    for basis in bases:
        place = tidied.find(basis)
        if place >= 0:
            yield tidied, place, place + len(basis)


def wrong_bases(text: str, bases: Sequence[tuple[str, str]]) -> Iterator[tuple[str, int, int]]:
    """(tidied text, start, end) of each mark of a basis that is not part of the right one."""
    tidied = _with_brackets(text)
    for mark, right in bases:
        place = tidied.find(mark)
        while place >= 0:
            if not tidied.startswith(right, max(place - right.index(mark), 0)):
                yield tidied, place, min(place + len(right), len(tidied))
                break
            place = tidied.find(mark, place + 1)


def _with_brackets(text: str) -> str:
    """The tidied text with the brackets that years of documents have."""
    return re.sub(r"[\[【﹝（](\d{4})[\]】﹞）]", r"〔\1〕", tidy(text))


def headings(form: Form, address: str, text: str) -> Iterator[tuple[str, bool]]:
    """(line, whether it is another text's title) of the lines that repeat a title of the form."""
    labels = [form.labels[address][-1], *(form.labels[address][:-1] if len(form.labels[address]) > 1 else ())]
    titles = [section.title for section in form.sections] + [table.title for table in form.tables]
    titles += [part.heading for section in form.sections for part in section.parts]
    for line in (line.strip() for line in text.split("\n")):
        match = _HEADING.match(line)
        if not match:
            continue
        for title in filter(None, titles):
            if _alike(match[1], _bare(title)):
                yield line, not any(_alike(match[1], _bare(label)) for label in labels)
                break


def _bare(title: str) -> str:
    """A title without its number."""
    match = _HEADING.match(title)
    return match[1] if match else title


def _alike(line: str, title: str) -> bool:
    line, title = line.removesuffix(patterns.HEADING_END), title.removesuffix(patterns.HEADING_END)
    return line == title or (len(title) > 5 and SequenceMatcher(None, line, title).ratio() >= _ALIKE)


def rare(text: str) -> str:
    """The Chinese characters that the prescribed fonts lack, because they are outside GB2312; each once."""
    if _encodes(text):
        return ""
    return "".join(c for c in dict.fromkeys(text) if _is_ideograph(ord(c)) and not _encodes(c))


def _is_ideograph(number: int) -> bool:
    return any(first <= number <= last for first, last in _IDEOGRAPHS)


def _encodes(text: str) -> bool:
    try:
        text.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True
