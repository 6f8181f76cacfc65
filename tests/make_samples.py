"""Builds samples/returned and samples/prior: run by hand when the form or the workbook changes.

``python tests/make_samples.py``.  Every .xlsx is filled and saved by LibreOffice, as a unit
would, never only prefilled by us; each broken one breaks just the rule it is named after.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from conftest import SAMPLES, load, sample
from support.office import Office
from support.workbooks import filled_cells

from xltool.core.form.layout import lay_out
from xltool.core.form.model import Form
from xltool.core.submission.document import to_json
from xltool.core.submission.identity import sign
from xltool.core.submission.model import Submission, Unit, with_totals
from xltool.writing.workbook.write import write_workbook

FORM = load("zfxxgknb-2021")
UNIT = Unit(
    "031", "示例县农业农村局", "县级部门", "示例县人民路1号", "0000-0000000", "http://www.example.gov.cn/"
)
FIGURES = {
    "T2.r2.c1": 2, "T2.r2.c2": 1, "T2.r2.c3": 6, "T2.r3.c4": 12, "T2.r4.c4": 7, "T2.r6.c5": "3.5",
    "T3.r1.c1": 5, "T3.r2.c1": 1, "T3.r3.c1": 3, "T3.r13.c1": 2, "T3.r25.c1": 1,
    "T3.r1.c2": 1, "T3.r4.c2": 1, "T4.r1.c1": 1, "T4.r1.c6": 2, "T4.r1.c12": 1,
}  # fmt: skip
WORKBOOKS = {
    "ok_各项平衡": {},
    "T3-B01_自然人列不平": {"T3.r25.c1": 0},
    "T2-C01_现行有效少于制发减废止": {"T2.r2.c1": 9},
    "T2-C02_县级部门填了规章": {"T2.r1.c3": 1},
    "P-01_上年结转与上年报告不符": {"T3.r1.c1": 4, "T3.r2.c1": 2},
    "P-02_现行有效与上年不衔接": {"T2.r2.c3": 7},
}
DOCUMENTS = {
    "T3-S-r24_自然人列总计少一": {"T3.r24.c1": 4, "T3.r24.c7": 5},
    "T3-S-c7_总计列多一": {"T3.r1.c7": 7, "T3.r3.c7": 4, "T3.r24.c7": 7},
    "T4-S-c5_行政复议总计未填": {"T4.r1.c5": 0},
    "T4-S-c10_直接起诉总计不符": {"T4.r1.c10": 3},
    "T4-S-c15_复议后起诉总计不符": {"T4.r1.c15": 2},
}


def submission(changes: Mapping[str, object]) -> Submission:
    """The sound submission with some figures changed; totals follow unless they are changed too."""
    inputs = {address: Decimal(0) for address in FORM.addresses if address not in FORM.totals}
    inputs |= {address: Decimal(str(number)) for address, number in {**FIGURES, **changes}.items()}
    totals = {address: number for address, number in inputs.items() if address in FORM.totals}
    values = with_totals(FORM, {a: n for a, n in inputs.items() if a not in totals}, keep=False)
    texts = {address: f"{FORM.labels[address][-1]}：按要求开展工作。" for address in FORM.texts}
    texts["N6"] += "未收取信息处理费。"
    return Submission(FORM.id, FORM.version, 2025, UNIT, {**values, **totals}, texts)


def save_json(path: Path, one: Submission) -> None:
    """Writes a submission as the tool does."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(to_json(one), ensure_ascii=False, indent=1) + "\n"
    path.write_text(text, encoding="utf-8", newline="\n")


def fill(office: Office, form: Form, one: Submission, path: Path) -> None:
    """A blank workbook of the unit, filled and saved by LibreOffice as `path`."""
    layout = lay_out(form)
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        blank = Path(folder) / "blank.xlsx"
        identity = sign(form.key, one.year, one.unit.code, one.unit.name)
        blank.write_bytes(write_workbook(form, identity, Unit(one.unit.code, one.unit.name, one.unit.level)))
        put = filled_cells(layout, one)
        put |= {layout.place(f"unit.{name}"): getattr(one.unit, name) for name in ("level", *form.fields)}
        office.ask(blank, put=put, save=[[str(path), "xlsx"]])


def main() -> None:
    """Builds them all."""
    prior = submission({"T2.r2.c3": 5})
    save_json(SAMPLES / "prior" / "031-2024.json", replace(prior, year=2024))
    for name, changes in DOCUMENTS.items():
        save_json(SAMPLES / "returned" / f"{name}.json", submission(changes))
    with tempfile.TemporaryDirectory() as folder:
        office = Office(Path(folder))
        for name, changes in WORKBOOKS.items():
            fill(office, FORM, submission(changes), SAMPLES / "returned" / f"{name}.xlsx")
        form, seed = sample("jinxiang-2025")
        fill(office, form, seed, SAMPLES / "jinxiang-2025.xlsx")
        office.close()


if __name__ == "__main__":
    main()
