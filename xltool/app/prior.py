"""Last year's returns in files → the one that a unit's return of this year is compared with."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from xltool.app.checking import Checker
from xltool.app.find_files import expand
from xltool.core.check.returned import ReadReturn
from xltool.core.errors import UsageError
from xltool.core.submission.migrate import migrate
from xltool.core.submission.model import Submission
from xltool.core.sums.prior import PriorReturns
from xltool.core.text import zh
from xltool.core.text.catalogue.usage import U_PRIOR
from xltool.reading.form.find import known_form


class PriorFiles:
    """Finds last year's submission of a unit among the files and folders `paths`.

    What is in an older version of the form is brought into the one asked for, as far as codes map.
    """

    def __init__(self, paths: tuple[str, ...]) -> None:
        self._paths = paths
        read = [Checker().read(path) for path in expand(paths, lambda _: None)]
        self._returns = PriorReturns(
            (one.form, one.submission) for one in read if isinstance(one, ReadReturn)
        )

    def __call__(self, now: Submission) -> Submission | None:
        """Last year's of the unit of `now`; None when there is none."""
        found = self._returns.before(now)
        if found is None or found.version == now.version:
            return found
        old, new = known_form(f"{found.form}-{found.version}"), known_form(f"{now.form}-{now.version}")
        migration = migrate(old, new, found) if old and new else None
        return migration.submission if migration else None

    def __reduce__(self) -> tuple[Any, ...]:
        """In another process the paths are read once more, whatever number of times it arrives there."""
        return _arrived, (self._paths,)


@lru_cache(1)
def _arrived(paths: tuple[str, ...]) -> PriorFiles:
    return PriorFiles(paths)


def find_prior(paths: Sequence[str]) -> PriorFiles | None:
    """Where last year's submissions are looked up; None when none were given, UsageError for a bad path."""
    for path in paths:
        if not Path(path).exists():
            raise UsageError(U_PRIOR, path=path, detail=zh.PRIOR_FAULTS["missing"])
    return PriorFiles(tuple(paths)) if paths else None
