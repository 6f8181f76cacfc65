"""The one exception that ends a command: a message of the catalogue and an exit code."""

from __future__ import annotations

from functools import partial
from typing import Any, Final

OK: Final = 0
FINDINGS: Final = 1
USAGE: Final = 2
PARTIAL: Final = 3
CONFIGURATION: Final = 4
INTERNAL: Final = 5


class UseError(Exception):
    """Something the person at the keyboard can put right; `code` is of the catalogue."""

    def __init__(self, code: str, exit_code: int = USAGE, /, **args_: str) -> None:
        super().__init__(code, args_)
        self.code, self.exit_code, self.args_ = code, exit_code, args_

    def __reduce__(self) -> tuple[Any, ...]:
        """How it comes back from another process."""
        return partial(type(self), self.code, self.exit_code, **self.args_), ()
