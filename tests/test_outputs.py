"""A report in every format says what was meant: pages, fragments, open data and PDF, read back."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from conftest import KEYS, SAMPLES, load, sample
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html
from support.refusals import refused
from support.returns import checked
from support.strategies import submissions

from xltool.app.report import ReportWishes, write_reports, write_together
from xltool.core.check.returned import CheckedReturn
from xltool.core.errors import XltoolError
from xltool.core.submission.document import from_json
from xltool.core.submission.model import Submission, plain, with_profile, with_totals
from xltool.writing.report import pdf, pdf_back
from xltool.writing.report.context import TableContent, expected
from xltool.writing.report.flat import read_back as csv_back
from xltool.writing.report.flat import to_csv
from xltool.writing.report.html import read_back, render

FORM = load("zfxxgknb-2021")
FORMS = [*map(load, KEYS), with_profile(FORM, "shandong")]


@pytest.mark.slow
@settings(max_examples=60)
@given(st.data(), st.sampled_from(FORMS), st.booleans(), st.booleans())
def test_pages_say_what_was_meant(data: st.DataObject, form: Any, draft: bool, fragment: bool) -> None:
    submission = data.draw(submissions(form, blanks=True))
    page = render(form, submission, draft, fragment)
    assert read_back(page) == expected(form, submission, draft)


@pytest.mark.parametrize("fragment", [False, True])
def test_a_page_is_whole_and_can_be_listened_to(fragment: bool) -> None:
    form, submission = sample("jinxiang-2025")
    page: Any = lxml_html.fromstring(f"<div>{render(form, submission, fragment=True)}</div>" if fragment
                                     else render(form, submission))  # fmt: skip
    assert page.xpath("//script | //link | //img | //*[@src]") == []
    ids = page.xpath("//th/@id")
    assert len(ids) == len(set(ids))
    for cell in page.xpath("//td"):
        heads = cell.get("headers").split()
        assert heads and set(heads) <= set(ids)
    assert all(head.get("scope") for head in page.xpath("//th"))
    if fragment:
        assert page.xpath("//*[@class] | //style") == []
    else:
        assert page.get("lang") == "zh-CN" and page.xpath("//title/text()")


def test_the_headings_of_a_figure_are_its_own() -> None:
    form, submission = sample("jinxiang-2025")
    values = {a: Decimal(n) for n, a in enumerate(form.addresses, start=1000)}
    page: Any = lxml_html.fromstring(render(form, replace(submission, values=values)))
    cells = {cell.text: cell for cell in page.xpath("//td")}
    for address, number in values.items():
        heads = [
            page.get_element_by_id(one).text_content() for one in cells[str(number)].get("headers").split()
        ]
        wanted = [label for label in form.labels[address] if label]
        assert set(wanted) <= set(heads), (address, heads)


@pytest.mark.slow
@settings(max_examples=30)
@given(st.data(), st.sampled_from(FORMS))
def test_open_data_says_what_was_meant(data: st.DataObject, form: Any) -> None:
    submission = data.draw(submissions(form, blanks=True))
    found = csv_back(to_csv(form, submission))
    assert found == {a: "" if n is None else plain(n) for a, n in submission.values.items()}


def test_open_data_is_never_a_formula() -> None:
    form, submission = sample("jinxiang-2025")
    unit = replace(submission.unit, name="=cmd|'/C calc'!A0", code="-1+1")
    rows = list(csv.reader(io.StringIO(to_csv(form, replace(submission, unit=unit)).decode("utf-8-sig"))))
    assert all(row[1].startswith("'=") and row[0].startswith("'-") for row in rows[1:])


def return_of(submission: Submission) -> CheckedReturn:
    form, _ = sample("jinxiang-2025")
    return CheckedReturn(form, submission)


def test_every_format_is_written_and_nothing_overwritten(tmp_path: Path) -> None:
    seed = checked(SAMPLES / "jinxiang-2025.xlsx")
    formats = ["docx", "html", "csv", "json"]
    paths = list(write_reports(seed, tmp_path, ReportWishes(formats)))
    assert [path.suffix for path in paths] == [".docx", ".html", ".html", ".csv", ".json"]
    _, back = from_json(json.loads(paths[-1].read_text(encoding="utf-8")), load)
    assert back == seed.submission
    with refused(XltoolError, "U-exists"):
        list(write_reports(seed, tmp_path, ReportWishes(["csv"])))


@pytest.mark.parametrize("format_", ["docx", "html"])
@pytest.mark.parametrize("bad", ["\x01", "\ud800", "\ufffe"])
def test_what_no_document_can_hold_is_named(tmp_path: Path, format_: str, bad: str) -> None:
    _, submission = sample("jinxiang-2025")
    texts = {**submission.texts, "N1.2": f"前{bad}后"}
    with pytest.raises(XltoolError) as caught:
        list(write_reports(return_of(replace(submission, texts=texts)), tmp_path, ReportWishes([format_])))
    assert caught.value.code == "R-character" and "依申请公开" in caught.value.args_["where"]
    assert list(tmp_path.iterdir()) == []


HARD = "A&B<C> “引号”'\"，𠮷喆镕；" * 3
LONG = "按照要求公开政府信息，" * 200


def test_pdfs_of_a_batch_say_what_was_meant(soffice: str, tmp_path: Path) -> None:
    """One call of LibreOffice for all; hard characters, long texts, 999999 in every cell, anything at all."""
    form, seed = sample("jinxiang-2025")
    full = with_totals(
        form, {a: Decimal(999_999) for a in form.addresses if a not in form.totals}, keep=False
    )
    some: list[Submission] = []

    @settings(max_examples=12)
    @given(submissions(FORM, blanks=True))
    def draw(submission: Submission) -> None:
        some.append(submission)

    draw()
    hard = [replace(seed, values=full, texts={**dict.fromkeys(form.texts, HARD), "N1.1": LONG}), *some]
    returns = [
        CheckedReturn(FORM if one in some else form, replace(one, unit=replace(one.unit, code=f"{number}")))
        for number, one in enumerate((seed, *hard))
    ]
    wishes = ReportWishes(["pdf"], draft=True)
    paths = list(write_together(returns, tmp_path, wishes))  # which reads each back
    assert len(paths) == len(returns) == 14
    for path, one in zip(paths[:2], returns, strict=False):
        meant = expected(one.form, one.submission, draft=True)
        assert pdf_back.pdf_difference(path.read_bytes(), meant) is None
        number = next(i for i, item in enumerate(meant) if isinstance(item, TableContent))
        table = meant[number]
        assert isinstance(table, TableContent)
        area = max(table.cells)
        other = TableContent(table.id, {**table.cells, area: "7"})
        fault = pdf_back.pdf_difference(path.read_bytes(), [*meant[:number], other, *meant[number + 1 :]])
        assert fault is not None and fault.meant == "7"
        shorter = pdf_back.pdf_difference(path.read_bytes(), meant[:-1])
        assert shorter is not None and shorter.meant == ""
    assert pdf_back.pdf_difference(b"%PDF-1.7", []) is not None


def test_without_libreoffice_the_way_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "find_soffice", lambda: None)
    with refused(XltoolError, "R-no-office"):
        list(write_together([checked(SAMPLES / "jinxiang-2025.xlsx")], tmp_path, ReportWishes(["pdf"])))
