"""Workbooks by replacing marks: byte for byte what the writer makes, whoever the unit is."""

from __future__ import annotations

import io
from dataclasses import replace
from decimal import Decimal

import openpyxl
import pytest
from conftest import load, sample
from hypothesis import example, given, settings
from hypothesis import strategies as st
from support.strategies import submissions

from xltool.app import make_workbooks
from xltool.core.form.model import Form
from xltool.core.submission.identity import sign
from xltool.core.submission.model import Unit
from xltool.reading.xlsx.workbook import read_xlsx
from xltool.writing.workbook import fast as template_book
from xltool.writing.workbook.fast import unit_workbook
from xltool.writing.workbook.write import WorkbookContent, write_workbook

FORM = load("zfxxgknb-2021")
PLAIN = Unit(
    "012", "金乡县投资促进服务中心", "县级部门", "光明路7号", "0537-8709110", "http://www.jinxiang.gov.cn/a_b"
)
# what XML, workbooks and formulas write in a way of their own, and what every workbook holds already
ODD = st.sampled_from(["“局”", '"局"', "A&B", "<r>局</r>", " 局", "局\u3000", "a_x000D_b", "=1+1", "1", "2025", "基本信息",
                       "县级部门", "𠮷", "局\n处", "局\x07", "\U000f0003", "长" * 300, "012", "token", "zfxxgknb-2021"])  # fmt: skip
names = st.one_of(ODD, st.text(st.characters(codec="utf-8"), min_size=1, max_size=12))


@pytest.mark.slow
@settings(max_examples=40)
@given(names, names, st.one_of(st.just(""), names), st.sampled_from(["", "县级", "县级部门"]), st.booleans())
@example("012", "012", "", "县级", False)
def test_the_same_bytes_as_the_writer(code: str, name: str, text: str, level: str, keyed: bool) -> None:
    unit = Unit(code, name, level, text, "", text[::-1])
    identity = sign(FORM.key, 2025, code, name, b"key" if keyed else b"")
    assert unit_workbook(FORM, identity, unit) == write_workbook(FORM, identity, unit)


@pytest.mark.parametrize("password", ["", "secret"])
def test_openpyxl_and_our_reader_find_the_same_in_both(password: str) -> None:
    identity = sign(FORM.key, 2024, PLAIN.code, PLAIN.name)
    fast = unit_workbook(FORM, identity, PLAIN, password=password)
    slow = write_workbook(FORM, identity, PLAIN, password=password)
    assert read_xlsx(fast) == read_xlsx(slow)
    assert judged(fast) == judged(slow)
    assert PLAIN.name in {text for sheet in judged(fast).values() for text in sheet.values()}


def judged(data: bytes) -> dict[str, dict[str, object]]:
    """Every cell of a workbook as openpyxl reads it."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    return {
        sheet.title: {cell.coordinate: cell.value for row in sheet.iter_rows() for cell in row}
        for sheet in book
    }


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(st.data(), st.sampled_from([FORM, load("zfxxgknb-2019"), load("xzzfnb-2024")]), st.booleans())
def test_prefilled_workbooks_are_the_same_bytes_too(data: st.DataObject, form: Form, blanks: bool) -> None:
    """Figures, texts and last year's figures of every kind, some of them blank, some texts equal or odd."""
    one = data.draw(submissions(form, blanks))
    last = data.draw(st.none() | submissions(form, blanks))
    texts = {
        a: data.draw(st.sampled_from([text, "无。", "", "A&B <r>", " 外", "行\n行"]))
        for a, text in one.texts.items()
    }
    unit = replace(one.unit, level=data.draw(st.sampled_from(["", *form.levels])))
    identity = sign(form.key, one.year, unit.code, unit.name, b"key")
    content = WorkbookContent(one.values, texts)
    arguments = (form, identity, unit, content, last.values if last else None, "", "截止日期：2026年1月20日")
    assert unit_workbook(*arguments) == write_workbook(*arguments)


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(st.data(), st.sampled_from([FORM, load("zfxxgknb-2019"), load("xzzfnb-2024")]), names)
def test_workbooks_with_texts_alone_are_the_same_bytes_too(data: st.DataObject, form: Form, odd: str) -> None:
    """No figures: what all such workbooks show stands in the model already, in each of its sheets."""
    said = st.sampled_from(["", "", "", "无。", "本报告由某某局编制。\n第二段。", odd])
    content = WorkbookContent(texts={address: data.draw(said) for address in form.texts})
    level = data.draw(st.sampled_from(["", *form.levels]))
    unit = Unit("031", "示例县农业农村局", level, "示例路1号")
    arguments = (form, sign(form.key, 2025, unit.code, unit.name, b"key"), unit, content)
    assert unit_workbook(*arguments) == write_workbook(*arguments)


@pytest.mark.parametrize("key", ["zfxxgknb-2021", "zfxxgknb-2019", "xzzfnb-2024"])
def test_new_workbooks_show_zero_for_sums_and_differences(key: str) -> None:
    """Programs that do not calculate when they open a file show what stands there."""
    order = make_workbooks.Order(load(key), 2025, Unit("031", "示例县农业农村局", "县级部门"))
    book = openpyxl.load_workbook(io.BytesIO(make_workbooks.make_workbook(order)), data_only=True)
    shown = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row]
    assert max(value for value in shown if isinstance(value, int | float)) < 10_000


RETURN = sample("jinxiang-2025")[1]
FULL = WorkbookContent(RETURN.values, {a: f"第{n}节的文字。" for n, a in enumerate(FORM.texts)})


@pytest.mark.parametrize(
    ("unit", "content", "prior", "calls"),
    [
        (PLAIN, None, None, 0),
        (Unit("013", "水利局"), None, None, 0),
        (Unit("013", '"水利局"'), None, None, 1),
        (Unit("2025", "水利局"), None, None, 1),
        (Unit("水利局", "水利局"), None, None, 1),
        (PLAIN, FULL, None, 0),
        (PLAIN, FULL, RETURN.values, 0),
        (PLAIN, replace(FULL, texts={"N1.1": " 无。"}), None, 1),
        (PLAIN, replace(FULL, texts={"N1.1": "字数"}), None, 1),
        (PLAIN, replace(FULL, notes={"T2-C01": "清理"}), None, 1),
        (PLAIN, replace(FULL, zeros=frozenset({"T3"})), None, 1),
        (PLAIN, replace(FULL, typed={"T3.r1.c1": "约5"}), None, 1),
    ],
)
def test_what_goes_to_the_writer(
    unit: Unit, content: WorkbookContent | None, prior: dict[str, Decimal | None] | None, calls: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    identity = sign(FORM.key, 2025, unit.code, unit.name)
    arguments = (FORM, identity, unit, content, prior)
    unit_workbook(*arguments)  # the model is there
    seen: list[object] = []

    def spy(*args: object) -> bytes:
        seen.append(args)
        return b"written"

    monkeypatch.setattr(template_book, "write_workbook", spy)
    assert (unit_workbook(*arguments) == b"written") == bool(calls) and len(seen) == calls


@pytest.mark.parametrize("with_prior", [False, True])
def test_workbooks_of_a_batch_are_written_once(with_prior: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """The fast way is taken where it is meant to be: for whatever `make` orders, also with last year's."""
    written = []

    def counted(*arguments: object, **named: object) -> bytes:
        written.append(arguments)
        return write_workbook(*arguments, **named)  # type: ignore[arg-type]

    template_book._model.cache_clear()
    monkeypatch.setattr(template_book, "write_workbook", counted)
    for number in range(5):
        unit = Unit(f"{number:03}", f"第{number}局", "县级部门")
        values = {**RETURN.values, "T3.r25.c1": Decimal(number)}
        last = replace(RETURN, values=values) if with_prior else None
        order = make_workbooks.Order(FORM, 2025, unit, key=b"k")
        assert make_workbooks.make_workbook(order, lambda _, last=last: last)  # type: ignore[misc]
    assert len(written) == 1
