"""Fill a zip that was made once, with marks where something varies, again and again.

Members without a mark are copied as packed; the others are packed again from their first mark on.  With
the same values the result is, byte for byte, what the maker of the zip would have written.  Used by
`writing.report.docx_fast` and `writing.workbook.fast`.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from itertools import count

MARKS = re.compile("([\U000f0000-\U000ffffd])")  # private characters, which no text of a form or unit has
_FIRST_MARK = 0xF0000
_SIZES = struct.Struct("<III")  # checksum, packed and unpacked size, in this order in both headers
_LOCAL, _LOCAL_SIZES, _CENTRAL_SIZES, _CENTRAL_OFFSET = (
    30,
    14,
    16,
    42,
)  # size of a local header; offsets within headers
_END = struct.Struct(
    "<4s4xHHIIH"
)  # end record: number of entries twice, size and place of the directory, length of a comment
_STREAMED = 0x8  # flag of a member whose sizes stand behind it


def stencil_marks(n: int) -> list[str]:
    """The first `n` marks, one character each."""
    return [chr(code) for code, _ in zip(count(_FIRST_MARK), range(n), strict=False)]


class Stencil:
    """A zip with marks in some of its UTF-8 members; raises ValueError for a zip that cannot be filled."""

    def __init__(self, data: bytes, marked: Callable[[str], str] = str) -> None:
        """`marked` changes the text of a member: puts further marks in, or values in place of marks."""
        _, entries, _, _, begin, comment = _END.unpack(data[-_END.size :])
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = archive.infolist()
            if comment or len(infos) != entries or any(i.flag_bits & _STREAMED for i in infos):
                raise ValueError("zip")
            self._members = []
            for info in infos:
                name_and_extra = struct.unpack_from("<HH", data, info.header_offset + 26)
                body = info.header_offset + _LOCAL + sum(name_and_extra)
                header = data[info.header_offset : body]
                size = 46 + len(info.orig_filename.encode()) + len(info.extra) + len(info.comment)
                entry, begin = data[begin : begin + size], begin + size
                content = archive.read(info)
                member: _Copied | _Filled = _Copied(data[body : body + info.compress_size])
                said = content.decode("utf-8", "ignore")
                text = marked(said)
                if info.compress_type == zipfile.ZIP_DEFLATED and MARKS.search(text):
                    member = _Filled(text)
                elif info.compress_type == zipfile.ZIP_DEFLATED and text != said:
                    packed, checksum, size = _Filled(text).fill({})
                    member = _Copied(packed)
                    header, entry = _sized(header, entry, checksum, len(packed), size)
                self._members.append((header, entry, member))

    def part(self, name: str) -> str:
        """The text of a member with its marks; raises KeyError when there is no such member with marks."""
        for header, _, member in self._members:
            if isinstance(member, _Filled) and header[_LOCAL:].startswith(name.encode()):
                return "".join(member.pieces)
        raise KeyError(name)

    def fill(self, values: Mapping[str, str]) -> bytes:
        """Replace each mark by its value, which is finished XML; raises KeyError for one without."""
        encoded = {mark: value.encode() for mark, value in values.items()}
        bodies: list[bytes] = []
        directory: list[bytes] = []
        offset = 0
        for header, entry, member in self._members:
            packed = member.packed
            if isinstance(member, _Filled):
                packed, checksum, size = member.fill(encoded)
                header, entry = _sized(header, entry, checksum, len(packed), size)
            placed = bytearray(entry)
            struct.pack_into("<I", placed, _CENTRAL_OFFSET, offset)
            bodies += (header, packed)
            directory.append(bytes(placed))
            offset += len(header) + len(packed)
        size = sum(map(len, directory))
        end = _END.pack(b"PK\5\6", len(directory), len(directory), size, offset, 0)
        return b"".join((*bodies, *directory, end))


def _sized(header: bytes, entry: bytes, *sizes: int) -> tuple[bytes, bytes]:
    """Both headers of a member with its checksum, packed and unpacked size."""
    local, central = bytearray(header), bytearray(entry)
    _SIZES.pack_into(local, _LOCAL_SIZES, *sizes)
    _SIZES.pack_into(central, _CENTRAL_SIZES, *sizes)
    return bytes(local), bytes(central)


class _Copied:
    """A member without marks, copied as packed."""

    def __init__(self, packed: bytes) -> None:
        self.packed = packed


class _Filled:
    """A member with marks; the text before the first is packed only once."""

    def __init__(self, text: str) -> None:
        self.pieces = MARKS.split(text)  # fixed text and marks in turn
        self._pieces = [piece.encode() for piece in self.pieces]
        begin = self._pieces[0]
        self._deflate = zlib.compressobj(wbits=-zlib.MAX_WBITS)
        self.packed = self._deflate.compress(begin)
        self._checksum, self._size = zlib.crc32(begin), len(begin)

    def fill(self, values: Mapping[str, bytes]) -> tuple[bytes, int, int]:
        """(packed content, checksum, size) with the marks replaced."""
        pieces = self._pieces[1:]
        pieces[::2] = [values[mark] for mark in self.pieces[1::2]]
        rest = b"".join(pieces)
        deflate = self._deflate.copy()
        packed = self.packed + deflate.compress(rest) + deflate.flush()
        return packed, zlib.crc32(rest, self._checksum), self._size + len(rest)
