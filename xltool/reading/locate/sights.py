"""What a person does not see, or sees elsewhere: hidden figures, boxes taken apart, words beside a table.

Pure; asked by `extract` after the cells of a table are found.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from xltool.core.check.finding import Finding
from xltool.core.check.labels import short_label
from xltool.core.form.a1 import a1
from xltool.core.form.layout import Layout, foot_lines, lay_out, note_labels, zero_choice
from xltool.core.form.model import Form, Table
from xltool.core.submission.identity import parse_code_line
from xltool.core.text import zh
from xltool.core.text.catalogue.sights import W_HIDDEN, W_OUTSIDE
from xltool.core.text.clean import normal
from xltool.office.raw import Area, RawCell, RawSheet, RawWorkbook
from xltool.reading.cell import exact
from xltool.reading.locate.locate import Located
from xltool.reading.locate.same_words import GridPlace
from xltool.reading.shown_figure import look_at

_BELOW = 3  # rows under a table that still belong to it
_LONGEST_QUOTE = 40  # characters


def hidden_figures(raw: RawWorkbook, form: Form, located: Located) -> Iterator[Finding]:
    """One finding for each table with figures that nobody sees; a zero that is not shown is none."""
    for table in form.tables:
        unseen: dict[str, str] = {}
        for address in table.addresses:
            if address in located.spots:
                number, *place = located.spots[address]
                sheet = raw.sheets[number]
                cell = sheet.cells.get((place[0], place[1]))
                if cell is not None and cell.value is not None:
                    way = _way(form, address, sheet, (place[0], place[1]), cell)
                    if way:
                        unseen[address] = way
        if unseen:
            first = next(iter(unseen))
            ways = "、".join(zh.UNSEEN[way] for way in dict.fromkeys(unseen.values()))
            label = short_label(form, first)
            args = {"table": table.title, "n": str(len(unseen)), "ways": ways, "label": label}
            yield Finding(W_HIDDEN, tuple(unseen), args)


def _way(form: Form, address: str, sheet: RawSheet, place: GridPlace, cell: RawCell) -> str:
    """What hides a figure, "" for nothing."""
    if sheet.visibility != "visible":
        return "sheet"
    for area in sheet.hidden:
        if _covers(area, place):
            return "row" if area[1] == 0 and area[3] > area[2] - area[0] else "column"
    if not (cell.unseen or cell.code or cell.shown is not None):
        return ""
    number = exact(cell.value or "") if cell.kind == "number" else None
    if number == 0:
        return ""
    if cell.unseen:
        return "colour"
    kind = form.kinds[address]
    if cell.kind == "text":  # the fourth section of a format is for words
        return "format" if cell.code.count(";") == 3 and cell.code.strip().endswith(";") else ""
    is_blank = number is not None and not cell.date and look_at(cell, number, kind)[0] == "unseen"
    return "format" if is_blank else ""


def _covers(area: Area, place: GridPlace) -> bool:
    return area[0] <= place[0] <= area[2] and area[1] <= place[1] <= area[3]


def split_boxes(raw: RawWorkbook, layout: Layout, located: Located) -> dict[str, str]:
    """Address → what stands in its box.

    Only inputs whose box has lost its merge, or a part of it, and holds a figure there.
    """
    taken = set(located.spots.values())
    labels = _known(layout.form)
    found: dict[str, str] = {}
    for table in layout.form.tables:
        for box in layout.grids[table.id].boxes:
            spot = located.spots.get(box.address)
            if box.role != "input" or box.rows * box.columns == 1 or spot is None:
                continue
            sheet = raw.sheets[spot[0]]
            merged = [area for area in sheet.merges if _covers(area, spot[1:])]
            others = [
                (row, column)
                for row in range(spot[1], spot[1] + box.rows)
                for column in range(spot[2], spot[2] + box.columns)
                if (row, column) != spot[1:]
                and (spot[0], row, column) not in taken
                and not any(_covers(area, (row, column)) for area in merged)
            ]
            if any(_is_figure(sheet.cells.get(place), labels) for place in others):
                here = [(place, sheet.cells[place]) for place in (spot[1:], *others) if place in sheet.cells]
                found[box.address] = "、".join(
                    f"{_reference(sheet, place)}{cell.value.strip()}" for place, cell in here if cell.value
                )
    return found


def _reference(sheet: RawSheet, place: GridPlace) -> str:
    return zh.AT_CELL.format(cell=a1(*place)) if sheet.name else ""


def _is_figure(cell: RawCell | None, labels: frozenset[str]) -> bool:
    if cell is None or cell.value is None or not cell.value.strip():
        return False
    return cell.kind != "text" or normal(cell.value) not in labels


def outside_tables(raw: RawWorkbook, form: Form, located: Located) -> Iterator[Finding]:
    """One finding for each table with figures or words beside it that are none of ours."""
    taken = set(located.spots.values())
    known = _known(form)
    layout = lay_out(form)
    widths = {box.address: box.columns for table in form.tables for box in layout.grids[table.id].boxes}
    for table in form.tables:
        spots = [located.spots[address] for address in table.addresses if address in located.spots]
        if raw.values_only or not spots:  # without formulas nobody can tell which words are ours
            continue
        number = spots[0][0]
        sheet = raw.sheets[number]
        rows = [row for _, row, _ in spots]
        top, bottom = min(rows) - table.blocks[0].head_depth, max(rows)
        right = max(located.spots[a][2] + widths[a] - 1 for a in table.addresses if a in located.spots)
        own = {table.id, zero_choice(table).partition(".")[0], "note"}
        is_alone = all(a.partition(".")[0] in own for a, spot in located.spots.items() if spot[0] == number)
        below = bottom + (_BELOW if is_alone else 0)
        strange = [
            place
            for place, cell in sheet.cells.items()
            if ((top <= place[0] <= bottom and place[1] > right) or bottom < place[0] <= below)
            and cell.formula is None
            and cell.value
            and (number, *place) not in taken
            and not _is_ours(cell, known)
        ]
        strange = _without_last_year(sheet, form, strange)
        if strange:
            first = min(strange)
            typed = (sheet.cells[first].value or "").strip()[:_LONGEST_QUOTE]
            place = f"{sheet.name}!{a1(*first)}"
            args = {"table": table.title, "n": str(len(strange)), "typed": typed, "place": place}
            cells = tuple(f"{sheet.name}!{a1(*spot)}" for spot in sorted(strange))
            yield Finding(W_OUTSIDE, (_beside(table, located, first),), args, cells=cells)


def _beside(table: Table, located: Located, place: GridPlace) -> str:
    """The first address in the row of a place, else of the table."""
    here = [a for a in table.addresses if a in located.spots and located.spots[a][1] == place[0]]
    return (here or [a for a in table.addresses if a in located.spots])[0]


def _is_ours(cell: RawCell, known: frozenset[str]) -> bool:
    text = (cell.value or "").strip()
    if cell.kind == "number" or not text:
        return not text
    return normal(text) in known or text.startswith(zh.CHECK_STRIP) or parse_code_line(text) is not None


def _without_last_year(sheet: RawSheet, form: Form, places: list[GridPlace]) -> list[GridPlace]:
    """The places that are not in last year's figures, which stand right of a table or below it."""
    if not places:
        return places
    mark = zh.LAST_YEAR.format(year="")
    heads = [
        place
        for place, cell in sheet.cells.items()
        if cell.kind == "text" and (cell.value or "").strip().endswith(mark)
    ]
    return [p for p in places if not any(p[0] >= row and (p[1] >= column) for row, column in heads)]


@lru_cache(32)
def _known(form: Form) -> frozenset[str]:
    """Every word that may stand on a sheet with a table of the form, as it is compared."""
    layout = lay_out(form)
    words = [zh.ZERO_CHOICE, *zh.INFO.values(), *zh.TEXTS_HEAD, zh.INFO_CONTENT, zh.YES]
    for table in form.tables:
        words += [table.title, *note_labels(table).values(), *foot_lines(table)]
        words += [box.text for box in layout.grids[table.id].boxes]
    for sections in (form.sections, *form.profiles.values()):
        words += [section.title for section in sections]
        words += [
            text for section in sections for part in section.parts for text in (part.label, part.heading)
        ]
    return frozenset(normal(word) for word in words if word)
