"""One unit, or one arrival, with everything that is known of it, and what can be done."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from xltool.app.round.arrivals import Listed, as_now, commands
from xltool.app.round.clues import words_of
from xltool.app.round.log import event_sentence
from xltool.app.round.opened import OpenRound
from xltool.app.round.recheck import findings_of
from xltool.app.round.record import Change, changes_between
from xltool.core.check.finding import Finding, worst_first
from xltool.core.errors import ExitCode, UsageError
from xltool.core.submission.model import Contact
from xltool.core.text import zh
from xltool.core.text.catalogue.rounds import C_ARRIVAL
from xltool.core.text.clean import safe
from xltool.rounds.ledger import without_personal_numbers
from xltool.rounds.status import Standing, UnitStatus
from xltool.rounds.store.records import Arrival, Version
from xltool.writing.lists.check_json import finding_json
from xltool.writing.lists.findings_text import finding_lines


@dataclass(frozen=True)
class Shown:
    """What ``round show`` says; `unit` and `version` may be absent."""

    head: tuple[str, ...]
    unit: str = ""
    version: int | None = None
    findings: tuple[Finding, ...] = ()
    changes: tuple[Change, ...] = ()
    clues: tuple[tuple[int, dict[str, str]], ...] = ()
    letters: tuple[str, ...] = ()
    history: tuple[str, ...] = ()
    waits: tuple[str, ...] = ()
    todo: tuple[str, ...] = ()
    is_waiting: bool = False
    quoted: tuple[str, ...] = field(default=())  # the words of a letter

    @property
    def exit_code(self) -> int:
        """1 while anything of it waits for the clerk."""
        return ExitCode.FINDINGS if self.is_waiting else ExitCode.OK

    def document(self) -> dict[str, Any]:
        """The document of ``round show --json``."""
        changes = [
            {"label": label, "before": before, "after": after} for label, before, after in self.changes
        ]
        return {
            "schema": 1, "unit": self.unit, "version": self.version,
            "findings": [finding_json(finding) for finding in self.findings], "changes": changes,
            "clues": [{"n": n, **said} for n, said in self.clues], "letters": list(self.letters),
            "history": list(self.history), "todo": list(self.todo),
        }  # fmt: skip

    def lines(self) -> list[str]:
        """The same to read."""
        text = [*self.head, *(f"  “{line}”" for line in self.quoted)]
        findings = [line for finding in worst_first(self.findings) for line in finding_lines(finding)]
        changed = [zh.CHANGE.format(label=label, before=old, after=new) for label, old, new in self.changes]
        clues = [f"{n}　{words_of(said)}" for n, said in self.clues if said]
        for name, found in (
            ("findings", findings), ("changes", changed), ("waits", self.waits), ("clues", clues),
            ("letters", self.letters), ("history", self.history), ("todo", self.todo),
        ):  # fmt: skip
            if found:
                text += [zh.ROUND_SHOW[name], *(f"  {line.strip()}" for line in found)]
        return [safe(without_personal_numbers(line)) for line in text]


def show_unit(opened: OpenRound, contact: Contact, folder: str) -> Shown:
    """Everything about one unit."""
    code = contact.unit.code
    known = opened.standings().get(code, Standing("unsent"))
    status = opened.status_of(known, code)
    versions = opened.store.versions.of_unit(code)
    history = opened.histories[code]
    version = next((one for one in versions if one.n == known.version), None)
    checked = findings_of(opened, version) if version else None
    arrivals = [
        Listed(as_now(one, history), one.n in known.waits) for one in opened.store.arrivals.of_unit(code)
    ]
    waiting = [one for one in arrivals if one.waits]
    state = zh.round_state(status.state, known.errors if status.state == "rejected" else status.late)
    head = [zh.ROUND_SHOW["unit"].format(code=code, name=contact.unit.name, state=state)]
    head += [known.reason] if known.reason else []
    head += [_version_line(version)] if version else []
    events = list(opened.store.events(code))
    return Shown(
        tuple(head), code, known.version, checked.findings if checked else (),
        _changes(opened, versions, version),
        tuple((one.arrival.n, dict(one.arrival.clues)) for one in arrivals),
        tuple(event_sentence(event) for event in events if event.kind in zh.LETTER_EVENTS),
        tuple(event_sentence(event) for event in events), tuple(_waiting_line(one) for one in waiting),
        tuple(_todo(opened, contact, status, waiting, folder)), bool(waiting) or status.state == "review",
    )  # fmt: skip


def show_arrival(opened: OpenRound, n: int, folder: str) -> Shown:
    """Everything about one arrival; raises UsageError for a number that is not there."""
    one = opened.store.arrivals.get(n)
    if one is None:
        raise UsageError(C_ARRIVAL, n=str(n))
    known = opened.standings().get(one.unit, Standing("unsent"))
    waits = n in known.waits
    found = Listed(as_now(one, opened.histories[one.unit]), waits)
    versions = opened.store.versions.of_unit(one.unit)
    version = next((each for each in versions if each.arrival == n), None)
    checked = findings_of(opened, version) if version else None
    body = [
        str(event.data.get("body", "")) for event in opened.store.events(one.unit)
        if event.kind == "arrived" and event.data.get("n") == n
    ]  # fmt: skip
    events = [
        event
        for event in opened.store.events(one.unit)
        if n in (event.data.get("arrival"), event.data.get("n")) and event.kind in zh.ARRIVAL_EVENTS
    ]
    todo = commands(found, folder) if waits else []
    return Shown(
        tuple(_arrival_head(found.arrival)), one.unit, version.n if version else None,
        checked.findings if checked else (), _changes(opened, versions, version), ((n, dict(one.clues)),), (),
        tuple(event_sentence(event) for event in events), (), tuple(todo), waits,
        tuple(line.strip() for line in "\n".join(body).splitlines() if line.strip())[:20],
    )  # fmt: skip


def _arrival_head(one: Arrival) -> list[str]:
    words = zh.ROUND_SHOW
    head = [words["arrival"].format(n=one.n, name=one.name), words["from"].format(source=one.source)]
    head += [words["sender"].format(sender=one.sender)] if one.sender else []
    head += [words["sent"].format(when=one.sent_at[:16].replace("T", " "))] if one.sent_at else []
    return [*head, f"{zh.ROUND_OUTCOMES[one.outcome]}　{one.unit}　{one.text}"]


def _version_line(version: Version) -> str:
    when = version.at[:16].replace("T", " ")
    status = zh.STATUS[version.status]
    return zh.ROUND_SHOW["version"].format(n=version.n, when=when, status=status)


def _waiting_line(one: Listed) -> str:
    arrival = one.arrival
    return f"{arrival.n}　{arrival.name}　{zh.ROUND_OUTCOMES[arrival.outcome]}　{arrival.text}"


def _changes(opened: OpenRound, versions: list[Version], version: Version | None) -> tuple[Change, ...]:
    """What a version changed in the one before it."""
    before = [one for one in versions if version is not None and one.n < version.n]
    if version is None or not before:
        return ()
    checked = findings_of(opened, version)
    older = opened.store.versions.get(before[-1].unit, before[-1].n)
    return changes_between(opened, older, checked) if checked and older and older.detail else ()


def _todo(
    opened: OpenRound, contact: Contact, status: UnitStatus, waiting: list[Listed], folder: str
) -> list[str]:
    """Every command that can be given for a unit now."""
    code, at = contact.unit.code, f" -r {folder}" if folder != "." else ""
    ready = [command for one in waiting for command in commands(one, folder)]
    reason = f"--reason {zh.ROUND_ANY_REASON}"
    by_state = {
        "unsent": [f"send --sent {code}"],
        "sent": [], "late": ["remind"], "bounced": ["send"],
        "rejected": [f"return {code}", f"accept {code} {reason}"],
        "review": [f"accept {code} --by {zh.ROUND_ANY_PERSON}"],
        "accepted": ["report", f"exclude {code} {reason}"],
    }  # fmt: skip
    state = "accepted" if status.is_accepted else status.state
    ready += [f"xltool round return {code}{at}"] if status.standing.newer else []
    ready += [f"xltool round {command}{at}" for command in by_state.get(state, [])]
    return ready
