"""What a received return says of whose it is: the clues, and the circumstances that decide beside them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from xltool.app.round.opened import OpenRound
from xltool.app.round.sources import Envelope
from xltool.core.check.returned import CheckedReturn, ReadReturn
from xltool.core.submission.identity import is_genuine
from xltool.core.text import zh
from xltool.core.text.catalogue.files import W_IDENTITY, W_TOKEN
from xltool.rounds.attribution import Circumstances, Clues
from xltool.rounds.history import Histories
from xltool.rounds.people import People
from xltool.rounds.status import counting

TAG = re.compile(r"\[([A-Z0-9]{6})-([A-Za-z0-9_-]{1,40})\]")  # what our subjects carry: [round-unit]
_SIGNED_LINES = 3  # the last lines of a report, where its author stands
_LONGEST_LINE = 60


def has_token(opened: OpenRound, read: ReadReturn) -> bool:
    """Whether it carries a genuine token of this round."""
    identity = read.identity
    return identity is not None and identity.is_keyed and is_genuine(identity, opened.round.key) is True


def clues_of(
    opened: OpenRound,
    people: People,
    read: ReadReturn,
    name: str,
    envelope: Envelope | None,
    beside: ReadReturn | None = None,
) -> Clues:
    """Everything that speaks for a unit; `beside` is the Word file beside a workbook, read as a report."""
    identity, said = read.identity, read.submission.unit
    token = plain = ""
    if identity is not None and has_token(opened, read):
        token = identity.code if people.is_named(identity.code, identity.name) else ""
        plain = "" if token else people.named(identity.name) or identity.code
    elif identity is None:
        plain = _plain(people, said.code, said.name)
    else:
        plain = _plain(people, identity.code, identity.name)
    unit = token or plain
    return Clues(
        token=token,
        plain=plain,
        subject=tagged(opened, envelope.subject) if envelope else "",
        thread=thread_of(opened, envelope.refers) if envelope else "",
        sender=people.of_sender(envelope.sender, unit) if envelope else "",
        name=people.of_file(name),
        texts=_joined(_speakers(people, one, unit) for one in (read, beside) if one is not None),
    )


def is_renamed(people: People, read: ReadReturn) -> bool:
    """Whether the code it names is of the roster, and the name beside it nobody's there."""
    said = read.identity or read.submission.unit
    is_other = people.named(said.name) not in ("", said.code)
    return (
        said.code in people.units
        and not people.is_named(said.code, said.name)
        and (not is_other or read.identity is not None)
    )


def _plain(people: People, code: str, name: str) -> str:
    """The unit named without a genuine token; two when code and name speak for different ones."""
    by_name = people.named(name)
    if code in people.units and by_name and by_name != code:
        return f"{code},{by_name}"
    return by_name or code


def tagged(opened: OpenRound, subject: str) -> str:
    """The unit in the brackets of a subject that answers a letter of this round."""
    return next((unit for id_, unit in TAG.findall(subject) if id_ == opened.round.id), "")


def thread_of(opened: OpenRound, refers: tuple[str, ...]) -> str:
    """The unit to which the letter went that a message answers."""
    found = (opened.store.outbox.unit_of(reference) for reference in refers[:50])
    return next((unit for unit in found if unit), "")


def _speakers(people: People, read: ReadReturn, unit: str) -> str:
    """The units that the places of a report say it is by: 引言; of a document also title and last lines."""
    texts = [text for address in read.form.texts if (text := read.submission.texts.get(address, "").strip())]
    opening = read.form.narrative.opening
    places = [read.submission.texts.get(opening, "")] if opening else texts[:1]
    if read.identity is None:
        places.append(read.submission.unit.name)
        lines = texts[-1].splitlines()[-_SIGNED_LINES:] if texts else []
        places.append("\n".join(line for line in lines if len(line.strip()) <= _LONGEST_LINE))
    return _joined(people.speaker(place, unit) for place in places if place.strip())


def _joined(found: Iterable[str]) -> str:
    """Codes of units, several of them joined by commas, each once."""
    return ",".join(dict.fromkeys(code for one in found for code in one.split(",") if code))


def circumstances(
    opened: OpenRound,
    people: People,
    read: CheckedReturn,
    clues: Clues,
    envelope: Envelope | None,
    histories: Histories,
) -> Circumstances:
    """How it came, and what it would take the place of."""
    sender = envelope.sender if envelope else ""
    counts = counting(histories[clues.token or (clues.plain if clues.plain in people.units else "")])
    codes = {finding.code for finding in read.findings}
    is_signed = has_token(opened, read)
    return Circumstances(
        is_stranger=envelope is not None and not people.is_known(sender),
        is_own=people.is_own(sender, clues.plain),
        guards=counts.sender if counts is not None and counts.is_signed else None,
        sender=sender,
        is_foreign=not is_signed
        and (W_TOKEN in codes or (read.identity is not None and read.identity.is_keyed)),
        is_torn=W_IDENTITY in codes,
        is_renamed=not clues.token and is_renamed(people, read),
        is_closed=bool(histories[""].closed),
    )


def words_of(clues: Mapping[str, str]) -> str:
    """The clues as the clerk reads them."""
    return "；".join(
        f"{zh.ROUND_CLUES.get(kind, kind)} {codes.replace(',', '、')}" for kind, codes in clues.items()
    )
