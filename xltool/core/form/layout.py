"""Where everything of a form stands in the workbook: the cell of each address on its sheet.

Rows and columns are 0-based.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from xltool.core.form.a1 import a1
from xltool.core.form.block import FieldKind
from xltool.core.form.boxes import Grid, grid
from xltool.core.form.model import Form, Rule, Table
from xltool.core.text import zh

TOP = 3  # rows above a table: title, code line, choice
CODE_LINE_ROW, CHOICE_ROW = 1, 2


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
            if box.role == "words":
                kind, labels = table.words[box.address], form.labels[box.address]
                cells.append(Cell(box.address, table.sheet, box.row + TOP, box.column, kind, "input", labels))
            elif box.role in ("input", "total"):
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


def foot_lines(table: Table) -> list[str]:
    """The lines below a table that belong to its printed form: its notes, and who signs."""
    signs = zh.SIGN_GAP.join(zh.SIGNED_BY.format(who=who) for who in table.signs)
    return [*table.foot_notes, *([signs] if signs else [])]


def strip_row(table: Table, grid: Grid) -> int:
    """The row of the live check strip, below the table and its notes."""
    return TOP + grid.rows + len(foot_lines(table))


def strip_rules(table: Table) -> list[Rule]:
    """The first balancing rule of a table that is repeated for columns: shown live below each of them."""
    repeated = [
        rule
        for rule in table.rules
        if (rule.severity, rule.bound.operator) == ("error", "==")
        and (rule.key or "").startswith("c")
        and not (rule.is_total or rule.needs_prior)
    ]
    return [rule for rule in repeated if rule.code == repeated[0].code]


def notes_top(table: Table, grid: Grid) -> int:
    """The first row of the unit's explanations, below the check strip."""
    return strip_row(table, grid) + (2 if strip_rules(table) else 1)


def note_split(grid: Grid) -> int:
    """The column where the explanation cell begins, right of its label."""
    return 3 if grid.columns > 6 else 1
