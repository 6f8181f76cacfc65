"""Lines of a report → whose report it is, and of which year.

Pure.  A title is known by what it is made of: a unit's name, a year in digits or words, the subject of
the form and a word for a report, in any order, over up to three lines.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from xltool.core.form.model import Form
from xltool.core.text import zh
from xltool.reading.published.blocks import DocumentBlock, TextLine
from xltool.reading.published.sections import LONGEST, find_sections

_MOST = 120  # characters of the lines with the report's own title
_LINES = 3
_YEAR = re.compile(zh.REPORT_YEAR)
_ABOUT = re.compile(zh.REPORT_ABOUT)
_REMARK = re.compile(zh.REPORT_REMARK)
_UNIT = re.compile(zh.UNIT_END)


@dataclass(frozen=True, slots=True)
class Title:
    """The report's own title: whose it is and of which year; `at` is its last line."""

    unit: str
    year: int
    at: int


def find_title(form: Form, blocks: Sequence[DocumentBlock]) -> Title | None:
    """The title of the report, the last before its first section; the unit may stand beside it."""
    subject = _subject(form)
    first = min(find_sections(form, blocks).values(), default=len(blocks))
    fits: list[tuple[bool, bool, int, int, Title]] = []
    for at in range(len(blocks)):
        for count in range(1, _LINES + 1):
            lines = [_line(blocks, at + i) for i in range(count)]
            if not all(lines) or sum(map(len, lines)) > _MOST:
                break
            read = _read("".join(lines), subject)
            if read is None:
                continue
            unit, year, alone = read
            last = at + count - 1
            if not unit:
                unit = _unit(_line(blocks, at - 1)) or _unit(_line(blocks, last + 1), below=True)
                last += not _unit(_line(blocks, at - 1)) and bool(unit)
            if unit:
                fits.append((last < first, alone, -count, last, Title(unit, year, last)))
                break
    return max(_latest(fits))[4] if fits else None


def _latest(
    fits: list[tuple[bool, bool, int, int, Title]],
) -> list[tuple[bool, bool, int, int, Title]]:
    """Those that stand before the first section and alone, when any does; the last of them counts."""
    best = max(fit[:2] for fit in fits)
    return [(*fit[:2], fit[3], fit[2], fit[4]) for fit in fits if fit[:2] == best]


def _line(blocks: Sequence[DocumentBlock], at: int) -> str:
    """The line there without white space, "" for a table or none."""
    block = blocks[at] if 0 <= at < len(blocks) else None
    return "".join(block.text.split()) if isinstance(block, TextLine) else ""


def _subject(form: Form) -> re.Pattern[str]:
    """What every title of the form has: its subject and a word for a report."""
    words = form.title.partition("{year}")[2].removeprefix(zh.TITLE_YEAR).removeprefix(zh.TITLE_DEGREE)
    core = re.sub(f"(?:{zh.REPORT_WORK})$", "", words)
    core = core.removeprefix(zh.GOVERNMENT)
    government = f"(?:{zh.GOVERNMENT})?" if core != words else ""
    return re.compile(rf"(?P<unit>.*?)(?P<subject>{government}{re.escape(core)}){zh.REPORT_NAME}")


def _read(text: str, subject: re.Pattern[str]) -> tuple[str, int, bool] | None:
    """(unit or "", year, whether nothing else stands there) of a title; None when it is none."""
    years = [_number(match[1]) for match in _YEAR.finditer(text)]
    if not years or (len(set(years)) > 1 and not _YEAR.match(text)):
        return None
    match = subject.match(rest := _YEAR.sub("", text))
    if match is None:
        return None
    before, after = match["unit"].strip(zh.AROUND_UNIT), rest[match.end() :].strip(zh.AROUND_UNIT)
    if before.endswith(zh.PEOPLE) and match["subject"].startswith(zh.GOVERNMENT):
        before += zh.GOVERNMENT  # 某县人民政府信息公开: the word is said once for two
    unit = _unit(_ABOUT.sub("", before))
    after = "" if _REMARK.match(after) else after
    if before and not unit:
        return None
    if not unit and after:
        unit, after = (_unit(after, below=True), "") if _unit(after, below=True) else ("", after)
    return unit, years[0], not after


def _unit(text: str, below: bool = False) -> str:
    """The name of a unit in a line that holds nothing else, "" otherwise.

    One `below` a title must end as names do.
    """
    name = text.strip(zh.AROUND_UNIT + zh.BRACKETS)
    name = _ABOUT.sub("", name)
    if not 1 < len(name) <= LONGEST or any(mark in name for mark in zh.SENTENCE_MARKS):
        return ""
    return "" if below and not _UNIT.search(name) else name


def _number(text: str) -> int:
    return int("".join(str(zh.digit(zh.ZEROS.get(character, character))) for character in text))
