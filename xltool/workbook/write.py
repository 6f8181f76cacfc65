"""Form + unit (+ figures) → the locked workbook that is mailed out.

A door: the only writer of workbooks.  Everything it draws comes from the layout; every
formula is written with the value it will show, because not every program recalculates.
"""

from __future__ import annotations

import io
import math
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from xltool import identity as marks
from xltool import words
from xltool.form import Form, Rule, Table
from xltool.identity import Identity
from xltool.layout import (
    CHOICE_ROW,
    CODE_LINE_ROW,
    INFO_TOP,
    TEXT_COLUMN,
    TEXTS_TOP,
    TOP,
    Box,
    a1,
    lay_out,
    name_of,
    note_labels,
    note_split,
    notes_top,
    strip_row,
    zero_choice,
)
from xltool.submission import Unit
from xltool.workbook import formulas
from xltool.workbook.styles import STYLES, Book

MAX_ROW_HEIGHT = 409.0  # points; spreadsheets know no higher row
LAST_RULES_COLUMN = 4


@dataclass(frozen=True)
class Content:
    """What to fill in: figures, texts, explanations; `zeros` are tables whose blanks are 0."""

    values: Mapping[str, Decimal | None] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)
    zeros: frozenset[str] = frozenset()


def write_workbook(
    form: Form,
    identity: Identity,
    unit: Unit,
    content: Content | None = None,
    prior: Mapping[str, Decimal | None] | None = None,
    password: str = "",
) -> bytes:
    """The workbook as bytes; the same arguments give the same bytes."""
    return _Painter(form, identity, unit, content or Content(), prior or {}, password).paint()


class _Painter:
    def __init__(
        self,
        form: Form,
        identity: Identity,
        unit: Unit,
        content: Content,
        prior: Mapping[str, Decimal | None],
        password: str,
    ) -> None:
        self.form, self.identity, self.unit = form, identity, unit
        self.content, self.prior, self.password = content, prior, password
        self.layout = lay_out(form)
        self.values = self._values()
        self.output = io.BytesIO()
        self.book = Book(self.output, {"in_memory": True, "strings_to_urls": False})
        self.book.structure_password = password
        self.format = {name: self.book.add_format(style) for name, style in STYLES.items()}
        self.level_cell = formulas.quoted(self.layout, "unit.level")

    def paint(self) -> bytes:
        self._guide()
        self._info()
        for table in self.form.tables:
            self._table(table)
        self._texts()
        self._checks()
        self._identity()
        self.book.close()
        return self.output.getvalue()

    def _values(self) -> dict[str, Decimal | None]:
        """Inputs as given; totals as the sheet will show them, a blank counting as 0."""
        values = {address: self.content.values.get(address) for address in self.form.addresses}
        for address, total in self.form.totals.items():
            values[address] = total.value({ref: values[ref] or Decimal(0) for _, ref in total.terms})
        return values

    def _sheet(self, name: str, widths: list[float], landscape: bool = False, pages_high: int = 1) -> Any:
        sheet = self.book.add_worksheet(name)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        sheet.set_paper(9)
        if landscape:
            sheet.set_landscape()
        sheet.set_margins(0.6, 0.6, 0.8, 0.8)
        sheet.center_horizontally()
        sheet.fit_to_pages(1, pages_high)
        sheet.set_footer(words.FOOTER)
        sheet.hide_gridlines(2)
        sheet.protect(self.password, {"format_columns": True, "format_rows": True})
        return sheet

    def _merged(self, sheet: Any, box: tuple[int, int, int, int], text: str, style: str) -> None:
        """`box` is first row, first column, last row, last column."""
        if box[:2] == box[2:]:
            sheet.write_string(box[0], box[1], text, self.format[style])
        else:
            sheet.merge_range(*box, "", self.format[style])
            sheet.write_string(box[0], box[1], text, self.format[style])

    def _name(self, address: str) -> None:
        cell = self.layout.cells[address]
        letters, row = a1(0, cell.column).rstrip("1"), cell.row + 1
        self.book.define_name(name_of(address), f"='{cell.sheet}'!${letters}${row}")

    def _guide(self) -> None:
        sheet = self._sheet(words.SHEET_GUIDE, [5, 90])
        self._merged(sheet, (0, 0, 0, 1), words.GUIDE_TITLE.format(form=self.form.name), "title")
        sheet.set_row(0, 34)
        self._merged(sheet, (1, 0, 1, 1), words.GUIDE_BASIS.format(basis=self.form.basis), "small")
        row = 3
        for number, line in enumerate(self.form.guide, start=1):
            sheet.write_number(row, 0, number, self.format["plain"])
            sheet.write_string(row, 1, line, self.format["plain"])
            sheet.set_row(row, row_height(line, 90))
            row += 1
        legend = ((words.LEGEND_INPUT, "field"), (words.LEGEND_TOTAL, "fixed"), (words.LEGEND_HEAD, "head"))
        for offset, (text, style) in enumerate(legend, start=1):
            # a legend shows the colours only: its cells stay locked
            look = {**STYLES[style], "locked": True, "align": "left"}
            sheet.write_string(row + offset, 1, text, self.book.add_format(look))
        sheet.activate()

    def _info(self) -> None:
        sheet = self._sheet(words.SHEET_INFO, [18, 62])
        self._merged(sheet, (0, 0, 0, 1), words.INFO_TITLE, "title")
        sheet.set_row(0, 34)
        for column, text in enumerate((words.INFO_ITEM, words.INFO_CONTENT)):
            sheet.write_string(INFO_TOP - 1, column, text, self.format["head"])
        known = {"code": self.identity.code, "name": self.identity.name, "year": str(self.identity.year)}
        for row, (name, label) in enumerate(words.INFO.items(), start=INFO_TOP):
            sheet.set_row(row, 24)
            if name not in known and f"unit.{name}" not in self.layout.cells:
                continue
            sheet.write_string(row, 0, label, self.format["head"])
            if name in known:
                sheet.write_string(row, 1, known[name], self.format["fixed"])
                continue
            self._write_text(sheet, row, 1, str(getattr(self.unit, name)), "field")
            self._name(f"unit.{name}")
            if name == "level":
                sheet.data_validation(
                    row, 1, row, 1,
                    {"validate": "list", "source": list(self.form.levels),
                     "input_message": words.LEVEL_HINT, "error_message": words.ASK_LEVEL},
                )  # fmt: skip

    def _write_text(self, sheet: Any, row: int, column: int, text: str, style: str) -> None:
        if text:
            sheet.write_string(row, column, text, self.format[style])
        else:
            sheet.write_blank(row, column, None, self.format[style])

    def _table(self, table: Table) -> None:
        grid = self.layout.grids[table.id]
        last = grid.columns - 1
        widths = list(table.widths) or [12.0] * grid.columns
        sheet = self._sheet(table.sheet, widths, table.landscape)
        self._merged(sheet, (0, 0, 0, last), table.title, "title")
        sheet.set_row(0, 34)
        line = marks.code_line(self.identity, table.id)
        measure = words.MEASURE.format(measure=table.measure)
        self._merged(sheet, (CODE_LINE_ROW, 0, CODE_LINE_ROW, last), f"{line}　{measure}", "small")
        self._merged(sheet, (CHOICE_ROW, 0, CHOICE_ROW, last - 1), words.ZERO_CHOICE, "right")
        self._choice(sheet, table)
        for box in grid.boxes:
            self._box(sheet, box.moved(TOP))
            if box.address in self.layout.cells:
                self._name(box.address)
        for row, height in self._heights(table, widths).items():
            sheet.set_row(row, height)
        self._validations(sheet, table)
        self._strip(sheet, table)
        self._notes(sheet, table, widths)
        sheet.freeze_panes(TOP + grid.head_rows if len(table.blocks) == 1 else TOP, 0)
        sheet.print_area(0, 0, TOP + grid.rows - 1, last)

    def _box(self, sheet: Any, box: Box) -> None:
        area = (box.row, box.column, box.row + box.rows - 1, box.column + box.columns - 1)
        if box.role not in ("input", "total"):
            centred = box.rows > 1 or box.columns == 1
            style = ("stub_center" if centred and box.vertical else "stub") if box.role == "stub" else "head"
            self._merged(sheet, area, box.text, style)
            return
        style = box.role
        if area[:2] != area[2:]:
            sheet.merge_range(*area, "", self.format[style])
        value = self.values[box.address]
        if box.role == "total":
            formula = formulas.total_formula(self.layout, self.form.totals[box.address])
            sheet.write_formula(box.row, box.column, formula, self.format[style], shown(value or Decimal(0)))
        elif value is None:
            sheet.write_blank(box.row, box.column, None, self.format[style])
        else:
            sheet.write_number(box.row, box.column, shown(value), self.format[style])

    def _choice(self, sheet: Any, table: Table) -> None:
        cell = self.layout.cells[zero_choice(table)]
        chosen = words.YES if table.id in self.content.zeros else ""
        self._write_text(sheet, cell.row, cell.column, chosen, "choice")
        self._name(cell.address)
        sheet.set_row(cell.row, 22)
        sheet.data_validation(
            cell.row, cell.column, cell.row, cell.column,
            {"validate": "list", "source": [words.YES], "input_message": words.ZERO_CHOICE_HINT,
             "error_message": words.ASK_YES},
        )  # fmt: skip

    def _heights(self, table: Table, widths: list[float]) -> dict[int, float]:
        """Heights for wrapped words: merged cells never fit themselves."""
        heights: dict[int, float] = {}
        for box in self.layout.grids[table.id].boxes:
            if box.rows == 1:
                width = sum(widths[box.column : box.column + box.columns])
                needed = row_height(box.text, width) if box.text else 18.0
                heights[box.row + TOP] = max(heights.get(box.row + TOP, 0.0), needed)
        return heights

    def _validations(self, sheet: Any, table: Table) -> None:
        by_kind: dict[str, list[str]] = {}
        for address in table.inputs:
            by_kind.setdefault(self.form.kinds[address], []).append(address)
        for kind, addresses in by_kind.items():
            areas = formulas.ranges(self.layout, addresses, local=True)
            if kind == "amount":
                options: dict[str, Any] = {
                    "validate": "decimal", "criteria": ">=", "value": 0,
                    "error_title": words.ASK_AMOUNT_TITLE, "error_message": words.ASK_AMOUNT,
                }  # fmt: skip
            elif table.upper is None:
                options = {
                    "validate": "integer", "criteria": ">=", "value": 0,
                    "error_title": words.ASK_COUNT_TITLE, "error_message": words.ASK_COUNT,
                }  # fmt: skip
            else:  # a warning can be answered with yes: a city's real count may be above the bound
                options = {
                    "validate": "integer", "criteria": "between", "minimum": 0, "maximum": table.upper,
                    "error_type": "warning", "error_title": words.ASK_UPPER_TITLE,
                    "error_message": words.ASK_UPPER.format(upper=table.upper),
                }  # fmt: skip
            sheet.data_validation(areas[0], {**options, "other_cells": _cells(areas[1:])})
            for area in areas:
                first = area.split(":")[0]
                wrong = f"=AND(NOT(ISBLANK({first})),IF(ISNUMBER({first}),{first}<0,TRUE))"
                sheet.conditional_format(
                    area, {"type": "formula", "criteria": wrong, "format": self.format["bad"]}
                )

    def _strip(self, sheet: Any, table: Table) -> None:
        """Each balance once more under its own column, outside the printed form."""
        rules = [r for r in table.rules if r.severity == "error" and not (r.is_total or r.needs_prior)]
        if not rules:
            return
        grid = self.layout.grids[table.id]
        row, strip = strip_row(grid), self.format["strip"]
        columns = [self.layout.cells[rule.bound.refs[0]].column for rule in rules]
        text = words.CHECK_STRIP + rules[0].statement
        self._merged(sheet, (row, 0, row, min(columns) - 1), text, "small")
        for rule, column in zip(rules, columns, strict=True):
            difference = formulas.difference(self.layout, rule, self.prior)
            open_ = formulas.unfilled(self.layout, table, formulas.inputs_of(self.form, rule.bound.refs))
            short = f'IF({difference}=0,"√","{words.CHECK_DIFFERENCE}"&{difference})'
            word, residual = self._state(rule)
            value = {words.CHECK_OPEN: "…", words.CHECK_OK: "√"}.get(
                word, f"{words.CHECK_DIFFERENCE}{shown(residual)}"
            )
            sheet.write_formula(row, column, f'=IF({open_}>0,"…",{short})', strip, value)
        sheet.conditional_format(
            row, min(columns), row, max(columns),
            {"type": "text", "criteria": "begins with", "value": words.CHECK_DIFFERENCE.strip(),
             "format": self.format["bad"]},
        )  # fmt: skip

    def _notes(self, sheet: Any, table: Table, widths: list[float]) -> None:
        grid = self.layout.grids[table.id]
        split, last = note_split(grid), grid.columns - 1
        for row, (code, label) in enumerate(note_labels(table).items(), start=notes_top(table, grid)):
            self._merged(sheet, (row, 0, row, split - 1), label, "plain")
            sheet.merge_range(row, split, row, last, "", self.format["field"])
            self._write_text(sheet, row, split, self.content.notes.get(code, ""), "field")
            self._name(f"note.{code}")
            sheet.set_row(row, row_height(label, sum(widths[:split])))

    def _texts(self) -> None:
        widths = [16.0, 22.0, 26.0, 70.0, 8.0]
        sheet = self._sheet(words.SHEET_TEXTS, widths, pages_high=0)
        self._merged(sheet, (0, 0, 0, len(widths) - 1), words.TEXTS_TITLE, "title")
        sheet.set_row(0, 34)
        for column, text in enumerate(words.TEXTS_HEAD):
            sheet.write_string(TEXTS_TOP - 1, column, text, self.format["head"])
        row = TEXTS_TOP
        for section in self.form.sections:
            for part in section.parts:
                text = self.content.texts.get(part.id, "")
                sheet.write_string(row, 0, section.title or part.label, self.format["head"])
                sheet.write_string(row, 1, part.label, self.format["stub"])
                sheet.write_string(row, 2, part.prompt, self.format["stub"])
                self._write_text(sheet, row, TEXT_COLUMN, text, "text")
                self._name(part.id)
                cell = a1(row, TEXT_COLUMN)
                sheet.write_formula(row, TEXT_COLUMN + 1, f"=LEN({cell})", self.format["total"], len(text))
                beside = row_height(part.prompt, widths[2]), row_height(part.label, widths[1])
                height = max(72.0, *beside, row_height(text, widths[3], 17.0))
                sheet.set_row(row, min(MAX_ROW_HEIGHT, height))
                row += 1
        sheet.freeze_panes(TEXTS_TOP, 0)
        sheet.repeat_rows(TEXTS_TOP - 1)

    def _state(self, rule: Rule) -> tuple[str, Decimal]:
        return formulas.rule_state(
            self.form, rule, self.values, self.content.zeros, self.unit.level, self.prior
        )

    def _checks(self) -> None:
        sheet = self._sheet(words.SHEET_CHECK, [6, 74, 12, 10, 8], pages_high=0)
        self._merged(sheet, (0, 0, 0, LAST_RULES_COLUMN), words.CHECK_TITLE, "title")
        sheet.set_row(0, 34)
        for column, text in enumerate(words.CHECK_HEAD):
            sheet.write_string(2, column, text, self.format["head"])
        row, passed = 3, 0
        for text, result, difference, state, link in self._check_rows(first=row):
            sheet.write_number(row, 0, row - 2, self.format["result"])
            sheet.write_string(row, 1, text, self.format["stub"])
            sheet.write_formula(row, 2, result, self.format["result"], state[0])
            sheet.write_formula(row, 3, difference, self.format["result"], shown(state[1]))
            sheet.write_url(row, 4, f"internal:{link}", self.format["link"],
                            words.CHECK_LINK)  # fmt: skip
            sheet.set_row(row, row_height(text, 74))
            passed += state[0] in (words.CHECK_OK, words.CHECK_WARNING)
            row += 1
        area = f"C4:C{row}"
        good = "+".join(f'COUNTIF({area},"{word}")' for word in (words.CHECK_OK, words.CHECK_WARNING))
        left = f"{row - 3}-{good.replace('+', '-')}"
        before, after = words.CHECK_LEFT.split("{n}")
        banner = f'=IF({left}=0,"{words.CHECK_ALL}","{before}"&({left})&"{after}")'
        open_ = row - 3 - passed
        text = words.CHECK_LEFT.format(n=open_) if open_ else words.CHECK_ALL
        sheet.merge_range(1, 0, 1, LAST_RULES_COLUMN, "", self.format["banner"])
        sheet.write_formula(1, 0, banner, self.format["banner"], text)
        sheet.set_row(1, 30)
        sheet.freeze_panes(3, 0)
        sheet.repeat_rows(2)
        looks = ((words.CHECK_OK, "good"), (words.CHECK_ERROR, "bad"), (words.CHECK_WARNING, "look"))
        for word, look in looks:
            sheet.conditional_format(
                area, {"type": "cell", "criteria": "==", "value": f'"{word}"', "format": self.format[look]}
            )
        for criteria, look in (("==", "good"), ("!=", "look")):
            sheet.conditional_format(
                "A2", {"type": "cell", "criteria": criteria, "value": f'"{words.CHECK_ALL}"',
                       "format": self.format[look]},
            )  # fmt: skip

    def _check_rows(self, first: int) -> Any:
        """Each line of the sheet 校验: words, result formula, difference formula, state, link."""
        row = first
        for table in self.form.tables:
            missing = formulas.unfilled(self.layout, table, list(table.inputs))
            zero = table.id in self.content.zeros
            n = 0 if zero else sum(self.values[a] is None for a in table.inputs)
            yield self._filled(words.CHECK_FILLED.format(table=table.title), missing, n, row, table.inputs[0])
            row += 1
        areas = formulas.ranges(self.layout, self.form.texts)
        texts = f"({len(self.form.texts)}-COUNTA({','.join(areas)}))"
        n = sum(not self.content.texts.get(address) for address in self.form.texts)
        yield self._filled(words.CHECK_TEXTS, texts, n, row, self.form.texts[0])
        row += 1
        for rule in sorted(self.form.rules, key=lambda rule: rule.is_total):
            if rule.needs_prior and any(
                self.prior.get(r[6:]) is None for r in rule.bound.refs if r[:6] == "prior."
            ):
                continue
            difference = formulas.difference(self.layout, rule, self.prior)
            result = formulas.result_formula(self.layout, rule, f"D{row + 1}", self.level_cell)
            yield (
                self._rule_words(rule),
                result,
                f"={difference}",
                self._state(rule),
                formulas.quoted(self.layout, rule.bound.refs[0]),
            )
            row += 1

    def _filled(self, text: str, missing: str, n: int, row: int, address: str) -> tuple[Any, ...]:
        result = f'=IF(D{row + 1}=0,"{words.CHECK_OK}","{words.CHECK_OPEN}")'
        state = (words.CHECK_OPEN if n else words.CHECK_OK, Decimal(n))
        return text, result, f"={missing}", state, formulas.quoted(self.layout, address)

    def _rule_words(self, rule: Rule) -> str:
        from xltool.check import key_label, short_label

        if rule.is_total:
            return f"{short_label(self.form, rule.bound.refs[0])}{words.RELATION['==']}{rule.right}"
        where = key_label(self.form, rule)
        return f"{where}：{rule.statement}" if where else rule.statement

    def _identity(self) -> None:
        sheet = self.book.add_worksheet(marks.SHEET)
        rows = ("form", "year", "code", "name", "token")
        for row, key in enumerate(rows):
            sheet.write_string(row, 0, key)
            sheet.write_string(row, 1, str(getattr(self.identity, key)))
        sheet.protect(self.password)
        sheet.very_hidden()
        quoted = self.identity.text().replace('"', '""')
        self.book.define_name(marks.NAME, f'="{quoted}"')
        self.book.set_custom_property(marks.PROPERTY, self.identity.text())
        self.book.set_properties(
            {"title": self.form.title.format(year=self.identity.year), "author": self.identity.name,
             "created": datetime(self.identity.year, 1, 1)}
        )  # fmt: skip


def shown(number: Decimal) -> int | float:
    """The number as a spreadsheet stores it."""
    return int(number) if number == number.to_integral_value() else float(number)


def row_height(text: str, width: float, line: float = 15.0) -> float:
    """Points that `text` needs in a cell `width` characters wide; a Chinese character takes two."""
    lines = 0
    for part in text.split("\n") or [""]:
        units = sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in part)
        lines += max(1, math.ceil(units * 1.08 / max(width - 1, 1)))
    return max(18.0, lines * line + 4)


def _cells(areas: list[str]) -> list[list[int]]:
    from xlsxwriter.utility import xl_cell_to_rowcol

    found = []
    for area in areas:
        first, _, last = area.partition(":")
        found.append([*xl_cell_to_rowcol(first), *xl_cell_to_rowcol(last or first)])
    return found
