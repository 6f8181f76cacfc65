"""The headings of a block as their numbering nests them: 一、（一）1.（1）①, 其中.

Pure.  Headings drawn one inside the other are nested already; a flat list is nested by its numbers.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, field

from xltool.core.form.outline import Heading
from xltool.core.text import zh

_LEVELS = [re.compile(pattern) for pattern in zh.DRAFT_LEVELS]
_AMONG = re.compile(zh.DRAFT_AMONG)
_FIRST = zh.DRAFT_FIRST
PLAIN = -1  # the level of a heading without a number


@dataclass
class NumberedItem:
    """A heading with those that its numbering puts below it; `code` is "" for one that only groups others.

    `among` marks 其中, `level` is the depth of the kind of numbering, `number` the ordinal as written.
    """

    text: str
    code: str
    level: int = PLAIN
    number: str = ""
    among: bool = False
    children: list[NumberedItem] = field(default_factory=list)
    beside: tuple[str, ...] = ()

    def all(self) -> Iterator[NumberedItem]:
        """This item and all below it."""
        yield self
        for child in self.children:
            yield from child.all()

    @property
    def leaves(self) -> list[str]:
        """The codes that add up to it: its own, or those of the headings it groups."""
        return [self.code] if self.code else [code for child in self.children for code in child.leaves]


def items(headings: Sequence[Heading], absent: Container[str] = ()) -> list[NumberedItem]:
    """The headings beside each other, nested by their numbers; one that is `absent` only groups others."""
    flat = [_item(heading, absent) for heading in headings]
    tops: list[NumberedItem] = []
    open_items: list[NumberedItem] = []
    for item in flat:
        if item.level == PLAIN and item.among and open_items:
            open_items[-1].children.append(item)
            open_items.append(item)
            continue
        if item.level == PLAIN and re.search(zh.DRAFT_SUBTOTAL, item.text):
            del open_items[-1:]  # beside the item before it
        elif item.level == PLAIN:
            open_items.clear()
        else:
            goes_on = item.number not in _FIRST and not item.among
            while open_items and (
                _closes(open_items, item) or (goes_on and not _has(open_items[-1], item.level))
            ):
                open_items.pop()
        parent = open_items[-1] if open_items else None
        (parent.children if parent else tops).append(item)
        open_items.append(item)
    return tops


def _has(item: NumberedItem, level: int) -> bool:
    """Whether an item has numbers, or those below it have them."""
    return item.level != PLAIN or any(child.level == level for child in item.children)


def _closes(open_items: list[NumberedItem], item: NumberedItem) -> bool:
    """Whether the innermost open item ends before a numbered one."""
    last = open_items[-1]
    if last.level != PLAIN:
        return last.level >= item.level
    # 其中：… without a number holds what is numbered deeper than the item it belongs to
    return last.among and len(open_items) > 1 and open_items[-2].level >= item.level


def _item(heading: Heading, absent: Container[str]) -> NumberedItem:
    if heading.text.isdigit() and len(heading.children) == 1:  # the number of a row in a column of its own
        return _item(heading.children[0], absent)
    text = heading.text
    among = _AMONG.match(text)
    rest = text[among.end() :] if among else text
    level, number = numbering(rest)
    children = items(heading.children, absent) if heading.children else []
    code = "" if heading.code in absent else heading.code or ""
    return NumberedItem(text, code, level, number, among is not None, children, heading.beside)


def numbering(text: str) -> tuple[int, str]:
    """(depth of the kind of numbering, the ordinal) of a heading; (`PLAIN`, "") without one."""
    for level, pattern in enumerate(_LEVELS):
        if match := pattern.match(text.strip()):
            return level, next(part for part in match.groups() if part)
    return PLAIN, ""
