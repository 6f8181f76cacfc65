"""When the server ends by itself: nobody has asked for anything for long, or the last window was closed."""

from __future__ import annotations

import time
from collections.abc import Callable

QUIET = 8 * 3600.0  # seconds without a request
CLOSED = 600.0  # seconds without a sign of a window that had a script
ASLEEP = 120.0  # seconds between two looks: the machine was asleep, the windows could not speak


class Lifetime:
    """Knows when the last request and the last sign of a window came; `clock` gives seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._asked = self._looked = clock()
        self._seen: float | None = None  # None: no window with a script so far

    def asked(self) -> None:
        """A request came."""
        self._asked = self._clock()
        if self._seen is not None:
            self._seen = self._asked

    def window(self) -> None:
        """A window says that it is open."""
        self._seen = self._clock()

    def is_over(self, busy: bool) -> bool:
        """Whether it is time to end; never while `busy`."""
        now = self._clock()
        slept = now - self._looked > ASLEEP
        self._looked = now
        if busy or slept:
            self._asked = now
            self._seen = None if self._seen is None else now
            return False
        closed = self._seen is not None and now - self._seen >= CLOSED
        return closed or now - self._asked >= QUIET
