"""One table of a draft: blocks with codes, kinds and sums, its rules, what is asked about it.  Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from xltool.core.form.block import SIGNED_KINDS, Block
from xltool.core.form.draft.document import TitledTable, measure_of
from xltool.core.form.draft.drawn import DrawnTable, Question, drawn_blocks
from xltool.core.form.draft.kinds import with_kinds, words_columns
from xltool.core.form.draft.like import coded_like
from xltool.core.form.draft.rules import NumberedTable, WrittenRule, written_rules
from xltool.core.form.draft.sentences import Unclear, stated_relations
from xltool.core.form.draft.totals import block_sums, written_sum
from xltool.core.form.model import Table
from xltool.core.text import zh

_LANDSCAPE = 10  # columns that still fit a page upright


@dataclass
class DraftTable:
    """A table as a form file has it; `totals` go with the blocks, `unclear` are sentences without a rule."""

    id: str
    ordinal: str
    title: str
    measure: str
    blocks: list[Block]
    totals: list[dict[str, str]]
    rules: list[WrittenRule]
    notes: list[str]
    columns: int
    unclear: list[str] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)

    @property
    def landscape(self) -> bool:
        """Whether it is too wide for a page upright."""
        return self.columns > _LANDSCAPE


def draft_table(given: TitledTable, table_id: str, old: Table | None) -> DraftTable | None:
    """The table, with the codes of the `old` one; None when there is nothing to fill in it."""
    drawn = drawn_blocks(given.printed, table_id)
    measure = given.measure or measure_of(drawn.above)
    questions = list(drawn.questions)
    blocks = drawn.blocks
    if old is not None:
        blocks, asked = coded_like(blocks, old, table_id)
        renamed = _renamed(drawn.blocks, blocks, table_id)
        questions = [replace(one, at=renamed.get(one.at, one.at)) for one in questions] + asked
        drawn.sums = [{renamed[f"{table_id}.{code}"].partition(".")[2]:
                       [renamed[f"{table_id}.{part}"].partition(".")[2] for part in parts]
                       for code, parts in sums.items()} for sums in drawn.sums]  # fmt: skip
    blocks = [with_kinds(block, measure) for block in blocks]
    for i, block in enumerate(blocks):
        if words := words_columns(block):
            blocks[i] = replace(block, absent=block.absent | set(words))
            names = zh.DRAFT_LIST.join(block.column_paths[code][-1] for code in words)
            questions.append(
                Question(f"{table_id}.{words[0]}", zh.DRAFT_ASK["words"].format(words=names), "absent")
            )
        if block.kinds:
            questions.append(Question(f"{table_id}.{_first(block)}", zh.DRAFT_ASK["kinds"], "kinds"))
    if not blocks or not any(block.addresses for block in blocks):
        return None
    corner = [words for block in blocks for words in block.corner_words]
    table = DraftTable(
        table_id, given.ordinal, given.title, measure, blocks, [], [],
        [*drawn.above, *corner, *_formulas(blocks), *given.notes, *drawn.below], given.printed.columns,
        questions=questions,
    )  # fmt: skip
    _add_sums(table, drawn)
    return table


def add_rules(table: DraftTable, numbered: Sequence[NumberedTable]) -> None:
    """Write the relations that the notes of a table state; those that are no rules stay as sentences."""
    own = next(one for one in numbered if one.id == table.id)
    for note in table.notes:
        for one in stated_relations(note):
            rules = [] if isinstance(one, Unclear) else written_rules(one, numbered, own)
            table.unclear += [one.quote] if not rules else []
            for rule in rules:
                if not _is_total(table, rule) and rule.check not in {known.check for known in table.rules}:
                    table.rules.append(rule)


def _is_total(table: DraftTable, rule: WrittenRule) -> bool:
    """Whether a stated sum is one of the totals; what was guessed otherwise for its row is taken back."""
    left, sign, right = rule.check.partition(" == ")
    for totals in table.totals:
        if sign and left in totals:
            table.questions = [
                q for q in table.questions if q.at != f"{table.id}.{left}" or q.key != "totals"
            ]
            if totals[left] == right:
                return True
            del totals[left]
    return False


def _add_sums(table: DraftTable, drawn: DrawnTable) -> None:
    for block, stated in zip(table.blocks, drawn.sums, strict=True):
        sums = block_sums(block)
        if stated:
            orders = (
                [leaf.code or "" for leaf in leaves] for leaves in (block.row_leaves, block.column_leaves)
            )
            rows, columns = orders
            sums.totals = {
                code: written_sum(parts, rows if code[0] == "r" else columns)
                for code, parts in stated.items()
            }
            sums.asked = [
                (code, words) for code, words in sums.asked if code in {whole for whole, _, _ in sums.among}
            ]
        table.totals.append(sums.totals)
        table.questions += [Question(f"{table.id}.{code}", words, "totals") for code, words in sums.asked]
        for whole, operator, parts in sums.among:
            if whole not in sums.totals:
                table.rules += _among(block, whole, operator, parts)


def _among(block: Block, whole: str, operator: str, parts: Sequence[str]) -> Iterator[WrittenRule]:
    """The reminder that a row or column holds its parts (其中); what may be negative holds none."""
    is_row = whole[0] == "r"
    axis = block.row_leaves if is_row else block.column_leaves
    names = {leaf.code or "": re.sub(zh.DRAFT_AMONG, "", leaf.text) for leaf in axis}
    several = zh.DRAFT_PARTS.format(words=names[parts[0]], n=len(parts))
    words = names[whole], several if len(parts) > 1 else names[parts[0]]
    others = list(block.column_paths if is_row else block.row_paths)
    plain = [code for code in others if block.kinds.get(code) not in SIGNED_KINDS]
    if operator == "==" or len(plain) == len(others):
        check = f"{whole} {operator} {written_sum(parts, list(names))}"
        yield WrittenRule(check, "column" if is_row else "row", *words, "warning")
        return
    for code in plain:
        cells = [f"{one}.{code}" if is_row else f"{code}.{one}" for one in (whole, *parts)]
        yield WrittenRule(f"{cells[0]} {operator} {' + '.join(cells[1:])}", "", *words, "warning")


def _formulas(blocks: Sequence[Block]) -> Iterator[str]:
    """Relations that stand in headings or below them: 3=1-2."""
    for block in blocks:
        for leaf in (*block.row_leaves, *block.column_leaves):
            yield from (text for text in leaf.beside if "=" in text or "＝" in text)
            yield from re.findall(r"[（(]([^（）()]*[=＝][^（）()]*)[）)]", leaf.text)


def _renamed(before: Sequence[Block], after: Sequence[Block], table_id: str) -> dict[str, str]:
    """Addresses of rows and columns before and after their codes were changed."""
    names: dict[str, str] = {}
    for old, new in zip(before, after, strict=True):
        for mine, theirs in ((old.row_leaves, new.row_leaves), (old.column_leaves, new.column_leaves)):
            names |= {
                f"{table_id}.{a.code}": f"{table_id}.{b.code}" for a, b in zip(mine, theirs, strict=True)
            }
    return names


def _first(block: Block) -> str:
    return block.row_leaves[0].code or ""
