"""The tables of a form file, as parsed: blocks, totals and what belongs to a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from xltool.core.form.block import FIGURES, WORD_KINDS, Block
from xltool.core.form.model import Rule, Table
from xltool.core.form.outline import Heading, OutlineError, parse_outline
from xltool.core.form.relation import Bound, Linear
from xltool.core.text import zh
from xltool.core.text.catalogue.forms import (
    F_CODE_TWICE,
    F_CORNER,
    F_KIND,
    F_MISSING,
    F_NO_FIGURES,
    F_OUTLINE_CODE,
    F_TOTAL_CIRCLE,
)
from xltool.reading.form.keys import unknown
from xltool.reading.form.rules import RuleReader
from xltool.reading.form.source import FormSource
from xltool.reading.form.terms import Axis, bind_sum, codes_to_repeat, read_sum

_ONE = Decimal(1)


class TableReader:
    """Reads the tables of one form file; complaints go through its `FormSource`."""

    def __init__(self, source: FormSource, rules: RuleReader) -> None:
        self._source, self._rules = source, rules

    def read(self, data: dict[str, Any]) -> Table:
        """One ``[[table]]`` with its blocks, totals, rules and charts; raises FormError."""
        self._source.table = self._source.need(data, "id")
        raw_blocks = self._source.many(data, "block")
        if not raw_blocks:
            raise self._source.fail(F_MISSING, detail="block")
        table = Table(
            id=self._source.table,
            title=self._source.need(data, "title"),
            sheet=self._source.need(data, "sheet"),
            measure=data.get("measure", ""),
            blocks=tuple(self._block(block) for block in raw_blocks),
            widths=tuple(data.get("widths", ())),
            printed_widths=tuple(data.get("printed_widths", ())),
            landscape=data.get("landscape", False),
            upper=data.get("upper"),
            upper_levels=tuple(data.get("upper_levels", ())),
            foot_notes=tuple(data.get("notes", ())),
            signs=tuple(data.get("signs", ())),
        )
        for block in table.blocks:
            if max(map(len, block.corner), default=0) > max(1, block.stub_depth + block.fixed_columns):
                raise self._source.fail(
                    F_CORNER, "stubhead", max(block.stubhead.splitlines(), key=len).strip()
                )
            if not (block.addresses or block.words):
                raise self._source.fail(F_MISSING, "absent", "absent")
        if not table.addresses:
            raise self._source.fail(F_NO_FIGURES)
        if len(set(table.addresses)) < len(table.addresses):
            twice = next(a for a in table.addresses if table.addresses.count(a) > 1)
            raise self._source.fail(F_CODE_TWICE, detail=twice)
        totals, total_rules = self._totals(raw_blocks, table)
        self._refuse_circles(totals)
        self._refuse_strange_codes(raw_blocks, table)
        charts = tuple(self._rules.chart(item, table) for item in self._source.many(data, "chart"))
        return replace(table, totals=totals, rules=tuple(total_rules), charts=charts)

    def with_rules(self, data: dict[str, Any], table: Table, tables: Sequence[Table]) -> Table:
        """The table with its own rules, which may speak of any of the `tables`; raises FormError."""
        self._source.table = table.id
        items = self._source.many(data, "rule")
        rules = tuple(rule for item in items for rule in self._rules.read(item, table, tables))
        return replace(table, rules=(*rules, *table.rules))

    def _refuse_strange_codes(self, raw_blocks: list[dict[str, Any]], table: Table) -> None:
        """Raise FormError (``F-unknown``) for a code that is no row or column of its block."""
        for data, block in zip(raw_blocks, table.blocks, strict=True):
            codes = [*block.row_paths, *block.column_paths]
            cells = [".".join(pair) for pair in block.crossings]
            for key in ("totals", "kinds", "choices", "folded", "absent"):
                own = cells if key in ("kinds", "choices", "absent") else []
                for code in data.get(key, ()):
                    if code not in codes and code not in own:
                        raise unknown(self._source, code, codes, "table.block")

    def _totals(self, raw_blocks: list[dict[str, Any]], table: Table) -> tuple[dict[str, Linear], list[Rule]]:
        """Address → the sum it is, and the rules that say so.

        A cell where a total row meets a total column has two rules and is computed along its row.
        """
        totals: dict[str, Linear] = {}
        total_rules: list[Rule] = []
        for block in raw_blocks:
            for code, text in block.get("totals", {}).items():
                side = read_sum(self._source, text)
                each: Axis = "row" if code.startswith("c") else "column"
                for key in codes_to_repeat(table, each):
                    address = f"{table.id}.{key}.{code}" if each == "row" else f"{table.id}.{code}.{key}"
                    if address not in table.addresses:
                        continue
                    sum_ = bind_sum(self._source, side, table, key, text)
                    if each == "row" or address not in totals:
                        totals.setdefault(address, sum_)
                    bound = Bound(Linear(((_ONE, address),)), "==", sum_)
                    has_minus = any(factor < 0 for factor, _ in sum_.terms)
                    right = zh.DIFFERENCE_RIGHT if has_minus else zh.SUM_RIGHT
                    total_rules.append(
                        Rule(f"{table.id}-S-{code}", table.id, "error", bound, key,
                             "", right, "", is_total=True)
                    )  # fmt: skip
        return totals, total_rules

    def _refuse_circles(self, totals: dict[str, Linear]) -> None:
        """Raise FormError (``F-total-circle``) when totals are sums of one another."""
        ready: set[str] = set()
        while len(ready) < len(totals):
            new = {a for a, t in totals.items() if all(r in ready or r not in totals for _, r in t.terms)}
            if new <= ready:
                raise self._source.fail(F_TOTAL_CIRCLE, "totals", ", ".join(sorted(totals.keys() - ready)))
            ready |= new

    def _block(self, data: dict[str, Any]) -> Block:
        strange = [kind for kind in data.get("kinds", {}).values() if kind not in (*FIGURES, *WORD_KINDS)]
        if strange:
            raise self._source.fail(F_KIND, "kinds", str(strange[0]))
        return Block(
            rows=self._outline(self._source.need(data, "rows"), "r"),
            columns=self._outline(self._source.need(data, "columns"), "c"),
            stubhead=data.get("stubhead", ""),
            banner=data.get("banner", ""),
            kinds=data.get("kinds", {}),
            folded=tuple(data.get("folded", ())),
            absent=frozenset(data.get("absent", ())),
            beside=data.get("beside", False),
            choices={code: tuple(map(str, options)) for code, options in data.get("choices", {}).items()},
        )

    def _outline(self, text: str, prefix: str) -> tuple[Heading, ...]:
        try:
            headings = parse_outline(text)
        except OutlineError as error:
            raise self._source.fail(error.code, error.line) from error
        if not headings:
            raise self._source.fail(F_MISSING, detail="rows" if prefix == "r" else "columns")
        codes: set[str | None] = set()
        for _, leaf in (leaf for top in headings for leaf in top.leaves()):
            if not (leaf.code or "").startswith(prefix):
                raise self._source.fail(F_OUTLINE_CODE, f"{leaf.code} {leaf.text}")
            if leaf.code in codes:
                raise self._source.fail(F_CODE_TWICE, f"{leaf.code} {leaf.text}", leaf.code or "")
            codes.add(leaf.code)
        return headings
