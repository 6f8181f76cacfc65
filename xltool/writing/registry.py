"""The formats a report can be written in: one `OutputFormat` each, rendered and then read back.

To add a format, write one module with its `render` and `read_back` and one line in `OUTPUT_FORMATS`; what
``report --to`` accepts, its help and its messages follow from that.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from xltool.core.errors import ReportError
from xltool.core.form.model import Form
from xltool.core.submission.document import to_json
from xltool.core.submission.model import Submission
from xltool.core.text import zh
from xltool.core.text.catalogue.reports import R_DIFFERS

if TYPE_CHECKING:  # loaded when a report is made, not for the help
    from xltool.writing.report.context import Difference, Paragraph, TableContent


@dataclass(frozen=True)
class ReportOrder:
    """One report to be made; `template` is a Word template, b"" for formats that need none."""

    form: Form
    submission: Submission
    draft: bool = False
    template: bytes = b""


@dataclass(frozen=True)
class OutputFormat:
    """One format: its name for ``--to``, the end of its file's name, and how it is made and proved.

    `render` returns the file's bytes or raises ReportError.  `read_back` returns the first place where the
    file does not say what was meant, None when it says all of it.  `render_together`, where given, makes
    the files of many orders at once and is then used instead of `render`.
    """

    name: str
    suffix: str
    render: Callable[[ReportOrder], bytes]
    read_back: Callable[[bytes, ReportOrder], Difference | None]
    needs_template: bool = False
    render_together: Callable[[Sequence[ReportOrder]], Sequence[bytes]] | None = None


def names() -> list[str]:
    """The names that ``--to`` accepts, each once."""
    return list(dict.fromkeys(output.name for output in OUTPUT_FORMATS))


def formats(wanted: Sequence[str]) -> list[OutputFormat]:
    """The formats with these names, in the order of `OUTPUT_FORMATS`."""
    return [output for output in OUTPUT_FORMATS if output.name in wanted]


def produce(output: OutputFormat, order: ReportOrder) -> bytes:
    """Renders one report and proves it; raises ReportError when it does not say what was meant."""
    data = output.render(order)
    prove(output, data, order)
    return data


def prove(output: OutputFormat, data: bytes, order: ReportOrder) -> None:
    """Reads a report back; raises ReportError unless it says all that was meant."""
    fault = output.read_back(data, order)
    if fault:
        raise ReportError(R_DIFFERS, where=fault.where, meant=fault.meant, found=fault.found)


def _meant(order: ReportOrder) -> list[Paragraph | TableContent]:
    from xltool.writing.report.context import expected

    return expected(order.form, order.submission, order.draft)


def _meant_in_word(order: ReportOrder) -> list[Paragraph | TableContent]:
    from xltool.writing.report.signature import signature

    return [*_meant(order), *signature(order.template, order.submission.unit.name)]


def _docx(order: ReportOrder) -> bytes:
    from xltool.writing.report.docx import refuse_unprintable
    from xltool.writing.report.docx_fast import render

    refuse_unprintable(order.form, order.submission)
    return render(order.template, order.form, order.submission, order.draft)


def _docx_back(data: bytes, order: ReportOrder) -> Difference | None:
    from xltool.writing.report.read_back import docx_difference

    return docx_difference(data, _meant_in_word(order))


def _pdf(order: ReportOrder) -> bytes:
    return _pdfs([order])[0]


def _pdfs(orders: Sequence[ReportOrder]) -> list[bytes]:
    from xltool.writing.report.pdf import to_pdf

    return to_pdf([produce(DOCX, order) for order in orders]) if orders else []


def _pdf_back(data: bytes, order: ReportOrder) -> Difference | None:
    from xltool.writing.report.pdf_back import pdf_difference

    return pdf_difference(data, _meant_in_word(order))


def _page(order: ReportOrder) -> bytes:
    return _html(order, fragment=False)


def _fragment(order: ReportOrder) -> bytes:
    return _html(order, fragment=True)


def _html(order: ReportOrder, fragment: bool) -> bytes:
    from xltool.writing.report.docx import refuse_unprintable
    from xltool.writing.report.html import render

    refuse_unprintable(order.form, order.submission)
    return render(order.form, order.submission, order.draft, fragment).encode()


def _html_back(data: bytes, order: ReportOrder) -> Difference | None:
    from xltool.writing.report.html import read_back
    from xltool.writing.report.read_back import first_difference

    return first_difference(read_back(data.decode()), _meant(order))


def _csv(order: ReportOrder) -> bytes:
    from xltool.writing.report.flat import to_csv

    return to_csv(order.form, order.submission)


def _csv_back(data: bytes, order: ReportOrder) -> Difference | None:
    from xltool.writing.report.context import Difference, written
    from xltool.writing.report.flat import read_back

    found = read_back(data)
    for address, figure in written(order.form, order.submission).items():
        if found.get(address) != figure:
            return Difference(address, figure, found.get(address, ""))
    return None


def _json(order: ReportOrder) -> bytes:
    from xltool.writing.report.flat import to_json_bytes

    return to_json_bytes(order.submission)


def _json_back(data: bytes, order: ReportOrder) -> Difference | None:
    import json

    from xltool.writing.report.context import Difference

    meant, found = to_json(order.submission), json.loads(data)
    wrong = next((key for key in meant if found.get(key) != meant[key]), None)
    return None if wrong is None else Difference(wrong, str(meant[wrong]), str(found.get(wrong)))


DOCX = OutputFormat("docx", ".docx", _docx, _docx_back, needs_template=True)
OUTPUT_FORMATS: tuple[OutputFormat, ...] = (
    DOCX,
    OutputFormat("pdf", ".pdf", _pdf, _pdf_back, needs_template=True, render_together=_pdfs),
    OutputFormat("html", ".html", _page, _html_back),
    OutputFormat("html", f"-{zh.FRAGMENT_SUFFIX}.html", _fragment, _html_back),
    OutputFormat("csv", ".csv", _csv, _csv_back),
    OutputFormat("json", ".json", _json, _json_back),
)
