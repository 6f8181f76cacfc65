"""Word template + form → what is wrong with the template, before any unit's figures go into it.

A template that somebody edited may be used if it opens, runs no code, holds every tag once, and shows each
figure at its place among the official words when it is filled with numbers made up for the purpose.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from itertools import zip_longest
from xml.etree import ElementTree

from xltool.core.check.finding import Finding
from xltool.core.check.labels import short_label
from xltool.core.errors import ReportError, UnreadableFile
from xltool.core.form.layout import lay_out
from xltool.core.form.model import Form
from xltool.core.submission.model import Submission, Unit
from xltool.core.text import zh
from xltool.core.text.catalogue.forms import (
    F_BRACES,
    F_TAG_CODE,
    F_TAG_MISSING,
    F_TAG_MOVED,
    F_TAG_TWICE,
    F_TAG_UNKNOWN,
    F_TEMPLATE_DAMAGED,
    F_TEMPLATE_EXTRA,
    F_TEMPLATE_TEXT,
)
from xltool.office.package import Package, parse_xml
from xltool.writing.report.context import Paragraph, TableContent, expected, printed
from xltool.writing.report.docx import render
from xltool.writing.report.read_back import read_back
from xltool.writing.report.scaffold import scaffold
from xltool.writing.report.signature import UNIT_TAG, signature, signature_lines

_DOCUMENT = "word/document.xml"
_RENDERED = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml|docprops/core\.xml")
_TEXT = re.compile(rb"<w:t[ >][^<]*</w:t>|<w:t>[^<]*</w:t>")
_MARKUP = re.compile(rb"\{[{%#]")
_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.S)
_PATH = re.compile(r"\{\{\s*(p\s)?\s*([A-Za-z]\w*(?:\.\w+)*)\s*\}\}")
_BRACE = re.compile("[{}\N{FULLWIDTH LEFT CURLY BRACKET}\N{FULLWIDTH RIGHT CURLY BRACKET}]")
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SHOWN = 40  # characters of a paragraph that are quoted
_FIRST = 100_001  # the first of the made-up figures, six digits long
_UNIT = "\N{MATHEMATICAL LEFT WHITE SQUARE BRACKET}unit"


@lru_cache(16)
def template_faults(template: bytes, form: Form) -> tuple[Finding, ...]:
    """Everything that is wrong with a template; empty for one that may be used."""
    if template == scaffold(form):
        return ()
    try:
        package = Package(template)
        return (
            tuple(_extras(package))
            or tuple(_tags(package, template, form))
            or tuple(_misplaced(template, form))
        )
    except (UnreadableFile, ElementTree.ParseError, KeyError):  # a part that is not there, too
        return (Finding(F_TEMPLATE_DAMAGED),)
    except ReportError as error:
        return (Finding(error.code, (), error.args_, severity="error"),)


def _extras(package: Package) -> Iterator[Finding]:
    """Macros, and links to what Word would fetch when the report is opened."""
    extras = {"macros": any("vba" in name for name in package.names()), "links": False}

    def start(tag: str, attrs: dict[str, str]) -> None:
        if attrs.get("TargetMode") == "External" and not attrs.get("Type", "").endswith("/hyperlink"):
            extras["links"] = True

    for name in package.names():
        if name.endswith(".rels"):
            parse_xml(package.read(name), start)
    for extra in (extra for extra, is_there in extras.items() if is_there):
        yield Finding(F_TEMPLATE_EXTRA, (), {"thing": zh.EXTRAS[extra]})


def _tags(package: Package, template: bytes, form: Form) -> Iterator[Finding]:
    """Tags that are malformed, unknown, repeated or missing, and braces that belong to no tag."""
    counts: Counter[str] = Counter()
    for name in package.names():
        if not _RENDERED.fullmatch(name):
            continue
        xml = package.read(name)
        if _MARKUP.search(_TEXT.sub(b"", xml)):  # in an attribute or a field, where it cannot be seen
            yield Finding(F_TAG_CODE, (), {"text": "{{ }}"})
        allowed = _wanted(form) if name == _DOCUMENT else ("unit", "title")
        for text in _paragraphs(xml):
            for tag in _TAG.findall(text):
                match = _PATH.fullmatch(tag)
                if match is None or bool(match[1]) != any(s.id == match[2] for s in form.sections):
                    yield Finding(F_TAG_CODE, (), {"text": tag})
                elif match[2] not in allowed:
                    yield Finding(F_TAG_UNKNOWN, (), {"text": tag})
                elif name == _DOCUMENT:
                    counts[match[2]] += 1
            if _BRACE.search(_TAG.sub("", text)):
                yield Finding(F_BRACES, (), {"text": text[:_SHOWN]})
    counts["unit"] -= sum(len(UNIT_TAG.findall(line.text)) for line in signature_lines(template))
    for tag, label in _wanted(form).items():
        if counts[tag] != 1:
            refs = (tag,) if tag in form.kinds else ()
            code = F_TAG_TWICE if counts[tag] else F_TAG_MISSING
            yield Finding(code, refs, {"label": label, "tag": tag}, severity="error")


def _wanted(form: Form) -> dict[str, str]:
    """Every tag that a template must hold, with the label of its place."""
    sections = {s.id: s.title or s.parts[0].label for s in form.sections}
    title = {"unit": zh.INFO["name"], "title": form.title.format(year="××××")}
    return title | sections | {address: short_label(form, address) for address in form.addresses}


def _paragraphs(xml: bytes) -> Iterator[str]:
    """The text of each paragraph; Word may split a tag over several runs, so these are joined."""
    for paragraph in ElementTree.fromstring(xml).iter(f"{_W}p"):
        yield "".join(text.text or "" for text in paragraph.iter(f"{_W}t"))


def _misplaced(template: bytes, form: Form) -> Iterator[Finding]:
    """Figures at a wrong place and official words that were changed, found by filling the template."""
    made_up = {address: Decimal(number) for number, address in enumerate(form.addresses, _FIRST)}
    texts = {address: f"\N{MATHEMATICAL LEFT WHITE SQUARE BRACKET}{address}" for address in form.texts}
    submission = Submission(form.id, form.version, 2000, Unit("0", _UNIT), made_up, texts)
    address_of = {figure: address for address, figure in printed(form, submission).items()}
    meant = [*expected(form, submission), *signature(template, _UNIT)]
    found = read_back(render(template, form, submission))
    for want, have in zip_longest(meant, found):
        if isinstance(want, TableContent) and isinstance(have, TableContent):
            yield from _in_table(form, want, have, address_of)
        elif want != have:
            meant_text, text = (i.text if isinstance(i, Paragraph) else "" for i in (want, have))
            args = {"meant": meant_text or zh.NOTHING, "found": text or zh.NOTHING}
            yield Finding(F_TEMPLATE_TEXT, (), args)
            if isinstance(want, TableContent) or isinstance(have, TableContent):
                return  # what follows is out of step and cannot be compared


def _in_table(
    form: Form, want: TableContent, have: TableContent, address_of: dict[str, str]
) -> Iterator[Finding]:
    boxes = {(b.row, b.column, b.rows, b.columns): b for b in lay_out(form).grids[want.id].boxes}
    for area in {**want.cells, **have.cells}:
        meant, found = want.cells.get(area), have.cells.get(area)
        if meant == found:
            continue
        box = boxes.get(area)
        if box is not None and box.address in form.kinds:
            other = short_label(form, address_of[found]) if found in address_of else found or zh.NOTHING
            args = {"label": short_label(form, box.address), "other": other}
            yield Finding(F_TAG_MOVED, (box.address,), args)
        else:
            args = {"meant": meant or zh.NOTHING, "found": found or zh.NOTHING}
            yield Finding(F_TEMPLATE_TEXT, (), args)
