"""A small county: numbered bureaus, their submissions of few figures, and their files."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from conftest import load

from xltool.core.submission.document import to_json
from xltool.core.submission.model import Submission, Unit, with_totals

FORM = load("zfxxgknb-2021")
COUNTY = Unit("370828", "金乡县", "县级")


INPUTS = [address for table in FORM.tables for address in table.inputs]


def unit(n: int, level: str = "县级部门") -> Unit:
    return Unit(f"{n:03}", f"第{n}局", level)


def made(n: int, figures: dict[str, int | None] | None = None, year: int = 2025) -> Submission:
    """A submission of zeros but for `figures`, totals derived."""
    values: dict[str, Decimal | None] = {address: Decimal(0) for address in INPUTS}
    values |= {a: None if v is None else Decimal(v) for a, v in (figures or {}).items()}
    return Submission(FORM.id, FORM.version, year, unit(n), with_totals(FORM, values, keep=False))


def numbered(parts: Sequence[Submission]) -> list[Submission]:
    return [replace(part, unit=unit(n, part.unit.level)) for n, part in enumerate(parts)]


def put(folder: Path, *submissions: Submission) -> None:
    folder.mkdir(exist_ok=True)
    for one in submissions:
        (folder / f"{one.unit.code}-{one.year}.json").write_text(json.dumps(to_json(one)))
