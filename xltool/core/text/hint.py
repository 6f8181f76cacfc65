"""Guesses at what was typed wrongly, and their words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from xltool.core.text import zh


@dataclass(frozen=True)
class Doubt:
    """A figure that may be wrong: what was typed and what was probably meant; `cell` when known."""

    address: str
    label: str
    typed: str
    meant: str
    cell: str = ""


@dataclass(frozen=True)
class Hint:
    """A guess at what went wrong in one or two figures; `kind` names its sentence in `zh.HINTS`."""

    kind: str
    doubts: tuple[Doubt, ...]


def hint_words(hints: Sequence[Hint]) -> str:
    """A sentence with equally good guesses; "" when there are none."""
    if not hints:
        return ""
    answers = []
    for hint in hints:
        args = {}
        for doubt, suffix in zip(hint.doubts, ("", "_2"), strict=False):
            cell = zh.HINT_CELL.format(cell=doubt.cell.rpartition("!")[2]) if doubt.cell else ""
            args["place" + suffix] = zh.HINT_PLACE.format(label=doubt.label) + cell
            args["typed" + suffix], args["meant" + suffix] = doubt.typed, doubt.meant
        answers.append(zh.HINTS[hint.kind].format(**args))
    return zh.HINT.format(answers=zh.HINT_OR.join(answers))
