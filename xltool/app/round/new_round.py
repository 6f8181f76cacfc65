"""A new round as the page begins it: the roster is looked at first, then the folder is made."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from xltool.app.dropped import PRIOR, keep_file
from xltool.app.known_rounds import remember
from xltool.app.round.settings import begin
from xltool.core.submission.model import Contact
from xltool.office.files import safe_name
from xltool.reading.form.find import open_form
from xltool.reading.roster import RosterFault, read_lines
from xltool.rounds.round import set_line


@dataclass(frozen=True)
class RosterView:
    """A roster as it was read: its units, and what is wrong with which line."""

    contacts: Sequence[Contact]
    faults: Sequence[RosterFault]


@dataclass(frozen=True)
class NewRound:
    """What the office says of a new round; `place` is the folder in which its own folder is made."""

    form: str
    year: int
    deadline: date
    office: str
    contact: str
    phone: str
    place: Path
    name: str


def look_at_roster(name: str, data: bytes, form: str) -> RosterView:
    """Every line of a roster, before anything is made; raises UsageError when it is no roster at all."""
    levels = open_form(form).levels
    with tempfile.TemporaryDirectory(prefix="xltool-") as folder:
        path = Path(folder) / safe_name(name)
        path.write_bytes(data)
        lines = read_lines(path, levels)
    contacts = [one for one in lines if isinstance(one, Contact)]
    return RosterView(contacts, [one for one in lines if isinstance(one, RosterFault)])


def begin_round(new: NewRound, name: str, data: bytes, last_year: Sequence[tuple[str, bytes]] = ()) -> str:
    """Makes the round and remembers it; its id.  `last_year` are files.  Raises UsageError, OutputError."""
    folder = new.place.expanduser() / safe_name(new.name)
    with tempfile.TemporaryDirectory(prefix="xltool-") as place:
        roster = Path(place) / safe_name(name)
        roster.write_bytes(data)
        for file, content in last_year:
            keep_file(Path(place) / PRIOR, file, io.BytesIO(content))
        prior = [str(Path(place) / PRIOR)] if last_year else []
        begin(folder, new.form, new.year, new.deadline, new.office, roster, prior)
    for key, value in (("phone", new.phone), ("contact", new.contact)):
        if value:
            set_line(folder, key, value)
    return remember(folder)
