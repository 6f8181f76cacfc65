"""A block of a table as data: its headings and what may stand in its cells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from xltool.core.form.outline import Heading, split_words
from xltool.core.text import zh
from xltool.core.text.clean import normal

FieldKind = Literal["count", "amount", "change", "balance", "percent", "text", "date", "choice"]
FIGURES = ("count", "amount", "change", "balance", "percent")
WORD_KINDS = ("text", "date", "choice")  # kinds of cells that hold words
DECIMAL_KINDS = frozenset({"amount", "balance", "percent"})  # kinds of figures that need not be whole
SIGNED_KINDS = frozenset({"change", "balance", "percent"})  # kinds that may be negative
MONEY_KINDS = frozenset({"amount", "balance"})  # kinds in ten thousand yuan


@dataclass(frozen=True)
class Block:
    """A part of a table that has its own headings.

    The blocks of a table are printed one below the other, one that is `beside` right of the block before.
    `stubhead` has a line for each row of fixed words below the headings of columns, and one for them.
    """

    rows: tuple[Heading, ...]
    columns: tuple[Heading, ...]
    stubhead: str = ""
    banner: str = ""
    kinds: Mapping[str, FieldKind] = field(default_factory=dict)
    folded: tuple[str, ...] = ()  # rows that other years print as one row, named by the common heading
    absent: frozenset[str] = frozenset()  # rows, columns and cells (``r2.c3``) that are not to be filled
    beside: bool = False
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # what a choice is made from

    @cached_property
    def row_leaves(self) -> tuple[Heading, ...]:
        """The headings of the single rows, from the top down."""
        return tuple(leaf for top in self.rows for _, leaf in top.leaves())

    @cached_property
    def column_leaves(self) -> tuple[Heading, ...]:
        """The headings of the single columns, from left to right."""
        return tuple(leaf for top in self.columns for _, leaf in top.leaves())

    @cached_property
    def row_paths(self) -> dict[str, tuple[str, ...]]:
        """The texts of each row's headings from the left, its own last, by the row's code."""
        return {leaf.code or "": path for top in self.rows for path, leaf in top.leaves()}

    @cached_property
    def column_paths(self) -> dict[str, tuple[str, ...]]:
        """The texts of each column's headings from the top, its own last, by the column's code."""
        return {leaf.code or "": path for top in self.columns for path, leaf in top.leaves()}

    @cached_property
    def labels(self) -> frozenset[str]:
        """The words of its rows and columns, as labels are compared."""
        texts = (leaf.text for leaf in (*self.row_leaves, *self.column_leaves))
        return frozenset(normal(text) for text in texts if text)

    @cached_property
    def corner(self) -> tuple[tuple[str, ...], ...]:
        """The words of the corner, cell by cell; the first line belongs to the headings of columns."""
        return tuple(tuple(split_words(line)) for line in self.stubhead.strip().splitlines())

    @cached_property
    def corner_words(self) -> tuple[str, ...]:
        """The words of all cells of the corner."""
        return tuple(words for line in self.corner for words in line)

    @cached_property
    def fixed_words(self) -> tuple[str, ...]:
        """The words of the corner and those beside the headings."""
        headings = (heading for top in (*self.rows, *self.columns) for heading in top.all())
        return (*self.corner_words, *(words for heading in headings for words in heading.beside))

    @cached_property
    def stub_depth(self) -> int:
        """How many columns the headings of rows take: none where no row has words."""
        return _depth(self.rows)

    @cached_property
    def fixed_columns(self) -> int:
        """How many columns of fixed words stand between the headings of rows and the figures."""
        return _fixed(self.rows)

    @cached_property
    def fixed_rows(self) -> int:
        """How many rows of fixed words stand between the headings of columns and the figures."""
        return _fixed(self.columns)

    @cached_property
    def head_depth(self) -> int:
        """How many rows the headings of columns take: none where neither they nor the corner have words."""
        return _depth(self.columns) or int(bool(self.stubhead))

    @cached_property
    def crossings(self) -> tuple[tuple[str, str], ...]:
        """(row code, column code) of every cell, row by row, also of words and those not to be filled."""
        return tuple((row, column) for row in self.row_paths for column in self.column_paths)

    @cached_property
    def addresses(self) -> tuple[tuple[str, str], ...]:
        """(row code, column code) of every value, row by row."""
        words = set(self.words)
        return tuple(pair for pair in self.crossings if not self.is_absent(*pair) and pair not in words)

    @cached_property
    def words(self) -> tuple[tuple[str, str], ...]:
        """(row code, column code) of every cell that is filled with words."""
        if not set(WORD_KINDS) & set(self.kinds.values()):
            return ()
        cells = (pair for pair in self.crossings if not self.is_absent(*pair))
        return tuple(pair for pair in cells if self.kind(*pair) in WORD_KINDS)

    def options(self, row: str, column: str) -> tuple[str, ...]:
        """What a choice is made from: what is said for its cell, column or row, else 是 and 否."""
        names = (f"{row}.{column}", column, row)
        return next((self.choices[name] for name in names if name in self.choices), zh.YES_NO)

    def is_absent(self, row: str, column: str) -> bool:
        """Whether a cell is not to be filled: it has no address."""
        return bool(self.absent) and not self.absent.isdisjoint((row, column, f"{row}.{column}"))

    def kind(self, row: str, column: str) -> FieldKind:
        """The kind of figure in a cell: its own, its column's or its row's."""
        kinds = self.kinds
        return kinds.get(f"{row}.{column}") or kinds.get(column) or kinds.get(row, "count")


def _depth(tops: tuple[Heading, ...]) -> int:
    return max(top.depth for top in tops) if any(heading.text for top in tops for heading in top.all()) else 0


def _fixed(tops: tuple[Heading, ...]) -> int:
    """How many fixed words there are at most from a top heading down to a leaf."""
    return max(len(top.beside) + (_fixed(top.children) if top.children else 0) for top in tops)


def bands_of(blocks: Iterable[Block]) -> tuple[tuple[Block, ...], ...]:
    """The blocks from the top down, those that stand side by side together."""
    bands: list[tuple[Block, ...]] = []
    for block in blocks:
        if block.beside and bands:
            bands[-1] = (*bands[-1], block)
        else:
            bands.append((block,))
    return tuple(bands)
