"""Open an office package (a zip of XML parts) as hostile input.

Everything is bounded before it is done: sizes are trusted neither in the directory nor while
inflating, a document type declaration is refused, and no member name ever becomes a path.
"""

from __future__ import annotations

import posixpath
import struct
import zlib
from collections.abc import Callable
from functools import lru_cache
from io import BytesIO
from typing import NamedTuple
from xml.parsers import expat
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from xltool.core.errors import UnreadableFile
from xltool.core.text.catalogue.files import W_DAMAGED, W_HOSTILE
from xltool.core.text.catalogue.sights import W_ENCRYPTED
from xltool.office.limits import MEGABYTE, too_big

MAX_FILE = 20 * MEGABYTE
MAX_MEMBERS = 3_000
_MAX_UNPACKED = 80 * MEGABYTE
MAX_PART = 40 * MEGABYTE
MAX_RATIO = 250  # unpacked : packed, for members over a megabyte; repetitive sheets stay below 100
# Limits on the tags (start or end) and attributes of all parts, and so on the time to parse them:
# attributes with different names cost over a microsecond each.  A full workbook of 200,000 cells
# stays below both.
MAX_TAGS = 2_000_000
MAX_ATTRIBUTES = 800_000
_MAX_ATTRIBUTES_A_TAG = 50

# What zipfile raises on damaged directories, some of it undocumented.
ZIP_ERRORS = (BadZipFile, NotImplementedError, ValueError, OSError, EOFError, IndexError, struct.error)
_LOCAL_HEADER = struct.Struct("<4s22xHH")
_ENCRYPTED, _UTF8 = 0x1, 0x800  # bits of a member's flags

Start = Callable[[str, dict[str, str]], object]
Text = Callable[[str], object]


class Relationship(NamedTuple):
    """A link to another part: `kind` is the last word of its type URI ("styles"), `target` a part name."""

    kind: str
    target: str


class Package:
    """The parts of one zip, by names in lower case with slashes between folders.

    Raises `UnreadableFile`: ``W-damaged`` if the directory cannot be read, ``W-hostile`` if it
    declares what no program writes, ``W-big`` if it holds more than is read.
    """

    def __init__(self, data: bytes) -> None:
        # Counting signatures bounds the directory before zipfile makes an object of every entry.
        if len(data) > MAX_FILE:
            raise too_big("bytes", len(data), MAX_FILE)
        if data.count(b"PK\x01\x02") > MAX_MEMBERS:
            raise UnreadableFile(W_HOSTILE)
        try:
            with ZipFile(BytesIO(data)) as archive:
                members = archive.infolist()
        except ZIP_ERRORS as error:
            raise UnreadableFile(W_DAMAGED) from error
        if any(map(_is_bomb, members)):
            raise UnreadableFile(W_HOSTILE)
        unpacked = sum(member.file_size for member in members)
        if unpacked > _MAX_UNPACKED or any(member.file_size > MAX_PART for member in members):
            most = _MAX_UNPACKED if unpacked > _MAX_UNPACKED else MAX_PART
            raise too_big("unpacked", unpacked, most)
        self._data = data
        self._members: dict[str, ZipInfo] = {}
        self._ambiguous: set[str] = set()
        self._bytes_left = _MAX_UNPACKED
        self._tags_left = MAX_TAGS
        self._attributes_left = MAX_ATTRIBUTES
        for member in members:
            name = _normal(member.filename)
            if name in self._members:
                self._ambiguous.add(name)
            if not name.endswith("/"):
                self._members[name] = member

    def __contains__(self, name: str) -> bool:
        return name in self._members

    def names(self) -> list[str]:
        """The names of all parts."""
        return list(self._members)

    def has_folder(self, prefix: str) -> bool:
        """Whether some member's name begins with `prefix` ("xl/")."""
        return any(name.startswith(prefix) for name in self._members)

    def read(self, name: str) -> bytes:
        """The content of a part.

        Raises UnreadableFile: ``W-damaged`` (missing, cut, bad checksum), ``W-hostile`` (two
        members of that name, more bytes than declared, limits), ``W-encrypted``.
        """
        member = self._members.get(name)
        if member is None:
            raise UnreadableFile(W_DAMAGED)
        if member.flag_bits & _ENCRYPTED:
            raise UnreadableFile(W_ENCRYPTED)
        # Other methods are never used for workbooks and cannot be inflated against a bound.
        if name in self._ambiguous or member.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise UnreadableFile(W_HOSTILE)
        content = self._inflate(member)
        if len(content) != member.file_size or zlib.crc32(content) != member.CRC:
            raise UnreadableFile(W_DAMAGED)
        self.spend(content)
        return content

    def spend(self, content: bytes) -> None:
        """Counts a part that will be parsed.

        Raises ``W-big`` when all together are over the limits, ``W-hostile`` for tags full of attributes.
        """
        tags, attributes = content.count(b"<"), content.count(b"=")
        self._bytes_left -= len(content)
        self._tags_left -= tags
        self._attributes_left -= attributes
        # Summed again although the directory was: one part may be asked for many times.
        if min(self._bytes_left, self._tags_left, self._attributes_left) >= 0:
            return
        if attributes > _MAX_ATTRIBUTES_A_TAG * tags:
            raise UnreadableFile(W_HOSTILE)
        if self._bytes_left < 0:
            raise too_big("unpacked", _MAX_UNPACKED - self._bytes_left, _MAX_UNPACKED)
        used = max(MAX_TAGS - self._tags_left, MAX_ATTRIBUTES - self._attributes_left)
        raise too_big("tags", used, MAX_ATTRIBUTES)

    def _inflate(self, member: ZipInfo) -> bytes:
        """Unpack a member; raises UnreadableFile when it is damaged or larger than declared."""
        data, begin = self._data, member.header_offset
        if not 0 <= begin <= len(data) - _LOCAL_HEADER.size:
            raise UnreadableFile(W_DAMAGED)
        magic, name_size, extra_size = _LOCAL_HEADER.unpack_from(data, begin)
        begin += _LOCAL_HEADER.size
        local_name = data[begin : begin + name_size].decode(
            "utf-8" if member.flag_bits & _UTF8 else "cp437", "replace"
        )
        # Directory and local header must agree, else two programs see two different workbooks.
        if magic != b"PK\x03\x04" or local_name != member.orig_filename:
            raise UnreadableFile(W_DAMAGED)
        begin += name_size + extra_size
        packed = data[begin : begin + member.compress_size]
        if member.compress_type == ZIP_STORED:
            return packed
        try:
            content = zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, member.file_size + 1)
        except zlib.error as error:
            raise UnreadableFile(W_DAMAGED) from error
        if len(content) > member.file_size:
            raise UnreadableFile(W_HOSTILE)
        return content

    def relationships(self, source: str) -> dict[str, Relationship]:
        """The relationships of part `source` ("" is the package) by their ids, without external ones.

        Empty when it has no relationship part.  Raises UnreadableFile as `read` and `parse_xml` do.
        """
        folder, base = posixpath.split(source)
        name = posixpath.join(folder, "_rels", f"{base}.rels")
        return _relationships(folder, self.read(name)) if name in self else {}

    def workbook_part(self) -> str | None:
        """The name of the workbook part; None when the package is no workbook.

        Raises UnreadableFile as `relationships` does, except for a damaged relationship part.
        """
        try:
            relationships = self.relationships("").values()
        except UnreadableFile as error:
            if error.code != W_DAMAGED:
                raise
            relationships = {}.values()  # the usual name is tried below
        for kind, target in relationships:
            if kind == "officeDocument" and target in self and target.endswith(".xml"):
                return None if target.startswith(("word/", "ppt/")) else target
        return "xl/workbook.xml" if "xl/workbook.xml" in self else None


@lru_cache(maxsize=64)
def _relationships(folder: str, xml: bytes) -> dict[str, Relationship]:
    relationships: dict[str, Relationship] = {}

    def start(tag: str, attrs: dict[str, str]) -> None:
        if tag == "Relationship" and attrs.get("TargetMode") != "External":
            # An absolute target makes join() forget the folder, as it should.
            target = posixpath.join(folder, attrs.get("Target", "").replace("\\", "/"))
            kind = attrs.get("Type", "").rpartition("/")[2]
            relationships[attrs.get("Id", "")] = Relationship(kind, _normal(posixpath.normpath(target)))

    parse_xml(xml, start)
    return relationships


def parse_xml(xml: bytes, start: Start, end: Text | None = None, text: Text | None = None) -> None:
    """Parse `xml` with handlers for start tags, end tags and text.

    Tags lose the prefix of the root element: when that is "x:", "x:c" becomes "c" and "xm:f" stays.

    The root's prefix stands for the main namespace in every known writer, transitional or Strict;
    this is much cheaper than resolving namespaces at every tag.

    Raises UnreadableFile: ``W-hostile`` for a document type declaration, ``W-damaged`` for
    anything not well-formed; a ValueError from a handler counts as damage too.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_dtd

    def root(tag: str, attrs: dict[str, str]) -> None:
        prefix = tag[: tag.rfind(":") + 1]
        if prefix:
            parser.StartElementHandler = lambda tag, attrs: start(tag.removeprefix(prefix), attrs)
            parser.EndElementHandler = end and (lambda tag: end(tag.removeprefix(prefix)))
        else:
            parser.StartElementHandler = start
            parser.EndElementHandler = end
        parser.CharacterDataHandler = text
        start(tag.removeprefix(prefix), attrs)

    parser.StartElementHandler = root
    try:
        parser.Parse(xml, True)
    except (expat.ExpatError, ValueError, LookupError) as error:  # LookupError: an unknown encoding
        raise UnreadableFile(W_DAMAGED) from error


def _refuse_dtd(*_: object) -> None:
    raise UnreadableFile(W_HOSTILE)


def _is_bomb(member: ZipInfo) -> bool:
    size = member.file_size
    return size > MEGABYTE and size > MAX_RATIO * member.compress_size


def _normal(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()
