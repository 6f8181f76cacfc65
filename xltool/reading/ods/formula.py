"""Translate formulas and addresses of OpenDocument: ``of:=SUM([.D5:.I5])`` becomes ``SUM(D5:I5)``."""

from __future__ import annotations

import re

_PREFIX = re.compile(r"(?:(\w+):)?=")
_QUOTED = r"'(?:[^']|'')*'"
_PIECE = re.compile(rf'"(?:[^"]|"")*"|\[((?:{_QUOTED}|[^\]\'])*)\]|[;~!|]')
_OPERATORS = {";": ",", "~": ",", "!": " ", "|": ";"}  # argument, union, intersection, row of an array
_SHEET = re.compile(rf"\$?({_QUOTED}|[^.'#]*)\.(.*)")
_EXTERNAL = re.compile(rf"({_QUOTED})#(.*)", re.S)
_ENDS = re.compile(rf"((?:{_QUOTED}|[^:'])*):(.*)", re.S)


def formula(text: str) -> str:
    """The formula as .xlsx has it: without "=", commas between arguments, plain cell references."""
    match = _PREFIX.match(text)
    if match is None:
        return text
    body = text[match.end() :]
    return body if match[1] == "msoxl" else _PIECE.sub(_piece, body)


def reference(address: str) -> str:
    """The address as .xlsx has it: ``$'A b'.$C$1:.$D$2`` becomes ``'A b'!$C$1:$D$2``.

    Cells of another file get the name of that file in square brackets.
    """
    external = _EXTERNAL.fullmatch(address)
    if external:
        return f"[{external[1][1:-1]}]{reference(external[2])}"
    ends = _ENDS.fullmatch(address)
    if ends is None:
        return _cell(address)
    return f"{_cell(ends[1])}:{_cell(ends[2]).rpartition('!')[2]}"


def _piece(match: re.Match[str]) -> str:
    if match[1] is not None:
        return reference(match[1])
    return _OPERATORS.get(match[0], match[0])


def _cell(address: str) -> str:
    match = _SHEET.fullmatch(address)
    if match is None:
        return address  # #REF!, or a name
    return f"{match[1]}!{match[2]}" if match[1] else match[2]
