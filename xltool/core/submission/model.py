"""What a unit sends back, as data: `Submission` with its exact figures.

Made by the readers, used by the checks and the report.  Figures are Decimals; a blank is None,
never 0.  `core.submission.document` has the JSON form.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache, lru_cache

from xltool.core.form.model import Form

MAX_DIGITS = 15  # a spreadsheet keeps no more


FIELDS = ("address", "phone", "website")  # what a unit may be asked to state about itself


@dataclass(frozen=True)
class Unit:
    """A unit that fills in the form; `former` holds its earlier names or predecessors, from the roster."""

    code: str
    name: str
    level: str = ""
    address: str = ""
    phone: str = ""
    website: str = ""
    former: str = ""


@dataclass(frozen=True)
class Named:
    """Whose report a file is, said by whoever hands it over; it wins over the file's own title.

    "" and 0 are not said.
    """

    name: str = ""
    code: str = ""
    year: int = 0


UNNAMED = Named()


@dataclass(frozen=True)
class Contact:
    """A unit and whom to write to; `emails` may be empty, `deadline` is its own where it has one."""

    unit: Unit
    emails: tuple[str, ...] = ()
    person: str = ""
    deadline: date | None = None


def code_of(name: str) -> str:
    """A code for a unit without one, made of its name, so that it is the same next time."""
    return "u" + hashlib.sha256(name.encode()).hexdigest()[:6]


@dataclass(frozen=True)
class Submission:
    """One unit's figures, texts and explanations for one year.

    `values` maps every address of the form to an exact figure or None (blank, or a total
    with a blank member); `texts` holds only the texts that were supplied, "" when blank.
    `unread` is what stands in a file where no figure could be read: such a None is invalid, not blank.
    """

    form: str
    version: str
    year: int
    unit: Unit
    values: Mapping[str, Decimal | None]
    texts: Mapping[str, str] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)
    unread: Mapping[str, str] = field(default_factory=dict)


@lru_cache(4096)  # most figures are the same few: many returns share their objects
def parse_decimal(text: str) -> Decimal | None:
    """Read an exact decimal; None when `text` is no number or has more than 15 digits."""
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
    """The figures of all addresses, totals derived; with `keep` only totals that `values` lacks.

    A total with a blank or missing member is None.
    """
    full: dict[str, Decimal | None] = {address: values.get(address) for address in form.addresses}
    for address, total in form.totals.items():
        if keep and full[address] is not None:
            continue
        members = {ref: number for _, ref in total.terms if (number := full[ref]) is not None}
        full[address] = total.value(members) if len(members) == len(total.terms) else None
    return full


def form_for_texts(form: Form, addresses: set[str]) -> Form | None:
    """The form in the local profile whose texts include `addresses` (plain form first); None if none does."""
    for candidate in (form, *(with_profile(form, name) for name in form.profiles)):
        if addresses <= {*candidate.texts, *form.cell_texts}:
            return candidate
    return None


@cache
def with_profile(form: Form, name: str) -> Form:
    """The form with the sections of a local profile; raises KeyError for an unknown one."""
    return replace(form, sections=form.profiles[name], profile=name)


def known_unit(submission: Submission, units: Iterable[Unit]) -> Submission:
    """Give a submission the code of the unit with its name, present or former; else leave it as it is."""
    sender = submission.unit
    for unit in units:
        if sender.name in (unit.name, unit.former):
            sender = replace(sender, code=unit.code, level=unit.level or sender.level, former=unit.former)
            return replace(submission, unit=sender)
    return submission
