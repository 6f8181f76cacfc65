"""A format is one value: what `check`, a round, `report --to` and the help know follows from the registries."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import SAMPLES
from support.refusals import refused
from support.returns import SOUND, checked
from support.rounds import answered, collector, state

from xltool.app.find_files import expand
from xltool.app.report import ReportWishes, write_reports
from xltool.app.round.opened import OpenRound
from xltool.core.errors import ReportError
from xltool.core.submission.document import to_json
from xltool.reading import registry as reading
from xltool.reading.form.find import DATA
from xltool.writing import registry as writing
from xltool.writing.registry import OutputFormat, ReportOrder
from xltool.writing.report.context import Difference

MAGIC = b"BOXED\n"  # a workbook behind a head of its own
BOXED = reading.InputFormat(
    "boxed",
    (".boxed",),
    lambda data, options: reading.read(data.removeprefix(MAGIC), "", options),
    is_mine=lambda data, suffix: data.startswith(MAGIC),
)


def figures(order: ReportOrder) -> bytes:
    return json.dumps(to_json(order.submission)["values"]).encode()


def figures_back(data: bytes, order: ReportOrder) -> Difference | None:
    return None if data == figures(order) else Difference("figures", "as meant", "others")


FIGURES = OutputFormat("figures", ".figures", figures, figures_back)


@pytest.fixture(autouse=True)
def formats(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "INPUT_FORMATS", (*reading.INPUT_FORMATS, BOXED))
    monkeypatch.setattr(writing, "OUTPUT_FORMATS", (*writing.OUTPUT_FORMATS, FIGURES))


def boxed(workbook: Path, file: Path) -> Path:
    file.write_bytes(MAGIC + workbook.read_bytes())
    return file


def test_a_new_input_format_is_found_and_checked(tmp_path: Path) -> None:
    file = boxed(SOUND, tmp_path / "a.boxed")
    skipped: list[str] = []
    assert list(expand([str(tmp_path)], skipped.append)) == [file.as_posix()] and skipped == []
    assert checked(file).submission == checked(SOUND).submission


def test_a_new_input_format_is_collected(desk: OpenRound, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    boxed(answered(desk, "031", tmp_path / "a.xlsx"), tmp_path / "in" / "报送.boxed")
    (arrived,) = collector(desk).folder(tmp_path / "in")
    assert (arrived.outcome, state(desk, "031")) == ("taken", "accepted")
    (kept,) = desk.round.path("received").rglob("*.boxed")
    assert kept.read_bytes().startswith(MAGIC)


def test_a_new_output_format_is_written_and_proved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = checked(SAMPLES / "jinxiang-2025.xlsx")
    (path,) = write_reports(found, tmp_path, ReportWishes(["figures"]))
    assert path.suffix == ".figures"
    assert json.loads(path.read_bytes()) == to_json(found.submission)["values"]
    liar = OutputFormat("figures", ".figures", lambda order: b"{}", figures_back)
    monkeypatch.setattr(writing, "OUTPUT_FORMATS", (liar,))
    with refused(ReportError, "R-differs"):
        list(write_reports(found, tmp_path / "other", ReportWishes(["figures"])))


# The help is made when the command line is imported, so the formats have to be there before.
PROGRAM = """\
import sys
from xltool.reading import registry as reading
from xltool.writing import registry as writing

reading.INPUT_FORMATS += (reading.InputFormat("boxed", (".boxed",), lambda data, options: {}),)
writing.OUTPUT_FORMATS += (
    writing.OutputFormat("figures", ".figures", lambda order: b"", lambda data, order: None),
)

from xltool.cli.main import main

sys.argv = ["xltool", *sys.argv[1:]]
main()
"""


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(DATA), "PYTHONIOENCODING": "utf-8", "COLUMNS": "200"}
    return subprocess.run(
        [sys.executable, "-c", PROGRAM, *map(str, arguments)],
        env=environment, capture_output=True, text=True, encoding="utf-8", timeout=120, check=False,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("command", "word"), [("check", ".boxed"), ("report", ".boxed"), ("report", "figures")]
)
def test_the_help_names_new_formats(command: str, word: str) -> None:
    done = run(command, "--help")
    assert done.returncode == 0 and word in done.stdout


def test_a_wrong_format_lists_the_new_one(tmp_path: Path) -> None:
    done = run("report", SAMPLES / "jinxiang-2025.xlsx", "--to", "nothing", "-o", tmp_path)
    assert done.returncode == 2 and "figures" in done.stderr
