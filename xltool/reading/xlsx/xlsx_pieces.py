"""Take an XML part apart into pieces (rows, strings, names), so that equal pieces are parsed only once.

Returns of one form differ in their figures and in little else: most pieces, without their figures, have
been parsed before.  Nothing is guessed: every piece goes through `parse_xml`, the pieces and what is left
around them are well-formed exactly where the whole is, and whatever might have another meaning in the
whole (comments, CDATA, another encoding) is parsed whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import TypeVar

from xltool.office.package import parse_xml

_MOST = 1024  # pieces remembered of each kind, and the longest of them; the skeletons may be longer
LONGEST, LONGEST_SKELETON = 8_000, 100_000
MOST_PIECES = 2_000  # of one part: a parser for each of more would take longer than one for all
_HEAD = re.compile(r"(?:<\?xml [^<>]*\?>\s*)?<[A-Za-z]+[ >]")  # a root without prefix
_ENCODED = re.compile(r"""encoding=["'](?!utf-8["'])""", re.I)
_ODD = re.compile(r"<[!?]|xml:base")
_PRIVATE = re.compile("[\U000f0000-\U0010ffff]")
_FIRST = 0xF0000  # private characters, one for each value of a piece
_NOT_PLAIN = re.compile("[&\r\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

_Result = TypeVar("_Result")
Reads = Callable[[str], _Result]


class OddError(ValueError):
    """The part has to be parsed whole; never leaves `reading.xlsx`."""


def cut(xml: bytes, begin: str, end: str) -> tuple[str, list[str]]:
    """The part without its elements from `begin` to `end` ("<row ", "</row>"), and these elements.

    Raises OddError for a part that cannot be taken apart safely.
    """
    try:
        text = xml.decode()
    except UnicodeDecodeError:
        raise OddError from None
    head, *pieces = text.split(begin)
    start = _HEAD.match(head)
    if start is None or not 0 < len(pieces) <= MOST_PIECES or _ENCODED.search(start[0]):
        raise OddError
    last, closed, rest = pieces[-1].partition(end)
    pieces[-1] = last + closed
    skeleton = head + rest
    if not closed or _ODD.search(skeleton, start.end()):
        raise OddError
    return skeleton, [begin + piece for piece in pieces]


def remembered(longest: int, most: int = _MOST) -> Callable[[Reads[_Result]], Reads[_Result]]:
    """Make a function of a text remember its last `most` results; texts over `longest` are not kept."""

    def decorate(function: Reads[_Result]) -> Reads[_Result]:
        cached = lru_cache(most)(function)
        return lambda text: cached(text) if len(text) <= longest else function(text)

    return decorate


@remembered(LONGEST)
def values_apart(piece: str) -> tuple[str, Sequence[str]]:
    """The shape of a piece, with ``\\0`` in place of the content of each <v>, and these contents as text.

    Raises UnreadableFile: ``W-damaged`` for a content that is not well-formed.
    """
    *shown, rest = piece.split("</v>")
    if not shown:
        return piece, ()
    parts = [part.rpartition(">") for part in shown]
    values = [value for _, _, value in parts]
    if _NOT_PLAIN.search("".join(values)):
        values = [text_of(value) for value in values]
    return "".join([f"{before}>\0</v>" for before, _, _ in parts]) + rest, values


def numbered(shape: str) -> str:
    """The shape as XML again, with one private character for each value; raises OddError."""
    if _ODD.search(shape) or _PRIVATE.search(shape):
        raise OddError
    first, *rest = shape.split("\0")
    return first + "".join(chr(_FIRST + n) + part for n, part in enumerate(rest))


def number_of(value: str) -> int | None:
    """The number of the value that this private character stands for; None for any other text.

    Raises OddError for a text with private characters of its own.
    """
    if len(value) == 1 and ord(value) >= _FIRST:
        return ord(value) - _FIRST
    if _PRIVATE.search(value):
        raise OddError
    return None


def text_of(text: str) -> str:
    """The text that a piece of XML stands for; raises UnreadableFile (``W-damaged``) for what is no text."""
    if not _NOT_PLAIN.search(text):
        return text
    chunks: list[str] = []
    parse_xml(f"<v>{text}</v>".encode("utf-8", "surrogatepass"), lambda tag, attrs: None, None, chunks.append)
    return "".join(chunks)
