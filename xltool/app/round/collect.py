"""What came in → the round's store: folders, messages and mailboxes, each thing listed, once.

One bad message never stops the others; the place reached in a mailbox is kept after each message.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from xltool.app.find_files import companions
from xltool.app.round.clues import tagged, thread_of
from xltool.app.round.content import BOOKS, MAX_MAIL, is_mailbox, kind_of, messages_of
from xltool.app.round.judging import judge_all
from xltool.app.round.letters_read import note_message, serious
from xltool.app.round.opened import OpenRound
from xltool.app.round.send import settings_of
from xltool.app.round.sources import Parcel, Piece, is_listed, message_parcel, parcels_of
from xltool.app.round.taking import Arrived, Taker
from xltool.core.check.returned import CheckedReturn, Unreadable
from xltool.core.errors import OutputError, StoreError, XltoolError
from xltool.core.text import zh
from xltool.core.text.catalogue.files import W_NO_TABLES, W_NOT_OUR_FORM, W_NOT_WORKBOOK
from xltool.mail.inbox import Fetched, fetch_imap, fetch_pop3
from xltool.reading import registry

Judged = CheckedReturn | Unreadable
_STOPS = (StoreError, OutputError)  # the round itself cannot go on
_FOREIGN = (W_NO_TABLES, W_NOT_OUR_FORM, W_NOT_WORKBOOK)  # sound, and nothing to do with the form
_MEGABYTE = 1_000_000


@dataclass
class Collector:
    """Collects into one open round; `met` are the numbers of all arrivals met."""

    opened: OpenRound
    met: set[int] = field(default_factory=set)
    has_failed: bool = False
    _taker: Taker = field(init=False)

    def __post_init__(self) -> None:
        self._taker = Taker(self.opened)

    def folder(self, path: Path) -> Iterator[Arrived]:
        """Everything in a folder (or one file): returns, messages and mailboxes; other files are named."""
        files = sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
        files = [
            file for file in files
            if is_listed(PurePosixPath(file.relative_to(path).as_posix() if path.is_dir() else file.name))
        ]  # fmt: skip
        pairs = companions([file.as_posix() for file in files])
        words = set(pairs.values())
        fresh = [file for file in files if file.as_posix() not in words and self._is_fresh(file)]
        with closing(judge_all(self.opened.checker, [str(file) for file in fresh])) as ahead:  # type: ignore[type-var]
            waiting = set(fresh)
            for file in files:
                if file.as_posix() in words:
                    continue
                judged = next(ahead) if file in waiting else None
                yield from self._told(self._file(file, pairs.get(file.as_posix(), ""), judged))

    def message(self, data: bytes, source: str, received: str = "") -> Iterator[Arrived]:
        """One message: kept as it came, then its files, or what it says."""
        yield from self._told(self._message(data, source, received))

    def take(self, name: str, data: bytes, source: str) -> Arrived:
        """One file that lies in a folder."""
        return next(self._told(self._piece_of(name, data, source)))

    def imap(self, password: str) -> Iterator[Arrived]:
        """What is new in the mailbox; the place reached is kept after each message."""
        mail, store = settings_of(self.opened.round), self.opened.store
        source = f"imap:{mail.user}@{mail.imap_host}/{mail.folder}"
        validity, messages = fetch_imap(mail, password, *store.arrivals.place_in(source))
        for fetched in messages:
            yield from self._fetched(fetched, source)
            with store.change():
                store.arrivals.reach(source, validity, int(fetched.position))

    def pop3(self, password: str) -> Iterator[Arrived]:
        """What is new in a mailbox that only speaks POP3."""
        mail, store = settings_of(self.opened.round), self.opened.store
        source = f"pop3:{mail.user}@{mail.pop3_host}"
        for fetched in fetch_pop3(mail, password, lambda position: store.arrivals.is_seen(source, position)):
            yield from self._fetched(fetched, source)
            with store.change():
                store.arrivals.see(source, fetched.position)

    def _fetched(self, fetched: Fetched, source: str) -> Iterator[Arrived]:
        place = f"{source}/{fetched.position}"
        if fetched.data is None:
            yield from self._told(iter([self._too_large(place, fetched.position)]))
        else:
            yield from self._told(self._message(fetched.data, place, fetched.received))

    def _too_large(self, place: str, name: str) -> Arrived:
        piece = Piece(place, name, f"{place}:large", b"", "message")
        if before := self.opened.store.arrivals.with_key(piece.key):
            return self._taker.again(before, place)
        text = zh.ROUND_TEXTS["failed"].format(reason=zh.ROUND_LARGE_MAIL)
        return self._taker.note(piece, "failed", "", "large", text)

    def _told(self, found: Iterator[Arrived]) -> Iterator[Arrived]:
        for one in found:
            if one.n:
                self.met.add(one.n)
            self.has_failed = self.has_failed or one.outcome in ("failed", "missing")
            yield one

    def _is_fresh(self, file: Path) -> bool:
        """Whether it is a workbook that has not been here: worth reading before its turn."""
        try:
            if file.suffix.lower() not in registry.suffixes("workbook") or file.stat().st_size > MAX_MAIL:
                return False
            sha = hashlib.sha256(file.read_bytes()).hexdigest()
        except OSError:
            return False  # said when its turn comes
        store = self.opened.store
        return not store.arrivals.with_key(f"file:{sha}") and store.versions.issued(sha) is None

    def _file(self, file: Path, word: str, judged: Judged | None) -> Iterator[Arrived]:
        source = file.as_posix()
        try:
            size = file.stat().st_size
            with file.open("rb") as stream:
                is_box = is_mailbox(stream.read(64_000))
            if is_box:
                yield from self._mailbox(file)
            elif size > MAX_MAIL:
                yield self._large(file, size)
            else:
                beside = Path(word).read_bytes() if word else b""
                yield from self._piece_of(file.name, file.read_bytes(), source, judged, word, beside)
        except OSError as error:
            text = zh.ROUND_TEXTS["failed"].format(reason=error.strerror or type(error).__name__)
            self.has_failed = True
            yield Arrived(source, file.name, "failed", reason=error.strerror or "", text=text)

    def _mailbox(self, file: Path) -> Iterator[Arrived]:
        with file.open("rb") as stream:
            for number, data in enumerate(messages_of(stream), start=1):
                source = f"{file.as_posix()}/{number}"
                if data is None:
                    yield self._too_large(source, str(number))
                else:
                    yield from self._message(data, source)

    def _large(self, file: Path, size: int) -> Arrived:
        digest = hashlib.sha256()
        with file.open("rb") as stream:
            while chunk := stream.read(_MEGABYTE):
                digest.update(chunk)
        key = f"file:{digest.hexdigest()}"
        if before := self.opened.store.arrivals.with_key(key):
            return self._taker.again(before, file.as_posix())
        text = zh.ROUND_TOO_BIG.format(size=size // _MEGABYTE, limit=MAX_MAIL // _MEGABYTE)
        piece = Piece(file.as_posix(), file.name, key, b"", "other")
        return self._taker.note(piece, "refused", "", "large", f"{zh.ROUND_TEXTS['refused']}{text}。")

    def _piece_of(
        self,
        name: str,
        data: bytes,
        source: str,
        judged: Judged | None = None,
        word: str = "",
        beside: bytes = b"",
    ) -> Iterator[Arrived]:
        sha = hashlib.sha256(data).hexdigest()
        piece = Piece(source, name, f"file:{sha}", data, kind_of(data, name))
        if word:
            other = hashlib.sha256(beside).hexdigest()
            piece.beside = Piece(word, Path(word).name, f"file:{other}", beside, kind_of(beside, word))
            if piece.kind in BOOKS:
                piece.key = f"file:{sha}+{other[:16]}"
        if piece.kind == "message":
            yield from self._message(data, source)
            return
        own = judged if judged is not None and judged.sha256 == sha and piece.kind in BOOKS else None
        yield from self._guarded(piece.key, source, name, data, parcels_of(piece), own)
        if piece.beside is not None and piece.kind not in BOOKS:
            yield from self._piece_of(Path(word).name, beside, word)

    def _message(self, data: bytes, source: str, received: str = "") -> Iterator[Arrived]:
        """A message that may do anything to its reader: whatever it is, it is listed, and the next one comes."""
        sha = hashlib.sha256(data).hexdigest()
        if self.opened.store.arrivals.is_done(sha):
            for before in self.opened.store.arrivals.under(sha):
                yield self._taker.again(before, before.source)
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
            failed = Piece(source, name, key if key.endswith(":failed") else f"{key}:failed", data, "message")
            reason = str(error) if isinstance(error, XltoolError) else type(error).__name__
            if before := self.opened.store.arrivals.with_key(failed.key):
                yield self._taker.again(before, source)
            else:
                text = zh.ROUND_TEXTS["failed"].format(reason=reason.rstrip(zh.STOP))
                yield self._taker.note(failed, "failed", "", "failed", text)
            self.has_failed = True

    def _parcel(self, parcel: Parcel, judged: Judged | None) -> Iterator[Arrived]:
        """All that came in one: read first, because what stands beside a return is judged by it."""
        store = self.opened.store
        is_message = parcel.mail is not None
        if is_message:
            self._taker.keep(Piece(parcel.source, "", parcel.key, parcel.data, "message"))
        pieces = list(parcel.pieces)
        if parcel.mail is not None and not serious(pieces):
            note = note_message(self._taker, parcel)
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
        has_return = any(isinstance(found, CheckedReturn) or _is_return(found) for _, found in results)
        for piece, found in results:
            if isinstance(found, Unreadable) and piece.beside is not None:
                piece.beside = None
            yield self._settle(piece, found, is_message, has_return)
        for source, key in parcel.empty if pieces else ():
            yield self._skip(Piece(source, PurePosixPath(source).name, key, b"", "message"))
        if is_message:
            with store.change():
                store.arrivals.finish(parcel.key)

    def _look(self, piece: Piece, judged: Judged | None) -> Judged | Arrived:
        """What a piece is: a return, why not, or what is known of it without reading."""
        known = self._taker.known(piece)
        if known is not None:
            return known
        if judged is not None and judged.sha256 == piece.sha:
            return judged
        return self._taker.read(piece)

    def _settle(self, piece: Piece, found: Judged | Arrived, is_message: bool, has_return: bool) -> Arrived:
        if isinstance(found, Arrived):
            return found
        if isinstance(found, CheckedReturn):
            return self._taker.take(piece, found)
        is_book, is_foreign = piece.kind in BOOKS, found.code in _FOREIGN
        if is_message:
            skipped = has_return and (is_foreign or not is_book) and piece.kind != "doc"
        else:
            skipped = not is_book and piece.kind not in ("doc", "zip", "7z", "rar", "tnef", "msg")
        if skipped:
            return self._skip(piece)
        finding = found.findings[0]
        text = f"{zh.ROUND_TEXTS['refused']}{finding.message}{finding.advice}"
        unit, clues = self._guess(piece)
        return self._taker.note(piece, "refused", unit, str(found.code), text, clues)

    def _guess(self, piece: Piece) -> tuple[str, dict[str, str]]:
        """The unit a file probably is of that cannot be read."""
        people, envelope = self._taker.people, piece.envelope
        said = {"name": people.of_file(piece.name)}
        if envelope is not None:
            said["subject"] = tagged(self.opened, envelope.subject)
            said["thread"] = thread_of(self.opened, envelope.refers)
            said["sender"] = people.of_sender(envelope.sender, "")
        clues = {kind: units for kind, units in said.items() if units}
        order = [clues.get(kind, "") for kind in ("subject", "thread", "sender", "name")]
        return next((unit for unit in order if unit in people.units), ""), clues

    def _skip(self, piece: Piece) -> Arrived:
        if before := self.opened.store.arrivals.with_key(piece.key):
            return self._taker.again(before, piece.source)
        return self._taker.note(piece, "skipped", text=zh.ROUND_TEXTS["skipped"], is_kept=False)


def _is_return(found: Judged | Arrived) -> bool:
    """Whether what was known without reading is a return."""
    return isinstance(found, Arrived) and found.outcome in ("same", "blank", "again")


def missing(path: Path) -> Arrived:
    """A source that is not there."""
    return Arrived(path.as_posix(), path.as_posix(), "missing")


def needs_clerk(opened: OpenRound, met: Sequence[int] | set[int]) -> bool:
    """Whether something that was met waits or is rejected."""
    standings = opened.standings()
    waiting = {n for known in standings.values() for n in known.waits}
    if waiting & set(met):
        return True
    rejected = {unit for unit, known in standings.items() if known.state == "rejected"}
    found = (opened.store.arrivals.get(n) for n in met)
    return any(one.unit in rejected and one.outcome in ("taken", "held", "same") for one in found if one)
