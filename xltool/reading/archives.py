"""Read the members of a .zip of returns, each in memory and within bounds.

The name of a member never becomes a path: it is only shown, and is asked for in the form that was shown.
"""

from __future__ import annotations

import unicodedata
import zlib
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from xltool.core.errors import UnreadableFile
from xltool.core.text.catalogue.files import (
    W_ARCHIVE,
    W_ARCHIVE_PASSWORD,
    W_DAMAGED,
    W_HOSTILE,
    W_MISSING_FILE,
)
from xltool.office.limits import MEGABYTE
from xltool.office.package import MAX_FILE, MAX_RATIO, ZIP_ERRORS

MARK = "!/"  # between an archive and its member: a.zip!/b.xlsx
MAX_ARCHIVE = 100 * MEGABYTE
_MAX_MEMBERS = 3_000
_MAX_UNPACKED = 1_000 * MEGABYTE  # declared in all; one member is held at a time
_ENCRYPTED, _UTF8 = 0x1, 0x800  # bits of a member's flags
_MAGIC = (b"PK\x03\x04", b"PK\x05\x06")  # a member; the end of an empty archive
# How the first member of a document is named: such a zip is no archive of files.
_DOCUMENT_STARTS = (b"[content_types].xml", b"mimetype", b"_rels/", b"docprops/", b"xl/", b"word/")
_NAME_AT = 30  # bytes before the name in a member's header
_CHUNK = 1 << 16


def is_archive(path: Path) -> bool:
    """Whether `path` is a readable zip of files; a document, also a zip, is told by its first bytes."""
    try:
        with path.open("rb") as file:
            head = file.read(64)
        is_candidate = head.startswith(_MAGIC) and not head[_NAME_AT:].lower().startswith(_DOCUMENT_STARTS)
        names = {name.lower() for name in _open(path).members} if is_candidate else {"mimetype"}
    except (OSError, UnreadableFile):
        return False  # whoever reads it as a file learns what is wrong
    return not names & {"[content_types].xml", "mimetype"}


def members(path: Path) -> list[str]:
    """The shown names of all files in the archive, sorted.

    Raises UnreadableFile (``W-hostile``, ``W-damaged``) or OSError.
    """
    return sorted(_open(path).members)


def split(given: str) -> tuple[Path, str] | None:
    """(archive, member) of ``a.zip!/b.xlsx``; None for anything else."""
    at = given.find(MARK)
    while at >= 0:
        path = Path(given[:at])
        if path.is_file():
            return path, given[at + len(MARK) :]
        at = given.find(MARK, at + 1)
    return None


def read_member(path: Path, name: str) -> bytes:
    """The content of one member.

    Raises UnreadableFile: ``W-missing-file``, ``W-archive-password``, ``W-hostile`` (over the limits),
    ``W-archive`` (a kind of compression that is not supported), ``W-damaged``; or OSError.
    """
    return _open(path).read(name)


def _open(path: Path) -> Archive:
    status = path.stat()
    if status.st_size > MAX_ARCHIVE:
        raise UnreadableFile(W_HOSTILE)
    return _opened(path, status.st_mtime_ns, status.st_size)


@lru_cache(maxsize=1)
def _opened(path: Path, changed: int, size: int) -> Archive:
    # Kept because a caller reads one member after the other.
    return Archive(path.read_bytes())


class Archive:
    """A zip held in memory; `members` by shown name, with numbers where two have one name."""

    def __init__(self, data: bytes) -> None:
        # Counting signatures bounds the directory before zipfile makes an object of every entry.
        if data.count(b"PK\x01\x02") > _MAX_MEMBERS:
            raise UnreadableFile(W_HOSTILE)
        try:
            self._zip = ZipFile(BytesIO(data))
        except ZIP_ERRORS as error:
            raise UnreadableFile(W_DAMAGED) from error
        self.members: dict[str, ZipInfo] = {}
        for member in self._zip.infolist():
            if member.is_dir():
                continue
            name = shown = shown_name(member)
            number = 1
            while shown in self.members:
                number += 1
                shown = f"{name} ({number})"
            self.members[shown] = member
        if sum(member.file_size for member in self.members.values()) > _MAX_UNPACKED:
            raise UnreadableFile(W_HOSTILE)

    def read(self, name: str) -> bytes:
        """The content of a member by its shown name; raises like `read_member`."""
        member = self.members.get(name)
        if member is None:
            raise UnreadableFile(W_MISSING_FILE, path=name)
        if member.flag_bits & _ENCRYPTED:
            raise UnreadableFile(W_ARCHIVE_PASSWORD)
        size = member.file_size
        if size > MAX_FILE or (size > MEGABYTE and size > MAX_RATIO * member.compress_size):
            raise UnreadableFile(W_HOSTILE)
        if member.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise UnreadableFile(W_ARCHIVE)
        chunks: list[bytes] = []
        try:
            with self._zip.open(member) as file:
                while chunk := file.read(_CHUNK):  # one read would inflate whatever is there
                    chunks.append(chunk)
        except (*ZIP_ERRORS, zlib.error) as error:
            raise UnreadableFile(W_DAMAGED) from error
        return b"".join(chunks)


def shown_name(member: ZipInfo) -> str:
    """The member's name as a person wrote it, without characters that act on a terminal or a path.

    A name without the UTF-8 flag is UTF-8 from macOS and GBK from Windows in China.
    """
    name = member.orig_filename
    if not member.flag_bits & _UTF8:
        raw = name.encode("cp437", "replace")
        for encoding in ("utf-8", "gb18030"):
            try:
                name = raw.decode(encoding)
                break
            except UnicodeDecodeError:
                continue
    clean = "".join("_" if unicodedata.category(char).startswith("C") else char for char in name)
    parts = clean.replace("\\", "/").split("/")
    return "/".join(part for part in parts if part not in ("", ".", "..")) or "_"
