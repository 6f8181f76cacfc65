"""Put numbers into cells of a worksheet part and leave every other byte of it as it is.

Works on the text of the part, which the bounded reader has taken before: what no program of ours understands
(drawings, extension lists, other programs' own elements) stays where it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from xltool.core.form.a1 import a1, column_number

_KEEP = "keep"
_Place = tuple[int, int]  # row, column
_Row = dict[int, str | None]  # column → figure

_DATA = re.compile(r"(?s)<((?:\w+:)?)sheetData\b[^>]*>(.*)</\1sheetData>")
_ROW = re.compile(r"(?s)<((?:\w+:)?)row\b((?:\"[^\"]*\"|'[^']*'|[^>\"'])*?)(?:/>|>(.*?)</\1row>)")
_CELL = re.compile(r"(?s)<((?:\w+:)?)c\b((?:\"[^\"]*\"|'[^']*'|[^>\"'])*?)(?:/>|>(.*?)</\1c>)")
_FORMULA = re.compile(r"(?s)<(?:\w+:)?f\b(?:[^>]*/>|.*?</(?:\w+:)?f>)")
_REFERENCE = re.compile(r"""\br\s*=\s*["']\$?([A-Za-z]*)\$?(\d+)["']""")
_TYPE = re.compile(r"""\s+t\s*=\s*(?:"[^"]*"|'[^']*')""")
_CALCULATION = re.compile(r"<((?:\w+:)?)calcPr\b([^>]*?)/?>")
_ON_LOAD = re.compile(r"""\s+fullCalcOnLoad\s*=\s*(?:"[^"]*"|'[^']*')""")
_BEFORE_CALCULATION = re.compile(
    r"</((?:\w+:)?)(?:definedNames|externalReferences|functionGroups|sheets)>|<((?:\w+:)?)definedNames\s*/>"
)


def patch_cells(xml: bytes, figures: Mapping[_Place, str | None], results: Mapping[_Place, str]) -> bytes:
    """The part with `figures` in its cells (None: blank) and `results` as what its formulas gave last.

    A cell with a formula keeps it and takes no figure.  Raises ValueError for a part without rows.
    """
    text = xml.decode("utf-8-sig")
    data = _DATA.search(text)
    if data is None:
        raise ValueError("sheetData")
    rows = _by_row(figures), _by_row(results)
    made = "".join(_rows(data[2], data[1], *rows))
    mark = b"\xef\xbb\xbf" if xml.startswith(b"\xef\xbb\xbf") else b""
    return mark + (text[: data.start(2)] + made + text[data.end(2) :]).encode()


def recalculated(xml: bytes) -> bytes:
    """The workbook part asking for every formula to be calculated when it is opened."""
    text = xml.decode("utf-8-sig")
    calculation = _CALCULATION.search(text)
    if calculation:
        attributes = _ON_LOAD.sub("", calculation[2])
        made = f'<{calculation[1]}calcPr{attributes} fullCalcOnLoad="1"'
        end = "/>" if calculation[0].endswith("/>") else ">"
        return (text[: calculation.start()] + made + end + text[calculation.end() :]).encode()
    *_, last = _BEFORE_CALCULATION.finditer(text)
    made = f'<{last[1] or last[2] or ""}calcPr fullCalcOnLoad="1"/>'
    return (text[: last.end()] + made + text[last.end() :]).encode()


def _by_row(cells: Mapping[_Place, str | None]) -> dict[int, _Row]:
    rows: dict[int, _Row] = {}
    for (row, column), figure in cells.items():
        rows.setdefault(row, {})[column] = figure
    return rows


def _rows(
    text: str,
    prefix: str,
    figures: dict[int, dict[int, str | None]],
    results: dict[int, dict[int, str | None]],
) -> Iterator[str]:
    """The pieces of the rows in their order, rows that are not there put in where they belong."""
    done, number = 0, -1
    for row in _ROW.finditer(text):
        reference = _REFERENCE.search(row[2])
        number = int(reference[2]) - 1 if reference else number + 1
        for missing in sorted(other for other in figures if other < number):
            yield text[done : row.start()]
            done = row.start()
            yield _new_row(prefix, missing, figures.pop(missing))
        own, given = figures.pop(number, {}), results.get(number, {})
        if own or given:
            yield text[done : row.start()]
            cells = "".join(_cells(row[3] or "", row[1], number, own, given))
            yield f"<{row[1]}row{row[2].rstrip('/')}>{cells}</{row[1]}row>"
            done = row.end()
    yield text[done:]
    for missing in sorted(figures):
        yield _new_row(prefix, missing, figures.pop(missing))


def _new_row(prefix: str, number: int, figures: _Row) -> str:
    cells = "".join(_new_cell(prefix, (number, column), figures[column]) for column in sorted(figures))
    return f'<{prefix}row r="{number + 1}">{cells}</{prefix}row>'


def _cells(text: str, prefix: str, row: int, figures: _Row, results: _Row) -> Iterator[str]:
    left = dict(figures)
    done, column = 0, -1
    for cell in _CELL.finditer(text):
        reference = _REFERENCE.search(cell[2])
        column = column_number(reference[1].upper()) - 1 if reference and reference[1] else column + 1
        for missing in sorted(other for other in left if other < column):
            yield text[done : cell.start()]
            done = cell.start()
            yield _new_cell(prefix, (row, missing), left.pop(missing))
        formula = _FORMULA.search(cell[3] or "")
        figure = results.get(column) if formula else left.pop(column, _KEEP)
        left.pop(column, None)
        if (figure is None and formula) or figure == _KEEP:
            continue
        yield text[done : cell.start()]
        attributes = _TYPE.sub("", cell[2].rstrip("/"))
        value = "" if figure is None else f"<{prefix}v>{figure}</{prefix}v>"
        inner = (formula[0] if formula else "") + value
        yield f"<{prefix}c{attributes}>{inner}</{prefix}c>" if inner else f"<{prefix}c{attributes}/>"
        done = cell.end()
    yield text[done:]
    for missing in sorted(left):
        yield _new_cell(prefix, (row, missing), left[missing])


def _new_cell(prefix: str, place: _Place, figure: str | None) -> str:
    if figure is None:
        return ""
    return f'<{prefix}c r="{a1(*place)}"><{prefix}v>{figure}</{prefix}v></{prefix}c>'
