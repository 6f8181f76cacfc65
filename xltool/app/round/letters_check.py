"""Letters that the office edited: what is missing in them, and what they ask for that nobody gives."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from xltool.app.round.opened import OpenRound
from xltool.app.round.send import Sender, letter_folders
from xltool.core.errors import XltoolError
from xltool.core.submission.model import Contact, Unit
from xltool.core.text import zh
from xltool.core.text.catalogue.rounds import C_LETTER_FIELD, C_LETTER_LACKS
from xltool.core.text.wording import sentence
from xltool.mail.letters import KINDS, asked_fields, letter_file

_COMMON = (
    "tag", "unit", "year", "form", "basis", "deadline", "office", "contact", "phone", "today", "late",
)  # fmt: skip
_MUST: dict[str, tuple[str, ...]] = {
    "issue": ("unit", "deadline"), "remind": ("unit", "deadline"), "return": ("unit", "deadline"),
    "receipt": ("unit", "code"),
}  # fmt: skip


def letter_faults(opened: OpenRound) -> list[str]:
    """A sentence for each fault, with file and line."""
    return [fault for kind in KINDS for fault in _of_kind(opened, kind)]


def _of_kind(opened: OpenRound, kind: str) -> Iterator[str]:
    contact = Contact(Unit("000", zh.SAMPLE_UNIT))
    sender = Sender(opened)
    path = letter_file(letter_folders(opened), kind)
    for way in zh.LETTER_WAYS[kind]:
        for late in (False, True):
            day = opened.round.deadline.replace(year=opened.round.deadline.year + 1)
            then = replace(opened, today=day) if late else opened
            try:
                letter = replace(sender, opened=then).letter(kind, contact, (), way)
            except XltoolError as error:
                unknown = list(_unknown(opened, kind))
                yield from unknown or [str(error)]
                return
            wanted = {
                "tag": letter.subject, **dict.fromkeys(_MUST[kind], letter.body),
                **{name: letter.body for name in ("contact", "phone") if getattr(opened.round, name)},
            }  # fmt: skip
            for name, text in wanted.items():
                if _value(opened, name, contact, way) not in text:
                    yield sentence(
                        C_LETTER_LACKS, path=path.as_posix(), field=name, what=zh.LETTER_FIELDS[name]
                    )
                    return


def _value(opened: OpenRound, name: str, contact: Contact, way: dict[str, Any]) -> str:
    """What must stand in a letter."""
    known = {
        "tag": f"[{opened.round.id}-", "unit": contact.unit.name, "deadline": zh.day(opened.round.deadline),
        "contact": opened.round.contact, "phone": opened.round.phone, "code": way.get("code", ""),
    }  # fmt: skip
    return str(known[name])


def _unknown(opened: OpenRound, kind: str) -> Iterator[str]:
    """Fields that a template asks for and no letter of its kind has, each with the line where it stands."""
    path = letter_file(letter_folders(opened), kind)
    given = sorted({*_COMMON, *zh.LETTER_WAYS[kind][0]})
    for name, line in asked_fields(path):
        if name not in given:
            fields = "、".join(given)
            yield sentence(C_LETTER_FIELD, path=path.as_posix(), line=str(line), field=name, fields=fields)
