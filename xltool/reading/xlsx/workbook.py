"""Read .xlsx and .xlsm files of any program, in one bounded pass over each part.

Only what `RawWorkbook` holds is looked at: of the styles locks, number formats and what hides a figure; not
pictures, dimensions or links.  What Excel, WPS and LibreOffice write differently (prefixes,
Strict namespaces, missing cell references, absolute targets) is accepted; what only an attacker
writes is refused.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TypeVar

from xltool.core.errors import UnreadableFile
from xltool.core.text.catalogue.files import W_DAMAGED, W_HOSTILE, W_NOT_WORKBOOK
from xltool.core.text.catalogue.sights import W_BIG
from xltool.office.detect import detect_kind
from xltool.office.limits import too_big
from xltool.office.package import Package, parse_xml
from xltool.office.raw import CellFormat, RawSheet, RawWorkbook, Visibility
from xltool.reading.limits import MAX_SHEETS
from xltool.reading.xlsx.escapes import unescape
from xltool.reading.xlsx.shared_strings import read_strings
from xltool.reading.xlsx.sheet import SheetReader
from xltool.reading.xlsx.styles import read_formats, theme_colours
from xltool.reading.xlsx.xlsx_pieces import LONGEST, OddError, cut, remembered

_TRUE = ("1", "true")
_VISIBILITIES: dict[str | None, Visibility] = {"hidden": "hidden", "veryHidden": "veryHidden"}
_RESERVED = "_xlnm."  # names the programs make themselves: print areas, filters

_VERSION_KEYS = ("appName", "lastEdited", "lowestEdited", "rupBuild")
_WPS_VERSION = ("xl", "3", "5", "9302")
_XLSXWRITER_VERSION = ("xl", "4", "4", "4505")
_EXCEL_NAMES = ("Microsoft Excel", "Microsoft Macintosh Excel")

_Result = TypeVar("_Result")


def read_xlsx(data: bytes) -> RawWorkbook:
    """The workbook stored in `data`.

    The text of a number cell is always a number: a cell that claims to be one and holds other text
    is a text cell.  Booleans are "0" or "1".  ISO dates (type "d") are text.  A cell that shares
    another one's formula has it written out, or the word "shared" where that is not simple.

    Raises only `UnreadableFile`: ``W-not-workbook`` (kind: what `detect_kind` says), ``W-encrypted`` (a
    part), ``W-damaged`` (cut, broken, a part missing), ``W-big`` (over a limit), ``W-hostile`` (document type
    declaration, sizes that lie, ambiguous names, cells outside the grid).
    """
    if not data.startswith(b"PK"):
        raise UnreadableFile(W_NOT_WORKBOOK, kind=detect_kind(data))
    package = Package(data)
    part = package.workbook_part()
    if part is None:
        kind = detect_kind(data)
        raise UnreadableFile(W_DAMAGED) if kind == "xlsx" else UnreadableFile(W_NOT_WORKBOOK, kind=kind)
    return _read_workbook(package, part)


def _read_workbook(package: Package, part: str) -> RawWorkbook:
    head = _read_head(package.read(part))
    workbook = head.workbook
    relationships = package.relationships(part)
    part_of = dict(relationships.values())
    strings = read_strings(package.read(part_of["sharedStrings"])) if "sharedStrings" in part_of else []
    reader = SheetReader(strings, _read_formats(package, part_of))
    for sheet, sheet_id in zip(workbook.sheets, head.sheet_ids, strict=True):
        if sheet_id not in relationships:
            raise UnreadableFile(W_DAMAGED)
        sheet.part = relationships[sheet_id].target
        reader.read(package.read(sheet.part), sheet)

    folders = (("macros", "xl/vbaproject.bin"), ("links", "xl/externallinks/"))
    workbook.extras = tuple(what for what, prefix in folders if package.has_folder(prefix))
    workbook.properties = _optional(package, "docprops/custom.xml", _read_properties, {})
    application = _optional(package, "docprops/app.xml", _read_application, "")
    workbook.saved_by = _saved_by(head.version, application, workbook.properties)
    return workbook


def _read_formats(package: Package, part_of: dict[str, str]) -> dict[str, CellFormat]:
    def theme() -> tuple[str, ...]:
        nothing: tuple[str, ...] = ()
        return _optional(package, part_of.get("theme", ""), theme_colours, nothing)

    none: dict[str, CellFormat] = {}
    return _optional(package, part_of.get("styles", ""), lambda xml: read_formats(xml, theme), none)


def _read_head(xml: bytes) -> _WorkbookPass:
    """What the workbook part says: its sheets (still without cells), names, protection and version."""
    head = _WorkbookPass()
    try:
        skeleton, pieces = cut(xml, "<definedName ", "</definedName>")
        names = [pair for piece in pieces if (pair := _name(piece))]
        parse_xml(skeleton.encode(), head.start, head.end, head.text)
        head.workbook.names |= dict(names)
    except (ValueError, LookupError, UnreadableFile):
        head = _WorkbookPass()
        parse_xml(xml, head.start, head.end, head.text)
    if not head.workbook.sheets:
        raise UnreadableFile(W_DAMAGED)
    if len(head.workbook.sheets) > MAX_SHEETS:
        raise too_big("sheets", len(head.workbook.sheets), MAX_SHEETS)
    return head


class _WorkbookPass:
    """The handlers for the workbook part; `workbook`, `sheet_ids` and `version` are what they find."""

    def __init__(self) -> None:
        self.workbook = RawWorkbook()
        self.sheet_ids: list[str] = []  # the relationship of each sheet to its part
        self.version: tuple[str | None, ...] = ()
        self._name = ""  # of the workbook-wide defined name being read
        self._chunks: list[str] = []
        self.text = self._chunks.append

    def start(self, tag: str, attrs: dict[str, str]) -> None:
        """An element begins."""
        if tag == "sheet":
            visibility = _VISIBILITIES.get(attrs.get("state"), "visible")
            self.workbook.sheets.append(RawSheet(attrs.get("name", ""), visibility))
            # The relationship id is the one attribute "id" with a prefix, whichever prefix it is.
            self.sheet_ids.append(next((value for key, value in attrs.items() if key.endswith(":id")), ""))
        elif tag == "definedName":
            self._chunks.clear()
            self._name = "" if "localSheetId" in attrs else attrs.get("name", "")
        elif tag == "workbookPr":
            self.workbook.since_1904 = attrs.get("date1904") in _TRUE
        elif tag == "workbookProtection":
            self.workbook.structure_locked = attrs.get("lockStructure") in _TRUE
        elif tag == "fileVersion":
            self.version = tuple(map(attrs.get, _VERSION_KEYS))

    def end(self, tag: str) -> None:
        """An element ends."""
        if tag == "definedName" and self._name and not self._name.lower().startswith(_RESERVED):
            self.workbook.names[self._name] = "".join(self._chunks).strip().removeprefix("=")


def _optional(package: Package, part: str, parse: Callable[[bytes], _Result], fallback: _Result) -> _Result:
    """What `parse` makes of a part whose damage or absence must not stop reading; attacks do."""
    try:
        return parse(package.read(part)) if part in package else fallback
    except UnreadableFile as error:
        if error.code in (W_HOSTILE, W_BIG):
            raise
        return fallback


@remembered(LONGEST)
def _name(piece: str) -> tuple[str, str] | None:
    """A defined name of the whole workbook and what it stands for; None for a sheet's or a reserved name."""
    name = ""
    chunks: list[str] = []

    def start(tag: str, attrs: dict[str, str]) -> None:
        nonlocal name
        if tag != "definedName":
            raise OddError
        name = "" if "localSheetId" in attrs else attrs.get("name", "")

    parse_xml(piece.encode(), start, None, chunks.append)
    if not name or name.lower().startswith(_RESERVED):
        return None
    return name, "".join(chunks).strip().removeprefix("=")


def _read_properties(xml: bytes) -> dict[str, str]:
    properties: dict[str, str] = {}
    chunks: list[str] = []
    name = ""

    def start(tag: str, attrs: dict[str, str]) -> None:
        nonlocal name
        chunks.clear()
        if tag == "property":
            name = attrs.get("name", "")

    def end(tag: str) -> None:
        # The value is the only child; its own end comes before the one of its property.
        if tag == "property":
            properties[name] = unescape("".join(chunks).strip())

    parse_xml(xml, start, end, chunks.append)
    return properties


@lru_cache(maxsize=16)
def _read_application(xml: bytes) -> str:
    applications: list[str] = []
    chunks: list[str] = []

    def end(tag: str) -> None:
        if tag == "Application":
            applications.append("".join(chunks).strip())

    parse_xml(xml, lambda tag, attrs: chunks.clear(), end, chunks.append)
    return applications[0] if applications else ""


def _saved_by(version: tuple[str | None, ...], application: str, properties: dict[str, str]) -> str:
    """The program that saved the file last.

    WPS keeps the application it found and others keep the stamp of WPS, so neither alone proves anything.
    """
    if version == _WPS_VERSION and ("KSOProductBuildVer" in properties or "WPS" in application):
        return "wps"
    if application.startswith("LibreOffice"):
        return "libreoffice"
    if version == _XLSXWRITER_VERSION:
        return "xltool" if any(name.startswith("xltool") for name in properties) else "other"
    if version[:1] == ("xl",) and version != _WPS_VERSION and application in _EXCEL_NAMES:
        return "excel"
    return "other"
