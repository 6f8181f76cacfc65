"""One table of a draft: blocks with codes, kinds and sums, its rules, what is asked about it.  Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from xltool.core.form.block import SIGNED_KINDS, Block, bands_of
from xltool.core.form.draft.document import TitledTable
from xltool.core.form.draft.drawn import Question
from xltool.core.form.draft.kinds import with_kinds
from xltool.core.form.draft.like import coded_like
from xltool.core.form.draft.rules import NumberedTable, WrittenRule, written_rules
from xltool.core.form.draft.sentences import Unclear, stated_relations
from xltool.core.form.draft.totals import Sums, block_sums, written_sum
from xltool.core.form.model import Table
from xltool.core.form.printed import PrintedTable
from xltool.core.text import zh

_SIGNED = re.compile(zh.DRAFT_SIGNER)
_LANDSCAPE = 10  # columns that still fit a page upright
_UPRIGHT, _WIDE = 97, 120  # characters that a sheet is wide


@dataclass
class DraftTable:
    """A table as a form file has it; `totals` go with the blocks, `unclear` are sentences without a rule.

    `notes` are the lines in which rules may be stated.
    """

    id: str
    ordinal: str
    title: str
    measure: str
    printed: PrintedTable
    blocks: list[Block]
    notes: list[str]
    foot_notes: list[str] = field(default_factory=list)
    signs: list[str] = field(default_factory=list)
    totals: list[dict[str, str]] = field(default_factory=list)
    rules: list[WrittenRule] = field(default_factory=list)
    unclear: list[str] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)

    @property
    def landscape(self) -> bool:
        """Whether it is too wide for a page upright."""
        return self.printed.columns > _LANDSCAPE

    @property
    def widths(self) -> list[float]:
        """The widths of its columns as drawn, in characters; none where they are not known for each."""
        drawn = self.printed.widths
        width = max(sum(map(_columns, band)) for band in bands_of(self.blocks))
        if len(drawn) != width or 0 in drawn:
            return []
        whole = _WIDE if self.landscape else _UPRIGHT
        return [round(2 * whole * one / sum(drawn)) / 2 for one in drawn]

    def ask(self, key: str, code: str, words: str) -> None:
        """Ask about a row or column ("": the table), above a `key` of its block."""
        self.questions.append(Question(f"{self.id}.{code}".rstrip("."), words, key))


def draft_table(given: TitledTable, table_id: str, old: Table | None) -> DraftTable | None:
    """The table, with the codes of the `old` one; None when there is nothing to fill in it."""
    drawn, blocks = given.drawn, list(given.drawn.blocks)
    names = {code: code for block in blocks for code in (*block.row_paths, *block.column_paths)}
    alike: list[tuple[str, str]] = []
    if old is not None:
        blocks, names, alike = coded_like(blocks, old)
    blocks = [
        with_kinds(block, given.measure, {_renamed(cell, names): said for cell, said in options.items()})
        for block, options in zip(blocks, drawn.choices, strict=True)
    ]
    if not any(block.addresses for block in blocks):
        return None
    corner = [text for block in blocks for text in block.corner_words]
    foot = [*drawn.below, *given.foot]
    notes = [*drawn.above, *corner, *_formulas(blocks), *given.notes, *foot]
    table = DraftTable(table_id, given.ordinal, given.title, given.measure, given.printed, blocks, notes)
    table.foot_notes = [line for line in foot if not re.match(zh.DRAFT_SIGNED, line)]
    table.signs = [who for line in foot if line not in table.foot_notes for who in _SIGNED.findall(line)]
    if foot:
        table.ask("notes", "", zh.DRAFT_ASK["foot"])
    if unused := [line for line in (*drawn.above, *given.notes) if not _is_used(line, given)]:
        table.ask("", "", zh.DRAFT_ASK["unused"].format(lines=zh.DRAFT_LINES.join(unused)))
    for question in drawn.questions:
        table.ask(question.key, names.get(question.at, ""), question.words)
    for code, text in alike:
        table.ask("", code, text)
    for block, stated in zip(blocks, drawn.sums, strict=True):
        if block.kinds:
            table.ask("kinds", block.row_leaves[0].code or "", zh.DRAFT_ASK["kinds"])
        formulas = {names[code]: [names[part] for part in parts] for code, parts in stated.items()}
        _add_sums(table, block, formulas, is_continued=_is_continued(block, blocks))
    return table


def _is_used(line: str, given: TitledTable) -> bool:
    """Whether a line above a table is its title or its unit of measure, or states a relation."""
    is_title = given.title != "" and given.title in line
    return is_title or bool(re.search(zh.DRAFT_MEASURE, line)) or any(stated_relations(line))


def add_rules(tables: Sequence[DraftTable]) -> None:
    """Write the relations that the notes of tables state; those that are no rules stay as sentences."""
    is_numbered = any(table.ordinal for table in tables)
    numbered = [
        NumberedTable(table.id, table.ordinal if is_numbered else str(number), table.blocks)
        for number, table in enumerate(tables, 1)
    ]
    by_id = {table.id: table for table in tables}
    for table, own in zip(tables, numbered, strict=True):
        for one in (one for note in table.notes for one in stated_relations(note)):
            rules = [] if isinstance(one, Unclear) else written_rules(one, numbered, own)
            table.unclear += [] if rules else [one.quote]
            for rule in rules:
                home = by_id[rule.table]
                if not _is_total(home, rule) and rule.check not in {known.check for known in home.rules}:
                    home.rules.append(rule)


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


def _is_continued(block: Block, blocks: Sequence[Block]) -> bool:
    """Whether a list goes on in the block beside this one: a total in it may be of both."""
    like = [
        one
        for one in blocks
        if (one.banner, one.stubhead, one.column_paths) == (block.banner, block.stubhead, block.column_paths)
    ]
    return len(like) > 1 and any(one.beside for one in like)


def _add_sums(
    table: DraftTable, block: Block, formulas: Mapping[str, list[str]], *, is_continued: bool
) -> None:
    """The sums of a block: those of the file's formulas, else those that words and numbering show."""
    sums = block_sums(block, table.blocks)
    if formulas:
        totals = {code: written_sum(parts, table.blocks) for code, parts in formulas.items()}
        sums = Sums(totals, sums.among, [one for one in sums.asked if one[0] in sums.whole])
    elif is_continued:
        guessed = [code for code in sums.totals if code[0] == "r"]
        sums.asked = [one for one in sums.asked if one[0] not in guessed]
        for code in guessed:
            del sums.totals[code]
            sums.asked.append((code, zh.DRAFT_ASK["no-sum"].format(words=block.row_paths[code][-1])))
    table.totals.append(sums.totals)
    for code, words in sums.asked:
        table.ask("totals", code, words)
    for whole, operator, parts in sums.among:
        if whole not in sums.totals:
            table.rules += _among(table, block, whole, operator, parts)


def _among(
    table: DraftTable, block: Block, whole: str, operator: str, parts: Sequence[str]
) -> Iterator[WrittenRule]:
    """The reminder that a row or column holds its parts (其中); what may be negative holds none."""
    is_row = whole[0] == "r"
    axis = block.row_leaves if is_row else block.column_leaves
    names = {leaf.code or "": re.sub(zh.DRAFT_AMONG, "", leaf.text) for leaf in axis}
    several = zh.DRAFT_PARTS.format(words=names[parts[0]], n=len(parts))
    words = names[whole], several if len(parts) > 1 else names[parts[0]]
    others = list(block.column_paths if is_row else block.row_paths)
    plain = [code for code in others if block.kinds.get(code) not in SIGNED_KINDS]
    if operator == "==" or len(plain) == len(others):
        check = f"{whole} {operator} {written_sum(parts, table.blocks)}"
        yield WrittenRule(table.id, check, "column" if is_row else "row", *words, "warning")
        return
    for code in plain:
        cells = [f"{one}.{code}" if is_row else f"{code}.{one}" for one in (whole, *parts)]
        yield WrittenRule(table.id, f"{cells[0]} {operator} {' + '.join(cells[1:])}", "", *words, "warning")


def _renamed(cell: str, names: Mapping[str, str]) -> str:
    return ".".join(names[code] for code in cell.split("."))


def _columns(block: Block) -> int:
    return block.stub_depth + block.fixed_columns + len(block.column_leaves)


def _formulas(blocks: Sequence[Block]) -> Iterator[str]:
    """Relations that stand in headings or below them: 3=1-2."""
    for block in blocks:
        for leaf in (*block.row_leaves, *block.column_leaves):
            yield from (text for text in leaf.beside if re.search(zh.DRAFT_EQUALS, text))
            yield from re.findall(zh.DRAFT_FORMULA, leaf.text)
