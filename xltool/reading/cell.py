"""Read the figure in an input cell, in any wording that people use for numbers.

A blank is None and never 0.  A figure that was converted or guessed has a V code that says so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache

from xltool.core.form.model import FieldKind
from xltool.core.submission.model import parse_decimal, plain
from xltool.core.text import zh
from xltool.core.text.catalogue.values import (
    V_ASKED,
    V_CONVERTED,
    V_DATE,
    V_EXCEL_ERROR,
    V_FORMULA,
    V_LINK,
    V_TEXT,
)
from xltool.core.text.code import FindingCode
from xltool.office.raw import RawCell

FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}  # never NFKC: it makes 5² a 52
INVISIBLE = dict.fromkeys((0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0x00AD))
DATE_SERIALS = range(36526, 55154)  # the days of 2000 to 2050 as spreadsheets number them
NEAR = Decimal("1e-9")  # what arithmetic in binary leaves on a whole number

_GROUPED = re.compile(r"\d{1,3}(,\d{3})+(\.\d+)?")
_PLAIN = re.compile(r"[+-]?\d+(\.\d+)?")
_DATE = re.compile(zh.DATE)
_ERROR = re.compile(r"#(REF!|N/A|VALUE!|DIV/0!|NAME\?|NUM!|NULL!)")


@dataclass(frozen=True, slots=True)
class ReadFigure:
    """The figure in a cell: `value` (None if blank or unusable), the V `code` to report, what was `typed`."""

    value: Decimal | None
    code: FindingCode | None = None
    typed: str = ""


def read_cell(cell: RawCell | None, kind: FieldKind, upper: int | None) -> ReadFigure:
    """Read an input cell; a count above `upper`, the bound of its table, may be a date."""
    if cell is None or cell.value is None:
        return ReadFigure(None, V_LINK if cell and cell.formula else None, cell.formula or "" if cell else "")
    if cell.kind == "error":
        return ReadFigure(None, V_EXCEL_ERROR, cell.value)
    if cell.formula is not None:
        inner = read_cell(RawCell(cell.kind, cell.value, None, cell.locked, cell.date), kind, upper)
        if "[" in cell.formula or inner.value is None or inner.code in (V_TEXT, V_DATE):
            return ReadFigure(None, V_LINK, cell.formula)
        return ReadFigure(inner.value, V_FORMULA, cell.formula)
    if cell.kind == "number":
        return _number(cell, kind, upper)
    if cell.kind == "bool":  # quoted as programs show it, never as the 1 they store
        return ReadFigure(None, V_TEXT, "FALSE" if cell.value == "0" else "TRUE")
    return read_text(cell.value, kind, upper)


def _number(cell: RawCell, kind: FieldKind, upper: int | None) -> ReadFigure:
    number = exact(cell.value or "")
    if number is None:
        return ReadFigure(None, V_TEXT, cell.value or "")
    if cell.date:
        return ReadFigure(None, V_DATE, as_date(number))
    if kind != "amount" and number % 1:
        whole = number.to_integral_value()
        if abs(number - whole) <= NEAR:
            number = whole
    if kind == "count" and upper is not None and number > upper and number in DATE_SERIALS:
        return ReadFigure(number, V_ASKED, f"{plain(number)}（{as_date(number)}）")
    return ReadFigure(number)


@lru_cache(4096)
def exact(text: str) -> Decimal | None:
    """The decimal a spreadsheet means by a stored number: it keeps 15 digits, files may hold 17."""
    if re.fullmatch(r"-?\d{1,15}", text):
        return Decimal(text)
    try:
        return parse_decimal(format(float(text), ".15g"))
    except (ValueError, OverflowError):
        return None


def as_date(serial: Decimal) -> str:
    """A spreadsheet's day number as ``2026-02-01``."""
    try:
        return (date(1899, 12, 30) + timedelta(days=int(serial))).isoformat()
    except (OverflowError, ValueError):  # spreadsheets show only ####
        return zh.DATE_BEYOND.format(serial=plain(serial))


def read_text(text: str, kind: FieldKind, upper: int | None = None) -> ReadFigure:
    """Read a figure typed as text: converted where it is certain, to be confirmed where it is likely."""
    typed = text.strip()
    clean = "".join(text.translate(INVISIBLE).translate(FULL_WIDTH).split()).strip("'`")
    if not clean:
        return ReadFigure(None)
    if _ERROR.fullmatch(clean.upper()):  # an error pasted as text, or in our marked copy
        return ReadFigure(None, V_EXCEL_ERROR, clean.upper())
    if clean.startswith("="):
        return ReadFigure(None, V_LINK, typed.lstrip("'")[1:])
    if clean in zh.NUMBER_WORDS_ZERO:
        return ReadFigure(Decimal(0), V_CONVERTED, typed)
    number = _digits(clean)
    if number is None:
        for unit in zh.AMOUNT_UNITS if kind == "amount" else zh.COUNT_UNITS:
            if clean.endswith(unit) and (number := _digits(clean.removesuffix(unit))) is not None:
                break
    if number is not None:
        return ReadFigure(number, V_CONVERTED, typed)
    if _DATE.fullmatch(clean):
        return ReadFigure(None, V_DATE, typed)
    likely = _likely_figure(clean, kind)
    return ReadFigure(likely, V_ASKED, typed) if likely is not None else ReadFigure(None, V_TEXT, typed)


def _digits(text: str) -> Decimal | None:
    if _GROUPED.fullmatch(text):
        text = text.replace(",", "")
    return parse_decimal(text) if _PLAIN.fullmatch(text) else None


def _likely_figure(text: str, kind: FieldKind) -> Decimal | None:
    """A figure written in Chinese, in ten thousands, or in yuan where the form wants ten thousands."""
    for unit in zh.COUNT_UNITS:
        text = text.removesuffix(unit)
    if (spoken := zh.spoken_number(text)) is not None:
        return Decimal(spoken)
    for word, factor in zh.MULTIPLES:
        if text.endswith(word) and (number := _digits(text.removesuffix(word))) is not None:
            return number * factor
    if kind == "amount" and text.endswith(zh.YUAN):
        number = _digits(text.removesuffix(zh.YUAN))
        return None if number is None else number / 10000
    return None
