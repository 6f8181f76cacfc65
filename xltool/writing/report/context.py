"""Form + submission → what a report must say: paragraphs with their roles, tables with their texts.

The formats are made from it, and what is read back from a produced file is compared with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from xltool.core.check.narrative.bound import fill_in
from xltool.core.form.layout import lay_out
from xltool.core.form.model import Form
from xltool.core.form.section import Section
from xltool.core.submission.model import Submission, plain
from xltool.core.text import zh
from xltool.core.text.clean import normal

ParagraphRole = Literal["title", "heading1", "heading2", "body", "draft", "label"]
Rectangle = tuple[int, int, int, int]  # row, column, rows, columns


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of a report; `role` names its style."""

    role: ParagraphRole
    text: str


@dataclass(frozen=True, slots=True)
class TableContent:
    """One table of a report: the text of each merged area."""

    id: str
    cells: dict[Rectangle, str]


@dataclass(frozen=True, slots=True)
class Difference:
    """A place where a produced report does not say what was meant."""

    where: str
    meant: str
    found: str


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a text cell: its non-empty lines."""
    return [line.strip() for line in text.split("\n") if line.strip()]


def section_blocks(form: Form, section: Section, submission: Submission) -> list[Paragraph]:
    """A section's part headings and paragraphs without its title, figures in place of their references."""
    blocks: list[Paragraph] = []
    for part in section.parts:
        if part.heading:
            blocks.append(Paragraph("heading2", part.heading))
        text = fill_in(form, submission, submission.texts.get(part.id, ""))
        blocks += [Paragraph("body", line) for line in paragraphs(text)]
    return blocks


def written(form: Form, submission: Submission) -> dict[str, str]:
    """Every figure by address as data has it; a blank stays blank."""
    return {
        address: "" if number is None else plain(number)
        for address, number in ((a, submission.values.get(a)) for a in form.addresses)
    }


def printed(form: Form, submission: Submission) -> dict[str, str]:
    """Every figure by address as it is printed, a share with its sign, and the words in tables."""
    values = written(form, submission)
    if form.cell_texts:
        values |= {a: " ".join(submission.texts.get(a, "").split()) for a in form.cell_texts}
    return values | {address: f"{values[address]}%" for address in _shares(form) if values[address]}


@lru_cache
def _shares(form: Form) -> tuple[str, ...]:
    """The shares whose headings do not say %."""
    paths = {
        f"{table.id}.{row}.{column}": (*block.row_paths[row], *block.column_paths[column])
        for table in form.tables
        for block in table.blocks
        for row, column in block.addresses
        if block.kind(row, column) == "percent"
    }
    return tuple(address for address, path in paths.items() if "%" not in normal("".join(path)))


def title_lines(form: Form, submission: Submission) -> tuple[str, str]:
    """The two lines of the title: the unit and the report."""
    return submission.unit.name, form.title.format(year=submission.year)


def expected(form: Form, submission: Submission, draft: bool = False) -> list[Paragraph | TableContent]:
    """The whole report as it is meant to be, in printed order."""
    document: list[Paragraph | TableContent] = [Paragraph("draft", zh.DRAFT)] if draft else []
    document += [Paragraph("title", line) for line in title_lines(form, submission)]
    values, layout = printed(form, submission), lay_out(form)
    for item in form.printed_order:
        if item.title:
            document.append(Paragraph("heading1", item.title))
        if isinstance(item, Section):
            document += section_blocks(form, item, submission)
        else:
            cells = {
                (box.row, box.column, box.rows, box.columns): values.get(box.address, box.text)
                for box in layout.grids[item.id].boxes
            }
            document.append(TableContent(item.id, cells))
            document += [Paragraph("label", line) for line in item.foot_notes]
    return document
