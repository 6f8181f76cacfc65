"""The ``[narrative]`` part of a form file, as parsed → `Narrative`.

Between `formfile`, which knows TOML, and the checks of texts; pure.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from xltool.core.check.narrative.bound import references
from xltool.core.errors import FormError
from xltool.core.form.model import Count, Form, Meaning, Mention, Narrative, Phrase
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
        names = tuple(item.get("names", ()))
        says, none = tuple(item.get("says", ()) if names else need(item, "says")), tuple(item.get("none", ()))
        for text in (*says, *none):
            try:
                literals(text)
            except PhraseError:
                raise fail(F_PHRASE, text) from None
        readings = tuple(Meaning(label, sum_(text)) for label, text in need(item, "readings").items())
        texts, about, unless = (tuple(item.get(key, ())) for key in ("texts", "about", "unless"))
        return Count(says, none, readings, known(texts), about, unless, names, tuple(item.get("needs", ())))

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
    beside = data.get("beside", {})
    if any(table not in form.by_id for table in beside):
        raise fail(F_RULE_ADDRESS, next(table for table in beside if table not in form.by_id))
    return Narrative(
        counts=tuple(count(item) for item in data.get("count", [])),
        phrases=tuple(phrase(item) for item in data.get("phrase", [])),
        mentions=tuple(mention(item) for item in data.get("mention", [])),
        outdated=tuple(data.get("outdated", ())),
        fresh=known(data.get("fresh", ())),
        opening=known([data["opening"]])[0] if "opening" in data else "",
        beside=dict(zip(beside, known(tuple(beside.values())), strict=True)),
    )


def _span(form: Form, first: str, last: str | None) -> list[str]:
    """The addresses from `first` to `last`, corners of a rectangle in one table; [first] alone."""
    if last is None:
        return [first]
    if first not in form.kinds or last not in form.kinds or first.split(".")[0] != last.split(".")[0]:
        return [last if first in form.kinds else first, ""]
    pairs = [address.split(".")[1:] for address in form.table_of(first).addresses]
    rows, columns = (list(dict.fromkeys(pair[axis] for pair in pairs)) for axis in (0, 1))
    (_, row1, column1), (_, row2, column2) = first.split("."), last.split(".")
    return [
        f"{first.split('.')[0]}.{row}.{column}"
        for row in rows[rows.index(row1) : rows.index(row2) + 1]
        for column in columns[columns.index(column1) : columns.index(column2) + 1]
    ]
