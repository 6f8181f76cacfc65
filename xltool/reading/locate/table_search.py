"""Find the rows and columns of one table on one sheet, only by their labels.

Headings with the same words are told apart by their order, rows with the same words by `same_words`, a row
without a label by what stands under the headings.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from operator import itemgetter

from xltool.core.form.block import Block
from xltool.core.form.model import Table
from xltool.core.form.outline import Heading
from xltool.core.text.clean import normal
from xltool.office.raw import RawSheet
from xltool.reading.locate.same_words import GridPlace, Index, rows_with_same_words

HEAD_SLACK = 6  # rows that may have been put between a table's headings and its first row


def index_labels(sheet: RawSheet) -> Index:
    """Normalised text → the positions where it stands, in reading order."""
    index: Index = {}
    texts = [(position, cell) for position, cell in sheet.cells.items() if cell.kind == "text"]
    for position, cell in sorted(texts, key=itemgetter(0)):
        if cell.value:
            index.setdefault(normal(cell.value), []).append(position)
            if cell.runs:  # a note's mark, or what is struck out, is no part of a label
                plain = normal("".join(text for text, look in cell.runs if not look))
                if plain and plain != normal(cell.value):
                    index.setdefault(plain, []).append(position)
    return index


def find_table(
    table: Table, index: Index, sheet: RawSheet, below: int = -1
) -> tuple[dict[str, tuple[int, int]], list[str]]:
    """Address → position on the sheet, and the labels that stand there twice; only rows after `below`.

    The blocks of a table are looked for one below the other, those side by side each in its own columns.
    """
    positions: dict[str, tuple[int, int]] = {}
    if len(table.bands) < len(table.blocks):
        labels: list[str] = []
        for band in table.bands:
            for block, own in _side_by_side(band, index, below):
                found, twice = find_table(replace(table, blocks=(block,)), own, sheet, below)
                positions |= found
                labels += twice
            below = max((row for row, _ in positions.values()), default=below)
        return positions, labels
    same, repeated = rows_with_same_words(table, index, below)
    for number, block in enumerate(table.blocks):
        alike = {leaf.code or "": same.get((number, leaf.code or "")) for leaf in block.row_leaves
                 if normal(leaf.text) in table.repeated_rows}  # fmt: skip
        rows, columns, last = _find_block(block, alike, index, sheet, below)
        for row_code, row in rows.items():
            for column_code, column in columns.items():
                if not block.is_absent(row_code, column_code):
                    positions[f"{table.id}.{row_code}.{column_code}"] = (row, column)
        if rows and columns:
            repeated += _repeated(block, table.repeated_rows, rows, columns, index, sheet)
        below = max(below, last)
    return positions, repeated


def _side_by_side(band: Sequence[Block], index: Index, below: int) -> Iterator[tuple[Block, Index]]:
    """Each block of a band with what stands in its columns: up to its last figures, after those before."""
    tops = [top for block in band for top in block.columns]
    heads = {normal(heading.text) for top in tops for heading in top.all()}
    firsts = Counter(
        spots[0][0] - number  # where the first row must be when this one is here
        for block in band
        for number, leaf in enumerate(block.row_leaves)
        if (text := normal(leaf.text)) and text not in heads
        if (spots := [spot for spot in index.get(text, []) if spot[0] > below])
    )
    rows = range(below + 1, firsts.most_common(1)[0][0]) if firsts else range(0)
    columns = _find_columns(tops, index, rows)
    left = -1
    for block in band:
        size = len(block.column_leaves)
        mine, columns = (columns[:size], columns[size:]) if columns else ([], None)
        right = max((column for _, column in mine), default=left)
        own = {text: [spot for spot in spots if left < spot[1] <= right] for text, spots in index.items()}
        yield block, own
        left = max(left, right)


def _repeated(
    block: Block,
    same: Collection[str],
    rows: dict[str, int],
    columns: dict[str, int],
    index: Index,
    sheet: RawSheet,
) -> list[str]:
    """Labels that stand twice and leave open which row or column is meant; not those of `same` words."""
    labels_twice = []
    top, bottom = min(rows.values()), max(rows.values())
    for leaf in (leaf for leaf in block.row_leaves if normal(leaf.text) not in same):
        spots = index.get(normal(leaf.text), []) if leaf.text else []
        label_columns = [column for row, column in spots if row == rows.get(leaf.code or "")]
        alike = [row for row, column in spots if column in label_columns[:1]]
        again = [row for row in alike if top - 1 <= row <= bottom + 1]
        lower = [row for row in alike if row > bottom + 1 and _has_figures(sheet, row, columns)]
        if len(again) + len(lower) > 1:
            labels_twice.append(leaf.text)
    heads = [heading.text for top in block.columns for heading in top.all()]
    for text in dict.fromkeys(leaf.text for leaf in block.column_leaves):
        spots = [p for p in index.get(normal(text), []) if p[0] < top and p[1] >= min(columns.values())]
        lowest = [p for p in spots if p[0] == max(row for row, _ in spots)]
        if len(lowest) > heads.count(text):
            labels_twice.append(text)
    return labels_twice


def _has_figures(sheet: RawSheet, row: int, columns: dict[str, int]) -> bool:
    """Whether somebody typed a figure in this row, in the columns of a block."""
    cells = [cell for column in columns.values() if (cell := sheet.cells.get((row, column)))]
    return any(cell.kind == "number" and cell.value and cell.formula is None for cell in cells)


def _find_block(
    block: Block, alike: Mapping[str, GridPlace | None], index: Index, sheet: RawSheet, below: int
) -> tuple[dict[str, int], dict[str, int], int]:
    """Row code → row, column code → column, and the last row of a block; both empty if it is not there.

    Only rows after `below` are searched; `alike` are the rows with repeated words that were found.
    """
    row_leaves, heads = block.row_leaves, block.column_leaves
    depth = block.head_depth
    labelled = [leaf for leaf in row_leaves if leaf.text]
    rows: dict[str, int] = {}
    if labelled:
        for leaf in labelled:
            spots = [p for p in index.get(normal(leaf.text), []) if p[0] > below]
            if (code := leaf.code or "") in alike:
                spots = [spot] if (spot := alike[code]) else []
            if len(spots) > 1:  # the words also stand elsewhere: take those beside the row before
                spots = _nearest(spots, list(rows.values()))
            if spots:
                rows[leaf.code or ""] = spots[0][0]
        if not rows:
            return {}, {}, below
        first = min(rows.values())
        head_rows = range(max(below + 1, first - depth - block.fixed_rows - HEAD_SLACK), first)
        if not any(heading.text for top in block.columns for heading in top.all()):
            places = _right_of_labels(block, rows, index, sheet)
            return rows, places, max(rows.values())
    else:
        head_rows = _head_rows(heads[0].text, index, below, depth)
    columns = _find_columns(block.columns, index, head_rows)
    if columns is None:
        return {}, {}, below
    places = {
        leaf.code or "": column for leaf, (_, column) in zip(heads, columns, strict=True) if column >= 0
    }
    if not labelled:  # a row without a label stands right under its headings
        top = 1 + max(row for row, _ in columns) + block.fixed_rows
        first = _first_figures(sheet, top, set(places.values()))
        rows = {leaf.code or "": first + i for i, leaf in enumerate(row_leaves)}
    return rows, places, max(rows.values())


def _right_of_labels(block: Block, rows: Mapping[str, int], index: Index, sheet: RawSheet) -> dict[str, int]:
    """Column code → column, of headings without words: the columns right of the labels of `rows`."""
    words = {leaf.code: normal(leaf.text) for leaf in block.row_leaves}
    beside = {normal(text) for text in block.fixed_words}
    spots = [place for text in beside for place in index.get(text, []) if place[0] in rows.values()]
    spots += [place for code, row in rows.items() for place in index.get(words[code], []) if place[0] == row]
    first = max(column for _, column in spots) + 1
    edge = max((column for row, column in sheet.cells if row in rows.values()), default=first)
    start = first
    while first <= edge and not any(
        (cell := sheet.cells.get((row, first))) and (not cell.locked or cell.formula is not None)
        for row in rows.values()
    ):
        first += 1
    first = first if first <= edge else start
    return {leaf.code or "": first + i for i, leaf in enumerate(block.column_leaves)}


def _first_figures(sheet: RawSheet, top: int, columns: set[int]) -> int:
    """The first row from `top` on with a figure or an input cell: a row may have been put in between.

    Locked words do not count as figures: under a blank row stand the labels of the explanations.
    """
    for row in range(top, top + HEAD_SLACK):
        cells = [cell for column in columns if (cell := sheet.cells.get((row, column)))]
        if any(cell.formula is not None or not cell.locked or (cell.value is not None and cell.kind != "text")
               for cell in cells):  # fmt: skip
            return row
    return top


def _nearest(spots: list[tuple[int, int]], rows: list[int]) -> list[tuple[int, int]]:
    return sorted(spots, key=lambda p: abs(p[0] - (rows[-1] + 1 if rows else p[0])))


def _head_rows(first: str, index: Index, below: int, depth: int) -> range:
    """The rows that may hold the headings of a table without row labels, around its first heading."""
    spots = [row for row, _ in index.get(normal(first), []) if row > below]
    return range(max(below + 1, min(spots) - depth + 1), min(spots) + depth + 1) if spots else range(0)


def _find_columns(tops: Sequence[Heading], index: Index, rows: range) -> list[GridPlace] | None:
    """The position of each leaf heading, left to right; (-1, -1) for one that is not there.

    Headings with the same words (结果维持 three times, or as those above them) are told apart by their order,
    so all of them must be there.  None if no heading is found or two share a column.
    """
    headings = [heading for top in tops for heading in top.all()]
    leaves = {normal(heading.text) for heading in headings if heading.code}
    wanted = Counter(text for heading in headings if (text := normal(heading.text)) in leaves)
    spots: dict[str, list[tuple[int, int]]] = {}
    for text, count in wanted.items():
        fits = sorted((p for p in index.get(text, []) if p[0] in rows), key=lambda p: p[1])
        if len(fits) > count == 1:
            fits = sorted(fits, key=lambda p: -p[0])[:1]  # the lowest is the one above the figures
        spots[text] = fits if len(fits) == count else []
    if not any(spots.values()):
        return None
    queues = {text: iter(positions) for text, positions in spots.items()}
    queues |= {text: iter(()) for text in {normal(heading.text) for heading in headings} - leaves}
    each = [(heading, next(queues[normal(heading.text)], (-1, -1))) for heading in headings]
    found = [place for heading, place in each if heading.code]
    present = [column for _, column in found if column >= 0]
    return found if len(set(present)) == len(present) else None
