"""Codes for a draft from an older form: rows and columns with the same words keep theirs.

Pure.  New rows and columns get numbers that the older form never used; what is only alike is asked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from xltool.core.form.block import Block
from xltool.core.form.model import Form, Table
from xltool.core.form.outline import Heading
from xltool.core.text import zh
from xltool.core.text.clean import normal

_ALIKE = 0.6  # how much of the words two headings share that may be the same thing


def table_like(title: str, blocks: Sequence[Block], old: Form) -> Table | None:
    """The table of the older form with this title, else with most words of these blocks, half at least."""
    words = _words(blocks)
    for table in old.tables:
        if normal(table.title) == normal(title):
            return table
    best = max(old.tables, key=lambda table: sum((_words(table.blocks) & words).values()))
    return best if sum((_words(best.blocks) & words).values()) * 2 >= sum(words.values()) else None


def coded_like(
    blocks: Sequence[Block], old: Table
) -> tuple[list[Block], dict[str, str], list[tuple[str, str]]]:
    """The blocks with the codes of `old`, code → that code, and what is asked about those only alike."""
    asked: list[tuple[str, str]] = []
    codes: dict[str, str] = {}
    for letter in "rc":
        mine = _paths(blocks, letter)
        theirs = _paths(old.blocks, letter)
        by_path: dict[tuple[str, ...], list[str]] = {}
        for code, path in theirs.items():
            by_path.setdefault(path, []).append(code)
        number = max((int(code[1:]) for code in theirs), default=0)
        for code, path in mine.items():
            if by_path.get(path):
                codes[code] = by_path[path].pop(0)
            else:
                number += 1
                codes[code] = f"{letter}{number}"
        left = {code: path for path, codes_left in by_path.items() for code in codes_left}
        new = {codes[code]: path for code, path in mine.items() if codes[code] not in theirs}
        asked += [
            (code, zh.DRAFT_ASK["alike"].format(words=path[-1], old=left[other][-1], code=other))
            for code, path in new.items()
            if (other := _nearest(path, left))
        ]
    return [_recoded(block, codes) for block in blocks], codes, asked


def _words(blocks: Sequence[Block]) -> Counter[str]:
    return Counter(
        path for letter in "rc" for paths in _paths(blocks, letter).values() for path in paths[-1:]
    )


def _paths(blocks: Sequence[Block], letter: str) -> dict[str, tuple[str, ...]]:
    """The words of each row or column, by its code, as they are compared."""
    all_paths = (block.row_paths if letter == "r" else block.column_paths for block in blocks)
    return {code: tuple(map(normal, path)) for paths in all_paths for code, path in paths.items()}


def _nearest(path: tuple[str, ...], left: Mapping[str, tuple[str, ...]]) -> str | None:
    """The code of the older form whose words are most like these, if any are."""
    ratios = {code: SequenceMatcher(None, path[-1], other[-1]).ratio() for code, other in left.items()}
    best = max(ratios, key=lambda code: ratios[code], default=None)
    return best if best and ratios[best] >= _ALIKE else None


def _recoded(block: Block, codes: Mapping[str, str]) -> Block:
    def heading(one: Heading) -> Heading:
        return replace(
            one, code=codes[one.code] if one.code else None, children=tuple(map(heading, one.children))
        )

    absent = frozenset(".".join(codes[part] for part in place.split(".")) for place in block.absent)
    return replace(
        block, rows=tuple(map(heading, block.rows)), columns=tuple(map(heading, block.columns)), absent=absent
    )
