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
    try:
        for place, value in request.get("put", {}).items():
            put(document, place, value)
        document.calculateAll()
        answer = {place: shown(cell_of(document, place)) for place in request.get("read", [])}
        locks = {
            place: cell_of(document, place).CellProtection.IsLocked for place in request.get("locks", [])
        }
        for target, kind in request.get("save", []):
            document.storeToURL(uno.systemPathToFileUrl(target), (prop("FilterName", FILTERS[kind]),))
        protected = [sheet.Name for sheet in document.Sheets if sheet.isProtected()]
        return {"read": answer, "locks": locks, "protected": protected}
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
