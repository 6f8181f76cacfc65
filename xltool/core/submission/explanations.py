"""A unit's explanations and the figures they were written for, as the workbook keeps them.

`write` records the figures beside each explanation it prefills; `extract` asks whether they still
are the same.  An explanation the unit writes or changes itself is about what it now sends.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from xltool.core.form.model import Form
from xltool.core.form.relation import PRIOR
from xltool.core.submission.model import plain

PREFIX = "note."


def figures_about(form: Form, code: str, values: Mapping[str, Decimal | None]) -> str:
    """The figures the rules of `code` speak about, in the rules' order, "" for a blank."""
    refs = dict.fromkeys(ref for rule in form.rules if rule.code == code for ref in rule.bound.refs)
    own = [values.get(ref) for ref in refs if not ref.startswith(PRIOR)]
    return ",".join("" if number is None else plain(number) for number in own)


def outdated_notes(
    form: Form,
    notes: Mapping[str, str],
    records: Mapping[str, tuple[str, str]],
    values: Mapping[str, Decimal | None],
) -> list[str]:
    """Codes whose explanation is word for word the recorded one while the figures are not.

    `records` holds (figures, explanation) by code, as they were when the workbook was made.
    """
    return [
        code
        for code, text in notes.items()
        if code in records
        and records[code][1] == text
        and records[code][0] != figures_about(form, code, values)
    ]
