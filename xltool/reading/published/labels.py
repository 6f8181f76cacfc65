"""Labels of tables as offices write them → the form's own words; and tables that go on in the next one.

Under `take`; pure.  Other words are taken only where they can mean one label of the form.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from xltool.core.form.block import Block
from xltool.core.form.model import Form
from xltool.core.text import zh
from xltool.core.text.clean import normal
from xltool.office.raw import RawCell
from xltool.reading.published.blocks import DocumentTable

_NUMBER = re.compile(rf"^(?:\(?[{zh.DIGITS}\d]{{1,3}}\)?[{zh.AFTER_NUMBER}]?)(?=\D)")
_BRACKETS = re.compile(r"\([^()]*\)")
_ADDED = re.compile(zh.LABEL_ADDED)
_END = re.compile(zh.LABEL_END)
_LONG = 6  # characters of words that may differ in a few
_ALIKE = 0.8


def mended(form: Form, table: DocumentTable) -> DocumentTable:
    """The table with each label in the form's own words."""
    cells = table.sheet.cells
    texts = {normal(cell.value or "") for cell in cells.values() if cell.kind == "text"}
    right = {text: label for text in texts if (label := _official(form, text, frozenset(texts)))}
    if not right:
        return table
    changed = {
        spot: RawCell("text", right[text])
        for spot, cell in cells.items()
        if cell.kind == "text" and (text := normal(cell.value or "")) in right
    }
    return replace(table, sheet=replace(table.sheet, cells=cells | changed))


def _official(form: Form, text: str, texts: frozenset[str]) -> str | None:
    """The label that these words mean; None for a label itself and for other words.

    Words that differ by more than what is often added mean a label only when it does not stand there.
    """
    slips, labels, loose = _words_of(form)
    if text in slips:
        return slips[text]
    if not text or text in labels or len(text) > _longest(form) + _LONG:
        return None
    number, words = _split(text)
    label = loose.get((number, words)) or loose.get(("", words))
    if label is None and len(words) >= _LONG:
        same = {key[1]: one for key, one in loose.items() if key[0] == number and number}
        alike = [one for key, one in same.items() if _likeness(key, words) >= _ALIKE]
        label = alike[0] if len(alike) == 1 else None
    return label if label and normal(label) not in texts else None


@lru_cache(32)
def _words_of(form: Form) -> tuple[dict[str, str], frozenset[str], dict[tuple[str, str], str]]:
    """(known slips, all labels, (number, words) → the only label that has them; "" for any number)."""
    labels = [leaf for block in _blocks(form) for leaf in (*_leaves(block), *block.corner_words) if leaf]
    groups = [top.text for block in _blocks(form) for top in (*block.rows, *block.columns)]
    every = frozenset(normal(label) for label in (*labels, *groups) if label)
    keys: dict[tuple[str, str], set[str]] = {}
    for label in labels:
        number, words = _split(normal(label))
        for key in {(number, words), ("", words)}:
            keys.setdefault(key, set()).add(label)
    slips = {normal(wrong): right for wrong, right in form.slips.items()}
    return slips, every, {key: next(iter(one)) for key, one in keys.items() if len(one) == 1}


@lru_cache(32)
def _longest(form: Form) -> int:
    """Characters of the longest label."""
    return max(map(len, _words_of(form)[1]), default=0)


def _blocks(form: Form) -> Iterable[Block]:
    return (block for table in form.tables for block in table.blocks)


def _leaves(block: Block) -> list[str]:
    return [leaf.text for leaf in (*block.row_leaves, *block.column_leaves) if leaf.text]


def _split(text: str) -> tuple[str, str]:
    """(its number without marks, its words without year, brackets and what is often added)."""
    match = _NUMBER.match(text)
    number = re.sub(r"\W", "", match[0]) if match else ""
    words = _BRACKETS.sub("", text[match.end() :] if match else text)
    words = _END.sub("", _ADDED.sub("", words))
    return number, words


def _likeness(one: str, two: str) -> float:
    common = sum((Counter(one) & Counter(two)).values())
    return 2 * common / (len(one) + len(two))


def joined(form: Form, tables: Sequence[DocumentTable]) -> list[DocumentTable]:
    """The tables, each with those below it that only go on with it, set at its right edge."""
    found: list[DocumentTable] = []
    for table in tables:
        if found and _goes_on(form, found[-1], table):
            found[-1] = _below(found[-1], table)
        else:
            found.append(table)
    return found


def _goes_on(form: Form, first: DocumentTable, second: DocumentTable) -> bool:
    """Whether `second` begins with rows of a table of the form that `first` ends without."""
    above, below = _texts(first), _texts(second)
    for table in form.tables:
        leaves = [leaf for block in table.blocks for leaf in block.row_leaves]
        heads = {normal(leaf.text) for block in table.blocks for leaf in block.column_leaves}
        rows = [i for i, leaf in enumerate(leaves) if leaf.text and normal(leaf.text) in above]
        more = [i for i, leaf in enumerate(leaves) if leaf.text and normal(leaf.text) in below]
        begun = bool(rows) or (heads <= above and len(heads) > 1)
        if more and begun and max(rows, default=-1) < min(more):
            return True
        if not any(leaf.text for leaf in leaves) and heads <= above and not heads & below:
            figures_there = first.width == second.width and all(map(_is_figure, second.sheet.cells.values()))
            if figures_there and not _last_row_has_figures(first):
                return True
    return False


def _texts(table: DocumentTable) -> set[str]:
    return {normal(cell.value or "") for cell in table.sheet.cells.values() if cell.kind == "text"}


def _is_figure(cell: RawCell) -> bool:
    return cell.kind == "number"


def _last_row_has_figures(table: DocumentTable) -> bool:
    cells = table.sheet.cells
    last = max((row for row, _ in cells), default=0)
    return any(cell.kind == "number" for (row, _), cell in cells.items() if row == last)


def _below(first: DocumentTable, second: DocumentTable) -> DocumentTable:
    """Both as one table; what was merged across the cut needs no more than its words above it."""
    down = max((row for row, _ in first.sheet.cells), default=-1) + 1
    across = first.width - second.width
    cells = {(r + down, max(c + across, 0)): cell for (r, c), cell in second.sheet.cells.items()}
    sheet = replace(first.sheet, cells=first.sheet.cells | cells)
    uneven = first.uneven | {row + down for row in second.uneven}
    return replace(first, sheet=sheet, uneven=frozenset(uneven))
