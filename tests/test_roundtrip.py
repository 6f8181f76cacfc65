"""Laws of the round trip: what is filled in comes back, through us and through LibreOffice."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from conftest import KEYS, load
from hypothesis import given, settings
from hypothesis import strategies as st
from support.office import Office
from support.returns import checked
from support.strategies import balanced, submissions
from support.workbooks import filled_cells, issued

from xltool.core.check.rules import check
from xltool.core.form.layout import Layout, lay_out, zero_choice
from xltool.core.form.model import Form
from xltool.core.submission.model import with_profile
from xltool.core.text import zh

FORM = load("zfxxgknb-2021")
SHANDONG = with_profile(FORM, "shandong")
FORMS = [*map(load, KEYS), SHANDONG]


@pytest.mark.slow
@settings(max_examples=40)
@given(st.data(), st.sampled_from(FORMS), st.booleans())
def test_prefilled_workbook_reads_back_equal(
    tmp_path_factory: Any, data: st.DataObject, form: Form, blanks: bool
) -> None:
    submission = data.draw(submissions(form, blanks))
    file = tmp_path_factory.mktemp("made") / "a.xlsx"
    file.write_bytes(issued(form, submission))
    back = checked(file)
    assert back.submission == submission
    assert back.saved_by == "xltool" and back.located_by == "labels+names"
    # a count that looks like a date is asked about in a workbook only
    found = [f for f in back.findings if f.code != "V-asked"]
    assert found == [f.at(back.places) for f in check(form, submission)]


@settings(max_examples=8)
@given(st.data(), st.sampled_from(FORMS))
def test_filled_in_libreoffice_reads_back_equal(
    office: Office, tmp_path_factory: Any, data: st.DataObject, form: Form
) -> None:
    submission = data.draw(submissions(form, blanks=True))
    folder = tmp_path_factory.mktemp("filled")
    (folder / "a.xlsx").write_bytes(issued(form))
    put = filled_cells(lay_out(form), submission)
    office.ask(folder / "a.xlsx", put=put, save=[[str(folder / "b.xlsx"), "xlsx"]])
    back = checked(folder / "b.xlsx")
    assert back.submission is not None
    assert back.submission.values == submission.values
    assert back.submission.texts == submission.texts
    assert back.submission.notes == submission.notes
    assert back.saved_by == "libreoffice"
    assert not [f for f in back.findings if f.code.startswith("W")]


@pytest.mark.slow
@settings(max_examples=10)
@given(st.data(), st.sampled_from(FORMS))
def test_balanced_submission_is_accepted(tmp_path_factory: Any, data: st.DataObject, form: Form) -> None:
    submission = balanced(form, data.draw(submissions(form)))
    file = tmp_path_factory.mktemp("balanced") / "a.xlsx"
    file.write_bytes(issued(form, submission))
    back = checked(file)
    told = {f.code for f in back.findings if not f.code.startswith("N-")}  # random texts say odd things
    assert told <= {"V-asked"} and back.status != "rejected"


def test_untouched_workbook_is_never_accepted(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(issued(FORM))
    back = checked(tmp_path / "a.xlsx")
    assert [f.code for f in back.findings] == ["V-blank", "V-blank", "V-blank", "N-blank"]
    assert sum(len(f.refs) for f in back.findings[:3]) == 166
    assert back.status == "rejected"


def test_chosen_zeros_are_read_as_zero_and_said(office: Office, layout: Layout, tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(issued(FORM))
    put: dict[str, object] = {layout.place(zero_choice(table)): zh.YES for table in FORM.tables}
    put |= {layout.place("T3.r1.c1"): 3, layout.place("T3.r3.c1"): 3}
    put |= {layout.place(address): "信息处理费无。" for address in FORM.texts}
    office.ask(tmp_path / "a.xlsx", put=put, save=[[str(tmp_path / "b.xlsx"), "xlsx"]])
    back = checked(tmp_path / "b.xlsx")
    assert back.submission is not None and back.status == "accepted"
    assert back.submission.values["T3.r24.c7"] == Decimal(3)
    assert back.submission.values["T4.r1.c1"] == Decimal(0)
    assert [(f.code, f.severity, len(f.refs)) for f in back.findings] == [
        ("V-zero", "info", 10), ("V-zero", "info", 142), ("V-zero", "info", 12),
    ]  # fmt: skip


def test_same_arguments_give_the_same_bytes() -> None:
    assert issued(FORM) == issued(FORM)
