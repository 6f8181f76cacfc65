"""The files that the measurements read: filled workbooks of made-up units, ours and as LibreOffice saves them."""

from __future__ import annotations

import random
import subprocess
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from xltool.core.submission.identity import sign
from xltool.core.submission.model import Submission, Unit, with_totals
from xltool.reading.form.find import DATA
from xltool.reading.form.load import load_form
from xltool.writing.workbook.write import WorkbookContent, write_workbook

FORM = load_form(DATA / "templates" / "zfxxgknb-2021")
TEMPLATE = (Path(FORM.folder) / "report.docx").read_bytes()
WORDS = "本机关依法推进政府信息公开，主动公开信息，规范办理申请，完善平台建设，加强监督保障。"


def submissions(n: int) -> list[Submission]:
    """Balanced returns of `n` units, figures and texts of their own."""
    chance = random.Random(7)
    found = []
    for number in range(n):
        values: dict[str, Decimal | None] = {a: Decimal(0) for a in FORM.addresses if a not in FORM.totals}
        for column in range(1, 7):
            taken = chance.randint(0, 60)
            values |= {f"T3.r1.c{column}": Decimal(taken), f"T3.r3.c{column}": Decimal(taken)}
            for row in chance.sample(range(5, 24), 3):
                values[f"T3.r{row}.c{column}"] = Decimal(1)
            values[f"T3.r25.c{column}"] = Decimal(0)
            values[f"T3.r2.c{column}"] = Decimal(3)
        for row in (3, 4, 5):
            values[f"T2.r{row}.c4"] = Decimal(chance.randint(0, 900))
        values["T2.r6.c5"] = Decimal(chance.randint(0, 10**6)) / 100
        texts = {a: WORDS * chance.randint(1, 4) + f"共{chance.randint(1, 99)}件。" for a in FORM.texts}
        unit = Unit(f"{number:05}", f"某县第{number}局", "县级部门", f"光明路{number}号", "0537-8709110", "")
        full = with_totals(FORM, values, keep=False)
        found.append(Submission(FORM.id, FORM.version, 2025, unit, full, texts))
    return found


def filled(one: Submission) -> WorkbookContent:
    """What stands in the workbook of a return."""
    return WorkbookContent(one.values, one.texts)


def written(one: Submission) -> bytes:
    """The return as our workbook, filled."""
    identity = sign(FORM.key, one.year, one.unit.code, one.unit.name)
    return write_workbook(FORM, identity, one.unit, filled(one))


def resaved(folder: Path, files: Sequence[Path]) -> list[Path]:
    """The same workbooks as LibreOffice saves them; some conversions of many are dropped, so counted."""
    out = folder / "resaved"
    for begin in range(0, len(files), 100):
        subprocess.run(
            ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to",
             "xlsx", "--outdir", str(out), *map(str, files[begin : begin + 100])],
            check=True, capture_output=True, timeout=600,
        )  # fmt: skip
    made = [out / file.name for file in files]
    assert all(file.exists() for file in made), "LibreOffice has left out some"
    return made
