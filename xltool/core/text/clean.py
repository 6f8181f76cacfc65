"""Clean text from outside for a terminal, an XML document or the comparison of labels."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

LONGEST_LABEL = 500  # characters; anything longer is a text
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")  # may stand in JSON, in no XML
_UNSAFE = ("Cc", "Cf", "Cs", "Zl", "Zp")  # categories: controls, directions, halves, line marks
_SURROGATE = re.compile("[\ud800-\udfff]")  # may stand in JSON, in no file of ours
# Characters without a picture: zero-width, marks of direction, byte order mark, soft hyphen.
_INVISIBLE = dict.fromkeys(
    (*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A), 0xFEFF, 0xAD)
)
_FOLD = str.maketrans("〔〕【】﹙﹚“”‘’「」", "()()()" + '""' + "''" + '""')


def safe(text: str) -> str:
    """`text` without anything a terminal would obey: a blank for each such character."""
    return "".join(" " if unicodedata.category(c) in _UNSAFE else c for c in text)


def visible(text: str) -> str:
    """`text` without the characters that have no picture."""
    return text if text.isascii() else text.translate(_INVISIBLE)


def unprintable(text: str) -> list[str]:
    """The characters of `text` that XML, and so a document, cannot hold."""
    return _UNPRINTABLE.findall(text)


def printable(text: str) -> str:
    """Replace each character that XML cannot hold by U+FFFD."""
    return _UNPRINTABLE.sub("\ufffd", text)


def whole(text: str) -> str:
    """Replace each half of a surrogate pair, which UTF-8 cannot hold, by U+FFFD."""
    return _SURROGATE.sub("\ufffd", text)


def normal(text: str) -> str:
    """A label in the spelling for comparisons: NFKC, no white space, one kind of brackets, no quotes.

    Texts longer than `LONGEST_LABEL` stay as they are.
    """
    return _normal(text) if len(text) <= LONGEST_LABEL else text


@lru_cache(4096)
def _normal(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).translate(_FOLD).replace('"', "").replace("'", "")
    folded = "".join(folded.split())
    if folded.isprintable():
        return folded
    return "".join(c for c in folded if unicodedata.category(c) != "Cf")
