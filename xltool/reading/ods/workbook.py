"""Read OpenDocument spreadsheets (.ods) within the same bounds as .xlsx."""

from __future__ import annotations

from xltool.core.errors import UnreadableFile
from xltool.core.text.catalogue.files import W_DAMAGED, W_HOSTILE
from xltool.office.package import Package, parse_xml
from xltool.office.raw import RawWorkbook
from xltool.reading.ods.content import ContentReader
from xltool.reading.ods.decrypt import OpenedParts
from xltool.reading.ods.styles import Styles

CONTENT = "content.xml"
_PROGRAMS = {"LibreOffice": "libreoffice", "MicrosoftOffice": "excel", "WPS": "wps", "Kingsoft": "wps"}


def read_ods(data: bytes, password: str = "") -> RawWorkbook:
    """The workbook stored in `data`.

    Prefixes of elements are those that every known program writes (``table:``, ``style:`` …).
    Dates are numbers as in other files; OpenDocument knows no very hidden sheets.

    Raises only UnreadableFile: ``W-encrypted`` (a password is needed), ``W-password`` (not this one),
    ``W-cipher`` (an unknown encryption), ``W-damaged``, ``W-hostile`` (over a limit).
    """
    package = Package(data)
    parts = OpenedParts(package, password)
    workbook, styles = RawWorkbook(), Styles()
    if "styles.xml" in package:
        parse_xml(parts.read("styles.xml"), styles.start)
    content = ContentReader(workbook, styles)
    parse_xml(parts.read(CONTENT), content.start, content.end, content.text)
    if not workbook.sheets:
        raise UnreadableFile(W_DAMAGED)
    if "meta.xml" in package:
        try:
            _read_meta(parts.read("meta.xml"), workbook)
        except UnreadableFile as error:
            if error.code == W_HOSTILE:
                raise
    return workbook


def _read_meta(xml: bytes, workbook: RawWorkbook) -> None:
    chunks: list[str] = []
    name = ""

    def start(tag: str, attrs: dict[str, str]) -> None:
        nonlocal name
        chunks.clear()
        name = attrs.get("meta:name", "")

    def end(tag: str) -> None:
        text = "".join(chunks).strip()
        if tag == "meta:user-defined":
            workbook.properties[name] = text
        elif tag == "meta:generator":
            programs = (program for start, program in _PROGRAMS.items() if text.startswith(start))
            workbook.saved_by = next(programs, "other")

    parse_xml(xml, start, end, chunks.append)
    workbook.saved_by = workbook.saved_by or "other"
