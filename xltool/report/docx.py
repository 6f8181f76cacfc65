"""Template + submission → the Word report, filled by docxtpl and then read back.

A door: the only module that knows docxtpl.  Values are data, never template source; a
template is office property and runs in a sandbox; what comes out is proved by `verify`.
"""

from __future__ import annotations

import io
import zipfile
from xml.sax.saxutils import escape

from xltool import words
from xltool.check import printable
from xltool.form import Form
from xltool.layout import lay_out
from xltool.report.context import Paragraph, expected, printed, section_blocks, title_lines
from xltool.report.scaffold import MARGIN, STYLE_NAMES, TEXT_WIDTH
from xltool.report.verify import difference
from xltool.submission import Submission

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DIGIT = 105  # twips a digit of the table text is wide, 10.5 pt / 2
MAX_PROPERTY = 255  # characters python-docx lets a property hold


class ReportError(Exception):
    """No report: `code` is of the catalogue, `args_` its arguments."""

    def __init__(self, code: str, /, **args_: str) -> None:
        super().__init__(code, args_)
        self.code, self.args_ = code, args_


def report(template: bytes, form: Form, submission: Submission, draft: bool = False) -> bytes:
    """The report, equal in every paragraph and cell to what was meant; raises ReportError."""
    meant = expected(form, submission, draft)
    refuse_unprintable(form, submission)
    data = render(template, form, submission, draft)
    fault = difference(data, meant)
    if fault:
        raise ReportError("R-differs", where=fault.where, meant=fault.meant, found=fault.found)
    return data


def refuse_unprintable(form: Form, submission: Submission) -> None:
    """Raises ReportError for a character no document can hold, naming where it stands."""
    texts = {"unit": submission.unit.name, **submission.texts}
    for where, text in texts.items():
        bad = [c for c in text if not printable(c)]
        if bad:
            label = " · ".join(form.labels.get(where, (words.INFO["name"],)))
            raise ReportError("R-character", where=label, found=f"U+{ord(bad[0]):04X}")


class _Xml:
    """Finished XML; an escaping template takes it as it is."""

    def __init__(self, xml: str) -> None:
        self.xml = xml

    def __html__(self) -> str:
        return self.xml

    __str__ = __html__


def _literal(text: str) -> str:
    """The text as XML without braces: docxtpl would read ``{_{`` as an escaped ``{{``."""
    return escape(text, {"{": "&#123;", "}": "&#125;"})


def _blocks(blocks: list[Paragraph], styles: dict[str, str]) -> _Xml:
    """A section's paragraphs; they stand where the template says ``{{p N1 }}``."""
    return _Xml(
        "".join(
            f'<w:p><w:pPr><w:pStyle w:val="{styles[block.role]}"/></w:pPr><w:r><w:rPr>'
            f'<w:rFonts w:hint="eastAsia"/></w:rPr><w:t xml:space="preserve">{_literal(block.text)}</w:t>'
            "</w:r></w:p>"
            for block in blocks
        )
    )


def render(template: bytes, form: Form, submission: Submission, draft: bool = False) -> bytes:
    """The filled template, not yet read back; the same arguments give the same bytes."""
    from docxtpl import DocxTemplate
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    try:
        document = DocxTemplate(io.BytesIO(template))
        document.init_docx()
        styles = {style.name.lower(): style.style_id for style in document.docx.styles}
    except Exception as error:  # python-docx and zipfile fail in many ways on a damaged file
        raise ReportError("R-template", detail=str(error) or type(error).__name__) from error
    for name in STYLE_NAMES.values():
        if name.lower() not in styles:
            raise ReportError("R-template", detail=words.STYLE_ABSENT.format(name=name))
    ids = {role: styles[name.lower()] for role, name in STYLE_NAMES.items()}
    environment = ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    unit, title = title_lines(form, submission)
    context: dict[str, object] = {"unit": _Xml(_literal(unit)), "title": _Xml(_literal(title))}
    for section in form.sections:
        context[section.id] = _blocks(section_blocks(form, section, submission), ids)
    for address, text in printed(form, submission).items():
        table, row, column = address.split(".")
        rows = context.setdefault(table, {})
        assert isinstance(rows, dict)
        rows.setdefault(row, {})[column] = text
    try:
        document.render(context, environment, autoescape=True)
    except Exception as error:  # whatever goes wrong in it, a template cannot be used
        raise ReportError("R-template", detail=str(error) or type(error).__name__) from error
    body = document.docx.element.body
    if draft:
        first = document.docx.paragraphs[0].insert_paragraph_before(words.DRAFT)
        first._p.get_or_add_pPr().get_or_add_pStyle().val = ids["draft"]
    _shrink_wide(form, submission, body, ids)
    properties = document.docx.core_properties
    properties.title, properties.author = f"{unit}{title}"[:MAX_PROPERTY], unit[:MAX_PROPERTY]
    out = io.BytesIO()
    document.docx.save(out)
    return _same_dates(out.getvalue())


def _shrink_wide(form: Form, submission: Submission, body: object, ids: dict[str, str]) -> None:
    """The figures of a table take the smaller style where one would break in two in its column."""
    values = printed(form, submission)
    tables = body.findall(f"{_W}tbl")  # type: ignore[attr-defined]
    placed = [table for item in form.order for table in form.tables if table.id == item]
    for table, element in zip(placed, tables, strict=False):
        widths = [int(column.get(f"{_W}w") or TEXT_WIDTH) for column in element.iter(f"{_W}gridCol")]
        if not any(
            len(values[box.address]) * DIGIT > sum(widths[box.column : box.column + box.columns]) - 2 * MARGIN
            for box in lay_out(form).grids[table.id].boxes
            if box.address in values
        ):
            continue
        figures = {values[address] for address in table.addresses} - {""}
        for paragraph in element.iter(f"{_W}p"):
            style = paragraph.find(f"{_W}pPr/{_W}pStyle")
            is_figure = "".join(text.text or "" for text in paragraph.iter(f"{_W}t")) in figures
            if is_figure and style is not None and style.get(f"{_W}val") == ids["cell"]:
                style.set(f"{_W}val", ids["small"])


def _same_dates(data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), old.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()
