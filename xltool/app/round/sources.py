"""What a folder, a message, a mailbox or an archive holds → parcels of pieces that are taken together.

Archives in archives and mailboxes in archives are opened one level deep; nothing is decided here but what is
inside what.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from xltool.app.round.content import ARCHIVE_KINDS, is_book, kind_of, messages_in
from xltool.core.errors import UnreadableFile
from xltool.core.text import zh
from xltool.core.text.clean import safe
from xltool.mail.parse import Mail, parse_mail
from xltool.reading import archives, sandbox

DEEPEST = 2  # archives that are opened one inside the other
_IGNORED = ("thumbs.db", "desktop.ini", ".ds_store")


@dataclass(frozen=True)
class Envelope:
    """The message through which something came; `sender` is "" when none counts."""

    sender: str = ""
    sent_at: str = ""
    subject: str = ""
    refers: tuple[str, ...] = ()


@dataclass
class Piece:
    """One file: where it was met, what it is called, the key under which it is known.

    `folder` groups the files that lie beside each other; `beside` is the Word file that goes with a workbook.
    """

    source: str
    name: str
    key: str
    data: bytes
    kind: str
    envelope: Envelope | None = None
    folder: str = ""
    beside: Piece | None = None

    @property
    def sha(self) -> str:
        """SHA-256 of its bytes."""
        return hashlib.sha256(self.data).hexdigest()


@dataclass
class Parcel:
    """What came in one: the files of a folder's file, an archive or a message.

    `mail` is the message itself; `empty` are attached messages from which no file came.
    """

    source: str
    key: str
    pieces: list[Piece] = field(default_factory=list)
    mail: Mail | None = None
    data: bytes = b""
    empty: list[tuple[str, str]] = field(default_factory=list)  # source, name


def is_listed(path: PurePosixPath) -> bool:
    """Whether people mean it: nothing hidden, no leftovers of programs."""
    hidden = any(part.startswith((".", "~$")) or part == "__MACOSX" for part in path.parts)
    return not hidden and path.name.lower() not in _IGNORED


def envelope_of(mail: Mail) -> Envelope:
    """What a message says of itself, for the files in it."""
    return Envelope(mail.sender, mail.sent_at, mail.subject, mail.refers)


def parcels_of(piece: Piece, level: int = 0) -> Iterator[Parcel]:
    """A file that is no message → itself, or what is in it when it is an archive or a mailbox."""
    if piece.kind == "mbox":
        empty = True
        for number, data in enumerate(messages_in(piece.data), start=1):
            empty = False
            yield message_parcel(data or b"", f"{piece.source}/{number}")
        if empty:
            yield Parcel(piece.source, piece.key, [piece])
        return
    if piece.kind == "message":
        yield message_parcel(piece.data, piece.source)
        return
    if piece.kind in ARCHIVE_KINDS and level < DEEPEST:
        own = Parcel(piece.source, piece.key)
        found = False
        for member in _members(piece):
            found = True
            if member.kind in ("message", "mbox") or (member.kind in ARCHIVE_KINDS and level + 1 < DEEPEST):
                yield from parcels_of(member, level + 1)
            else:
                own.pieces.append(member)
        if not found:
            own.pieces.append(piece)
        if own.pieces:
            pair(own.pieces)
            yield own
        return
    yield Parcel(piece.source, piece.key, [piece])


def message_parcel(data: bytes, source: str, received: str = "") -> Parcel:
    """A message with the files in it, in archives and attached messages too; raises NotUnderstood."""
    sha = hashlib.sha256(data).hexdigest()
    mail = parse_mail(data, received)
    parcel = Parcel(source, sha, mail=mail, data=data)
    _fill(parcel, mail, source, sha)
    for folder in dict.fromkeys(piece.folder for piece in parcel.pieces):
        pair(
            [piece for piece in parcel.pieces if piece.folder == folder],
            parcel.pieces,
            archives.MARK not in folder,
        )
    return parcel


def _fill(parcel: Parcel, mail: Mail, source: str, key: str) -> None:
    """The files of a message, and of the messages attached to it."""
    envelope = envelope_of(mail)
    for number, attachment in enumerate(mail.attachments):
        name = safe(attachment.name).strip() or zh.ROUND_NAMELESS.format(n=number + 1)
        kind = kind_of(attachment.data, name)
        piece = Piece(f"{source}/{name}", name, f"{key}:{number}", attachment.data, kind, envelope, source)
        _expand(parcel, piece, 0)
    for number, (given, inner) in enumerate(mail.inner):
        before = len(parcel.pieces)
        name = safe(given or inner.subject).strip().replace("/", "_") or zh.ROUND_MESSAGE
        _fill(parcel, inner, f"{source}/{name}", f"{key}:m{number}")
        if len(parcel.pieces) == before:
            parcel.empty.append((f"{source}/{name}", f"{key}:m{number}"))


def _expand(parcel: Parcel, piece: Piece, level: int) -> None:
    """A file of a message → itself, or what is in it."""
    if piece.kind in ARCHIVE_KINDS and level < DEEPEST:
        members = list(_members(piece))
        for member in members:
            _expand(parcel, member, level + 1)
        if members:
            return
    elif piece.kind in ("message", "mbox"):
        messages = messages_in(piece.data) if piece.kind == "mbox" else iter([piece.data])
        before = len(parcel.pieces)
        for number, data in enumerate(messages):
            inner = parse_mail(data or b"")
            _fill(parcel, inner, f"{piece.source}/{number + 1}", f"{piece.key}:{number}")
        if len(parcel.pieces) == before:
            parcel.empty.append((piece.source, piece.key))
        return
    parcel.pieces.append(piece)


def _members(piece: Piece) -> Iterator[Piece]:
    """The files of an archive; none when it cannot be opened, or not wholly."""
    try:
        data = piece.data if piece.kind == "zip" else sandbox.run_in_child("reading.containers", piece.data)
        archive = archives.Archive(data)
        held = [
            (name, archive.read(name)) for name in sorted(archive.members) if is_listed(PurePosixPath(name))
        ]
    except UnreadableFile:
        return
    for name, content in held:
        if piece.kind == "msg":  # one message, under another program's wrapping
            source, shown = piece.source, piece.name
        else:
            source, shown = f"{piece.source}{archives.MARK}{name}", name.rpartition("/")[2]
        folder = f"{piece.source}{archives.MARK}{name.rpartition('/')[0]}"
        yield Piece(
            source, shown, f"{piece.key}!{name}", content, kind_of(content, name), piece.envelope, folder
        )


def pair(together: list[Piece], of: list[Piece] | None = None, only_two: bool = False) -> None:
    """Gives each workbook the Word file of the same name; `only_two`: one of each, whatever they are called.

    What is given is taken out of `of`.
    """
    of = together if of is None else of
    words = {_stem(piece): piece for piece in together if piece.kind == "docx"}
    books = [piece for piece in together if is_book(piece.kind)]
    for book in books:
        word = words.pop(_stem(book), None)
        if word is None and only_two and len(books) == len(words) == 1:
            word = words.popitem()[1]
        if word is not None:
            book.beside = word
            of.remove(word)


def _stem(piece: Piece) -> tuple[str, str]:
    return piece.folder, piece.name.rpartition(".")[0] or piece.name
