"""A county of 17 units over two years, with the defects that real returns have: exactly these are found.

The figures are made up; the defects are those that published reports show again and again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from conftest import load
from support.county import made, put
from support.returns import checked

from xltool.app.aggregate import Wishes, sum_up, write_county
from xltool.app.prior import find_prior
from xltool.core.check.finding import Finding
from xltool.core.check.returned import CheckedReturn
from xltool.core.submission.model import Submission, Unit
from xltool.core.sums.adder import County

FORM = load("zfxxgknb-2021")
COUNTY = Wishes("示例县", "370800", "县级")
Figures = dict[str, int | None]


def usual(n: int) -> tuple[Figures, Figures]:
    """Last year's and this year's figures of a unit without a fault: small numbers, mostly zeros."""
    stock, made_now, dropped, asked = 20 + n, n % 4, n % 3, 1 + n % 5
    last: Figures = {"T2.r2.c3": stock, "T2.r4.c4": 50 + n, "T3.r1.c1": asked, "T3.r3.c1": asked}
    now: Figures = {"T2.r2.c1": made_now, "T2.r2.c2": dropped, "T2.r2.c3": stock + made_now - dropped}
    now |= {"T2.r4.c4": 45 + n, "T3.r1.c1": asked + 1, "T3.r3.c1": asked, "T3.r13.c1": 1}
    return last, now


def typed(submission: Submission, figures: Mapping[str, int]) -> Submission:
    """The same with totals as somebody typed them."""
    return replace(submission, values={**submission.values, **{a: Decimal(n) for a, n in figures.items()}})


def year_pairs() -> list[tuple[Submission, Submission]]:
    """Seventeen units, last year and this year, all of them right."""
    pairs = []
    for n in range(1, 18):
        last, now = usual(n)
        pairs.append((made(n, last, year=2024), made(n, now)))
    return pairs


def with_defects() -> list[tuple[Submission, Submission | None]]:
    """The same county as it came in: nine units with one fault each, one renamed, one silent."""
    units: dict[int, tuple[Submission, Submission | None]] = dict(enumerate(year_pairs(), start=1))

    def now(n: int, figures: Figures) -> Submission:
        return made(n, {**usual(n)[1], **figures})

    def put(n: int, this: Submission | None, last: Figures | None = None) -> None:
        units[n] = (made(n, {**usual(n)[0], **(last or {})}, year=2024), this)

    put(3, typed(now(3, {}), {f"T3.r{row}.c7": 0 for row in range(1, 26)}))  # the whole column left 0
    put(5, typed(now(5, {}), {"T3.r24.c1": 0, "T3.r24.c7": 0}))  # （七）总计 left 0
    put(7, now(7, {"T3.r1.c1": 6, "T3.r3.c1": 0, "T3.r3.c2": 6, "T3.r13.c1": 0}))  # in the wrong column
    put(9, now(9, {"T2.r2.c1": 16, "T2.r2.c2": 46, "T2.r2.c3": 40}), {"T2.r2.c3": 9})  # the chain broken
    put(11, typed(now(11, {"T4.r1.c1": 13, "T4.r1.c2": 2, "T4.r1.c4": 4}), {"T4.r1.c5": 15}))
    put(12, now(12, {"T2.r2.c1": 5, "T2.r2.c2": 0, "T2.r2.c3": 0}))  # impossible: made 5, in force 0
    put(13, now(13, {}), {"T3.r1.c1": 7, "T3.r3.c1": 5, "T3.r25.c1": 2})  # two carried over are gone
    put(14, now(14, {"T2.r6.c5": 41_662_100}), {"T2.r6.c5": 4166})  # yuan
    put(15, now(15, {"T4.r1.c3": None}))  # a blank is not a zero
    put(16, replace(now(16, {}), unit=Unit("116", "新第16局", "县级部门")), {"T3.r25.c1": 1, "T3.r1.c1": 3})
    put(17, None)
    return list(units.values())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for last, now in with_defects():
        put(tmp_path / "2024", last)
        if now is not None:
            put(tmp_path / "2025", now)
    roster = [f"{n:03},第{n}局," for n in range(1, 18) if n != 16] + ["116,新第16局,第16局"]
    (tmp_path / "r.csv").write_text("单位代码,单位名称,曾用名\n" + "\n".join(roster), encoding="utf-8")
    (tmp_path / "o.csv").write_text("项目,公布数,说明\n行政处罚,1100,按司法局处罚台账\n", encoding="utf-8")
    return tmp_path


def read_year(folder: Path, prior: bool = True) -> list[CheckedReturn]:
    from xltool.reading.roster import read_roster

    source = find_prior([str(folder / "2024")]) if prior else None
    roster = tuple(read_roster(folder / "r.csv"))
    return [checked(file, prior=source, roster=roster) for file in sorted((folder / "2025").iterdir())]


def said(findings: Iterable[Finding]) -> list[tuple[str, str, str]]:
    return [(f.code, f.severity, f.refs[0] if f.refs else "") for f in findings]


def test_each_unit_gives_the_findings_of_its_fault_and_no_other(folder: Path) -> None:
    found = {one.submission.unit.code: said(one.findings) for one in read_year(folder) if one.submission}
    assert {code: findings for code, findings in found.items() if findings} == {
        "003": [("T3-S-c7", "error", "T3.r1.c7")],  # a column of totals that was left is one finding
        "005": [("T3-S-r24", "error", "T3.r24.c1")],
        "007": [("T3-B01", "error", "T3.r1.c1"), ("T3-B01", "error", "T3.r1.c2")],
        "009": [("P-02", "warning", "T2.r2.c3")],
        "011": [("T4-S-c5", "error", "T4.r1.c5")],
        "012": [("T2-C01", "warning", "T2.r2.c3"), ("P-02", "warning", "T2.r2.c3")],
        "013": [("P-01", "error", "T3.r2.c1")],
        "014": [("P-unit", "warning", "T2.r6.c5")],
        "015": [("V-blank", "error", "T4.r1.c3")],
        "116": [("P-01", "warning", "T3.r2.c1")],
    }
    assert len(found) == 16


def summed(folder: Path, wishes: Wishes) -> County:
    """The county, its own last year being the sum of last year's returns."""
    last = sum_up((checked(file) for file in sorted((folder / "2024").iterdir())), COUNTY)
    put(folder / "county", last.submission)
    return sum_up(read_year(folder), wishes, find_prior([str(folder / "county")]))


def test_the_county_gives_exactly_the_expected_findings(folder: Path) -> None:
    wishes = replace(COUNTY, roster=folder / "r.csv", override=folder / "o.csv")
    county = summed(folder, wishes)
    with_errors = ["第3局", "第5局", "第7局", "第11局", "第13局", "第15局"]
    errors = [f.args for f in county.findings if f.code == "A-errors"]
    assert errors == [
        {"unit": name, "n": str(n)} for name, n in zip(with_errors, (1, 1, 2, 1, 1, 1), strict=True)
    ]
    assert said([f for f in county.findings if f.code != "A-errors"]) == [
        ("A-blank", "warning", "T4.r1.c3"),
        ("A-missing", "warning", ""),
        ("A-override", "info", "T2.r4.c4"),
        ("P-02", "warning", "T2.r2.c3"),
        ("T3-B01", "error", "T3.r1.c1"),
        ("T3-B01", "error", "T3.r1.c2"),
        ("P-01", "error", "T3.r2.c1"),
        ("P-unit", "warning", "T2.r6.c5"),
    ]
    by_code = {str(f.code): f for f in county.findings}
    assert by_code["A-missing"].args["units"] == "第17局"
    assert by_code["T3-B01"].args["advice"] == "不符的单位有 1 个：第7局。"
    assert by_code["A-override"].value == Decimal(1100)
    assert by_code["A-override"].expected == sum(45 + n for n in range(1, 17))


def test_put_right_the_county_is_what_the_area_published(folder: Path) -> None:
    """All seventeen corrected: the sum with its one override equals the published area, and nothing is said."""
    for last, now in year_pairs():
        put(folder / "2024", last)
        put(folder / "2025", now)
    (folder / "2025" / "116-2025.json").unlink()
    county = summed(folder, replace(COUNTY, override=folder / "o.csv"))
    area = made(
        1, {a: sum(usual(n)[1].get(a) or 0 for n in range(1, 18)) for a in FORM.addresses if a in usual(1)[1]}
    )
    published = {**area.values, "T2.r4.c4": Decimal(1100)}
    assert county.submission.values == published
    assert [f.code for f in county.findings] == ["A-override"]
    back = checked(write_county(county, folder / "county.json"))
    assert back.submission == county.submission and back.findings == ()
