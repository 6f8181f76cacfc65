"""Understand what a reader found in a file: a `ReadReturn` with its unit, figures, texts and findings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from xltool.core.check.finding import Finding
from xltool.core.check.returned import ReadReturn
from xltool.core.form.model import Form
from xltool.core.submission.document import from_json
from xltool.core.submission.model import UNNAMED, Named
from xltool.core.text.catalogue.files import W_LOST, W_TOTAL_TYPED, W_UNLOCKED
from xltool.core.text.catalogue.sights import W_VALUES_ONLY
from xltool.office.raw import RawWorkbook
from xltool.reading.form.find import known_form
from xltool.reading.published.blocks import Document
from xltool.reading.registry import FileContent

# Findings that mean nothing when a reader sees only values, neither locks nor formulas.
_NEED_MORE_THAN_VALUES = (W_UNLOCKED, W_TOTAL_TYPED, W_LOST)


def understand(
    content: FileContent, forms: Callable[[], Sequence[Form]], key: bytes = b"", named: Named = UNNAMED
) -> ReadReturn:
    """The return in a workbook, a document or a JSON document.

    `forms` gives every form that a workbook or report may be of; a JSON document names its form.  `key` is
    the key of a round, which proves the tokens in its workbooks.  `named` says whose report a
    document is.  Raises UnreadableFile with a W code or
    NotASubmission for a file that holds no return of these forms.
    """
    if isinstance(content, RawWorkbook):
        return _workbook(content, forms, key)
    if isinstance(content, Document):
        return _report(content, forms, named)
    form, submission = from_json(content, known_form)
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

    return take(document, forms(), named)
