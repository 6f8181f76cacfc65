"""Where everything of a form stands in the workbook: boxes of the official tables, cells of the sheets.

The only place that turns addresses into positions; workbook, Word report and reader all
draw or search the same boxes.  Rows and columns are 0-based.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from xltool.core.form.a1 import a1
from xltool.core.form.block import Block, FieldKind
from xltool.core.form.model import Form, Rule, Table
from xltool.core.form.outline import Heading
from xltool.core.text import zh

BoxRole = Literal["banner", "stubhead", "head", "stub", "input", "total"]
TOP = 3  # rows above a table: title, code line, choice
CODE_LINE_ROW, CHOICE_ROW = 1, 2


@dataclass(frozen=True, slots=True)
class Box:
    """A merged rectangle of a table's grid: its official text, or the address of its value.

    For a leaf heading `address` is the code of its row or column.
    """

    row: int
    column: int
    rows: int
    columns: int
    role: BoxRole
    text: str = ""
    address: str = ""
    vertical: bool = False

    def moved(self, down: int, right: int = 0) -> Box:
        """The same box further down and right."""
        return Box(self.row + down, self.column + right, self.rows, self.columns, self.role,
                   self.text, self.address, self.vertical)  # fmt: skip


@dataclass(frozen=True)
class Grid:
    """The boxes of one table; they cover `rows` × `columns` without gap or overlap (see `tiling_fault`)."""

    rows: int
    columns: int
    boxes: tuple[Box, ...]
    head_rows: int  # rows of headings on top of the first block


@dataclass(frozen=True, slots=True)
class Cell:
    """The place of one address in the workbook: what it holds and the labels beside it."""

    address: str
    sheet: str
    row: int
    column: int
    kind: FieldKind
    role: Literal["input", "total"]
    labels: tuple[str, ...]

    @property
    def a1(self) -> str:
        """The position as ``D7``."""
        return a1(self.row, self.column)


@dataclass(frozen=True)
class Layout:
    """A form laid out: a grid for each table and a cell for each address."""

    form: Form
    grids: dict[str, Grid]
    cells: dict[str, Cell] = field(default_factory=dict)

    def place(self, address: str) -> str:
        """The sheet and position of an address as ``三、申请办理!D7``; KeyError for an unknown one."""
        cell = self.cells[address]
        return f"{cell.sheet}!{cell.a1}"


@cache
def name_of(address: str) -> str:
    """The defined name of an address in the workbook; its prefix keeps it from looking like a cell."""
    return "xl_" + re.sub(r"\W", "_", address)


def zero_choice(table: Table | str) -> str:
    """The address of the choice that all blanks of a table are 0."""
    return f"{table if isinstance(table, str) else table.id}.zero"


def note_labels(table: Table) -> dict[str, str]:
    """For each warning a unit can explain in the workbook: its code and the label of the explanation."""
    return {
        rule.code: zh.NOTE.format(statement=rule.statement)
        for rule in table.rules
        if rule.severity == "warning"
    }


def grid(table: Table) -> Grid:
    """The boxes of `table`, as the official form prints them."""
    shapes = [_shape(block) for block in table.blocks]
    width = max(stub + leaves for stub, leaves, _ in shapes)
    boxes: list[Box] = []
    top = 0
    for block, (stub, _, head) in zip(table.blocks, shapes, strict=True):
        if block.banner:
            boxes.append(Box(top, 0, 1, width, "banner", block.banner))
            top += 1
        if stub:
            boxes.append(Box(top, 0, head, stub, "stubhead", block.stubhead))
        columns = _spread(block.column_leaves, stub, width)
        boxes += _heads(block.columns, columns, top, head)
        top += head
        for boxes_of_row in _rows(table, block, columns, top, stub):
            boxes += boxes_of_row
        top += len(block.row_leaves)
    return Grid(top, width, tuple(boxes), shapes[0][2] + bool(table.blocks[0].banner))


def _shape(block: Block) -> tuple[int, int, int]:
    """(stub columns, leaf columns, head rows) of a block; rows without words need no stub."""
    stub = (
        0 if all(path == ("",) for path in block.row_paths.values()) else max(top.depth for top in block.rows)
    )
    return stub, len(block.column_leaves), block.head_depth


def _spread(leaves: Sequence[Heading], first: int, width: int) -> dict[str, tuple[int, int]]:
    """(first column, number of columns) by column code: one each, the last stretches to the table's edge."""
    places = {leaf.code or "": (first + i, 1) for i, leaf in enumerate(leaves)}
    code, (start, _) = list(places.items())[-1]
    places[code] = (start, width - start)
    return places


def _heads(
    tops: Iterable[Heading], columns: dict[str, tuple[int, int]], row: int, left: int
) -> Iterator[Box]:
    """The boxes of column headings, from the top down; a leaf stretches over the `left` levels below it."""
    for heading in tops:
        spans = [columns[leaf.code or ""] for _, leaf in heading.leaves()]
        start, width = spans[0][0], sum(span[1] for span in spans)
        height = 1 if heading.children else left
        yield Box(row, start, height, width, "head", heading.text, heading.code or "")
        yield from _heads(heading.children, columns, row + 1, left - 1)


def _rows(
    table: Table, block: Block, columns: dict[str, tuple[int, int]], top: int, stub: int
) -> Iterator[list[Box]]:
    """For each top heading of the rows: its boxes and those of the values beside it."""
    row = top

    def stubs(heading: Heading, column: int) -> Iterator[Box]:
        nonlocal row
        leaves = len(heading.leaves())
        start = row
        if not heading.children:
            if stub:
                yield Box(row, column, 1, stub - column, "stub", heading.text, heading.code or "")
            for code, (left, width) in columns.items():
                address = f"{table.id}.{heading.code}.{code}"
                role: BoxRole = "total" if address in table.totals else "input"
                yield Box(row, left, 1, width, role, "", address)
            row += 1
        for child in heading.children:
            yield from stubs(child, column + 1)
        if heading.children:
            yield Box(start, column, leaves, 1, "stub", heading.text, "", column == 0)

    for heading in block.rows:
        yield list(stubs(heading, 0))


def tiling_fault(grid: Grid) -> str | None:
    """The first position that no box or more than one covers, as ``D7``; None when there is none."""
    covered: dict[tuple[int, int], int] = {}
    for box in grid.boxes:
        for row in range(box.row, box.row + box.rows):
            for column in range(box.column, box.column + box.columns):
                covered[row, column] = covered.get((row, column), 0) + 1
    for row in range(grid.rows):
        for column in range(grid.columns):
            if covered.pop((row, column), 0) != 1:
                return a1(row, column)
    return a1(*next(iter(covered))) if covered else None


@cache
def lay_out(form: Form) -> Layout:
    """The layout of `form`, cached for each form object."""
    grids = {table.id: grid(table) for table in form.tables}
    cells: list[Cell] = []
    for row, name in enumerate(zh.INFO, start=INFO_TOP):
        if name in ("level", *form.fields):
            kind: FieldKind = "choice" if name == "level" else "text"
            label = (zh.SHEET_INFO, zh.INFO[name])
            cells.append(Cell(f"unit.{name}", zh.SHEET_INFO, row, 1, kind, "input", label))
    for table in form.tables:
        table_grid = grids[table.id]
        cells.append(
            Cell(zero_choice(table), table.sheet, CHOICE_ROW, table_grid.columns - 1, "choice", "input",
                 (table.title, zh.ZERO_CHOICE))
        )  # fmt: skip
        for box in table_grid.boxes:
            if box.role in ("input", "total"):
                role: Literal["input", "total"] = "total" if box.role == "total" else "input"
                cells.append(
                    Cell(box.address, table.sheet, box.row + TOP, box.column, form.kinds[box.address],
                         role, form.labels[box.address])
                )  # fmt: skip
        for row, (code, note) in enumerate(note_labels(table).items(), start=notes_top(table, table_grid)):
            label = (table.title, note)
            cells.append(
                Cell(f"note.{code}", table.sheet, row, note_split(table_grid), "text", "input", label)
            )
    for number, address in enumerate(form.texts):
        row = TEXTS_TOP + TEXT_ROWS * number
        cells.append(Cell(address, zh.SHEET_TEXTS, row, TEXT_COLUMN, "text", "input", form.labels[address]))
    return Layout(form, grids, {cell.address: cell for cell in cells})


INFO_TOP, TEXTS_TOP, TEXT_COLUMN = 3, 3, 3
TEXT_ROWS = 3  # one text's rows, merged: a single row ends at 409 points, about 800 characters


def strip_row(grid: Grid) -> int:
    """The row of the live check strip, below the table."""
    return TOP + grid.rows


def strip_rules(table: Table) -> list[Rule]:
    """The first balancing rule of a table that is repeated for columns: shown live below each of them."""
    repeated = [
        rule
        for rule in table.rules
        if rule.severity == "error"
        and (rule.key or "").startswith("c")
        and not (rule.is_total or rule.needs_prior)
    ]
    return [rule for rule in repeated if rule.code == repeated[0].code]


def notes_top(table: Table, grid: Grid) -> int:
    """The first row of the unit's explanations, below the check strip."""
    return strip_row(grid) + (2 if strip_rules(table) else 1)


def note_split(grid: Grid) -> int:
    """The column where the explanation cell begins, right of its label."""
    return 3 if grid.columns > 6 else 1
