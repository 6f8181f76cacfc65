"""All rules of a form as one function: what each rule's relation says, without asking them one by one.

Beside `form`; pure, exact.  `expr.Bound` stays the meaning: a function made here adds the same figures in
the same order, and a form with a figure missing is asked rule by rule.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import cache
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from xltool.core.form.model import Form, Rule
from xltool.core.form.relation import Linear

_Known = Mapping[str, Decimal]


def residuals(form: Form, known: _Known) -> list[Decimal | None]:
    """left - right of every rule, in the form's order; None where a member is not in `known`."""
    found: list[Decimal | None] = [None] * len(form.rules)
    for group in _groups(form):
        try:
            found[group.numbers] = group.function(known)
        except KeyError:
            found[group.numbers] = [
                rule.bound.residual(known) if all(map(known.__contains__, refs)) else None
                for rule, refs in zip(group.rules, group.refs, strict=True)
            ]
    return found


class _Group(NamedTuple):
    """Rules that stand side by side in the form; what is missing in one group makes no other slow."""

    numbers: slice
    rules: Sequence[Rule]
    refs: Sequence[tuple[str, ...]]
    function: Callable[[_Known], tuple[Decimal, ...]]


@cache
def _groups(form: Form) -> list[_Group]:
    found = []
    numbered = groupby(enumerate(form.rules), lambda pair: (pair[1].table, pair[1].needs_prior))
    for own in ([*pairs] for _, pairs in numbered):
        rules = [rule for _, rule in own]
        numbers = slice(own[0][0], own[-1][0] + 1)
        found.append(_Group(numbers, rules, [rule.bound.refs for rule in rules], _function(rules)))
    return found


def _function(rules: Sequence[Rule]) -> Callable[[_Known], tuple[Decimal, ...]]:
    """known → residuals of the rules; KeyError when a member is missing."""
    refs = list(dict.fromkeys(ref for rule in rules for ref in rule.bound.refs))
    names = {ref: f"v{number}" for number, ref in enumerate(refs)}
    space: dict[str, Any] = {}

    def number(figure: Decimal) -> str:
        space[name := f"k{len(space)}"] = figure
        return name

    def side(linear: Linear) -> str:
        terms = [names[ref] if f == 1 else f"{number(f)}*{names[ref]}" for f, ref in linear.terms]
        return "+".join([number(linear.constant), *terms] if linear.constant or not terms else terms)

    # Nothing of a form's text comes in: names are numbered, factors are handed over as numbers.
    lines = ",".join(f"({side(rule.bound.left)})-({side(rule.bound.right)})" for rule in rules)
    exec(f"def function(values):\n ({','.join(names.values())},)=values\n return ({lines},)", space)
    function, fetch = space["function"], itemgetter(*refs, refs[0])  # at least two, so always a tuple
    return lambda known: function(fetch(known)[:-1])
