"""The public names: what docs/api.md says runs, types are there for others, and nothing is loaded before its time."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import SAMPLES
from support import user_program

import xltool
from xltool import api

ROOT = Path(xltool.__file__).parents[1]
PAGE = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```python\n(.*?)```", PAGE, re.S)


def test_the_examples_of_the_page_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "samples").symlink_to(SAMPLES, target_is_directory=True)
    monkeypatch.chdir(tmp_path)
    space: dict[str, object] = {}
    assert len(EXAMPLES) >= 7
    for example in EXAMPLES:
        exec(compile(example, "docs/api.md", "exec"), space)
    assert {path.suffix for path in (tmp_path / "reports").iterdir()} == {".docx", ".html", ".csv"}


def test_every_public_name_is_on_the_page() -> None:
    names = set(re.findall(r"\w+", PAGE))
    assert sorted(set(xltool.__all__) - names) == []


def test_the_package_and_its_module_name_the_same() -> None:
    assert set(xltool.__all__) | {"PriorData"} == set(api.__all__)
    for name in xltool.__all__:
        assert getattr(xltool, name) is getattr(api, name)
    with pytest.raises(AttributeError):
        xltool.nothing  # noqa: B018
    assert {*xltool.__all__, "__version__"} <= set(dir(xltool))


def test_importing_the_package_loads_nothing() -> None:
    code = "import sys; before = set(sys.modules); import xltool; print(*sorted(set(sys.modules) - before))"
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert run.stdout.split() == ["xltool"]


@pytest.mark.slow
def test_a_users_program_is_clean_for_a_strict_type_checker(tmp_path: Path) -> None:
    """Without this project's settings: only the package, found by its py.typed."""
    (tmp_path / "program.py").write_bytes(Path(user_program.__file__).read_bytes())
    run = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--config-file=", "--cache-dir", str(tmp_path), "program.py"],
        capture_output=True, text=True, check=False, cwd=tmp_path,
    )  # fmt: skip
    assert run.returncode == 0, run.stdout + run.stderr


def test_data_of_another_unit_is_refused() -> None:
    checked = xltool.check(SAMPLES / "jinxiang-2025.json")
    assert isinstance(checked, xltool.CheckedReturn)
    form = xltool.load_form("zfxxgknb-2021")
    for year, unit in ((2024, checked.submission.unit), (2025, xltool.Unit("1", "甲局"))):
        with pytest.raises(xltool.UsageError) as caught:
            xltool.make_workbook(form, year, unit, data=checked.submission)
        assert caught.value.code == "U-differs" and caught.value.exit_code == xltool.ExitCode.USAGE
    filled = xltool.make_workbook(checked.form, 2025, checked.submission.unit, data=checked.submission)
    back = xltool.check(filled, name="a.xlsx", prior=checked.submission)
    assert isinstance(back, xltool.CheckedReturn) and back.submission == checked.submission
    assert back.prior is checked.submission and back.source == "a.xlsx"


def test_what_is_said_of_a_report_wins_over_its_title(tmp_path: Path) -> None:
    checked = xltool.check(SAMPLES / "jinxiang-2025.json")
    assert isinstance(checked, xltool.CheckedReturn)
    (path,) = xltool.write_report(checked, tmp_path)
    back = xltool.import_report(path, unit="乙局", code="9", year=2024)
    assert isinstance(back, xltool.CheckedReturn)
    unit = back.submission.unit
    assert (unit.name, unit.code, back.submission.year) == ("乙局", "9", 2024)
    assert isinstance(xltool.import_report(b"x"), xltool.Unreadable)


def test_sums_name_what_is_left_out() -> None:
    checked = xltool.check(SAMPLES / "jinxiang-2025.json")
    county = xltool.aggregate([checked, xltool.check(b"", name="x.xlsx")], xltool.Unit("0", "县"))
    assert [finding.code for finding in county.findings][:1] == ["A-unreadable"]
    with pytest.raises(xltool.UsageError):
        xltool.aggregate([], xltool.Unit("0", "县"))
    with pytest.raises(xltool.UsageError):
        xltool.aggregate([checked, checked], xltool.Unit("0", "县"))
