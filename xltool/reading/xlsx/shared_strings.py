"""The shared strings of a workbook, which its text cells name by number."""

from __future__ import annotations

from xltool.core.errors import UnreadableFile
from xltool.core.text.catalogue.files import W_HOSTILE
from xltool.office.package import parse_xml
from xltool.reading.xlsx.escapes import unescape
from xltool.reading.xlsx.xlsx_pieces import LONGEST, OddError, cut, remembered

MAX_STRINGS = 100_000


def read_strings(xml: bytes) -> list[str]:
    """The strings in their order, without phonetic readings.

    Raises `UnreadableFile`: ``W-damaged`` for broken XML, ``W-hostile`` for too many strings.
    """
    try:
        skeleton, pieces = cut(xml, "<si>", "</si>")
        if _parse_strings(skeleton.encode()) or len(pieces) > MAX_STRINGS:
            raise OddError
        return [_string(piece) for piece in pieces]
    except (ValueError, LookupError, UnreadableFile):
        return _parse_strings(xml)


@remembered(LONGEST)
def _string(piece: str) -> str:
    (string,) = _parse_strings(piece.encode())
    return string


def _parse_strings(xml: bytes) -> list[str]:
    strings: list[str] = []
    runs: list[str] = []
    chunks: list[str] = []
    is_phonetic = False

    def start(tag: str, attrs: dict[str, str]) -> None:
        nonlocal is_phonetic
        if tag == "t":
            chunks.clear()
        elif tag == "si":
            runs.clear()
        elif tag == "rPh":
            is_phonetic = True

    def end(tag: str) -> None:
        nonlocal is_phonetic
        if tag == "t":
            if not is_phonetic:
                runs.append("".join(chunks))
        elif tag == "si":
            if len(strings) == MAX_STRINGS:
                raise UnreadableFile(W_HOSTILE)
            strings.append(unescape("".join(runs)))
        elif tag == "rPh":
            is_phonetic = False

    parse_xml(xml, start, end, chunks.append)
    return strings
