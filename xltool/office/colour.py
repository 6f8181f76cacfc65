"""Colours of cells as files name them, and whether characters can be told from what is behind them."""

from __future__ import annotations

import colorsys
from collections.abc import Mapping, Sequence

BLACK, WHITE = "000000", "FFFFFF"
LEAST_CONTRAST = 1.2  # below it nobody sees that anything is there; 21 is black on white
# The palette of Excel 97 ([ECMA-376] 18.8.27); 64 and 65 are the window's text and background.
_BRIGHT = "000000 FFFFFF FF0000 00FF00 0000FF FFFF00 FF00FF 00FFFF"
INDEXED: Sequence[str] = (
    f"{_BRIGHT} {_BRIGHT} 800000 008000 000080 808000 800080 008080 C0C0C0 808080 9999FF 993366 FFFFCC "
    "CCFFFF 660066 FF8080 0066CC CCCCFF 000080 FF00FF FFFF00 00FFFF 800080 800000 008080 0000FF 00CCFF "
    "CCFFFF CCFFCC FFFF99 99CCFF FF99CC CC99FF FFCC99 3366FF 33CCCC 99CC00 FFCC00 FF9900 FF6600 666699 "
    "969696 003366 339966 003300 333300 993300 993366 333399 333333 000000 FFFFFF"
).split()
# Names of a theme's colours in the order of their numbers, and what Office's own theme has.
THEME_NAMES = (
    "lt1", "dk1", "lt2", "dk2", "accent1", "accent2", "accent3", "accent4", "accent5", "accent6", "hlink",
    "folHlink",
)  # fmt: skip
OFFICE_THEME = (
    "FFFFFF", "000000", "EEECE1", "1F497D", "4F81BD", "C0504D", "9BBB59", "8064A2", "4BACC6", "F79646",
    "0000FF", "800080",
)  # fmt: skip


def is_unseen(fore: str, back: str) -> bool:
    """Whether characters of colour `fore` (six hex digits) vanish on `back`."""
    light, dark = sorted((_luminance(fore), _luminance(back)), reverse=True)
    return (light + 0.05) / (dark + 0.05) < LEAST_CONTRAST


def named(attrs: Mapping[str, str], theme: Sequence[str], automatic: str) -> str:
    """The colour of an element such as ``<color theme="0" tint="-0.5"/>``, or `automatic`."""
    if "rgb" in attrs:
        colour = attrs["rgb"][-6:].upper()
    elif attrs.get("theme", "").isdigit() and int(attrs["theme"]) < len(theme):
        colour = theme[int(attrs["theme"])]
    elif attrs.get("indexed", "").isdigit() and int(attrs["indexed"]) < len(INDEXED):
        colour = INDEXED[int(attrs["indexed"])]
    else:
        return automatic
    try:
        return tinted(colour, float(attrs.get("tint", "0")))
    except ValueError:
        return automatic


def tinted(colour: str, tint: float) -> str:
    """The colour made lighter (up to 1) or darker (down to -1); raises ValueError for what is no colour."""
    red, green, blue = _channels(colour)
    if not -1 <= tint <= 1 or tint == 0:
        return colour
    hue, light, saturation = colorsys.rgb_to_hls(red, green, blue)
    light = light * (1 + tint) if tint < 0 else light * (1 - tint) + tint
    made = colorsys.hls_to_rgb(hue, light, saturation)
    return "".join(f"{round(255 * part):02X}" for part in made)


def _channels(colour: str) -> tuple[float, float, float]:
    if len(colour) != 6:
        raise ValueError(colour)
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4))
    return red, green, blue


def _luminance(colour: str) -> float:
    """As WCAG 2.1 defines it; black for what is no colour."""
    try:
        parts = _channels(colour)
    except ValueError:
        return 0.0
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
