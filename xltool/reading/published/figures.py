"""Read the figures of a published report from its located tables.

Totals are taken as printed.  A missing row gives one finding and no blanks.  Rows that were printed as one,
as in the form of another year, give a finding too; their figures are never divided among the rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from xltool.core.check.finding import Finding
from xltool.core.check.labels import short_label
from xltool.core.form.layout import lay_out
from xltool.core.form.model import Form, Table, cell_parts
from xltool.core.submission.model import plain
from xltool.core.text.catalogue.files import W_ROW_MISSING
from xltool.core.text.catalogue.published import W_FOLDED, W_ROW_ABSENT, W_ROWS_ABSENT, W_TABLE_UNEVEN
from xltool.core.text.catalogue.sights import W_SPLIT
from xltool.core.text.clean import normal
from xltool.office.raw import RawSheet, RawWorkbook
from xltool.reading.cell import read_cell
from xltool.reading.locate.locate import Located
from xltool.reading.locate.sights import split_boxes
from xltool.reading.locate.table_search import index_labels
from xltool.reading.published.blocks import DocumentTable

_MOST_ABSENT = 2  # rows of one table that may not be there and leave a report


@dataclass
class ReadFigures:
    """The figures of a report as printed, None for a blank; `invalid` are addresses that cannot be read."""

    values: dict[str, Decimal | None] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    invalid: set[str] = field(default_factory=set)
    unread: dict[str, str] = field(default_factory=dict)  # address → what stands there instead of a figure
    words: dict[str, str] = field(default_factory=dict)  # of the cells that are filled with words


def read_figures(form: Form, tables: Sequence[DocumentTable], located: Located) -> ReadFigures:
    """Every figure of the form's tables, found on the document's `tables` at the spots `located`."""
    figures = ReadFigures()
    sheets = [table.sheet for table in tables]
    split = split_boxes(RawWorkbook(sheets), lay_out(form), located)
    for table in form.tables:
        if shifted := _out_of_line(table, tables, located):
            kept = {a: spot for a, spot in located.spots.items() if a not in shifted}
            located = replace(located, spots=kept)
            figures.invalid |= {*shifted}
            figures.findings.append(Finding(W_TABLE_UNEVEN, shifted, {"table": table.title}))
        lost = [a for a in table.addresses if a not in located.spots and a not in figures.invalid]
        figures.invalid |= set(lost)
        figures.findings += _absent(form, table, lost, sheets, located)
        for address in table.addresses:
            if address in located.spots and any(c.isdigit() for c in split.get(address, "")):
                figures.invalid.add(address)
                figures.values[address] = None
                figures.unread[address] = split[address]
                args = {"label": short_label(form, address), "typed": split[address]}
                figures.findings.append(Finding(W_SPLIT, (address,), args))
            elif address in located.spots:
                _read(form, table, address, sheets, located, figures)
    for address in form.cell_texts:
        if address in located.spots:
            number, row, column = located.spots[address]
            cell = sheets[number].cells.get((row, column))
            if cell is not None and cell.words.strip():
                figures.words[address] = cell.words.strip()
    return figures


def _read(
    form: Form, table: Table, address: str, sheets: Sequence[RawSheet], located: Located, figures: ReadFigures
) -> None:
    sheet, *spot = located.spots[address]
    cell = sheets[sheet].cells.get((spot[0], spot[1]))
    reading = read_cell(cell, form.kinds[address], None)
    number = reading.value
    if number is not None or address not in form.totals:  # a total left blank is computed
        figures.values[address] = number
    if reading.code:
        if reading.code.severity == "error":
            figures.invalid.add(address)
            if number is None:
                figures.unread[address] = reading.quoted
        args = {"label": short_label(form, address), "typed": reading.typed, "held": reading.held,
                "read": "" if number is None else plain(number)}  # fmt: skip
        figures.findings.append(Finding(reading.code, (address,), args, value=number))


def _absent(
    form: Form, table: Table, lost: Sequence[str], sheets: Sequence[RawSheet], located: Located
) -> Iterator[Finding]:
    """Report rows printed as one, rows that are not there, then columns that are not there."""
    rows = {code: [a for a in table.addresses if cell_parts(a)[1] == code] for code in _rows(table)}
    gone = {code: own for code, own in rows.items() if own and set(own) <= set(lost)}
    for wanted, group in _folded(table).items():
        heading = _heading(table, wanted)
        printed = _printed(table, heading, sheets, located)
        if printed and set(group) <= gone.keys():
            refs = tuple(gone[wanted])
            for code in group:
                del gone[code]
            shown = "、".join(f"{head} {figure}" for head, figure in printed if figure != "0")
            args = {"table": table.title, "group": heading, "label": _rows(table)[wanted][-1]}
            yield Finding(W_FOLDED, refs, {**args, "figures": shown or "0"})
            lost = [a for a in lost if a.split(".")[1] not in group]
    if len(gone) > _MOST_ABSENT:
        refs = tuple(address for addresses in gone.values() for address in addresses)
        labels = "、".join(_rows(table)[code][-1] for code in [*gone][:_MOST_ABSENT])
        yield Finding(W_ROWS_ABSENT, refs, {"table": table.title, "n": str(len(gone)), "labels": labels})
    for code, addresses in gone.items() if len(gone) <= _MOST_ABSENT else ():
        label = " · ".join(text for text in _rows(table)[code] if text)
        args = {"table": table.title, "label": label}
        yield Finding(W_ROW_ABSENT, tuple(addresses), args)
    rest = [address for address in lost if cell_parts(address)[1] not in gone]
    if rest:
        args = {"table": table.title, "labels": "、".join(short_label(form, address) for address in rest[:3])}
        yield Finding(W_ROW_MISSING, tuple(rest), args)


def _out_of_line(table: Table, tables: Sequence[DocumentTable], located: Located) -> tuple[str, ...]:
    """The addresses of rows whose figures cannot be told apart by their columns, as a span is wrong.

    Where words of the table stand in the place of a figure, no row of the table can.
    """
    words = {normal(text) for path in _rows(table).values() for text in path if text}
    several = {f"{table.id}.{row}.{column}" for block in table.blocks if len(block.column_leaves) > 1
               for row, column in block.addresses}  # fmt: skip
    here = {a: located.spots[a] for a in table.addresses if a in located.spots}
    for sheet, row, column in here.values():
        cell = tables[sheet].sheet.cells.get((row, column))
        if cell is not None and cell.kind == "text" and normal(cell.value or "") in words:
            return tuple(here)
    return tuple(a for a, (sheet, row, _) in here.items() if a in several and row in tables[sheet].uneven)


def _rows(table: Table) -> dict[str, tuple[str, ...]]:
    """Row code → its headings."""
    return {code: path for block in table.blocks for code, path in block.row_paths.items()}


def _heading(table: Table, code: str) -> str:
    return _rows(table)[code][-2]


def _folded(table: Table) -> dict[str, list[str]]:
    """The row that other years print instead → the rows it is divided into in this form."""
    rows = _rows(table)
    return {
        code: [other for other, path in rows.items() if path[:-1] == rows[code][:-1]]
        for block in table.blocks
        for code in block.folded
    }


def _printed(table: Table, label: str, sheets: Sequence[RawSheet], located: Located) -> list[tuple[str, str]]:
    """Column heading and figure of each cell in the row with this label, in the columns of the other rows."""
    columns: dict[str, tuple[int, int]] = {}
    for address in table.addresses:
        if address in located.spots:
            sheet, _, column = located.spots[address]
            columns.setdefault(address.rpartition(".")[2], (sheet, column))
    heads = {leaf.code: leaf.text for block in table.blocks for leaf in block.column_leaves}
    printed = []
    for code, (sheet, column) in columns.items():
        for row, _ in index_labels(sheets[sheet]).get(normal(label), [])[:1]:
            cell = sheets[sheet].cells.get((row, column))
            if cell is not None:
                printed.append((heads[code], cell.value or ""))
    return printed
