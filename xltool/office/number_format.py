"""What a spreadsheet's number format shows of a number; asked by the readers of every file family.

Pure.  Formats are the codes of Excel ([ECMA-376] 18.8.31), which .xls and WPS share; OpenDocument's are
written as such codes by its reader.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from typing import NamedTuple

from xltool.core.text import zh

DATE_IDS = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))  # built in
ODD_CODES = {9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??", 48: "##0.0E+0"}  # the odd ones
WHITE = "FFFFFF"

_NOT_DATE_TEXT = re.compile(r'"[^"]*"|\[(?!(?:h+|m+|s+)\])[^\]]*\]|[\\!_*].|general|standard', re.I)
_DATE_LETTER = re.compile("[ymdh]|s+(?![a-z])|\\[s", re.I)
_GENERAL = "|".join(re.escape(name) for name in ("General", "Standard", *zh.GENERAL_FORMATS))
_HARMLESS = re.compile(rf"(?:{_GENERAL}|@|0(?:\.0+)?|#,##0(?:\.0+)?)(?:_.|\\? )*", re.I)
_TOKEN = re.compile(
    rf"""
    "(?P<quoted>[^"]*)"? | [\\!](?P<escaped>.) | _. | \*.
    | \[\$(?P<symbol>[^\]-]*)[^\]]*\] | \[(?P<bracket>[^\]]*)\]
    | (?P<general>{_GENERAL}) | (?P<power>E[+-])
    | (?P<digit>[0#?]) | (?P<sign>[.,%/@]) | (?P<other>.)
    """,
    re.X | re.I | re.S,
)
_CONDITION = re.compile(r"\s*(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)\s*")
_WHITES = ("white", "color2", "color 2", *zh.WHITES)
_LONGEST = 250  # characters; Excel takes no longer code
_LARGEST = Decimal(10) ** 20
_EXACT = Context(prec=60)


def is_date_format(code: str) -> bool:
    """Whether a format text such as ``yyyy"年"m"月"`` shows a date or a time."""
    return _DATE_LETTER.search(_NOT_DATE_TEXT.sub("", code)) is not None


def is_harmless(code: str) -> bool:
    """Whether every number looks like itself under this format, rounded at most."""
    return not code or _HARMLESS.fullmatch(code) is not None


def show(code: str, number: Decimal) -> str | None:
    """What a cell with this format shows of `number`, without padding; None when that cannot be told."""
    if abs(number) >= _LARGEST:
        return None
    section = _section_of(code, number)
    return None if section is None else _render(section, number)


def white_in(code: str) -> str | None:
    """``FFFFFF`` when the format itself paints numbers white (``[White]0``), else None."""
    sections = _sections(code) if "[" in code else None
    return WHITE if sections and any(mark.lower() in _WHITES for mark in sections[0].marks) else None


class _Section(NamedTuple):
    """One part of a format between semicolons, taken apart; `signed`: a minus sign is put before it."""

    tokens: tuple[tuple[str, str], ...]  # kind ("text", "digit", "sign", "general", "power") and characters
    marks: tuple[str, ...]  # what stands in square brackets
    signed: bool = True

    @property
    def condition(self) -> tuple[str, Decimal] | None:
        """The comparison and the bound of a section such as ``[>=100]0``."""
        found = (_CONDITION.fullmatch(mark) for mark in self.marks)
        return next(((match[1], Decimal(match[2])) for match in found if match), None)


@lru_cache(1024)
def _sections(code: str) -> tuple[_Section, ...] | None:
    """The sections for numbers; None for a code that is too long to be one."""
    if len(code) > _LONGEST:
        return None
    tokens: list[tuple[str, str]] = []
    marks: list[str] = []
    found: list[_Section] = []
    for match in _TOKEN.finditer(code + ";"):
        kind, text = match.lastgroup or "", match[match.lastgroup] if match.lastgroup else ""
        if kind == "other" and text == ";":
            found.append(_Section(tuple(tokens), tuple(marks)))
            tokens, marks = [], []
        elif kind == "bracket":
            marks.append(text)
        elif kind in ("quoted", "escaped", "symbol", "other"):
            tokens.append(("text", text))
        elif kind:
            tokens.append((kind, text))
    return tuple(found)


def _section_of(code: str, number: Decimal) -> _Section | None:
    """The section that shows this number; None when that cannot be told."""
    sections = _sections(code)
    if sections is None:
        return None
    if any(section.condition for section in sections):
        return _by_condition(sections, number)
    numbers = sections[:3]
    if number < 0 and len(numbers) > 1:
        return numbers[1]._replace(signed=False)
    return numbers[2] if number == 0 and len(numbers) > 2 else numbers[0]


def _by_condition(sections: tuple[_Section, ...], number: Decimal) -> _Section | None:
    if number < 0:  # whether its sign is shown differs between programs
        return None
    for section in sections[:2]:
        if section.condition is None:
            if len(sections) < 3:
                return section
            continue  # the second of three without its own: for negative numbers
        sign, bound = section.condition
        order = (number > bound) - (number < bound)
        if order in {"<": (-1,), ">": (1,), "=": (0,), "<=": (-1, 0), ">=": (0, 1), "<>": (-1, 1)}[sign]:
            return section
    return sections[2] if len(sections) > 2 else None


def _render(section: _Section, number: Decimal) -> str | None:
    tokens = section.tokens
    kinds = {kind for kind, _ in tokens}
    signs = "".join(text for kind, text in tokens if kind == "sign")
    minus = "-" if number < 0 and section.signed else ""
    if "general" in kinds or "@" in signs or not tokens:
        if "digit" in kinds:
            return None
        own = format(abs(number).normalize(_EXACT), "f") if tokens else ""
        return _trimmed(minus if tokens else "", [own if _is_own(one) else one[1] for one in tokens])
    if "digit" not in kinds:
        return _trimmed(minus if tokens and not signs else "", [text for _, text in tokens])
    if "power" in kinds:
        return _power(tokens, number)
    if "/" in signs:  # a fraction
        return str(number.to_integral_value()) if number % 1 == 0 else None
    pieces = _digits(tokens, abs(number))
    shown = {digit for at, (kind, _) in enumerate(tokens) if kind == "digit" for digit in pieces[at]}
    return _trimmed(minus if shown - set("0,") else "", [pieces[at] for at in sorted(pieces)])


def _is_own(token: tuple[str, str]) -> bool:
    return token[0] == "general" or token == ("sign", "@")


def _trimmed(minus: str, pieces: list[str]) -> str:
    text = "".join(pieces).strip()
    return minus + text if text else ""


def _power(tokens: tuple[tuple[str, str], ...], number: Decimal) -> str:
    """``1.23E+04``: one digit before the point, whatever the code says of the exponent's multiples."""
    before = next(at for at, (kind, _) in enumerate(tokens) if kind == "power")
    texts = [text for kind, text in tokens[:before] if kind in ("digit", "sign")]
    places = len(texts) - texts.index(".") - 1 if "." in texts else 0
    return f"{number:.{places}E}"


def _digits(tokens: tuple[tuple[str, str], ...], number: Decimal) -> dict[int, str]:
    """The pieces of a number under digit places, literals between them where the code has them."""
    places = [at for at, (kind, _) in enumerate(tokens) if kind == "digit"]
    point = next((at for at, token in enumerate(tokens) if token == ("sign", ".")), len(tokens))
    whole = [at for at in places if at < point]
    parts = [at for at in places if at > point]
    number *= Decimal(100) ** sum(token == ("sign", "%") for token in tokens)
    commas = [at for at, token in enumerate(tokens) if token == ("sign", ",")]
    grouped = any(whole and whole[0] < at < whole[-1] for at in commas)
    scaling = [at for at in commas if _scales(tokens, at, whole, point)]
    number = _EXACT.divide(number, Decimal(1000) ** len(scaling))
    rounded = number.quantize(Decimal(1).scaleb(-len(parts)), ROUND_HALF_UP, _EXACT)
    before, _, after = format(rounded, "f").partition(".")
    pieces = {at: text for at, (kind, text) in enumerate(tokens) if kind == "text"}
    pieces |= {at: text for at, (kind, text) in enumerate(tokens) if kind == "sign" and text in ".%"}
    pieces |= _whole_part(tokens, whole, before.lstrip("0"), grouped)
    if not whole and point < len(tokens):
        pieces[point] = f"{before.lstrip('0')}."
    kept = len(after.rstrip("0"))
    for n, at in enumerate(parts):
        shown = tokens[at][1] == "0" or n < kept or any(tokens[other][1] == "0" for other in parts[n:])
        pieces[at] = after[n] if shown else ""
    return pieces


def _scales(tokens: tuple[tuple[str, str], ...], at: int, whole: list[int], point: int) -> bool:
    """Whether a comma divides by a thousand: it follows a digit place, and none of its part follows it."""
    previous = at - 1
    while previous >= 0 and tokens[previous] == ("sign", ","):
        previous -= 1
    follows = previous >= 0 and tokens[previous][0] == "digit"
    last = max((n for n, (kind, _) in enumerate(tokens) if kind == "digit"), default=-1)
    return follows and (at > last or (bool(whole) and whole[-1] < at < point))


def _whole_part(
    tokens: tuple[tuple[str, str], ...], places: list[int], digits: str, grouped: bool
) -> dict[int, str]:
    """The digits before the point, filled in from the right; the first place takes all that are left."""
    found: dict[int, str] = {}
    done = 0
    for at in reversed(places):
        first = at == places[0]
        count = max(len(digits) - done, 1) if first else 1
        piece = ""
        for _ in range(count):
            digit = digits[-1 - done] if done < len(digits) else "0" if tokens[at][1] == "0" else ""
            comma = "," if grouped and digit and done and done % 3 == 0 else ""
            piece = digit + comma + piece
            done += 1
        found[at] = piece
    return found
