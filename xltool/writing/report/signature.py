"""The lines that an office puts below everything else in its template: its name and a date (落款)."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from xltool.writing.report.context import Paragraph, TableContent
from xltool.writing.report.read_back import read_back

UNIT_TAG = re.compile(r"\{\{\s*unit\s*\}\}")
_SECTION = re.compile(r"\{\{\s*p\s")
_MOST = 5  # lines


def signature(template: bytes, unit: str) -> list[Paragraph | TableContent]:
    """The lines below the last section or table of a template, the unit named where its tag stands."""
    lines = signature_lines(template)
    return [replace(line, text=UNIT_TAG.sub(lambda _: unit, line.text)) for line in lines]


@lru_cache(16)
def signature_lines(template: bytes) -> tuple[Paragraph, ...]:
    """The same lines as they stand in the template; none when they are too many to be a signature."""
    found: list[Paragraph] = []
    for block in reversed(read_back(template)):
        is_note = isinstance(block, Paragraph) and block.role == "label"  # below the last table
        if isinstance(block, TableContent) or is_note or _SECTION.search(block.text):
            return tuple(found) if len(found) <= _MOST else ()
        found.insert(0, block)
    return ()
