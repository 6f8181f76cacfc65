"""A printed table as it looks, cell by cell, and what a form's table has otherwise than the official one.

Pure.  Rows and columns are 0-based; texts are as written and compared as labels are.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from xltool.core.form.layout import lay_out
from xltool.core.form.model import Form
from xltool.core.text import zh
from xltool.core.text.clean import normal

CellPlace = tuple[int, int]
OfficialKind = Literal["cell", "words", "merge", "table"]

# what a filled place shows, a choice to tick, or a mark of our templates
_FIGURE = re.compile(rf"[\d.,，%\-—×]*|\{{\{{.*\}}\}}|(?:{zh.TICK_BOX}[^{zh.TICK_BOX[1:-1]}]*)+")
_BESIDE = re.compile(zh.BESIDE_TABLE)
_PAIR, _BLANK = 0.05, 0.3  # what it is worth to set lines side by side that share no words, or have none
_GAP = -0.1  # what a line costs that only the file has, between others


@dataclass(frozen=True, slots=True)
class PrintedCell:
    """A cell, `rows` high and `columns` wide; without a text it is a place to fill.

    `adds` are the places that its `formula` adds up, () where it is no sum.
    """

    text: str
    rows: int = 1
    columns: int = 1
    adds: tuple[CellPlace, ...] = ()
    formula: str = ""


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A line outside of tables; `level` is that of a heading's style, 0 for none."""

    text: str
    level: int = 0


@dataclass(frozen=True)
class PrintedTable:
    """A table of `rows` × `columns`; `cells` by the place where they begin.

    It is `whole` when empty cells are among them; a workbook does not say where those end.  `widths` are
    those of its columns in proportion, () where they are not known.
    """

    rows: int
    columns: int
    cells: Mapping[CellPlace, PrintedCell]
    name: str = ""
    whole: bool = True
    widths: tuple[int, ...] = ()

    @property
    def words(self) -> Counter[str]:
        """The texts that are no figures, as they are compared."""
        return Counter(text for cell in self.cells.values() if (text := label_of(cell)))


@dataclass(frozen=True)
class OfficialDifference:
    """One difference: where it is, in the form's table (else in the file's), and what stands there in both.

    `kind` is "cell" for one too many or missing, "words" for other words, "merge" for the same words over
    other rows or columns, "table" for a whole table that the file lacks.
    """

    kind: OfficialKind
    table: str
    place: CellPlace
    ours: str
    theirs: str


def printed_form(form: Form) -> dict[str, PrintedTable]:
    """The tables of a form as they are printed, by their ids."""
    return {
        table: PrintedTable(
            grid.rows,
            grid.columns,
            {(box.row, box.column): PrintedCell(box.text, box.rows, box.columns) for box in grid.boxes},
        )
        for table, grid in lay_out(form).grids.items()
    }


def official_differences(form: Form, tables: Sequence[PrintedTable]) -> tuple[list[OfficialDifference], int]:
    """Every difference between the form and the tables of an official file, and how many cells are equal.

    Each table of the form is compared with the one that has most of its words; a table of the file without
    words of the form is none of its business.
    """
    found: list[OfficialDifference] = []
    equal, left = 0, list(tables)
    titles = {normal(item.title) for item in form.printed_order}
    for table, ours in printed_form(form).items():
        theirs = max(left, key=lambda one: sum((one.words & ours.words).values()), default=None)
        if theirs is None or not theirs.words & ours.words:
            found.append(OfficialDifference("table", table, (0, 0), form.by_id[table].title, ""))
            continue
        if theirs.whole:
            left.remove(theirs)
        else:
            theirs = _cut_out(ours, theirs)
        theirs = _without_notes(theirs, ours.words, titles)
        new = list(_compared(table, ours, theirs))
        found += new
        equal += len(ours.cells) - len({one.place for one in new if one.ours or one.kind != "cell"})
    return found, equal


def _compared(table: str, ours: PrintedTable, theirs: PrintedTable) -> Iterator[OfficialDifference]:
    rows = _aligned(_lines(ours, 0), _lines(theirs, 0, ours.rows))
    columns = _aligned(_lines(ours, 1), _lines(theirs, 1, ours.columns))
    cover = {place: begin for begin, cell in theirs.cells.items() for place in _area(begin, cell)}
    seen: set[CellPlace] = set()
    for place, cell in sorted(ours.cells.items()):
        row, column = rows.get(place[0]), columns.get(place[1])
        if row is None or column is None:
            if cell.text or place[1] not in columns:
                yield OfficialDifference("cell", table, place, cell.text, "")
            continue
        begin = cover.get((row, column), (row, column))
        seen.add(begin)
        other = theirs.cells.get(begin, PrintedCell(""))
        if label_of(cell) != label_of(other) and not (cell.text and normal(cell.text) == normal(other.text)):
            kind: OfficialKind = "words" if begin == (row, column) and cell.text and other.text else "cell"
            yield OfficialDifference(kind, table, place, cell.text, other.text)
            continue
        wanted = {(rows.get(r, -1), columns.get(c, -1)) for r, c in _area(place, cell)}
        has = {*_area(begin, other)} if begin in theirs.cells else {begin}
        unmerged = has <= wanted and not (cell.text and theirs.whole)
        if has != wanted and not (unmerged and _only_blanks(theirs, wanted - has, cover)):
            sizes = (f"{cell.rows}×{cell.columns}", f"{other.rows}×{other.columns}")
            yield OfficialDifference(
                "merge", table, place, f"{cell.text} {sizes[0]}", f"{other.text} {sizes[1]}"
            )
    yield from _too_many(table, theirs, seen, {*rows.values()}, {*columns.values()})


def _cut_out(ours: PrintedTable, sheet: PrintedTable) -> PrintedTable:
    """The rows of a sheet that are the table, and one more; columns in which nothing begins are gone."""
    rows = _aligned(_lines(ours, 0), _lines(sheet, 0)).values()
    top, bottom = min(rows, default=0), max(rows, default=0) + 1
    inside = {place: cell for place, cell in sheet.cells.items() if top <= place[0] <= bottom}
    cells, columns = squeezed(inside, top)
    return PrintedTable(bottom - top + 1, columns, cells, sheet.name, whole=False)


def squeezed(cells: Mapping[CellPlace, PrintedCell], top: int) -> tuple[dict[CellPlace, PrintedCell], int]:
    """(the cells of a sheet from the row `top` on, without columns in which none begins; their number)."""
    at = {column: number for number, column in enumerate(sorted({column for _, column in cells}))}
    begins = list(at)
    found = {
        (row - top, at[column]): replace(
            cell,
            columns=bisect_left(begins, column + cell.columns) - at[column],
            adds=tuple((r - top, at[c]) for r, c in cell.adds if c in at),
        )
        for (row, column), cell in cells.items()
    }
    return found, len(begins)


def _only_blanks(table: PrintedTable, places: set[CellPlace], cover: Mapping[CellPlace, CellPlace]) -> bool:
    begins = {cover[place] for place in places if place in cover}
    return not any(label_of(table.cells[begin]) for begin in begins)


def _too_many(
    table: str, theirs: PrintedTable, seen: set[CellPlace], rows: set[int], columns: set[int]
) -> Iterator[OfficialDifference]:
    """The cells of the file that no cell of the form is compared with."""
    top, bottom = min(rows, default=0), max(rows, default=0)
    for (row, column), cell in sorted(theirs.cells.items()):
        inside = row in rows and column in columns
        if (row, column) in seen or (inside and not label_of(cell)):
            continue
        text = cell.text if theirs.whole else label_of(cell)  # of a sheet also the number of a page
        if not inside and not text and not (theirs.whole and top <= row <= bottom):
            continue
        if (row < top or row > bottom) and _stands_beside(theirs, row, top):
            continue
        yield OfficialDifference("cell", table, (row, column), "", cell.text)


def _without_notes(table: PrintedTable, words: Container[str], titles: Container[str]) -> PrintedTable:
    """The table without the rows that are none of it: titles, unit of measure, notes, signatures."""
    beside = {
        row
        for (row, _), cell in table.cells.items()
        if label_of(cell) not in words and (_BESIDE.match(cell.text.strip()) or normal(cell.text) in titles)
    }
    return replace(
        table, cells={place: cell for place, cell in table.cells.items() if place[0] not in beside}
    )


def _stands_beside(table: PrintedTable, row: int, top: int) -> bool:
    """Whether a row above or below a table is no row of it, as far as its shape says."""
    cells = [cell for (r, _), cell in table.cells.items() if r == row and cell.text]
    if row < top and not table.whole:
        return True
    return len(cells) == 1 and cells[0].columns * 2 > table.columns


def label_of(cell: PrintedCell) -> str:
    """The text of a cell as labels are compared; "" for a figure, a mark of a template or nothing."""
    text = normal(cell.text)
    return "" if _FIGURE.fullmatch(text) else text


def _area(begin: CellPlace, cell: PrintedCell) -> Iterator[CellPlace]:
    for row in range(begin[0], begin[0] + cell.rows):
        for column in range(begin[1], begin[1] + cell.columns):
            yield row, column


def _lines(table: PrintedTable, axis: int, least: int = 0) -> list[Counter[str]]:
    """The words that begin in each row (`axis` 0) or column (1); blank lines follow up to `least`."""
    size = max((table.rows, table.columns)[axis], least)
    lines: list[Counter[str]] = [Counter() for _ in range(size)]
    for place, cell in table.cells.items():
        if text := label_of(cell):
            lines[place[axis]][text] += 1
    return lines


def _aligned(ours: Sequence[Counter[str]], theirs: Sequence[Counter[str]]) -> dict[int, int]:
    """Our line → the line of the file that it is, in order; those that only one side has are left out."""
    if list(ours) == list(theirs):  # nearly always, and quick
        return {line: line for line in range(len(ours))}
    best = [[0.0] * (len(theirs) + 1) for _ in range(len(ours) + 1)]
    for i in range(len(ours) - 1, -1, -1):
        for j in range(len(theirs) - 1, -1, -1):
            both = best[i + 1][j + 1] + _worth(ours[i], theirs[j])
            best[i][j] = max(both, best[i + 1][j], best[i][j + 1] + (_GAP if i else 0))
    pairs: dict[int, int] = {}
    i = j = 0
    while i < len(ours) and j < len(theirs):
        if best[i][j] == best[i + 1][j + 1] + _worth(ours[i], theirs[j]):
            pairs[i] = j
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs


def _worth(one: Counter[str], other: Counter[str]) -> float:
    """How good it is to set two lines side by side, 0 to 1."""
    if not one and not other:
        return _BLANK
    common = sum((one & other).values())
    if common:
        return max(_BLANK, 2 * common / (sum(one.values()) + sum(other.values())))
    first, second = Counter("".join(one)), Counter("".join(other))
    alike = sum((first & second).values()) * 2 / max(1, sum(first.values()) + sum(second.values()))
    return max(_PAIR, alike / 2)
