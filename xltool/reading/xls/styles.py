"""What xlrd knows of the styles of an .xls: locks, number formats, fonts, colours, and what is hidden."""

from __future__ import annotations

from typing import Any

from xltool.office.colour import BLACK, WHITE, is_unseen
from xltool.office.number_format import DATE_IDS, ODD_CODES, is_date_format, is_harmless, white_in
from xltool.office.raw import Area, CellFormat, Look
from xltool.reading.limits import MAX_COLUMN, MAX_ROW
from xltool.reading.white_runs import WrittenLook, WrittenRun

_NONE, _SOLID = 0, 1  # patterns of a fill
_OF_CELL: WrittenLook = None


def cell_format(book: Any, xf: Any) -> CellFormat:
    """The format of a cell with the extended format `xf` of xlrd's `book`."""
    entry = book.format_map.get(xf.format_key)
    code = (entry.format_str if entry is not None else "") or ODD_CODES.get(xf.format_key, "")
    date = is_date_format(code) if code else xf.format_key in DATE_IDS
    fill = xf.background.fill_pattern
    unseen, white = False, fill == _NONE
    if fill in (_NONE, _SOLID):
        back = _colour(book, xf.background.pattern_colour_index, WHITE) if fill == _SOLID else WHITE
        fore = white_in(code) or _colour(book, _font(book, xf.font_index).colour_index, BLACK)
        unseen, white = is_unseen(fore, back), is_unseen(WHITE, back)
    look = look_of_font(_font(book, xf.font_index))
    own = "" if date or is_harmless(code) else code
    return CellFormat(bool(xf.protection.cell_locked), date, own, look, unseen, white)


def runs(book: Any, text: str, changes: list[tuple[int, int]]) -> tuple[WrittenRun, ...]:
    """The text in runs, a font beginning at each of the `changes`; nothing where all of them are plain."""
    found: list[WrittenRun] = []
    begin, look = 0, _OF_CELL
    for at, number in (*changes, (len(text), -1)):
        if at > begin:
            found.append((text[begin:at], look))
        begin = max(at, begin)
        font = _font(book, number)
        look = "white" if is_unseen(_colour(book, font.colour_index, BLACK), WHITE) else look_of_font(font)
    return tuple(found) if any(look for _, look in found) else ()


def look_of_font(font: Any) -> Look:
    """How the characters of a font look."""
    if font.struck_out:
        return "struck"
    return "raised" if font.escapement else ""


def hidden(source: Any) -> list[Area]:
    """The rows and columns of xlrd's sheet that are not shown."""
    rows = [
        (row, 0, row, MAX_COLUMN - 1)
        for row, about in source.rowinfo_map.items()
        if about.hidden or (about.height == 0 and not about.has_default_height)
    ]
    columns = [
        (0, column, MAX_ROW - 1, column)
        for column, about in source.colinfo_map.items()
        if about.hidden or about.width == 0
    ]
    return rows + columns


def _font(book: Any, index: int) -> Any:
    return book.font_list[index] if 0 <= index < len(book.font_list) else _PLAIN


def _colour(book: Any, index: int, automatic: str) -> str:
    colour = book.colour_map.get(index)
    return automatic if colour is None else "{:02X}{:02X}{:02X}".format(*colour)


class _PLAIN:
    """A font that a broken file does not have."""

    struck_out = escapement = 0
    colour_index = 0x7FFF
