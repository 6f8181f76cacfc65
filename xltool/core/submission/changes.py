"""What a later submission of a unit changed, in the form's words."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from xltool.core.check.labels import short_label
from xltool.core.form.model import Form
from xltool.core.submission.model import Submission, plain
from xltool.core.text import zh


def changes(form: Form, before: Submission, after: Submission) -> list[tuple[str, str, str]]:
    """(label, before, after) of every input and text that differs; of texts only the lengths are shown."""
    figures = [
        (short_label(form, address), _shown(before.values, address), _shown(after.values, address))
        for address in form.inputs
        if before.values.get(address) != after.values.get(address)
    ]
    said = (*form.texts, *form.cell_texts)
    texts = [a for a in said if before.texts.get(a, "").split() != after.texts.get(a, "").split()]
    lengths = [[zh.CHARACTERS.format(n=len(s.texts.get(a, ""))) for s in (before, after)] for a in texts]
    return figures + [(short_label(form, a), old, new) for a, (old, new) in zip(texts, lengths, strict=True)]


def _shown(values: Mapping[str, Decimal | None], address: str) -> str:
    number = values.get(address)
    return zh.NOTHING if number is None else plain(number)
