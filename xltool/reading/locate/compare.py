"""Compare a returned workbook with the one that was issued: what was done to the form itself.

Headings, locks, validations, names and merges are compared.  Figures are read by their labels whatever is
found here; only a figure that merging has hidden cannot be read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import product

from xltool.core.check.finding import Finding
from xltool.core.check.labels import short_label
from xltool.core.form.layout import Layout, name_of
from xltool.core.form.model import Form
from xltool.core.submission.identity import SHEET
from xltool.core.text import zh
from xltool.core.text.catalogue.files import W_EXTRA, W_HEADING, W_LOST, W_MERGED, W_UNLOCKED
from xltool.core.text.clean import normal
from xltool.office.raw import Area, RawWorkbook
from xltool.reading.locate.locate import Located, Spot
from xltool.reading.locate.same_words import GridPlace

MOST_PLACES = 20_000  # looked up one by one; larger areas are compared by their corners


def compare_with_issued(raw: RawWorkbook, layout: Layout, located: Located) -> tuple[list[Finding], set[str]]:
    """Findings on what was done to the workbook, and the addresses whose figures are hidden by merging."""
    merged = _merged(raw, layout.form, located)
    hidden = {address for addresses in merged.values() for address in addresses}
    findings = [*_protection(raw, layout.form, located), *_lost(raw, layout, located)]
    findings += _headings(raw, layout, located)
    if raw.extras:
        things = "、".join(zh.EXTRAS[what] for what in raw.extras)
        findings.append(Finding(W_EXTRA, args={"things": things}))
    for title, addresses in merged.items():
        args = {"table": title, "labels": "、".join(short_label(layout.form, a) for a in addresses)}
        findings.append(Finding(W_MERGED, tuple(addresses), args))
    return findings, hidden


def right_version(form: Form, year: int, forms: Iterable[Form]) -> str:
    """The version of a form in force for reports of `year`; versions are the years they were issued in."""
    versions = sorted(other.version for other in forms if other.id == form.id)
    return max((v for v in versions if v <= str(year)), default=versions[0] if versions else form.version)


def _table_sheets(form: Form, located: Located) -> list[int]:
    return sorted({located.spots[a][0] for a in form.addresses if a in located.spots})


def _protection(raw: RawWorkbook, form: Form, located: Located) -> Iterator[Finding]:
    names = [raw.sheets[n].name for n in _table_sheets(form, located) if not raw.sheets[n].protected]
    if names:
        yield Finding(W_UNLOCKED, (), {"sheets": "、".join(names)})


def _lost(raw: RawWorkbook, layout: Layout, located: Located) -> Iterator[Finding]:
    """Report in one finding the marks, limits and locks that other programs or pasting have removed."""
    form, spots = layout.form, located.spots
    values = [address for address in form.addresses if address in spots]
    inputs = [address for address in values if address not in form.totals]
    limited = {number: _within(raw.sheets[number].validated) for number in {spots[a][0] for a in inputs}}
    counts = {
        "identity": int(SHEET not in (sheet.name for sheet in raw.sheets)),
        "names": sum("!" not in (to := raw.names.get(name_of(a), "")) or "#" in to for a in layout.cells),
        "limits": sum(not limited[(s := spots[address])[0]](s[1:]) for address in inputs),
        "locks": sum(_is_locked(raw, spots[a]) != (a in form.totals) for a in values),
    }
    things = [zh.LOST[kind].format(n=n) for kind, n in counts.items() if n]
    if things:
        yield Finding(W_LOST, args={"things": "、".join(things)})


def _within(areas: list[Area] | None) -> Callable[[GridPlace], bool]:
    """A test whether some area covers a place; where the areas are not known (None) it is always true."""
    if areas is None:
        return lambda place: True
    if sum(map(_size, areas)) > MOST_PLACES:
        return lambda place: any(_covers(area, place) for area in areas)
    return {place for area in areas for place in _places(area)}.__contains__


def _size(area: Area) -> int:
    return (area[2] - area[0] + 1) * (area[3] - area[1] + 1)


def _places(area: Area) -> Iterator[GridPlace]:
    return product(range(area[0], area[2] + 1), range(area[1], area[3] + 1))


def _is_locked(raw: RawWorkbook, spot: Spot) -> bool:
    cell = raw.sheets[spot[0]].cells.get(spot[1:])
    return cell is None or cell.locked  # readers leave out only blank locked cells


def _covers(area: Area, place: GridPlace) -> bool:
    return area[0] <= place[0] <= area[2] and area[1] <= place[1] <= area[3]


def _headings(raw: RawWorkbook, layout: Layout, located: Located) -> Iterator[Finding]:
    """Report titles and group headings that are not worded as in the form; `locate` checks the others."""
    for table in layout.form.tables:
        sheets = {located.spots[a][0] for a in table.addresses if a in located.spots}
        issued = [table.title, *(b.text for b in layout.grids[table.id].boxes if not b.address and b.text)]
        changed = [
            text
            for text in dict.fromkeys(issued)
            if sheets and not any(normal(text) in located.indexes[number] for number in sheets)
        ]
        if changed:
            args = {"table": table.title, "n": str(len(changed)), "label": changed[0]}
            yield Finding(W_HEADING, args=args)


def _merged(raw: RawWorkbook, form: Form, located: Located) -> dict[str, list[str]]:
    """Table title → addresses whose cells were merged with others."""
    merged: dict[str, list[str]] = {}
    for table in form.tables:
        spots = {a: located.spots[a] for a in table.addresses if a in located.spots}
        for number in {spot[0] for spot in spots.values()}:
            places = {spot[1:] for spot in spots.values() if spot[0] == number}
            for area in raw.sheets[number].merges:
                if _size(area) < len(places) and places.isdisjoint(_places(area)):
                    continue
                inside = [a for a, spot in spots.items() if spot[0] == number and _covers(area, spot[1:])]
                if len(inside) > 1 or any(spots[a][1:] != area[:2] for a in inside):
                    merged.setdefault(table.title, []).extend(inside)
    return merged
