"""Understand what a reader found in a file: a `ReadReturn` with its unit, figures, texts and findings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from xltool.core.check.finding import Finding
from xltool.core.check.returned import ReadReturn
from xltool.core.errors import UnreadableFile
from xltool.core.form.model import Form
from xltool.core.submission.model import UNNAMED, Named, from_json
from xltool.core.text.catalogue.files import (
    W_LOST,
    W_NO_TABLES,
    W_NOT_WORKBOOK,
    W_TOTAL_TYPED,
    W_UNLOCKED,
    W_VALUES_ONLY,
)
from xltool.office.raw import RawWorkbook
from xltool.reading.form.find import known_form
from xltool.reading.published.blocks import Document
from xltool.reading.registry import FileContent

# Findings that mean nothing when a reader sees only values, neither locks nor formulas.
_NEED_MORE_THAN_VALUES = (W_UNLOCKED, W_TOTAL_TYPED, W_LOST)


def understand(
    found: Found, forms: Callable[[], Sequence[Form]], key: bytes = b"", named: Named = UNNAMED
) -> ReadReturn:
    """The return in a workbook, a document or a JSON document.

    `forms` gives every form that a workbook or report may be of; a JSON document names its own.  `key` is
    a round's, with which the tokens of its workbooks are told from others.  `named` says whose a report
    is.  Raises UnreadableFile or
    NotASubmission.
    """
    if isinstance(found, RawWorkbook):
        return _workbook(found, forms, key)
    if isinstance(found, Document):
        return _report(found, forms, named)
    form, submission = from_json(found, known_form)
    return ReadReturn(form, submission)


def _workbook(raw: RawWorkbook, forms: Callable[[], Sequence[Form]], key: bytes) -> ReadReturn:
    from xltool.reading.locate.extract import extract

    returned = extract(raw, forms, key)
    if not raw.values_only:
        return returned
    kept = (finding for finding in returned.findings if finding.code not in _NEED_MORE_THAN_VALUES)
    return replace(returned, findings=(*kept, Finding(W_VALUES_ONLY)))


def _report(document: Document, forms: Callable[[], Sequence[Form]], named: Named) -> ReadReturn:
    from xltool.reading.published.take import take

    try:
        return take(document, forms(), named)
    except UnreadableFile as error:
        if error.code == W_NO_TABLES and document.kind == "html":  # any page of the web
            raise UnreadableFile(W_NOT_WORKBOOK, kind=document.kind) from None
        raise
