"""A round whose store or ledger is lost or damaged, made whole from the other one and what was received."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from xltool.app.round.opened import OpenRound, catch_up
from xltool.app.round.replay import replay
from xltool.core.errors import StoreError, XltoolError
from xltool.core.text import zh
from xltool.core.text.catalogue.rounds import C_REPAIR, C_STORE_DAMAGED, C_STORE_MISSING
from xltool.reading.form.find import open_form
from xltool.reading.roster import read_contacts
from xltool.rounds.ledger import Ledger, ledger_line
from xltool.rounds.received import is_whole
from xltool.rounds.round import COPIES, LEDGER, RECEIVED, STORE, Round, open_round
from xltool.rounds.store.database import Store
from xltool.rounds.store.records import Event


@dataclass
class Repaired:
    """What was done, in sentences; `is_partial` when something could not be brought back."""

    lines: list[str] = field(default_factory=list)
    is_partial: bool = False

    def say(self, name: str, /, **args: object) -> None:
        """Adds a sentence."""
        self.lines.append(zh.ROUND_REPAIRED[name].format(**args))


@dataclass
class Sources:
    """The events that can still be read; `lost` lines of the ledger cannot."""

    events: dict[int, Event]
    lost: int = 0
    copy: str = ""


def repair(folder: Path) -> Repaired:
    """Makes the round in `folder` whole; raises StoreError when nothing is left to make it from."""
    round_ = open_round(folder)
    form = open_form(round_.form)
    round_.agree_with(form)
    contacts = read_contacts(round_.roster, form.levels)
    done = Repaired()
    store = _sound_store(round_)
    found = _events(round_, store)
    if store is None:
        store = _made_anew(round_, found, done)
    opened = OpenRound(round_, form, contacts, store, date.today())
    try:
        with store.guarded():
            _bring_up(opened, found, done)
            _mend_ledger(opened, found, done)
            catch_up(round_, store)
            _look_at_files(opened, done)
            _take_unknown(opened, done)
            catch_up(round_, store)
    finally:
        store.close()
    if not done.lines:
        done.say("nothing")
    return done


def _sound_store(round_: Round) -> Store | None:
    """The store when it can be used; None when it is missing or damaged."""
    try:
        store = Store(round_.path(STORE), thorough=True)
        with store.guarded():
            for _ in store.events():  # what quick_check passes over is found by reading
                pass
            for _ in store.arrivals.all():
                pass
            for _ in store.versions.all():
                pass
        return store
    except StoreError as error:
        if error.code not in (C_STORE_MISSING, C_STORE_DAMAGED):
            raise
    except ValueError:  # an event that is no JSON any more
        store.close()
    return None


def _events(round_: Round, store: Store | None) -> Sources:
    """Every event of the store or, without it, of the ledger, gaps filled from the newest sound copy."""
    found = Sources({})
    expected = 1
    with suppress(OSError):
        for event in Ledger(round_.path(LEDGER)).read():
            if event is None:
                found.lost += 1
            else:
                found.events.setdefault(event.id, event)
                found.lost += max(event.id - expected, 0) if not found.lost else 0
                expected = max(expected, event.id + 1)
    if store is not None:
        found.events |= {event.id: event for event in store.events()}
        return found
    if found.lost or not found.events:
        for copy in sorted(round_.path(COPIES).glob("round-*.db"), reverse=True):
            if events := _of_copy(copy):
                found.copy = f"{COPIES}/{copy.name}"
                found.events = {event.id: event for event in events} | found.events
                break
    return found


def _of_copy(path: Path) -> list[Event]:
    """The events of a copy; none when it is damaged itself."""
    try:
        with sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True) as db:
            rows = db.execute("SELECT id, at, kind, unit, data FROM event ORDER BY id").fetchall()
        return [Event(id_, at, kind, unit, json.loads(data)) for id_, at, kind, unit, data in rows]
    except (sqlite3.Error, ValueError):
        return []


def _made_anew(round_: Round, found: Sources, done: Repaired) -> Store:
    """A new store beside the old one, which is put aside when the new one is whole."""
    if not found.events:
        raise StoreError(C_REPAIR, path=str(round_.path(STORE)))
    draft = round_.path(f"{STORE}.new")
    draft.unlink(missing_ok=True)
    store = Store.create(draft)
    try:
        with store.guarded(), store.change():
            for number in sorted(found.events):
                store.restore(found.events[number])
    except BaseException:
        store.close()
        draft.unlink(missing_ok=True)
        raise
    stamp = "".join(c for c in store.now()[:19] if c.isdigit())
    store.close()
    for name in (STORE, f"{STORE}-journal"):
        old = round_.path(name)
        if old.exists():
            aside = old.with_name(f"{name}.damaged-{stamp}")
            old.replace(aside)
            done.say("aside", path=aside.name)
    draft.replace(round_.path(STORE))
    return Store(round_.path(STORE))


def _bring_up(opened: OpenRound, found: Sources, done: Repaired) -> None:
    """The tables of the store, from the events that they have not heard of."""
    store = opened.store
    known = {event.id for event in store.events()}
    is_new = store.arrivals.get(1) is None and not any(True for _ in store.versions.all())
    missing = sorted(found.events.keys() - known)
    if missing:  # the store was older than its ledger
        with store.change():
            for number in missing:
                store.restore(found.events[number])
    if missing or is_new:
        arrivals, versions = replay(opened, None if is_new else set(missing))
        if arrivals or versions or missing:
            done.say("store", arrivals=arrivals, versions=versions)
            with store.change():
                store.standings.put(0, {}, True)
                store.log("repaired", arrivals=arrivals, versions=versions)
    if found.lost and is_new:
        where = zh.ROUND_REPAIRED["copy"].format(path=found.copy) if found.copy else RECEIVED
        done.say("lost", n=found.lost, where=where)
        done.is_partial = done.is_partial or not found.copy


def _mend_ledger(opened: OpenRound, found: Sources, done: Repaired) -> None:
    """A ledger that does not say what the store says is written anew; the old one stays beside it."""
    path = opened.round.path(LEDGER)
    ledger = Ledger(path)
    stored = {event.id: ledger_line(event) for event in opened.store.events()}
    said: dict[int, str] = {}
    is_whole_ = path.exists()
    for event in ledger.read() if path.exists() else ():
        if event is None or event.id in said:
            is_whole_ = False
        else:
            said[event.id] = ledger_line(event)
    if is_whole_ and all(stored.get(number) == line for number, line in said.items()):
        return
    if path.exists():
        stamp = "".join(c for c in opened.store.now()[:19] if c.isdigit())
        aside = path.with_name(f"{LEDGER}.damaged-{stamp}")
        path.replace(aside)
        done.say("aside", path=aside.name)
    ledger.add(opened.store.events())
    done.say("ledger", events=len(stored))


def _look_at_files(opened: OpenRound, done: Repaired) -> None:
    """Names every kept file that was changed or is gone."""
    for one in opened.store.arrivals.all():
        if one.path and not is_whole(opened.round.kept(one.path), one.sha):
            done.say("kept", path=one.path)
            done.is_partial = True


def _take_unknown(opened: OpenRound, done: Repaired) -> None:
    """What was received and is in no record: taken in as it would have been."""
    from xltool.app.round.collect import Collector

    known = _known(opened)
    files = [path for path in _kept(opened.round) if path.stem not in known]
    collector = Collector(opened)
    found = 0
    for path in sorted(files, key=lambda path: (path.suffix != ".eml", path.name)):
        if path.stem in _known(opened) or not is_whole(path, path.stem):
            continue
        source = path.relative_to(opened.round.folder).as_posix()
        with suppress(OSError, XltoolError):
            arrived = (
                list(collector.message(path.read_bytes(), source))
                if path.suffix == ".eml"
                else [collector.take(path.name, path.read_bytes(), source)]
            )
            found += sum(one.outcome != "again" for one in arrived)
    if found:
        done.say("found", n=found)


def _kept(round_: Round) -> Iterator[Path]:
    for path in round_.path(RECEIVED).glob("??/*"):
        if path.is_file() and len(path.stem) == 64 and not path.name.startswith("."):
            yield path


def _known(opened: OpenRound) -> set[str]:
    """The hashes of everything that is in a record: files, what lies beside them, what they came out of."""
    known: set[str] = set()
    for one in opened.store.arrivals.all():
        known |= {one.sha, one.key.removeprefix("file:")[:64], Path(one.beside).stem}
    for contact in opened.contacts:
        known |= {issued.sha for issued in opened.store.versions.issued_to(contact.unit.code)}
    return known
