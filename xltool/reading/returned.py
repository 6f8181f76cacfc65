"""What a reader found → `ReadReturn`: whose it is, its figures and texts, what was done to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from xltool.core.check.finding import Finding
from xltool.core.check.returned import ReadReturn
from xltool.core.form.model import Form
from xltool.core.submission.model import from_json
from xltool.core.text.catalogue.files import (
    W_LOST,
    W_TOTAL_TYPED,
    W_UNLOCKED,
    W_VALUES_ONLY,
)
from xltool.office.raw import RawWorkbook
from xltool.reading.form.find import known_form
from xltool.reading.published.blocks import Document
from xltool.reading.registry import Found

# What another program is not known to have done when a reader sees values only.
_UNKNOWN = (W_UNLOCKED, W_TOTAL_TYPED, W_LOST)


def understand(found: Found, forms: Callable[[], Sequence[Form]], key: bytes = b"") -> ReadReturn:
    """The return in a workbook, a document or a JSON document.

    `forms` gives every form that a workbook or report may be of; a JSON document names its own.  `key` is
    a round's, with which the tokens of its workbooks are told from others.  Raises UnreadableFile or
    NotASubmission.
    """
    if isinstance(found, RawWorkbook):
        return _workbook(found, forms, key)
    if isinstance(found, Document):
        return _report(found, forms)
    form, submission = from_json(found, known_form)
    return ReadReturn(form, submission)


def _workbook(raw: RawWorkbook, forms: Callable[[], Sequence[Form]], key: bytes) -> ReadReturn:
    from xltool.reading.locate.extract import extract

    found = extract(raw, forms, key)
    if not raw.values_only:
        return found
    known = (finding for finding in found.findings if finding.code not in _UNKNOWN)
    return replace(found, findings=(*known, Finding(W_VALUES_ONLY)))


def _report(document: Document, forms: Callable[[], Sequence[Form]]) -> ReadReturn:
    from xltool.reading.published.take import take

    return take(document, forms())
