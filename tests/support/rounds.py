"""Rounds in a folder for tests: made, answered, collected, without any network."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import docx
from conftest import SAMPLES, sample

from xltool.app.round.collect import Collector
from xltool.app.round.kept import statuses
from xltool.app.round.make import make
from xltool.app.round.opened import OpenRound
from xltool.app.round.opening import open_now
from xltool.app.round.taking import Arrived
from xltool.core.form.model import Form
from xltool.core.submission.identity import sign
from xltool.mail.settings import MailSettings
from xltool.reading.form.find import open_form
from xltool.rounds.round import STORE, create
from xltool.rounds.status import UnitStatus
from xltool.rounds.store.database import Store
from xltool.writing.workbook.write import WorkbookContent, write_workbook

FORM = "zfxxgknb-2021"
DEADLINE = date(2026, 1, 20)
TODAY = date(2026, 1, 10)


ROSTER = """单位代码,单位名称,单位类别,邮箱,曾用名
001,示例县教育局,县级部门,jy@example.invalid,
002,示例县财政局,县级部门,cz@example.invalid,
003,示例县民政局,县级部门,mz@example.invalid,
004,示例县水务局,县级部门,sw@example.invalid,示例县水利局
005,示例县司法局,县级部门,gx@example.invalid,
006,示例镇人民政府,乡镇街道,gx@example.invalid,
007,示例县档案馆,县级部门,,
"""
ADDRESS = {line.split(",")[0]: line.split(",")[3] for line in ROSTER.splitlines()[1:]}


def county(folder: Path) -> OpenRound:
    """A round of seven units: 004 was renamed, 005 and 006 share an address, 007 has none."""
    folder.mkdir(exist_ok=True, parents=True)
    (folder / "roster-of-7.csv").write_text(ROSTER, encoding="utf-8")
    return begun(folder / "R", folder / "roster-of-7.csv")


def mail(
    sender: str, files: Sequence[tuple[str, bytes]] = (), subject: str = "报送", date: str = "",
    body: str = "见附件。", forwarded: Sequence[bytes] = (), head: Sequence[tuple[str, str]] = (),
) -> bytes:  # fmt: skip
    """A message of a unit (by its code) or of an address; `date` is a day of January 2026."""
    message = EmailMessage(policy=SMTP)
    message["From"] = ADDRESS.get(sender, sender)
    message["Subject"] = subject
    if date:
        message["Date"] = f"Mon, {date} Jan 2026 09:00:00 +0800"
    for name, value in head:
        message[name] = value
    message.set_content(body, charset="utf-8", cte="base64")
    for name, data in files:
        message.add_attachment(data, "application", "octet-stream", filename=name)
    for one in forwarded:
        if message.get_content_type() != "multipart/mixed":
            message.make_mixed()
        part = EmailMessage(policy=SMTP)
        part["Content-Type"] = "message/rfc822"
        part.set_payload([message_from_bytes(one, policy=SMTP)])
        message.attach(part)
    return message.as_bytes()


def collect(opened: OpenRound, *messages: bytes) -> list[Arrived]:
    """One collection of these messages, in this order."""
    collector = Collector(opened)
    return [one for n, data in enumerate(messages) for one in collector.message(data, f"in/{n}.eml")]


def zipped(members: Mapping[str, bytes]) -> bytes:
    """An archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def narrative(form: Form, text: str) -> bytes:
    """The texts of a report alone, each of them `text`, as a Word file."""
    document = docx.Document()
    for section in form.sections:
        for line in (section.title, *(line for part in section.parts for line in (part.heading, text))):
            if line:
                document.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def begun(folder: Path, roster: Path = SAMPLES / "roster.csv", deadline: date = DEADLINE) -> OpenRound:
    """A new round in `folder`, its workbooks made; whoever asks closes its store."""
    made = create(folder, open_form(FORM), 2025, deadline, "示例县政务公开办", roster)
    Store.create(made.path(STORE)).close()
    opened = open_now(folder, TODAY)
    assert all(isinstance(result, Path) for result in make(opened))
    return opened


def new_round(folder: Path, mail: MailSettings | None = None) -> OpenRound:
    """A round of the sample roster, its workbooks made, on a day before the deadline."""
    opened = begun(folder / "R")
    if mail is not None:
        opened.round = replace(opened.round, mail=vars(mail))
    return opened


def collector(opened: OpenRound) -> Collector:
    """A collection into the round."""
    return Collector(opened)


def answered(
    opened: OpenRound, unit: str, file: Path, key: bytes | None = None, broken: bool = False
) -> Path:
    """A complete return of a unit, as signed by this round (or by `key`), balanced unless `broken`."""
    file.write_bytes(filled(opened, unit, {"T3.r1.c1": None} if broken else {}, key))
    return file


def filled(
    opened: OpenRound, unit: str, put: Mapping[str, object] | None = None, key: bytes | None = None,
    texts: Mapping[str, str] | None = None, name: str = "", year: int = 2025,
) -> bytes:  # fmt: skip
    """A balanced return of a unit with `put` in its figures, signed by the round, or with `key`."""
    form, (_, submission) = open_form(FORM), sample("jinxiang-2025")
    own = opened.contact(unit).unit
    said = texts if texts is not None else dict.fromkeys(form.texts, "信息处理费无。")
    figures = {a: None if number is None else Decimal(str(number)) for a, number in (put or {}).items()}
    values = dict(submission.values) | figures
    identity = sign(form.key, year, unit, name or own.name, opened.round.key if key is None else key)
    return write_workbook(form, identity, own, WorkbookContent(values, said))


def take(opened: OpenRound, name: str, data: bytes) -> Arrived:
    """One file that lies in a folder, collected."""
    return Collector(opened).take(name, data, f"in/{name}")


def status(opened: OpenRound, unit: str) -> UnitStatus:
    """Where a unit stands."""
    return next(found for contact, found in statuses(opened) if contact.unit.code == unit)


def state(opened: OpenRound, unit: str) -> str:
    """Its state alone."""
    return status(opened, unit).state
