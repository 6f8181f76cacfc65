"""Read the texts of a published report from the lines under their titles.

The local profile is the one most of whose headings are there.  What a page has around the report does not
count: only lines inside the same element as the titles.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from xltool.core.check.finding import Finding
from xltool.core.form.model import Form
from xltool.core.submission.model import with_profile
from xltool.core.text.catalogue.texts import N_OUTSIDE, N_TITLE
from xltool.reading.published.blocks import DocumentBlock, Path, TextLine
from xltool.reading.published.titles import EXACT, find_sections, likeness, split_parts

_QUOTED = 40  # characters


@dataclass
class ReadTexts:
    """The texts of a report: `texts` of every part, "" for none; `form` in the profile of its headings."""

    form: Form
    texts: dict[str, str]
    findings: list[Finding] = field(default_factory=list)


def read_texts(form: Form, blocks: Sequence[DocumentBlock], title_at: int = -1) -> ReadTexts:
    """Read all texts of a report whose own title is line `title_at` (-1: it has none)."""
    sections = find_sections(form, blocks)
    lines = _gather(blocks, sections, title_at)
    findings = [*_titles(form, blocks, sections), *_outside(form, lines)]
    best: tuple[int, ReadTexts] | None = None
    for profiled in (form, *(with_profile(form, name) for name in form.profiles)):
        texts: dict[str, str] = {}
        headings = 0
        for section in profiled.sections:
            parts, count = split_parts(section.parts, lines.get(section.id if section.title else "", []))
            texts |= {address: "\n".join(paragraphs) for address, paragraphs in parts.items()}
            headings += count
        if best is None or headings > best[0]:
            best = headings, ReadTexts(profiled, texts, findings)
    assert best is not None  # the form itself is always tried
    return best[1]


def _gather(blocks: Sequence[DocumentBlock], sections: dict[str, int], title_at: int) -> dict[str, list[str]]:
    """Section → its lines; under "" those between the title of the report and the first section."""
    inside = _common(blocks[at].path for at in sections.values())
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


def _outside(form: Form, lines: dict[str, list[str]]) -> Iterable[Finding]:
    """Report lines around a table, which belong to no text of the form."""
    for table in form.tables:
        beside = [line for line in lines.get(table.id, []) if likeness(line, table.title) < 1]  # its caption
        if text := "".join(beside):
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
