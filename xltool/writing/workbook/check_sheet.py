"""Draws the sheet 校验: every table filled, every rule with its result, one banner on top."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, NamedTuple

from xltool.core.check.rules import key_label, short_label
from xltool.core.form.model import Rule
from xltool.core.form.relation import PRIOR
from xltool.core.text import zh
from xltool.writing.workbook import formulas
from xltool.writing.workbook.canvas import Canvas, row_height, shown

LAST_COLUMN = 4
_FIRST_ROW = 3


class CheckLine(NamedTuple):
    """One line: its words, the formulas of result and difference, what they will show, its link."""

    text: str
    result: str
    difference: str
    state: tuple[str, Decimal]
    link: str


def check_sheet(c: Canvas) -> None:
    """The whole sheet."""
    sheet = c.sheet(zh.SHEET_CHECK, [6, 74, 12, 10, 8], pages_high=0)
    c.merged(sheet, (0, 0, 0, LAST_COLUMN), zh.CHECK_TITLE, "title")
    sheet.set_row(0, 34)
    for column, text in enumerate(zh.CHECK_HEAD):
        sheet.write_string(_FIRST_ROW - 1, column, text, c.format["head"])
    lines = [*_filled_lines(c), *_rule_lines(c)]
    for row, line in enumerate(lines, start=_FIRST_ROW):
        word, residual = line.state
        beside = f"D{row + 1}"
        sheet.write_number(row, 0, row - _FIRST_ROW + 1, c.format["result"])
        sheet.write_string(row, 1, line.text, c.format["stub"])
        sheet.write_formula(row, 2, line.result.format(difference=beside), c.format["result"], word)
        sheet.write_formula(row, 3, f"={line.difference}", c.format["result"], shown(residual))
        sheet.write_url(row, 4, f"internal:{line.link}", c.format["link"], zh.CHECK_LINK)
        sheet.set_row(row, row_height(line.text, 74))
    area = f"C{_FIRST_ROW + 1}:C{_FIRST_ROW + len(lines)}"
    _banner(c, sheet, area, lines)
    sheet.freeze_panes(_FIRST_ROW, 0)
    sheet.repeat_rows(_FIRST_ROW - 1)
    looks = ((zh.CHECK_OK, "good"), (zh.CHECK_ERROR, "bad"), (zh.CHECK_WARNING, "look"))
    for word, look in looks:
        _colour(c, sheet, area, "==", word, look)


def _banner(c: Canvas, sheet: Any, area: str, lines: list[CheckLine]) -> None:
    """One line on top; an explained warning does not stand in the way of reporting."""
    passing = (zh.CHECK_OK, zh.CHECK_WARNING)
    left = f"{len(lines)}" + "".join(f'-COUNTIF({area},"{word}")' for word in passing)
    before, after = zh.CHECK_LEFT.split("{n}")
    n = sum(line.state[0] not in passing for line in lines)
    text = zh.CHECK_LEFT.format(n=n) if n else zh.CHECK_ALL
    sheet.merge_range(1, 0, 1, LAST_COLUMN, "", c.format["banner"])
    banner = f'=IF({left}=0,"{zh.CHECK_ALL}","{before}"&({left})&"{after}")'
    sheet.write_formula(1, 0, banner, c.format["banner"], text)
    sheet.set_row(1, 30)
    _colour(c, sheet, "A2", "==", zh.CHECK_ALL, "good")
    _colour(c, sheet, "A2", "!=", zh.CHECK_ALL, "look")


def _colour(c: Canvas, sheet: Any, area: str, criteria: str, word: str, look: str) -> None:
    rule = {"type": "cell", "criteria": criteria, "value": f'"{word}"', "format": c.format[look]}
    sheet.conditional_format(area, rule)


def _filled_lines(c: Canvas) -> Iterator[CheckLine]:
    """How many cells of each table, and how many texts, are still to be filled."""
    result = f'=IF({{difference}}=0,"{zh.CHECK_OK}","{zh.CHECK_OPEN}")'

    def line(text: str, missing: str, n: int, address: str) -> CheckLine:
        state = (zh.CHECK_OPEN if n else zh.CHECK_OK, Decimal(n))
        return CheckLine(text, result, missing, state, formulas.quoted(c.layout, address))

    for table in c.form.tables:
        n = 0 if table.id in c.content.zeros else sum(c.values[a] is None for a in table.inputs)
        missing = formulas.unfilled(c.layout, table, list(table.inputs))
        yield line(zh.CHECK_FILLED.format(table=table.title), missing, n, table.inputs[0])
    if not c.form.texts:
        return
    areas = formulas.ranges(c.layout, c.form.texts)
    n = sum(not c.content.texts.get(address) for address in c.form.texts)
    missing = f"({len(c.form.texts)}-COUNTA({','.join(areas)}))"
    yield line(zh.CHECK_TEXTS, missing, n, c.form.texts[0])


def _rule_lines(c: Canvas) -> Iterator[CheckLine]:
    """Every rule, balances before sums; one over last year only when its figures are there."""
    for rule in sorted(c.form.rules, key=lambda rule: rule.is_total):
        last_year = [ref.removeprefix(PRIOR) for ref in rule.bound.refs if ref.startswith(PRIOR)]
        if all(c.prior.get(ref) is not None for ref in last_year):
            yield CheckLine(
                _rule_words(c, rule),
                formulas.result_formula(c.layout, rule, "{difference}", c.level_cell),
                formulas.difference_formula(c.layout, rule, c.prior),
                c.state(rule),
                formulas.quoted(c.layout, rule.bound.refs[0]),
            )


def _rule_words(c: Canvas, rule: Rule) -> str:
    if rule.is_total:
        return f"{short_label(c.form, rule.bound.refs[0])}{zh.RELATION['==']}{rule.right}"
    where = key_label(c.form, rule)
    return f"{where}：{rule.statement}" if where else rule.statement
