"""Numbers that Word writes before paragraphs by itself: ``numbering.xml`` → "一、", "（二）", "1.2".

Under `docx`; pure.  They are seen in Word, so they are part of the text.  Bullets are not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from xltool.core.text import zh
from xltool.office.package import parse_xml

_PLACE = re.compile(r"%([1-9])")
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
          (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
MAX_NUMBER = 9_999  # a document with more paragraphs in one list is numbered no further
NumberingLevel = tuple[str, int]  # (w:numId, w:ilvl)


@dataclass
class _Style:
    """How one level is written: `text` holds ``%1`` for the number of level 1; `spaced` what follows it."""

    start: int = 1
    kind: str = "decimal"
    text: str = ""
    spaced: bool = True


@dataclass
class Numbering:
    """The lists of a document; `label` gives the number of the next paragraph of one."""

    styles: dict[NumberingLevel, _Style] = field(default_factory=dict)
    lists: dict[str, str] = field(default_factory=dict)  # numId → the abstract list whose numbers go on
    _reached: dict[tuple[str, int], int] = field(default_factory=dict)

    def label(self, number: str, level: int) -> tuple[str, bool]:
        """(what stands before the next paragraph of this list and level, whether a gap follows it)."""
        style = self.styles.get((number, level))
        if style is None:
            return "", False
        whole = self.lists.get(number, number)
        here = self._reached.get((whole, level), style.start - 1) + 1
        self._reached[whole, level] = here
        for key in [key for key in self._reached if key[0] == whole and key[1] > level]:
            del self._reached[key]  # deeper levels begin anew

        def shown(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            other = self.styles.get((number, at), style)
            return _written(self._reached.get((whole, at), other.start), other.kind)

        if style.kind in ("bullet", "none"):
            return "", False
        return _PLACE.sub(shown, style.text), style.spaced


def read_numbering(xml: bytes) -> Numbering:
    """The lists of word/numbering.xml; raises UnreadableFile for damage."""
    abstract: dict[str, dict[int, _Style]] = {}
    lists: dict[str, str] = {}
    changes: dict[NumberingLevel, _Style] = {}
    starts: dict[NumberingLevel, int] = {}
    at = {"abstractNum": "", "num": "", "lvl": "0", "lvlOverride": ""}

    def start(tag: str, attrs: dict[str, str]) -> None:
        value = attribute_of(attrs, "val")
        if tag in ("abstractNum", "num"):
            at.update(abstractNum="", num="", lvlOverride="")
            at[tag] = attribute_of(attrs, "abstractNumId" if tag == "abstractNum" else "numId")
        elif tag in ("lvl", "lvlOverride"):
            at[tag] = attribute_of(attrs, "ilvl")
        elif tag == "abstractNumId":
            lists[at["num"]] = value
        elif tag == "startOverride" and value.isdecimal():
            starts[at["num"], _small(at["lvlOverride"])] = _small(value)
        elif tag in ("start", "numFmt", "lvlText", "suff"):
            level = _small(at["lvl"])
            if at["num"]:
                style = changes.setdefault((at["num"], level), _Style())
            else:
                style = abstract.setdefault(at["abstractNum"], {}).setdefault(level, _Style())
            _set(style, tag, value)

    parse_xml(xml, start)
    styles: dict[NumberingLevel, _Style] = {}
    for num, one in lists.items():
        styles |= {(num, level): style for level, style in abstract.get(one, {}).items()}
    styles |= changes
    for key, begins in starts.items():
        if key in styles:
            old = styles[key]
            styles[key] = _Style(begins, old.kind, old.text, old.spaced)
    anew = {num for num, _ in starts}  # a list that begins anew does not go on with its abstract one
    return Numbering(styles, {num: num if num in anew else f"a{one}" for num, one in lists.items()})


def _set(style: _Style, tag: str, value: str) -> None:
    if tag == "start":
        style.start = _small(value)
    elif tag == "numFmt":
        style.kind = value
    elif tag == "lvlText":
        style.text = value
    else:
        style.spaced = value != "nothing"


def attribute_of(attrs: dict[str, str], name: str) -> str:
    """The attribute of this name, whatever prefix the file gives it; "" when it is not there."""
    return next((value for key, value in attrs.items() if key.rpartition(":")[2] == name), "")


def _small(text: str) -> int:
    return int(text) if re.fullmatch(r"\d{1,4}", text) else 0


def _written(number: int, kind: str) -> str:
    """The number as lists of this kind write it."""
    number = min(number, MAX_NUMBER)
    if re.match(r"chinese|taiwaneseCounting|japaneseCounting|korean(?:Counting)?$", kind):
        return zh.in_words(number)
    if kind.startswith("ideograph") and kind != "ideographEnclosedCircle":
        return "".join(zh.DIGITS_SPOKEN[int(digit)] for digit in str(number))
    if kind.startswith("decimalEnclosed") or kind == "ideographEnclosedCircle":
        return chr(0x2460 + number - 1) if 0 < number <= 20 else str(number)
    if kind == "decimalFullWidth":
        return "".join(chr(0xFF10 + int(digit)) for digit in str(number))
    if kind in ("lowerRoman", "upperRoman"):
        return _roman(number, kind == "upperRoman")
    if kind in ("lowerLetter", "upperLetter") and number > 0:
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter.upper() if kind == "upperLetter" else letter
    return f"{number:02}" if kind == "decimalZero" else str(number)


def _roman(number: int, upper: bool) -> str:
    text = ""
    for value, letters in _ROMAN:
        text += letters * (number // value)
        number %= value
    return text.upper() if upper else text
