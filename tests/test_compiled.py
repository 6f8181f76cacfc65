"""One function for all rules says what each rule says, for every submission, whatever is missing."""

from __future__ import annotations

from decimal import Decimal

import pytest
from conftest import load
from hypothesis import given
from hypothesis import strategies as st
from support.strategies import amounts, counts

from xltool.core.form.compiled import _function, residuals
from xltool.core.form.model import Form, Rule
from xltool.core.form.relation import Bound, Linear
from xltool.reading.form.find import list_forms

FORMS = [load(folder.name) for folder in list_forms()]


@pytest.mark.slow
@pytest.mark.parametrize("form", FORMS, ids=repr)
@given(data=st.data())
def test_equal_to_asking_each_rule(form: Form, data: st.DataObject) -> None:
    refs = sorted({ref for rule in form.rules for ref in rule.bound.refs})
    missing = data.draw(
        st.sets(st.sampled_from(refs), max_size=4) | st.just({r for r in refs if "prior" in r})
    )
    known = {ref: data.draw(st.one_of(counts, amounts)) for ref in refs if ref not in missing}
    assert residuals(form, known) == [
        rule.bound.residual(known) if set(rule.bound.refs) <= known.keys() else None for rule in form.rules
    ]


figures = st.decimals(-(10**9), 10**9, places=3)
linears = st.builds(
    Linear,
    st.lists(st.tuples(figures, st.sampled_from("abc")), max_size=4).map(tuple),
    figures | st.just(Decimal(0)),
)


@given(linears, linears, figures, figures, figures)
def test_factors_and_constants_are_kept(
    left: Linear, right: Linear, a: Decimal, b: Decimal, c: Decimal
) -> None:
    bound = Bound(left, "==", Linear((*right.terms, (Decimal(1), "a")), right.constant))
    rule = Rule("X-01", "X", "error", bound, None, "", "", "")
    known = {"a": a, "b": b, "c": c}
    assert _function([rule])(known) == (bound.residual(known),)
