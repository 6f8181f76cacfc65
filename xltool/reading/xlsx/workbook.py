"""Read .xlsx and .xlsm, whoever saved them, in one bounded pass over each part.

Only what `RawWorkbook` holds is looked at: of the styles the locked flag and date formats, no
pictures, no dimensions, no links.  What Excel, WPS and LibreOffice write differently (prefixes,
Strict namespaces, missing cell references, absolute targets) is accepted; what only an attacker
writes is refused.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TypeVar

from xltool.core.errors import UnreadableFile
from xltool.core.text.catalogue.files import W_DAMAGED, W_HOSTILE, W_NOT_WORKBOOK
from xltool.office.detect import sniff
from xltool.office.number_format import DATE_IDS, is_date_format
from xltool.office.package import MEGABYTE, Package, parse_xml
from xltool.office.raw import RawSheet, RawWorkbook, Visibility
from xltool.reading.xlsx.sheet import Format, SheetReader, unescape
from xltool.reading.xlsx.xlsx_pieces import LONGEST, OddError, cut, remembered

_MAX_SHEETS = 200
MAX_STRINGS = 100_000

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

    Raises only `UnreadableFile`: ``W-not-workbook`` (kind: what `sniff` says), ``W-encrypted`` (a
    part), ``W-damaged`` (cut, broken, a part missing), ``W-hostile`` (over a limit, document type
    declaration, sizes that lie, ambiguous names, cells outside the grid).
    """
    if not data.startswith(b"PK"):
        raise UnreadableFile(W_NOT_WORKBOOK, kind=sniff(data))
    package = Package(data)
    part = package.workbook_part()
    if part is None:
        kind = sniff(data)
        raise UnreadableFile(W_DAMAGED) if kind == "xlsx" else UnreadableFile(W_NOT_WORKBOOK, kind=kind)
    return _read_workbook(package, part)


def _read_workbook(package: Package, part: str) -> RawWorkbook:
    workbook = RawWorkbook()
    sheet_ids: list[str] = []
    version: tuple[str | None, ...] = ()
    name = ""  # of the workbook-wide defined name being read
    chunks: list[str] = []

    def start(tag: str, attrs: dict[str, str]) -> None:
        nonlocal name, version
        if tag == "sheet":
            visibility = _VISIBILITIES.get(attrs.get("state"), "visible")
            workbook.sheets.append(RawSheet(attrs.get("name", ""), visibility))
            # The relationship id is the one attribute "id" with a prefix, whichever prefix it is.
            sheet_ids.append(next((value for key, value in attrs.items() if key.endswith(":id")), ""))
        elif tag == "definedName":
            chunks.clear()
            name = "" if "localSheetId" in attrs else attrs.get("name", "")
        elif tag == "workbookProtection":
            workbook.structure_locked = attrs.get("lockStructure") in _TRUE
        elif tag == "fileVersion":
            version = tuple(map(attrs.get, _VERSION_KEYS))

    def end(tag: str) -> None:
        if tag == "definedName" and name and not name.lower().startswith(_RESERVED):
            workbook.names[name] = "".join(chunks).strip().removeprefix("=")

    xml = package.read(part)
    try:
        skeleton, pieces = cut(xml, "<definedName ", "</definedName>")
        names = [pair for piece in pieces if (pair := _name(piece))]
        parse_xml(skeleton.encode(), start, end, chunks.append)
        workbook.names |= dict(names)
    except (ValueError, LookupError, UnreadableFile):
        workbook = RawWorkbook()
        sheet_ids.clear()
        parse_xml(xml, start, end, chunks.append)
    if not workbook.sheets:
        raise UnreadableFile(W_DAMAGED)
    if len(workbook.sheets) > _MAX_SHEETS:
        raise UnreadableFile(W_HOSTILE)

    relationships = package.relationships(part)
    part_of = dict(relationships.values())
    strings = _read_strings(package.read(part_of["sharedStrings"])) if "sharedStrings" in part_of else []
    reader = SheetReader(strings, _optional(package, part_of.get("styles", ""), _read_formats, {}))
    for sheet, sheet_id in zip(workbook.sheets, sheet_ids, strict=True):
        if sheet_id not in relationships:
            raise UnreadableFile(W_DAMAGED)
        reader.read(package.read(relationships[sheet_id].target), sheet)

    folders = (("macros", "xl/vbaproject.bin"), ("links", "xl/externallinks/"))
    workbook.extras = tuple(what for what, prefix in folders if package.has_folder(prefix))
    workbook.properties = _optional(package, "docprops/custom.xml", _read_properties, {})
    application = _optional(package, "docprops/app.xml", _read_application, "")
    workbook.saved_by = _saved_by(version, application, workbook.properties)
    return workbook


def _optional(package: Package, part: str, parse: Callable[[bytes], _Result], fallback: _Result) -> _Result:
    """What `parse` makes of a part whose damage or absence must not stop reading; attacks do."""
    try:
        return parse(package.read(part)) if part in package else fallback
    except UnreadableFile as error:
        if error.code == W_HOSTILE:
            raise
        return fallback


@remembered(LONGEST)
def _name(piece: str) -> tuple[str, str] | None:
    """A defined name of the whole workbook and its text; None for another."""
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


def _read_strings(xml: bytes) -> list[str]:
    try:
        skeleton, pieces = cut(xml, "<si>", "</si>")
        if _parse_strings(skeleton.encode()) or len(pieces) > MAX_STRINGS:
            raise OddError
        return [_string(piece) for piece in pieces]
    except (ValueError, LookupError, UnreadableFile):
        return _parse_strings(xml)


@remembered(LONGEST)
def _string(piece: str) -> str:
    (string,) = _parse_strings(piece.encode())
    return string


def _parse_strings(xml: bytes) -> list[str]:
    strings: list[str] = []
    runs: list[str] = []
    chunks: list[str] = []
    is_phonetic = False

    def start(tag: str, attrs: dict[str, str]) -> None:
        nonlocal is_phonetic
        if tag == "t":
            chunks.clear()
        elif tag == "si":
            runs.clear()
        elif tag == "rPh":
            is_phonetic = True

    def end(tag: str) -> None:
        nonlocal is_phonetic
        if tag == "t":
            if not is_phonetic:
                runs.append("".join(chunks))
        elif tag == "si":
            if len(strings) == MAX_STRINGS:
                raise UnreadableFile(W_HOSTILE)
            strings.append(unescape("".join(runs)))
        elif tag == "rPh":
            is_phonetic = False

    parse_xml(xml, start, end, chunks.append)
    return strings


def _read_formats(xml: bytes) -> dict[str, Format]:
    # A batch of returns shares a few style parts, so remembering them saves a good part of the time.
    return _parse_formats(xml) if len(xml) < MEGABYTE else _parse_formats.__wrapped__(xml)


@lru_cache(maxsize=16)
def _parse_formats(xml: bytes) -> dict[str, Format]:
    """(locked, date) by the text of the style number as cells write it."""
    date_ids = {str(number) for number in DATE_IDS}
    formats: list[Format] = []
    is_cell_format = False

    def start(tag: str, attrs: dict[str, str]) -> None:
        nonlocal is_cell_format
        if tag == "numFmt":
            if is_date_format(attrs.get("formatCode", "")):
                date_ids.add(attrs.get("numFmtId", ""))
        elif tag == "cellXfs":
            is_cell_format = True
        elif is_cell_format and tag == "xf":
            formats.append((True, attrs.get("numFmtId") in date_ids))
        elif is_cell_format and tag == "protection" and formats:
            formats[-1] = (attrs.get("locked") not in ("0", "false"), formats[-1][1])

    def end(tag: str) -> None:
        nonlocal is_cell_format
        if tag == "cellXfs":
            is_cell_format = False

    parse_xml(xml, start, end)
    return {str(number): format_ for number, format_ in enumerate(formats)}


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
    found: list[str] = []
    chunks: list[str] = []

    def end(tag: str) -> None:
        if tag == "Application":
            found.append("".join(chunks).strip())

    parse_xml(xml, lambda tag, attrs: chunks.clear(), end, chunks.append)
    return found[0] if found else ""


def _saved_by(version: tuple[str | None, ...], application: str, properties: dict[str, str]) -> str:
    """The program that saved last; WPS keeps the application it found and others keep WPS's stamp,
    so neither alone proves anything.
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
