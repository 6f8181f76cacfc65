"""An official file as a reader takes it: its title, its tables with titles and notes, its parts of text.

Pure.  A heading before a table names it; a heading without one is a part to be written.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from xltool.core.form.draft.drawn import DrawnTable, drawn_blocks
from xltool.core.form.draft.levels import numbering
from xltool.core.form.printed import PrintedLine, PrintedTable
from xltool.core.text import zh

_ORDINAL, _TITLE = re.compile(zh.DRAFT_ORDINAL), re.compile(zh.DRAFT_TITLE)
_MEASURE, _NOTES = re.compile(zh.DRAFT_MEASURE), re.compile(zh.DRAFT_NOTES)
_PROMPT = re.compile(r"\s*[（(]([^（）()]{4,})[）)]\s*$")
_LONGEST_HEADING = 40
_SENTENCE = ("。", "；", ";", "：", ":", "，")


@dataclass
class TitledTable:
    """A table as printed; `ordinal` is the number in its title ("" without), `notes` what belongs to it."""

    drawn: DrawnTable
    printed: PrintedTable
    title: str = ""
    ordinal: str = ""
    measure: str = ""
    notes: list[str] = field(default_factory=list)
    foot: list[str] = field(default_factory=list)  # 注：… and who signs, below it


@dataclass
class TitledText:
    """A part to be written: its heading, what the brackets behind it ask for, and its own parts likewise."""

    title: str
    ordinal: str = ""
    prompt: str = ""
    parts: list[tuple[str, str]] = field(default_factory=list)


@dataclass
class OfficialDocument:
    """A file taken apart; `order` has its tables and texts as printed."""

    title: str = ""
    order: list[TitledTable | TitledText] = field(default_factory=list)
    early: list[str] = field(default_factory=list)  # lines before the first table that are none of these

    @property
    def last_table(self) -> TitledTable | None:
        """The table that was read last."""
        return next((one for one in reversed(self.order) if isinstance(one, TitledTable)), None)


def official_document(parts: Sequence[PrintedLine | PrintedTable]) -> OfficialDocument:
    """The document that these lines and tables make."""
    document = OfficialDocument()
    waiting: list[PrintedLine] = []  # lines since the last table
    for part in parts:
        if isinstance(part, PrintedTable):
            _add_table(document, waiting, part)
            waiting = []
        elif part.text.strip() and "{{" not in part.text:
            waiting.append(part)
    _add_texts(document, waiting)
    return document


def _measure(lines: Sequence[str]) -> str:
    """The unit of measure that one of these lines states; "" without one."""
    return next((match[1].strip() for line in lines if (match := _MEASURE.search(line))), "")


def _bare(text: str) -> str:
    """A title without the unit of measure in brackets behind it."""
    match = _PROMPT.search(text)
    return text[: match.start()].strip() if match and _MEASURE.search(match[0]) else text.strip()


def unnumbered(title: str) -> str:
    """A title without the number before it: 表三, 二、."""
    return _ORDINAL.sub("", title, count=1).strip() or title


def _ordinal_of(text: str) -> str:
    """The number of a heading, 一、 or 表二, in digits; "" without one."""
    match = _ORDINAL.match(text)
    if match is None:
        return ""
    written = match["big"] or match["table"]
    return written if written.isdigit() else str(zh.spoken_number(written) or "")


def _add_table(document: OfficialDocument, waiting: list[PrintedLine], printed: PrintedTable) -> None:
    texts = [line.text for line in waiting]
    named = next((i for i in reversed(range(len(waiting))) if _is_heading(waiting[i])), None)
    if named is None and waiting and not any(isinstance(one, TitledTable) for one in document.order):
        named = next((i for i, text in enumerate(texts) if _may_name(text)), None)
    title = texts[named] if named is not None else ""
    _add_texts(document, waiting[: named or 0])
    name = printed.name if not printed.whole and not re.fullmatch(zh.DRAFT_SHEET_NAME, printed.name) else ""
    drawn = drawn_blocks(printed)
    title = title or next((text for text in reversed(drawn.above) if _may_name(text.strip())), "")
    document.order.append(
        TitledTable(
            drawn, printed, _bare(title) or name, _ordinal_of(title), _measure([*texts, *drawn.above]),
            document.early + texts[0 if named is None else named + 1 :],
        )
    )  # fmt: skip
    document.early = []


def _add_texts(document: OfficialDocument, lines: Sequence[PrintedLine]) -> None:
    """Lines that name no table: the document's title, parts to be written, notes of the table before."""
    in_notes = False
    for line in lines:
        text = line.text.strip()
        last = document.order[-1] if document.order else None
        in_notes = in_notes or bool(_NOTES.match(text))
        is_part = line.level > 0 or bool(_ORDINAL.match(text))  # not the name of a table that is not there
        if _is_heading(line) and is_part and not in_notes:
            prompt = _PROMPT.search(text)
            title = text[: prompt.start()] if prompt else text
            document.order.append(TitledText(title, _ordinal_of(text), prompt[1] if prompt else ""))
        elif isinstance(last, TitledText) and not in_notes and numbering(text)[0] == 1 and _is_short(text):
            prompt = _PROMPT.search(text)
            last.parts.append((text[: prompt.start()] if prompt else text, prompt[1] if prompt else ""))
        elif document.last_table:
            is_foot = in_notes or re.match(zh.DRAFT_SIGNED, text)
            (document.last_table.foot if is_foot else document.last_table.notes).append(text)
        elif not document.title and last is None and not in_notes and _may_name(text):
            document.title = text
        else:
            document.early.append(text)


def _is_heading(line: PrintedLine) -> bool:
    text = _PROMPT.sub("", line.text.strip())
    if not _is_short(text) or re.match(zh.DRAFT_NO_NAME, text):
        return False
    return bool(line.level > 0 or _ORDINAL.match(text) or _TITLE.search(text))


def _is_short(text: str) -> bool:
    return len(_PROMPT.sub("", text.strip())) <= _LONGEST_HEADING and not text.strip().endswith(_SENTENCE)


def _may_name(text: str) -> bool:
    """Whether a line may name the whole: no unit, note, number of a form or enclosure."""
    return _is_short(text) and len(text.strip()) > 3 and not re.match(zh.DRAFT_NO_NAME, text.strip())
