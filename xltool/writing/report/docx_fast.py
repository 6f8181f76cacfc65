"""Template + submission → the same Word report that `docx` makes, in a thirtieth of the time.

`docx` fills the template once with marks instead of texts; each report is that document with the marks
replaced.  A template with more than plain ``{{ tags }}`` is left to `docx` each time.  The caller reads
the result back in either case.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from xml.etree import ElementTree
from xml.sax.saxutils import escape

from xltool.core.form.model import Form
from xltool.core.submission.model import Submission
from xltool.office.zip_template import MARKS, Stencil, stencil_marks
from xltool.writing.report import docx
from xltool.writing.report.context import printed, section_blocks, title_lines

_DOCUMENT = "word/document.xml"
_MOST_MODELS = 16  # kept in memory, some 100 kB each
_TAG = re.compile(r"\{\{\s*([pr] )?\s*[A-Za-z]\w*(\.\w+)*\s*\}\}")
_BRACES = re.compile(r"\{[{%#]|[}%#]\}")
_LISTING = re.compile("[\t\n\a\f]")  # docxtpl turns these into breaks and tabs


@dataclass(frozen=True)
class _Model:
    """A template filled with marks: `mark_of` gives the mark of an address, a section or another text."""

    stencil: Stencil
    mark_of: Mapping[str, str]
    styles: dict[str, str]
    widths: dict[str, list[int]]


def render(template: bytes, form: Form, submission: Submission, draft: bool = False) -> bytes:
    """The same bytes as `docx.render` for the same arguments; raises ReportError as it does."""
    unit, title = title_lines(form, submission)
    sections = {section.id: section_blocks(form, section, submission) for section in form.sections}
    texts = (unit, title, *(block.text for blocks in sections.values() for block in blocks))
    values = printed(form, submission)
    model = None
    if not (form.cell_texts or any(map(_LISTING.search, texts))):
        model = _model(template, form, draft, frozenset())
    if model and (wide := frozenset(docx.wide_tables(form, values, model.widths))):
        # docxtpl keeps the style of blanks beside figures that shrink; only drafts have blanks
        model = None if "" in values.values() else _model(template, form, draft, wide)
    if model is None:
        return docx.render(template, form, submission, draft)
    filled = {model.mark_of[address]: text for address, text in values.items()}
    for section, paragraphs in sections.items():
        filled[model.mark_of[section]] = docx.paragraphs_xml(paragraphs, model.styles)
    plain = {"unit": unit, "title": title}
    for name, text in docx.core_properties(form, submission).items():
        plain[f"core {name}"] = text[: docx.MAX_PROPERTY]
    filled |= {model.mark_of[name]: escape(text) for name, text in plain.items()}
    return model.stencil.fill(filled)


@lru_cache(_MOST_MODELS)
def _model(template: bytes, form: Form, draft: bool, wide: frozenset[str]) -> _Model | None:
    """The template filled with marks; None for one that only docxtpl can fill."""
    if not is_simple(template):
        return None
    core_names = {name: f"core {name}" for name in docx.PROPERTIES}
    names = (*form.addresses, *(s.id for s in form.sections), "unit", "title", *core_names.values())
    mark_of = dict(zip(names, stencil_marks(len(names)), strict=True))
    styles: dict[str, str] = {}
    columns: dict[str, list[int]] = {}

    def context(ids: dict[str, str]) -> dict[str, object]:
        styles.update(ids)
        others = {name: mark_of[name] for name in ("unit", "title", *(s.id for s in form.sections))}
        return {**others, **docx.by_row({address: mark_of[address] for address in form.addresses})}

    def widths(table_widths: dict[str, list[int]]) -> frozenset[str]:
        columns.update(table_widths)
        return wide

    properties = {name: mark_of[full_name] for name, full_name in core_names.items()}
    data = docx.fill_template(template, form, context, mark_of, widths, draft, properties)
    stencil = Stencil(data)
    document = ElementTree.fromstring(stencil.part(_DOCUMENT))
    for _, text in docx.figure_styles(document, styles):
        # Whether a number of the template itself, or a figure among words, shrinks depends on the figures.
        if MARKS.sub("", text) and (MARKS.search(text) or text.strip("0123456789.-") == ""):
            return None
        if len(MARKS.findall(text)) > 1:
            return None
    return _Model(stencil, mark_of, styles, columns)


@lru_cache(_MOST_MODELS)
def is_simple(template: bytes) -> bool:
    """Whether a template has only plain tags, and only in its text, so that replacing marks can fill it.

    Tags in headers, footers, notes, properties or attributes, comments, blocks and filters are not plain.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(template)) as package:
            for name in package.namelist():
                if name.endswith((".xml", ".rels")):
                    content = package.read(name)
                    root = ElementTree.fromstring(content)
                    text = "".join(root.itertext())
                    if name == _DOCUMENT:
                        text = _TAG.sub("", text)
                    strings = [text, *(value for element in root.iter() for value in element.attrib.values())]
                    if b"<!" in content or any(_BRACES.search(s) or MARKS.search(s) for s in strings):
                        return False
    except Exception:  # a damaged file fails in many ways; docxtpl will say what is wrong
        return False
    return True
