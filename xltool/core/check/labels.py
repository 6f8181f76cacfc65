"""The official words for cells, rows and columns of a form, no longer than needed to tell them apart."""

from __future__ import annotations

from collections.abc import Mapping

from xltool.core.form.model import Form, Rule, cell_parts
from xltool.core.form.relation import PRIOR


def short_label(form: Form, address: str) -> str:
    """The official words for an address: its row, then as much of its column as distinguishes it."""
    address = address.removeprefix(PRIOR)
    path = form.labels[address]
    if "." not in address or address not in form.kinds:
        return " · ".join(path)
    _, row, column = cell_parts(address)
    for block in form.table_of(address).blocks:
        if row in block.row_paths and column in block.column_paths:
            words = [*block.row_paths[row][-2:], *_distinctive(block.column_paths, column)]
            return " · ".join(word for word in words if word)
    return " · ".join(path)


def rule_label(form: Form, rule: Rule) -> str:
    """The official words for the row or column a rule is repeated for; "" when it stands alone."""
    return key_label(form, rule.bound.refs[0], rule.key)


def key_label(form: Form, address: str, key: str | None) -> str:
    """The official words for the row or column `key` of the table that holds `address`; "" for none."""
    for block in form.table_of(address).blocks:
        for paths in (block.row_paths, block.column_paths):
            if key in paths:
                return " · ".join(_distinctive(paths, key))
    return ""


def _distinctive(paths: Mapping[str, tuple[str, ...]], code: str) -> tuple[str, ...]:
    """The shortest end of a heading path that no other in `paths` shares."""
    path = paths[code]
    for length in range(1, len(path) + 1):
        if sum(other[-length:] == path[-length:] for other in paths.values()) == 1:
            return path[-length:]
    return path
