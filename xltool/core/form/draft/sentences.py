"""Relations as notes state them, ``7=1+2+3-4-5`` or 第一项加第二项之和，等于第三项加第四项之和, as data.

Pure, and knows nothing of tables: what a number stands for is found by `rules`.  What looks like a relation
but is none between numbers (words, products, ratios, conditions) is handed on as it stands.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace

from xltool.core.form.relation import Operator
from xltool.core.text import zh

_WORDS = [(name, re.compile(pattern)) for name, pattern in zh.RELATION_WORDS]
_REFERENCE = re.compile(zh.RELATION_REFERENCE)
_ABOUT, _TABLE = re.compile(zh.RELATION_ABOUT), re.compile(zh.RELATION_TABLE)
_CONDITION, _WRONG, _SEEN = map(re.compile, (zh.RELATION_CONDITION, zh.RELATION_WRONG, zh.RELATION_SEEN))
_ROWS, _COLUMNS = re.compile(zh.RELATION_ROW_AXIS), re.compile(zh.RELATION_COLUMN_AXIS)
_REMARK = re.compile(zh.RELATION_REMARK)  # in brackets
_LISTED = re.compile(r"^\s*(?:\d{1,2}[.、](?=\s*\D)(?!\s*[=<>+-])|\(\d{1,2}\)(?=\s*[^\d\s=<>≥≤+-]))\s*")
_COMMA = re.compile(r"[,、]")
_TURNED: dict[str, Operator] = {"<": ">=", ">": "<=", "<=": ">", ">=": "<", "!=": "=="}
_HELD = ("==", "<=", ">=", "<", ">")
_COMPARED = (*_HELD, "!=")
_LONGEST = 200  # numbers that one series may stand for


@dataclass(frozen=True, slots=True)
class Reference:
    """The number by which a note calls a row or column; `table` and `axis` (row, column) where it says so.

    Of a cell `number` is that of the row, `column` that of the column.  An `ordinal` is the place among
    headings that are numbered 一、二、; a constant has no axis and is 0.
    """

    number: str
    table: str = ""
    axis: str = ""
    ordinal: bool = False
    column: str = ""
    lane: bool = False  # called 栏, which mostly is a column


@dataclass(frozen=True, slots=True)
class StatedRelation:
    """One relation between sums of numbered rows or columns, and the words it was read from."""

    left: tuple[tuple[int, Reference], ...]
    operator: Operator
    right: tuple[tuple[int, Reference], ...]
    quote: str
    sides: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class Unclear:
    """A sentence that states a relation which is no sum of numbered rows or columns."""

    quote: str


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    start: int
    end: int
    reference: Reference | None = None


@dataclass(frozen=True, slots=True)
class _Context:
    """What a sentence says of those after it: of which table they speak, of rows or columns."""

    table: str = ""
    axis: str = ""


def stated_relations(text: str) -> Iterator[StatedRelation | Unclear]:
    """Every relation in a note, sentence by sentence; nothing for a sentence that has none."""
    wrong, table, axis, item = False, "", "", 0
    for sentence in re.split(r"[;。\n·]|(?<!\.)\.(?=\s|$)", _plain(text)):
        if listed := re.match(rf"[^\d]{{0,8}}?{item + 1}[.、]\s*(?=\S)", sentence):  # 2.25=26+27 in a list
            sentence, item = sentence[listed.end() :], item + 1
        wrong = wrong or bool(_WRONG.search(sentence))
        for one in _read(sentence, table, axis):
            if isinstance(one, _Context):
                table, axis = one.table or table, one.axis or axis
            elif isinstance(one, StatedRelation) and wrong:
                operator = _TURNED.get(one.operator)
                yield replace(one, operator=operator) if operator else Unclear(one.quote)
            elif isinstance(one, StatedRelation) and one.operator not in _HELD:
                yield Unclear(one.quote)
            else:
                yield one


def _plain(text: str) -> str:
    """NFKC, one kind of dash, no quotes, no remarks in brackets."""
    text = unicodedata.normalize("NFKC", re.sub("[①-⑳]", ";", text))
    text = re.sub("[—–−―]", "-", re.sub("[\"'“”‘’「」《》]", "", text)).strip()
    if text.startswith("(") and text.find(")") in (-1, len(text) - 1):
        text = text.strip("()")  # the whole note is in brackets
    return _REMARK.sub(lambda remark: remark[0] if _CONDITION.search(remark[0]) else "", text)


def _read(sentence: str, table: str, axis: str) -> Iterator[StatedRelation | Unclear | _Context]:
    quote = sentence.strip()
    body = _LISTED.sub("", sentence)
    if (named := _TABLE.match(body)) or (named := _TABLE.match(_LISTED.sub("", body))):
        table, body = named["tables"], body[named.end() :]
        yield _Context(table=table)
    if about := _ABOUT.match(body):
        axis = "row" if _ROWS.search(about["lead"]) else "column" if _COLUMNS.search(about["lead"]) else axis
        body = body[about.end() :]
        yield _Context(axis=axis)
    if not _SEEN.search(body):
        return
    if _CONDITION.search(body):
        yield Unclear(quote)
        return
    found = [(clause, list(_relations(clause, table, axis))) for clause in _clauses(body)]
    if all(some or not re.search(r"\d", clause) for clause, some in found):
        yield from (one for _, some in found for one in some)
    else:  # a part of the sentence was not understood
        yield Unclear(quote)


def _clauses(body: str) -> Iterator[str]:
    """The parts between commas that stand alone; a comma before a sign of comparison divides nothing."""
    begin = 0
    for comma in _COMMA.finditer(body):
        before = body[begin : comma.start()]
        if _SEEN.search(before) and not _goes_on(body[comma.end() :]) and not _open(before):
            yield before
            begin = comma.end()
    yield body[begin:]


def _goes_on(after: str) -> bool:
    """Whether what follows a comma begins with a sign, and so continues the side before it."""
    after = re.sub(zh.RELATION_AGAIN, "", after)
    return any(pattern.match(after) for kind, pattern in _WORDS if kind in (*_COMPARED, "+", "-"))


def _open(before: str) -> bool:
    """Whether a comparison waits for what follows the comma: 大于、等于."""
    return bool(re.search(zh.RELATION_OPEN, before))


def _relations(clause: str, table: str, axis: str) -> Iterator[StatedRelation | Unclear]:
    tokens = _tokens(clause, table, axis)
    if tokens is None:
        if _SEEN.search(clause):
            yield Unclear(clause.strip())
        return
    chain: list[_Token] = []
    for before, token in zip([None, *tokens], tokens, strict=False):
        if token.reference and before is not None and (before.reference or before.kind in (")", "sum")):
            if before.end == token.start or not any(one.kind in _COMPARED for one in chain):
                yield Unclear(clause.strip())
                return
            yield from _chain(clause, chain)  # 4<2 3<2: a new one begins
            chain = []
        chain.append(token)
    yield from _chain(clause, chain)


def _tokens(clause: str, table: str, axis: str) -> list[_Token] | None:
    """The numbers and signs of a clause; None when there are other words in it."""
    found: list[_Token] = []
    at = 0
    while at < len(clause):
        at += len(clause[at:]) - len(clause[at:].lstrip())
        match = _REFERENCE.match(clause, at)
        if match and (number := match["number"] or match["spelled"]):
            said = zh.RELATION_AXES.get(match["axis"] or match["before"] or "", "")
            row = found[-1].reference if found and found[-1].end == at else None
            if row and row.axis == "row" and match["axis"] in zh.RELATION_ACROSS and not row.column:
                found[-1] = _Token("", found[-1].start, match.end(), replace(row, column=number))
            else:
                found.append(
                    _Token("", at, match.end(), Reference(
                        str(zh.spoken_number(number)) if match["spelled"] else number,
                        match["table"] or table, said or axis, bool(match["spelled"]),
                        lane=zh.RELATION_LANE in (match["axis"], match["before"]),
                    ))
                )  # fmt: skip
            at = match.end()
            continue
        kind, word = next(((k, m) for k, p in _WORDS if (m := p.match(clause, at))), ("", None))
        if word is None or word.end() == at:
            if clause[at] not in zh.RELATION_COMMAS:
                return None
            if not _goes_on(clause[at + 1 :]):
                found.append(_Token(",", at, at + 1))
            at += 1
            continue
        if kind:
            found.append(_Token(kind, at, word.end()))
        at = word.end()
    return found


def _chain(clause: str, tokens: list[_Token]) -> Iterator[StatedRelation | Unclear]:
    """The relations of a chain: 1≥2≥3 is two, 43=41-42=1+6 too."""
    if not tokens:
        return
    quote = clause[tokens[0].start : tokens[-1].end].strip()
    if tokens[-1].kind == "equal":  # 第5栏与第6栏相等
        tokens = [_Token("==", one.start, one.end) if one.kind == "and" else one for one in tokens[:-1]]
    sides: list[list[_Token]] = [[]]
    signs: list[str] = []
    for token in tokens:
        if token.kind in _COMPARED:
            signs.append(token.kind)
            sides.append([])
        else:
            sides[-1].append(token)
    if not signs:
        return
    values = [_value(side) for side in sides]
    words = [clause[side[0].start : side[-1].end].strip() if side else "" for side in sides]
    is_equal = set(signs) == {"=="}
    for i, sign in enumerate(signs):
        first = 0 if is_equal else i
        left, right = values[first], values[i + 1]
        numbers = {one for _, one in left or ()} & {one for _, one in right or ()}
        if not left or not right or numbers or not any(one.number.strip("0") for _, one in left):
            yield Unclear(quote)
        else:
            yield StatedRelation(left, sign, right, quote, (words[first], words[i + 1]))  # type: ignore[arg-type]


def _value(side: list[_Token]) -> tuple[tuple[int, Reference], ...] | None:
    """The signed numbers of one side; None when it is no sum of numbers."""
    terms: list[tuple[int, Reference]] = []
    signs, sign, open_range = [1], 1, False
    while side and side[-1].kind == ",":
        side = side[:-1]
    is_sum = any(token.kind == "sum" for token in side)
    kinds = [token.kind for token in side if token.kind != "sum"]
    through = is_sum and kinds == ["", "-", ""]  # 2-8行之和
    for token in side:
        if token.reference:
            if open_range:
                if not terms or not (series := _series(terms, token.reference)):
                    return None
                terms += series
                open_range = False
            else:
                terms.append((signs[-1] * sign, token.reference))
            sign = 1
        elif token.kind == "…" or (token.kind == "-" and through):
            open_range = True
        elif token.kind == "(":
            signs.append(signs[-1] * sign)
            sign = 1
        elif token.kind == ")" and len(signs) > 1:
            signs.pop()
        elif token.kind in ("+", "-"):
            sign = 1 if token.kind == "+" else -1
        elif token.kind in (",", "and") and is_sum:
            sign = 1
        elif token.kind != "sum":
            return None
    return tuple(terms) if terms and not open_range else None


def _series(terms: list[tuple[int, Reference]], last: Reference) -> list[tuple[int, Reference]]:
    """What stands behind (2)+…+(8), or 101+106+…+161; nothing when the steps do not lead there."""
    sign, first = terms[-1]
    if not (first.number.isdigit() and last.number.isdigit()):
        return []
    end, begin, step = int(last.number), int(first.number), 1
    if len(terms) > 1 and terms[-2][1].number.isdigit():
        step = begin - int(terms[-2][1].number)
    if step <= 0 or end <= begin or (end - begin) % step or (end - begin) // step > _LONGEST:
        return []
    width = len(first.number) if first.number.startswith("0") else 0
    return [
        (sign, replace(first, number=str(number).zfill(width)))
        for number in range(begin + step, end + step, step)
    ]
