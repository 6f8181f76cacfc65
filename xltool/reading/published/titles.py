"""Lines of a report → whose report it is, and of which year.

Pure.  A title is known by what it is made of: a unit's name, a year in digits or words, the subject of
the form and a word for a report, in any order, over up to three lines.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from xltool.core.form.model import Form
from xltool.core.text import zh
from xltool.core.text.clean import normal, visible
from xltool.reading.published.blocks import PAGE_TITLE, DocumentBlock, DocumentTable, TextLine
from xltool.reading.published.sections import LONGEST, find_sections

_MOST = 120  # characters of the lines with the report's own title
_LINES = 3
_YEAR = re.compile(zh.REPORT_YEAR)
_ABOUT = re.compile(zh.REPORT_ABOUT)
_REMARK = re.compile(zh.REPORT_REMARK)
_UNIT, _NO_UNIT = re.compile(zh.UNIT_END), re.compile(zh.NO_UNIT)
_LAST_BRACKET = re.compile(zh.LAST_BRACKET)


@dataclass(frozen=True, slots=True)
class Title:
    """The report's own title: whose it is and of which year; `at` is its last line, `words` what it says."""

    unit: str
    year: int
    at: int
    words: str = ""


def find_title(
    form: Form, blocks: Sequence[DocumentBlock], sections: Mapping[str, int] | None = None
) -> Title | None:
    """The title of the report, the last before its first section; the unit may stand beside it.

    `sections` are the lines of its sections, where they have been found already.
    """
    core, subject = _subject(form)
    if sections is None:
        sections = find_sections(form, blocks)
    first = min(sections.values(), default=len(blocks))
    lines = [_line(block) for block in blocks]
    pages = [
        at for at, block in enumerate(blocks) if isinstance(block, TextLine) and block.level == PAGE_TITLE
    ]
    own = list(lines)
    for at in pages:  # the name of the page counts only as a whole title, or when nothing else names a unit
        read = _read(lines[at], subject)
        own[at] = lines[at] if read and read[0] else ""
    return _last_title(own, core, subject, first) or (
        _last_title(lines, core, subject, first) if own != lines else None
    )


def _last_title(lines: Sequence[str], core: str, subject: re.Pattern[str], first: int) -> Title | None:
    """The last title among the lines, better before the line `first` than after."""
    lines = [*lines, *[""] * _LINES]
    fits: list[tuple[bool, bool, int, int, Title]] = []
    for at in range(len(lines) - _LINES):
        if core not in "".join(lines[at : at + _LINES]):
            continue
        for count in range(1, _LINES + 1):
            window = lines[at : at + count]
            if not all(window) or sum(map(len, window)) > _MOST:
                break
            read = _read("".join(window), subject)
            if read is None:
                continue
            unit, year, alone = read
            last = at + count - 1
            if not unit:
                above = _unit(lines[at - 1]) if at else ""
                unit = above or _unit(lines[last + 1], below=True)
                last += not above and bool(unit)
            if unit:
                title = Title(unit, year, last, _spoken("".join(window)))
                fits.append((last < first, alone, last, -count, title))
                break
    return max(fits, key=lambda fit: fit[:4])[4] if fits else None


def _spoken(text: str) -> str:
    """The title with its year in digits."""
    return _YEAR.sub(lambda match: match[0].replace(match[1], str(_number(match[1]))), text)


def _line(block: DocumentBlock) -> str:
    """A line without white space and with digits of one width, "" for what is none.

    A table of one cell only holds a line in its place.
    """
    if isinstance(block, DocumentTable):
        told = [str(cell.value) for cell in block.sheet.cells.values() if str(cell.value or "").strip()]
        text = told[0] if len(told) == 1 else ""
    else:
        text = block.text if isinstance(block, TextLine) else ""
    return "".join(visible(text).split()).translate(zh.HALF_WIDTH)


def _subject(form: Form) -> tuple[str, re.Pattern[str]]:
    """What every title of the form has: its subject; and a pattern of it with a word for a report."""
    words = form.title.partition("{year}")[2].removeprefix(zh.TITLE_YEAR).removeprefix(zh.TITLE_DEGREE)
    subject = re.sub(f"(?:{zh.REPORT_WORK})$", "", words)
    core = subject.removeprefix(zh.GOVERNMENT)
    government = f"(?:{zh.GOVERNMENT})?" if core != words else ""
    name = zh.REPORT_NAME if subject != words else f"(?:{zh.REPORT_NAME})?"  # 统计表 is no report
    return core, re.compile(rf"(?P<unit>.*?)(?P<subject>{government}{re.escape(core)}){name}")


def is_same_report(form: Form, words: str) -> bool:
    """Whether a title calls the report as the form does, or 年报 or 工作报告, wherever the year."""
    title = form.title.partition("{year}")[2].removeprefix(zh.TITLE_YEAR).removeprefix(zh.TITLE_DEGREE)
    subject = re.sub(f"(?:{zh.REPORT_WORK})$", "", title)
    said = normal(_YEAR.sub("", words))
    name = zh.REPORT_SAME if subject != title else ""
    return re.search(re.escape(normal(subject)) + name, said) is not None


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
    named = _unit(after, below=True) if not unit and not before and _REMARK.match(after) else ""
    unit, after = unit or named, "" if _REMARK.match(after) else after
    if before and not unit:
        return None
    if not unit and after:
        unit, after = (_unit(after, below=True), "") if _unit(after, below=True) else ("", after)
    return unit, years[0], not after


def _unit(text: str, below: bool = False) -> str:
    """The name of a unit in a line that holds nothing else, "" otherwise.

    One `below` a title must end as names do.
    """
    name = _ABOUT.sub("", _bare(text))
    if not 1 < len(name) <= LONGEST or any(mark in name for mark in zh.SENTENCE_MARKS):
        return ""
    if _NO_UNIT.search(name):
        return ""
    return "" if below and not _UNIT.search(_LAST_BRACKET.sub("", name)) else name


def _bare(text: str) -> str:
    """A name without the marks around it; a bracket that is part of the name stays."""
    name = text.strip(zh.AROUND_UNIT)
    if _LAST_BRACKET.search(name) and not _LAST_BRACKET.fullmatch(name):
        return name
    return name.strip(zh.AROUND_UNIT + zh.BRACKETS)


def _number(text: str) -> int:
    return int("".join(str(zh.digit(zh.ZEROS.get(character, character))) for character in text))
