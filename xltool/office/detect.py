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
# What an OLE file is, by a name in its directory, whose letters count alike in either case.
_STREAMS = (
    ("EncryptedPackage", "encrypted"),
    ("Workbook", "xls"),
    ("Book", "xls"),
    ("WordDocument", "doc"),
    ("PowerPoint Document", "ppt"),
    ("VisioDocument", "drawing"),
    ("MatOST", "doc"),  # Microsoft Works
    ("__properties_version1.0", "msg"),
)
_ENTRY = 128  # bytes of an entry of that directory; entries are aligned to it
_SPREADSHEET = b"application/vnd.oasis.opendocument.spreadsheet"
_MIMETYPES = (  # what the part "mimetype" of a package begins with
    (b"application/vnd.oasis.opendocument.text", "odt"),
    (b"application/vnd.oasis.opendocument.presentation", "ppt"),
    (b"application/vnd.oasis.opendocument", "drawing"),
    (b"application/epub+zip", "layout"),
)
_MEMBERS = (  # a part, or a folder with its slash, that only packages of this kind have
    ("ofd.xml", "ofd"),
    ("ppt/", "ppt"),
    ("visio/", "drawing"),
    ("fixeddocseq.fdseq", "layout"),
    ("fixeddocumentsequence.fdseq", "layout"),
    ("documents/1/", "layout"),
    ("index/tables/", "numbers"),
    ("index/slide.iwa", "ppt"),
    ("index/document.iwa", "pages"),
    ("index.zip", "pages"),
)
_OWNER_SIZE = 165  # what Excel and WPS leave beside an open workbook, "~$name.xlsx"
_HEAD = 4096

_MAGIC = (
    (b"%PDF", "pdf"),
    (b"Rar!\x1a", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"%TSD-Header", "dlp"),
    (b"{\\rtf", "rtf"),
    (b"\0\1\0\0Standard Jet DB", "database"),
    (b"\0\1\0\0Standard ACE DB", "database"),
    (b"SQLite format 3\0", "database"),
    (b"L\0\0\0\1\x14\2\0", "shortcut"),
    (b"[InternetShortcut]", "shortcut"),
    (b"MZ", "program"),
    *((head, "xls") for head in BARE_XLS),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"BM", "image"),
    (b"II*\0", "image"),
    (b"MM\0*", "image"),
)
_FIRST_SECTOR, _BEGIN_OF_BOOK = 512, b"\x09\x08\x10\x00"  # the record BOF of a workbook
_TWO_LETTERS = (b"BM", b"MZ")  # which text may begin with
# What a text file is, by what stands near its beginning; asked in this order.
_TEXTS = (
    (rb"mime-version:(?=.*^content-type:\s*multipart/related)", "mht"),
    (rb"(?:[a-z-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?(?:received|from|message-id|mime-version):", "mail"),
    (rb"(?:<\?xml|<uof:uof).{0,400}<uof:", "uof"),
    (rb"<\?xml.{0,400}progid=.word\.document", "word-xml"),
    (rb"<\?xml.{0,400}progid=.excel\.sheet", "excel-xml"),
    (rb"<\?xml.{0,400}<pkg:package", "word-xml"),
    (rb"<\?xml.{0,400}<w:worddocument", "word-xml"),
    (
        rb"<\?xml.{0,3000}<office:document\b.{0,3000}mimetype=.application/vnd\.oasis\.opendocument\.s",
        "excel-xml",
    ),
    (rb"<\?xml.{0,3000}<office:document\b", "word-xml"),
)
_TEXT_KINDS = tuple((re.compile(pattern, re.I | re.S | re.M), kind) for pattern, kind in _TEXTS)
_HTML = re.compile(
    rb"(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)?"
    rb"<(?:!doctype html|html|head|meta|title|body|table|div|h1|p)\b",
    re.I | re.S,
)
_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def detect_kind(data: bytes) -> str:
    """The kind of file that `data` is, by its content; never raises.

    White space that a mail program put before it does not count.

    Workbooks: xlsx (.xlsm too, also one that turns out damaged), xls (.et too), ods, xlsb, encrypted (an
    office document with a password).  Others: empty, owner, zip, archive (rar, 7z …), docx, html, dlp
    (locked by an office's encryption software), and those whose words `core.text.code` has.
    """
    data = trimmed(data)
    if not data:
        return "empty"
    if data.startswith(b"PK"):
        return _kind_of_zip(data)
    if data.startswith(OLE_MAGIC):
        found = [(at, kind) for name, kind in _STREAMS if (at := _find_stream(data, name)) >= 0]
        # A document may hold a workbook and the other way round; its own streams come first.
        is_encrypted = any(kind == "encrypted" for _, kind in found)
        rest = "xls" if data[_FIRST_SECTOR:].startswith(_BEGIN_OF_BOOK) else "ole"  # cut off before its names
        return "encrypted" if is_encrypted else min(found, default=(0, rest))[1]
    if len(data) == _OWNER_SIZE and 0 < data[0] <= 54 and b"\0" in data:
        return "owner"
    for magic, kind in _MAGIC:
        # Two letters prove nothing: text may begin with BM, a bitmap holds zero bytes.
        if data.startswith(magic) and (magic not in _TWO_LETTERS or _BINARY.search(data, 0, _HEAD)):
            return kind
    head = data[:_HEAD].removeprefix(b"\xef\xbb\xbf").lstrip()
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.decode("utf-16", "ignore").lstrip().encode("utf-8", "ignore")
    if b"E-SafeNet" in head[:64]:
        return "dlp"
    if not _BINARY.search(head):
        found_text = next((kind for pattern, kind in _TEXT_KINDS if pattern.match(head)), None)
        if found_text:
            return found_text
    if _HTML.match(head):
        return "html"
    if _BINARY.search(head):
        return "other"
    return "xml" if head.startswith(b"<?xml") else "text"


def trimmed(data: bytes) -> bytes:
    """`data` without line breaks before the first bytes of a package or an OLE file."""
    own = data.lstrip(b"\r\n\t ")
    return own if own is not data and own.startswith((b"PK\3\4", OLE_MAGIC)) else data


def _find_stream(data: bytes, name: str) -> int:
    """Where an entry of the directory begins with this name, -1 for nowhere.

    Entries are aligned, text is not.
    """
    wanted = re.compile(re.escape(name.encode("utf-16-le") + b"\0\0"), re.I)
    return next((match.start() for match in wanted.finditer(data) if match.start() % _ENTRY == 0), -1)


def _kind_of_zip(data: bytes) -> str:
    """The kind of a file that begins like a zip."""
    try:
        package = Package(data)
        if package.workbook_part():
            return "xlsx"
        mimetype = package.read("mimetype") if "mimetype" in package else b""
        if mimetype.startswith(_SPREADSHEET):
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
    for begin, kind in _MIMETYPES:
        if mimetype.startswith(begin):
            return kind
    for member, kind in _MEMBERS:
        if member in package or (member.endswith("/") and package.has_folder(member)):
            return kind
    is_document = "[content_types].xml" in package or "mimetype" in package
    return "other" if is_document else "zip"
