"""The ``[narrative]`` part of a form file, as parsed: what texts may say and which figures they speak of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from xltool.core.check.narrative.bound import references
from xltool.core.errors import FormError
from xltool.core.form.model import Form, cell_parts
from xltool.core.form.narrative_model import Claim, Count, Meaning, Mention, Narrative, Phrase
from xltool.core.form.phrases import PhraseError, literals
from xltool.core.form.relation import Linear, RelationError, parse_sum
from xltool.core.text.catalogue.forms import F_MISSING, F_PHRASE, F_RULE, F_RULE_ADDRESS, F_TEXT_ADDRESS
from xltool.core.text.catalogue.texts import N_ABSENT, N_DONE, N_FEE, N_PROBLEM
from xltool.core.text.code import FindingCode

_CODES = {str(code): code for code in (N_ABSENT, N_DONE, N_FEE, N_PROBLEM)}
Fail = Callable[[FindingCode, str], FormError]  # code, what is wrong → the error to raise


def read_narrative(form: Form, data: dict[str, Any], fail: Fail) -> Narrative:
    """The narrative rules of `form`, which does not have them yet; raises the FormError that `fail` makes."""
    return _NarrativeReader(form, fail).read(data)


class _NarrativeReader:
    def __init__(self, form: Form, fail: Fail) -> None:
        self._form, self._fail = form, fail
        sections = [section for part in (form.sections, *form.profiles.values()) for section in part]
        self._texts = {part.id for section in sections for part in section.parts} | {s.id for s in sections}

    def read(self, data: dict[str, Any]) -> Narrative:
        beside = data.get("beside", {})
        for table in beside:
            if table not in self._form.by_id:
                raise self._fail(F_RULE_ADDRESS, table)
        return Narrative(
            counts=tuple(self._count(item) for item in data.get("count", [])),
            phrases=tuple(self._phrase(item) for item in data.get("phrase", [])),
            receipt=tuple((name, self._sum(text)) for name, text in data.get("receipt", {}).items()),
            mentions=tuple(self._mention(item) for item in data.get("mention", [])),
            outdated=tuple(data.get("outdated", ())),
            fresh=self._checked(data.get("fresh", ())),
            opening=self._checked([data["opening"]])[0] if "opening" in data else "",
            claims=tuple(self._claim(item) for item in data.get("claim", [])),
            lengths={self._checked([key])[0]: number for key, number in data.get("lengths", {}).items()},
            bases=tuple(data.get("bases", {}).items()),
            preface=tuple(tuple(words) for words in data.get("preface", [])),
            deadline=data.get("deadline", ""),
            deadlines=data.get("deadlines", {}),
            beside=dict(zip(beside, self._checked(tuple(beside.values())), strict=True)),
        )

    def _count(self, item: dict[str, Any]) -> Count:
        names, needs, none = (tuple(item.get(key, ())) for key in ("names", "needs", "none"))
        says = tuple(item.get("says", ()) if names else self._need(item, "says"))
        for text in (*says, *none):
            try:
                literals(text)
            except PhraseError:
                raise self._fail(F_PHRASE, text) from None
        readings = self._need(item, "readings").items()
        meanings = tuple(Meaning(label, self._sum(text)) for label, text in readings)
        texts, about, unless = (tuple(item.get(key, ())) for key in ("texts", "about", "unless"))
        return Count(says, none, meanings, self._checked(texts), about, unless, names, needs)

    def _mention(self, item: dict[str, Any]) -> Mention:
        if self._need(item, "severity") not in ("error", "warning", "info"):
            raise self._fail(F_MISSING, "severity")
        when = self._sum(item["when"]) if "when" in item else None
        section = self._checked([self._need(item, "section")])[0]
        words, what = tuple(self._need(item, "words")), self._need(item, "what")
        code = self._code(item["code"]) if "code" in item else N_ABSENT
        given, least = tuple(item.get("given", ())), item.get("least", 0)
        return Mention(section, words, what, item["severity"], when, code, given, least)

    def _claim(self, item: dict[str, Any]) -> Claim:
        says = tuple(self._need(item, "says"))
        for text in says:
            try:
                literals(text)
            except PhraseError:
                raise self._fail(F_PHRASE, text) from None
        texts = self._checked(self._need(item, "texts"))
        unless, about = (tuple(item.get(key, ())) for key in ("unless", "about"))
        code, when = self._code(self._need(item, "code")), self._sum(self._need(item, "when"))
        return Claim(code, texts, says, when, unless, about)

    def _code(self, name: str) -> FindingCode:
        """A code of findings about texts."""
        code = _CODES.get(name)
        if code is None:
            raise self._fail(F_MISSING, f"code = {name}")
        return code

    def _phrase(self, item: dict[str, Any]) -> Phrase:
        text, zero = self._need(item, "text"), self._need(item, "zero")
        for name in (name for words in (text, zero) for _, name in references(words)):
            if any(address not in self._form.kinds for address in name.split("+")):
                raise self._fail(F_RULE_ADDRESS, name)
        return Phrase(self._need(item, "name"), self._sum(self._need(item, "figure")), zero, text)

    def _need(self, item: dict[str, Any], key: str) -> Any:
        if not item.get(key):
            raise self._fail(F_MISSING, key)
        return item[key]

    def _sum(self, text: str) -> Linear:
        try:
            side = parse_sum(text)
        except RelationError:
            raise self._fail(F_RULE, text) from None
        form = self._form
        terms = [(term.factor, ref) for term in side.terms for ref in _span(form, term.first, term.last)]
        if not terms or any(ref not in form.kinds for _, ref in terms):
            raise self._fail(F_RULE_ADDRESS, text)
        return Linear(tuple(terms), side.constant)

    def _checked(self, texts: Sequence[str]) -> tuple[str, ...]:
        """These addresses of texts, all of which the form must have in some profile."""
        for address in texts:
            if address not in self._texts:
                raise self._fail(F_TEXT_ADDRESS, address)
        return tuple(texts)


def _span(form: Form, first: str, last: str | None) -> list[str]:
    """The addresses of the rectangle with the corners `first` and `last`; only `first` without `last`.

    Corners that do not exist or lie in two tables give an address that does not exist either.
    """
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
