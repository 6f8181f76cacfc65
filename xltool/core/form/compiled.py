"""The residuals of all rules of a form at once, faster than rule by rule.

`relation.Bound` defines what a rule means.  The functions generated here add the same figures in the
same order and so give the same result; where a figure is missing, the rules are evaluated one by one.
tests/test_compiled.py compares the two.  A reader who does not care for speed may skip this module.
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

_Figures = Mapping[str, Decimal]


def residuals(form: Form, figures: _Figures) -> list[Decimal | None]:
    """Left side minus right side of every rule, in the form's order; None where a figure is missing.

    `figures` maps addresses to figures, last year's as ``prior.…``.
    """
    results: list[Decimal | None] = [None] * len(form.rules)
    for group in _groups(form):
        try:
            results[group.numbers] = group.function(figures)
        except KeyError:
            results[group.numbers] = [
                rule.bound.residual(figures) if all(map(figures.__contains__, refs)) else None
                for rule, refs in zip(group.rules, group.refs, strict=True)
            ]
    return results


class _Group(NamedTuple):
    """Neighbouring rules of one table; a figure missing in one group does not slow the others down."""

    numbers: slice
    rules: Sequence[Rule]
    refs: Sequence[tuple[str, ...]]
    function: Callable[[_Figures], tuple[Decimal, ...]]


@cache
def _groups(form: Form) -> list[_Group]:
    groups = []
    numbered = groupby(enumerate(form.rules), lambda pair: (pair[1].table, pair[1].needs_prior))
    for members in ([*pairs] for _, pairs in numbered):
        rules = [rule for _, rule in members]
        numbers = slice(members[0][0], members[-1][0] + 1)
        groups.append(_Group(numbers, rules, [rule.bound.refs for rule in rules], _function(rules)))
    return groups


def _function(rules: Sequence[Rule]) -> Callable[[_Figures], tuple[Decimal, ...]]:
    """A function from known figures to the residuals of `rules`; it raises KeyError when a figure is missing.

    Writes Python such as ``(v0+v1)-(v2),(v0)-(k0*v3)`` and compiles it: one expression for all rules, instead
    of a loop over terms for each.
    """
    refs = list(dict.fromkeys(ref for rule in rules for ref in rule.bound.refs))
    names = {ref: f"v{number}" for number, ref in enumerate(refs)}
    namespace: dict[str, Any] = {}

    def number(figure: Decimal) -> str:
        namespace[name := f"k{len(namespace)}"] = figure
        return name

    def side(linear: Linear) -> str:
        terms = [
            names[ref] if factor == 1 else f"{number(factor)}*{names[ref]}" for factor, ref in linear.terms
        ]
        return "+".join([number(linear.constant), *terms] if linear.constant or not terms else terms)

    # exec is safe here: the text holds only numbered names made above, and nothing of a form file;
    # factors and constants are handed over as values of the namespace.
    lines = ",".join(f"({side(rule.bound.left)})-({side(rule.bound.right)})" for rule in rules)
    exec(f"def function(values):\n ({','.join(names.values())},)=values\n return ({lines},)", namespace)
    # itemgetter gives a tuple only for two names or more: hence the first one twice
    function, fetch = namespace["function"], itemgetter(*refs, refs[0])
    return lambda figures: function(fetch(figures)[:-1])
