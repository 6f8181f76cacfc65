"""Whether a prefilled explanation still fits: which figures it was written for, and which are there now.

`writing.workbook.write` records the figures beside each explanation it prefills;
`reading.locate.extract` compares them.  An explanation the unit writes or changes itself is about
the figures it sends.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from xltool.core.form.model import Form
from xltool.core.form.relation import PRIOR
from xltool.core.submission.model import plain

PREFIX = "note."


def figures_about(form: Form, code: str, values: Mapping[str, Decimal | None]) -> str:
    """This year's figures in the rules of `code`, as ``5,,12`` with nothing for a blank."""
    refs = dict.fromkeys(ref for rule in form.rules if rule.code == code for ref in rule.bound.refs)
    figures = [values.get(ref) for ref in refs if not ref.startswith(PRIOR)]
    return ",".join("" if number is None else plain(number) for number in figures)


def outdated_notes(
    form: Form,
    notes: Mapping[str, str],
    records: Mapping[str, tuple[str, str]],
    values: Mapping[str, Decimal | None],
) -> list[str]:
    """The codes of rules whose explanation is word for word the recorded one although the figures changed.

    `records` holds (figures, explanation) by code, as they were when the workbook was made.
    """
    return [
        code
        for code, text in notes.items()
        if code in records
        and records[code][1] == text
        and records[code][0] != figures_about(form, code, values)
    ]
