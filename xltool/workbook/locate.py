"""RawWorkbook × Layout → where each address stands now: labels first, names as cross-check.

Pure.  Sheets may be renamed, moved, copied out or joined, rows inserted or swapped: a cell
is where its row label crosses its column heading.  Stored positions are never used.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from xltool import words
from xltool.finding import Finding
from xltool.form import Block, Severity, Table
from xltool.layout import Layout, a1, name_of, note_labels, zero_choice
from xltool.workbook.raw import RawSheet, RawWorkbook

HEAD_SLACK = 6  # rows that may have been put between a table's headings and its first row
_TARGET = re.compile(r"^\$?'?(?P<sheet>.*?)'?[!.]\$?(?P<column>[A-Z]{1,3})\$?(?P<row>\d{1,7})$")
_FOLD = str.maketrans("〔〕【】﹙﹚“”‘’「」", "()()()" + '""' + "''" + '""')

Spot = tuple[int, int, int]  # sheet, row, column


@dataclass
class Located:
    """`spots` of every address found; `by` is labels, labels+names, names or None."""

    spots: dict[str, Spot] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    by: str | None = None
    missing: list[str] = field(default_factory=list)


def normal(text: str) -> str:
    """A label as it is compared: NFKC, no white space or zero-width, one kind of brackets and quotes."""
    folded = unicodedata.normalize("NFKC", text).translate(_FOLD).replace('"', "").replace("'", "")
    return "".join(c for c in folded if not c.isspace() and unicodedata.category(c) != "Cf")


Index = dict[str, list[tuple[int, int]]]


def index_labels(sheet: RawSheet) -> Index:
    """Normalised text → the positions where it stands, in reading order."""
    found: Index = {}
    for position in sorted(sheet.cells):
        cell = sheet.cells[position]
        if cell.kind == "text" and cell.value:
            found.setdefault(normal(cell.value), []).append(position)
    return found


def locate(raw: RawWorkbook, layout: Layout) -> Located:
    """All addresses of the layout that labels or names lead to, with what was odd about them."""
    located = Located()
    form = layout.form
    indexes = [index_labels(sheet) for sheet in raw.sheets]
    named = _named(raw, layout)
    for table in form.tables:
        _locate_table(raw, layout, table, indexes, located)
    _locate_lists(layout, indexes, located)
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


def _named(raw: RawWorkbook, layout: Layout) -> dict[str, Spot]:
    """Where the defined names point; two names on one cell are both distrusted."""
    sheets = {sheet.name: number for number, sheet in enumerate(raw.sheets)}
    found: dict[str, Spot] = {}
    for address in layout.cells:
        match = _TARGET.match(raw.names.get(name_of(address), ""))
        if match and match["sheet"].replace("''", "'") in sheets:
            column = 0
            for letter in match["column"]:
                column = column * 26 + ord(letter) - 64
            found[address] = (sheets[match["sheet"].replace("''", "'")], int(match["row"]) - 1, column - 1)
    spots = list(found.values())
    return {address: spot for address, spot in found.items() if spots.count(spot) == 1}


def _locate_table(
    raw: RawWorkbook, layout: Layout, table: Table, indexes: list[Index], located: Located
) -> None:
    """Takes the sheet on which most of the table's addresses are found."""
    candidates: list[tuple[int, dict[str, tuple[int, int]]]] = []
    for number, index in enumerate(indexes):
        spots = _find_table(table, index)
        if spots:
            candidates.append((number, spots))
    if not candidates:
        return
    best = max(candidates, key=lambda c: (len(c[1]), raw.sheets[c[0]].name == table.sheet, -c[0]))
    full = [c for c in candidates if len(c[1]) == len(best[1])]
    if len(full) > 1 and len({_content(raw.sheets[n], spots) for n, spots in full}) > 1:
        names = "、".join(raw.sheets[n].name for n, _ in full)
        located.findings.append(
            Finding("W-table-twice", "error", args={"table": table.title, "sheets": names})
        )
    number, spots = best
    located.spots |= {address: (number, *spot) for address, spot in spots.items()}
    index = indexes[number]
    top = min(row for row, _ in spots.values())
    choice = [p for p in index.get(normal(words.ZERO_CHOICE), []) if p[0] < top]
    if choice:
        row, column = choice[-1]
        right = layout.cells[zero_choice(table)].column
        answers = [c for (r, c) in raw.sheets[number].cells if r == row and c > column]
        located.spots[zero_choice(table)] = (number, row, min(answers, default=max(right, column + 1)))
    for code, label in note_labels(table).items():
        for row, column in index.get(normal(label), [])[:1]:
            cells = [c for (r, c) in raw.sheets[number].cells if r == row and c > column]
            if cells:
                located.spots[f"note.{code}"] = (number, row, min(cells))


def _content(sheet: RawSheet, spots: dict[str, tuple[int, int]]) -> tuple[str | None, ...]:
    return tuple(cell.value if (cell := sheet.cells.get(spot)) else None for spot in spots.values())


def _find_table(table: Table, index: Index) -> dict[str, tuple[int, int]]:
    """Address → position on one sheet; blocks are searched one below the other."""
    found: dict[str, tuple[int, int]] = {}
    below = -1
    for block in table.blocks:
        rows, columns, last = _find_block(table, block, index, below)
        for row_code, row in rows.items():
            for column_code, column in columns.items():
                found[f"{table.id}.{row_code}.{column_code}"] = (row, column)
        below = max(below, last)
    return found


def _find_block(
    table: Table, block: Block, index: Index, below: int
) -> tuple[dict[str, int], dict[str, int], int]:
    """(row code → row, column code → column, last row) of a block; empty when it is not there."""
    row_leaves = [leaf for top in block.rows for _, leaf in top.leaves()]
    heads = [leaf for top in block.columns for _, leaf in top.leaves()]
    depth = max(top.depth for top in block.columns)
    labelled = [leaf for leaf in row_leaves if leaf.text]
    rows: dict[str, int] = {}
    if labelled:
        for leaf in labelled:
            spots = [p for p in index.get(normal(leaf.text), []) if p[0] > below]
            if len(spots) > 1:  # a word that also stands elsewhere: the one among its neighbours
                spots = _nearest(spots, list(rows.values()))
            if spots:
                rows[leaf.code or ""] = spots[0][0]
        if not rows:
            return {}, {}, below
        first = min(rows.values())
        head_rows = range(max(below + 1, first - depth - HEAD_SLACK), first)
    else:
        head_rows = _head_rows(heads[0].text, index, below, depth)
    columns = _find_columns([leaf.text for leaf in heads], index, head_rows)
    if columns is None:
        return {}, {}, below
    places = {
        leaf.code or "": column for leaf, (_, column) in zip(heads, columns, strict=True) if column >= 0
    }
    if not labelled:  # a row without words stands right under its headings
        bottom = max(row for row, _ in columns)
        rows = {leaf.code or "": bottom + 1 + i for i, leaf in enumerate(row_leaves)}
    return rows, places, max(rows.values())


def _nearest(spots: list[tuple[int, int]], rows: list[int]) -> list[tuple[int, int]]:
    return sorted(spots, key=lambda p: abs(p[0] - (rows[-1] + 1 if rows else p[0])))


def _head_rows(first: str, index: Index, below: int, depth: int) -> range:
    """For a table without row labels: the rows around the first heading that stands there."""
    spots = [row for row, _ in index.get(normal(first), []) if row > below]
    return range(min(spots), min(spots) + depth + 1) if spots else range(0)


def _find_columns(texts: list[str], index: Index, rows: range) -> list[tuple[int, int]] | None:
    """Position of each leaf heading, left to right; (-1, -1) for one that is not there.

    A heading that repeats (结果维持 three times) is told apart by its order, so all its
    repetitions must be there.
    """
    wanted: dict[str, int] = {}
    for text in texts:
        wanted[normal(text)] = wanted.get(normal(text), 0) + 1
    spots: dict[str, list[tuple[int, int]]] = {}
    for text, count in wanted.items():
        here = sorted((p for p in index.get(text, []) if p[0] in rows), key=lambda p: p[1])
        if len(here) > count == 1:
            here = sorted(here, key=lambda p: -p[0])[:1]  # the lowest is the one above the figures
        spots[text] = here if len(here) == count else []
    if not any(spots.values()):
        return None
    queues = {text: iter(here) for text, here in spots.items()}
    found = [next(queues[normal(text)], (-1, -1)) for text in texts]
    present = [column for _, column in found if column >= 0]
    return found if len(set(present)) == len(present) else None


def _locate_lists(layout: Layout, indexes: list[Index], located: Located) -> None:
    """The unit's fields and the texts: label at the left, the answer in its own column."""
    form = layout.form
    for number, index in enumerate(indexes):
        info = index.get(normal(words.INFO_CONTENT), [])
        for name, label in words.INFO.items():
            for row, column in index.get(normal(label), []):
                if info and row > info[0][0] and column < info[0][1]:
                    located.spots.setdefault(f"unit.{name}", (number, row, info[0][1]))
        heads = index.get(normal(words.TEXTS_HEAD[3]), [])
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
    """Names agree, or are reported; they fill single cells whose label was edited."""
    claimed = set(located.spots.values())
    table_sheets = {
        table.id: {s[0] for a, s in located.spots.items() if a.split(".")[0] == table.id}
        for table in layout.form.tables
    }
    alike: dict[tuple[str, str], list[str]] = {}
    for address, spot in named.items():
        here, table = located.spots.get(address), address.split(".")[0]
        if here is None:
            if spot not in claimed:
                located.spots[address] = spot
                if address in layout.form.kinds and table_sheets.get(table):
                    alike.setdefault(("W-label", table), []).append(address)
        elif here != spot and address in layout.form.kinds:
            alike.setdefault(("W-name", table), []).append(address)
    for (code, _), addresses in alike.items():
        first = addresses[0]
        args = {
            "table": layout.form.table_of(first).title,
            "n": str(len(addresses)),
            "label": " · ".join(layout.cells[first].labels),
            "place": _place(raw, located.spots[first]),
            "named": _place(raw, named[first]),
        }
        severity: Severity = "info" if code == "W-label" else "warning"
        cells = tuple(_place(raw, located.spots[address]) for address in addresses)
        located.findings.append(Finding(code, severity, tuple(addresses), args, cells=cells))


def _place(raw: RawWorkbook, spot: Spot) -> str:
    return f"{raw.sheets[spot[0]].name}!{a1(spot[1], spot[2])}"
