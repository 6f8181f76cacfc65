"""A new round, and the data of last year that belong to it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from xltool.app.round.send import FALLBACK
from xltool.core.errors import UsageError
from xltool.core.text import zh
from xltool.core.text.catalogue.usage import U_PRIOR
from xltool.mail.letters import FOLDER, KINDS, letter_file
from xltool.office.files import write_new
from xltool.reading.form.find import open_form
from xltool.reading.roster import read_contacts
from xltool.rounds.round import PRIOR, STORE, Round, create, open_round, set_line
from xltool.rounds.store.database import Store


def begin(
    folder: Path, form: str, year: int, deadline: date, office: str, roster: Path, prior: Sequence[str] = ()
) -> tuple[int, int]:
    """Makes a round; (units, units with an address).  Raises UsageError, OutputError, FormError."""
    opened = open_form(form)
    contacts = read_contacts(roster, opened.levels)
    made = create(folder, opened, year, deadline, office, roster)
    for kind in KINDS:  # the office may edit its own
        source = letter_file((Path(opened.folder), FALLBACK), kind)
        write_new(made.path(FOLDER, source.name), source.read_bytes())
    store = Store.create(made.path(STORE))
    try:
        with store.guarded(), store.change():
            store.log("init", form=form, year=year, deadline=deadline.isoformat(), units=len(contacts))
    finally:
        store.close()
    set_prior(folder, prior)
    return len(contacts), sum(bool(one.emails) for one in contacts)


def set_prior(folder: Path, given: Sequence[str]) -> Round:
    """Copies last year's data into the round and writes its line ``prior``; the settings as they are now.

    What lies in the round already is not copied.  Raises UsageError for a path that is not there.
    """
    round_ = open_round(folder)
    place = round_.path(PRIOR)
    for text in given:
        path = Path(text)
        if not path.exists():
            raise UsageError(U_PRIOR, path=text, detail=zh.PRIOR_FAULTS["missing"])
        files = (
            sorted((one for one in path.rglob("*") if one.is_file()), key=Path.as_posix)
            if path.is_dir()
            else [path]
        )
        base = path if path.is_dir() else path.parent
        for file in files:
            if place.resolve() not in file.resolve().parents:
                _copy(file, place / file.relative_to(base))
    if given and round_.prior != PRIOR:
        set_line(folder, "prior", PRIOR)
    return open_round(folder)


def _copy(file: Path, target: Path) -> None:
    data = file.read_bytes()
    if not target.exists() or target.read_bytes() != data:
        write_new(target, data, force=True)
