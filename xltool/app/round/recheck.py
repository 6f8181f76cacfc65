"""Kept returns checked anew with what holds now: last year's data, levels, form, program."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from xltool.app.round.judging import judge
from xltool.app.round.opened import OpenRound
from xltool.app.round.record import checked_data, form_finder
from xltool.core.check.finding import count
from xltool.core.check.returned import CheckedReturn
from xltool.core.submission.model import Contact
from xltool.core.text.catalogue.rounds import C_RECHECK
from xltool.core.text.wording import sentence
from xltool.rounds import kept_return
from xltool.rounds.received import is_whole
from xltool.rounds.store.records import Version

_UNCHECKED = "unchecked"  # how many versions came from a round of an older version


@dataclass(frozen=True)
class Rechecked:
    """One version before and after; `after` is None when its file cannot be read any more."""

    contact: Contact
    before: Version
    after: Version | None

    @property
    def has_changed(self) -> bool:
        """Whether the check says something else now."""
        if self.after is None:
            return False
        own = ("status", "errors", "warnings")
        return any(getattr(self.before, name) != getattr(self.after, name) for name in own)


def recheck(opened: OpenRound, contacts: Iterable[Contact]) -> Iterator[Rechecked]:
    """Checks every version of these units anew and keeps what is found."""
    for contact in contacts:
        for version in opened.store.versions.of_unit(contact.unit.code):
            yield Rechecked(contact, version, _again(opened, version))


def check_old(opened: OpenRound) -> int:
    """Checks once what a round of an older version kept without its findings; how many."""
    notes = opened.store.standings
    if notes.note(_UNCHECKED) in ("", "0"):
        return 0
    done = 0
    for version in opened.store.versions.without_detail():
        done += _again(opened, version, is_old=True) is not None
    with opened.store.change():
        notes.set_note(_UNCHECKED, "0")
    return done


def stale(opened: OpenRound) -> str:
    """What has to be said while returns that count were checked with something else; "" when none was."""
    n = sum(
        known.basis not in ("", opened.basis_of(unit))
        for unit, known in opened.standings().items()
        if known.version is not None and unit in opened.contact_of
    )
    return sentence(C_RECHECK, n=str(n)) if n else ""


def _again(opened: OpenRound, version: Version, is_old: bool = False) -> Version | None:
    path = opened.round.kept(version.path)
    contact = opened.contact_of.get(version.unit)
    if not is_whole(path, version.sha):
        return None
    beside = None
    if version.beside:
        beside = (PurePosixPath(version.beside).name, opened.round.kept(version.beside).read_bytes())
    checked = judge(opened.checker, path, beside=beside, unit=contact.unit if contact else None)
    if not isinstance(checked, CheckedReturn):
        return None
    after = replace(
        version, status=checked.status, errors=count(checked.findings, "error"),
        warnings=count(checked.findings, "warning"), content=kept_return.content_of(checked),
        basis=opened.basis_of(version.unit), detail=kept_return.pack(checked),
    )  # fmt: skip
    with opened.store.change():
        opened.store.versions.check_again(after)
        data = checked_data(after, checked)
        opened.store.log("checked", version.unit, n=version.n, is_old=is_old, **data)
    return after


def findings_of(opened: OpenRound, version: Version) -> CheckedReturn | None:
    """A version as it was checked, whatever has become of its file."""
    full = opened.store.versions.get(version.unit, version.n)
    return kept_return.unpack(full.detail, form_finder(opened)) if full and full.detail else None
