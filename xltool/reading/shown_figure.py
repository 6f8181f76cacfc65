"""A number and its number format → whether the cell shows that number, as a person reads it.

Pure; asked by `cell` for the few formats that may show another one.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from xltool.core.form.block import MONEY_KINDS, FieldKind
from xltool.core.submission.model import parse_decimal
from xltool.core.text import zh
from xltool.office.number_format import show
from xltool.office.raw import RawCell

Sight = Literal["same", "other", "unseen", "unknown"]

_PIECE = re.compile(r"\d(?:[\d,]|[ \u00a0\u202f](?=\d))*(?:\.\d*)?(?:E[+-]\d+)?|\.\d+", re.A)
_GROUPED = re.compile(r"\d{1,3}(?:[ ,\u00a0\u202f]\d{3})+(?:\.\d*)?|\d+(?:\.\d*)?(?:E[+-]\d+)?|\.\d+", re.A)
_GROUPING = str.maketrans("", "", ", \u00a0\u202f")
_NEGATIVE = re.compile(r"\(.*\)|（.*）|[^\d]*[-−].*", re.S)
_PERCENT = "%％‰"


def look_at(cell: RawCell, number: Decimal, kind: FieldKind) -> tuple[Sight, str]:
    """How a cell shows the `number` it holds, and the characters it shows.

    "same": that number, rounded at most; "unseen": nothing; "other": another number, or none;
    "unknown": that cannot be told.  A zero that is not shown is "same".
    """
    if cell.shown is not None:
        return _compared(cell.shown, number, kind)
    return _under(cell.code, number, kind) if cell.code else ("same", "")


@lru_cache(4096)
def _under(code: str, number: Decimal, kind: FieldKind) -> tuple[Sight, str]:
    text = show(code, number)
    return ("unknown", "") if text is None else _compared(text, number, kind)


def _compared(text: str, number: Decimal, kind: FieldKind) -> tuple[Sight, str]:
    """The characters shown against the number held."""
    if not text.strip():
        return ("unseen" if number else "same"), text
    pieces = _PIECE.findall(text)
    if not pieces and not number and "".join(text.split()) in zh.NUMBER_WORDS_ZERO:
        return "same", text
    if not number and parse_decimal(text.strip().rstrip(_PERCENT)) == 0:
        return "same", text  # 0% is 0
    if len(pieces) != 1 or not _GROUPED.fullmatch(pieces[0]) or any(sign in text for sign in _PERCENT):
        return "other", text
    before, _, after = text.partition(pieces[0])
    figure = parse_decimal(pieces[0].translate(_GROUPING).removesuffix("."))
    if figure is None:
        return "unknown", text
    if _NEGATIVE.fullmatch(before + "0" + after):
        figure = -figure
    factor = _factor(after.strip(), kind)
    step = _step(pieces[0])
    if factor is None:
        return ("other" if _differs(figure, number, step) else "same"), text
    if _differs(figure * factor, number, step * factor):
        return "other", text
    return ("same" if factor == 1 else "unknown"), text


def _factor(words: str, kind: FieldKind) -> Decimal | None:
    """What the words behind a figure multiply it by, in the measure of its cell; None without such words."""
    multiples = zh.AMOUNT_MULTIPLES if kind in MONEY_KINDS else zh.MULTIPLES
    if kind in MONEY_KINDS and words.startswith(zh.AMOUNT_UNITS):
        return Decimal(1)
    return next((factor for word, factor in multiples.items() if words.startswith(word)), None)


def _step(piece: str) -> Decimal:
    """Half a unit of the last place shown."""
    digits, _, power = piece.partition("E")
    _, _, places = digits.partition(".")
    return Decimal("0.5").scaleb(int(power or 0) - len(places))


def _differs(seen: Decimal, held: Decimal, step: Decimal) -> bool:
    return abs(seen - held) > step
