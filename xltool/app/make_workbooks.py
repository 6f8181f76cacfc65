"""Form + units (+ data) → workbooks on disk: what ``xltool make`` does, composed from the doors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from xltool.app.checking import Checker
from xltool.app.environment import sheet_password
from xltool.core.check.returned import Unreadable
from xltool.core.errors import UsageError, XltoolError
from xltool.core.form.model import Form
from xltool.core.submission.identity import sign
from xltool.core.submission.model import Submission, Unit, code_of, with_profile
from xltool.core.sums.prior import FindPrior, carried_over
from xltool.core.text.catalogue.usage import (
    U_CODE,
    U_DATA_FOLDER,
    U_DIFFERS,
    U_LEVEL,
    U_UNIT,
    U_YEAR,
)
from xltool.office.files import safe_name, write_new
from xltool.reading.roster import CODE, read_roster


@dataclass(frozen=True)
class Order:
    """One workbook to be made."""

    form: Form
    year: int
    unit: Unit
    data: Submission | None = None
    key: bytes = b""  # of the round it belongs to

    @property
    def filename(self) -> str:
        """``012-某某局-2025.xlsx``."""
        return f"{safe_name(self.unit.code)}-{safe_name(self.unit.name)}-{self.year}.xlsx"


def read_data(path: Path, form: Form) -> tuple[Form, Submission]:
    """A submission to prefill from, in the form's profile its texts need; raises UsageError."""
    read = Checker().read(path)
    if isinstance(read, Unreadable):
        raise UsageError(read.code, **read.args)
    if read.form.key != form.key:
        raise UsageError(U_DIFFERS, what=form.name, given=form.key, data=read.form.key)
    profile = read.form.profile
    own = with_profile(form, profile) if profile in form.profiles and profile else form
    return own, read.submission


def single_order(
    form: Form, year: int | None, name: str | None, code: str | None, level: str | None, data: Path | None
) -> Order:
    """The workbook of one unit; what is given beside a data file must agree with it."""
    if level and level not in form.levels:
        raise UsageError(U_LEVEL, level=level, levels="、".join(form.levels))
    if code and not CODE.fullmatch(code):
        raise UsageError(U_CODE, code=code)
    if data is not None:
        form, submission = read_data(data, form)
        unit = submission.unit
        pairs = (("--unit", name, unit.name), ("--code", code, unit.code), ("--level", level, unit.level),
                 ("--year", year and str(year), str(submission.year)))  # fmt: skip
        for what, given, held in pairs:
            if given and given != held:
                raise UsageError(U_DIFFERS, what=what, given=str(given), data=held)
        return Order(form, submission.year, unit, submission)
    if not name:
        raise UsageError(U_UNIT)
    if year is None:
        raise UsageError(U_YEAR)
    return Order(form, year, Unit(code or code_of(name), name, level or ""))


def roster_orders(form: Form, year: int | None, roster: Path, data: Path | None) -> list[Order]:
    """One workbook for each unit of a roster, prefilled from ``<code>.json`` in folder `data`."""
    if year is None:
        raise UsageError(U_YEAR)
    if data is not None and not data.is_dir():
        raise UsageError(U_DATA_FOLDER, path=str(data))
    orders = []
    for unit in read_roster(roster, form.levels):
        file = data / f"{unit.code}.json" if data else None
        if file is not None and file.is_file():
            own, submission = read_data(file, form)
            for what, given, held in (("--year", str(year), str(submission.year)),
                                      (str(file), unit.code, submission.unit.code)):  # fmt: skip
                if given != held:
                    raise UsageError(U_DIFFERS, what=what, given=given, data=held)
            orders.append(Order(own, year, unit, submission))
        else:
            orders.append(Order(form, year, unit))
    return orders


def make_all(
    orders: Iterable[Order],
    folder: Path,
    force: bool = False,
    prior: FindPrior | None = None,
) -> Iterator[Path | XltoolError]:
    """Writes each workbook; yields its path, or what stood in the way of this one."""
    yield from (make_one(order, folder, force, prior) for order in orders)


def make_one(order: Order, folder: Path, force: bool, prior: FindPrior | None) -> Path | XltoolError:
    """Writes one workbook; its path, or what stood in its way."""
    try:
        return write_new(folder / order.filename, make_workbook(order, prior), force)
    except XltoolError as error:
        return error


def make_workbook(order: Order, prior: FindPrior | None = None) -> bytes:
    """The bytes of one ordered workbook."""
    from xltool.writing.workbook.fast import unit_workbook  # slow to load, and of no use to a check
    from xltool.writing.workbook.write import WorkbookContent

    form, unit, data = order.form, order.unit, order.data
    identity = sign(form.key, order.year, unit.code, unit.name, order.key)
    now = data or Submission(form.id, form.version, order.year, unit, {})
    last_year = prior(replace(now, unit=unit)) if prior else None
    carried = carried_over(form, last_year.values) if last_year else {}
    content = WorkbookContent(data.values, data.texts, data.notes) if data else WorkbookContent(carried)
    held = Unit(**{**vars(data.unit), "level": unit.level or data.unit.level}) if data else unit
    return unit_workbook(
        form, identity, held, content, last_year.values if last_year else None, sheet_password()
    )
