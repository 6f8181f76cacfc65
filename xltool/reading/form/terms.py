"""The terms in sums and relations of a form file, bound to the addresses of a table."""

from __future__ import annotations

from typing import Literal

from xltool.core.form.model import Table
from xltool.core.form.relation import PRIOR, Linear, RelationError, Side, Term, parse_sum
from xltool.core.text.catalogue.forms import F_RULE, F_RULE_ADDRESS
from xltool.reading.form.source import FormSource

Axis = Literal["row", "column"]


def codes_along(table: Table, axis: Axis) -> list[str]:
    """The codes of the table's rows or columns, in printed order."""
    paths = (block.row_paths if axis == "row" else block.column_paths for block in table.blocks)
    return list(dict.fromkeys(code for codes in paths for code in codes))


def codes_to_repeat(table: Table, axis: Axis) -> list[str]:
    """The rows or columns that sums and rules are repeated for: shares are not added up, nor held so."""
    shares = {code for block in table.blocks for code, kind in block.kinds.items() if kind == "percent"}
    return [code for code in codes_along(table, axis) if code not in shares]


def read_sum(source: FormSource, text: str) -> Side:
    """A sum as written, not bound yet; raises FormError (``F-rule``)."""
    try:
        return parse_sum(text)
    except RelationError as error:
        raise source.fail(F_RULE, text, text) from error


def bind_sum(source: FormSource, side: Side, table: Table, key: str, text: str) -> Linear:
    """The sum over addresses of `table` in the row or column `key`; raises FormError (F-rule-address)."""
    try:
        refs = [(term.factor, ref) for term in side.terms for ref in addresses_of(term, table, key)]
    except LookupError:
        raise source.fail(F_RULE_ADDRESS, text, text) from None
    return Linear(tuple(refs), side.constant)


def addresses_of(term: Term, table: Table, key: str | None) -> tuple[str, ...]:
    """The addresses a term stands for; `key` is the row or column of a term that names only the other.

    Raises LookupError when one of them does not exist in the table.
    """
    prior = PRIOR if term.first.startswith(PRIOR) else ""
    ends = [end.removeprefix(PRIOR) for end in (term.first, term.last or term.first)]
    rows, columns = codes_along(table, "row"), codes_along(table, "column")

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
    if term.last:  # a range leaves out the cells that are not to be filled, or with words
        others = {
            f"{table.id}.{row}.{column}"
            for block in table.blocks
            for row, column in block.crossings
            if block.is_absent(row, column) or (row, column) in block.words
        }
        refs = [ref for ref in refs if ref not in others]
    if not refs or any(ref not in table.addresses for ref in refs):
        raise LookupError(term.first)
    return tuple(prior + ref for ref in refs)
