"""How fast we are beside what people would use instead: side by side in one run, on one core.

Run from the project's folder: ``python benchmarks/speed.py [--files 100] [--blocks 15] [--many 2000]``;
writes benchmarks/speed.md and speed.svg.  Results are proved equal before anything is timed.  Needs what
``pip install xltool[bench]`` brings.
"""

from __future__ import annotations

import argparse
import compileall
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import peers
import proofs
from measure import ROOT, Race, cpu, peak, race, shown
from returns import FORM, TEMPLATE, filled, resaved, submissions, written

from xltool.app.checking import Checker
from xltool.app.make_workbooks import first_words
from xltool.app.parallel import run_all
from xltool.core.check.rules import check
from xltool.core.form.compiled import residuals
from xltool.core.submission.identity import sign
from xltool.core.submission.model import Submission
from xltool.reading.form.find import known_forms
from xltool.reading.locate.extract import extract
from xltool.reading.xlsx.workbook import read_xlsx
from xltool.writing.registry import DOCX, ReportOrder, produce
from xltool.writing.report import docx_fast
from xltool.writing.workbook.content import WorkbookContent
from xltool.writing.workbook.fast import unit_workbook
from xltool.writing.workbook.write import write_workbook

HERE = Path(__file__).parent
PEERS = ("openpyxl", "xlsxwriter", "docxtpl", "python-docx", "python-calamine", "pandas", "formulas", "typer")
COLD = 15  # starts of each side
WHY = HERE / "speed-limits.md"


@dataclass(frozen=True)
class Row:
    """One line of the table; `must` and `stretch` are 0 where the peer does too little to be a measure."""

    work: str
    against: str
    must: float
    stretch: float
    race: Race


def report(one: Submission) -> bytes:
    """Ours, with reading back."""
    return produce(DOCX, ReportOrder(FORM, one, template=TEMPLATE))


def check_and_report(data: bytes) -> bytes:
    """Ours, from the returned file to the report."""
    found = extract(read_xlsx(data), known_forms)
    assert not [f for f in check(found.form, found.submission) if f.severity == "error"]
    return produce(DOCX, ReportOrder(found.form, found.submission, template=TEMPLATE))


def making(given: list[Submission], blocks: int) -> list[Row]:
    """Workbooks: blank, prefilled from data, with last year's figures, and marked."""

    def issue(how: Callable[..., bytes], one: Submission) -> bytes:
        return how(FORM, sign(FORM.key, one.year, one.unit.code, one.unit.name), one.unit)

    def full(how: Callable[..., bytes], one: Submission) -> bytes:
        identity = sign(FORM.key, one.year, one.unit.code, one.unit.name)
        return how(FORM, identity, one.unit, filled(one), one.values)

    def new(how: Callable[..., bytes], one: Submission) -> bytes:
        identity = sign(FORM.key, one.year, one.unit.code, one.unit.name)
        return how(FORM, identity, one.unit, WorkbookContent(texts=first_words(FORM, one.unit, one.year)))

    for one in given[:5]:
        for make in (issue, new, full):
            assert make(unit_workbook, one) == make(write_workbook, one)
    rows = [
        Row("one unit's workbook, blank", "xlsxwriter", 90, 120, race(
            given, lambda one: issue(write_workbook, one), lambda one: issue(unit_workbook, one), blocks)),
        Row("the same, with its preface, as `make` makes it", "xlsxwriter", 0, 0, race(
            given, lambda one: new(write_workbook, one), lambda one: new(unit_workbook, one), blocks)),
        Row("the same, prefilled, with last year's figures", "xlsxwriter", 15, 40, race(
            given, lambda one: full(write_workbook, one), lambda one: full(unit_workbook, one), blocks)),
    ]  # fmt: skip
    return rows


def reading(own: list[bytes], foreign: list[bytes], blocks: int) -> list[Row]:
    """Returned workbooks, everything that is in them; and peers that read values only."""
    for data in (*own[:10], *foreign[:10]):
        proofs.same_record(data)
    proofs.catches(own[0])
    rows = [
        Row(
            "all of our workbook",
            "openpyxl twice",
            55,
            75,
            race(own, peers.openpyxl_twice, read_xlsx, blocks),
        )
    ]
    if foreign:
        rows.append(Row("all of one that LibreOffice saved", "openpyxl twice", 42, 60,
                        race(foreign, peers.openpyxl_twice, read_xlsx, blocks)))  # fmt: skip
    values_only = "values only: no formulas, locks, merges, names"
    rows.append(
        Row(
            "all of our workbook", f"pandas ({values_only})", 0, 0, race(own, peers.pandas, read_xlsx, blocks)
        )
    )
    rows.append(Row("all of our workbook", f"python-calamine ({values_only})", 0, 0,
                    race(own, peers.calamine, read_xlsx, blocks)))  # fmt: skip
    return rows


def ruling(given: list[Submission], paths: list[Path], blocks: int) -> list[Row]:
    """All rules of a submission."""
    codes = peers.each_rule()
    known = [{a: n for a, n in one.values.items() if n is not None} for one in given]
    ours = [n for n in residuals(FORM, known[0]) if n is not None]
    assert ours == peers.evaluated(codes, known[0]) == peers.asked(known[0])
    at_hand = {str(path): figures for path, figures in zip(paths, known, strict=True)}
    few = [str(path) for path in paths[:3]]
    return [
        Row("all rules of one submission", "each rule compiled by itself", 0, 0,
            race(known, lambda v: peers.evaluated(codes, v), lambda v: residuals(FORM, v), blocks)),
        Row("all rules of one submission", "each rule asked by itself", 0, 0,
            race(known, peers.asked, lambda v: residuals(FORM, v), blocks)),
        Row("all rules of one submission", "formulas (recalculates the workbook's own checks)", 0, 0,
            race(few, peers.recalculated, lambda path: residuals(FORM, at_hand[path]), 3)),
    ]  # fmt: skip


def reporting(given: list[Submission], own: list[bytes], blocks: int) -> list[Row]:
    """Reports, by themselves and after a check."""
    for one in given[:5]:
        proofs.same_report(one, report)
    codes = peers.each_rule()
    at_hand = dict(zip(own, given, strict=True))

    def by_hand(data: bytes) -> bytes:
        peers.openpyxl_twice(data)
        one = at_hand[data]
        peers.evaluated(codes, {a: n for a, n in one.values.items() if n is not None})
        return peers.docxtpl_read_back(one)

    return [
        Row("one report", "docxtpl, autoescape", 0, 0,
            race(given, peers.docxtpl_naive, lambda one: docx_fast.render(TEMPLATE, FORM, one), blocks)),
        Row("one report, read back", "docxtpl, read back by python-docx", 55, 80,
            race(given, peers.docxtpl_read_back, report, blocks)),
        Row("check and report", "openpyxl twice, rules, docxtpl, read back", 28, 40,
            race(own, by_hand, check_and_report, blocks)),
    ]  # fmt: skip


def starting(path: Path) -> Row:
    """One workbook checked from cold, nothing kept between runs."""
    script = f"import openpyxl as o\np={str(path)!r}\no.load_workbook(p)\no.load_workbook(p, data_only=True)"
    compileall.compile_dir(ROOT / "xltool", quiet=1)  # as installing does
    theirs, ours = [], []
    for _ in range(COLD):
        theirs.append(cpu("-c", script))
        ours.append(cpu("-m", "xltool", "check", path))
    return Row("`xltool check` of one file, cold", "a script with openpyxl", 1.8, 2.2, Race(theirs, ours))


def at_scale(folder: Path, own: list[Path], many: int) -> list[str]:
    """Two processes against one, and the memory of many files against few."""
    paths = [str(path) for path in own] * max(1, 900 // len(own))
    times: dict[int, list[float]] = {1: [], 2: []}
    for _ in range(5):
        for jobs in times:
            began = time.perf_counter()
            assert all(one.status != "unreadable" for one in run_all(Checker().check, paths, jobs))
            times[jobs].append(time.perf_counter() - began)
    one, two = statistics.median(times[1]), statistics.median(times[2])
    sizes = {}
    for count in (len(own), 1_000, many):
        place = folder / f"many{count}"
        place.mkdir()
        for number in range(count):
            os.link(own[number % len(own)], place / f"{number:06}.xlsx")
        sizes[count] = peak("check", place, "--jobs", 1)
    memory = ", ".join(f"{megabytes:.1f} MB with {count:,} files" for count, megabytes in sizes.items())
    return [
        f"Two processes, {len(paths)} files: **{one / two:.2f}×** one process ({len(paths) / one:.0f} → "
        f"{len(paths) / two:.0f} files/s; must 1.7×, stretch 1.85×; load of the machine {os.getloadavg()[0]:.1f} on "
        f"{os.cpu_count()} cores).",
        f"Peak memory of `xltool check --jobs 1`, as the process itself sees it: {memory}.",
    ]


def main() -> None:
    """Proves, measures, writes."""
    parser = argparse.ArgumentParser()
    for name, default in (("files", 100), ("blocks", 15), ("many", 2_000)):
        parser.add_argument(f"--{name}", type=int, default=default)
    chosen = parser.parse_args()
    given = submissions(chosen.files)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "own").mkdir()
        own = [folder / "own" / f"{one.unit.code}.xlsx" for one in given]
        for path, one in zip(own, given, strict=True):
            path.write_bytes(written(one))
        foreign = resaved(folder, own) if shutil.which("soffice") else []
        cores = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else set()
        if cores:
            os.sched_setaffinity(0, {max(cores)})
        held = [path.read_bytes() for path in own]
        rows = making(given, chosen.blocks)
        rows += reading(held, [path.read_bytes() for path in foreign], chosen.blocks)
        rows += ruling(given, own, chosen.blocks)
        rows += reporting(given, held, chosen.blocks)
        rows.append(starting(own[0]))
        if cores:
            os.sched_setaffinity(0, cores)
        scale = at_scale(folder, own, chosen.many)
    write(rows, scale, chosen.files, len(foreign))


def write(rows: Sequence[Row], scale: Sequence[str], files: int, foreign: int) -> None:
    """speed.md and speed.svg."""
    versions = ", ".join(f"{name} {version(name)}" for name in PEERS)
    lines = [
        "# Speed", "",
        f"Written by `benchmarks/speed.py`. Python {sys.version.split()[0]}; {versions}; {files} filled workbooks,"
        f" {foreign} of them again as LibreOffice saved them. One core, processor time, in blocks of calls, both sides"
        " warm, who is first changes from block to block; median (quartiles). Equality of all results is proved"
        " before timing.", "",
        "| work | against | theirs, ms | ours, ms | ratio | must / stretch |", "| --- | --- | --- | --- | --- | --- |",
    ]  # fmt: skip
    for row in rows:
        mark = " (missed)" if row.race.ratio < row.must else ""
        target = f"{row.must}× / {row.stretch}×" if row.must else "—"
        lines.append(
            f"| {row.work} | {row.against} | {shown(row.race.theirs)} | {shown(row.race.ours)} |"
            f" **{row.race.ratio:.3g}×**{mark} | {target} |"
        )
    lines += ["", *(f"{line}\n" for line in scale), WHY.read_text(encoding="utf-8").strip()]
    (HERE / "speed.md").write_text("\n".join(lines).rstrip() + "\n", encoding="utf-8")
    (HERE / "speed.svg").write_text(picture(rows), encoding="utf-8")
    print("\n".join(lines))


def picture(rows: Sequence[Row]) -> str:
    """Bars as long as the ratio, each with a stroke where it must reach."""
    drawn = [row for row in rows if row.must]
    scale = 520 / max(row.race.ratio for row in drawn)
    bars = [
        f'<text x="0" y="{y}">{row.work} : {row.against}</text>'
        f'<rect x="0" y="{y + 6}" width="{row.race.ratio * scale:.1f}" height="14" fill="#4472c4"/>'
        f'<path d="M{row.must * scale:.1f} {y + 3}v20" stroke="#c00000" stroke-width="2"/>'
        f'<text x="{row.race.ratio * scale + 6:.1f}" y="{y + 18}" font-weight="bold">{row.race.ratio:.3g}×</text>'
        for y, row in zip(range(20, 1000, 48), drawn, strict=False)
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-10 0 640 {len(drawn) * 48 + 10}"'
        f' font-family="sans-serif" font-size="13">{"".join(bars)}</svg>\n'
    )


if __name__ == "__main__":
    main()
