"""Form + unit → the same workbook that `write` makes, in a hundredth of the time.

`write` makes one workbook with marks for each form, year, level, password and notice; that of a unit is
the same with the marks replaced, byte for byte as `write` would have written it.  What a mark cannot stand
for is left to `write`: figures, last year's figures, and texts that are stored in some other way.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from xltool.core.form.model import Form
from xltool.core.submission.identity import CHECK_CHARACTERS, Identity
from xltool.core.submission.model import Unit
from xltool.office.zip_template import Stencil, stencil_marks
from xltool.writing.workbook.write import WorkbookContent, write_workbook

_MOST_MODELS = 32  # kept in memory, some 100 kB each
FIELDS = ("address", "phone", "website")
# Quotes are doubled; markup, escapes and outer spaces are written otherwise; long texts not at all.
_SIMPLE = re.compile(r'(?! )(?!.*_x)[^\x00-\x1f\x7f-\xa0"<>&\u2000-\u200a\u2028\u2029\u3000\ud800-\udfff'
                     r'\ufffe\uffff\U000f0000-\U0010ffff]{1,100}(?<! )')  # fmt: skip
_TEXT = re.compile("<t[^>]*>([^<]*)</t>")


def unit_workbook(
    form: Form,
    identity: Identity,
    unit: Unit,
    content: WorkbookContent | None = None,
    prior: Mapping[str, Decimal | None] | None = None,
    password: str = "",
    notice: str = "",
) -> bytes:
    """The same bytes that `write_workbook` makes of the same arguments."""
    fields = tuple(name for name in FIELDS if getattr(unit, name))
    unit_texts = [identity.code, identity.name, *(getattr(unit, name) for name in fields)]
    texts = [*unit_texts, identity.token]
    # Equal texts are stored once, so these must differ from each other and from all printed ones.
    filled = content not in (None, WorkbookContent()) or bool(prior)
    if filled or len(set(texts)) < len(texts) or not all(map(_SIMPLE.fullmatch, texts)):
        return write_workbook(form, identity, unit, content, prior, password, notice)
    stencil, marks, printed = _model(form, identity.form, identity.year, unit.level, password, notice, fields)
    if len(identity.token) <= CHECK_CHARACTERS or not printed.isdisjoint(texts):
        return write_workbook(form, identity, unit, content, prior, password, notice)
    token = [*identity.token[:CHECK_CHARACTERS], identity.token[CHECK_CHARACTERS:]]
    return stencil.fill(dict(zip(marks, (*token, *unit_texts), strict=True)))


@lru_cache(_MOST_MODELS)
def _model(
    form: Form, key: str, year: int, level: str, password: str, notice: str, fields: tuple[str, ...]
) -> tuple[Stencil, list[str], frozenset[str]]:
    """(the workbook with marks, the marks, the strings that every such workbook holds).

    The marks stand for the token (one for each of its check characters), code, name and the `fields`.
    """
    marks = stencil_marks(CHECK_CHARACTERS + 1 + 2 + len(fields))
    token, (code, name, *others) = marks[: CHECK_CHARACTERS + 1], marks[CHECK_CHARACTERS + 1 :]
    unit = replace(Unit(code, name, level), **dict(zip(fields, others, strict=True)))
    identity = Identity(key, year, code, name, "".join(token))
    stencil = Stencil(write_workbook(form, identity, unit, password=password, notice=notice))
    return stencil, marks, frozenset(_TEXT.findall(stencil.part("xl/sharedStrings.xml")))
