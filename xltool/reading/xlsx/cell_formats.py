"""The styles of a workbook as far as reading needs them: whether a cell is locked and shows a date."""

from __future__ import annotations

from functools import lru_cache

from xltool.office.number_format import DATE_IDS, is_date_format
from xltool.office.package import MEGABYTE, parse_xml

Format = tuple[bool, bool]  # locked, date
DEFAULT_FORMAT: Format = (True, False)


def read_formats(xml: bytes) -> dict[str, Format]:
    """The formats by the text of the style number as cells write it.

    Raises `UnreadableFile`: ``W-damaged`` for broken XML.
    """
    # A batch of returns shares a few style parts, so remembering them saves a good part of the time.
    return _parse_formats(xml) if len(xml) < MEGABYTE else _parse_formats.__wrapped__(xml)


@lru_cache(maxsize=16)
def _parse_formats(xml: bytes) -> dict[str, Format]:
    date_ids = {str(number) for number in DATE_IDS}
    formats: list[Format] = []
    is_cell_format = False

    def start(tag: str, attrs: dict[str, str]) -> None:
        nonlocal is_cell_format
        if tag == "numFmt":
            if is_date_format(attrs.get("formatCode", "")):
                date_ids.add(attrs.get("numFmtId", ""))
        elif tag == "cellXfs":
            is_cell_format = True
        elif is_cell_format and tag == "xf":
            formats.append((True, attrs.get("numFmtId") in date_ids))
        elif is_cell_format and tag == "protection" and formats:
            formats[-1] = (attrs.get("locked") not in ("0", "false"), formats[-1][1])

    def end(tag: str) -> None:
        nonlocal is_cell_format
        if tag == "cellXfs":
            is_cell_format = False

    parse_xml(xml, start, end)
    return {str(number): format_ for number, format_ in enumerate(formats)}
