"""What a file is by its content; its name is never asked."""

from __future__ import annotations

import re

from xltool.workbook.package import Package
from xltool.workbook.raw import UnreadableError

OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OWNER_SIZE = 165  # what Excel and WPS leave beside an open workbook, "~$name.xlsx"
_HEAD = 4096

_MAGIC = (
    (b"%PDF", "pdf"),
    (OLE_MAGIC, "ole"),
    (b"Rar!", "zip"),
    (b"7z\xbc\xaf\x27\x1c", "zip"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"BM", "image"),
    (b"II*\0", "image"),
    (b"MM\0*", "image"),
)
_HTML = re.compile(
    rb"(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)?(?:<!doctype html|<html|<table|mime-version:)", re.I | re.S
)
_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def sniff(data: bytes) -> str:
    """One of xlsx, empty, pdf, ole, html, text, image, owner, docx, zip, other; never raises.

    "xlsx" is any package with an XML workbook in it (.xlsm too), also one that turns out damaged;
    "zip" any archive (rar and 7z too); "other" includes .ods, .xlsb, slides and files encrypted by
    office software.
    """
    if not data:
        return "empty"
    if data.startswith(b"PK"):
        return _sniff_zip(data)
    if len(data) == _OWNER_SIZE and 0 < data[0] <= 54 and b"\0" in data:
        return "owner"
    for magic, kind in _MAGIC:
        # Two letters prove nothing: text may begin with BM, a bitmap holds zero bytes.
        if data.startswith(magic) and (magic != b"BM" or _BINARY.search(data, 0, _HEAD)):
            return kind
    head = data[:_HEAD].removeprefix(b"\xef\xbb\xbf").lstrip()
    if _HTML.match(head):
        return "html"
    is_utf16 = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    looks_encrypted = head.startswith(b"%TSD-Header")
    is_spreadsheet_2003 = b"mso-application" in head
    if looks_encrypted or is_spreadsheet_2003 or (_BINARY.search(head) and not is_utf16):
        return "other"
    return "text"


def _sniff_zip(data: bytes) -> str:
    try:
        package = Package(data)
        if package.workbook_part():
            return "xlsx"
    except UnreadableError:
        # The directory is gone, but the names stand before each member as well.
        return "xlsx" if re.search(rb"workbook\.xml", data, re.I) else "zip"
    if package.has_folder("word/"):
        return "docx"
    if package.has_folder("xl/") and "xl/workbook.bin" not in package:
        return "xlsx"  # its workbook part is missing
    is_document = "[content_types].xml" in package or "mimetype" in package
    return "other" if is_document else "zip"
