"""The style part of an .xlsx as far as a reader asks: locks, number formats, and what cannot be seen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from xltool.office.colour import BLACK, OFFICE_THEME, THEME_NAMES, WHITE, is_unseen, named
from xltool.office.limits import MEGABYTE
from xltool.office.number_format import DATE_IDS, ODD_CODES, is_date_format, is_harmless, white_in
from xltool.office.package import parse_xml
from xltool.office.raw import CellFormat, Look

_FALSE = ("0", "false")
_RAISED = ("superscript", "subscript")
_DARK_TEXT = {"theme": "1"}  # what nearly every font has, whatever the theme

_Attributes = dict[str, str]


@dataclass(slots=True)
class _Font:
    colour: _Attributes = field(default_factory=dict)
    look: Look = ""


@dataclass(slots=True)
class _CellStyle:
    font: int
    fill: int
    number_format: str
    locked: bool = True


@dataclass
class StyleSheet:
    """What stands in the part, before colours of the theme are asked for."""

    codes: dict[str, str] = field(default_factory=dict)
    fonts: list[_Font] = field(default_factory=list)
    fills: list[_Attributes | None] = field(default_factory=list)  # the colour of a solid one; {}: none
    cells: list[_CellStyle] = field(default_factory=list)

    @property
    def needs_theme(self) -> bool:
        """Whether some colour is the theme's, beside its text's own."""
        colours = [font.colour for font in self.fonts] + [fill or {} for fill in self.fills]
        return any("theme" in colour and colour != _DARK_TEXT for colour in colours)

    def formats(self, theme: Sequence[str]) -> dict[str, CellFormat]:
        """The format of each style by the text of its number, as cells write it."""
        return {str(number): self._format(cell, theme) for number, cell in enumerate(self.cells)}

    def _format(self, cell: _CellStyle, theme: Sequence[str]) -> CellFormat:
        number = int(cell.number_format) if cell.number_format.isdecimal() else 0
        own = self.codes.get(cell.number_format)
        code = own if own is not None else ODD_CODES.get(number, "")
        date = is_date_format(own) if own is not None else number in DATE_IDS
        font = self.fonts[cell.font] if 0 <= cell.font < len(self.fonts) else _Font()
        fill = self.fills[cell.fill] if 0 <= cell.fill < len(self.fills) else {}
        unseen = white = False
        if fill is not None:  # a pattern is no single colour
            fore, back = white_in(code) or named(font.colour, theme, BLACK), named(fill, theme, WHITE)
            unseen, white = is_unseen(fore, back), is_unseen(WHITE, back)
        code = "" if date or is_harmless(code) else code
        return CellFormat(cell.locked, date, code, font.look, unseen, white)


def read_formats(xml: bytes, theme: Callable[[], Sequence[str]]) -> dict[str, CellFormat]:
    """The format of each cell style; `theme` gives the colours of the theme, asked only where they matter."""
    sheet = _parse(xml) if len(xml) < MEGABYTE else _parse.__wrapped__(xml)
    return _resolved(xml, tuple(theme()) if sheet.needs_theme else ())


@lru_cache(maxsize=16)
def _resolved(xml: bytes, theme: tuple[str, ...]) -> dict[str, CellFormat]:
    return _parse(xml).formats(theme or OFFICE_THEME)


@lru_cache(maxsize=16)
def _parse(xml: bytes) -> StyleSheet:
    # A batch of returns shares a few style parts, so remembering them saves a good part of the time.
    sheet = StyleSheet()
    inside = ""  # the list whose elements come

    def start(tag: str, attrs: _Attributes) -> None:
        nonlocal inside
        if tag in ("fonts", "fills", "cellXfs", "cellStyleXfs", "dxfs", "borders"):
            inside = tag
        elif tag == "numFmt" and not inside:
            sheet.codes[attrs.get("numFmtId", "")] = attrs.get("formatCode", "")
        elif inside == "fonts":
            _font(sheet.fonts, tag, attrs)
        elif inside == "fills":
            _fill(sheet.fills, tag, attrs)
        elif inside == "cellXfs" and tag == "xf":
            font, fill = (int(attrs.get(name) or 0) for name in ("fontId", "fillId"))
            sheet.cells.append(_CellStyle(font, fill, attrs.get("numFmtId", "0")))
        elif inside == "cellXfs" and tag == "protection" and sheet.cells:
            sheet.cells[-1].locked = attrs.get("locked") not in _FALSE

    def end(tag: str) -> None:
        nonlocal inside
        if tag == inside:
            inside = ""

    parse_xml(xml, start, end)
    return sheet


def _font(fonts: list[_Font], tag: str, attrs: _Attributes) -> None:
    if tag == "font":
        fonts.append(_Font())
    elif fonts and tag == "color":
        fonts[-1].colour = attrs
    elif fonts and (look := look_of(tag, attrs)):
        fonts[-1].look = look


def _fill(fills: list[_Attributes | None], tag: str, attrs: _Attributes) -> None:
    if tag == "fill":
        fills.append({})
    elif tag == "gradientFill" and fills:
        fills[-1] = None
    elif tag == "patternFill" and fills:
        pattern = attrs.get("patternType", "none")
        fills[-1] = {"auto": ""} if pattern == "solid" else {} if pattern == "none" else None
    elif tag == "fgColor" and fills and fills[-1] == {"auto": ""}:
        fills[-1] = attrs


def look_of(tag: str, attrs: _Attributes) -> Look:
    """What a font property says of the look of its characters."""
    if tag == "strike" and attrs.get("val") not in _FALSE:
        return "struck"
    return "raised" if tag == "vertAlign" and attrs.get("val") in _RAISED else ""


@lru_cache(maxsize=16)
def theme_colours(xml: bytes) -> tuple[str, ...]:
    """The colours of a theme part by their numbers."""
    found: dict[str, str] = {}
    name = ""

    def start(tag: str, attrs: _Attributes) -> None:
        nonlocal name
        if tag in THEME_NAMES:
            name = tag
        elif name and tag in ("srgbClr", "sysClr"):
            found.setdefault(name, (attrs.get("lastClr") or attrs.get("val", "")).upper())
            name = ""

    parse_xml(xml, start)
    return tuple(found.get(name, usual) for name, usual in zip(THEME_NAMES, OFFICE_THEME, strict=True))
