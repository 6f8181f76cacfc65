"""The workbook of one unit by replacing marks: what `write` makes for it, only sooner.

`write` makes one workbook with marks for a form, year, level and password; each unit's is filled from
it, byte for byte as `write` would have written it.  What a mark cannot stand for goes to `write`: figures,
last year's figures, and words that a workbook writes in a way of its own.
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

_MOST_MODELS = 32  # kept; one takes some 100 kB
FIELDS = ("address", "phone", "website")
# Quotes are doubled, markup, escapes and outer spaces written otherwise, long texts not written at all.
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
) -> bytes:
    """What `write_workbook` makes of the same arguments."""
    fields = tuple(name for name in FIELDS if getattr(unit, name))
    own = [identity.code, identity.name, *(getattr(unit, name) for name in fields)]
    texts = [*own, identity.token]
    # Equal texts are stored once, so they must differ, from what is printed for every unit too.
    filled = content not in (None, WorkbookContent()) or bool(prior)
    if filled or len(set(texts)) < len(texts) or not all(map(_SIMPLE.fullmatch, texts)):
        return write_workbook(form, identity, unit, content, prior, password)
    stencil, slots, printed = _model(form, identity.form, identity.year, unit.level, password, fields)
    if len(identity.token) <= CHECK_CHARACTERS or not printed.isdisjoint(texts):
        return write_workbook(form, identity, unit, content, prior, password)
    token = [*identity.token[:CHECK_CHARACTERS], identity.token[CHECK_CHARACTERS:]]
    return stencil.fill(dict(zip(slots, (*token, *own), strict=True)))


@lru_cache(_MOST_MODELS)
def _model(
    form: Form, key: str, year: int, level: str, password: str, fields: tuple[str, ...]
) -> tuple[Stencil, list[str], frozenset[str]]:
    """The workbook with marks for token (its check characters singly), code, name and the unit's `fields`;
    the marks; and the strings every such workbook has.
    """
    slots = stencil_marks(CHECK_CHARACTERS + 1 + 2 + len(fields))
    token, (code, name, *others) = slots[: CHECK_CHARACTERS + 1], slots[CHECK_CHARACTERS + 1 :]
    unit = replace(Unit(code, name, level), **dict(zip(fields, others, strict=True)))
    identity = Identity(key, year, code, name, "".join(token))
    stencil = Stencil(write_workbook(form, identity, unit, password=password))
    return stencil, slots, frozenset(_TEXT.findall(stencil.part("xl/sharedStrings.xml")))
