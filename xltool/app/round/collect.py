"""What came in → the round's store: folders, messages and mailboxes, each thing listed, once.

One bad message never stops the others; the place reached in a mailbox is kept after each message.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from xltool.app.find_files import companions
from xltool.app.round.content import MAX_MAIL, is_mailbox, messages_of
from xltool.app.round.judging import judge_all
from xltool.app.round.opened import OpenRound
from xltool.app.round.parcels import Judged, Parcels
from xltool.app.round.send import settings_of
from xltool.app.round.sources import Piece, is_listed
from xltool.app.round.taking import Arrived, Taker
from xltool.core.text import zh
from xltool.core.text.wording import system_reason
from xltool.mail.inbox import Fetched, fetch_imap, fetch_pop3
from xltool.reading import registry

_MEGABYTE = 1_000_000


@dataclass
class Collector:
    """Collects into one open round; `met` are the numbers of all arrivals met."""

    opened: OpenRound
    met: set[int] = field(default_factory=set)
    has_failed: bool = False
    _taker: Taker = field(init=False)
    _parcels: Parcels = field(init=False)

    def __post_init__(self) -> None:
        self._taker = Taker(self.opened)
        self._parcels = Parcels(self._taker)

    def folder(self, path: Path) -> Iterator[Arrived]:
        """Everything in a folder (or one file): returns, messages and mailboxes; other files are named."""
        files = (
            sorted((p for p in path.rglob("*") if p.is_file()), key=Path.as_posix)
            if path.is_dir()
            else [path]
        )
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
        yield from self._told(self._parcels.message(data, source, received))

    def take(self, name: str, data: bytes, source: str) -> Arrived:
        """One file that lies in a folder."""
        return next(self._told(self._parcels.file(name, data, source)))

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
            yield from self._told(self._parcels.message(fetched.data, place, fetched.received))

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
            self.has_failed = self.has_failed or one.outcome == "failed"
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
                yield from self._parcels.file(file.name, file.read_bytes(), source, judged, word, beside)
        except OSError as error:
            text = zh.ROUND_TEXTS["failed"].format(reason=system_reason(error))
            self.has_failed = True
            yield Arrived(source, file.name, "failed", reason=system_reason(error), text=text)

    def _mailbox(self, file: Path) -> Iterator[Arrived]:
        with file.open("rb") as stream:
            for number, data in enumerate(messages_of(stream), start=1):
                source = f"{file.as_posix()}/{number}"
                if data is None:
                    yield self._too_large(source, str(number))
                else:
                    yield from self._parcels.message(data, source)

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


def missing(path: Path) -> Arrived:
    """A source that is not there."""
    return Arrived(path.as_posix(), path.as_posix(), "missing")
