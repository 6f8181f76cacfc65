"""Write a submission as a JSON document and read it back; docs/json.md specifies the shape."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from xltool.core.errors import NotASubmission
from xltool.core.form.model import Form
from xltool.core.submission.model import (
    Submission,
    Unit,
    form_for_texts,
    parse_decimal,
    plain,
    with_totals,
)
from xltool.core.text.catalogue.files import W_ADDRESS_UNKNOWN, W_FORM_UNKNOWN, W_NOT_SUBMISSION
from xltool.core.text.clean import visible

SCHEMA = 1


def to_json(submission: Submission) -> dict[str, Any]:
    """The JSON document of a submission, all addresses in the form's order."""
    unit = submission.unit
    unread = {"unread": dict(submission.unread)} if submission.unread else {}
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
        **unread,
    }


def from_json(data: Any, find: Callable[[str], Form | None]) -> tuple[Form, Submission]:
    """Read a submission, with its form in the right local profile, from a parsed JSON document.

    `find` gives the form of ``id-version``, or None.  Totals are as typed, absent ones derived.  Raises
    NotASubmission.
    """
    if not isinstance(data, dict) or data.get("schema") != SCHEMA or not isinstance(data.get("values"), dict):
        raise NotASubmission(W_NOT_SUBMISSION)
    form: Form | None = find(f"{data.get('form')}-{data.get('version')}")
    if form is None:
        raise NotASubmission(W_FORM_UNKNOWN, form=f"{data.get('form')}-{data.get('version')}")
    texts, notes = data.get("texts") or {}, data.get("notes") or {}
    unit, year = data.get("unit"), data.get("year")
    if not isinstance(unit, dict) or not unit.get("code") or not unit.get("name") or type(year) is not int:
        raise NotASubmission(W_NOT_SUBMISSION)
    if not _are_texts(texts) or not _are_texts(notes):
        raise NotASubmission(W_NOT_SUBMISSION)
    profiled = _profile(form, data["values"], texts)
    values, unread = _figures(data["values"])
    said = data.get("unread") or {}
    if not _are_texts(said):
        raise NotASubmission(W_NOT_SUBMISSION)
    _profile(form, said, texts)
    unread |= {address: text for address, text in said.items() if text and values.get(address) is None}
    # a total that could not be read is derived like an absent one
    given = {a: n for a, n in values.items() if n is not None or a not in form.totals}
    submission = Submission(
        form.id, form.version, year,
        Unit(**{name: visible(str(unit.get(name) or "")).strip() for name in Unit.__dataclass_fields__}),
        with_totals(form, given, keep=True),
        {address: text or "" for address, text in texts.items()},
        {code: text for code, text in notes.items() if text},
        unread,
    )  # fmt: skip
    return profiled, submission


def _are_texts(data: object) -> bool:
    """Whether every value is a text or null."""
    return isinstance(data, dict) and all(isinstance(text, str | None) for text in data.values())


def _profile(form: Form, values: Mapping[str, Any], texts: Mapping[str, Any]) -> Form:
    """The form in the local profile that has these texts.

    Raises NotASubmission for addresses that are not the form's.
    """
    strange = [address for address in values if address not in form.kinds]
    profiled = form_for_texts(form, set(texts))
    if strange or profiled is None:
        strange += [address for address in texts if form_for_texts(form, {address}) is None]
        raise NotASubmission(W_ADDRESS_UNKNOWN, addresses="、".join(strange or texts))
    return profiled


def _figures(data: Mapping[str, Any]) -> tuple[dict[str, Decimal | None], dict[str, str]]:
    """(address → figure or None, address → what stands there and is no figure)."""
    values: dict[str, Decimal | None] = {}
    unread: dict[str, str] = {}
    for address, raw in data.items():
        text = visible(str(raw)).strip() if isinstance(raw, str) or type(raw) is int else ""
        if isinstance(raw, float) and parse_decimal(repr(raw)) is not None:  # up to 15 digits: as typed
            text = format(raw, ".15g")
        values[address] = parse_decimal(text) if "_" not in text else None  # which Decimal would drop
        if raw is not None and values[address] is None:
            unread[address] = str(raw)
    return values, unread
