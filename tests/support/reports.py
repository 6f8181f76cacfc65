"""A Word report made and proved as `xltool report` does, without a file."""

from __future__ import annotations

from xltool.core.form.model import Form
from xltool.core.submission.model import Submission
from xltool.writing.registry import DOCX, ReportOrder, produce


def word_report(template: bytes, form: Form, submission: Submission, draft: bool = False) -> bytes:
    """The report, equal in every paragraph and cell to what was meant; raises ReportError."""
    return produce(DOCX, ReportOrder(form, submission, draft, template))
