"""Read the texts of a published report from the lines under their titles.

The local profile is the one most of whose headings are there.  What a page has around the report does not
count: only lines inside the same element as the titles.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from xltool.core.check.finding import Finding
from xltool.core.form.model import Form, Table
from xltool.core.form.section import Section
from xltool.core.submission.model import with_profile
from xltool.core.text import zh
from xltool.core.text.catalogue.texts import N_OUTSIDE, N_PART, N_TITLE
from xltool.core.text.clean import normal
from xltool.reading.published.blocks import DocumentBlock, Path, TextLine
from xltool.reading.published.parts import split_section
from xltool.reading.published.sections import EXACT, find_sections, likeness

_QUOTED = 40  # characters
_NOISE = re.compile(zh.BESIDE_NOISE)


@dataclass
class ReadTexts:
    """`texts` of every part, "" where there is none; `form` in the right profile.

    A part that other parts of its section stand without is absent; `beside` are the words beside tables.
    """

    form: Form
    texts: dict[str, str]
    findings: list[Finding] = field(default_factory=list)
    beside: dict[str, str] = field(default_factory=dict)


def read_texts(
    form: Form, blocks: Sequence[DocumentBlock], title_at: int = -1, sections: dict[str, int] | None = None
) -> ReadTexts:
    """Read all texts of a report whose own title is line `title_at` (-1: it has none)."""
    if sections is None:
        sections = find_sections(form, blocks)
    lines = _gather(blocks, sections, title_at)
    beside = {table.id: text for table in form.tables if (text := _beside(table, lines.get(table.id, [])))}
    findings = [*_titles(form, blocks, sections), *_outside(form, beside)]
    known: dict[Section, _SectionTexts] = {}  # profiles share most of their sections
    best: tuple[int, ReadTexts] | None = None
    for profiled in (form, *(with_profile(form, name) for name in form.profiles)):
        for section in profiled.sections:
            if section not in known:
                known[section] = _section(section, lines.get(section.id if section.title else "", []))
        read = [known[section] for section in profiled.sections]
        texts = {address: text for one in read for address, text in one.texts.items()}
        missing = [finding for one in read for finding in one.missing]
        headings = sum(one.headings for one in read)
        if best is None or headings > best[0]:
            best = headings, ReadTexts(profiled, texts, findings + missing, beside)
    assert best is not None  # the form itself is always tried
    return best[1]


@dataclass
class _SectionTexts:
    """The texts of one section, how many headings it has, and which parts are missing."""

    texts: dict[str, str]
    headings: int
    missing: list[Finding]


def _section(section: Section, lines: Sequence[str]) -> _SectionTexts:
    parts = split_section(section, lines)
    texts = {address: "\n".join(paragraphs) for address, paragraphs in parts.texts.items()}
    read = _SectionTexts(texts, len(parts.headed), [])
    if section.words and any(texts.values()):
        absent = [part for part in section.parts if part.id not in parts.headed and not texts[part.id]]
        read.texts = {key: text for key, text in texts.items() if key not in [part.id for part in absent]}
        if headed := [part for part in absent if part.heading]:
            labels = zh.NAMES_OF_ALL.join(zh.SAME_AS.format(label=part.heading) for part in headed)
            refs = tuple(part.id for part in headed)
            read.missing.append(Finding(N_PART, refs, {"label": section.title, "labels": labels}))
    return read


def _gather(blocks: Sequence[DocumentBlock], sections: dict[str, int], title_at: int) -> dict[str, list[str]]:
    """Section → its lines; "" → those between the report's title and the first section."""
    titles = [blocks[at] for at in sections.values()]
    inside = _common(title.path for title in titles if isinstance(title, TextLine))
    begins = {at: item for item, at in sections.items()}
    lines: dict[str, list[str]] = {"": [], **{item: [] for item in sections}}
    current = ""
    for at, block in enumerate(blocks):
        if at in begins:
            current = begins[at]
        elif isinstance(block, TextLine) and at > title_at and block.path[: len(inside)] == inside:
            lines[current].append(block.text)
    return lines


def _titles(form: Form, blocks: Sequence[DocumentBlock], sections: dict[str, int]) -> Iterable[Finding]:
    titles = {part.id: part.title for part in form.sections} | {
        table.id: table.title for table in form.tables
    }
    for item in sorted(sections, key=sections.__getitem__):
        block = blocks[sections[item]]
        if isinstance(block, TextLine) and likeness(block.text, titles[item]) < EXACT:
            yield Finding(N_TITLE, (), {"found": block.text.strip(), "label": titles[item]})


def _beside(table: Table, lines: list[str]) -> str:
    """The words beside a table, without its caption and what only says that it goes on."""
    own = {normal(line) for line in table.foot_notes}
    return "\n".join(
        line
        for line in lines
        if likeness(line, table.title) < 1
        and normal(line) not in own
        and not _NOISE.match("".join(line.split()))
    )


def _outside(form: Form, beside: dict[str, str]) -> Iterable[Finding]:
    """Lines around a table, which no part of the form takes."""
    for table in form.tables:
        if text := beside.get(table.id, "").replace("\n", ""):
            quoted = text if len(text) <= _QUOTED else f"{text[:_QUOTED]}…"
            yield Finding(N_OUTSIDE, (), {"table": table.title, "text": quoted})


def _common(paths: Iterable[Path]) -> Path:
    """The longest beginning that all paths have in common."""
    common = []
    for level in zip(*paths, strict=False):
        if len(set(level)) > 1:
            break
        common.append(level[0])
    return tuple(common)
