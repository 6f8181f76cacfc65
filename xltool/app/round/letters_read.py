"""A message from which no return came: what it says of our letters, or that somebody has to read it."""

from __future__ import annotations

from collections.abc import Sequence

from xltool.app.round.clues import tagged, thread_of
from xltool.app.round.content import TRIFLES
from xltool.app.round.sources import Parcel, Piece, envelope_of
from xltool.app.round.taking import Arrived, Taker
from xltool.core.text import zh
from xltool.mail.parse import Mail

_LONGEST = 2000  # characters of a letter that are kept in the record
_REASON = 500


def serious(pieces: Sequence[Piece]) -> bool:
    """Whether a message brings more than decoration: anything that could be, or be meant as, a return."""
    return any(piece.kind not in TRIFLES and not _is_wrapping(piece) for piece in pieces)


def _is_wrapping(piece: Piece) -> bool:
    """What some programs add to every letter: ATT00001.htm, a signature's page."""
    return piece.kind == "html" and (piece.name.upper().startswith("ATT") or len(piece.data) < 2000)


def note_message(taker: Taker, parcel: Parcel) -> Arrived | None:
    """The arrival of the message itself; None when its decoration is all there is and has to be looked at."""
    mail = parcel.mail or Mail()
    outcome, text, units = _say(taker, mail)
    if outcome == "no-file" and parcel.pieces:
        return None
    envelope = envelope_of(mail)
    name = mail.subject or mail.sender or zh.ROUND_MESSAGE
    piece = Piece(parcel.source, name, f"{parcel.key}:message", parcel.data, "message", envelope)
    if before := taker.opened.store.arrivals.with_key(piece.key):
        return taker.again(before, piece.source)
    unit = units[0] if len(units) == 1 else ""
    one = taker.arrival(piece, outcome, unit, "", text, {})
    with taker.opened.store.change():
        if (n := taker.add(one, body=mail.text[:_LONGEST])) is None:
            return Arrived(piece.source, name, "again", unit)
        if outcome == "bounce":
            for code in units:
                reason = next(iter(mail.failed.values()))[:_REASON]
                taker.opened.store.log("bounce", code, n=n, reason=reason, address=next(iter(mail.failed)))
    return Arrived(piece.source, name, outcome, unit, _reason(mail), text, n)


def _reason(mail: Mail) -> str:
    return next(iter(mail.failed.values()), "")[:_REASON]


def _say(taker: Taker, mail: Mail) -> tuple[str, str, list[str]]:
    """(outcome, finished sentence, units concerned)."""
    people = taker.people
    for outcome, addresses in (("bounce", mail.failed), ("delayed", mail.delayed)):
        if addresses:
            units = sorted({unit for address in addresses for unit in people.of_address(address)})
            reason = _reason(mail).rstrip(zh.STOP) or zh.NOTHING
            shown = "、".join(list(addresses)[:3])
            return outcome, zh.ROUND_TEXTS[outcome].format(address=shown, reason=reason), units
    unit = tagged(taker.opened, mail.subject) or thread_of(taker.opened, mail.refers)
    unit = unit or people.of_sender(mail.sender, "")
    units = [unit] if unit in people.units else []
    if mail.is_read:
        return "read-receipt", zh.ROUND_TEXTS["read-receipt"], units
    if mail.is_auto:
        return "auto", zh.ROUND_TEXTS["auto"], units
    if mail.links:
        link = mail.links[0]
        file = zh.ROUND_LINK_FILE.format(name=link.name) if link.name else ""
        expiry = zh.ROUND_LINK_EXPIRY.format(day=link.expiry) if link.expiry else ""
        return "link", zh.ROUND_TEXTS["link"].format(link=link.address, file=file, expiry=expiry), units
    return "no-file", zh.ROUND_TEXTS["no-file"], units
