"""Which rows and columns are sums of others, by 合计 and the like and by the levels of numbering.

Pure.  Where it does not show, or shows in several ways, nothing is summed and a person is asked.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from xltool.core.form.block import Block
from xltool.core.form.draft.levels import PLAIN, NumberedItem, items
from xltool.core.form.outline import Heading
from xltool.core.text import zh

_TOTAL, _SUBTOTAL, _OF_PARTS = map(re.compile, (zh.DRAFT_TOTAL, zh.DRAFT_SUBTOTAL, zh.DRAFT_TOTAL_OF_PARTS))
_AMONG = re.compile(f"^{zh.DRAFT_AMONG}")
_OTHERS, _TAKEN = re.compile(zh.DRAFT_OTHERS), re.compile(zh.DRAFT_TAKEN_AWAY)


@dataclass
class Sums:
    """The sums of a block: `totals` as in a form file, `among` (whole, operator, parts), (code, question)."""

    totals: dict[str, str] = field(default_factory=dict)
    among: list[tuple[str, str, list[str]]] = field(default_factory=list)
    asked: list[tuple[str, str]] = field(default_factory=list)

    @property
    def whole(self) -> set[str]:
        """The rows and columns that hold others."""
        return {whole for whole, _, _ in self.among}


def block_sums(block: Block, blocks: Sequence[Block]) -> Sums:
    """The sums of the columns and rows of a block, one of the `blocks` of a table."""
    sums = Sums()
    for headings, leaves in ((block.columns, block.column_leaves), (block.rows, block.row_leaves)):
        _Finder(block, leaves, blocks, sums).look(items(headings, block.absent))
    return sums


def written_sum(codes: Sequence[str], blocks: Sequence[Block]) -> str:
    """A sum as form files write it: ``sum(r3:r23)`` for what stands together in a table, else ``r2 + r5``."""
    paths = (block.row_paths if codes[0].startswith("r") else block.column_paths for block in blocks)
    order = list(dict.fromkeys(code for codes_of in paths for code in codes_of))
    at = [order.index(code) for code in codes]
    if len(codes) > 2 and at == list(range(at[0], at[0] + len(at))):
        return f"sum({codes[0]}:{codes[-1]})"
    return " + ".join(codes)


class _Finder:
    """Looks for sums along one axis of a block, that of its `leaves`."""

    def __init__(self, block: Block, leaves: Sequence[Heading], blocks: Sequence[Block], sums: Sums) -> None:
        self.block, self.blocks, self.sums = block, blocks, sums
        self.words = {leaf.code or "": leaf for leaf in leaves}

    def look(self, beside: Sequence[NumberedItem]) -> None:
        """Find the sums among items beside each other, and below them."""
        for item in beside:
            self.look(item.children)
            if item.code and item.children:
                self._parts(item)
        before: list[NumberedItem] = []  # what a total can sum
        subtotals: list[NumberedItem] = []
        for position, item in enumerate(beside):
            if not item.code or item.children or not _TOTAL.search(item.text):
                before.append(item)
            elif _SUBTOTAL.search(item.text):
                self._total(item, before)
                subtotals.append(item)
                before = []
            elif before or subtotals:
                self._total(item, [*subtotals, *before])
                before, subtotals = [item], []
            else:
                self._first(item, beside[position + 1 :])
                before = []

    def _first(self, item: NumberedItem, rest: Sequence[NumberedItem]) -> None:
        """A total that stands before what it sums."""
        parts = [one for one in rest if not one.among]
        is_mixed = len({(one.level, bool(one.code)) for one in parts}) != 1
        if is_mixed or any(_TOTAL.search(one.text) and not one.children for one in parts):
            self._ask("no-sum", item)
        else:
            self._total(item, parts)

    def _total(self, item: NumberedItem, parts: Sequence[NumberedItem]) -> None:
        codes = [code for part in parts if not part.among for code in part.leaves]
        if len(codes) < 2 or not self._alike([item.code, *codes]):
            self._ask("no-sum", item)
            return
        self.sums.totals[item.code] = written_sum(codes, self.blocks)
        self._ask("total", item, codes)

    def _parts(self, item: NumberedItem) -> None:
        """What is numbered below a row of figures: its parts, or some of them (其中)."""
        children = [child for child in item.children if child.code]
        if not children:
            return
        codes = [child.code for child in children if not _TOTAL.search(child.text) or child.children]
        if children[0].among:
            is_all = len(codes) > 1 and bool(_OTHERS.search(children[-1].text))
            self.sums.among.append((item.code, "==" if is_all else ">=", codes))
            self._ask("among-all" if is_all else "among", item, codes)
        elif (
            len(codes) < 2
            or any(_TAKEN.search(child.text) for child in children)
            or (item.level == PLAIN and not item.among and not _OF_PARTS.search(item.text))
            or len(codes) != len(children)
            or not self._alike([item.code, *codes])
        ):
            self._ask("no-sum", item)
        else:
            self._total(item, children)

    def _ask(self, key: str, item: NumberedItem, parts: Sequence[str] = ()) -> None:
        words = zh.DRAFT_ASK[key].format(words=_AMONG.sub("", item.text), parts=self._names(parts))
        self.sums.asked.append((item.code, words))

    def _alike(self, codes: Sequence[str]) -> bool:
        """Whether these are of one kind, and count in one unit where units stand beside them."""
        kinds = {self.block.kinds.get(code, "count") for code in codes}
        units = {words for code in codes for words in self.words[code].beside if not re.search(r"\d", words)}
        return len(kinds) == 1 and len(units) < 2

    def _names(self, codes: Sequence[str]) -> str:
        return zh.DRAFT_LIST.join(_AMONG.sub("", self.words[code].text) for code in codes[:_SHOWN]) + (
            zh.DRAFT_MORE.format(n=len(codes)) if len(codes) > _SHOWN else ""
        )


_SHOWN = 4  # names of parts in a question
