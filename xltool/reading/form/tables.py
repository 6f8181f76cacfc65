"""The tables and rules of a form file, as parsed → `Table`, `Rule`; every name bound to its addresses.

Between `formfile`, which knows TOML, and `outline` and `expr`, which know the little languages in it; pure.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from typing import Any

from xltool.core.form.model import FIGURES, Block, Chart, Rule, Table
from xltool.core.form.outline import Heading, OutlineError, parse_outline
from xltool.core.form.relation import (
    OTHER,
    PRIOR,
    Bound,
    Linear,
    RelationError,
    Side,
    Term,
    bind,
    parse_relation,
    parse_sum,
)
from xltool.core.text import zh
from xltool.core.text.catalogue.forms import (
    F_CODE_TWICE,
    F_KIND,
    F_MISSING,
    F_OUTLINE_CODE,
    F_RULE,
    F_RULE_ADDRESS,
    F_TOTAL_CIRCLE,
)
from xltool.reading.form.source import FormSource

_ONE = Decimal(1)


class Tables:
    """Reads the tables of one file; complaints go through its `Source`."""

    def __init__(self, source: FormSource) -> None:
        self.source = source

    def table(self, data: dict[str, Any]) -> Table:
        """One ``[[table]]`` with its blocks, totals, rules and charts; raises FormError."""
        self.source.table = self.source.need(data, "id")
        raw_blocks = self.source.many(data, "block")
        if not raw_blocks:
            raise self.source.fail(F_MISSING, detail="block")
        table = Table(
            id=self.source.table,
            title=self.source.need(data, "title"),
            sheet=self.source.need(data, "sheet"),
            measure=data.get("measure", ""),
            blocks=tuple(self._block(block) for block in raw_blocks),
            widths=tuple(data.get("widths", ())),
            landscape=data.get("landscape", False),
            upper=data.get("upper"),
        )
        if len(set(table.addresses)) < len(table.addresses):
            twice = next(a for a in table.addresses if table.addresses.count(a) > 1)
            raise self.source.fail(F_CODE_TWICE, detail=twice)
        totals: dict[str, Linear] = {}
        total_rules: list[Rule] = []
        for block in raw_blocks:
            for code, text in block.get("totals", {}).items():
                side = self._parse_sum(text)
                each = "row" if code.startswith("c") else "column"
                for key in self._keys(table, each):
                    address = f"{table.id}.{key}.{code}" if each == "row" else f"{table.id}.{code}.{key}"
                    if address not in table.addresses:
                        continue
                    sum_ = self._side(side, table, key, text)
                    if each == "row" or address not in totals:
                        totals.setdefault(address, sum_)
                    bound = Bound(Linear(((_ONE, address),)), "==", sum_)
                    total_rules.append(
                        Rule(f"{table.id}-S-{code}", table.id, "error", bound, key,
                             "", zh.SUM_RIGHT, "", is_total=True)
                    )  # fmt: skip
        self._acyclic(totals)
        rules = tuple(rule for item in self.source.many(data, "rule") for rule in self._rule(item, table))
        charts = tuple(self._chart(item, table) for item in self.source.many(data, "chart"))
        return replace(table, totals=totals, rules=(*rules, *total_rules), charts=charts)

    def _chart(self, data: dict[str, Any], table: Table) -> Chart:
        text = self.source.need(data, "cells")
        try:
            terms = self._parse_sum(text).terms
            addresses = tuple(ref for term in terms for ref in self._resolve(term, table, None))
        except LookupError:
            raise self.source.fail(F_RULE_ADDRESS, text, text) from None
        return Chart(self.source.need(data, "title"), addresses, data.get("units", 0))

    def _acyclic(self, totals: dict[str, Linear]) -> None:
        ready: set[str] = set()
        while len(ready) < len(totals):
            new = {a for a, t in totals.items() if all(r in ready or r not in totals for _, r in t.terms)}
            if new <= ready:
                raise self.source.fail(F_TOTAL_CIRCLE, "totals", ", ".join(sorted(totals.keys() - ready)))
            ready |= new

    def _block(self, data: dict[str, Any]) -> Block:
        strange = [kind for kind in data.get("kinds", {}).values() if kind not in FIGURES]
        if strange:
            raise self.source.fail(F_KIND, "kinds", str(strange[0]))
        return Block(
            rows=self._outline(self.source.need(data, "rows"), "r"),
            columns=self._outline(self.source.need(data, "columns"), "c"),
            stubhead=data.get("stubhead", ""),
            banner=data.get("banner", ""),
            kinds=data.get("kinds", {}),
            folded=tuple(data.get("folded", ())),
        )

    def _outline(self, text: str, prefix: str) -> tuple[Heading, ...]:
        try:
            headings = parse_outline(text)
        except OutlineError as error:
            raise self.source.fail(error.code, error.line) from error
        codes: set[str | None] = set()
        for _, leaf in (leaf for top in headings for leaf in top.leaves()):
            if not (leaf.code or "").startswith(prefix):
                raise self.source.fail(F_OUTLINE_CODE, f"{leaf.code} {leaf.text}")
            if leaf.code in codes:
                raise self.source.fail(F_CODE_TWICE, f"{leaf.code} {leaf.text}", leaf.code or "")
            codes.add(leaf.code)
        return headings

    def _parse_sum(self, text: str) -> Side:
        try:
            return parse_sum(text)
        except RelationError as error:
            raise self.source.fail(F_RULE, text, text) from error

    def _rule(self, data: dict[str, Any], table: Table) -> Iterable[Rule]:
        code, text = self.source.need(data, "code"), self.source.need(data, "check")
        each = data.get("each")
        if each not in (None, "row", "column") or data.get("severity") not in ("error", "warning", "info"):
            raise self.source.fail(F_RULE, code, text)
        try:
            relation = parse_relation(text)
        except RelationError as error:
            raise self.source.fail(F_RULE, text, text) from error
        made = 0
        for key in self._keys(table, each) if each else [None]:
            try:
                bound = bind(relation, lambda term, key=key: self._resolve(term, table, key))  # type: ignore[misc]
            except LookupError:
                if each is None:
                    raise self.source.fail(F_RULE_ADDRESS, text, text) from None
                continue  # a rule for each row speaks of the rows that have its columns
            made += 1
            yield Rule(
                code, table.id, data["severity"], bound, key,
                self.source.need(data, "left"), self.source.need(data, "right"), data.get("advice", ""),
                tuple(data.get("levels", ())), data.get("predecessor"),
            )  # fmt: skip
        if not made:
            raise self.source.fail(F_RULE_ADDRESS, text, text)

    def cross(self, data: dict[str, Any], tables: Iterable[Table]) -> Rule:
        """A rule between forms; whether the other form has its addresses, `form check` asks."""
        code, text, other = (self.source.need(data, key) for key in ("code", "check", "form"))
        own = {table.id: table for table in tables}

        def resolve(term: Term) -> tuple[str, ...]:
            if term.first.startswith(OTHER) and term.last is None:
                return (term.first,)
            return self._resolve(term, own[term.first.split(".")[0]], None)

        try:
            bound = bind(parse_relation(text), resolve)
            if bound.refs[0].startswith(OTHER):  # the finding stands at a figure of this form
                raise LookupError(text)
        except RelationError as error:
            raise self.source.fail(F_RULE, text, text) from error
        except LookupError:
            raise self.source.fail(F_RULE_ADDRESS, text, text) from None
        if data.get("severity") not in ("warning", "info"):  # two forms seldom count quite the same
            raise self.source.fail(F_RULE, code, text)
        left, right = self.source.need(data, "left"), self.source.need(data, "right")
        table = bound.refs[0].split(".")[0]
        return Rule(
            code, table, data["severity"], bound, None, left, right, data.get("advice", ""), other=other
        )

    def _keys(self, table: Table, each: str) -> list[str]:
        pairs = [pair for block in table.blocks for pair in block.addresses]
        return list(dict.fromkeys(pair[0 if each == "row" else 1] for pair in pairs))

    def _side(self, side: Side, table: Table, key: str, text: str) -> Linear:
        try:
            refs = [(term.factor, ref) for term in side.terms for ref in self._resolve(term, table, key)]
        except LookupError:
            raise self.source.fail(F_RULE_ADDRESS, text, text) from None
        return Linear(tuple(refs), side.constant)

    def _resolve(self, term: Term, table: Table, key: str | None) -> tuple[str, ...]:
        """The addresses a term stands for; LookupError when one does not exist in the table."""
        prior = PRIOR if term.first.startswith(PRIOR) else ""
        ends = [end.removeprefix(PRIOR) for end in (term.first, term.last or term.first)]
        rows, columns = self._keys(table, "row"), self._keys(table, "column")

        def span(axis: list[str], letter: str) -> list[str]:
            codes = [next((p for p in end.split(".") if p.startswith(letter)), key) for end in ends]
            if None in codes or not all(code in axis for code in codes):
                raise LookupError(term.first)
            first, last = (axis.index(str(code)) for code in codes)
            return axis[first : last + 1]

        for end in ends:
            if any(part[0] not in "rc" and part != table.id for part in end.split(".")):
                raise LookupError(end)
        refs = [f"{table.id}.{row}.{column}" for row in span(rows, "r") for column in span(columns, "c")]
        if not refs or any(ref not in table.addresses for ref in refs):
            raise LookupError(term.first)
        return tuple(prior + ref for ref in refs)
