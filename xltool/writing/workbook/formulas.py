"""Rules → Excel formulas that check them in the workbook itself, and the values these will show.

No function newer than Excel 2007, and ranges instead of single cells where cells touch, so that a formula
survives being saved by any program.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import lru_cache

from xltool.core.form.a1 import a1
from xltool.core.form.block import DECIMAL_KINDS
from xltool.core.form.layout import Layout, lay_out, zero_choice
from xltool.core.form.model import Form, Rule
from xltool.core.form.relation import PRIOR, Linear
from xltool.core.submission.model import plain
from xltool.core.text import zh

Values = Mapping[str, Decimal | None]


def total_formula(layout: Layout, total: Linear) -> str:
    """The formula of a total, like ``=SUM(D9:D29)``; a total stands on the sheet of its members.

    Where amounts are taken away it is rounded: what is left of two large ones is not exact in a computer.
    """
    formula = side_formula(layout, total, local=True)
    kinds = {layout.form.kinds[ref] for _, ref in total.terms}
    is_exact = kinds.isdisjoint(DECIMAL_KINDS) or (kinds == {"amount"} and "-" not in formula)
    return f"={formula}" if is_exact else f"=ROUND({formula},6)"


def ranges(layout: Layout, addresses: Iterable[str], local: bool = False) -> list[str]:
    """The cells of `addresses` as A1 ranges, as few as possible; `local` ones do not name their sheet.

    Cells that touch down a column become one run, equal runs side by side one range.
    """
    return list(_ranges(layout.form, tuple(addresses), local))


@lru_cache(4096)  # every workbook of a form asks for the same ones
def _ranges(form: Form, addresses: tuple[str, ...], local: bool) -> tuple[str, ...]:
    layout = lay_out(form)
    cells = [layout.cells[address] for address in dict.fromkeys(addresses)]
    spots = sorted((cell.sheet, cell.column, cell.row) for cell in cells)
    runs: list[list[tuple[str, int, int]]] = []
    for spot in spots:
        if runs and runs[-1][-1] == (spot[0], spot[1], spot[2] - 1):
            runs[-1].append(spot)
        else:
            runs.append([spot])
    blocks: list[tuple[str, int, int, int, int]] = []  # sheet, first row, last row, first and last column
    for run in sorted(runs, key=lambda run: (run[0][0], run[0][2], len(run), run[0][1])):
        sheet, column, first, last = run[0][0], run[0][1], run[0][2], run[-1][2]
        if blocks and blocks[-1][:3] == (sheet, first, last) and blocks[-1][4] == column - 1:
            blocks[-1] = (*blocks[-1][:4], column)
        else:
            blocks.append((sheet, first, last, column, column))
    return tuple(
        ("" if local else f"'{sheet}'!")
        + (a1(first, left) if (first, left) == (last, right) else f"{a1(first, left)}:{a1(last, right)}")
        for sheet, first, last, left, right in blocks
    )


def quoted(layout: Layout, address: str) -> str:
    """The cell of an address with its sheet, like ``'三、申请办理'!D7``."""
    cell = layout.cells[address]
    return f"'{cell.sheet}'!{cell.a1}"


def last_year_of(side: Linear, prior: Values) -> Decimal | None:
    """What last year's figures, and its constant, come to in one side of a rule; None without any."""
    terms = [(factor, ref.removeprefix(PRIOR)) for factor, ref in side.terms if ref.startswith(PRIOR)]
    if not terms:
        return None
    return side.constant + sum((factor * (prior[ref] or Decimal(0)) for factor, ref in terms), Decimal(0))


def side_formula(layout: Layout, side: Linear, last_year: str = "", local: bool = False) -> str:
    """One side of a rule as a formula; `last_year` is what its figures come to, with its sign.

    In a `local` one cells do not name their sheet.
    """
    parts: list[str] = []
    by_factor: dict[Decimal, list[str]] = {}
    for factor, ref in side.terms:
        if not ref.startswith(PRIOR):
            by_factor.setdefault(factor, []).append(ref)
    for factor, refs in by_factor.items():
        times = "" if abs(factor) == 1 else f"*{plain(abs(factor))}"
        parts.append(f"{'-' if factor < 0 else '+'}SUM({','.join(ranges(layout, refs, local))}){times}")
    if last_year:
        return "".join(parts).removeprefix("+") + last_year
    if side.constant:
        parts.append(f"{'-' if side.constant < 0 else '+'}{plain(abs(side.constant))}")
    return "".join(parts).removeprefix("+") or "0"


def inputs_under(form: Form, refs: Iterable[str]) -> list[str]:
    """The input addresses a rule depends on: totals replaced by the inputs they add up."""
    return list(_inputs_under(form, tuple(refs)))


@lru_cache(4096)
def _inputs_under(form: Form, refs: tuple[str, ...]) -> tuple[str, ...]:
    found: list[str] = []
    for ref in refs:
        if ref.startswith(PRIOR):
            continue
        total = form.totals.get(ref)
        found += _inputs_under(form, tuple(inner for _, inner in total.terms)) if total else [ref]
    return tuple(dict.fromkeys(found))


def unfilled(layout: Layout, addresses: list[str]) -> str:
    """The formula counting the `addresses` without a number; blanks count as filled where 0 was chosen."""
    by_table: dict[str, list[str]] = {}
    for address in addresses:
        by_table.setdefault(address.partition(".")[0], []).append(address)
    return "+".join(_unfilled_in(layout, table, own) for table, own in by_table.items()) or "0"


def _unfilled_in(layout: Layout, table: str, addresses: list[str]) -> str:
    choice = quoted(layout, zero_choice(table))
    areas = ranges(layout, addresses)
    blanks = "+".join(f"COUNTBLANK({area})" for area in areas)
    return f'({len(addresses)}-COUNT({",".join(areas)})-IF({choice}="{zh.YES}",{blanks},0))'


def difference_formula(layout: Layout, rule: Rule, last_year: tuple[str, str] = ("", "")) -> str:
    """The formula left - right, rounded for amounts, whose binary fractions leave tiny differences.

    `last_year` is what last year's figures come to on each side.
    """
    sides = zip((rule.bound.left, rule.bound.right), last_year, strict=True)
    left, right = (side_formula(layout, side, said) for side, said in sides)
    text = f"{left}-({right})" if right != "0" else left
    decimals = any(layout.form.kinds[ref.removeprefix(PRIOR)] in DECIMAL_KINDS for ref in rule.bound.refs)
    return f"ROUND({text},6)" if decimals else f"({text})"


def level_condition(rule: Rule, level_cell: str) -> str | None:
    """The formula that is true for units of the levels the rule is for; None for a rule of all levels."""
    if not rule.levels:
        return None
    tests = [f'{level_cell}="{level}"' for level in rule.levels]
    return f"OR({','.join(tests)})"


def result_formula(layout: Layout, rule: Rule, difference_cell: str, level_cell: str) -> str:
    """The formula of the word shown for a rule: passed, failed, or still to be filled in."""
    fails = zh.CHECK_ERROR if rule.severity == "error" else zh.CHECK_WARNING
    operator = "=" if rule.bound.operator == "==" else rule.bound.operator
    missing = unfilled(layout, inputs_under(layout.form, rule.bound.refs))
    text = f'IF({missing}>0,"{zh.CHECK_OPEN}",IF({difference_cell}{operator}0,"{zh.CHECK_OK}","{fails}"))'
    condition = level_condition(rule, level_cell)
    return f'=IF({condition},{text},"{zh.CHECK_OK}")' if condition else f"={text}"


def figures_shown(values: Values, prior: Values) -> dict[str, Decimal]:
    """The figures as formulas see them: a blank is 0, last year's are ``prior.…``."""
    figures = {address: number or Decimal(0) for address, number in values.items()}
    return figures | {PRIOR + address: number or Decimal(0) for address, number in prior.items()}


def rule_word(form: Form, rule: Rule, values: Values, zeros: Iterable[str], level: str, left: Decimal) -> str:
    """The word that `result_formula` will show for these values, with `left` as the difference."""
    if rule.levels and level not in rule.levels:
        return zh.CHECK_OK
    blank = (ref for ref in inputs_under(form, rule.refs) if values[ref] is None)
    if any(form.table_of(ref).id not in zeros for ref in blank):
        return zh.CHECK_OPEN
    if rule.bound.holds(left):
        return zh.CHECK_OK
    return zh.CHECK_ERROR if rule.severity == "error" else zh.CHECK_WARNING
