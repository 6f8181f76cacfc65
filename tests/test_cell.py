"""What people type into a cell → the figure read, and what is said about it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xltool.core.form.block import FieldKind
from xltool.core.submission.model import plain
from xltool.core.text.catalogue.values import V_CONVERTED
from xltool.core.text.zh import spoken_number
from xltool.office.raw import RawCell
from xltool.reading.cell import DATE_SERIALS, ReadFigure, as_date, exact, read_cell, read_text

UPPER = 9999


def number(text: str, **more: object) -> RawCell:
    return RawCell("number", text, **more)  # type: ignore[arg-type]


def value_and_code(
    cell: RawCell | None, kind: FieldKind = "count", upper: int | None = UPPER
) -> tuple[str | None, str | None]:
    reading = read_cell(cell, kind, upper)
    return (None if reading.value is None else plain(reading.value)), reading.code


@pytest.mark.parametrize(
    ("typed", "value", "code"),
    [
        ("", None, None), ("  \n", None, None), ("\u3000\u200b", None, None),
        ("12", "12", "V-converted"), (" 12 ", "12", "V-converted"), ("1２", "12", "V-converted"),
        ("１，２３４", "1234", "V-converted"), ("1,234", "1234", "V-converted"), ("1 234", "1234", "V-converted"),
        ("1\u200b2", "12", "V-converted"), ("1\n", "1", "V-converted"), ("'7", "7", "V-converted"),
        ("+3", "3", "V-converted"), ("12.0", "12", "V-converted"), ("3件", "3", "V-converted"),
        ("3 条", "3", "V-converted"), ("３项", "3", "V-converted"), ("-4", "-4", "V-converted"),
        ("无", "0", "V-converted"), ("—", "0", "V-converted"), ("-", "0", "V-converted"), ("―", "0", "V-converted"),
        ("－", "0", "V-converted"), ("/", "0", "V-converted"), ("〇", "0", "V-converted"), ("零", "0", "V-converted"),
        ("没有", "0", "V-converted"), ("1.5", "1.5", "V-converted"),
        ("三", "3", "V-asked"), ("十二", "12", "V-asked"), ("一百零五", "105", "V-asked"), ("三件", "3", "V-asked"),
        ("1.2万", "12000", "V-asked"), ("1.2万件", "12000", "V-asked"), ("3千", "3000", "V-asked"),
        ("约5", None, "V-text"), ("1O", None, "V-text"), ("3+4", None, "V-text"), ("5²", None, "V-text"),
        ("½", None, "V-text"), ("①", None, "V-text"), ("=D8*2", None, "V-link"), ("1,23", None, "V-text"),
        ("1e5", None, "V-text"), ("NaN", None, "V-text"), ("Infinity", None, "V-text"), ("0x10", None, "V-text"),
        ("1_000", None, "V-text"), ("三四", None, "V-text"), ("12元", None, "V-text"), ("3万元", None, "V-text"),
        ("2-1", None, "V-text"), ("1" * 16, None, "V-text"), ("见附件", None, "V-text"), ("1.2.3", None, "V-text"),
        ("2026-02-01", None, "V-date"), ("2026年2月1日", None, "V-date"), ("2026/2", None, "V-date"),
    ],
)  # fmt: skip
def test_typed_text_in_a_count(typed: str, value: str | None, code: str | None) -> None:
    assert value_and_code(RawCell("text", typed)) == (value, code)


def test_the_minus_sign_of_word_processors_is_never_a_plus() -> None:
    value, code = value_and_code(RawCell("text", "−4"))
    assert (value, code) in ((None, "V-text"), ("-4", "V-converted"))


@pytest.mark.parametrize(
    ("typed", "value", "code"),
    [
        ("12.5", "12.5", "V-converted"), ("12.5万元", "12.5", "V-converted"), ("1,234.56", "1234.56", "V-converted"),
        ("12元", "0.0012", "V-asked"), ("12000元", "1.2", "V-asked"), ("无", "0", "V-converted"),
        ("约12", None, "V-text"), ("$5", None, "V-text"),
    ],
)  # fmt: skip
def test_typed_text_in_an_amount(typed: str, value: str | None, code: str | None) -> None:
    assert value_and_code(RawCell("text", typed), "amount", None) == (value, code)


@pytest.mark.parametrize(
    ("cell", "value", "code"),
    [
        (None, None, None),
        (RawCell("text", None), None, None),
        (number("0"), "0", None), (number("12"), "12", None), (number("1.5E3"), "1500", None),
        (number("-4"), "-4", None), (number("1.5"), "1.5", None),  # refused later: V-negative, V-fraction
        (number("2.9999999999999996"), "3", None), (number("3.0000000001"), "3", None),
        (number("3.00001"), "3.00001", None),
        (number("999999999999999"), "999999999999999", None),
        (number("46054"), "46054", "V-asked"), (number("13612"), "13612", None), (number("9999"), "9999", None),
        (number("36525"), "36525", None), (number("36526"), "36526", "V-asked"),
        (number("55153"), "55153", "V-asked"), (number("55154"), "55154", None),
        (number("12", date=True), None, "V-date"),
        (number("1e400"), None, "V-text"), (number("nan"), None, "V-text"), (number("x"), None, "V-text"),
        (RawCell("error", "#REF!"), None, "V-excel-error"), (RawCell("error", "#VALUE!"), None, "V-excel-error"),
        (RawCell("bool", "1"), None, "V-text"),
        (number("14", formula="D8*2"), "14", "V-formula"),
        (RawCell("text", "3件", "A1"), "3", "V-formula"),
        (number("14", formula="[1]Sheet1!D8"), None, "V-link"),
        (number("14", formula="'C:\\x\\[a.xls]S'!A1"), None, "V-link"),
        (RawCell("text", "约5", "A1"), None, "V-link"),
        (RawCell("number", None, "D8*2"), None, "V-link"),
        (RawCell("error", "#REF!", "#REF!+1"), None, "V-excel-error"),
    ],
)  # fmt: skip
def test_stored_cells_in_a_count(cell: RawCell | None, value: str | None, code: str | None) -> None:
    assert value_and_code(cell) == (value, code)


def test_a_date_like_count_is_asked_only_above_the_tables_bound() -> None:
    assert value_and_code(number("46054"), upper=None) == ("46054", None)
    assert value_and_code(number("46054"), upper=50000) == ("46054", None)
    assert value_and_code(number("46054"), "amount") == ("46054", None)
    assert "2026-02-01" in read_cell(number("46054"), "count", UPPER).typed
    assert read_cell(number("46054", date=True), "count", UPPER).typed == "2026-02-01"


def test_what_was_typed_is_kept_for_the_finding() -> None:
    assert read_text(" 3 件 ", "count") == ReadFigure(Decimal(3), V_CONVERTED, "3 件")
    assert read_cell(number("14", formula="D8*2"), "count", UPPER).typed == "D8*2"
    assert read_cell(RawCell("error", "#REF!"), "count", UPPER).typed == "#REF!"


@given(st.integers(-(10**15) + 1, 10**15 - 1))
def test_whole_numbers_are_exact(n: int) -> None:
    assert exact(str(n)) == n
    assert value_and_code(RawCell("text", str(n)))[0] == str(n)


@given(st.integers(0, 10**11), st.integers(0, 4))
def test_binary_noise_of_seventeen_digits_is_the_decimal_meant(n: int, places: int) -> None:
    """Files hold 17 digits of a binary number; people mean the 15 they saw."""
    meant = Decimal(n).scaleb(-places)
    assert exact(format(float(meant), ".17g")) == meant
    assert exact("0.30000000000000004") == Decimal("0.3")


@given(st.integers(0, 9_999_999), st.sampled_from("件条个份项次宗起"))
def test_units_of_counting_and_full_width_digits_are_converted(n: int, unit: str) -> None:
    wide = "".join(chr(ord(c) + 0xFEE0) for c in str(n))
    for typed in (f"{n}{unit}", wide, f"{n:,}", f"　{n}　"):
        assert value_and_code(RawCell("text", typed)) == (str(n), "V-converted")


@given(st.text(max_size=20), st.sampled_from(["count", "amount"]))
def test_any_text_gives_a_figure_or_a_code(text: str, kind: FieldKind) -> None:
    reading = read_text(text, kind)
    assert reading.value is not None or reading.code in (None, "V-text", "V-date")
    assert reading.code is not None or (reading.value is None and not reading.typed)
    if reading.value is not None:
        assert reading.value.is_finite() and reading.code in ("V-converted", "V-asked")


@given(
    st.text("0123456789eE+-.naifINF_ ", max_size=25), st.booleans(), st.sampled_from([None, "A1", "[1]S!A1"])
)
def test_any_stored_number_is_read_without_a_traceback(text: str, date: bool, formula: str | None) -> None:
    reading = read_cell(number(text, date=date, formula=formula), "count", UPPER)
    assert reading.value is None or reading.value.is_finite()
    assert str(10**20) in as_date(Decimal(10) ** 20) != str(10**20)  # quoted, and no figure again


@pytest.mark.parametrize(
    ("text", "expected"),
    [("三", 3), ("十", 10), ("十二", 12), ("二十", 20), ("一百零五", 105), ("两百", 200), ("一千", 1000), ("二〇", None),
     ("", None), ("三四", None), ("3", None), ("万", None)],
)  # fmt: skip
def test_spoken_numbers(text: str, expected: int | None) -> None:
    assert spoken_number(text) == expected


def test_date_serials_are_the_days_of_2000_to_2050() -> None:
    assert as_date(Decimal(DATE_SERIALS[0])) == "2000-01-01"
    assert as_date(Decimal(DATE_SERIALS[-1])) == "2050-12-31"
