"""Replace references in a text, such as ``{T3.r1.c7}`` or the name of a phrase, by the figures of the tables.

The submission keeps what was typed; the report prints, and the checks read, the replaced text, so
that text and table cannot disagree.  Braces that hold no reference stay as they are.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from xltool.core.check.finding import Finding
from xltool.core.form.model import Form
from xltool.core.form.relation import Linear
from xltool.core.submission.model import Submission, plain
from xltool.core.text.catalogue.texts import N_BOUND_BLANK, N_BOUND_UNKNOWN

# full-width braces are what a Chinese keyboard gives
_BRACES = re.compile(r"[{｛]([^{}｛｝\n]{1,60})[}｝]")
_ADDRESS = re.compile(r"[A-Z]+\d*\.r\d+\.c\d+")
_NAME = re.compile(r"[\u4e00-\u9fff]{2,12}")


class _Unknown(Exception):
    """A reference that names nothing."""


class _Blank(Exception):
    """A reference to a cell without a figure."""


def references(text: str) -> Iterator[tuple[re.Match[str], str]]:
    """(match, name) of everything that looks like a reference; cells are named as ``T3.r1.c7+T3.r2.c7``."""
    for match in _BRACES.finditer(text):
        name = re.sub(r"\s", "", unicodedata.normalize("NFKC", match[1]))
        cells = [part[:1].upper() + part[1:].lower() for part in name.split("+")]
        if all(_ADDRESS.fullmatch(cell) for cell in cells):
            yield match, "+".join(cells)
        elif _NAME.fullmatch(name):
            yield match, name


def with_figures(form: Form, submission: Submission) -> Submission:
    """The submission with the references in its texts replaced, except those that cannot be resolved."""
    texts = {address: fill_in(form, submission, text) for address, text in submission.texts.items()}
    return replace(submission, texts=texts)


def fill_in(form: Form, submission: Submission, text: str) -> str:
    """One text with its references replaced, except those that cannot be resolved."""
    for match, name in reversed(list(references(text))):
        try:
            words = _resolved(form, submission.values, name)
        except (_Unknown, _Blank):
            continue
        text = text[: match.start()] + words + text[match.end() :]
    return text


def check_bound(form: Form, submission: Submission) -> list[Finding]:
    """Errors about references that name nothing, or a cell without a figure."""
    findings = []
    for address, text in submission.texts.items():
        for match, name in references(text):
            args = {"label": form.labels[address][-1], "typed": match[0]}
            try:
                _resolved(form, submission.values, name)
            except _Unknown:
                findings.append(Finding(N_BOUND_UNKNOWN, (address,), args))
            except _Blank as blank:
                cell = str(blank)
                args["cell"] = " · ".join(form.labels[cell])
                findings.append(Finding(N_BOUND_BLANK, (address, cell), args))
    return findings


def _resolved(form: Form, values: Mapping[str, Decimal | None], name: str) -> str:
    """The words a reference stands for; raises _Unknown or _Blank."""
    for phrase in form.narrative.phrases:
        if phrase.name == name:
            text = phrase.text if _sum(values, phrase.figure) else phrase.zero
            for match, inner in reversed(list(references(text))):
                text = text[: match.start()] + _resolved(form, values, inner) + text[match.end() :]
            return text
    addresses = name.split("+")
    if any(address not in form.kinds for address in addresses):
        raise _Unknown
    return plain(_sum(values, Linear(tuple((Decimal(1), address) for address in addresses))))


def _sum(values: Mapping[str, Decimal | None], linear: Linear) -> Decimal:
    """The sum of cells; raises _Blank for the first without a figure."""
    figures = {ref: number for _, ref in linear.terms if (number := values.get(ref)) is not None}
    for _, ref in linear.terms:
        if ref not in figures:
            raise _Blank(ref)
    return linear.value(figures)
