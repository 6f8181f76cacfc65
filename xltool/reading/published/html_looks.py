"""How elements of a web page look: hidden, struck out, raised; by their tags, attributes and simple styles.

A style sheet is followed where a selector is one tag, class or id: others decide nothing here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from xltool.office.raw import Look

_LOOKS: dict[str, Look] = {
    "sup": "raised", "sub": "raised", "s": "struck", "strike": "struck", "del": "struck", "rt": "ruby",
    "rp": "ruby", "rtc": "ruby", "small": "small",
}  # fmt: skip
_COMMENT = re.compile(r"/\*.*?\*/|<!--|-->", re.S)
_CONDITIONAL = re.compile(r"@[^{};]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")  # @media print {…}
_RULE = re.compile(r"([^{}]{1,2000})\{([^{}]{0,2000})\}")
_SIMPLE = re.compile(r"[a-z0-9]*(?:[.#][\w-]+)?", re.I)
_RAISED = re.compile(r"super|sub|-?\d*\.?\d+(?:px|pt|em|ex|rem|%)")
_NOTHING = re.compile(r"0(?:\.0+)?(?:px|pt|em|%)?")
_MOST_RULES = 5_000


@dataclass(frozen=True)
class Style:
    """What is said of an element: it is `gone`, its characters are `unseen`, or they have a look."""

    gone: bool = False
    unseen: bool = False
    look: Look = ""


@dataclass
class PageStyles:
    """The declarations of simple selectors in the page's own style elements."""

    rules: dict[str, str] = field(default_factory=dict)

    def add(self, css: str) -> None:
        """Take over what a style element says."""
        for selectors, declarations in _RULE.findall(_CONDITIONAL.sub("", _COMMENT.sub("", css))):
            for selector in selectors.split(","):
                name = selector.strip().lower()
                if name and _SIMPLE.fullmatch(name) and len(self.rules) < _MOST_RULES:
                    self.rules[name] = f"{self.rules.get(name, '')};{declarations}"

    def style(self, tag: str, given: Mapping[str, str], inline: bool) -> Style:
        """How an element looks; only runs are raised by their vertical alignment, cells are placed by it."""
        classes = [f".{name}" for name in given.get("class", "").lower().split()]
        names = [tag, *classes, *(tag + name for name in classes)]
        if given.get("id"):
            names += [f"#{given['id'].lower()}", f"{tag}#{given['id'].lower()}"]
        found = [self.rules[name] for name in names if name in self.rules]
        if not found and not given.keys() & {"style", "hidden"} and tag not in _LOOKS:
            return _PLAIN
        said = _declarations(";".join((*found, given.get("style", ""))))
        gone = said.get("display", "") == "none" or said.get("mso-hide", "") == "all"
        gone |= "hidden" in given and "display" not in said
        unseen = said.get("visibility", "") in ("hidden", "collapse")
        unseen |= any(_NOTHING.fullmatch(said.get(name, "")) is not None for name in ("opacity", "font-size"))
        line = said.get("text-decoration", "") + said.get("text-decoration-line", "")
        look: Look = _LOOKS.get(tag, "")
        if "line-through" in line:
            look = "struck"
        elif inline and _RAISED.fullmatch(said.get("vertical-align", "")):
            look = "raised" if not _NOTHING.fullmatch(said["vertical-align"]) else look
        elif tag in ("s", "strike", "del") and line.strip() == "none":
            look = ""
        return Style(gone, unseen, look)


_PLAIN = Style()


def _declarations(text: str) -> dict[str, str]:
    pairs = (part.partition(":") for part in text.split(";"))
    return {name.strip().lower(): value.replace("!important", "").strip().lower() for name, _, value in pairs}
