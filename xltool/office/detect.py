"""Tell the type of a file by its content, never by its name."""

from __future__ import annotations

import re

from xltool.core.errors import UnreadableFile
from xltool.office.package import Package

OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# The first record of an .xls that is not inside an OLE file, Excel 2 to 97.
BARE_XLS = (
    b"\x09\x00\x04\x00",
    b"\x09\x02\x06\x00",
    b"\x09\x04\x06\x00",
    b"\x09\x08\x08\x00",
    b"\x09\x08\x10\x00",
)
# The type of an OLE file, by a name in its directory.
_STREAMS = (
    ("EncryptedPackage", "encrypted"),
    ("Workbook", "xls"),
    ("Book", "xls"),
    ("WordDocument", "doc"),
)
_ENTRY = 128  # bytes of an entry of that directory; entries are aligned to it
_SPREADSHEET = b"application/vnd.oasis.opendocument.spreadsheet"
_OWNER_SIZE = 165  # bytes of "~$name.xlsx", which Excel and WPS put beside an open workbook
_HEAD = 4096

_MAGIC = (
    (b"%PDF", "pdf"),
    (b"Rar!\x1a", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"%TSD-Header", "dlp"),
    *((head, "xls") for head in BARE_XLS),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"BM", "image"),
    (b"II*\0", "image"),
    (b"MM\0*", "image"),
)
_HTML = re.compile(
    rb"(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)?"
    rb"(?:<(?:!doctype html|html|head|body|table|div|h1|p)\b|mime-version:)",
    re.I | re.S,
)
_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def detect_kind(data: bytes) -> str:
    """The kind of file that `data` is, by its content; never raises.

    Workbooks: xlsx (.xlsm too, even damaged), xls (.et too), ods, xlsb, encrypted (an .xlsx or .xlsb
    with a password).  Others: empty, owner, zip, archive (rar, 7z …), docx, doc, ole, pdf,
    html, xml, text, image, dlp (locked by an office's encryption software), other.
    """
    if not data:
        return "empty"
    if data.startswith(b"PK"):
        return _kind_of_zip(data)
    if data.startswith(OLE_MAGIC):
        return next((kind for name, kind in _STREAMS if _has_stream(data, name)), "ole")
    if len(data) == _OWNER_SIZE and 0 < data[0] <= 54 and b"\0" in data:
        return "owner"
    for magic, kind in _MAGIC:
        # Text may begin with BM too; a bitmap also holds zero bytes.
        if data.startswith(magic) and (magic != b"BM" or _BINARY.search(data, 0, _HEAD)):
            return kind
    head = data[:_HEAD].removeprefix(b"\xef\xbb\xbf").lstrip()
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.decode("utf-16", "ignore").lstrip().encode("utf-8", "ignore")
    if _HTML.match(head):
        return "html"
    if b"E-SafeNet" in head[:64]:
        return "dlp"
    if _BINARY.search(head):
        return "other"
    return "xml" if head.startswith(b"<?xml") else "text"


def _has_stream(data: bytes, name: str) -> bool:
    """Whether an OLE file has a stream of this name: its directory entries are aligned, other text is not."""
    wanted = name.encode("utf-16-le") + b"\0\0"
    place = data.find(wanted)
    while place >= 0 and place % _ENTRY:
        place = data.find(wanted, place + 1)
    return place >= 0


def _kind_of_zip(data: bytes) -> str:
    """The kind of a file that begins like a zip."""
    try:
        package = Package(data)
        if package.workbook_part():
            return "xlsx"
        if "mimetype" in package and package.read("mimetype").startswith(_SPREADSHEET):
            return "ods"
    except UnreadableFile:
        # The directory is damaged, but each member has its name before it as well.
        if re.search(rb"workbook\.xml", data, re.I):
            return "xlsx"
        return "ods" if _SPREADSHEET in data[:_HEAD] else "zip"
    if package.has_folder("word/"):
        return "docx"
    if package.has_folder("xl/"):
        return "xlsb" if "xl/workbook.bin" in package else "xlsx"  # its workbook part is missing
    is_document = "[content_types].xml" in package or "mimetype" in package
    return "other" if is_document else "zip"
