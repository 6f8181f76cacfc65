"""A round in a folder, and what its units send back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from conftest import SAMPLES, sample

from xltool.app.round.collect import Collector
from xltool.app.round.desk import Desk, open_desk
from xltool.core.submission.identity import sign
from xltool.mail.settings import MailSettings
from xltool.reading.form.find import open_form
from xltool.rounds.folder import STORE, create
from xltool.rounds.store import Store
from xltool.writing.workbook.write import WorkbookContent, write_workbook

FORM = "zfxxgknb-2021"
DEADLINE = date(2026, 1, 20)


def new_round(folder: Path, mail: MailSettings | None = None) -> Desk:
    """A round of the sample roster, its workbooks made, on a day before the deadline."""
    made = create(folder / "R", FORM, 2025, DEADLINE, "示例县政务公开办", SAMPLES / "roster.csv")
    Store(made.path(STORE)).close()
    desk = open_desk(folder / "R", date(2026, 1, 10))
    if mail is not None:
        desk.round = replace(desk.round, mail=vars(mail))
    assert all(isinstance(result, Path) for result in desk.sender.make(None, False))
    return desk


def collector(desk: Desk) -> Collector:
    return Collector(desk.round, desk.store, desk.form, desk.contacts)


def state(desk: Desk, unit: str) -> str:
    return next(line.status.state for line in desk.board() if line.contact.unit.code == unit)


def answered(desk: Desk, unit: str, file: Path, key: bytes | None = None, broken: bool = False) -> Path:
    """A complete return of a unit, as signed by this round (or by `key`), balanced unless `broken`."""
    form, submission = sample("jinxiang-2025")
    form = open_form(FORM)
    contact = desk.contact(unit)
    texts = dict.fromkeys(form.texts, "信息处理费无。")
    values = dict(submission.values) | ({"T3.r1.c1": None} if broken else {})
    identity = sign(form.key, 2025, unit, contact.unit.name, desk.round.key if key is None else key)
    file.write_bytes(write_workbook(form, identity, contact.unit, WorkbookContent(values, texts)))
    return file
