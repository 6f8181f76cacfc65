"""Runs inside the system Python that has `uno`: does what `office.py` asks, one JSON line each.

Kept apart because LibreOffice's bridge lives in the distribution's Python, not in ours.
"""

import json
import sys
import time
import traceback

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException
from com.sun.star.util import MalformedNumberFormatException

FILTERS = {"xlsx": "Calc MS Excel 2007 XML", "xls": "MS Excel 97", "ods": "calc8"}


def connect(pipe):
    context = uno.getComponentContext()
    resolver = context.ServiceManager.createInstance("com.sun.star.bridge.UnoUrlResolver")
    for _ in range(240):
        try:
            remote = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            return remote
        except NoConnectException:
            time.sleep(0.25)
    raise SystemExit("no office")


def prop(name, value):
    return PropertyValue(Name=name, Value=value)


def cell_of(document, place):
    sheet, _, spot = place.rpartition("!")
    return document.Sheets.getByName(sheet).getCellRangeByName(spot)


def put(document, place, value):
    cell = cell_of(document, place)
    if value is None:
        cell.setString("")
    elif isinstance(value, str):
        cell.setString(value)
    else:
        cell.setValue(value)


def area(document, place):
    sheet, _, spot = place.rpartition("!")
    return document.Sheets.getByName(sheet).getCellRangeByName(spot)


class Damage:
    """What people do to a workbook, each by its name; a place is `sheet!A1:B2`."""

    def __init__(self, remote, document):
        self.remote, self.document = remote, document
        self.malformed = []  # number formats that this program does not take

    def unprotect(self):
        self.document.unprotect("")
        for sheet in self.document.Sheets:
            sheet.unprotect("")

    def type(self, place, text):
        """As typed at the keyboard: figures, dates and formulas are recognised."""
        area(self.document, place).getCellByPosition(0, 0).setFormula(text)

    def text(self, place, text):
        area(self.document, place).getCellByPosition(0, 0).setString(text)

    def date_format(self, place):
        formats = self.document.NumberFormats
        locale = uno.createUnoStruct("com.sun.star.lang.Locale")
        key = formats.queryKey("YYYY-MM-DD", locale, False)
        area(self.document, place).NumberFormat = key if key >= 0 else formats.addNew("YYYY-MM-DD", locale)

    def number_format(self, place, code):
        """A number format in the codes of an English program."""
        formats = self.document.NumberFormats
        locale = uno.createUnoStruct("com.sun.star.lang.Locale", "en", "US", "")
        key = formats.queryKey(code, locale, False)
        try:
            area(self.document, place).NumberFormat = key if key >= 0 else formats.addNew(code, locale)
        except MalformedNumberFormatException:
            self.malformed.append(code)

    def run(self, place, begin, end, name, value):
        """A property of the characters from `begin` to `end`."""
        cursor = area(self.document, place).getCellByPosition(0, 0).createTextCursor()
        cursor.gotoStart(False)
        cursor.goRight(begin, False)
        cursor.goRight(end - begin, True)
        cursor.setPropertyValue(name, value)

    def look(self, place, name, value):
        """A property of whole cells."""
        area(self.document, place).setPropertyValue(name, value)

    def hide_column(self, sheet, column):
        self.document.Sheets.getByName(sheet).Columns.getByIndex(column).IsVisible = False

    def hide_sheet(self, sheet):
        self.document.Sheets.getByName(sheet).IsVisible = False

    def insert_rows(self, sheet, row, count):
        self.document.Sheets.getByName(sheet).Rows.insertByIndex(row, count)

    def insert_columns(self, sheet, column, count):
        self.document.Sheets.getByName(sheet).Columns.insertByIndex(column, count)

    def delete_rows(self, sheet, row, count):
        self.document.Sheets.getByName(sheet).Rows.removeByIndex(row, count)

    def delete_columns(self, sheet, column, count):
        self.document.Sheets.getByName(sheet).Columns.removeByIndex(column, count)

    def hide_row(self, sheet, row):
        self.document.Sheets.getByName(sheet).Rows.getByIndex(row).IsVisible = False

    def rename(self, sheet, name):
        self.document.Sheets.getByName(sheet).Name = name

    def move_sheet(self, sheet, position):
        self.document.Sheets.moveByName(sheet, position)

    def copy_sheet(self, sheet, name):
        self.document.Sheets.copyByName(sheet, name, self.document.Sheets.Count)

    def remove_sheet(self, sheet):
        self.document.Sheets.removeByName(sheet)

    def merge(self, place):
        area(self.document, place).merge(True)

    def unmerge(self, place):
        area(self.document, place).merge(False)

    def cut(self, source, target):
        source, target = area(self.document, source), area(self.document, target)
        source.Spreadsheet.moveRange(target.getCellByPosition(0, 0).CellAddress, source.RangeAddress)

    def paste(self, source, target):
        source, target = area(self.document, source), area(self.document, target)
        target.Spreadsheet.copyRange(target.getCellByPosition(0, 0).CellAddress, source.RangeAddress)

    def remove_names(self):
        for name in self.document.NamedRanges.ElementNames:
            self.document.NamedRanges.removeByName(name)

    def comment(self, place, text):
        spot = area(self.document, place).getCellByPosition(0, 0)
        spot.Spreadsheet.Annotations.insertNew(spot.CellAddress, text)

    def new_workbook(self, sheets):
        """Whole sheets copied into a new workbook."""
        desktop = self.remote.ServiceManager.createInstanceWithContext(
            "com.sun.star.frame.Desktop", self.remote
        )
        new = desktop.loadComponentFromURL("private:factory/scalc", "_blank", 0, (prop("Hidden", True),))
        empty = new.Sheets.ElementNames
        for sheet in sheets:
            new.Sheets.importSheet(self.document, sheet, new.Sheets.Count)
        for name in empty:
            new.Sheets.removeByName(name)
        self.document.close(True)
        self.document = new

    def one_sheet(self, sheets):
        """The cells of several sheets pasted below each other on one sheet of a new workbook."""
        self.new_workbook(sheets)
        self.remove_names()
        self.unprotect()
        first, top = self.document.Sheets.getByName(sheets[0]), 0
        for name in sheets:
            sheet = self.document.Sheets.getByName(name)
            cursor = sheet.createCursor()
            cursor.gotoEndOfUsedArea(False)
            used = sheet.getCellRangeByPosition(
                0, 0, cursor.RangeAddress.EndColumn, cursor.RangeAddress.EndRow
            )
            if name != sheets[0]:
                first.copyRange(first.getCellByPosition(0, top).CellAddress, used.RangeAddress)
                self.document.Sheets.removeByName(name)
            top += used.RangeAddress.EndRow + 3


def shown(cell):
    kind = cell.getType().value
    if kind == "FORMULA":
        if cell.getError():
            return {"error": cell.getError()}
        return cell.getString() if cell.FormulaResultType2 == 2 else cell.getValue()
    return cell.getValue() if kind == "VALUE" else cell.getString() if kind == "TEXT" else None


def handle(remote, request):
    desktop = remote.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", remote)
    url = uno.systemPathToFileUrl(request["open"])
    document = desktop.loadComponentFromURL(url, "_blank", 0, (prop("Hidden", True),))
    if document is None:
        raise RuntimeError("not loaded")
    try:
        damage = Damage(remote, document)
        for name, *arguments in request.get("do", []):
            getattr(damage, name)(*arguments)
        document = damage.document
        for place, value in request.get("put", {}).items():
            put(document, place, value)
        document.calculateAll()
        texts = {place: cell_of(document, place).getString() for place in request.get("texts", [])}
        answer = {place: shown(cell_of(document, place)) for place in request.get("read", [])}
        locks = {
            place: cell_of(document, place).CellProtection.IsLocked for place in request.get("locks", [])
        }
        for target, kind, *password in request.get("save", []):
            how = [prop("FilterName", FILTERS[kind]), *(prop("Password", word) for word in password)]
            document.storeToURL(uno.systemPathToFileUrl(target), tuple(how))
        protected = [sheet.Name for sheet in document.Sheets if sheet.isProtected()]
        return {
            "read": answer,
            "locks": locks,
            "protected": protected,
            "texts": texts,
            "malformed": damage.malformed,
        }
    finally:
        document.close(True)


def main():
    remote = connect(sys.argv[1])
    for line in sys.stdin:
        try:
            print(json.dumps(handle(remote, json.loads(line))), flush=True)
        except Exception:
            print(json.dumps({"failed": traceback.format_exc()}), flush=True)


main()
