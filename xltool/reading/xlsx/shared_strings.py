"""The shared strings of a workbook, which its text cells name by number."""

from __future__ import annotations

from xltool.core.errors import UnreadableFile
from xltool.office.limits import too_big
from xltool.office.package import parse_xml
from xltool.reading.white_runs import RichText
from xltool.reading.xlsx.runs import RunReader
from xltool.reading.xlsx.xlsx_pieces import LONGEST, OddError, cut, remembered

MAX_STRINGS = 100_000


def read_strings(xml: bytes) -> list[RichText]:
    """The strings in their order, in runs where some characters are raised, struck out or have a guide.

    Raises `UnreadableFile`: ``W-damaged`` for broken XML, ``W-big`` for too many strings.
    """
    try:
        skeleton, pieces = cut(xml, "<si>", "</si>")
        if _parse_strings(skeleton.encode()) or len(pieces) > MAX_STRINGS:
            raise OddError
        return [_string(piece) for piece in pieces]
    except (ValueError, LookupError, UnreadableFile):
        return _parse_strings(xml)


@remembered(LONGEST)
def _string(piece: str) -> RichText:
    (string,) = _parse_strings(piece.encode())
    return string


def _parse_strings(xml: bytes) -> list[RichText]:
    strings: list[RichText] = []
    runs = RunReader()
    chunks: list[str] = []

    def start(tag: str, attrs: dict[str, str]) -> None:
        if tag == "t":
            chunks.clear()
        elif tag == "si":
            runs.result()
        else:
            runs.start(tag, attrs)

    def end(tag: str) -> None:
        if tag == "si":
            if len(strings) == MAX_STRINGS:
                raise too_big("strings", xml.count(b"<si"), MAX_STRINGS)
            strings.append(runs.result())
        else:
            runs.end(tag, "".join(chunks))

    parse_xml(xml, start, end, chunks.append)
    return strings
