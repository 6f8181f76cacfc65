"""Which letters are due, and what stands in them: returned for correction, reminded, received."""

from __future__ import annotations

from collections.abc import Iterator

from xltool.app.environment import sheet_password
from xltool.app.marked_copy import copy_name, marked_copy
from xltool.app.round.kept import accepted, return_of, statuses
from xltool.app.round.opened import OpenRound
from xltool.app.round.send import Sender
from xltool.core.check.finding import Finding
from xltool.core.check.labels import short_label
from xltool.core.check.returned import CheckedReturn
from xltool.core.submission.model import Contact, plain
from xltool.mail.message import Letter
from xltool.rounds.ledger import without_personal_numbers
from xltool.writing.lists.findings_text import place

Due = tuple[str, str, Contact, Letter]  # key, kind, unit, letter


def issues(opened: OpenRound, everybody: bool = False) -> Iterator[Due]:
    """The workbooks for units that have none, or whose mail came back."""
    sender = Sender(opened)
    for contact, status in statuses(opened):
        if (
            status.state in ("unsent", "bounced")
            or (status.state == "late" and not status.standing.is_sent)
            or everybody
        ):
            again = f"-{status.standing.last}" if status.state == "bounced" else ""
            letter = sender.letter("issue", contact, [sender.workbook(contact)], {})
            yield f"issue/{contact.unit.code}/1{again}", "issue", contact, letter


def corrections(opened: OpenRound) -> Iterator[Due]:
    """For every unit whose return needs correcting."""
    sender = Sender(opened)
    for contact, status in statuses(opened):
        if status.state != "rejected" or status.version is None:
            continue
        checked = return_of(opened, contact, status.version)
        by_severity = {
            severity: [_words(finding) for finding in checked.findings if finding.severity == severity]
            for severity in ("error", "warning")
        }
        extra = {
            "version": status.version, "errors": by_severity["error"], "warnings": by_severity["warning"],
        }  # fmt: skip
        file = (copy_name(checked), marked_copy(checked, opened.round.key, sheet_password()))
        key = f"return/{contact.unit.code}/{status.version}"
        yield key, "return", contact, sender.letter("return", contact, [file], extra)


def reminders(opened: OpenRound) -> Iterator[Due]:
    """For units that have sent nothing at all; once a day at most, never for one whose mail came back."""
    sender = Sender(opened)
    for contact, status in statuses(opened):
        if status.state in ("sent", "late") and not status.waits and not status.standing.is_heard:
            key = f"remind/{contact.unit.code}/{opened.today.isoformat()}"
            letter = sender.letter("remind", contact, [sender.workbook(contact)], {})
            yield key, "remind", contact, letter


def receipts(opened: OpenRound) -> Iterator[Due]:
    """For every accepted version: time, hash, the totals."""
    sender, form = Sender(opened), opened.form
    for contact, status, checked in accepted(opened):
        if not isinstance(checked, CheckedReturn) or status.version is None:
            continue
        version = opened.store.versions.get(contact.unit.code, status.version)
        last = {table.id: [a for a in table.addresses if a in table.totals][-1:] for table in form.tables}
        totals = [
            {"label": short_label(form, address), "figure": plain(number)}
            for addresses in last.values()
            for address in addresses
            if (number := checked.submission.values.get(address)) is not None
        ]
        extra = {
            "version": status.version, "received": version.at if version else "", "sha": checked.sha256,
            "totals": totals,
        }  # fmt: skip
        key = f"receipt/{contact.unit.code}/{status.version}"
        yield key, "receipt", contact, sender.letter("receipt", contact, (), extra)


def _words(finding: Finding) -> dict[str, str]:
    return {
        "place": place(finding),
        "text": without_personal_numbers(finding.message),
        "advice": without_personal_numbers(finding.advice),
    }
