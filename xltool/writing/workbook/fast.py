"""Form + unit → the same workbook that `write` makes, in a small part of the time.

`write` makes one workbook with marks for all units that are alike: the same form, year, level, password and
notice, the same cells filled in.  The workbook of a unit is that one with the marks replaced, byte for byte
as `write` would have written it.  What a mark cannot stand for is left to `write`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple
from xml.sax.saxutils import escape

from xltool.core.form.model import Form
from xltool.core.submission.identity import CHECK_CHARACTERS, Identity
from xltool.core.submission.model import FIELDS, Unit
from xltool.office.raw import MAX_CELL
from xltool.office.zip_template import Stencil, stencil_marks
from xltool.writing.workbook import formulas
from xltool.writing.workbook.canvas import signed
from xltool.writing.workbook.content import Display, WorkbookContent
from xltool.writing.workbook.ink import Key, MarkingInk, cell_number, printed_height
from xltool.writing.workbook.side_sheets import text_height
from xltool.writing.workbook.table_sheet import strip_word
from xltool.writing.workbook.write import write_workbook

_MOST_MODELS = 64  # kept in memory, some 200 kB each
# Quotes are doubled; markup, escapes and outer spaces are written otherwise; long texts not at all.
_SIMPLE = re.compile(r'(?! )(?!.*_x)[^\x00-\x1f\x7f-\xa0"<>&\u2000-\u200a\u2028\u2029\u3000\ud800-\udfff'
                     r'\ufffe\uffff\U000f0000-\U0010ffff]{1,100}(?<! )')  # fmt: skip
_PLAIN = re.compile(r"(?!\s)(?!.*_x)[^\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff"
                    rf"\U000f0000-\U0010ffff]{{1,{MAX_CELL}}}(?<!\s)", re.S)  # fmt: skip
_TEXT = re.compile("<t[^>]*>([^<]*)</t>")
_ONE, _NONE = Decimal(1), Decimal(0)  # any figure in a model; what a blank counts


class _Shape(NamedTuple):
    """What two units must have in common to be filled from one model."""

    form: Form
    key: str
    year: int
    level: str
    password: str
    notice: str
    fields: tuple[str, ...]
    filled: frozenset[str]  # addresses of inputs with a figure
    texts: tuple[tuple[str, int], ...]  # address of a text, and which of the different texts it is
    prior: frozenset[str]  # addresses with a figure of last year


def unit_workbook(
    form: Form,
    identity: Identity,
    unit: Unit,
    content: WorkbookContent | None = None,
    prior: Mapping[str, Decimal | None] | None = None,
    password: str = "",
    notice: str = "",
) -> bytes:
    """The same bytes that `write_workbook` makes of the same arguments."""
    content, prior = content or WorkbookContent(), prior or {}
    made = _filled(form, identity, unit, content, prior, password, notice)
    return made or write_workbook(form, identity, unit, content, prior, password, notice)


def _filled(
    form: Form, identity: Identity, unit: Unit, content: WorkbookContent,
    prior: Mapping[str, Decimal | None], password: str, notice: str,
) -> bytes | None:  # fmt: skip
    """The workbook by replacing marks; None where that cannot be."""
    said = {a: text for a in form.texts if (text := content.texts.get(a, ""))}
    kinds = list(dict.fromkeys(said.values()))
    fields = tuple(name for name in FIELDS if getattr(unit, name))
    unit_texts = [identity.code, identity.name, *(getattr(unit, name) for name in fields)]
    texts = [*unit_texts, identity.token, *kinds]
    # Equal texts are stored once, so these must differ from each other and from all printed ones.
    if (
        content.notes or content.zeros or content.typed or content.marks or form.cell_texts
        or len(set(texts)) < len(texts)
        or not all(map(_SIMPLE.fullmatch, [*unit_texts, identity.token]))
        or not all(map(_PLAIN.fullmatch, kinds))
        or len(identity.token) <= CHECK_CHARACTERS
    ):  # fmt: skip
        return None
    shape = _Shape(
        form, identity.form, identity.year, unit.level, password, notice, fields,
        frozenset(a for a in form.inputs if content.values.get(a) is not None),
        tuple((address, kinds.index(text)) for address, text in said.items()),
        frozenset(a for a, number in prior.items() if number is not None),
    )  # fmt: skip
    model = _model(shape)
    if not model.printed.isdisjoint(map(escape, texts)):
        return None
    token = [*identity.token[:CHECK_CHARACTERS], identity.token[CHECK_CHARACTERS:]]
    marks = dict(zip(model.unit_marks, (*token, *unit_texts), strict=True))
    if model.keys:
        ways = _of_texts(form, content.texts, kinds)
        if model.figures:
            ways = {**ways, **_of_figures(Display(form, unit.level, content, prior))}
        marks |= _values(ways, model.keys)
    return model.stencil.fill(marks)


_Ways = Mapping[
    object, Callable[..., str]
]  # what stands in the XML for a key of `MarkingInk`, by its first word


# the marks by the first word of their keys, each with the rest of its key
_Keys = Mapping[object, Sequence[tuple[Key, str]]]


def _by_way(keys: Mapping[Key, str]) -> _Keys:
    """The keys of marks in this order, so that each way is looked up once."""
    found: dict[object, list[tuple[Key, str]]] = {}
    for key, mark in keys.items():
        found.setdefault(key[0], []).append((key[1:], mark))
    return found


def _values(ways: _Ways, keys: _Keys) -> dict[str, str]:
    """What the marks of these keys stand for, as far as the ways know."""
    return {mark: way(*rest) for name, way in ways.items() for rest, mark in keys.get(name, ())}


def _of_texts(form: Form, texts: Mapping[str, str], kinds: list[str]) -> _Ways:
    parts = {part.id: part for section in form.sections for part in section.parts}
    return {
        "text": lambda n: escape(kinds[n]),
        "length": lambda address: str(len(texts.get(address, ""))),
        "height": lambda address: printed_height(text_height(parts[address], texts.get(address, ""))),
    }


def _of_figures(shown: Display) -> _Ways:
    form, prior, states = shown.form, shown.prior, shown.states()
    rules = {(rule.code, rule.key): rule for rule in form.rules}

    def constant(code: str, key: str | None, side: int) -> str:
        bound = rules[code, key].bound
        return signed(formulas.last_year_of((bound.left, bound.right)[side], prior) or Decimal(0))

    return {
        "figure": lambda address: _in_a_cell(shown.values[address] or _NONE),
        "prior": lambda address: _in_a_cell(prior[address] or _NONE),
        "total": lambda address: _in_a_formula(shown.values[address] or _NONE),
        "word": lambda n: states[n][0],
        "residual": lambda n: _in_a_formula(states[n][1]),
        "banner": lambda: shown.banner(states),
        "strip": lambda code, key: strip_word(shown.state(rules[code, key])),
        "constant": constant,
    }


@lru_cache(4096)
def _in_a_cell(number: Decimal) -> str:
    return f"{cell_number(number):.16G}"


@lru_cache(4096)
def _in_a_formula(number: Decimal) -> str:
    return str(cell_number(number))


class _Model(NamedTuple):
    """A workbook with marks; `printed` are the strings that every such workbook holds.

    `figures` says whether marks of figures are among its `keys`; where all such workbooks show the same ones,
    these stand there already.
    """

    stencil: Stencil
    unit_marks: list[str]  # of the token (one for each of its check characters), code, name, fields
    keys: _Keys
    printed: frozenset[str]
    figures: bool


class _TextInk(MarkingInk):
    """Texts that are equal get one mark."""

    def __init__(self, reserved: int, texts: Mapping[str, int]) -> None:
        super().__init__(reserved)
        self._texts = texts

    def word(self, text: str, *key: object) -> str:
        """The mark; that of a text says which of the different texts it is."""
        if key[0] == "text":
            key = ("text", self._texts[str(key[1])])
        return super().word(text, *key)


@lru_cache(_MOST_MODELS)
def _model(shape: _Shape) -> _Model:
    """The workbook with marks that all units of this shape are made from."""
    unit_marks = stencil_marks(CHECK_CHARACTERS + 1 + 2 + len(shape.fields))
    token, (code, name, *others) = unit_marks[: CHECK_CHARACTERS + 1], unit_marks[CHECK_CHARACTERS + 1 :]
    unit = replace(Unit(code, name, shape.level), **dict(zip(shape.fields, others, strict=True)))
    identity = Identity(shape.key, shape.year, code, name, "".join(token))
    content = WorkbookContent(dict.fromkeys(shape.filled, _ONE), {a: str(n) for a, n in shape.texts})
    ink = None
    if shape.filled or shape.texts or shape.prior:
        ink = _TextInk(len(unit_marks), dict(shape.texts))
    prior: dict[str, Decimal | None] = dict.fromkeys(shape.prior, _ONE)
    data = write_workbook(shape.form, identity, unit, content, prior, shape.password, shape.notice, ink)
    counted = any(address.partition(".")[0] in shape.form.narrative.lengths for address, _ in shape.texts)
    figures = bool(shape.filled or shape.prior or counted)
    keys = ink.marks if ink else {}
    same = {} if figures or not ink else _same(shape, keys)
    baked = str.maketrans(same)
    stencil = Stencil(data, lambda text: ink.marked(text).translate(baked)) if ink else Stencil(data)
    printed = frozenset(_TEXT.findall(stencil.part("xl/sharedStrings.xml")))
    own = {key: mark for key, mark in keys.items() if mark not in same}
    return _Model(stencil, unit_marks, _by_way(own), printed, figures)


def _same(shape: _Shape, keys: Mapping[Key, str]) -> dict[str, str]:
    """What stands for the marks that mean the same in every workbook of a shape without figures."""
    said = {address for address, _ in shape.texts}
    texts = {key: mark for key, mark in keys.items() if key[0] != "text" and key[-1] not in said}
    shown = Display(shape.form, shape.level, WorkbookContent(texts=dict.fromkeys(said, "0")), {})
    texts_of, figures_of = _of_texts(shape.form, {}, []), _of_figures(shown)
    return _values(texts_of, _by_way(texts)) | _values(figures_of, _by_way(keys))
