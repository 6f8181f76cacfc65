"""The runs of a cell as a file has them → as a person sees them: white ones beside others are not there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from xltool.office.raw import CellFormat, Look, Run

WrittenLook = Look | Literal["white"] | None  # None: it looks as its cell does
WrittenRun = tuple[str, WrittenLook]
RichText = str | tuple[WrittenRun, ...]  # in runs only where some characters are no plain ones


def shown(text: RichText) -> str:
    """All its characters but guides."""
    return text if isinstance(text, str) else "".join(piece for piece, look in text if look != "ruby")


def as_seen(runs: Sequence[WrittenRun], of_cell: Look, is_on_white: bool) -> tuple[tuple[Run, ...], bool]:
    """The runs as a person sees them in their cell, and whether all of them are white on white.

    White ones beside others are not there.
    """
    resolved: list[Run] = []
    white: list[Run] = []
    for text, look in runs:
        if look == "white" and is_on_white:
            white.append((text, ""))
        else:
            resolved.append((text, of_cell if look is None else "" if look == "white" else look))
    if any(text.strip() for text, look in resolved if look != "ruby"):
        return tuple(resolved), False
    return tuple(white or resolved), any(text.strip() for text, _ in white)


def seen_text(
    text: str, written: Sequence[WrittenRun], style: CellFormat
) -> tuple[str, tuple[Run, ...], bool]:
    """(the text of a cell as it is seen, its runs where some look unlike a figure, whether it is unseen)."""
    if not written:
        runs: tuple[Run, ...] = ((text, style.look),) if style.look and text else ()
        return text, runs, style.unseen
    runs, is_white = as_seen(written, style.look, style.white)
    if any(look for _, look in runs):
        return shown(runs), runs, style.unseen
    return shown(runs), (), is_white
