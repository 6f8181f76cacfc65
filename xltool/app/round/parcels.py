"""What came in one (a file, an archive, a message) → its arrivals: read first, then decided one by one.

What stands beside a return is judged by it; whatever a message does to its reader, it is listed and the
next one comes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath

from xltool.app.round.clues import tagged, thread_of
from xltool.app.round.content import ARCHIVE_KINDS, is_book, kind_of
from xltool.app.round.letters_read import note_message, serious
from xltool.app.round.opened import OpenRound
from xltool.app.round.sources import Parcel, Piece, message_parcel, parcels_of
from xltool.app.round.taking import Arrived, Taker
from xltool.core.check.returned import CheckedReturn, Unreadable
from xltool.core.errors import OutputError, StoreError, XltoolError
from xltool.core.text import zh
from xltool.core.text.catalogue.files import W_NOT_OUR_FORM, W_NOT_WORKBOOK
from xltool.core.text.catalogue.published import W_NO_TABLES
from xltool.mail.mime import NotUnderstood

Judged = CheckedReturn | Unreadable
Recorded = Callable[[], Arrived]  # records what is known without reading
_STOPS = (StoreError, OutputError)  # the round itself cannot go on
_FOREIGN = (W_NO_TABLES, W_NOT_OUR_FORM, W_NOT_WORKBOOK)  # sound, and nothing to do with the form


@dataclass
class Parcels:
    """Takes parcels into one open round."""

    taker: Taker

    @property
    def opened(self) -> OpenRound:
        """The round."""
        return self.taker.opened

    def file(
        self,
        name: str,
        data: bytes,
        source: str,
        judged: Judged | None = None,
        word: str = "",
        beside: bytes = b"",
    ) -> Iterator[Arrived]:
        """A file that lies in a folder, or what is in it; `beside` are the bytes of its Word file `word`."""
        sha = hashlib.sha256(data).hexdigest()
        piece = Piece(source, name, f"file:{sha}", data, kind_of(data, name))
        if word:
            other = hashlib.sha256(beside).hexdigest()
            piece.beside = Piece(word, Path(word).name, f"file:{other}", beside, kind_of(beside, word))
            if is_book(piece.kind):
                piece.key = f"file:{sha}+{other[:16]}"
        if piece.kind == "message":
            yield from self.message(data, source)
            return
        if piece.kind in ARCHIVE_KINDS:
            self.taker.keep(piece)
        own = judged if judged is not None and judged.sha256 == sha and is_book(piece.kind) else None
        yield from self._guarded(piece.key, source, name, data, parcels_of(piece), own)
        if piece.beside is not None and not is_book(piece.kind):
            yield from self.file(Path(word).name, beside, word)

    def message(self, data: bytes, source: str, received: str = "") -> Iterator[Arrived]:
        """A message: whatever it does to its reader, it is listed, and the next one comes."""
        sha = hashlib.sha256(data).hexdigest()
        if self.opened.store.arrivals.is_done(sha):
            for before in self.opened.store.arrivals.under(sha):
                yield self.taker.again(before, before.source)
            return

        def parcels() -> Iterator[Parcel]:
            yield message_parcel(data, source, received)

        yield from self._guarded(f"{sha}:failed", source, PurePosixPath(source).name, data, parcels())

    def _guarded(
        self,
        key: str,
        source: str,
        name: str,
        data: bytes,
        parcels: Iterator[Parcel],
        judged: Judged | None = None,
    ) -> Iterator[Arrived]:
        """What is in one file or message; what nobody foresaw becomes an arrival that says so."""
        try:
            for parcel in parcels:
                yield from self._parcel(parcel, judged)
        except _STOPS:
            raise
        except Exception as error:
            yield self._failed(Piece(source, name, key, data, "message"), error)

    def _failed(self, piece: Piece, error: Exception) -> Arrived:
        """What nobody foresaw becomes an arrival that says so."""
        key = piece.key if piece.key.endswith(":failed") else f"{piece.key}:failed"
        if before := self.opened.store.arrivals.with_key(key):
            return self.taker.again(before, piece.source)
        text = zh.ROUND_TEXTS["failed"].format(reason=_why(error).rstrip(zh.STOP))
        failed = Piece(piece.source, piece.name, key, piece.data, piece.kind, piece.envelope)
        return self.taker.note(failed, "failed", "", "failed", text)

    def _parcel(self, parcel: Parcel, judged: Judged | None) -> Iterator[Arrived]:
        """All that came in one: read first, because what stands beside a return is judged by it."""
        store = self.opened.store
        is_message = parcel.mail is not None
        if is_message:
            self.taker.keep(Piece(parcel.source, "", parcel.key, parcel.data, "message"))
        pieces = list(parcel.pieces)
        if parcel.mail is not None and not serious(pieces):
            note = note_message(self.taker, parcel)
            if note is not None:
                yield note
                for piece in pieces:
                    yield self._skip(piece)
                pieces = []
        results = [(piece, self._look(piece, judged)) for piece in pieces]
        results += [
            (piece.beside, self._look(piece.beside, None))
            for piece, found in results
            if piece.beside is not None and isinstance(found, Unreadable)
        ]
        has_return = any(not isinstance(found, Unreadable) for _, found in results)
        for piece, found in results:
            if isinstance(found, Unreadable) and piece.beside is not None:
                piece.beside = None
            yield self._settle(piece, found, is_message, has_return)
        for source, key in parcel.empty if pieces else ():
            yield self._skip(Piece(source, PurePosixPath(source).name, key, b"", "message"))
        if is_message:
            with store.change():
                store.arrivals.finish(parcel.key)

    def _look(self, piece: Piece, judged: Judged | None) -> Judged | Recorded:
        """What a piece is: a return, why not, or what is known of it without reading."""
        try:
            known = self.taker.known(piece)
            if known is not None:
                return known
            if judged is not None and judged.sha256 == piece.sha:
                return judged
            return self.taker.read(piece)
        except _STOPS:
            raise
        except Exception as error:  # whatever it does to its reader, the others are read
            return partial(self._failed, piece, error)

    def _settle(self, piece: Piece, found: Judged | Recorded, is_message: bool, has_return: bool) -> Arrived:
        if isinstance(found, CheckedReturn):
            return self.taker.take(piece, found)
        if not isinstance(found, Unreadable):
            return found()
        is_workbook, is_foreign = is_book(piece.kind), found.code in _FOREIGN
        if is_message:
            skipped = has_return and (is_foreign or not is_workbook) and piece.kind != "doc"
        else:
            skipped = not is_workbook and piece.kind not in ("doc", "zip", "7z", "rar", "tnef", "msg")
        if skipped:
            return self._skip(piece)
        finding = found.findings[0]
        text = f"{zh.ROUND_TEXTS['refused']}{finding.message}{finding.advice}"
        unit, clues = guess(self.taker, piece)
        return self.taker.note(piece, "refused", unit, str(found.code), text, clues)

    def _skip(self, piece: Piece) -> Arrived:
        if before := self.opened.store.arrivals.with_key(piece.key):
            return self.taker.again(before, piece.source)
        return self.taker.note(piece, "skipped", text=zh.ROUND_TEXTS["skipped"], is_kept=False)


def _why(error: Exception) -> str:
    """Why something could not be read, in words for the clerk."""
    if isinstance(error, XltoolError):
        return str(error)
    if isinstance(error, NotUnderstood):
        return zh.ROUND_ODD_MAIL
    return zh.ROUND_OUR_FAULT.format(error=type(error).__name__)


def guess(taker: Taker, piece: Piece) -> tuple[str, dict[str, str]]:
    """The unit a file probably is of that cannot be read."""
    people, envelope = taker.people, piece.envelope
    said = {"name": people.of_file(piece.name)}
    if envelope is not None:
        said["subject"] = tagged(taker.opened, envelope.subject)
        said["thread"] = thread_of(taker.opened, envelope.refers)
        said["sender"] = people.of_sender(envelope.sender, "")
    clues = {kind: units for kind, units in said.items() if units}
    order = [clues.get(kind, "") for kind in ("subject", "thread", "sender", "name")]
    return next((unit for unit in order if unit in people.units), ""), clues
