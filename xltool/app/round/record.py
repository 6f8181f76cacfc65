"""What the store and the ledger are told of arrivals and versions, and the finished sentences of both."""

from __future__ import annotations

import getpass
from datetime import datetime, timedelta
from typing import Any

from xltool.app.round.clues import words_of
from xltool.app.round.opened import OpenRound
from xltool.core.check.finding import count
from xltool.core.check.returned import CheckedReturn
from xltool.core.submission.changes import changes
from xltool.core.text import zh
from xltool.reading.form.find import known_form
from xltool.rounds import kept_return
from xltool.rounds.attribution import Clues
from xltool.rounds.ledger import without_personal_numbers
from xltool.rounds.store.records import Arrival, Version

Change = tuple[str, str, str]  # label, before, after


def account() -> str:
    """Who decides, when nothing else is said: the name of the account, "" when there is none."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""


def form_finder(opened: OpenRound) -> kept_return.FindForm:
    """The round's form by its key, for what the store keeps."""
    return lambda key: opened.form if key == opened.form.key else known_form(key)


def changes_between(opened: OpenRound, before: Version, checked: CheckedReturn) -> tuple[Change, ...]:
    """What a return changed in the one before it."""
    old = kept_return.unpack(before.detail, form_finder(opened))
    return tuple(changes(checked.form, old.submission, checked.submission))


def usable(sent_at: str, now: str) -> str:
    """A time that can be: one more than a day in the future is none."""
    try:
        late = datetime.fromisoformat(sent_at) > datetime.fromisoformat(now) + timedelta(days=1)
    except (ValueError, TypeError):
        return ""
    return "" if late else sent_at


def held_text(reason: str, clues: Clues) -> str:
    """The sentence of a return that waits."""
    text = zh.ROUND_TEXTS["held"].format(reason=zh.ROUND_REASONS[reason])
    said = words_of(clues.said())
    return f"{text}{zh.ROUND_CLUES_SAID.format(clues=said)}" if said else text


def taken_text(number: int, reason: str, checked: CheckedReturn) -> str:
    """The sentence of a return that was taken."""
    errors, warnings = (count(checked.findings, severity) for severity in ("error", "warning"))
    text = zh.ROUND_TEXTS["taken"].format(version=number)
    text += f"{zh.ROUND_REASONS[reason]}。" if reason else ""
    text += zh.ROUND_TEXT_ERRORS.format(n=errors) if errors else ""
    return text + (zh.ROUND_TEXT_WARNINGS.format(n=warnings) if warnings else "")


def log_arrival(opened: OpenRound, one: Arrival, kind: str = "arrived", **more: Any) -> None:
    """The event of an arrival, with all that is needed to know it again."""
    opened.store.log(
        kind, one.unit, n=one.n, at=one.at, key=one.key, source=one.source, name=one.name, sha=one.sha,
        path=one.path, beside=one.beside, outcome=one.outcome, reason=one.reason,
        text=without_personal_numbers(one.text),
        clues=dict(one.clues), sent_at=one.sent_at, sender=one.sender, run=one.run, **more,
    )  # fmt: skip


def add_version(
    opened: OpenRound, one: Arrival, number: int, checked: CheckedReturn, is_signed: bool, by: str = ""
) -> Version:
    """Makes an arrival a version of its unit, inside a change."""
    version = Version(
        one.unit, number, one.n, one.sha, one.path, one.beside, opened.store.now(), checked.status,
        count(checked.findings, "error"), count(checked.findings, "warning"), kept_return.content_of(checked),
        opened.basis_of(one.unit), kept_return.pack(checked),
    )  # fmt: skip
    opened.store.versions.add(version)
    opened.store.log(
        "version", one.unit, n=number, arrival=one.n, sha=one.sha, place=one.path, beside=one.beside,
        sent_at=one.sent_at, run=one.run, is_signed=is_signed, sender=one.sender,
        by=[by or account()], **checked_data(version, checked),
    )  # fmt: skip
    return version


def checked_data(version: Version, checked: CheckedReturn) -> dict[str, Any]:
    """What an event says of a check; the ledger must be able to give the findings back."""
    return {
        "status": version.status, "errors": version.errors, "warnings": version.warnings,
        "content": version.content, "basis": version.basis, "wrong": kept_return.wrong_of(checked),
        "findings": [kept_return.finding_row(f) for f in checked.findings if f.severity != "info"],
    }  # fmt: skip
