"""The open data of a folder, judged by frictionless itself."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from support.command import xltool

from xltool.reading.form.find import DATA

SAMPLES = [DATA / "samples" / name for name in ("jinxiang-2025.json", "suqian-2024.json")]


def validated(package: Path) -> subprocess.CompletedProcess[str]:
    """What ``frictionless validate`` says."""
    command = [sys.executable, "-W", "ignore", "-m", "frictionless", "validate", package.name, "--json"]
    return subprocess.run(
        command, cwd=package.parent, capture_output=True, text=True, encoding="utf-8", timeout=120
    )


@pytest.mark.slow
def test_frictionless_takes_the_package_and_sees_what_was_changed(tmp_path: Path) -> None:
    made = xltool("report", SAMPLES[0], "--draft", "--to", "csv", "-o", tmp_path / "开放 数据")
    assert [Path(line).name for line in made.lines][1:] == ["datapackage.json"]
    package = Path(made.lines[1])
    assert len(json.loads(package.read_bytes())["resources"]) == 1
    xltool("report", SAMPLES[1], "--draft", "--to", "csv,json", "-o", package.parent)
    assert len(json.loads(package.read_bytes())["resources"]) == 2
    good = validated(package)
    assert good.returncode == 0, good.stdout + good.stderr
    first = package.read_bytes()
    file = next(package.parent.glob("012*.csv"))
    text = file.read_text(encoding="utf-8-sig").splitlines()
    file.write_text("\n".join([*text[:-1], text[-1] + "个"]) + "\n", encoding="utf-8-sig")
    assert validated(package).returncode != 0
    assert package.read_bytes() == first


def test_a_package_of_somebody_else_stays(tmp_path: Path) -> None:
    (tmp_path / "datapackage.json").write_text('{"name": "theirs"}')
    (tmp_path / "other.csv").write_text("a,b\n")
    said = xltool("report", SAMPLES[0], "--draft", "--to", "csv", "-o", tmp_path)
    assert said.code == 3 and "datapackage.json" in said.err
    assert (tmp_path / "datapackage.json").read_text() == '{"name": "theirs"}'


def test_other_formats_have_no_package(tmp_path: Path) -> None:
    xltool("report", SAMPLES[0], "--draft", "--to", "json", "-o", tmp_path)
    assert [path.suffix for path in tmp_path.iterdir()] == [".json"] and not (
        tmp_path / "datapackage.json"
    ).exists()
