"""What may stand in the cells of a drawn block, by the words of its headings and by the unit of measure.

Pure.  It is a guess from words, and asked as one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from xltool.core.form.block import Block, FieldKind
from xltool.core.text import zh

_PERCENT, _CHANGE, _SIGNED = map(re.compile, (zh.DRAFT_PERCENT, zh.DRAFT_CHANGE, zh.DRAFT_NEGATIVE))
_MONEY, _UNIT, _DECIMAL, _COUNT = map(
    re.compile, (zh.DRAFT_MONEY, zh.DRAFT_MONEY_UNIT, zh.DRAFT_DECIMAL, zh.DRAFT_COUNT)
)
_CHOICE, _DATE = re.compile(zh.DRAFT_CHOICE), re.compile(zh.DRAFT_DATE)
_WORDS, _WORDS_ROW = re.compile(zh.DRAFT_WORDS_COLUMN), re.compile(zh.DRAFT_WORDS_ROW)


def with_kinds(block: Block, measure: str, choices: Mapping[str, tuple[str, ...]]) -> Block:
    """The block with `kinds` for all rows and columns that hold no plain counts, and its `choices`.

    A table `measure`d in money only holds amounts where nothing else is said.
    """
    is_money = bool(_UNIT.search(measure)) and not re.search(zh.DRAFT_MEASURE_COUNT, measure)
    kinds: dict[str, FieldKind] = {}
    columns = {
        leaf.code or "": _kind(block.column_paths[leaf.code or ""], leaf.beside, is_money)
        for leaf in block.column_leaves
    }
    rows = {leaf.code or "": _row_kind(leaf.text, leaf.beside) for leaf in block.row_leaves}
    for codes in (columns, rows):
        kinds |= {code: kind for code, kind in codes.items() if kind}
    block = replace(block, kinds=_without_repeats(kinds, columns, rows), choices=choices)
    ticked = [cell for cell in choices if block.kind(*cell.split(".")) != "choice"]
    return replace(block, kinds={**block.kinds, **dict.fromkeys(ticked, "choice")})


def _kind(path: tuple[str, ...], beside: tuple[str, ...], is_money: bool) -> FieldKind | None:
    """The kind that the words of a heading and those beside it speak of; None for a count or none."""
    own, words = path[-1] if path else "", "".join(path)
    money = bool(_MONEY.search(words) or any(_UNIT.search(text) for text in beside))
    count = bool(_COUNT.search(own) or any(_COUNT.search(text) for text in beside))
    if kind := _of_words(own, _WORDS):
        return kind
    if any(map(_PERCENT.search, path)):
        return "percent"
    if _CHANGE.search(words):
        return "balance" if (money or is_money) and not count else "change"
    if count and not _MONEY.search(own):
        return None
    if money or is_money:
        return "balance" if _SIGNED.search(own) else "amount"
    return "amount" if _DECIMAL.search(own) or any(_DECIMAL.search(text) for text in beside) else None


def _of_words(text: str, words: re.Pattern[str]) -> FieldKind | None:
    """The kind of a cell that is filled with words: 是否…, …日期, or what `words` find, …说明."""
    if _CHOICE.search(text):
        return "choice"
    if _DATE.search(text):
        return "date"
    return "text" if words.search(text) else None


def _row_kind(text: str, beside: tuple[str, ...]) -> FieldKind | None:
    """The kind of a row, by the unit of measure in it or beside it: its other words say little."""
    if not beside and (kind := _of_words(text, _WORDS_ROW)):
        return kind
    units = (*re.findall(r"[（(]([^（）()]*)[）)]", text), *beside)
    if _PERCENT.search(text):
        return "percent"
    if any(_UNIT.search(unit) for unit in units):
        return "balance" if _SIGNED.search(text) else "amount"
    return "amount" if any(_DECIMAL.search(unit) for unit in units) else None


def _without_repeats(
    kinds: Mapping[str, FieldKind],
    columns: Mapping[str, FieldKind | None],
    rows: Mapping[str, FieldKind | None],
) -> dict[str, FieldKind]:
    """Rows need not say what all columns say already."""
    of_columns = set(columns.values())
    return {code: kind for code, kind in kinds.items() if code in columns or of_columns != {kind}}
