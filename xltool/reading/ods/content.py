"""Read content.xml of an OpenDocument spreadsheet: its sheets, names and protection, in one pass.

Repetition is the danger of this format: one cell may stand for a million rows of 16384.  A cell that
holds something counts against the limit once for every place where it is repeated; long runs of blank
cells are left out.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable

from xltool.core.errors import UnreadableFile
from xltool.core.text.catalogue.files import W_HOSTILE
from xltool.office.limits import too_big
from xltool.office.raw import Area, CellFormat, RawCell, RawSheet, RawWorkbook
from xltool.reading.limits import MAX_CELLS, MAX_COLUMN, MAX_MERGES, MAX_ROW, MAX_SHEETS
from xltool.reading.ods import formula as ods_formula
from xltool.reading.ods.cell_content import CellText, typed_value
from xltool.reading.ods.styles import Styles
from xltool.reading.white_runs import seen_text

_BLANK_RUN = 2_000  # a longer run of unlocked blank cells is the rest of the sheet, not a place to fill in

_UNSEEN = ("collapse", "filter")
_CELLS = ("table:table-cell", "table:covered-table-cell")


class ContentReader:
    """The handlers for `parse_xml`, which fill `workbook`; `styles` has been fed with styles.xml.

    They raise `UnreadableFile`: ``W-hostile`` for too many sheets, cells, merges or spaces.
    """

    def __init__(self, workbook: RawWorkbook, styles: Styles) -> None:
        self._workbook, self._styles = workbook, styles
        self._cells_left = MAX_CELLS
        self._depth = 0
        self._cell_depth = self._outside = 0  # depth of the open cell; of an element with tables of others
        self._sheet: RawSheet | None = None
        self._row = self._column = 0
        self._row_attrs: dict[str, str] = {}
        self._row_cells: list[tuple[int, int, RawCell]] = []  # column, repetitions, cell
        self._cell: dict[str, str] = {}
        self._cell_text = CellText()
        self._column_ends: list[int] = []
        self._column_styles: list[str] = []

    def start(self, tag: str, attrs: dict[str, str]) -> None:
        """An element begins."""
        self._depth += 1
        if self._cell_depth:
            if self._depth == self._cell_depth + 1:
                self._cell_text.start_child(tag)
            else:
                self._start_in_cell(tag, attrs)
        elif self._outside:
            pass
        elif tag in _CELLS:
            self._cell, self._cell_depth = attrs, self._depth
            self._cell_text.clear()
        elif tag == "table:table-row":
            self._row_attrs, self._column = attrs, 0
            self._row_cells.clear()
        elif tag == "table:table-column":
            last = self._column_ends[-1] if self._column_ends else 0
            self._column_ends.append(last + _count(attrs, "columns-repeated"))
            if _is_hidden(attrs, self._styles.hides_columns):
                self._hide((0, last, MAX_ROW - 1, min(self._column_ends[-1], MAX_COLUMN) - 1))
            self._column_styles.append(attrs.get("table:default-cell-style-name", ""))
        elif tag == "table:table":
            self._start_sheet(attrs)
        elif tag == "table:table-source":  # LibreOffice keeps the cells of other files as sheets
            if self._sheet is not None and self._workbook.sheets[-1:] == [self._sheet]:
                self._workbook.sheets.pop()
        elif tag == "table:dde-links":
            self._outside = self._depth
        elif tag in ("table:named-range", "table:named-expression") and self._sheet is None:
            self._workbook.names |= _named(attrs)
        elif tag == "spreadsheet":
            self._workbook.structure_locked = attrs.get("table:structure-protected") == "true"
        else:
            self._styles.start(tag, attrs)

    def end(self, tag: str) -> None:
        """An element ends."""
        if self._depth == self._cell_depth:
            self._end_cell()
            self._cell_depth = 0
        elif self._cell_depth:
            if self._depth == self._cell_depth + 1:
                self._cell_text.end_child()
            else:
                self._cell_text.end_inner()
        elif self._depth == self._outside:
            self._outside = 0
        elif tag == "table:table-row" and not self._outside:
            self._end_row()
        elif tag == "table:table" and not self._outside:
            self._sheet = None
        self._depth -= 1

    def text(self, data: str) -> None:
        """Characters stand here; only those in cells count."""
        self._cell_text.add(data)

    def _start_in_cell(self, tag: str, attrs: dict[str, str]) -> None:
        is_run = tag == "text:span"
        look = self._styles.run_look(attrs, self._style(self._column)) if is_run else ""
        self._cell_text.start_inner(tag, attrs, look)

    def _start_sheet(self, attrs: dict[str, str]) -> None:
        self._sheet = RawSheet(attrs.get("table:name", ""), protected=attrs.get("table:protected") == "true")
        self._sheet.validated = []
        if self._styles.hides(attrs.get("table:style-name", "")):
            self._sheet.visibility = "hidden"
        self._workbook.sheets.append(self._sheet)
        if len(self._workbook.sheets) > MAX_SHEETS:
            raise too_big("sheets", len(self._workbook.sheets), MAX_SHEETS)
        self._row = 0
        self._column_ends.clear()
        self._column_styles.clear()

    def _hide(self, area: Area) -> None:
        if self._sheet is not None and len(self._sheet.hidden) < MAX_MERGES:
            self._sheet.hidden.append(area)

    def _end_cell(self) -> None:
        attrs, column = self._cell, self._column
        repeated = _count(attrs, "columns-repeated")
        self._column += repeated
        if self._column > MAX_COLUMN or self._sheet is None:
            raise UnreadableFile(W_HOSTILE)
        self._span(column)
        cell = _raw_cell(attrs, self._cell_text, self._styles.format(self._style(column)))
        if cell is None:
            return
        self._row_cells.append((column, repeated, cell))
        if "table:content-validation-name" in attrs and self._sheet.validated is not None:
            last = self._row + _count(self._row_attrs, "rows-repeated") - 1
            if len(self._sheet.validated) < MAX_MERGES:
                self._sheet.validated.append((self._row, column, last, self._column - 1))

    def _span(self, column: int) -> None:
        rows, columns = (_count(self._cell, f"{word}-spanned") for word in ("rows", "columns"))
        if rows * columns > 1 and self._sheet is not None:
            area = (self._row, column, self._row + rows - 1, column + columns - 1)
            if len(self._sheet.merges) == MAX_MERGES or area[2] >= MAX_ROW or area[3] >= MAX_COLUMN:
                raise UnreadableFile(W_HOSTILE)
            self._sheet.merges.append(area)

    def _style(self, column: int) -> str:
        """The name of the cell's style: its own, else its row's, else its column's."""
        style = self._cell.get("table:style-name") or self._row_attrs.get("table:default-cell-style-name")
        if style:
            return style
        number = bisect_right(self._column_ends, column)
        return self._column_styles[number] if number < len(self._column_styles) else ""

    def _end_row(self) -> None:
        repeated = _count(self._row_attrs, "rows-repeated")
        first, self._row = self._row, self._row + repeated
        if self._row > MAX_ROW or self._sheet is None:
            raise UnreadableFile(W_HOSTILE)
        if self._row_cells and _is_hidden(self._row_attrs, self._styles.hides_rows):
            self._hide((first, 0, self._row - 1, MAX_COLUMN - 1))
        for column, columns, cell in self._row_cells:
            area = repeated * columns
            if cell.value is None and cell.formula is None and area > _BLANK_RUN:
                continue
            self._cells_left -= area
            if area > MAX_CELLS:  # one cell, repeated without end
                raise UnreadableFile(W_HOSTILE)
            if self._cells_left < 0:
                raise too_big("cells", MAX_CELLS - self._cells_left, MAX_CELLS)
            for row in range(first, self._row):
                for number in range(column, column + columns):
                    self._sheet.cells[row, number] = cell


def _count(attrs: dict[str, str], what: str) -> int:
    """A repetition or span; the grid bounds what is done with it."""
    return min(max(int(attrs.get(f"table:number-{what}", "1")), 1), MAX_ROW + 1)


def _named(attrs: dict[str, str]) -> dict[str, str]:
    """A defined name and what it stands for."""
    name = attrs.get("table:name", "")
    if "table:cell-range-address" in attrs:
        return {name: ods_formula.reference(attrs["table:cell-range-address"])}
    text = attrs.get("table:expression", "")
    return {name: ods_formula.formula(text if "=" in text[:8] else f"={text}")}


def _is_hidden(attrs: dict[str, str], hides: Callable[[str], bool]) -> bool:
    """Whether a row or column is not shown; `hides` says so of its style."""
    return attrs.get("table:visibility") in _UNSEEN or hides(attrs.get("table:style-name", ""))


def _raw_cell(attrs: dict[str, str], cell_text: CellText, style: CellFormat) -> RawCell | None:
    """The cell with these attributes and characters; None for one that says nothing: blank and locked."""
    text = str(cell_text)
    kind, value = typed_value(attrs, text)
    formula = attrs.get("table:formula")
    if value is None and formula is None and style.locked:
        return None
    written = cell_text.runs if kind == "text" else ()
    seen, runs, unseen = seen_text(value or "", written, style)
    type_ = attrs.get("office:value-type")
    is_odd = style.code or type_ in ("percentage", "currency")
    return RawCell(
        kind, value if value is None else seen, formula and ods_formula.formula(formula), style.locked,
        style.date or type_ in ("date", "time"), runs, "", unseen,
        text if is_odd and kind == "number" and value else None,
    )  # fmt: skip
