"""How a round is opened: settings proved, store brought up to date, what differs from the issue said."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path

from xltool.app.round.opened import OpenRound, catch_up, copy_of_the_day
from xltool.app.round.recheck import check_old
from xltool.app.round.send import settings_of
from xltool.core.errors import ConfigError, StoreError
from xltool.core.text import zh
from xltool.core.text.catalogue.rounds import C_RECODED, C_RENAMED, C_ROSTER, C_STORE_BEHIND
from xltool.core.text.wording import sentence
from xltool.office.files import safe_name
from xltool.reading.form.find import open_form
from xltool.reading.roster import read_contacts
from xltool.rounds.ledger import Ledger
from xltool.rounds.people import former_names
from xltool.rounds.round import LEDGER, STORE, open_round
from xltool.rounds.store.database import Store


@contextmanager
def opened(
    folder: Path, today: date | None = None, passwords: Sequence[str] = (), jobs: int | None = 1
) -> Iterator[OpenRound]:
    """The round in `folder`, brought up to date and closed again whatever happens.

    Raises ConfigError, StoreError (exit 4), UsageError, FormError.
    """
    found = open_now(folder, today, passwords, jobs)
    try:
        with found.store.guarded():
            try:
                yield found
            except BaseException:
                with suppress(Exception):  # what ended the command is what has to be said
                    catch_up(found.round, found.store)
                raise
            catch_up(found.round, found.store)
    finally:
        found.store.close()


def open_now(
    folder: Path, today: date | None = None, passwords: Sequence[str] = (), jobs: int | None = 1
) -> OpenRound:
    """The open round, which the caller closes; raises like `opened`."""
    round_ = open_round(folder)
    settings_of(round_)  # a wrong setting is told at once, whatever is asked for
    form = open_form(round_.form)
    round_.agree_with(form)
    if not round_.roster.is_file():
        raise ConfigError(C_ROSTER, path=str(round_.roster))
    contacts = read_contacts(round_.roster, form.levels)
    copied = copy_of_the_day(round_, date.today().isoformat())
    store = Store(round_.path(STORE), thorough=not copied.exists())
    try:
        return _ready(
            OpenRound(round_, form, contacts, store, today or date.today(), (*passwords, *_given()), jobs)
        )
    except BaseException:
        store.close()
        raise


def _given() -> tuple[str, ...]:
    """Opening passwords of the environment, and none at all, which opens most files."""
    return (*filter(None, [os.environ.get("XLTOOL_OPEN_PASSWORD", "")]), "")


def _ready(found: OpenRound) -> OpenRound:
    with found.store.guarded():
        if Ledger(found.round.path(LEDGER)).last() > found.store.last_event():
            raise StoreError(C_STORE_BEHIND, path=str(found.store.path))
        found.notices += roster_questions(found)
        if n := check_old(found):
            found.notices.append(zh.ROUND_OLD.format(n=n))
    return found


def roster_questions(found: OpenRound) -> list[str]:
    """What differs between the roster and what was issued, each asked once, with the line that settles it."""
    units = found.contact_of
    by_name = {contact.unit.name: code for code, contact in units.items()}
    questions = []
    for code, (then, path) in found.store.versions.issued_names().items():
        then = then or path.removeprefix(f"{safe_name(code)}-").removesuffix(f"-{found.round.year}.xlsx")
        contact = units.get(code)
        if contact is not None:
            names = (contact.unit.name, *former_names(contact.unit))
            if then not in names and then not in map(safe_name, names):
                questions.append(sentence(C_RENAMED, code=code, now=contact.unit.name, then=then))
        elif then in by_name:
            questions.append(sentence(C_RECODED, code=code, now=by_name[then], then=then))
    return questions
