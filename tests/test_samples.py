"""Each sample yields exactly the findings its name promises, with the right cells and figures."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from conftest import SAMPLES, sample
from support.returns import checked

from xltool.app.prior import find_prior
from xltool.core.check.returned import CheckedReturn

PRIOR = find_prior([str(SAMPLES / "prior")])
RETURNED = sorted((SAMPLES / "returned").iterdir())
# code → (cells, value, expected) of each finding
FOUND: dict[str, list[tuple[list[str], str, str]]] = {
    "T3-B01": [(["D7", "D8", "D30", "D31"], "6", "5")],
    "T2-C01": [(["D7", "B7", "C7"], "6", "8")],
    "T2-C02": [(["B6", "C6", "D6"], "1", "0")],
    "P-01": [(["D8"], "2", "1")],
    "P-02": [(["D7", "B7", "C7"], "7", "6")],
    "T3-S-r24": [([], "4", "5")],
    "T3-S-c7": [([], "7", "6"), ([], "4", "3")],
    "T4-S-c5": [([], "0", "1")],
    "T4-S-c10": [([], "3", "2")],
    "T4-S-c15": [([], "2", "1")],
    "ok": [],
}


def sampled(path: Path) -> CheckedReturn:
    code = path.name.split("_")[0]
    return checked(path, prior=PRIOR if code.startswith(("P-", "ok")) else None)


@pytest.mark.parametrize("path", RETURNED, ids=lambda path: path.stem)
def test_a_broken_sample_yields_exactly_its_finding(path: Path) -> None:
    code = path.name.split("_")[0]
    found = [
        (f.code, [cell.rpartition("!")[2] for cell in f.cells], f.value, f.expected)
        for f in sampled(path).findings
    ]
    meant = [(code, cells, Decimal(left), Decimal(right)) for cells, left, right in FOUND[code]]
    assert found == meant


def test_every_rule_has_its_sample(form: object) -> None:
    rules = {rule.code for rule in form.rules}  # type: ignore[attr-defined]
    assert {path.name.split("_")[0] for path in RETURNED} == rules | {"ok"} == set(FOUND)


def test_findings_in_a_workbook_name_the_sheet() -> None:
    path = next(path for path in RETURNED if path.name.startswith("T3-B01"))
    assert sampled(path).findings[0].cells[0] == "三、申请办理!D7"


def test_seed_workbook_filled_by_libreoffice_equals_the_seed() -> None:
    _, seed = sample("jinxiang-2025")
    back = checked(SAMPLES / "jinxiang-2025.xlsx")
    assert back.submission == seed
    assert (back.status, back.findings) == ("accepted", ())
    assert (back.saved_by, back.located_by) == ("libreoffice", "labels+names")


@pytest.mark.parametrize(
    ("name", "codes"), [("suqian-2023", []), ("suqian-2024", []), ("jinhu-2023", ["T4-S-c10"])]
)
def test_published_figures(name: str, codes: list[str]) -> None:
    assert [f.code for f in checked(SAMPLES / f"{name}.json").findings] == codes


def test_two_published_years_of_suqian_join_up() -> None:
    """The stock of 规范性文件 joins too: 597 + 50 - 227 = 420, and 规章: 11 + 2 - 1 = 12."""
    back = checked(SAMPLES / "suqian-2024.json", prior=find_prior([str(SAMPLES / "suqian-2023.json")]))
    assert back.findings == ()
