"""The rules, cross rules and charts of a form file, every name bound to its addresses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from xltool.core.form.model import Chart, Rule, Table
from xltool.core.form.relation import OTHER, PRIOR, RelationError, Term, bind, parse_relation
from xltool.core.text.catalogue.forms import F_MISSING, F_RULE, F_RULE_ADDRESS
from xltool.reading.form.source import FormSource
from xltool.reading.form.terms import addresses_of, codes_to_repeat, read_sum


class RuleReader:
    """Reads the rules and charts of one form file; complaints go through its `FormSource`."""

    def __init__(self, source: FormSource) -> None:
        self._source = source

    def read(self, data: dict[str, Any], table: Table, tables: Sequence[Table]) -> Iterator[Rule]:
        """One ``[[table.rule]]``, once for each row or column that it holds for; raises FormError.

        It may name cells of others of the `tables`, but its first cell is one of its own.
        """
        by_id = {one.id: one for one in tables}
        code, text = self._source.need(data, "code"), self._source.need(data, "check")
        each, trial = data.get("each"), data.get("trial", False)
        if not isinstance(trial, bool):
            raise self._source.fail(F_MISSING, code, "trial = true")
        if each not in (None, "row", "column") or data.get("severity") not in ("error", "warning", "info"):
            raise self._source.fail(F_RULE, code, text)
        try:
            relation = parse_relation(text)
        except RelationError as error:
            raise self._source.fail(F_RULE, text, text) from error
        predecessor: Any = data.get("predecessor")
        milder: dict[str, Any] = {"error": "warning"} if trial else {}
        made = 0
        for key in codes_to_repeat(table, each) if each else [None]:
            try:
                bound = bind(
                    relation,
                    lambda term, key=key: addresses_of(term, by_id.get(term.table, table), key),  # type: ignore[misc]
                )
                if not bound.refs or bound.refs[0].removeprefix(PRIOR).partition(".")[0] != table.id:
                    raise LookupError(text)
            except LookupError:
                if each is None:
                    raise self._source.fail(F_RULE_ADDRESS, text, text) from None
                continue  # a rule for each row speaks of the rows that have its columns
            made += 1
            yield Rule(
                code, table.id, milder.get(data["severity"], data["severity"]), bound, key,
                self._source.need(data, "left"), self._source.need(data, "right"), data.get("advice", ""),
                tuple(data.get("levels", ())), milder.get(predecessor, predecessor), trial=trial,
                origin=data.get("origin", ""),
            )  # fmt: skip
        if not made:
            raise self._source.fail(F_RULE_ADDRESS, text, text)

    def cross(self, data: dict[str, Any], tables: Iterable[Table]) -> Rule:
        """One ``[[cross]]``, a rule between this form and another; raises FormError.

        Whether the other form has the addresses is not asked here but by ``xltool form check``.
        """
        code, text, other = (self._source.need(data, key) for key in ("code", "check", "form"))
        by_id = {table.id: table for table in tables}

        def resolve(term: Term) -> tuple[str, ...]:
            if term.first.startswith(OTHER) and term.last is None:
                return (term.first,)
            return addresses_of(term, by_id[term.first.partition(".")[0]], None)

        try:
            bound = bind(parse_relation(text), resolve)
            if bound.refs[0].startswith(OTHER):  # the finding stands at a figure of this form
                raise LookupError(text)
        except RelationError as error:
            raise self._source.fail(F_RULE, text, text) from error
        except LookupError:
            raise self._source.fail(F_RULE_ADDRESS, text, text) from None
        if data.get("severity") not in ("warning", "info"):  # two forms seldom count quite the same
            raise self._source.fail(F_RULE, code, text)
        left, right = self._source.need(data, "left"), self._source.need(data, "right")
        table = bound.refs[0].partition(".")[0]
        return Rule(
            code, table, data["severity"], bound, None, left, right, data.get("advice", ""), other=other
        )

    def chart(self, data: dict[str, Any], table: Table) -> Chart:
        """One ``[[table.chart]]``; raises FormError."""
        text = self._source.need(data, "cells")
        try:
            terms = read_sum(self._source, text).terms
            addresses = tuple(ref for term in terms for ref in addresses_of(term, table, None))
        except LookupError:
            raise self._source.fail(F_RULE_ADDRESS, text, text) from None
        return Chart(self._source.need(data, "title"), addresses, data.get("units", 0))
