"""Draws the sheet of one official table: headings, figures, validations, live totals and checks."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from xlsxwriter.utility import xl_cell_to_rowcol

from xltool.core.form.block import DECIMAL_KINDS, SIGNED_KINDS
from xltool.core.form.boxes import Box
from xltool.core.form.layout import (
    CHOICE_ROW,
    CODE_LINE_ROW,
    TOP,
    foot_lines,
    note_labels,
    note_split,
    notes_top,
    strip_row,
    strip_rules,
    zero_choice,
)
from xltool.core.form.model import Table, cell_parts
from xltool.core.submission.identity import code_line
from xltool.core.text import zh
from xltool.writing.workbook import formulas
from xltool.writing.workbook.canvas import Canvas, row_height
from xltool.writing.workbook.content import LineState
from xltool.writing.workbook.grid import column_widths, draw_grid
from xltool.writing.workbook.ink import cell_number
from xltool.writing.workbook.last_year import last_year

LARGEST = 999_999_999  # a change of either sign


def table_sheet(canvas: Canvas, table: Table) -> None:
    """Draws the whole sheet of one table."""
    grid = canvas.layout.grids[table.id]
    last = grid.columns - 1
    widths = column_widths(table, grid)
    sheet = canvas.sheet(table.sheet, widths, table.landscape)
    canvas.merged(sheet, (0, 0, 0, last), table.title, "title")
    sheet.set_row(0, 34)
    line = code_line(canvas.identity, table.id)
    measure = zh.MEASURE.format(measure=table.measure)
    canvas.merged(sheet, (CODE_LINE_ROW, 0, CODE_LINE_ROW, last), f"{line}　{measure}", "small")
    canvas.merged(sheet, (CHOICE_ROW, 0, CHOICE_ROW, last - 1), zh.ZERO_CHOICE, "right")
    _choice(canvas, sheet, table)
    for box in draw_grid(canvas, sheet, grid, widths):
        if box.role == "words":
            _words(canvas, sheet, box)
        else:
            _figure(canvas, sheet, box)
        if box.address in canvas.layout.cells:
            canvas.name(box.address)
    for row, text in enumerate(foot_lines(table), start=TOP + grid.rows):
        canvas.merged(sheet, (row, 0, row, last), text, "plain")
        sheet.set_row(row, row_height(text, sum(widths)))
    _validations(canvas, sheet, table)
    _strip(canvas, sheet, table)
    _notes(canvas, sheet, table, widths)
    last_year(canvas, sheet, table)
    sheet.freeze_panes(TOP + grid.head_rows if len(table.blocks) == 1 else TOP, 0)
    sheet.print_area(0, 0, strip_row(table, grid) - 1, last)


def _figure(canvas: Canvas, sheet: Any, box: Box) -> None:
    area = (box.row, box.column, box.row + box.rows - 1, box.column + box.columns - 1)
    look = canvas.look(box.address, box.role)
    if area[:2] != area[2:]:
        sheet.merge_range(*area, "", look)
    value = canvas.shown.values[box.address]
    if box.role == "total":
        formula = formulas.total_formula(canvas.layout, canvas.form.totals[box.address])
        sheet.write_formula(
            box.row, box.column, formula, look, canvas.ink.number(value or Decimal(0), "total", box.address)
        )
    elif box.address in canvas.content.typed:
        sheet.write_string(box.row, box.column, canvas.content.typed[box.address], look)
    elif value is None:
        sheet.write_blank(box.row, box.column, None, look)
    else:
        sheet.write_number(box.row, box.column, canvas.ink.number(value, "figure", box.address), look)


def _words(canvas: Canvas, sheet: Any, box: Box) -> None:
    """A cell that is filled with words, or with one of the words it offers."""
    if box.columns > 1:
        area = (box.row, box.column, box.row, box.column + box.columns - 1)
        sheet.merge_range(*area, "", canvas.look(box.address, "field"))
    text = canvas.content.texts.get(box.address, "")
    canvas.text(sheet, box.row, box.column, text, "field", box.address)
    table, row, column = cell_parts(box.address)
    if canvas.form.by_id[table].words[box.address] == "choice":
        blocks = canvas.form.by_id[table].blocks
        options = next(block.options(row, column) for block in blocks if (row, column) in block.words)
        sheet.data_validation(
            box.row, box.column, box.row, box.column,
            {"validate": "list", "source": list(options),
             "error_message": zh.ASK_CHOICE.format(options=zh.OR.join(options))},
        )  # fmt: skip


def _choice(canvas: Canvas, sheet: Any, table: Table) -> None:
    cell = canvas.layout.cells[zero_choice(table)]
    chosen = zh.YES if table.id in canvas.content.zeros else ""
    canvas.text(sheet, cell.row, cell.column, chosen, "choice", cell.address)
    canvas.name(cell.address)
    sheet.set_row(cell.row, 22)
    canvas.open_at(sheet, cell.row, cell.column)
    sheet.data_validation(
        cell.row, cell.column, cell.row, cell.column,
        {"validate": "list", "source": [zh.YES], "input_message": zh.ZERO_CHOICE_HINT,
         "error_message": zh.ASK_YES},
    )  # fmt: skip


def _validations(canvas: Canvas, sheet: Any, table: Table) -> None:
    """Sets what may be typed into the inputs, and colours what must not be there."""
    for address in table.inputs:
        if address in canvas.content.typed and canvas.needs_confirmation(
            address
        ):  # to be confirmed: not red like other words
            cell = canvas.layout.cells[address].a1
            confirm = {"type": "formula", "criteria": f"=ISTEXT({cell})", "format": canvas.format["warning"]}
            sheet.conditional_format(cell, {**confirm, "stop_if_true": True})
    by_kind: dict[str, list[str]] = {}
    for address in table.inputs:
        by_kind.setdefault(canvas.form.kinds[address], []).append(address)
    for kind, addresses in by_kind.items():
        areas = formulas.ranges(canvas.layout, addresses, local=True)
        options = _validation(kind, table.upper if canvas.unit.level in table.upper_levels else None)
        sheet.data_validation(areas[0], {**options, "other_cells": _cells(areas[1:])})
        for area in areas:
            first = area.split(":")[0]
            bad = "FALSE" if kind in SIGNED_KINDS else f"{first}<0"
            wrong = f"=AND(NOT(ISBLANK({first})),IF(ISNUMBER({first}),{bad},TRUE))"
            rule = {"type": "formula", "criteria": wrong, "format": canvas.format["bad"]}
            sheet.conditional_format(area, rule)


def _validation(kind: str, upper: int | None) -> dict[str, Any]:
    """What may be typed into inputs of a kind, counts of at most `upper`; other things are not let in."""
    if kind in DECIMAL_KINDS & SIGNED_KINDS:
        return {
            "validate": "decimal", "criteria": "between", "minimum": -LARGEST, "maximum": LARGEST,
            "error_title": zh.ASK_AMOUNT_TITLE,
            "error_message": zh.ASK_PERCENT if kind == "percent" else zh.ASK_BALANCE,
        }  # fmt: skip
    if kind == "amount":
        return {
            "validate": "decimal", "criteria": ">=", "value": 0,
            "error_title": zh.ASK_AMOUNT_TITLE, "error_message": zh.ASK_AMOUNT,
        }  # fmt: skip
    if kind == "change":
        return {
            "validate": "integer", "criteria": "between", "minimum": -LARGEST, "maximum": LARGEST,
            "error_title": zh.ASK_COUNT_TITLE, "error_message": zh.ASK_CHANGE,
        }  # fmt: skip
    if upper is None:
        return {
            "validate": "integer", "criteria": ">=", "value": 0,
            "error_title": zh.ASK_COUNT_TITLE, "error_message": zh.ASK_COUNT,
        }  # fmt: skip
    return {
        "validate": "integer", "criteria": "between", "minimum": 0, "maximum": upper,
        "error_title": zh.ASK_COUNT_TITLE, "error_message": zh.ASK_UPPER.format(upper=upper),
    }  # fmt: skip


def _strip(canvas: Canvas, sheet: Any, table: Table) -> None:
    """Draws the result of each balance once more under its own column, outside the printed form."""
    rules = strip_rules(table)
    if not rules:
        return
    grid = canvas.layout.grids[table.id]
    row, strip = strip_row(table, grid), canvas.format["strip"]
    columns = [canvas.layout.cells[rule.bound.refs[0]].column for rule in rules]
    if min(columns):  # a table without row headings leaves no room for it
        text = zh.CHECK_STRIP + rules[0].statement
        canvas.merged(sheet, (row, 0, row, min(columns) - 1), text, "small")
    for rule, column in zip(rules, columns, strict=True):
        difference = formulas.difference_formula(canvas.layout, rule, canvas.constants(rule))
        missing = formulas.unfilled(canvas.layout, formulas.inputs_under(canvas.form, rule.bound.refs))
        short = f'IF({difference}=0,"√","{zh.CHECK_DIFFERENCE}"&{difference})'
        value = canvas.ink.word(strip_word(canvas.shown.state(rule)), "strip", rule.code, rule.key)
        sheet.write_formula(row, column, f'=IF({missing}>0,"…",{short})', strip, value)
    sheet.conditional_format(
        row, min(columns), row, max(columns),
        {"type": "text", "criteria": "begins with", "value": zh.CHECK_DIFFERENCE.strip(),
         "format": canvas.format["bad"]},
    )  # fmt: skip


def strip_word(state: LineState) -> str:
    """What the strip shows of a rule in this state."""
    word, residual = state
    short = {zh.CHECK_OPEN: "…", zh.CHECK_OK: "√"}
    return short.get(word, f"{zh.CHECK_DIFFERENCE}{cell_number(residual)}")


def _notes(canvas: Canvas, sheet: Any, table: Table, widths: list[float]) -> None:
    grid = canvas.layout.grids[table.id]
    split, last = note_split(grid), grid.columns - 1
    for row, (code, label) in enumerate(note_labels(table).items(), start=notes_top(table, grid)):
        address = f"note.{code}"
        canvas.merged(sheet, (row, 0, row, split - 1), label, "plain")
        if split < last:
            sheet.merge_range(row, split, row, last, "", canvas.look(address, "field"))
        canvas.text(sheet, row, split, canvas.content.notes.get(code, ""), "field", address)
        canvas.name(address)
        sheet.set_row(row, row_height(label, sum(widths[:split])))


def _cells(areas: list[str]) -> list[list[int]]:
    """First row, first column, last row, last column of each A1 range."""
    corners = []
    for area in areas:
        first, _, last = area.partition(":")
        corners.append([*xl_cell_to_rowcol(first), *xl_cell_to_rowcol(last or first)])
    return corners
