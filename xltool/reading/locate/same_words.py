"""Rows with the same words in one block, and tables with the same words: which is which.

Rows are told apart by the words above them and by their order, tables by their titles, by the names of their
sheets and by their order.  What stays open is not found rather than guessed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from xltool.core.form.block import Block
from xltool.core.form.model import Form, Table
from xltool.core.form.outline import Heading
from xltool.core.text.clean import normal
from xltool.office.raw import RawSheet

GridPlace = tuple[int, int]  # row, column
Index = dict[str, list[GridPlace]]  # normalised text → where it stands, in reading order
RowKey = tuple[int, str]  # number of the block in its table, code of the row ("": a heading of rows)


@dataclass(frozen=True)
class _Stretch:
    """The rows with repeated words from one heading, known by the words `above`, to the next."""

    above: str
    rows: tuple[tuple[RowKey, str], ...]  # with their normalised words


def rows_with_same_words(table: Table, index: Index, below: int) -> tuple[dict[RowKey, GridPlace], list[str]]:
    """Where the labels of rows with repeated words stand, and those words that stand there too often.

    Between two headings as many of them must stand as in the form; else none of them is found.
    """
    if not table.repeated_rows:
        return {}, []
    stretches = _stretches(table)
    labels = _label_columns(table, index, below)

    def stands(text: str) -> list[GridPlace]:
        return [spot for spot in index.get(text, []) if spot[0] > below and spot[1] in labels]

    anchors = {stretch.above: stands(stretch.above) for stretch in stretches if stretch.above}
    known = [s for s in stretches if not s.above or anchors[s.above]]
    last = max((spots[0][0] for spots in anchors.values() if spots), default=below)
    again = ((spot[0], 0) for spots in anchors.values() for spot in spots[1:] if spot[0] > last)
    ends = min(again, default=(1 << 30, 0))  # where a second copy of the table begins
    starts = sorted({(below + 1, 0), *(anchors[s.above][0] for s in known if s.above)})
    words = {text for s in stretches for _, text in s.rows}
    spots = {text: [spot for spot in stands(text) if spot < ends] for text in words}
    found: dict[RowKey, GridPlace] = {}
    too_often: dict[str, None] = {}
    for start, stop in zip(starts, [*starts[1:], ends], strict=True):
        wanted = [row for s in _between(stretches, known, anchors, start, below) for row in s.rows]
        for text in dict.fromkeys(text for _, text in wanted):
            here = [spot for spot in spots[text] if start <= spot < stop]
            keys = [key for key, one in wanted if one == text]
            if len(here) == len(keys):
                found |= dict(zip(keys, here, strict=True))  # that of a heading of rows is of no use
            elif len(here) > len(keys):
                too_often[text] = None
    return found, [*too_often]


def _between(
    stretches: Sequence[_Stretch], known: Sequence[_Stretch], anchors: Index, start: GridPlace, below: int
) -> Iterator[_Stretch]:
    """The stretch that begins at `start`, and those after it whose own heading is not there."""
    begun = False
    for stretch in stretches:
        if stretch in known:
            begins = anchors[stretch.above][0] if stretch.above else (below + 1, 0)
            begun = begins == start
        if begun:
            yield stretch


def _label_columns(table: Table, index: Index, below: int) -> range:
    """The columns where labels of rows stand: as many as the form has, from the leftmost."""
    words = {normal(heading.text) for block in table.blocks for heading in _beside(block)}
    columns = (column for text in words if text for row, column in index.get(text, []) if row > below)
    left = min(columns, default=0)
    return range(left, left + max(block.stub_depth for block in table.blocks))


def _stretches(table: Table) -> tuple[_Stretch, ...]:
    """The rows of a table with repeated words, by the heading above them that stands there only once."""
    counts = Counter(normal(heading.text) for block in table.blocks for heading in _beside(block))
    columns = max(block.stub_depth for block in table.blocks)
    stretches: list[_Stretch] = []
    above, rows = "", list[tuple[RowKey, str]]()
    for number, block in enumerate(table.blocks):
        for heading in (*_heads_on_the_left(block, columns), *_beside(block)):
            text = normal(heading.text)
            if text in table.repeated_rows:
                rows.append(((number, heading.code or ""), text))
            elif text and counts[text] == 1:
                stretches.append(_Stretch(above, tuple(rows)))
                above, rows = text, []
    return (*stretches, _Stretch(above, tuple(rows)))


def _beside(block: Block) -> list[Heading]:
    """What stands on the left of a block: its banner, its corner, the headings of rows from the top down."""
    return [
        *map(Heading, (block.banner, *block.corner_words)),
        *(h for top in block.rows for h in top.all()),
    ]


def _heads_on_the_left(block: Block, columns: int) -> Iterator[Heading]:
    """The headings of columns that stand in the first `columns`, where other blocks have headings of rows."""
    column = block.stub_depth + block.fixed_columns
    for top in block.columns:
        for heading in top.all():
            if column < columns:
                yield Heading(heading.text)
            column += heading.code is not None


@cache
def look_alikes(form: Form) -> dict[str, tuple[Table, ...]]:
    """For each table the tables, itself among them, that have most of their words in common with it."""
    return {
        table.id: tuple(other for other in form.tables if other is table or _alike(table, other))
        for table in form.tables
    }


def _alike(one: Table, other: Table) -> bool:
    for leaves in ("row_leaves", "column_leaves"):
        first, second = (
            [normal(leaf.text) for block in table.blocks for leaf in getattr(block, leaves)]
            for table in (one, other)
        )
        common = sum((Counter(first) & Counter(second)).values())
        if common * 2 < min(len(first), len(second)):
            return False
    return True


def _title_row(table: Table, index: Index) -> int | None:
    """The row where the title of the table stands on a sheet, if it does."""
    spots = index.get(normal(table.title), [])
    return spots[0][0] if spots else None


def part_of(table: Table, alike: Sequence[Table], index: Index) -> Index:
    """What stands on a sheet below the title of the table and above that of the next one alike."""
    titles = sorted(row for one in alike if (row := _title_row(one, index)) is not None)
    top = _title_row(table, index)
    if len(titles) < 2 or top is None:
        return index
    bottom = next((row for row in titles if row > top), 1 << 30)
    return {text: [p for p in spots if top <= p[0] < bottom] for text, spots in index.items()}


def is_of_another(table: Table, form: Form, index: Index) -> bool:
    """Whether the title of another table stands on a sheet, and its own does not."""
    titled = [one.id for one in form.tables if _title_row(one, index) is not None]
    return bool(titled) and table.id not in titled


def belongs_to(alike: Sequence[Table], sheet: RawSheet, index: Index) -> set[str] | None:
    """The ids of those of the tables that stand on this sheet, by their titles, else by its name.

    None when neither says.
    """
    titled = {table.id for table in alike if _title_row(table, index) is not None}
    named = {table.id for table in alike if table.sheet == sheet.name}
    return titled or named or None
