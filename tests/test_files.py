"""Names and files that every system takes: long ones, those of devices, signs that mean something elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.command import xltool

from xltool.office.files import MAX_NAME, safe_name


@given(st.text(max_size=300))
def test_any_text_makes_a_name(text: str) -> None:
    name = safe_name(text)
    assert name and len(name.encode()) <= MAX_NAME + 1
    assert not set(name) & set('\x00\n<>:"/\\|?*') and name.strip(" .") == name
    assert safe_name(name) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [("CON", "_CON"), ("nul.xlsx", "_nul.xlsx"), ("com1", "_com1"), ("console", "console"), ("某某局", "某某局"),
     ("a/b:c", "a_b_c"), ("..", "_"), ("局. ", "局"), ("字" * 60, "字" * 40)],
)  # fmt: skip
def test_names_that_mean_something_elsewhere(text: str, name: str) -> None:
    assert safe_name(text) == name


@pytest.mark.slow
def test_the_longest_unit_has_its_workbook_and_report(tmp_path: Path) -> None:
    unit, code = "很长的单位名称" * 12, "c" * 40
    made = xltool("make", "zfxxgknb-2021", "--year", 2025, "--unit", unit, "--code", code, "-o", tmp_path)
    assert made.code == 0, made.err
    report = xltool("report", made.lines[0], "--draft", "-o", tmp_path / "r")
    assert report.code == 0 and Path(report.lines[0]).is_file(), report.err
