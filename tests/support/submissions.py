"""Submissions of a few figures, zeros elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from support.strategies import UNIT, year_of
from xltool.core.form.model import Form
from xltool.core.submission.model import Submission, Unit, with_totals

BUREAU = Unit("031", "示例县农业农村局", "县级部门")


def one(
    form: Form, texts: Mapping[str, str], figures: Mapping[str, object] | None = None, unit: Unit = BUREAU
) -> Submission:
    """A submission of 2025 with these texts, all figures 0 but the given ones."""
    values: dict[str, Decimal | None] = dict.fromkeys(form.addresses, Decimal(0))
    given = {address: Decimal(str(number)) for address, number in (figures or {}).items()}
    inputs = {
        address: number for address, number in {**values, **given}.items() if address not in form.totals
    }
    return Submission(form.id, form.version, 2025, unit, with_totals(form, inputs, keep=False), texts)


def filled(form: Form, figures: dict[str, object] | None = None, year: int | None = None) -> Submission:
    """A submission with these figures, 0 elsewhere."""
    inputs = {address: Decimal(0) for address in form.addresses if address not in form.totals}
    inputs |= {address: Decimal(str(number)) for address, number in (figures or {}).items()}
    values = with_totals(form, inputs, keep=False)
    return Submission(
        form.id, form.version, year or year_of(form), UNIT, values, dict.fromkeys(form.texts, "无。")
    )
