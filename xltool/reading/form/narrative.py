"""The ``[narrative]`` part of a form file, as parsed → `Narrative`.

Between `formfile`, which knows TOML, and the checks of texts; pure.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from xltool.core.check.narrative.bound import references
from xltool.core.errors import FormError
from xltool.core.form.model import Form, cell_parts
from xltool.core.form.narrative_model import Count, Meaning, Mention, Narrative, Phrase
from xltool.core.form.phrases import PhraseError, literals
from xltool.core.form.relation import Linear, RelationError, parse_sum
from xltool.core.text.catalogue.forms import F_MISSING, F_PHRASE, F_RULE, F_RULE_ADDRESS, F_TEXT_ADDRESS
from xltool.core.text.code import FindingCode

Fail = Callable[[FindingCode, str], FormError]  # code, what is wrong → the error to raise


def narrative(form: Form, data: dict[str, Any], fail: Fail) -> Narrative:
    """The narrative rules of `form` (still without them); raises what `fail` makes."""

    def need(item: dict[str, Any], key: str) -> Any:
        if not item.get(key):
            raise fail(F_MISSING, key)
        return item[key]

    def sum_(text: str) -> Linear:
        try:
            side = parse_sum(text)
        except RelationError:
            raise fail(F_RULE, text) from None
        terms = [(term.factor, ref) for term in side.terms for ref in _span(form, term.first, term.last)]
        if not terms or any(ref not in form.kinds for _, ref in terms):
            raise fail(F_RULE_ADDRESS, text)
        return Linear(tuple(terms), side.constant)

    def count(item: dict[str, Any]) -> Count:
        says, none = tuple(need(item, "says")), tuple(item.get("none", ()))
        for text in (*says, *none):
            try:
                literals(text)
            except PhraseError:
                raise fail(F_PHRASE, text) from None
        readings = tuple(Meaning(label, sum_(text)) for label, text in need(item, "readings").items())
        texts, about, unless = (tuple(item.get(key, ())) for key in ("texts", "about", "unless"))
        return Count(says, none, readings, known(texts), about, unless)

    def mention(item: dict[str, Any]) -> Mention:
        if need(item, "severity") not in ("error", "warning", "info"):
            raise fail(F_MISSING, "severity")
        when = sum_(item["when"]) if "when" in item else None
        section = known([need(item, "section")])[0]
        return Mention(section, tuple(need(item, "words")), need(item, "what"), item["severity"], when)

    def phrase(item: dict[str, Any]) -> Phrase:
        text, zero = need(item, "text"), need(item, "zero")
        for name in (name for words in (text, zero) for _, name in references(words)):
            if any(address not in form.kinds for address in name.split("+")):
                raise fail(F_RULE_ADDRESS, name)
        return Phrase(need(item, "name"), sum_(need(item, "figure")), zero, text)

    def known(texts: Sequence[str]) -> tuple[str, ...]:
        for address in texts:
            if address not in addresses:
                raise fail(F_TEXT_ADDRESS, address)
        return tuple(texts)

    sections = [section for part in (form.sections, *form.profiles.values()) for section in part]
    addresses = {part.id for section in sections for part in section.parts} | {s.id for s in sections}
    return Narrative(
        counts=tuple(count(item) for item in data.get("count", [])),
        phrases=tuple(phrase(item) for item in data.get("phrase", [])),
        mentions=tuple(mention(item) for item in data.get("mention", [])),
        outdated=tuple(data.get("outdated", ())),
        fresh=known(data.get("fresh", ())),
        opening=known([data["opening"]])[0] if "opening" in data else "",
    )


def _span(form: Form, first: str, last: str | None) -> list[str]:
    """The addresses from `first` to `last`, corners of a rectangle in one table; [first] alone."""
    if last is None:
        return [first]
    if first not in form.kinds or last not in form.kinds or form.table_of(first) is not form.table_of(last):
        return [last if first in form.kinds else first, ""]
    cells = [cell_parts(address) for address in form.table_of(first).addresses]
    rows, columns = (list(dict.fromkeys(cell[axis] for cell in cells)) for axis in (1, 2))
    (table, row1, column1), (_, row2, column2) = cell_parts(first), cell_parts(last)
    return [
        f"{table}.{row}.{column}"
        for row in rows[rows.index(row1) : rows.index(row2) + 1]
        for column in columns[columns.index(column1) : columns.index(column2) + 1]
    ]
