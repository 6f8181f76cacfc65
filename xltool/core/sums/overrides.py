"""Read the list of figures the office publishes instead of the units' sums.

A row names its figure by the address, or by as many official words of its row and column as it takes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from xltool.core.check.linear_system import admissible
from xltool.core.errors import UsageError, XltoolError
from xltool.core.form.model import Form
from xltool.core.submission.model import parse_decimal
from xltool.core.sums.adder import Override
from xltool.core.text import zh
from xltool.core.text.catalogue.sums import A_OVERRIDE_FILE, A_OVERRIDE_LINE

_BETWEEN = re.compile(r"[·/|>→]")
_SHOWN = 3  # addresses named in a message when a row fits several


def read_overrides(
    form: Form, rows: Sequence[Sequence[str]], path: str, head_line: int = 1
) -> list[Override]:
    """The overrides in `rows`; the first names the columns and is line `head_line` of the file.

    Raises UsageError naming the line.
    """
    columns = [cell.strip() for cell in rows[0]] if rows else []
    if not set(zh.OVERRIDE_COLUMNS) <= set(columns):
        raise UsageError(A_OVERRIDE_FILE, path=path, detail=zh.OVERRIDE_FAULTS["columns"])
    overrides: dict[str, Override] = {}
    for line, row in enumerate(rows[1:], start=head_line + 1):
        if not any(cell.strip() for cell in row):
            continue
        cells = dict(zip(columns, (cell.strip() for cell in row), strict=False))
        item, typed, reason = (cells.get(name, "") for name in zh.OVERRIDE_COLUMNS)

        def fault(kind: str, value: str, line: int = line) -> XltoolError:
            detail = zh.OVERRIDE_FAULTS[kind].format(value=value)
            return UsageError(A_OVERRIDE_LINE, path=path, line=str(line), detail=detail)

        addresses = addresses_named(form, item)
        if not addresses:
            raise fault("item", item)
        if len(addresses) > 1:
            raise fault("several", "、".join(addresses[:_SHOWN]))
        address = addresses[0]
        if address in form.totals:
            raise fault("total", item)
        if address in overrides:
            raise fault("twice", item)
        figure = parse_decimal(typed.replace(",", ""))
        if figure is None or not admissible(form, address, figure):
            raise fault("figure", typed)
        if not reason:
            raise fault("reason", item)
        overrides[address] = Override(address, figure, reason)
    return list(overrides.values())


def addresses_named(form: Form, item: str) -> list[str]:
    """The addresses `item` may mean: itself, or all whose official words include all of the item's words."""
    if item in form.kinds:
        return [item]
    words = [same_words(part) for part in _BETWEEN.split(item) if same_words(part)]
    return [a for a in (*form.inputs, *form.totals) if words and _include(form.labels[a], words)]


def _include(labels: Iterable[str], words: Iterable[str]) -> bool:
    official = {same_words(label) for label in labels}
    return all(word in official for word in words)


def same_words(text: str) -> str:
    """A label without white space, in one width of characters, so that two spellings compare equal."""
    return "".join(unicodedata.normalize("NFKC", text).split())
