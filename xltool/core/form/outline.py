"""Read the indented outlines of a form file: the official headings, written as they look.

The first step from text to `Form`; it knows indentation and codes and nothing of tables.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from xltool.core.text.catalogue.forms import F_OUTLINE_CODE, F_OUTLINE_INDENT
from xltool.core.text.code import FindingCode

_LINE = re.compile(r"(?P<indent>\s*)(?:(?P<code>[rc]\d+)(?:\s+|$))?(?P<text>.*)")


class OutlineError(ValueError):
    """An outline with a wrong line; `code` is the kind of fault, `line` the line without its indent."""

    def __init__(self, code: FindingCode, line: str) -> None:
        super().__init__(code)
        self.code = code
        self.line = line.strip()


@dataclass(frozen=True, slots=True)
class Heading:
    """A row or column heading; leaves carry the `code` of their row or column.

    `beside` are the fixed words in the cells right of a row's heading, or below a column's: unit, number.
    """

    text: str
    code: str | None = None
    children: tuple[Heading, ...] = ()
    beside: tuple[str, ...] = ()

    @property
    def depth(self) -> int:
        """How many levels of headings there are from this one down."""
        return 1 + max((child.depth for child in self.children), default=0)

    def all(self) -> list[Heading]:
        """This heading and all below it, each before those it is above."""
        return [self, *(heading for child in self.children for heading in child.all())]

    def leaves(self, path: tuple[str, ...] = ()) -> list[tuple[tuple[str, ...], Heading]]:
        """The leaves below this heading (or itself), each with the texts leading to it, its own last."""
        path = (*path, self.text)
        if not self.children:
            return [(path, self)]
        return [leaf for child in self.children for leaf in child.leaves(path)]


def parse_outline(text: str) -> tuple[Heading, ...]:
    """Parse `text`, which has one heading a line and children indented deeper than their parent.

    What follows ``|`` in a line are the fixed words beside the heading.

    Raises OutlineError for a leaf without a code, a parent with one, or a ragged indent.
    """
    lines = [line for line in text.expandtabs(4).splitlines() if line.strip()]
    headings, end = _siblings(lines, 0)
    if end < len(lines):
        raise OutlineError(F_OUTLINE_INDENT, lines[end])
    return headings


def split_words(line: str) -> list[str]:
    """The words of neighbouring cells in a line, ``主动公开信息数 | 条 | 01``."""
    return [words.strip() for words in line.split("|")]


def _siblings(lines: list[str], start: int) -> tuple[tuple[Heading, ...], int]:
    """(the headings from line `start` with its indent, the line after the last of them)."""
    headings: list[Heading] = []
    position = start
    indent = _indent(lines[start]) if start < len(lines) else 0
    while position < len(lines) and _indent(lines[position]) == indent:
        match = _LINE.fullmatch(lines[position])
        assert match is not None  # the pattern takes any line
        line, position = lines[position], position + 1
        children: tuple[Heading, ...] = ()
        if position < len(lines) and _indent(lines[position]) > indent:
            children, position = _siblings(lines, position)
        if bool(match["code"]) == bool(children):
            raise OutlineError(F_OUTLINE_CODE, line)
        words, *beside = split_words(match["text"])
        headings.append(Heading(words, match["code"], children, tuple(beside)))
    if position < len(lines) and start > 0 and _indent(lines[position]) > indent:
        raise OutlineError(F_OUTLINE_INDENT, lines[position])
    return tuple(headings), position


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
