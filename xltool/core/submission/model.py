"""What comes back, as data: `Submission`, its exact figures, its JSON form.

Between the readers and `check`; pure, no files.  Numbers are Decimals, blank is None and
never 0.  JSON shapes are the contract of docs/json.md.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any

from xltool.core.errors import NotASubmission
from xltool.core.form.model import Form
from xltool.core.text.catalogue.files import W_ADDRESS_UNKNOWN, W_FORM_UNKNOWN, W_NOT_SUBMISSION

SCHEMA = 1
MAX_DIGITS = 15  # a spreadsheet keeps no more


@dataclass(frozen=True)
class Unit:
    """Who fills in; `former` is a name of a predecessor, from the roster."""

    code: str
    name: str
    level: str = ""
    address: str = ""
    phone: str = ""
    website: str = ""
    former: str = ""


@dataclass(frozen=True)
class Contact:
    """A unit and whom to write to; `emails` may be empty, `deadline` is its own where it has one."""

    unit: Unit
    emails: tuple[str, ...] = ()
    person: str = ""
    deadline: date | None = None


def code_of(name: str) -> str:
    """The code of a unit that was given none: the same name has the same one next time."""
    return "u" + hashlib.sha256(name.encode()).hexdigest()[:6]


@dataclass(frozen=True)
class Submission:
    """One unit's figures, texts and explanations for one year.

    `values` maps every address of the form to an exact figure or None (blank, or a total
    with a blank member); `texts` holds only the texts that were supplied, "" when blank.
    `unread` are values that stand in JSON as text that is no number.
    """

    form: str
    version: str
    year: int
    unit: Unit
    values: Mapping[str, Decimal | None]
    texts: Mapping[str, str] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)
    unread: Mapping[str, str] = field(default_factory=dict)


def parse_decimal(text: str) -> Decimal | None:
    """The exact decimal written as `text`, or None when it is none of at most 15 digits."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    _, digits, exponent = number.as_tuple()
    if not isinstance(exponent, int) or len(digits) > MAX_DIGITS or not -MAX_DIGITS <= exponent <= MAX_DIGITS:
        return None
    return number


def plain(number: Decimal) -> str:
    """The number without exponent or trailing zeros: ``1.50`` → ``1.5``, ``1E+2`` → ``100``."""
    text = format(number, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def with_totals(form: Form, values: Mapping[str, Decimal | None], keep: bool) -> dict[str, Decimal | None]:
    """All addresses of the form: totals derived where `keep` is false or none was given.

    A total with a blank or missing member is None.
    """
    full: dict[str, Decimal | None] = {address: values.get(address) for address in form.addresses}
    for address, total in form.totals.items():
        if keep and full[address] is not None:
            continue
        known = {ref: number for _, ref in total.terms if (number := full[ref]) is not None}
        full[address] = total.value(known) if len(known) == len(total.terms) else None
    return full


def form_for_texts(form: Form, addresses: set[str]) -> Form | None:
    """The form in the profile whose texts include `addresses` (plain form first); None if none does."""
    for candidate in (form, *(with_profile(form, name) for name in form.profiles)):
        if addresses <= set(candidate.texts):
            return candidate
    return None


@cache
def with_profile(form: Form, name: str) -> Form:
    """`form` with the sections of a local profile; KeyError for an unknown one."""
    return replace(form, sections=form.profiles[name], profile=name)


def from_json(data: Any, find: Callable[[str], Form | None]) -> tuple[Form, Submission]:
    """The submission in a parsed JSON document; `find(key)` gives the Form of ``id-version``.

    Totals are as typed, absent ones derived.  Raises NotASubmission.
    """
    if not isinstance(data, dict) or data.get("schema") != SCHEMA or not isinstance(data.get("values"), dict):
        raise NotASubmission(W_NOT_SUBMISSION)
    form: Form | None = find(f"{data.get('form')}-{data.get('version')}")
    if form is None:
        raise NotASubmission(W_FORM_UNKNOWN, form=f"{data.get('form')}-{data.get('version')}")
    texts, notes = data.get("texts") or {}, data.get("notes") or {}
    unit, year = data.get("unit"), data.get("year")
    if (
        not isinstance(unit, dict)
        or not all(isinstance(part, dict) for part in (texts, notes))
        or not all(isinstance(part, str | None) for part in (*texts.values(), *notes.values()))
        or type(year) is not int
        or not unit.get("code")
        or not unit.get("name")
    ):
        raise NotASubmission(W_NOT_SUBMISSION)
    strange = [address for address in data["values"] if address not in form.kinds]
    profiled = form_for_texts(form, set(texts))
    if strange or profiled is None:
        strange += [address for address in texts if form_for_texts(form, {address}) is None]
        raise NotASubmission(W_ADDRESS_UNKNOWN, addresses="、".join(strange or texts))
    values: dict[str, Decimal | None] = {}
    unread: dict[str, str] = {}
    for address, raw in data["values"].items():
        number = (
            parse_decimal(raw)
            if isinstance(raw, str)
            else parse_decimal(str(raw))
            if type(raw) is int
            else None
        )
        values[address] = number
        if raw is not None and number is None:
            unread[address] = str(raw)
    blank = [address for address in values if values[address] is None and address in form.totals]
    known = {address: value for address, value in values.items() if address not in blank}
    submission = Submission(
        form.id, form.version, year,
        Unit(**{name: str(unit.get(name) or "") for name in Unit.__dataclass_fields__}),
        with_totals(form, known, keep=True),
        {address: text or "" for address, text in texts.items()},
        {code: text for code, text in notes.items() if text},
        unread,
    )  # fmt: skip
    return profiled, submission


def to_json(submission: Submission) -> dict[str, Any]:
    """The JSON document of a submission, all addresses in the form's order."""
    unit = submission.unit
    return {
        "schema": SCHEMA,
        "form": submission.form,
        "version": submission.version,
        "year": submission.year,
        "unit": {
            "code": unit.code,
            "name": unit.name,
            "level": unit.level,
            "address": unit.address,
            "phone": unit.phone,
            "website": unit.website,
        },
        "values": {
            address: None if number is None else plain(number)
            for address, number in submission.values.items()
        },
        "texts": dict(submission.texts),
        "notes": dict(submission.notes),
    }


def known_unit(submission: Submission, units: Iterable[Unit]) -> Submission:
    """The submission under the code of the unit that has its name, or had it; itself if none has."""
    own = submission.unit
    for unit in units:
        if own.name in (unit.name, unit.former):
            known = replace(own, code=unit.code, level=unit.level or own.level, former=unit.former)
            return replace(submission, unit=known)
    return submission
