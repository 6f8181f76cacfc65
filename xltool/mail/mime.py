"""The bytes of a message → its parts: headers as written, bodies decoded, in time that grows with the bytes.

Pure and without recursion into the standard library's parser, which nested or hostile messages bring down
or keep busy for minutes.  Charsets are a fixed list: no codec is ever looked up by a sender's word.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote_to_bytes

MAX_LEVELS = 16  # parts inside parts that are looked at
MAX_PARTS = 3_000
_DEEP = 100  # more levels than anybody writes: such a message is not understood, and said so
_MAX_HEAD = 4_000_000
_MAX_LINE = 20_000  # of an address line that is looked at
_GB = dict.fromkeys(
    ("gb2312", "gbk", "gb_2312-80", "x-gbk", "cp936", "ms936", "gb18030", "hz-gb-2312", "euc-cn", "chinese"),
    "gb18030",
)
CHARSETS = {
    **_GB,
    **dict.fromkeys(("utf-8", "utf8", "unicode-1-1-utf-8", "us-ascii", "ascii", "ansi_x3.4-1968"), "utf-8"),
    **dict.fromkeys(("big5", "big5-hkscs", "cp950", "x-big5"), "big5hkscs"),
    **dict.fromkeys(("utf-16", "utf-16le", "utf-16be"), "utf-16"),
    **dict.fromkeys(("iso-8859-1", "latin1", "windows-1252", "cp1252", "iso-8859-15"), "cp1252"),
    **{name: name for name in ("shift_jis", "euc-jp", "iso-2022-jp", "euc-kr", "koi8-r", "windows-1251")},
}  # fmt: skip
_WORD = re.compile(r"=\?([\w.*-]{1,60})\?([bBqQ])\?([^?]{0,10000})\?=")
_HEADER = re.compile(rb"([!-9;-~]{1,200})[ \t]*:(.*)", re.S)
_PARAMETER = re.compile(r';\s*([\w*\u00b2-]{1,60})\s*=\s*("(?:[^"\\]|\\.){0,20000}"|[^;]{0,20000})')
_BASE64 = re.compile(rb"[A-Za-z0-9+/]+")


class NotUnderstood(ValueError):
    """A message that no mail program makes: too many parts, or levels."""


@dataclass
class MimePart:
    """One part: `headers` by their small names in their order, `body` as it stands, `parts` inside it."""

    headers: list[tuple[str, str]] = field(default_factory=list)
    body: bytes = b""
    parts: list[MimePart] = field(default_factory=list)

    def header(self, name: str) -> str:
        """A header as people wrote it: folded lines joined, encoded words decoded by their bytes."""
        return next((decode_words(value) for key, value in self.headers if key == name.lower()), "")

    def all(self, name: str) -> list[str]:
        """Every header of this name."""
        return [decode_words(value) for key, value in self.headers if key == name.lower()]

    def addresses(self, name: str) -> list[str]:
        """The addresses in every header of this name, in small letters; what is called an address is none."""
        found: list[str] = []
        for key, value in self.headers:
            if key == name.lower():
                bare = re.sub(r'"(?:[^"\\]|\\.){0,1000}"', " ", value[:_MAX_LINE])
                angled = re.findall(r"<([^<>\s]{0,300})>", bare)
                bare = re.sub(r"=\?[^\s]{0,2000}\?=", " ", bare)
                found += (
                    angled or [one for one in re.split(r"[\s,;()]+", bare) if "@" in one] or [bare.strip()]
                )
        return [address.lower() for address in found if address]

    @property
    def kind(self) -> str:
        """``text/plain``, in small letters."""
        raw = next((value for key, value in self.headers if key == "content-type"), "")
        found = re.match(r"\s*([\w.+-]+/[\w.+-]+)", raw)
        return found[1].lower() if found else "text/plain"

    def parameter(self, header: str, name: str) -> str:
        """A parameter of a header, in any of the ways programs write it."""
        raw = next((value for key, value in self.headers if key == header), "")
        return _parameter(re.sub(r"[\r\n]+[ \t]?", "", raw), name)

    @property
    def name(self) -> str:
        """The name of an attachment, "" for none."""
        given = self.parameter("content-disposition", "filename") or self.parameter("content-type", "name")
        return given.replace("\\", "/").rpartition("/")[2].strip() or "_" if given else ""

    @property
    def is_attached(self) -> bool:
        """Whether it says it is a file."""
        raw = next((value for key, value in self.headers if key == "content-disposition"), "")
        return raw.strip().lower().startswith("attachment")

    def payload(self) -> bytes:
        """The body without its transfer encoding."""
        raw = next((value for key, value in self.headers if key == "content-transfer-encoding"), "")
        encoding = raw.strip(" \t\r\n\"'").lower()
        if encoding == "base64":
            return from_base64(self.body)
        if encoding == "quoted-printable":
            return binascii.a2b_qp(self.body)
        if encoding in ("x-uuencode", "uuencode", "uue", "x-uue"):
            return next((data for _, data in uuencoded(self.body)), b"")
        return self.body


def parse_mime(data: bytes) -> MimePart:
    """The message in `data` with its parts; raises NotUnderstood for what nobody writes."""
    top = _headed(data)
    if data[:_MAX_HEAD].count(b"multipart/") > _DEEP and data.count(b"multipart/") > _DEEP and _is_deep(data):
        raise NotUnderstood("levels")
    made = 1
    open_ = [(top, 0)]
    while open_:
        part, level = open_.pop()
        if part.kind.startswith("multipart/") and level < MAX_LEVELS:
            part.parts = [_headed(piece) for piece in _pieces(part)]
            made += len(part.parts)
            if made > MAX_PARTS:
                raise NotUnderstood("parts")
            open_ += [(inner, level + 1) for inner in part.parts]
    return top


def _is_deep(data: bytes) -> bool:
    """Whether more multiparts stand one inside the other than anybody writes."""
    part, level = _headed(data), 0
    while part.kind.startswith("multipart/"):
        level += 1
        if level > _DEEP:
            return True
        inner = [piece for piece in map(_headed, _pieces(part)) if piece.kind.startswith("multipart/")]
        if not inner:
            return False
        part = inner[0]
    return False


def _headed(data: bytes) -> MimePart:
    """Headers and body of one part; its inner parts are not looked at."""
    part = MimePart()
    place, unfinished = 0, b""

    def finish() -> None:
        if found := _HEADER.match(unfinished):
            part.headers.append((found[1].decode("ascii").lower(), decode(found[2])))

    lines: list[bytes] = []
    while place < len(data) and place < _MAX_HEAD:
        end = data.find(b"\n", place)
        end = len(data) if end < 0 else end + 1
        line = data[place:end]
        if not line.strip(b"\r\n"):
            place = end
            break
        if line[:1] in b" \t" and (lines or place):
            lines.append(line)
        elif _HEADER.match(line) or (not place and line.startswith((b"From ", b">From "))):
            unfinished = b"".join(lines)
            finish()
            lines = [line]
        else:
            break  # a body without an empty line before it
        place = end
    unfinished = b"".join(lines)
    finish()
    part.body = data[place:]
    return part


def _pieces(part: MimePart) -> list[bytes]:
    """The pieces between the boundaries; none when there is no boundary."""
    boundary = part.parameter("content-type", "boundary").encode("utf-8", "replace")
    if not boundary:
        return []
    mark = re.compile(rb"^--" + re.escape(boundary) + rb"(--)?[ \t]*\r?(?:\n|\Z)", re.M)
    found: list[bytes] = []
    begin: int | None = None
    for match in mark.finditer(part.body):
        if begin is not None:
            found.append(re.sub(rb"\r?\n\Z", b"", part.body[begin : match.start()]))
        begin = match.end()
        if match[1]:
            return found
    if begin is not None:
        found.append(part.body[begin:])
    return found


def from_base64(data: bytes) -> bytes:
    """What stands in base64, padded pieces one after the other too; anything else in it is passed over."""
    pieces = []
    for run in data.translate(None, b" \t\r\n\0").split(b"="):
        clean = b"".join(_BASE64.findall(run))
        clean = clean[: len(clean) - 1] if len(clean) % 4 == 1 else clean
        pieces.append(binascii.a2b_base64(clean + b"=" * (-len(clean) % 4)))
    return b"".join(pieces)


def uuencoded(data: bytes) -> Iterator[tuple[str, bytes]]:
    """(name, content) of each uuencoded file in a text."""
    name = ""
    lines: list[bytes] | None = None
    for line in data.splitlines():
        if lines is None:
            if match := re.match(rb"begin [0-7]{3,4} (.{1,200})$", line):
                name, lines = decode(match[1]).strip(), []
        elif line.strip() == b"end":
            yield name, b"".join(lines)
            lines = None
        else:
            try:
                lines.append(binascii.a2b_uu(line))
            except binascii.Error:
                lines = None


def decode(data: bytes, charset: str | None = None) -> str:
    """Text by its label where the list knows it, else UTF-8, else GB18030; labels of its family mean that."""
    known = CHARSETS.get((charset or "").strip().lower())
    for encoding in dict.fromkeys((*([known] if known else []), "utf-8", "gb18030")):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("gb18030", "replace")


def decode_words(value: str) -> str:
    """Encoded words decoded; neighbours of one charset are joined as bytes first."""
    value = re.sub(r"\r?\n[ \t]?", " ", value)
    value = re.sub(r"(\?=)[ \t]+(?==\?)", r"\1", value)
    result, position = "", 0
    pending: tuple[str, bytes] = ("", b"")
    for match in _WORD.finditer(value):
        between = value[position : match.start()]
        charset, data = match[1].partition("*")[0].lower(), _word_bytes(match[2], match[3])
        if between or charset != pending[0]:
            result += (decode(pending[1], pending[0]) if pending[0] else "") + between
            pending = (charset, data)
        else:
            pending = (charset, pending[1] + data)
        position = match.end()
    result += decode(pending[1], pending[0]) if pending[0] else ""
    return (result + value[position:]).strip()


def _word_bytes(kind: str, text: str) -> bytes:
    data = text.encode("utf-8", "replace")
    return from_base64(data) if kind in "bB" else binascii.a2b_qp(data.replace(b"_", b" "))


def _parameter(value: str, name: str) -> str:
    """RFC 2231 pieces joined as bytes; else a plain or encoded value."""
    pieces: dict[int, tuple[bool, str]] = {}
    plain = ""
    for match in _PARAMETER.finditer(value):
        key, text = match[1].lower(), match[2].strip()
        if text.startswith('"'):
            text = re.sub(r"\\(.)", r"\1", text[1:-1])
        base, _, rest = key.partition("*")
        if base != name:
            continue
        if not rest and key == name:
            plain = plain or text
        else:
            number = rest.rstrip("*")
            is_number = number.isascii() and number.isdigit() and len(number) < 6
            pieces[int(number) if is_number else 0] = (key.endswith("*"), text)
    if pieces:
        charset, data = None, ""
        for order in sorted(pieces):
            encoded, text = pieces[order]
            if encoded and order == min(pieces) and text.count("'") >= 2:
                charset, _, text = text.split("'", 2)
            data += text if encoded else text.replace("%", "%25")  # escapes may be cut between two pieces
        return decode(unquote_to_bytes(data), charset)
    return decode_words(plain)
