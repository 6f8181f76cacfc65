"""A draft of a form from the lines and tables of an official file.

Pure.  Everything guessed is a `Question` of the draft; relations that are no rules stay as sentences.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count

from xltool.core.form.draft.document import (
    OfficialDocument,
    TitledTable,
    TitledText,
    official_document,
    unnumbered,
)
from xltool.core.form.draft.drawn import Question
from xltool.core.form.draft.like import table_like
from xltool.core.form.draft.table import DraftTable, add_rules, draft_table
from xltool.core.form.model import Form
from xltool.core.form.printed import PrintedLine, PrintedTable
from xltool.core.form.section import Part, Section
from xltool.core.text import zh
from xltool.core.text.clean import normal


@dataclass
class Draft:
    """A form file before it is written; `order` has the ids of its tables and sections as printed."""

    title: str
    name: str
    tables: list[DraftTable] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    order: list[str] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    old: Form | None = None


def draft_form(parts: Sequence[PrintedLine | PrintedTable], name: str, old: Form | None) -> Draft:
    """A draft from the parts of a file; it is called `name` where the file does not say its title.

    `old` is the form whose codes are kept.  A draft without tables is none.
    """
    document = official_document(parts)
    title = document.title or unnumbered(_only_title(document)) or name
    draft = Draft(_with_year(title), _without_year(title) or name, old=old)
    draft.questions += [
        Question("name", zh.DRAFT_ASK["name"]), Question("levels", zh.DRAFT_ASK["levels"]),
    ]  # fmt: skip
    for one in document.order:
        if isinstance(one, TitledTable):
            _add_table(draft, one)
        else:
            _add_section(draft, one)
    add_rules(draft.tables)
    return draft


def _add_table(draft: Draft, given: TitledTable) -> None:
    blocks = given.drawn.blocks
    like = table_like(given.title, blocks, draft.old) if draft.old and blocks else None
    if like is not None and like.id in draft.order:
        like = None
    table_id = like.id if like else _free_id("T", given.ordinal, draft)
    table = draft_table(given, table_id, like)
    if table is None:
        return
    table.title = _without_year(table.title)
    if not table.title:
        table.title = draft.name
        table.questions.append(Question(table_id, zh.DRAFT_ASK["title"]))
    draft.tables.append(table)
    draft.order.append(table_id)


def _add_section(draft: Draft, given: TitledText) -> None:
    known = (
        next((one for one in draft.old.sections if normal(one.title) == normal(given.title)), None)
        if draft.old
        else None
    )
    section_id = known.id if known and known.id not in draft.order else _free_id("N", given.ordinal, draft)
    parts = tuple(
        Part(f"{section_id}.{number}", heading, "", prompt)
        for number, (heading, prompt) in enumerate(given.parts, 1)
    )
    draft.sections.append(
        Section(section_id, given.title, parts or (Part(section_id, "", "", given.prompt),))
    )
    draft.order.append(section_id)
    draft.questions.append(Question(section_id, zh.DRAFT_ASK["section"].format(words=given.title)))


def _free_id(letter: str, ordinal: str, draft: Draft) -> str:
    """The id with the number in the title, else the first that neither this draft nor the older form has."""
    used = {*draft.order, *(draft.old.order if draft.old else ())}
    if ordinal and f"{letter}{ordinal}" not in used:
        return f"{letter}{ordinal}"
    return next(one for n in count(1) if (one := f"{letter}{n}") not in used)


def _only_title(document: OfficialDocument) -> str:
    titles = [one.title for one in document.order if isinstance(one, TitledTable) and one.title]
    return titles[0] if len(titles) == 1 else ""


def _without_year(title: str) -> str:
    return re.sub(zh.DRAFT_ANY_YEAR, "", title).strip()


def _with_year(title: str) -> str:
    """The title of a report, with a place for the year."""
    found = re.sub(zh.DRAFT_YEAR, zh.DRAFT_YEAR_PLACE, title, count=1)
    return found if "{year}" in found else zh.DRAFT_YEAR_PLACE + found
