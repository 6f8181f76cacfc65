"""Template + submission → the Word report, filled by docxtpl.

The only module that knows docxtpl.  Values are data, never template source.  A template may be edited by
the office, so it runs in a sandbox, and the report is read back by `read_back` before anyone gets it.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Any
from xml.sax.saxutils import escape

from xltool.core.errors import ReportError
from xltool.core.form.layout import lay_out
from xltool.core.form.model import Form, cell_parts
from xltool.core.submission.identity import sign
from xltool.core.submission.model import Submission
from xltool.core.text import zh
from xltool.core.text.catalogue.reports import R_CHARACTER, R_TEMPLATE
from xltool.core.text.clean import unprintable
from xltool.writing.report.context import Paragraph, printed, section_blocks, title_lines
from xltool.writing.report.scaffold import MARGIN, STYLE_NAMES, TEXT_WIDTH

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DIGIT = 105  # twips a digit of the table text is wide, 10.5 pt / 2
PROPERTIES = ("title", "author", "identifier", "category")
MAX_PROPERTY = 255  # characters that python-docx allows a property


def refuse_unprintable(form: Form, submission: Submission) -> None:
    """Raises ReportError for a character that no document can hold, naming where it stands."""
    texts = {"unit": submission.unit.name, **submission.texts}
    for where, text in texts.items():
        if characters := unprintable(text):
            label = " · ".join(form.labels.get(where, (zh.INFO["name"],)))
            raise ReportError(R_CHARACTER, where=label, found=f"U+{ord(characters[0]):04X}")


_LOOSE = '<w:keepNext w:val="0"/>'


class Xml:
    """Finished XML, which a template inserts without escaping it again."""

    def __init__(self, xml: str) -> None:
        self.xml = xml

    def __html__(self) -> str:
        return self.xml

    __str__ = __html__


def literal(text: str) -> str:
    """The text as XML without braces: docxtpl would read ``{_{`` as an escaped ``{{``."""
    return escape(text, {"{": "&#123;", "}": "&#125;"})


def paragraphs_xml(paragraphs: list[Paragraph], styles: dict[str, str]) -> str:
    """The XML of a section, which replaces its tag ``{{p N1 }}``; `styles` are style ids by role.

    A heading with nothing below it is not kept with what follows: a chain of such headings and a table
    would leave the page all together.
    """
    return "".join(
        f'<w:p><w:pPr><w:pStyle w:val="{styles[paragraph.role]}"/>{_LOOSE if is_bare else ""}</w:pPr><w:r>'
        '<w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr>'
        f'<w:t xml:space="preserve">{literal(paragraph.text)}</w:t></w:r></w:p>'
        for paragraph, is_bare in zip(paragraphs, _bare_headings(paragraphs), strict=True)
    )


def _bare_headings(paragraphs: Sequence[Paragraph]) -> Iterator[bool]:
    """For each paragraph, whether it is a heading without a text below it."""
    for paragraph, following in zip_longest(paragraphs, paragraphs[1:]):
        if paragraph is not None:
            yield paragraph.role == "heading2" and (following is None or following.role != "body")


def render(template: bytes, form: Form, submission: Submission, draft: bool = False) -> bytes:
    """The filled template, not yet read back; the same arguments give the same bytes.

    Raises ReportError when the template cannot be used.
    """
    unit, title = title_lines(form, submission)
    values = printed(form, submission)

    def context(styles: dict[str, str]) -> dict[str, object]:
        tags: dict[str, object] = {"unit": Xml(literal(unit)), "title": Xml(literal(title))}
        for section in form.sections:
            paragraphs = section_blocks(form, section, submission)
            tags[section.id] = Xml(paragraphs_xml(paragraphs, styles))
        return tags | by_row(values)

    def wide(widths: dict[str, list[int]]) -> Collection[str]:
        return wide_tables(form, values, widths)

    return fill_template(template, form, context, values, wide, draft, core_properties(form, submission))


def core_properties(form: Form, submission: Submission) -> dict[str, str]:
    """The document's properties: title and author, and the identity by which it is recognised when read."""
    unit = submission.unit
    name, title = title_lines(form, submission)
    identity = sign(form.key, submission.year, unit.code, unit.name).text()
    return dict(zip(PROPERTIES, (f"{name}{title}", name, identity, unit.level), strict=True))


def by_row(values: Mapping[str, str]) -> dict[str, dict[str, dict[str, str]]]:
    """Texts by address → by table, row and column, as a template asks for them: ``T3.r1.c1``."""
    tables: dict[str, dict[str, dict[str, str]]] = {}
    for address, text in values.items():
        table, row, column = cell_parts(address)
        tables.setdefault(table, {}).setdefault(row, {})[column] = text
    return tables


def fill_template(
    template: bytes,
    form: Form,
    context: Callable[[dict[str, str]], dict[str, object]],
    values: Mapping[str, str],
    wide: Callable[[dict[str, list[int]]], Collection[str]],
    draft: bool,
    properties: Mapping[str, str],
) -> bytes:
    """The template filled by docxtpl.

    `context` gets the ids of our styles by role and returns what the tags stand for.  `wide` gets the
    column widths of each table in twips and returns the tables whose figures, the texts of `values`, take
    the smaller style.  `properties` are those of the document.  Raises ReportError when the template
    cannot be used.
    """
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    document, styles = _open_template(template)
    environment = ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    try:
        document.render(context(styles), environment, autoescape=True)
    except Exception as error:  # whatever goes wrong in it, a template cannot be used
        raise ReportError(R_TEMPLATE, detail=str(error) or type(error).__name__) from error
    if draft:
        first = document.docx.paragraphs[0].insert_paragraph_before(zh.DRAFT)
        first._p.get_or_add_pPr().get_or_add_pStyle().val = styles["draft"]
    _shrink_figures(document.docx.element.body, form, styles, values, wide)
    for name, text in properties.items():
        setattr(document.docx.core_properties, name, text[:MAX_PROPERTY])
    out = io.BytesIO()
    document.docx.save(out)
    return _with_fixed_dates(out.getvalue())


def _open_template(template: bytes) -> tuple[Any, dict[str, str]]:
    """(the docxtpl document, the ids of our styles by role); raises ReportError."""
    from docxtpl import DocxTemplate

    try:
        document = DocxTemplate(io.BytesIO(template))
        document.init_docx()
        ids = {style.name.lower(): style.style_id for style in document.docx.styles}
    except Exception as error:  # python-docx and zipfile fail in many ways on a damaged file
        raise ReportError(R_TEMPLATE, detail=str(error) or type(error).__name__) from error
    for name in STYLE_NAMES.values():
        if name.lower() not in ids:
            raise ReportError(R_TEMPLATE, detail=zh.STYLE_ABSENT.format(name=name))
    return document, {role: ids[name.lower()] for role, name in STYLE_NAMES.items()}


def _shrink_figures(
    body: Any,
    form: Form,
    styles: Mapping[str, str],
    values: Mapping[str, str],
    wide: Callable[[dict[str, list[int]]], Collection[str]],
) -> None:
    """Gives the figures of the tables that `wide` chooses the smaller style."""
    ids = (item for item in form.order if item in form.by_id)
    elements = dict(zip(ids, body.findall(f"{_W}tbl"), strict=False))
    widths = {
        table: [int(column.get(f"{_W}w") or TEXT_WIDTH) for column in element.iter(f"{_W}gridCol")]
        for table, element in elements.items()
    }
    for table in wide(widths):
        figures = {values[address] for address in form.by_id[table].addresses} - {""}
        for style, text in figure_styles(elements[table], styles):
            if text in figures:
                style.set(f"{_W}val", styles["small"])


def figure_styles(table: Any, styles: Mapping[str, str]) -> Iterator[tuple[Any, str]]:
    """(style element, text) of every paragraph of a table in the style of figures."""
    for paragraph in table.iter(f"{_W}p"):
        style = paragraph.find(f"{_W}pPr/{_W}pStyle")
        if style is not None and style.get(f"{_W}val") == styles["cell"]:
            yield style, "".join(text.text or "" for text in paragraph.iter(f"{_W}t"))


def wide_tables(form: Form, values: Mapping[str, str], widths: Mapping[str, list[int]]) -> list[str]:
    """The tables in which a figure is too wide for its column and would be broken in two."""
    return [
        table
        for table, columns in widths.items()
        if any(
            len(values[box.address]) * DIGIT
            > sum(columns[box.column : box.column + box.columns]) - 2 * MARGIN
            for box in lay_out(form).grids[table].boxes
            if box.address in values
        )
    ]


def _with_fixed_dates(data: bytes) -> bytes:
    """The same zip without the time it was made at."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), old.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()
