"""How runs of a Word document look: hidden, struck out, raised; by their own properties and their styles.

Only what decides whether characters are read: [ECMA-376] 17.3.2.  Sizes, fonts and colours but white are
passed over.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from xltool.office.package import parse_xml
from xltool.office.raw import Look

_OFF = ("0", "false", "off", "none")
_TOGGLES = ("vanish", "strike", "dstrike")
_PROPERTIES = (*_TOGGLES, "vertAlign", "position", "rStyle", "highlight", "shd")
_WHITE_THEMES = ("background1", "light1")
_MAX_PARENTS = 20  # a style is based on a style …; files with a circle exist

RunProperties = dict[str, str]  # name of a property → its value; a toggle is "1" or "0"


@dataclass
class RunStyles:
    """The run properties of each style, with those it is based on, and of all text."""

    by_style: dict[str, RunProperties] = field(default_factory=dict)
    paragraph: str = ""  # the default paragraph style
    everywhere: RunProperties = field(default_factory=dict)

    def look(self, own: Mapping[str, str], paragraph_style: str) -> Look | Literal["shifted", "white"] | None:
        """How a run with these properties looks in such a paragraph; None when it is not shown.

        "shifted" is raised or lowered by points, which whole lines are as well; "white" is not seen unless
        what is behind it has a colour.
        """
        under = self.by_style.get(paragraph_style or self.paragraph, {})
        character = self.by_style.get(own.get("rStyle", ""), {})

        def is_on(name: str) -> bool:
            if name in own:
                return own[name] == "1"
            # A toggle in both styles is off again; what holds everywhere is not toggled.
            in_one = (under.get(name) == "1") != (character.get(name) == "1")
            return in_one or self.everywhere.get(name) == "1"

        if is_on("vanish"):
            return None
        if is_on("strike") or is_on("dstrike"):
            return "struck"
        merged = self.everywhere | under | character | dict(own)
        if merged.get("color") == "white" and not merged.keys() & {"highlight", "shd"}:
            return "white"
        if merged.get("vertAlign", "baseline") in ("superscript", "subscript"):
            return "raised"
        return "shifted" if merged.get("position", "0") not in ("0", "") else ""


def read_run_styles(xml: bytes) -> RunStyles:
    """The run properties of the styles in a styles part; raises UnreadableFile for broken XML."""
    own: dict[str, RunProperties] = {}
    based: dict[str, str] = {}
    styles = RunStyles()
    style = ""
    inside = ""  # "rPrDefault", "style" or ""

    def start(tag: str, attrs: dict[str, str]) -> None:
        nonlocal style, inside
        if tag == "rPrDefault":
            inside = tag
        elif tag == "style":
            inside, style = tag, value_of(attrs, "styleId")
            own[style] = {}
            if value_of(attrs, "type") == "paragraph" and value_of(attrs, "default") in ("1", "true"):
                styles.paragraph = style
        elif tag == "basedOn" and inside == "style":
            based[style] = value_of(attrs, "val")
        elif inside:
            note_property(own[style] if inside == "style" else styles.everywhere, tag, attrs)

    def end(tag: str) -> None:
        nonlocal inside
        if tag == inside:
            inside = ""

    parse_xml(xml, start, end)
    for name in own:
        chain = [name]
        while len(chain) < _MAX_PARENTS and chain[-1] in based:
            chain.append(based[chain[-1]])
        merged: RunProperties = {}
        for parent in reversed(chain):
            merged |= own.get(parent, {})
        styles.by_style[name] = merged
    return styles


def note_property(properties: RunProperties, tag: str, attrs: dict[str, str]) -> None:
    """Add what an element of run properties says."""
    if tag in _TOGGLES:
        properties[tag] = "0" if value_of(attrs, "val") in _OFF else "1"
    elif tag == "color":
        theme, shade = value_of(attrs, "themeColor"), value_of(attrs, "themeShade")
        is_white = theme in _WHITE_THEMES if theme else value_of(attrs, "val").upper() == "FFFFFF"
        properties[tag] = "white" if is_white and not shade else ""
    elif tag in _PROPERTIES:
        properties[tag] = value_of(attrs, "val")


def value_of(attrs: Mapping[str, str], name: str) -> str:
    """The attribute of this name, whatever prefix the file gives it; "" when it is not there."""
    return next((value for key, value in attrs.items() if key.rpartition(":")[2] == name), "")
