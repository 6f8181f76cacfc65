"""Draws the sheet 校验: a banner, what is not filled in yet, and every rule with its live result.

The banner counts what somebody has to do: a table or the texts not filled in, a rule that fails.  It
does not count rules that wait for blank cells, nor sums, which the workbook itself adds up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from xltool.core.check.labels import rule_label, short_label
from xltool.core.form.model import Rule
from xltool.core.text import zh
from xltool.writing.workbook import formulas
from xltool.writing.workbook.canvas import Canvas, row_height

LAST_COLUMN = 4
_FIRST_ROW = 3


class CheckLine(NamedTuple):
    """One line: its text, the formulas of result and difference, its link."""

    text: str
    result: str
    difference: str
    link: str


def check_sheet(canvas: Canvas) -> None:
    """Draws the whole sheet."""
    sheet = canvas.sheet(zh.SHEET_CHECK, [6, 74, 12, 10, 8], pages_high=0)
    canvas.merged(sheet, (0, 0, 0, LAST_COLUMN), zh.CHECK_TITLE, "title")
    sheet.set_row(0, 34)
    for column, text in enumerate(zh.CHECK_HEAD):
        sheet.write_string(_FIRST_ROW - 1, column, text, canvas.format["head"])
    filled, rules = list(_filled_lines(canvas)), list(_rule_lines(canvas, sums=False))
    lines = [*filled, *rules, *_rule_lines(canvas, sums=True), *_length_lines(canvas)]
    states, ink = canvas.shown.states(), canvas.ink
    for row, (line, state) in enumerate(zip(lines, states, strict=True), start=_FIRST_ROW):
        word = ink.word(state[0], "word", row - _FIRST_ROW)
        residual = ink.number(state[1], "residual", row - _FIRST_ROW)
        beside = f"D{row + 1}"
        sheet.write_number(row, 0, row - _FIRST_ROW + 1, canvas.format["result"])
        sheet.write_string(row, 1, line.text, canvas.format["stub"])
        sheet.write_formula(row, 2, line.result.format(difference=beside), canvas.format["result"], word)
        sheet.write_formula(row, 3, f"={line.difference}", canvas.format["result"], residual)
        if line.link.startswith("="):
            sheet.write_formula(row, 4, line.link, canvas.format["link"], zh.CHECK_LINK)
        else:
            sheet.write_url(row, 4, f"internal:{line.link}", canvas.format["link"], zh.CHECK_LINK)
        sheet.set_row(row, row_height(line.text, 74))
    area = f"C{_FIRST_ROW + 1}:C{_FIRST_ROW + len(lines)}"
    _banner(canvas, sheet, len(filled), len(rules), ink.word(canvas.shown.banner(states), "banner"))
    sheet.freeze_panes(_FIRST_ROW, 0)
    sheet.repeat_rows(_FIRST_ROW - 1)
    looks = ((zh.CHECK_OK, "good"), (zh.CHECK_ERROR, "bad"), (zh.CHECK_WARNING, "warning"))
    for word, look in looks:
        _colour(canvas, sheet, area, "==", word, look)


def _banner(canvas: Canvas, sheet: Any, filled: int, rules: int, text: str) -> None:
    """Draws the line on top: how many lines are to be looked at, and the number of the first of them.

    The first `filled` lines say what is still blank, the next are `rules`; `text` is what it says now.
    """
    top, middle, last = _FIRST_ROW + 1, _FIRST_ROW + filled, _FIRST_ROW + filled + rules
    blanks, wrong = f'"{zh.CHECK_OPEN}",C{top}:C{middle}', f'"{zh.CHECK_ERROR}",C{middle + 1}:C{last}'
    n_blank, n_wrong = (f"COUNTIF({area},{word})" for word, area in (x.split(",") for x in (blanks, wrong)))
    before, between, after = re.split(r"\{n\}|\{first\}", zh.CHECK_LEFT)
    first = f"IF({n_blank}>0,MATCH({blanks},0),{filled}+MATCH({wrong},0))"
    left = f"({n_blank}+{n_wrong})"
    sheet.merge_range(1, 0, 1, LAST_COLUMN, "", canvas.format["banner"])
    banner = f'=IF({left}=0,"{zh.CHECK_ALL}","{before}"&{left}&"{between}"&{first}&"{after}")'
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
    for table in canvas.form.tables:
        formula = formulas.unfilled(canvas.layout, list(table.inputs))
        if words := table.asked_words:
            formula += f"+({len(words)}-COUNTA({','.join(formulas.ranges(canvas.layout, words))}))"
        link = formulas.quoted(canvas.layout, (*table.inputs, *table.words)[0])
        yield CheckLine(zh.CHECK_FILLED.format(table=table.title), result, formula, link)
    if canvas.form.texts:
        areas = formulas.ranges(canvas.layout, canvas.form.texts)
        formula = f"({len(canvas.form.texts)}-COUNTA({','.join(areas)}))"
        yield CheckLine(zh.CHECK_TEXTS, result, formula, _first_blank(canvas))


def _first_blank(canvas: Canvas) -> str:
    """A link to the first text that is still blank, to the first of all when there is none."""
    cells = [formulas.quoted(canvas.layout, address) for address in canvas.form.texts]
    place = f'"{cells[0]}"'
    for cell in reversed(cells):
        place = f'IF({cell}="","{cell}",{place})'
    return f'=HYPERLINK("#"&{place},"{zh.CHECK_LINK}")'


def _rule_lines(canvas: Canvas, sums: bool) -> Iterator[CheckLine]:
    """One line a rule, sums or others.

    The workbook adds up itself, so a sum fails only where somebody has overwritten it.
    """
    for rule in canvas.shown.rules(sums):
        yield CheckLine(
            _rule_text(canvas, rule),
            formulas.result_formula(canvas.layout, rule, "{difference}", canvas.level_cell),
            formulas.difference_formula(canvas.layout, rule, canvas.constants(rule)),
            formulas.quoted(canvas.layout, rule.bound.refs[0]),
        )


def _length_lines(canvas: Canvas) -> Iterator[CheckLine]:
    """One line a section that has a limit: how many characters it has."""
    for section, most in canvas.shown.limited():
        cells = [formulas.quoted(canvas.layout, part.id) for part in section.parts]
        yield CheckLine(
            zh.CHECK_LENGTH.format(section=section.title, n=most),
            f'=IF({{difference}}>{most},"{zh.CHECK_WARNING}","{zh.CHECK_OK}")',
            f"({'+'.join(f'LEN({cell})' for cell in cells)})",
            cells[0],
        )


def _rule_text(canvas: Canvas, rule: Rule) -> str:
    if rule.is_total:
        return f"{short_label(canvas.form, rule.bound.refs[0])}{zh.RELATION['==']}{rule.right}"
    where = rule_label(canvas.form, rule)
    return f"{where}：{rule.statement}" if where else rule.statement
