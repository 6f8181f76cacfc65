"""A PDF report → the first place where it does not say what was meant, read by pypdf.

White space and invisible characters do not count, because a line may end anywhere.
"""

from __future__ import annotations

import io
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence

from xltool.writing.report.context import Difference, Paragraph, TableContent

_SHOWN = 20  # characters around a difference that are quoted


def pdf_difference(pdf: bytes, meant: Sequence[Paragraph | TableContent]) -> Difference | None:
    """The first difference between the text of a PDF and what was meant; None when they are equal."""
    import pypdf
    from pypdf.errors import PyPdfError

    try:
        pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]
    except (PyPdfError, ValueError, KeyError, RecursionError) as error:
        return Difference("PDF", "", type(error).__name__)
    text = "".join(_without_number(_squeezed(page), n) for n, page in enumerate(pages, start=1))
    position = 0
    for where, piece in _pieces(meant):
        wanted = _squeezed(piece)
        if not _same(wanted, text[position : position + len(wanted)]):
            return Difference(where, wanted[:_SHOWN], text[position : position + len(wanted)][:_SHOWN])
        position += len(wanted)
    return Difference("PDF", "", text[position : position + _SHOWN]) if position < len(text) else None


def _pieces(meant: Sequence[Paragraph | TableContent]) -> Iterator[tuple[str, str]]:
    """(place, text) of everything meant, in reading order: the cells of tables row by row."""
    for number, item in enumerate(meant, start=1):
        if isinstance(item, Paragraph):
            yield f"¶{number}", item.text
        else:
            for area, text in sorted(item.cells.items()):
                yield f"{item.id} ({area[0] + 1}, {area[1] + 1})", text


def _same(wanted: str, found: str) -> bool:
    """Whether the texts are equal; rare characters come from another face and may be set out of order."""
    if wanted == found:
        return True
    return _has_rare(wanted) and Counter(wanted) == Counter(found)


def _has_rare(text: str) -> bool:
    """Whether a character is not in GB 2312, so perhaps not in the face of its style."""
    try:
        text.encode("gb2312")
    except UnicodeEncodeError:
        return True
    return False


def _squeezed(text: str) -> str:
    """The text without white space and invisible characters."""
    text = unicodedata.normalize("NFC", text)
    return "".join(c for c in text if not c.isspace() and unicodedata.category(c) not in ("Cf", "Co"))


def _without_number(page: str, number: int) -> str:
    """A page's text without its number, which stands first or last."""
    mark = f"—{number}—"
    return page.removesuffix(mark) if page.endswith(mark) else page.removeprefix(mark)
