"""Read .xls and .et files (OLE files of BIFF records) with xlrd.

Runs in the child process of ``sandbox.run_in_child("reading.xls.workbook", …)``.  xlrd gives values,
formats, merges and names; `records` the records that it ignores, `ole_properties` the custom properties.
"""

from __future__ import annotations

import struct
from io import BytesIO, StringIO
from typing import Any

from xltool.core.errors import UnreadableFile
from xltool.core.text.catalogue.files import W_DAMAGED
from xltool.core.text.catalogue.sights import W_CIPHER
from xltool.office.detect import OLE_MAGIC
from xltool.office.limits import too_big
from xltool.office.raw import DEFAULT_FORMAT, CellKind, RawCell, RawSheet, RawWorkbook, Run, Visibility
from xltool.reading import decrypt, raw_json
from xltool.reading.limits import MAX_CELLS, MAX_MERGES
from xltool.reading.white_runs import seen_text
from xltool.reading.xls import records, styles
from xltool.reading.xls.ole_properties import custom_properties

_STREAMS = ("Workbook", "Book")  # the second in files of Excel 5 and 95
_VISIBILITIES: dict[int, Visibility] = {1: "hidden", 2: "veryHidden"}
_KINDS: dict[int, CellKind] = {1: "text", 2: "number", 3: "number", 4: "bool", 5: "error"}  # xlrd's types
_APPLICATION = 18  # number of a summary property
_WPS_STREAM, _LIBREOFFICE_USER = "ETExtData", "Calc"


def work(data: bytes, password: str) -> bytes:
    """The workbook, packed by `raw_json`; raises like `read_xls`."""
    return raw_json.pack(read_xls(data, password))


def read_xls(data: bytes, password: str = "") -> RawWorkbook:
    """The workbook stored in `data`, an OLE file or a bare stream of records.

    Numbers are in their shortest form ("12", "0.1").  A formula that cannot be written out is "shared".

    Raises UnreadableFile: ``W-encrypted`` (a password is needed), ``W-password`` (not this one),
    ``W-cipher`` (an unknown encryption), ``W-big`` (too many cells), ``W-damaged``; on broken files
    also what olefile, xlrd and struct raise.
    """
    ole = _open(data)
    stream = _stream(ole) if ole else data
    facts = records.read_globals(stream)
    if facts.encrypted and ole:
        ole = _open(decrypt.work(data, password))
        stream = _stream(ole)
        facts = records.read_globals(stream)
    if facts.encrypted:
        raise UnreadableFile(W_CIPHER)

    import xlrd

    book = xlrd.open_workbook(
        file_contents=stream, formatting_info=True, ragged_rows=True, logfile=StringIO()
    )
    workbook = RawWorkbook(structure_locked=facts.structure_locked, since_1904=bool(book.datemode))
    reader = _SheetReader(book)
    begins = facts.sheets or [0]  # before Excel 5 a file is one sheet
    for begin, source in zip(begins, book.sheets(), strict=True):
        workbook.sheets.append(reader.read(source, records.read_sheet(stream, begin, book)))
    for name in book.name_obj_list:
        # Not Name.area2d(): it prints.  `result` is missing where the text makes no sense.
        if name.scope == -1 and not name.builtin and name.result is not None:
            workbook.names[name.name] = name.result.text
    if ole:
        workbook.properties = _custom_properties(ole)
        workbook.saved_by = _saved_by(ole, facts.user)
    return workbook


class _SheetReader:
    """Reads sheet after sheet; the limit on cells holds for all of them together."""

    def __init__(self, book: Any) -> None:
        from xlrd import error_text_from_code

        self._errors: dict[int, str] = error_text_from_code
        self._cells_left = MAX_CELLS
        self._book = book
        self._formats = [styles.cell_format(book, xf) for xf in book.xf_list]

    def read(self, source: Any, ignored: records.SheetRecords) -> RawSheet:
        """One sheet, from xlrd's `source` and from the records that xlrd ignores."""
        sheet = RawSheet(source.name, _VISIBILITIES.get(source.visibility, "visible"), ignored.protected)
        formulas, rich = dict(ignored.formulas), source.rich_text_runlist_map
        for row in range(source.nrows):
            for column, (type_, value) in enumerate(
                zip(source.row_types(row), source.row_values(row), strict=True)
            ):
                formula = formulas.pop((row, column), None)
                style = self._formats[source.cell_xf_index(row, column)] if type_ else DEFAULT_FORMAT
                kind = _KINDS.get(type_, "number")  # others are blank: 0 was not stored, 6 has only a format
                if type_ not in _KINDS and formula is None and style.locked:
                    continue
                content = self._content(kind, value) if type_ in _KINDS else None
                self._count()
                runs: tuple[Run, ...] = ()
                unseen = style.unseen
                if kind == "text" and content and (row, column) in rich:
                    written = styles.runs(self._book, content, rich[row, column])
                    content, runs, unseen = seen_text(content, written, style)
                elif style.look and content:
                    runs = ((content, style.look),)
                sheet.cells[row, column] = RawCell(
                    kind, content, formula, style.locked, style.date, runs, style.code, unseen
                )
        for spot, formula in formulas.items():
            self._count()
            sheet.cells[spot] = RawCell("number", None, formula)
        sheet.merges = [
            (top, left, bottom - 1, right - 1)
            for top, bottom, left, right in source.merged_cells[:MAX_MERGES]
        ]
        sheet.validated = ignored.validated[:MAX_MERGES]
        sheet.hidden = styles.hidden(source)[:MAX_MERGES]
        return sheet

    def _count(self) -> None:
        self._cells_left -= 1
        if self._cells_left < 0:
            raise too_big("cells", MAX_CELLS + 1, MAX_CELLS)

    def _content(self, kind: CellKind, value: Any) -> str:
        if kind == "text":
            return str(value)
        if kind == "error":
            return self._errors.get(value, f"#{value}")
        if kind == "bool":
            return "1" if value else "0"
        return repr(float(value)).removesuffix(".0")


def _open(data: bytes) -> Any:
    """The OLE file, or None for a bare stream."""
    from olefile import OleFileIO

    return OleFileIO(BytesIO(data)) if data.startswith(OLE_MAGIC) else None


def _stream(ole: Any) -> bytes:
    name = next((name for name in _STREAMS if ole.exists(name)), None)
    if name is None:
        raise UnreadableFile(W_DAMAGED)
    content: bytes = ole.openstream(name).read()
    return content


def _custom_properties(ole: Any) -> dict[str, str]:
    name = "\x05DocumentSummaryInformation"
    try:
        return custom_properties(ole.openstream(name).read()) if ole.exists(name) else {}
    except (struct.error, LookupError, ValueError, OSError):
        return {}  # as in .xlsx, damage in them does not stop reading


def _saved_by(ole: Any, user: str) -> str:
    """The program that saved the file last.

    WPS adds a stream that other programs drop; LibreOffice gives itself as the user and names no program.
    """
    try:
        application = ole.getproperties("\x05SummaryInformation").get(_APPLICATION) or b""
    except Exception:  # olefile raises anything on broken files
        application = b""
    text = application.decode("latin-1") if isinstance(application, bytes) else str(application)
    if ole.exists(_WPS_STREAM) or text.startswith("WPS"):
        return "wps"
    if not text and user == _LIBREOFFICE_USER:
        return "libreoffice"
    return "excel" if text.startswith("Microsoft") else "other"
