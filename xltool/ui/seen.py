"""What was checked in this server: kept in memory, the oldest forgotten, gone when it ends."""

from __future__ import annotations

import secrets
from collections import OrderedDict
from collections.abc import Sequence

from xltool.core.check.returned import CheckedReturn, Unreadable

_KEPT = 3_000  # returns in all


class Seen:
    """Drops that were checked, by a key that stands in the address of their page."""

    def __init__(self) -> None:
        self._drops: OrderedDict[str, list[CheckedReturn | Unreadable]] = OrderedDict()

    def fresh_key(self) -> str:
        """A key for a drop that is being checked."""
        return secrets.token_urlsafe(9)

    def put(self, key: str, files: Sequence[CheckedReturn | Unreadable]) -> None:
        """The checked files of a drop."""
        self._drops[key] = [*files]
        while sum(map(len, self._drops.values())) > _KEPT and len(self._drops) > 1:
            self._drops.popitem(last=False)

    def get(self, key: str) -> list[CheckedReturn | Unreadable] | None:
        """The files of a drop; None when it is unknown or forgotten."""
        return self._drops.get(key)

    def all(self) -> list[tuple[str, list[CheckedReturn | Unreadable]]]:
        """The drops, newest first."""
        return [(key, drop) for key, drop in reversed(self._drops.items()) if drop]
