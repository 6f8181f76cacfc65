"""Every kind of Office file we write, before Microsoft's own judge of such files and our own of merges."""

from __future__ import annotations

import itertools
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from conftest import KEYS, SAMPLES
from openpyxl.worksheet.cell_range import CellRange
from support.command import xltool
from support.validator import VERSIONS, faults, unpacked

RETURNED = SAMPLES / "returned"
GOOD = next(RETURNED.glob("ok*"))


def run(*arguments: object) -> None:
    done = xltool(*arguments)
    assert done.code in (0, 1), done.err


def written(folder: Path) -> Iterator[Path]:
    """One or more files of every kind."""
    for key in KEYS:
        run("make", key, "--year", "2020" if "2019" in key else "2025", "--unit", "某局", "--level", "县级部门",
            "--deadline", "2026-01-20", "-o", folder / f"make-{key}")  # fmt: skip
        for fonts in ("gb2312", "system", "fangzheng"):
            run("form", "scaffold", key, "--fonts", fonts, "-o", folder / f"{key}-{fonts}.docx")
    run("make", "zfxxgknb-2021", "--profile", "shandong", "--year", "2025", "--roster", SAMPLES / "roster.csv",
        "--prior", SAMPLES / "prior", "-o", folder / "make-prior")  # fmt: skip
    run("make", "zfxxgknb-2021", "--data", SAMPLES / "jinxiang-2025.json", "-o", folder / "make-data")
    run("check", RETURNED, "--marked", folder / "marked", "--findings", folder / "findings.xlsx",
        "--prior", SAMPLES / "prior")  # fmt: skip
    run("report", GOOD, "-o", folder / "report")
    run("report", next(RETURNED.glob("T3-B01*")), "--draft", "-o", folder / "draft")
    run("aggregate", GOOD, SAMPLES / "jinxiang-2025.json", "--prior", SAMPLES / "prior", "-o", folder / "sum.xlsx",
        "--report", folder / "county.docx", "--charts", "--data", SAMPLES / "jinxiang-2025.json")  # fmt: skip
    place = folder / "round"
    run("round", "init", place, "--form", "zfxxgknb-2021", "--year", "2025", "--roster", SAMPLES / "roster.csv",
        "--deadline", "2026-01-20")  # fmt: skip
    run("round", "make", "-r", place)
    run("round", "collect", "-r", place, RETURNED)
    run("round", "status", "-r", place)
    yield from sorted(path for path in folder.rglob("*") if path.suffix in (".docx", ".xlsx"))


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return list(written(tmp_path_factory.mktemp("written")))


@pytest.fixture(scope="module")
def judge(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return unpacked(tmp_path_factory.mktemp("judge"))


@pytest.mark.slow
def test_every_kind_of_file_is_valid_for_every_office(files: list[Path], judge: Path) -> None:
    kinds = {path.relative_to(path.parents[1]).as_posix() for path in files}
    assert len(files) > 30 and {"round/board.xlsx"} <= kinds
    first = {(path.parent, path.suffix): path for path in reversed(files)}.values()  # of each kind
    found = {
        f"{path.name} {version}": wrong
        for path in files
        for version in (VERSIONS if path in first else VERSIONS[:1])  # the oldest knows least
        if (wrong := faults(judge, path, version))
    }
    assert found == {}


@pytest.mark.slow
@pytest.mark.parametrize("part", ["xl/worksheets/sheet3.xml", "xl/styles.xml", "xl/workbook.xml"])
def test_the_judge_sees_a_fault(files: list[Path], judge: Path, tmp_path: Path, part: str) -> None:
    source = next(path for path in files if path.parent.name.startswith("make-"))
    bad = tmp_path / "bad.xlsx"
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(bad, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, re.sub(rb"(<(?:worksheet|styleSheet|workbook) [^>]*>)", rb"\1<nonsense/>", data)
                         if name == part else data)  # fmt: skip
    assert faults(judge, source, "Office2007") == [] and faults(judge, bad, "Office2007")


def overlapping(path: Path) -> list[str]:
    """Merged areas of a workbook that share a cell: Excel calls such a file damaged, the SDK does not see it."""
    return [
        f"{path.name} {sheet.title}: {one} {other}"
        for sheet in openpyxl.load_workbook(path)
        for one, other in itertools.combinations(sorted(sheet.merged_cells.ranges, key=str), 2)
        if not CellRange(one.coord).isdisjoint(CellRange(other.coord))
    ]


@pytest.mark.slow
def test_no_merged_areas_overlap(files: list[Path], tmp_path: Path) -> None:
    workbooks = [path for path in files if path.suffix == ".xlsx"]
    assert len(workbooks) > 20 and [line for path in workbooks for line in overlapping(path)] == []
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.merge_cells("A1:B2")
    book.active.merge_cells("B2:C3")
    book.save(tmp_path / "bad.xlsx")
    assert len(overlapping(tmp_path / "bad.xlsx")) == 1
