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
from xltool.core.submission.model import with_profile
from xltool.core.text import zh
from xltool.core.text.catalogue.texts import N_OUTSIDE, N_PART, N_TITLE
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


def read_texts(form: Form, blocks: Sequence[DocumentBlock], title_at: int = -1) -> ReadTexts:
    """Read all texts of a report whose own title is line `title_at` (-1: it has none)."""
    sections = find_sections(form, blocks)
    lines = _gather(blocks, sections, title_at)
    beside = {table.id: text for table in form.tables if (text := _beside(table, lines.get(table.id, [])))}
    findings = [*_titles(form, blocks, sections), *_outside(form, beside)]
    best: tuple[int, ReadTexts] | None = None
    for profiled in (form, *(with_profile(form, name) for name in form.profiles)):
        texts: dict[str, str] = {}
        headings, missing = 0, list[Finding]()
        for section in profiled.sections:
            parts = split_section(section, lines.get(section.id if section.title else "", []))
            own = {address: "\n".join(paragraphs) for address, paragraphs in parts.texts.items()}
            headings += len(parts.headed)
            if section.words and any(own.values()):
                absent = [p for p in section.parts if p.id not in parts.headed and not own[p.id]]
                own = {key: text for key, text in own.items() if key not in [p.id for p in absent]}
                if headed := [part for part in absent if part.heading]:
                    labels = zh.NAMES_OF_ALL.join(zh.SAME_AS.format(label=part.heading) for part in headed)
                    refs = tuple(part.id for part in headed)
                    missing.append(Finding(N_PART, refs, {"label": section.title, "labels": labels}))
            texts |= own
        if best is None or headings > best[0]:
            best = headings, ReadTexts(profiled, texts, findings + missing, beside)
    assert best is not None  # the form itself is always tried
    return best[1]


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
    return "\n".join(
        line for line in lines if likeness(line, table.title) < 1 and not _NOISE.match("".join(line.split()))
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
