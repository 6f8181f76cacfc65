"""Locate the cell of each address in a returned workbook: by labels first, by defined names as a check.

Sheets may have been renamed, moved, copied out or joined, rows inserted or swapped: a cell is where its
row label crosses its column heading.  The positions in the workbook that was issued are never used.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache

from xltool.core.check.finding import Finding
from xltool.core.form.a1 import a1, column_number
from xltool.core.form.layout import Layout, name_of, note_labels, zero_choice
from xltool.core.form.model import Table
from xltool.core.text import zh
from xltool.core.text.catalogue.files import W_LABEL, W_NAME, W_ROW_TWICE
from xltool.core.text.clean import normal
from xltool.core.text.code import FindingCode
from xltool.office.raw import RawCell, RawSheet, RawWorkbook
from xltool.reading.locate.copies import TableCopy, choose_copy, repeated_below
from xltool.reading.locate.same_words import Index, belongs_to, is_of_another, look_alikes, part_of
from xltool.reading.locate.table_search import find_table

_TARGET = re.compile(r"^\$?'?(?P<sheet>.*?)'?[!.]\$?(?P<column>[A-Z]{1,3})\$?(?P<row>\d{1,7})$")

Spot = tuple[int, int, int]  # sheet, row, column


@dataclass
class Located:
    """Where the addresses of a form stand in one workbook.

    `by` says what led there: labels, labels+names, names, or None if nothing was found.  `missing` are
    titles of tables that are not complete.
    """

    spots: dict[str, Spot] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    by: str | None = None
    missing: list[str] = field(default_factory=list)
    indexes: list[Index] = field(default_factory=list)  # of each sheet

    def has_most_of(self, table: Table) -> bool:
        """Whether half of the table's places or more were found."""
        return sum(address in self.spots for address in table.addresses) * 2 >= len(table.addresses)


def locate_tables(raw: RawWorkbook, layout: Layout, indexes: list[Index], year: int | None = None) -> Located:
    """Locate, by labels, the addresses of tables; they are the same in all profiles of a form.

    `year` is the workbook's where it is known: a table of another year is not taken for its own.
    """
    located = Located(indexes=indexes)
    for table in layout.form.tables:
        _locate_table(raw, layout, table, located, year)
    return located


def locate(raw: RawWorkbook, layout: Layout, tables: Located) -> Located:
    """Locate all addresses of the layout by labels or names, with findings on labels that were changed.

    `tables` is what `locate_tables` found for this form.
    """
    form = layout.form
    located = Located({**tables.spots}, [*tables.findings], indexes=tables.indexes)
    named = _named(raw, layout)
    _locate_lists(layout, located.indexes, located)
    labelled = set(located.spots)
    _fill_by_names(raw, layout, named, located)
    used_names = any(named.get(address) == spot for address, spot in located.spots.items())
    if labelled:
        located.by = "labels+names" if used_names else "labels"
    elif located.spots:
        located.by = "names"
    for table in form.tables:
        lost = [address for address in table.addresses if address not in located.spots]
        if lost:
            located.missing.append(table.title)
    return located


def cell_at(raw: RawWorkbook, located: Located, address: str) -> RawCell | None:
    """The cell of an address; None when it was not found or is blank and locked."""
    spot = located.spots.get(address)
    return None if spot is None else raw.sheets[spot[0]].cells.get(spot[1:])


def _named(raw: RawWorkbook, layout: Layout) -> dict[str, Spot]:
    """Address → the cell its defined name points at."""
    sheets = {sheet.name: number for number, sheet in enumerate(raw.sheets)}
    spots: dict[str, Spot] = {}
    for address in layout.cells:
        target = _target(raw.names.get(name_of(address), ""))
        if target and target[0] in sheets:
            spots[address] = (sheets[target[0]], *target[1:])
    return spots


@lru_cache(4096)
def _target(text: str) -> tuple[str, int, int] | None:
    """Sheet, row and column a defined name points at."""
    match = _TARGET.match(text)
    if match is None:
        return None
    column = column_number(match["column"]) - 1
    return match["sheet"].replace("''", "'"), int(match["row"]) - 1, column


def _locate_table(raw: RawWorkbook, layout: Layout, table: Table, located: Located, year: int | None) -> None:
    """Locate the table on the sheet where it is to be read."""
    copies = _copies(raw, layout, table, located.indexes)
    if not copies:
        return
    best, findings = choose_copy(table, copies, raw.sheets, year)
    located.findings += findings
    number, spots = best.number, dict(best.spots)
    repeated = [*best.repeated]
    if not repeated and len(look_alikes(layout.form)[table.id]) == 1:
        repeated = repeated_below(table, best, located.indexes[number], raw.sheets[number])
    if repeated:
        args = {"table": table.title, "labels": "、".join(repeated)}
        located.findings.append(Finding(W_ROW_TWICE, args=args))
    located.spots |= {address: (number, *spot) for address, spot in spots.items()}
    _locate_around(raw.sheets[number], number, layout, table, located)


def _copies(raw: RawWorkbook, layout: Layout, table: Table, indexes: list[Index]) -> list[TableCopy]:
    """The table wherever it stands, one place on each sheet; of tables with the same words only its own."""
    alike = look_alikes(layout.form)[table.id]
    copies: list[TableCopy] = []
    unsure: list[TableCopy] = []
    for number, index in enumerate(indexes):
        if all(block.labels.isdisjoint(index) for block in table.blocks):
            continue  # another sheet: no label of the table stands there
        own = belongs_to(alike, raw.sheets[number], index) if len(alike) > 1 else {table.id}
        if own is not None and table.id not in own:
            continue
        part = part_of(table, alike, index) if len(alike) > 1 else index
        spots, repeated = find_table(table, part, raw.sheets[number])
        figures = sum(address in spots for address in table.addresses)
        stray = figures * 2 < len(table.addresses) and is_of_another(table, layout.form, index)
        if figures and not stray:
            (unsure if own is None else copies).append(TableCopy(number, spots, repeated))
    if not copies and len(unsure) == len(alike):  # neither titles nor names: in the order of the form
        return [unsure[alike.index(table)]]
    return copies


def _locate_around(sheet: RawSheet, number: int, layout: Layout, table: Table, located: Located) -> None:
    """Locate the choice above a table that is already located on this sheet, and its explanations."""
    index = located.indexes[number]
    top = min(located.spots[address][1] for address in table.addresses if address in located.spots)
    choice = [p for p in index.get(normal(zh.ZERO_CHOICE), []) if p[0] < top]
    if choice:
        row, column = choice[-1]
        right = layout.cells[zero_choice(table)].column
        answers = [c for (r, c) in sheet.cells if r == row and c > column]
        located.spots[zero_choice(table)] = (number, row, min(answers, default=max(right, column + 1)))
    for code, label in note_labels(table).items():
        for row, column in index.get(normal(label), [])[:1]:
            cells = [c for (r, c) in sheet.cells if r == row and c > column]
            if cells:
                located.spots[f"note.{code}"] = (number, row, min(cells))


def _locate_lists(layout: Layout, indexes: list[Index], located: Located) -> None:
    """Locate the unit's fields and the texts, whose labels stand left of a column with the answers."""
    form = layout.form
    for number, index in enumerate(indexes):
        info = index.get(normal(zh.INFO_CONTENT), [])
        for name, label in zh.INFO.items():
            for row, column in index.get(normal(label), []):
                if info and row > info[0][0] and column < info[0][1]:
                    located.spots.setdefault(f"unit.{name}", (number, row, info[0][1]))
        heads = index.get(normal(zh.TEXTS_HEAD[3]), [])
        if not heads:
            continue
        top, answer = heads[0]
        for section in form.sections:
            titles = [row for row, _ in index.get(normal(section.title), []) if row > top]
            for part in section.parts:
                rows = [
                    row for row, column in index.get(normal(part.label), []) if row > top and column < answer
                ]
                if section.title:
                    rows = [row for row in rows if row in titles]
                if len(set(rows)) == 1:
                    located.spots[part.id] = (number, rows[0], answer)


def _fill_by_names(raw: RawWorkbook, layout: Layout, named: dict[str, Spot], located: Located) -> None:
    """Report defined names that contradict the labels, and use names for cells whose labels were edited."""
    claimed = set(located.spots.values())
    alike: dict[tuple[FindingCode, str], list[str]] = {}
    times = Counter(named.values())  # two names on one cell (someone cut and pasted) prove nothing
    for address, spot in named.items():
        labelled = located.spots.get(address)
        if labelled == spot and times[spot] == 1:  # true of nearly all
            continue
        table = address.split(".")[0]
        if labelled is None:
            if spot not in claimed and times[spot] == 1:
                located.spots[address] = spot
                if address in layout.form.kinds:
                    alike.setdefault((W_LABEL, table), []).append(address)
        elif (labelled != spot or times[spot] > 1) and address in layout.form.kinds:
            alike.setdefault((W_NAME, table), []).append(address)
    for (code, _), addresses in alike.items():
        first = addresses[0]
        args = {
            "table": layout.form.table_of(first).title,
            "n": str(len(addresses)),
            "label": " · ".join(layout.cells[first].labels),
            "place": _place(raw, located.spots[first]),
            "named": _place(raw, named[first]),
        }
        cells = tuple(_place(raw, located.spots[address]) for address in addresses)
        located.findings.append(Finding(code, tuple(addresses), args, cells=cells))


def _place(raw: RawWorkbook, spot: Spot) -> str:
    return f"{raw.sheets[spot[0]].name}!{a1(spot[1], spot[2])}"
