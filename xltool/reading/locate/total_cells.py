"""The cells of totals in a returned workbook, compared with the totals of its figures."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from decimal import Decimal
from functools import lru_cache
from itertools import product

from xltool.core.check.finding import Finding
from xltool.core.check.labels import short_label
from xltool.core.form.a1 import column_number
from xltool.core.form.model import Form
from xltool.core.form.relation import Linear
from xltool.core.submission.model import plain
from xltool.core.text.catalogue.files import W_FORMULA, W_STALE, W_TOTAL, W_TOTAL_TYPED
from xltool.core.text.code import FindingCode
from xltool.office.raw import RawWorkbook
from xltool.reading.cell import exact
from xltool.reading.locate.locate import Located, cell_at

_RANGE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?([A-Z]{1,3})\$?(\d{1,7}))?")
_SUM = re.compile(r"([+-]?)SUM\(([A-Z0-9$:,;]+)\)(?:\*([\d.]+))?")
_SUMS = re.compile(rf"(?:{_SUM.pattern})+(?:[+-][\d.]+)?")
MOST_ADDED = 10_000  # cells; no total of a form has more members


def compare_totals(
    raw: RawWorkbook,
    form: Form,
    located: Located,
    values: Mapping[str, Decimal | None],
    invalid: Container[str],
) -> list[Finding]:
    """Findings on the cells of totals that do not show the totals in `values`, grouped where they are alike.

    Totals that cannot be computed, as one of their members is `invalid`, are passed over.
    """
    findings: list[Finding] = []
    alike: dict[tuple[FindingCode, str], list[str]] = {}
    for address, total in form.totals.items():
        cell, expected = cell_at(raw, located, address), values[address]
        if cell is None or address in invalid:
            continue
        shown = exact(cell.value or "") if cell.kind == "number" else None
        table = form.table_of(address).title
        if cell.formula is not None:
            if not _adds_up(cell.formula, total, located):
                alike.setdefault((W_FORMULA, table), []).append(address)
            elif None not in (expected, cell.value) and shown != expected:
                alike.setdefault((W_STALE, table), []).append(address)
        elif expected is not None and shown == expected:
            alike.setdefault((W_TOTAL_TYPED, table), []).append(address)
        elif expected is not None and cell.value is not None:
            label = short_label(form, address)
            args = {"label": label, "typed": cell.value, "read": plain(expected)}
            findings.append(Finding(W_TOTAL, (address,), args, shown, expected))
    for (code, table), addresses in alike.items():
        args = {"table": table, "n": str(len(addresses)), "label": short_label(form, addresses[0])}
        findings.append(Finding(code, tuple(addresses), args))
    return findings


def _adds_up(formula: str, total: Linear, located: Located) -> bool:
    """Whether a total's formula still adds exactly the cells where its members stand now."""
    spots = located.spots
    wanted = sorted((*spots[ref][1:], factor) for factor, ref in total.terms if ref in spots)
    return _added(formula) == wanted


@lru_cache(1024)
def _added(formula: str) -> list[tuple[int, int, Decimal]] | None:
    """(row, column, factor) of the cells that sums add, sorted, with repetitions; None for other formulas."""
    sums = re.sub(r"ROUND\((.*)[,;]6\)", r"\1", formula.replace(" ", ""))
    if not _SUMS.fullmatch(sums):
        return None
    cells: list[tuple[int, int, Decimal]] = []
    for sign, summed, times in _SUM.findall(sums):
        factor = Decimal(times or 1) * (-1 if sign == "-" else 1)
        found = _cells(summed)
        if found is None:
            return None
        cells += ((row, column, factor) for row, column in found)
    return sorted(cells)


def _cells(ranges: str) -> list[tuple[int, int]] | None:
    cells: list[tuple[int, int]] = []
    for match in _RANGE.finditer(ranges):
        first, last = (match[1], int(match[2])), (match[3] or match[1], int(match[4] or match[2]))
        rows, columns = (
            range(first[1] - 1, last[1]),
            range(column_number(first[0]) - 1, column_number(last[0])),
        )
        if len(rows) * len(columns) > MOST_ADDED:
            return None
        cells += product(rows, columns)
    return cells
