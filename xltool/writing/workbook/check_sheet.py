"""Draws the sheet 校验: a banner, how far each table is filled in, and every rule with its live result."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, NamedTuple

from xltool.core.check.labels import rule_label, short_label
from xltool.core.form.model import Rule
from xltool.core.form.relation import PRIOR
from xltool.core.text import zh
from xltool.writing.workbook import formulas
from xltool.writing.workbook.canvas import Canvas, cell_number, row_height

LAST_COLUMN = 4
_FIRST_ROW = 3


class CheckLine(NamedTuple):
    """One line: its text, the formulas of result and difference, the values they will show, its link."""

    text: str
    result: str
    difference: str
    state: tuple[str, Decimal]
    link: str


def check_sheet(canvas: Canvas) -> None:
    """Draws the whole sheet."""
    sheet = canvas.sheet(zh.SHEET_CHECK, [6, 74, 12, 10, 8], pages_high=0)
    canvas.merged(sheet, (0, 0, 0, LAST_COLUMN), zh.CHECK_TITLE, "title")
    sheet.set_row(0, 34)
    for column, text in enumerate(zh.CHECK_HEAD):
        sheet.write_string(_FIRST_ROW - 1, column, text, canvas.format["head"])
    lines = [*_filled_lines(canvas), *_rule_lines(canvas)]
    for row, line in enumerate(lines, start=_FIRST_ROW):
        word, residual = line.state
        beside = f"D{row + 1}"
        sheet.write_number(row, 0, row - _FIRST_ROW + 1, canvas.format["result"])
        sheet.write_string(row, 1, line.text, canvas.format["stub"])
        sheet.write_formula(row, 2, line.result.format(difference=beside), canvas.format["result"], word)
        sheet.write_formula(row, 3, f"={line.difference}", canvas.format["result"], cell_number(residual))
        sheet.write_url(row, 4, f"internal:{line.link}", canvas.format["link"], zh.CHECK_LINK)
        sheet.set_row(row, row_height(line.text, 74))
    area = f"C{_FIRST_ROW + 1}:C{_FIRST_ROW + len(lines)}"
    _banner(canvas, sheet, area, lines)
    sheet.freeze_panes(_FIRST_ROW, 0)
    sheet.repeat_rows(_FIRST_ROW - 1)
    looks = ((zh.CHECK_OK, "good"), (zh.CHECK_ERROR, "bad"), (zh.CHECK_WARNING, "warning"))
    for word, look in looks:
        _colour(canvas, sheet, area, "==", word, look)


def _banner(canvas: Canvas, sheet: Any, area: str, lines: list[CheckLine]) -> None:
    """Draws the line on top; a warning does not count as something still to be corrected."""
    passing = (zh.CHECK_OK, zh.CHECK_WARNING)
    left = f"{len(lines)}" + "".join(f'-COUNTIF({area},"{word}")' for word in passing)
    before, after = zh.CHECK_LEFT.split("{n}")
    failing = sum(line.state[0] not in passing for line in lines)
    text = zh.CHECK_LEFT.format(n=failing) if failing else zh.CHECK_ALL
    sheet.merge_range(1, 0, 1, LAST_COLUMN, "", canvas.format["banner"])
    banner = f'=IF({left}=0,"{zh.CHECK_ALL}","{before}"&({left})&"{after}")'
    sheet.write_formula(1, 0, banner, canvas.format["banner"], text)
    sheet.set_row(1, 30)
    _colour(canvas, sheet, "A2", "==", zh.CHECK_ALL, "good")
    _colour(canvas, sheet, "A2", "!=", zh.CHECK_ALL, "warning")


def _colour(canvas: Canvas, sheet: Any, area: str, criteria: str, word: str, look: str) -> None:
    rule = {"type": "cell", "criteria": criteria, "value": f'"{word}"', "format": canvas.format[look]}
    sheet.conditional_format(area, rule)


def _filled_lines(canvas: Canvas) -> Iterator[CheckLine]:
    """One line a table and one for the texts: how many cells are still to be filled in."""
    result = f'=IF({{difference}}=0,"{zh.CHECK_OK}","{zh.CHECK_OPEN}")'

    def line(text: str, formula: str, missing: int, address: str) -> CheckLine:
        state = (zh.CHECK_OPEN if missing else zh.CHECK_OK, Decimal(missing))
        return CheckLine(text, result, formula, state, formulas.quoted(canvas.layout, address))

    for table in canvas.form.tables:
        blanks = sum(canvas.values[address] is None for address in table.inputs)
        missing = 0 if table.id in canvas.content.zeros else blanks
        formula = formulas.unfilled(canvas.layout, table, list(table.inputs))
        yield line(zh.CHECK_FILLED.format(table=table.title), formula, missing, table.inputs[0])
    if not canvas.form.texts:
        return
    areas = formulas.ranges(canvas.layout, canvas.form.texts)
    missing = sum(not canvas.content.texts.get(address) for address in canvas.form.texts)
    formula = f"({len(canvas.form.texts)}-COUNTA({','.join(areas)}))"
    yield line(zh.CHECK_TEXTS, formula, missing, canvas.form.texts[0])


def _rule_lines(canvas: Canvas) -> Iterator[CheckLine]:
    """One line a rule, balances before sums; those over last year only where its figures are known."""
    for rule in sorted(canvas.form.rules, key=lambda rule: rule.is_total):
        last_year = [ref.removeprefix(PRIOR) for ref in rule.bound.refs if ref.startswith(PRIOR)]
        if all(canvas.prior.get(ref) is not None for ref in last_year):
            yield CheckLine(
                _rule_text(canvas, rule),
                formulas.result_formula(canvas.layout, rule, "{difference}", canvas.level_cell),
                formulas.difference_formula(canvas.layout, rule, canvas.prior),
                canvas.state(rule),
                formulas.quoted(canvas.layout, rule.bound.refs[0]),
            )


def _rule_text(canvas: Canvas, rule: Rule) -> str:
    if rule.is_total:
        return f"{short_label(canvas.form, rule.bound.refs[0])}{zh.RELATION['==']}{rule.right}"
    where = rule_label(canvas.form, rule)
    return f"{where}：{rule.statement}" if where else rule.statement
