"""Read the figure in an input cell, in any wording that people use for numbers.

A blank is None and never 0.  A figure that was converted or guessed has a V code that says so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache

from xltool.core.form.block import DECIMAL_KINDS, MONEY_KINDS, FieldKind
from xltool.core.submission.model import parse_decimal, plain
from xltool.core.text import zh
from xltool.core.text.catalogue.values import (
    V_ASKED,
    V_CONVERTED,
    V_DATE,
    V_EXCEL_ERROR,
    V_FORMULA,
    V_LINK,
    V_SHOWN,
    V_TEXT,
)
from xltool.core.text.clean import visible
from xltool.core.text.code import FindingCode
from xltool.office.number_format import show
from xltool.office.raw import RawCell
from xltool.reading.shown_figure import look_at

FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}  # never NFKC: it makes 5² a 52
DATE_SERIALS = range(36526, 55154)  # the days of 2000 to 2050 as spreadsheets number them
NEAR = Decimal("1e-9")  # what arithmetic in binary leaves on a whole number

_GROUPED = re.compile(r"\d{1,3}(,\d{3})+(\.\d+)?")
_PLAIN = re.compile(r"[+-]?\d+(\.\d+)?")
_APART = re.compile(r"[\d.,]+(?:\s+[\d.,]+)+")  # digits with white space between them
_THOUSANDS = re.compile(r"\d{1,3}(?:[ \u00a0\u2000-\u200a\u202f\u3000]\d{3})+(?:\.\d+)?")
_DIGIT = re.compile(r"\d")
_DATE = re.compile(zh.DATE)
_ERROR = re.compile(r"#(REF!|N/A|VALUE!|DIV/0!|NAME\?|NUM!|NULL!)")


@dataclass(frozen=True, slots=True)
class ReadFigure:
    """`value` is the figure (None: blank or unusable), `code` the V finding it deserves.

    `typed` is what stands there, as a person sees it; `held` the number behind it where that is another.
    """

    value: Decimal | None
    code: FindingCode | None = None
    typed: str = ""
    held: str = ""

    @property
    def quoted(self) -> str:
        """What stands there, as it is kept where the figure is not."""
        return zh.SHOWN_AND_HELD.format(shown=self.typed, held=self.held) if self.held else self.typed


def read_cell(
    cell: RawCell | None, kind: FieldKind, upper: int | None, since_1904: bool = False
) -> ReadFigure:
    """What stands in an input cell; `upper` is the table's bound above which a count may be a date."""
    if cell is None or cell.value is None:
        return ReadFigure(None, V_LINK if cell and cell.formula else None, cell.formula or "" if cell else "")
    if cell.kind == "error":
        return ReadFigure(None, V_EXCEL_ERROR, cell.value)
    if cell.formula is not None:
        inner = read_cell(replace(cell, formula=None), kind, upper, since_1904)
        if inner.code == V_SHOWN:
            return inner
        if "[" in cell.formula or inner.value is None or inner.code in (V_TEXT, V_DATE):
            return ReadFigure(None, V_LINK, cell.formula)
        return ReadFigure(inner.value, V_FORMULA, cell.formula)
    if cell.runs:
        return _read_runs(cell, kind, upper)
    if cell.kind == "number":
        return _number(cell, kind, upper, since_1904)
    if cell.kind == "bool":  # quoted as programs show it, never as the 1 they store
        return ReadFigure(None, V_TEXT, "FALSE" if cell.value == "0" else "TRUE")
    return read_text(cell.value, kind, upper)


def _read_runs(cell: RawCell, kind: FieldKind, upper: int | None) -> ReadFigure:
    """A cell some of whose characters are no part of the figure: the figure without them, to be confirmed."""
    typed = "".join(zh.RUN_LOOKS[look].format(text=text) for text, look in cell.runs if text.strip()).strip()
    plain_text = "".join(text for text, look in cell.runs if not look)
    looks_odd = any(look and (look != "small" or _DIGIT.search(text)) for text, look in cell.runs)
    if not looks_odd:  # words in small characters
        return read_text(cell.words, kind, upper)
    if not visible(plain_text).strip():
        looks = {look for text, look in cell.runs if text.strip()}
        if not looks:
            return ReadFigure(None)
        if "struck" in looks:
            return ReadFigure(None, V_TEXT, typed)
        plain_text = cell.words  # raised or small as a whole, from what?
        if looks == {"small"}:
            return read_text(plain_text, kind, upper)
    figure = read_text(plain_text, kind, upper)
    return replace(figure, typed=typed, code=V_ASKED if figure.value is not None else figure.code or V_TEXT)


def _number(cell: RawCell, kind: FieldKind, upper: int | None, since_1904: bool) -> ReadFigure:
    number = exact(cell.value or "")
    if number is None:
        return ReadFigure(None, V_TEXT, cell.value or "")
    if cell.date:
        return ReadFigure(None, V_DATE, as_date(number, since_1904))
    held = number
    if kind == "percent" and (share := _share(cell, number)) is not None:
        return share
    if kind not in DECIMAL_KINDS and number % 1:
        whole = number.to_integral_value()
        if abs(number - whole) <= NEAR:
            number = whole
    if cell.code or cell.shown is not None:
        sight, seen = look_at(cell, held, kind)
        if sight == "other":
            return ReadFigure(None, V_SHOWN, seen, plain(held))
        if sight == "unknown":
            shown_as = seen or zh.NUMBER_UNDER_FORMAT.format(number=plain(held), code=cell.code)
            return ReadFigure(number, V_ASKED, shown_as)
    if kind == "count" and upper is not None and number > upper and number in DATE_SERIALS:
        return ReadFigure(number, V_ASKED, f"{plain(number)}（{as_date(number, since_1904)}）")
    return ReadFigure(number)


def _share(cell: RawCell, number: Decimal) -> ReadFigure | None:
    """The figure before the sign, where a cell shows its number as a percentage: 0.0703 as 7.03%."""
    seen = cell.shown if cell.shown is not None else show(cell.code, number) if cell.code else None
    if seen is None or not seen.strip().endswith("%"):
        return None
    figure = parse_decimal(plain(number * 100))
    sight, _ = look_at(replace(cell, shown=seen.strip().removesuffix("%")), number * 100, "percent")
    if figure is None or sight != "same":  # such as 7.03 under 0.00"%": the sign is only drawn
        return ReadFigure(None, V_SHOWN, seen.strip(), plain(number))
    return ReadFigure(figure, V_CONVERTED, seen.strip())


def shown_text(cell: RawCell, since_1904: bool = False) -> str:
    """What a person sees in a cell for words or codes: ``12.0`` is 12, ``1.38E10`` is 13800000000."""
    if cell.kind == "bool" and cell.value is not None:
        return "FALSE" if cell.value == "0" else "TRUE"
    number = exact(cell.value) if cell.kind == "number" and cell.value else None
    if number is None:
        return visible(cell.words).strip()
    if cell.date:
        return as_date(number, since_1904)
    seen = show(cell.code, number) if cell.code else cell.shown  # such as 012 under the format 000
    return seen if seen and "E" not in seen else plain(number)


@lru_cache(4096)
def exact(text: str) -> Decimal | None:
    """The decimal a spreadsheet means by a stored number: it keeps 15 digits, files may hold 17."""
    if re.fullmatch(r"-?\d{1,15}", text):
        return Decimal(text)
    try:
        return parse_decimal(format(float(text), ".15g"))
    except (ValueError, OverflowError):
        return None


def as_date(serial: Decimal, since_1904: bool = False) -> str:
    """A spreadsheet's day number as ``2026-02-01``."""
    try:
        first = date(1904, 1, 1) if since_1904 else date(1899, 12, 30)
        return (first + timedelta(days=int(serial))).isoformat()
    except (OverflowError, ValueError):  # spreadsheets show only ####: quoted so that it is no figure
        return zh.DATE_BEYOND.format(serial=plain(serial))


def read_text(text: str, kind: FieldKind, upper: int | None = None) -> ReadFigure:
    """A figure typed as text: converted where it is certain, asked where it is likely."""
    text = visible(text)
    typed = text.strip()
    spaced = text.translate(FULL_WIDTH).strip().strip("'`").strip()
    if any(_THOUSANDS.fullmatch(match[0]) is None for match in _APART.finditer(spaced)):
        return ReadFigure(None, V_TEXT, typed)  # two figures, or one that somebody has cut in two
    clean = "".join(spaced.split())
    if not clean:
        return ReadFigure(None)
    if _ERROR.fullmatch(clean.upper()):  # an error pasted as text, or in our marked copy
        return ReadFigure(None, V_EXCEL_ERROR, clean.upper())
    if clean.startswith("="):
        return ReadFigure(None, V_LINK, typed.lstrip("'")[1:])
    if clean.removesuffix(zh.FULL_STOP) in zh.NUMBER_WORDS_ZERO:
        return ReadFigure(Decimal(0), V_CONVERTED, typed)
    if clean.removesuffix(zh.FULL_STOP) in zh.NUMBER_WORDS_ZERO_ASKED:
        return ReadFigure(Decimal(0), V_ASKED, typed)
    number = _digits(clean.removesuffix("%") if kind == "percent" else clean)
    if number is None:
        for unit in zh.AMOUNT_UNITS if kind in MONEY_KINDS else zh.COUNT_UNITS:
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
    text = text.replace(zh.FULL_STOP, ".")
    if kind in MONEY_KINDS and text.endswith(tuple(word + zh.YUAN for word in zh.MULTIPLES)):
        text = text.removesuffix(zh.YUAN)
    if (number := _spoken(text)) is not None:
        is_of_yuan = kind in MONEY_KINDS and any(word in text for word in zh.MULTIPLES)
        return number / 10_000 if is_of_yuan else number
    for word, factor in (zh.AMOUNT_MULTIPLES if kind in MONEY_KINDS else zh.MULTIPLES).items():
        if text.endswith(word) and (number := _spoken(text.removesuffix(word))) is not None:
            return parse_decimal(plain(number * factor))
    return None


def _spoken(text: str) -> Decimal | None:
    if (number := _digits(text)) is not None:
        return number
    spoken = zh.spoken_number(text)
    return None if spoken is None else Decimal(spoken)
