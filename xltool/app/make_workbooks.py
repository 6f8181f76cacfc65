"""Form + units (+ data) → workbooks on disk: what ``xltool make`` does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from xltool.app.checking import Checker
from xltool.app.environment import sheet_password
from xltool.core.check.returned import Unreadable
from xltool.core.errors import UsageError, XltoolError
from xltool.core.form.model import Form
from xltool.core.submission.identity import sign
from xltool.core.submission.model import FIELDS, Submission, Unit, code_of, with_profile
from xltool.core.sums.prior import FindPrior, carried_over
from xltool.core.text import zh
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
    """One workbook to be made; `data` is what it is prefilled from."""

    form: Form
    year: int
    unit: Unit
    data: Submission | None = None
    key: bytes = b""  # of the round it belongs to
    notice: str = ""  # by when, and whom to ask

    @property
    def filename(self) -> str:
        """The name of its file, like ``012-某某局-2025.xlsx``."""
        return f"{safe_name(self.unit.code)}-{safe_name(self.unit.name)}-{self.year}.xlsx"


def notice_of(deadline: date | None, contact: str = "", phone: str = "") -> str:
    """What a workbook says of the deadline and of whom to ask; what is not known is left out."""
    said = {"deadline": zh.day(deadline) if deadline else "", "contact": contact, "phone": phone}
    return zh.NOTICE_GAP.join(zh.NOTICE[name].format(text=text) for name, text in said.items() if text)


def read_data(path: Path, form: Form) -> tuple[Form, Submission]:
    """(form, submission) to prefill a workbook from; the form is in the profile that the texts belong to.

    Raises UsageError when the file cannot be read or is of another form.
    """
    read = Checker().read(path)
    if isinstance(read, Unreadable):
        raise UsageError(read.code, **read.args)
    if read.form.key != form.key:
        raise UsageError(U_DIFFERS, what=form.name, given=form.key, data=read.form.key)
    profile = read.form.profile
    if profile and profile in form.profiles:
        form = with_profile(form, profile)
    return form, read.submission


def single_order(
    form: Form, year: int | None, name: str | None, code: str | None, level: str | None, data: Path | None
) -> Order:
    """The order for one unit.

    Raises UsageError when something is missing or wrong, or disagrees with the data file.
    """
    if level and level not in form.levels:
        raise UsageError(U_LEVEL, level=level, levels="、".join(form.levels))
    if code and not CODE.fullmatch(code):
        raise UsageError(U_CODE, code=code)
    if data is not None:
        form, submission = read_data(data, form)
        unit = submission.unit
        pairs = (("--unit", name, unit.name), ("--code", code, unit.code), ("--level", level, unit.level),
                 ("--year", year and str(year), str(submission.year)))  # fmt: skip
        for what, given, in_data in pairs:
            if given and given != in_data:
                raise UsageError(U_DIFFERS, what=what, given=str(given), data=in_data)
        return Order(form, submission.year, unit, submission)
    if not name:
        raise UsageError(U_UNIT)
    if year is None:
        raise UsageError(U_YEAR)
    return Order(form, year, Unit(code or code_of(name), name, level or ""))


def roster_orders(form: Form, year: int | None, roster: Path, data: Path | None) -> list[Order]:
    """An order for each unit of a roster, prefilled from ``<code>.json`` in the folder `data`.

    Raises UsageError for a bad roster, and for data of another unit, year or form.
    """
    if year is None:
        raise UsageError(U_YEAR)
    if data is not None and not data.is_dir():
        raise UsageError(U_DATA_FOLDER, path=str(data))
    orders = []
    for unit in read_roster(roster, form.levels):
        file = data / f"{unit.code}.json" if data else None
        if file is not None and file.is_file():
            filled_form, submission = read_data(file, form)
            for what, given, in_data in (("--year", str(year), str(submission.year)),
                                      (str(file), unit.code, submission.unit.code)):  # fmt: skip
                if given != in_data:
                    raise UsageError(U_DIFFERS, what=what, given=given, data=in_data)
            orders.append(Order(filled_form, year, unit, submission))
        else:
            orders.append(Order(form, year, unit))
    return orders


def make_all(
    orders: Iterable[Order],
    folder: Path,
    force: bool = False,
    prior: FindPrior | None = None,
) -> Iterator[Path | XltoolError]:
    """Writes each workbook; yields its path, or the error that prevented it."""
    yield from (make_one(order, folder, force, prior) for order in orders)


def make_one(order: Order, folder: Path, force: bool, prior: FindPrior | None) -> Path | XltoolError:
    """Writes one workbook; returns its path, or the error that prevented it."""
    try:
        return write_new(folder / order.filename, make_workbook(order, prior), force)
    except XltoolError as error:
        return error


def make_workbook(order: Order, prior: FindPrior | None = None) -> bytes:
    """The bytes of one ordered workbook; raises UsageError for a bad password in the environment."""
    from xltool.writing.workbook.fast import unit_workbook  # slow to load, and a check does not need it
    from xltool.writing.workbook.write import WorkbookContent

    form, unit, data = order.form, order.unit, order.data
    identity = sign(form.key, order.year, unit.code, unit.name, order.key)
    this_year = data or Submission(form.id, form.version, order.year, unit, {})
    last_year = prior(replace(this_year, unit=unit)) if prior else None
    carried = carried_over(form, last_year.values) if last_year else {}
    texts = data.texts if data else first_words(form, unit, order.year)
    content = WorkbookContent(data.values, texts, data.notes) if data else WorkbookContent(carried, texts)
    if data:
        unit = replace(data.unit, level=unit.level or data.unit.level)
    return unit_workbook(
        form, identity, unit, content, last_year.values if last_year else None, sheet_password(), order.notice
    )


def first_words(form: Form, unit: Unit, year: int) -> dict[str, str]:
    """The texts that a new workbook begins with, made of what is known of the unit."""
    known = {name: str(getattr(unit, name)) for name in FIELDS} | {"unit": unit.name, "year": str(year)}
    texts = {part.id: part.prefilled(**known) for section in form.sections for part in section.parts}
    return {address: text for address, text in texts.items() if text}
