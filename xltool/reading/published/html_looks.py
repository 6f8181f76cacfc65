"""How elements of a web page look: hidden, struck out, raised; by their tags, attributes and simple styles.

A style sheet is followed where selectors are tags, classes, ids and attributes, in one another or one right
inside the other: others decide nothing here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from xltool.office.raw import Look

_LOOKS: dict[str, Look] = {
    "sup": "raised", "sub": "raised", "s": "struck", "strike": "struck", "del": "struck", "rt": "ruby",
    "rp": "ruby", "rtc": "ruby", "small": "small",
}  # fmt: skip
_COMMENT = re.compile(r"/\*.*?\*/|<!--|-->", re.S)
_CONDITIONAL = re.compile(r"@([^{};]*)\{((?:[^{}]*\{[^{}]*\})*[^{}]*)\}")  # @media print {…}
_ON_SCREEN = re.compile(r"\s*media\s+(?:only\s+)?(?:screen|all)\s*", re.I)
_RULE = re.compile(r"([^{}]{1,2000})\{([^{}]{0,2000})\}")
_SIMPLE = re.compile(r"[a-z0-9]*(?:[.#][\w-]+)?", re.I)
_RAISED = re.compile(r"super|sub|-?\d*\.?\d+(?:px|pt|em|ex|rem|%)")
_CLIPPED = re.compile(r"rect\(\s*([01](?:px)?)(?:[\s,]+\1){3}\s*\)|inset\((?:50|100)%\)")
_NOTHING = re.compile(r"0(?:\.0+)?(?:px|pt|em|%)?")
_COMPOUND = re.compile(r"(?:\*|[a-z][\w-]*)?(?:[.#][\w-]+|\[[\w-]+(?:~?=[^\]]*)?\])*", re.I)
_PIECE = re.compile(r"[.#]?[\w-]+|\[[^\]]*\]")
_MOST_RULES, _MOST_NESTED = 5_000, 200


@dataclass(frozen=True)
class Style:
    """What is said of an element: it is `gone`, its characters are `unseen`, or they have a look."""

    gone: bool = False
    unseen: bool = False
    look: Look = ""
    white: bool = False  # a run whose characters are white
    back: bool = False  # what is behind it has a colour, or a picture
    names: frozenset[str] = frozenset()  # its tag, .classes, #id, [attributes] as selectors name it


@dataclass(frozen=True)
class _Nested:
    """A selector of several parts, the last one first; `inside` says of each but the first how near it is."""

    parts: tuple[frozenset[str], ...]
    inside: tuple[str, ...]  # " " somewhere around, ">" right around
    declarations: str

    def fits(self, names: frozenset[str], around: Sequence[frozenset[str]]) -> bool:
        """Whether an element is meant; `around` are the elements around it, the nearest last."""
        if not self.parts[0] <= names:
            return False
        at = len(around)
        for part, how in zip(self.parts[1:], self.inside, strict=True):
            at -= 1
            while at >= 0 and how == " " and not part <= around[at]:
                at -= 1
            if at < 0 or not part <= around[at]:
                return False
        return True


@dataclass
class PageStyles:
    """The declarations of selectors in the page's own style elements."""

    rules: dict[str, str] = field(default_factory=dict)
    nested: list[_Nested] = field(default_factory=list)

    def add(self, css: str) -> None:
        """Take over what a style element says."""
        for selectors, declarations in _RULE.findall(_CONDITIONAL.sub(_shown, _COMMENT.sub("", css))):
            for selector in selectors.split(","):
                name = selector.strip().lower()
                if name and _SIMPLE.fullmatch(name) and len(self.rules) < _MOST_RULES:
                    self.rules[name] = f"{self.rules.get(name, '')};{declarations}"
                elif name and len(self.nested) < _MOST_NESTED:
                    self.nested += _nested(name, declarations)

    def style(
        self, tag: str, given: Mapping[str, str], inline: bool, around: Sequence[frozenset[str]] = ()
    ) -> Style:
        """How an element looks; only runs are raised by their vertical alignment, cells are placed by it."""
        classes = [f".{name}" for name in given.get("class", "").lower().split()]
        names = [tag, *classes, *(tag + name for name in classes)]
        if given.get("id"):
            names += [f"#{given['id'].lower()}", f"{tag}#{given['id'].lower()}"]
        found = [self.rules[name] for name in names if name in self.rules]
        own = _names(tag, given) if self.nested else frozenset()
        found += [rule.declarations for rule in self.nested if rule.fits(own, around)]
        if not found and not self.nested and not given.keys() & _SAYING and tag not in _LOOKS:
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
        gone |= _is_far(said) or _is_clipped(said)
        behind = said.get("background-color", "") + said.get("background", "") + given.get("bgcolor", "")
        white = inline and _is_white(said.get("color", given.get("color", "").lower()))
        return Style(gone, unseen, look, white, bool(behind) and not _is_white(behind), own)


_PLAIN = Style()
_SAYING = {"style", "hidden", "color", "bgcolor"}  # attributes that may say how an element looks


def _is_white(colour: str) -> bool:
    return "".join(colour.split()) in ("white", "#fff", "#ffffff", "rgb(255,255,255)")


def _is_far(said: Mapping[str, str]) -> bool:
    """Whether an element stands a thousand points or more left of the page or above it."""
    places = ("left", "top", "text-indent", "margin-left")
    return any(re.match(r"-\d{3,}(?!\d*\.?\d*%)", said.get(name, "")) is not None for name in places)


def _is_clipped(said: Mapping[str, str]) -> bool:
    """Whether nothing of an element is left: cut off, or without size, as words for screen readers are."""
    if _CLIPPED.fullmatch(said.get("clip", "") or said.get("clip-path", "")):
        return True
    return "hidden" in said.get("overflow", "") and any(
        _NOTHING.fullmatch(said.get(name, "")) for name in ("width", "height", "max-width", "max-height")
    )


def _shown(match: re.Match[str]) -> str:
    """The rules of a block that hold on a screen, whatever its size."""
    return match[2] if _ON_SCREEN.fullmatch(match[1]) else ""


def _names(tag: str, given: Mapping[str, str]) -> frozenset[str]:
    names = {tag, *(f".{name}" for name in given.get("class", "").lower().split())}
    names |= {f"#{given['id'].lower()}"} if given.get("id") else set()
    for name, value in given.items():
        names |= {f"[{name}]", f"[{name}={value.lower()}]"}
        names |= {f"[{name}~={word}]" for word in value.lower().split()}
    return frozenset(names)


def _nested(selector: str, declarations: str) -> Iterator[_Nested]:
    """The selector taken apart, nothing for one of another kind."""
    words = re.sub(r"\s*>\s*", " > ", re.sub("[\"']", "", selector)).split()
    parts, inside, how = [], [], " "
    for word in words:
        if word == ">":
            how = ">"
        elif _COMPOUND.fullmatch(word):
            inside.append(how)
            parts.append(frozenset(_PIECE.findall(word)))
            how = " "
        else:
            return
    yield _Nested(tuple(reversed(parts)), tuple(reversed(inside[1:])), declarations)


def _declarations(text: str) -> dict[str, str]:
    pairs = (part.partition(":") for part in text.split(";"))
    return {name.strip().lower(): value.replace("!important", "").strip().lower() for name, _, value in pairs}
