"""A round to look at, for `make ui`: twelve units, most of which have answered; it replaces its folder."""

from __future__ import annotations

import shutil
import sys
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from xltool.app.make_workbooks import Order, make_all
from xltool.app.round.collect import Collector
from xltool.app.round.make import make
from xltool.app.round.opened import OpenRound
from xltool.app.round.opening import opened
from xltool.app.round.outbox import register
from xltool.app.round.settings import begin
from xltool.core.submission.model import Submission, with_totals
from xltool.office.files import write_new
from xltool.reading.form.find import DATA
from xltool.rounds.round import CONFIG

FORM, YEAR = "zfxxgknb-2021", 2025
SILENT = ("009", "103")  # have sent nothing
WRONG = {"003": "T3.r1.c1", "006": "T2.r3.c4"}  # unit → the figure that does not fit, or is missing


def fill(found: OpenRound, folder: Path) -> None:
    """Writes what the units send back."""
    for number, unit in enumerate(found.roster):
        if unit.code in SILENT:
            continue
        values: dict[str, Decimal | None] = {address: Decimal(0) for address in found.form.addresses}
        values |= {
            "T2.r3.c4": Decimal(10 + number),
            "T2.r4.c4": Decimal(2 * number),
            "T2.r6.c5": Decimal("1.5"),
        }
        values |= {"T3.r1.c1": Decimal(number + 1), "T3.r3.c1": Decimal(number + 1)}
        address = WRONG.get(unit.code)
        if address:
            values[address] = None if address.startswith("T2") else Decimal(number + 2)
        values = {a: n for a, n in values.items() if a not in found.form.totals}
        texts = dict.fromkeys(found.form.texts, "已按要求开展工作，没有其他需要说明的情况。")
        name, version = found.form.id, found.form.version
        said = Submission(name, version, YEAR, unit, with_totals(found.form, values, keep=False), texts)
        order = Order(found.form, YEAR, unit, data=said, key=found.round.key)
        list(make_all([order], folder, force=True))


def main(folder: Path) -> None:
    """Makes the round in `folder`."""
    if folder.exists():
        if not (folder / CONFIG).is_file():
            raise SystemExit(f"{folder} holds something else")
        shutil.rmtree(folder)
    begin(
        folder,
        FORM,
        YEAR,
        date.today() - timedelta(days=3),
        "示例县政务公开办公室",
        DATA / "samples" / "roster-12.csv",
    )
    back = folder / "returned"
    with opened(folder) as found:
        list(make(found))
        register(found, "issue", ())
        fill(found, back)
        stray = DATA / "samples" / "jinxiang-2025.xlsx"
        write_new(back / "某局年报.xlsx", stray.read_bytes())
        list(Collector(found).folder(back))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
