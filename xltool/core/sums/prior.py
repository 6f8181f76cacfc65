"""Find last year's submission of a unit, also when it was renamed or several units became one.

Also finds the figures that one year takes over from the year before.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal

from xltool.core.form.model import Form
from xltool.core.form.relation import PRIOR
from xltool.core.submission.model import Submission, Unit

_BETWEEN = re.compile(r"[、,，;；\s]+")


FindPrior = Callable[[Submission], Submission | None]  # gives last year's of the same unit


class PriorReturns:
    """Last year's submissions, to be found by a unit's code, name or former names."""

    def __init__(self, returns: Iterable[tuple[Form, Submission]]) -> None:
        self._returns: dict[tuple[str, int, str], tuple[Form, Submission]] = {}
        for form, one in returns:
            for name in (one.unit.name, one.unit.code):  # the first one with a name or code counts
                self._returns.setdefault((one.form, one.year, name), (form, one))

    def before(self, now: Submission) -> Submission | None:
        """Find what to compare `now` with: last year's submission, the sum of its predecessors', or None."""
        unit, former = now.unit, now.unit.former
        same = self._find(now, unit.code) or self._find(now, unit.name)
        candidates = [same, *(self._find(now, name) for name in _BETWEEN.split(former) if name)]
        parts = {one.unit.code: (form, one) for form, one in filter(None, candidates)}
        if len(parts) < 2:
            return next((one for _, one in parts.values()), None)
        from xltool.core.sums.adder import add_up  # seldom needed

        form = next(iter(parts.values()))[0]
        return add_up(form, [one for _, one in parts.values()], Unit("", former))[0]

    def _find(self, now: Submission, name: str) -> tuple[Form, Submission] | None:
        return self._returns.get((now.form, now.year - 1, name))


def carried_over(form: Form, last: Mapping[str, Decimal | None]) -> dict[str, Decimal]:
    """The inputs that must equal a figure of last year's, with that figure where it is known."""
    carried: dict[str, Decimal] = {}
    for rule in form.rules:
        left, right = rule.bound.left, rule.bound.right
        if rule.bound.operator == "==" and len(left.terms) == len(right.terms) == 1:
            (factor, address), (other, ref) = left.terms[0], right.terms[0]
            number = last.get(ref.removeprefix(PRIOR))
            plain_copy = factor == other == 1 and not left.constant and not right.constant
            if plain_copy and ref.startswith(PRIOR) and address not in form.totals and number is not None:
                carried[address] = number
    return carried
