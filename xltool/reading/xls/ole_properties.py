"""Read the custom properties of an OLE file ([MS-OLEPS]), the user-defined part of its document summary."""

from __future__ import annotations

import struct

_USER_DEFINED = bytes.fromhex("05d5cdd59c2e1b10939708002b2cf9ae")
_NAMES, _CODEPAGE = 0, 1  # numbers of two properties that describe the others
_UTF16, _UTF8 = 1200, 65001
_TEXT, _WIDE_TEXT = 30, 31  # types of a value
_NUMBERS = {2: "<h", 3: "<i", 4: "<f", 5: "<d", 11: "<h", 19: "<I", 20: "<q", 21: "<Q"}
_MOST = 1000


def custom_properties(stream: bytes) -> dict[str, str]:
    """Name → value as text, from the stream ``\\5DocumentSummaryInformation``.

    Only texts and numbers are read.  Raises struct.error, LookupError or ValueError for a damaged stream.
    """
    (count,) = struct.unpack_from("<I", stream, 24)
    for number in range(min(count, 2)):
        kind, begin = struct.unpack_from("<16sI", stream, 28 + 20 * number)
        if kind == _USER_DEFINED:
            return _section(stream[begin:])
    return {}


def _section(data: bytes) -> dict[str, str]:
    _, count = struct.unpack_from("<II", data)
    offsets = dict(struct.unpack_from("<II", data, 8 + 8 * number) for number in range(min(count, _MOST)))
    page = struct.unpack_from("<H", data, offsets[_CODEPAGE] + 4)[0] if _CODEPAGE in offsets else 1252
    encoding = {_UTF16: "utf-16-le", _UTF8: "utf-8"}.get(page, f"cp{page}")
    if _NAMES not in offsets:
        return {}
    properties: dict[str, str] = {}
    at = offsets[_NAMES]
    (count,) = struct.unpack_from("<I", data, at)
    at += 4
    for _ in range(min(count, _MOST)):
        number, size = struct.unpack_from("<II", data, at)
        width = size * 2 if page == _UTF16 else size
        name = _decode(data[at + 8 : at + 8 + width], encoding)
        at += 8 + width + (-width % 4 if page == _UTF16 else 0)
        value = _value(data, offsets[number], encoding) if number in offsets else None
        if value is not None:
            properties[name] = value
    return properties


def _value(data: bytes, at: int, encoding: str) -> str | None:
    kind, size = struct.unpack_from("<II", data, at)
    if kind == _TEXT:
        return _decode(data[at + 8 : at + 8 + size], encoding)
    if kind == _WIDE_TEXT:
        return _decode(data[at + 8 : at + 8 + 2 * size], "utf-16-le")
    if kind in _NUMBERS:
        return str(struct.unpack_from(_NUMBERS[kind], data, at + 4)[0])
    return None


def _decode(data: bytes, encoding: str) -> str:
    return data.decode(encoding, "replace").split("\0", 1)[0]
