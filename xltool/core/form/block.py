"""A block of a table as data: its headings and what may stand in its cells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from xltool.core.form.outline import Heading

FieldKind = Literal["count", "amount", "change", "text", "choice"]  # a change is whole and may be negative
FIGURES = ("count", "amount", "change")


@dataclass(frozen=True)
class Block:
    """A part of a table that has its own headings; the blocks of a table are printed one below the other."""

    rows: tuple[Heading, ...]
    columns: tuple[Heading, ...]
    stubhead: str = ""
    banner: str = ""
    kinds: Mapping[str, FieldKind] = field(default_factory=dict)
    folded: tuple[str, ...] = ()  # rows that other years print as one row, named by the common heading

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
    def head_depth(self) -> int:
        """How many levels of column headings there are."""
        return max(top.depth for top in self.columns)

    @cached_property
    def addresses(self) -> tuple[tuple[str, str], ...]:
        """(row code, column code) of every value, row by row."""
        return tuple((row, column) for row in self.row_paths for column in self.column_paths)
