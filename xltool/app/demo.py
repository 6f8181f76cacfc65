"""The whole trip on the samples: what ``xltool demo`` shows a newcomer, and later issues extend."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

from xltool.app import aggregate as sums
from xltool.app import find_files, make_workbooks, marked_copy
from xltool.app import report as reports
from xltool.app.checking import Checker
from xltool.app.prior import find_prior
from xltool.app.report import ReportWishes
from xltool.core.check.returned import CheckedReturn
from xltool.core.errors import UsageError, XltoolError
from xltool.core.form.model import Form
from xltool.core.text import zh
from xltool.core.text.catalogue.usage import U_DEMO_FOLDER
from xltool.office.files import write_new
from xltool.reading.form.find import DATA
from xltool.writing.lists import findings_text

SAMPLES = DATA / "samples"
FORM = "zfxxgknb-2021"


def run_demo(folder: Path, form: Form) -> Iterator[tuple[str, Path]]:
    """Makes, checks and reports on the samples in `folder`, which it replaces.

    Yields, after each step, what was done and where the result is.
    """
    _clear(folder)
    write_new(folder / zh.DEMO_MARK, zh.DEMO_NOTE.encode())

    blank = folder / zh.DEMO_FOLDERS["make"]
    orders = make_workbooks.roster_orders(form, 2025, SAMPLES / "roster.csv", None)
    seed = SAMPLES / "jinxiang-2025.json"
    orders = [order for order in orders if order.unit.code != "012"]
    orders.append(make_workbooks.single_order(form, None, None, None, None, seed))
    for made in make_workbooks.make_all(orders, blank):
        if isinstance(made, XltoolError):
            raise made
    yield zh.DEMO["make"], blank

    checker = Checker(prior=find_prior([str(SAMPLES / "prior")]))
    files = [str(SAMPLES / "jinxiang-2025.xlsx"), str(SAMPLES / "returned")]
    checked = [checker.check(file) for file in find_files.expand(files, lambda _: None)]
    result = write_new(folder / zh.DEMO_FOLDERS["check"], findings_text.render(checked).encode("utf-8-sig"))
    yield zh.DEMO["check"].format(n=len(checked)), result

    wrong = [one for one in checked if one.status == "rejected" and one.source.endswith(".xlsx")]
    for copy in marked_copy.write_copies(wrong[:1], folder / zh.DEMO_FOLDERS["marked"]):
        if isinstance(copy, XltoolError):
            raise copy
        yield zh.DEMO["marked"], copy

    readable = [one for one in checked if isinstance(one, CheckedReturn)]
    for written in reports.write_reports(readable[0], folder / zh.DEMO_FOLDERS["report"], ReportWishes()):
        yield zh.DEMO["report"], written

    good = [one for one in readable if one.status != "rejected" and one.source.endswith(".xlsx")]
    first = {one.submission.unit.code: one for one in reversed(good)}
    wishes = sums.Wishes(zh.DEMO["county"], level=zh.DEMO["level"], roster=SAMPLES / "roster.csv")
    total = sums.sum_up(first.values(), wishes)
    yield zh.DEMO["sum"].format(n=len(total.parts)), sums.write_county(total, folder / zh.DEMO_FOLDERS["sum"])


def _clear(folder: Path) -> None:
    """Removes an earlier demo; a folder that holds anything else is left alone."""
    if folder.exists() and any(folder.iterdir()):
        if not (folder / zh.DEMO_MARK).is_file():
            raise UsageError(U_DEMO_FOLDER, path=str(folder))
        shutil.rmtree(folder)
