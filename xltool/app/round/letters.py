"""Which letters are due now, kind by kind, and what stands in them.

A letter is about one thing, which its key names: a version, an arrival, a day.  What was sent about it, by
mail or by hand, is not due again.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from xltool.app.environment import sheet_password
from xltool.app.marked_copy import copy_name, marked_copy
from xltool.app.round.kept import return_of, statuses
from xltool.app.round.opened import OpenRound
from xltool.app.round.receipts import receipt_code, receipt_figures
from xltool.app.round.send import Sender
from xltool.core.check.finding import Finding
from xltool.core.submission.model import Contact
from xltool.core.text import zh
from xltool.mail.message import Letter
from xltool.rounds.ledger import without_personal_numbers
from xltool.rounds.status import UnitStatus
from xltool.rounds.store.records import Arrival
from xltool.writing.lists.findings_text import place


@dataclass(frozen=True)
class Due:
    """One letter that is due; it is written when it is asked for."""

    key: str
    kind: str
    contact: Contact
    write: Callable[[], Letter]

    @property
    def address(self) -> str:
        """Where it goes, "" when the roster has no address."""
        return ", ".join(self.contact.emails)


def due(opened: OpenRound, kind: str, units: Collection[str] = (), warnings: bool = False) -> Iterator[Due]:
    """The letters of a kind that are due now, to `units` or to all, in the order of the roster.

    `warnings`: a return with nothing but warnings is due too.
    """
    makers = {"issue": _issue, "return": _return, "remind": _remind, "receipt": _receipt}
    maker = makers[kind] if kind != "return" or not warnings else _return_with_warnings
    for contact, status in statuses(opened):
        if units and contact.unit.code not in units:
            continue
        one = maker(opened, contact, status)
        if one is not None and status.standing.letters.get(kind) != one.key:
            yield one


def _issue(opened: OpenRound, contact: Contact, status: UnitStatus) -> Due | None:
    """The workbook, for a unit that has none yet or whose mail came back."""
    known = status.standing
    if status.state not in ("unsent", "bounced") and not (status.state == "late" and not known.is_sent):
        return None
    again = f"-{known.last}" if status.state == "bounced" else ""
    return _with_blank(opened, contact, "issue", f"1{again}", {})


def _remind(opened: OpenRound, contact: Contact, status: UnitStatus) -> Due | None:
    """For a unit that has sent nothing at all; once a day, never for one whose mail came back."""
    known = status.standing
    is_silent = not known.is_heard and not status.waits
    if status.state not in ("sent", "late") or not known.is_sent or not is_silent:
        return None
    return _with_blank(opened, contact, "remind", opened.today.isoformat(), {})


def _return_with_warnings(opened: OpenRound, contact: Contact, status: UnitStatus) -> Due | None:
    known = status.standing
    if status.state == "accepted-warnings" and known.version is not None and not known.newer:
        return _corrections(opened, contact, known.version, f"{known.version}-{zh.SEVERITY['warning']}")
    return _return(opened, contact, status)


def _return(opened: OpenRound, contact: Contact, status: UnitStatus) -> Due | None:
    """What needs correcting, or a word on what came and is no return."""
    known = status.standing
    if status.state == "rejected" and known.version is not None:
        return _corrections(opened, contact, known.version, str(known.version))
    if known.newer:
        return _corrections(opened, contact, known.newer, str(known.newer))
    if status.is_accepted or status.state in ("review", "excluded", "held") or not status.waits:
        return None
    latest = opened.store.arrivals.get(max(status.waits))
    if latest is None or latest.outcome not in zh.ROUND_ANSWERS:
        return None
    problem = answer_to(latest)
    more = {"version": 0, "errors": [], "warnings": [], "problem": problem}
    return _with_blank(opened, contact, "return", f"a{latest.n}", more)


def answer_to(one: Arrival) -> str:
    """What the unit is told of an arrival that is no return."""
    text = without_personal_numbers(one.text).removeprefix(zh.ROUND_TEXTS["refused"])
    return zh.ROUND_ANSWERS[one.outcome].format(name=one.name, text=text)


def _corrections(opened: OpenRound, contact: Contact, version: int, about: str) -> Due:
    def write() -> Letter:
        checked = return_of(opened, contact, version)
        errors, warnings = (
            [_words(finding) for finding in checked.findings if finding.severity == severity]
            for severity in ("error", "warning")
        )
        more = {"version": version, "errors": errors, "warnings": warnings, "problem": ""}
        file = (copy_name(checked), marked_copy(checked, opened.round.key, sheet_password()))
        return Sender(opened).letter("return", contact, [file], more)

    return Due(f"return/{contact.unit.code}/{about}", "return", contact, write)


def _with_blank(opened: OpenRound, contact: Contact, kind: str, about: str, more: dict[str, object]) -> Due:
    def write() -> Letter:
        sender = Sender(opened)
        return sender.letter(kind, contact, [sender.workbook(contact)], more)

    return Due(f"{kind}/{contact.unit.code}/{about}", kind, contact, write)


def _receipt(opened: OpenRound, contact: Contact, status: UnitStatus) -> Due | None:
    """That the return counts: when it came, the figures people know, and a code that proves the file."""
    number = status.version
    if not status.is_accepted or number is None:
        return None

    def write() -> Letter:
        checked = return_of(opened, contact, number)
        version = opened.store.versions.get(contact.unit.code, number)
        came = zh.moment(datetime.fromisoformat(version.at).astimezone()) if version else ""
        more = {
            "version": number, "received": came, "sha": checked.sha256, "totals": receipt_figures(checked),
            "code": receipt_code(opened.round, checked.sha256), "reason": status.standing.reason,
        }  # fmt: skip
        return Sender(opened).letter("receipt", contact, (), more)

    return Due(f"receipt/{contact.unit.code}/{number}", "receipt", contact, write)


def _words(finding: Finding) -> dict[str, str]:
    return {
        "place": place(finding),
        "text": without_personal_numbers(finding.message),
        "advice": without_personal_numbers(finding.advice),
    }
