"""What is said of a file that holds more than is read of any.

A real return has 30 KB; the limits are far above that and bound memory and time.  Too much alone is no
attack: it is said as W-big, with the size and the limit.
"""

from __future__ import annotations

from xltool.core.errors import UnreadableFile
from xltool.core.text import zh
from xltool.core.text.catalogue.sights import W_BIG

MEGABYTE = 1 << 20
_IN_MEGABYTES = ("bytes", "unpacked")


def too_big(what: str, size: int, limit: int) -> UnreadableFile:
    """The error to raise for a file with `size` of `what`, a key of ``zh.BIG``."""
    words, unit = zh.BIG[what]
    shown = (f"{size / MEGABYTE:.1f}", f"{limit / MEGABYTE:.0f}") if what in _IN_MEGABYTES else (size, limit)
    return UnreadableFile(W_BIG, what=words, size=f"{shown[0]} {unit}", limit=f"{shown[1]} {unit}")
