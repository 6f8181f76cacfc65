"""The JSON of a submission: the contract of its shape, exact there and back, never a traceback."""

from __future__ import annotations

import json
import math
from decimal import Decimal
from typing import Any

import pytest
from conftest import load, sample
from hypothesis import given
from hypothesis import strategies as st
from support.strategies import UNIT, submissions

from xltool.core.check.rules import check
from xltool.core.errors import NotASubmission
from xltool.core.form.model import Form
from xltool.core.submission.document import from_json, to_json
from xltool.core.submission.model import (
    Submission,
    form_for_texts,
    parse_decimal,
    plain,
    with_profile,
    with_totals,
)
from xltool.core.text.wording import sentence

FORM = load("zfxxgknb-2021")


def find(key: str) -> Form | None:
    return FORM if key == FORM.key else None


def document(**changes: Any) -> dict[str, Any]:
    """A small good document with some keys replaced (or removed by `...`)."""
    data = {
        "schema": 1, "form": "zfxxgknb", "version": "2021", "year": 2025,
        "unit": {"code": "012", "name": "某某局", "level": "县级部门"},
        "values": {"T3.r1.c1": "1"}, "texts": {"N0": "引言"}, "notes": {},
    } | changes  # fmt: skip
    return {key: value for key, value in data.items() if value is not ...}


def from_document(**changes: Any) -> Submission:
    return from_json(document(**changes), find)[1]


# --- there and back -----------------------------------------------------------------------------


@pytest.mark.slow
@given(st.data(), st.booleans())
def test_json_and_back_is_the_same_submission(data: st.DataObject, blanks: bool) -> None:
    submission = data.draw(submissions(FORM, blanks))
    text = json.dumps(to_json(submission))
    form, back = from_json(json.loads(text), find)
    assert back == submission and form is FORM
    assert json.dumps(to_json(back)) == text  # and the canonical document is a fixed point


@pytest.mark.slow
@given(st.data())
def test_json_keeps_typed_totals(data: st.DataObject) -> None:
    made = data.draw(submissions(FORM))
    address = data.draw(st.sampled_from(sorted(FORM.totals)))
    typed = to_json(made)
    typed["values"][address] = "123456789"
    assert to_json(from_json(typed, find)[1]) == typed


def test_what_is_written_has_the_contracts_shape() -> None:
    data = to_json(from_document())
    assert list(data) == ["schema", "form", "version", "year", "unit", "values", "texts", "notes"]
    assert list(data["unit"]) == ["code", "name", "level", "address", "phone", "website"]
    assert list(data["values"]) == list(FORM.addresses) and len(data["values"]) == 200
    assert data["values"]["T3.r1.c1"] == "1" and data["values"]["T3.r1.c7"] is None


@pytest.mark.parametrize("name", ["jinxiang-2025", "jinhu-2023", "suqian-2023", "suqian-2024"])
def test_samples_are_canonical_or_become_so(name: str) -> None:
    form, submission = sample(name)
    once = to_json(submission)
    assert to_json(from_json(once, lambda _: load(form.key))[1]) == once


def test_the_profile_follows_the_texts() -> None:
    local = with_profile(FORM, "shandong")
    form, _ = from_json(document(texts={"N6.1": "无"}), find)
    assert form is local
    assert from_json(document(texts={"N6": "无"}), find)[0] is FORM
    assert form_for_texts(FORM, {"N6", "N6.1"}) is None


# --- totals -------------------------------------------------------------------------------------


def test_an_absent_total_is_derived_and_an_absent_input_is_blank() -> None:
    values = {f"T3.r1.c{n}": str(n) for n in range(1, 7)}
    got = from_document(values=values).values
    assert got["T3.r1.c7"] == 21
    assert got["T3.r2.c1"] is None and got["T3.r2.c7"] is None


@pytest.mark.slow
@given(st.data())
def test_derived_totals_equal_brute_force(data: st.DataObject) -> None:
    made = data.draw(submissions(FORM, blanks=True))
    values = made.values

    def added(addresses: list[str]) -> Decimal | None:
        numbers = [values[a] for a in addresses]
        return None if None in numbers else sum((n for n in numbers if n is not None), Decimal(0))

    for row in range(1, 26):
        assert values[f"T3.r{row}.c7"] == added([f"T3.r{row}.c{n}" for n in range(1, 7)])
    for column in range(1, 8):
        assert values[f"T3.r24.c{column}"] == added([f"T3.r{n}.c{column}" for n in range(3, 24)])
    for total in (5, 10, 15):
        assert values[f"T4.r1.c{total}"] == added([f"T4.r1.c{n}" for n in range(total - 4, total)])


def test_with_totals_keeps_or_derives() -> None:
    given_ = {f"T4.r1.c{n}": Decimal(1) for n in range(1, 5)} | {"T4.r1.c5": Decimal(9)}
    assert with_totals(FORM, given_, keep=True)["T4.r1.c5"] == 9
    assert with_totals(FORM, given_, keep=False)["T4.r1.c5"] == 4


# --- values that are none -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "raw",
    ["", "一", "1,2", "约5", "NaN", "nan", "sNaN", "Infinity", "-inf", "1e400", "1E+999999999", "1e-999999999",
     "1" * 16, "0." + "1" * 20, "0x1", True, False, 1.5, 0.0, math.inf, math.nan, [], ["1"], {}, {"a": 1}],
)  # fmt: skip
def test_what_is_no_exact_number_is_refused_as_text(raw: Any) -> None:
    submission = from_document(values={"T3.r1.c1": raw})
    assert submission.values["T3.r1.c1"] is None
    findings = [f for f in check(FORM, submission) if "T3.r1.c1" in f.refs]
    assert [(f.code, f.severity, f.refs) for f in findings] == [("V-text", "error", ("T3.r1.c1",))]


@pytest.mark.parametrize("raw", [10**15, -(10**400)])
def test_whole_numbers_beyond_a_spreadsheet_are_refused(raw: int) -> None:
    submission = from_document(values={"T3.r1.c1": raw})
    assert submission.values["T3.r1.c1"] is None and "T3.r1.c1" in submission.unread


def test_a_total_that_is_no_number_is_not_replaced_by_the_sum() -> None:
    values = {f"T4.r1.c{n}": "1" for n in range(1, 5)} | {"T4.r1.c5": "四"}
    findings = [f for f in check(FORM, from_document(values=values)) if "T4.r1.c5" in f.refs]
    assert [f.code for f in findings] == ["V-text"]


@pytest.mark.parametrize(("raw", "number"), [(3, "3"), ("3", "3"), ("3.50", "3.5"), ("1E+2", "100"), ("-0", "0"),
                                             (" 7 ", "7"), ("+7", "7")])  # fmt: skip
def test_numbers_in_any_writing_become_canonical(raw: Any, number: str) -> None:
    assert to_json(from_document(values={"T2.r6.c5": raw}))["values"]["T2.r6.c5"] == number


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**10), max_value=10**10))
def test_plain_is_exact_and_has_no_exponent(number: Decimal) -> None:
    text = plain(number)
    assert (Decimal(text) == number and "E" not in text.upper() and not text.startswith("-0")) or Decimal(
        text
    )
    assert text == "0" or not ("." in text and text.endswith(("0", ".")))
    assert parse_decimal(text) == number


# --- documents that are none --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (None, "W-not-submission"), ([], "W-not-submission"), ("text", "W-not-submission"), (7, "W-not-submission"),
        ({}, "W-not-submission"),
        (document(schema=2), "W-not-submission"), (document(schema=...), "W-not-submission"),
        (document(values=[]), "W-not-submission"), (document(values=...), "W-not-submission"),
        (document(unit=...), "W-not-submission"), (document(unit="某某局"), "W-not-submission"),
        (document(unit={}), "W-not-submission"), (document(unit={"code": "012"}), "W-not-submission"),
        (document(unit={"code": "", "name": "某某局"}), "W-not-submission"),
        (document(year="2025"), "W-not-submission"), (document(year=...), "W-not-submission"),
        (document(year=True), "W-not-submission"), (document(year=2025.0), "W-not-submission"),
        (document(texts=["N0"]), "W-not-submission"), (document(texts={"N0": 7}), "W-not-submission"),
        (document(notes={"P-02": []}), "W-not-submission"), (document(notes="x"), "W-not-submission"),
        (document(form="atlantis"), "W-form-unknown"), (document(version=2021.5), "W-form-unknown"),
        (document(form=...), "W-form-unknown"), (document(form=["zfxxgknb"]), "W-form-unknown"),
        (document(values={"T9.r1.c1": "1"}), "W-address-unknown"),
        (document(values={"T3.r1": "1"}), "W-address-unknown"),
        (document(texts={"N99": "x"}), "W-address-unknown"),
        (document(texts={"N6": "x", "N6.1": "y"}), "W-address-unknown"),
    ],
)  # fmt: skip
def test_bad_documents_are_refused_with_a_sentence(data: Any, code: str) -> None:
    with pytest.raises(NotASubmission) as caught:
        from_json(data, find)
    assert caught.value.code == code
    assert sentence(caught.value.code, **caught.value.args_)


def test_an_unknown_address_is_named() -> None:
    with pytest.raises(NotASubmission) as caught:
        from_document(values={"T9.r1.c1": "1", "T3.r1.c1": "1"})
    assert caught.value.args_ == {"addresses": "T9.r1.c1"}


anything: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@given(
    st.fixed_dictionaries(
        {"schema": st.just(1), "form": st.just("zfxxgknb"), "version": st.just("2021")},
        optional={
            "year": st.just(2025) | anything,
            "unit": st.just({"code": "1", "name": "某"}) | anything,
            "values": st.dictionaries(st.sampled_from(["T2.r6.c5", "T3.r1.c7", "T9.x"]), anything),
            "texts": st.dictionaries(st.sampled_from(["N0", "N6.1", "N9"]), anything) | anything,
            "notes": anything,
        },
    )
    | anything
)
def test_any_document_is_read_or_refused(data: Any) -> None:
    try:
        form, submission = from_json(data, find)
    except NotASubmission as error:
        assert sentence(error.code, **error.args_)
    else:
        check(form, submission)
        assert json.dumps(to_json(submission))


# --- texts --------------------------------------------------------------------------------------


def test_null_texts_are_blank_and_empty_notes_are_none() -> None:
    submission = from_document(
        texts={"N0": None, "N5": "", "N6": "无"}, notes={"P-02": None, "T2-C01": "", "T2-C02": "因为"}
    )
    assert submission.texts == {"N0": "", "N5": "", "N6": "无"}
    assert submission.notes == {"T2-C02": "因为"}


def test_unit_keeps_what_it_says_of_itself() -> None:
    unit = {name: getattr(UNIT, name) for name in ("code", "name", "level", "address", "phone", "website")}
    assert from_document(unit=unit).unit == UNIT
