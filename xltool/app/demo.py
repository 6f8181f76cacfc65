"""A tour on the samples, from workbook to sum: what ``xltool demo`` does."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

from xltool.app.aggregate import Wishes, sum_up, write_county
from xltool.app.checking import Checker
from xltool.app.find_files import expand
from xltool.app.make_workbooks import make_all, roster_orders, single_order
from xltool.app.marked_copy import write_copies
from xltool.app.prior import find_prior
from xltool.app.report import ReportWishes, write_reports
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
    """Makes workbooks, checks returns, writes a report and a sum of the samples, all in `folder`.

    An earlier demo in `folder` is replaced.  Yields (what was done, path of the result) after each step.
    Raises UsageError when `folder` holds anything else, OutputError or ReportError when a step fails.
    """
    _clear(folder)
    write_new(folder / zh.DEMO_MARK, zh.DEMO_NOTE.encode())

    blank = folder / zh.DEMO_FOLDERS["make"]
    orders = roster_orders(form, 2025, SAMPLES / "roster.csv", None)
    seed = SAMPLES / "jinxiang-2025.json"
    orders = [order for order in orders if order.unit.code != "012"]
    orders.append(single_order(form, None, None, None, None, seed))
    for path in make_all(orders, blank):
        if isinstance(path, XltoolError):
            raise path
    yield zh.DEMO["make"], blank

    checker = Checker(prior=find_prior([str(SAMPLES / "prior")]))
    files = [str(SAMPLES / "jinxiang-2025.xlsx"), str(SAMPLES / "returned")]
    checked = [checker.check(file) for file in expand(files, lambda _: None)]
    result = write_new(folder / zh.DEMO_FOLDERS["check"], findings_text.render(checked).encode("utf-8-sig"))
    yield zh.DEMO["check"].format(n=len(checked)), result

    wrong = [one for one in checked if one.status == "rejected" and one.source.endswith(".xlsx")]
    for copy in write_copies(wrong[:1], folder / zh.DEMO_FOLDERS["marked"]):
        if isinstance(copy, XltoolError):
            raise copy
        yield zh.DEMO["marked"], copy

    readable = [one for one in checked if isinstance(one, CheckedReturn)]
    for written in write_reports(readable[0], folder / zh.DEMO_FOLDERS["report"], ReportWishes()):
        yield zh.DEMO["report"], written

    good = [one for one in readable if one.status != "rejected" and one.source.endswith(".xlsx")]
    first = {one.submission.unit.code: one for one in reversed(good)}
    wishes = Wishes(zh.DEMO["county"], level=zh.DEMO["level"], roster=SAMPLES / "roster.csv")
    total = sum_up(first.values(), wishes)
    yield zh.DEMO["sum"].format(n=len(total.parts)), write_county(total, folder / zh.DEMO_FOLDERS["sum"])


def _clear(folder: Path) -> None:
    """Removes an earlier demo; raises UsageError when the folder holds anything else."""
    if folder.exists() and any(folder.iterdir()):
        if not (folder / zh.DEMO_MARK).is_file():
            raise UsageError(U_DEMO_FOLDER, path=str(folder))
        shutil.rmtree(folder)
