"""Files with last year's returns → the one that a unit's return of this year is compared with."""

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
    """Finds last year's submission of a unit in the files and folders `paths`.

    One in an older version of the form is converted to this year's, as far as the form says how.
    """

    def __init__(self, paths: tuple[str, ...]) -> None:
        self._paths = paths
        returns = [Checker().read(path) for path in expand(paths, lambda _: None)]
        self._returns = PriorReturns(
            (one.form, one.submission) for one in returns if isinstance(one, ReadReturn)
        )

    def __call__(self, now: Submission) -> Submission | None:
        """Last year's submission of the unit of `now`; None when there is none."""
        before = self._returns.before(now)
        if before is None or before.version == now.version:
            return before
        old, new = known_form(f"{before.form}-{before.version}"), known_form(f"{now.form}-{now.version}")
        migration = migrate(old, new, before) if old and new else None
        return migration.submission if migration else None

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickles as its paths; another process reads these once, however often it receives them."""
        return _read_once, (self._paths,)


@lru_cache(1)
def _read_once(paths: tuple[str, ...]) -> PriorFiles:
    return PriorFiles(paths)


def find_prior(paths: Sequence[str]) -> PriorFiles | None:
    """Last year's submissions in `paths`, None without paths; raises UsageError for a missing file."""
    for path in paths:
        if not Path(path).exists():
            raise UsageError(U_PRIOR, path=path, detail=zh.PRIOR_FAULTS["missing"])
    return PriorFiles(tuple(paths)) if paths else None
