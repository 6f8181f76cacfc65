"""RawWorkbook → Submission + findings: whose it is, what was filled in, what was done to it.

Pure.  Totals and checks are recomputed and never trusted; blank is never 0 unless the
table's choice says so; what cannot be read is said and left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from itertools import product

from xltool.core.check.finding import Finding
from xltool.core.check.returned import ReadReturn
from xltool.core.check.rules import short_label
from xltool.core.form.a1 import a1, column_number
from xltool.core.form.layout import lay_out, zero_choice
from xltool.core.form.model import Form, Table
from xltool.core.submission import explanations
from xltool.core.submission import identity as marks
from xltool.core.submission.identity import Identity
from xltool.core.submission.model import Submission, Unit, plain, with_totals
from xltool.core.text import zh
from xltool.core.text.catalogue.files import (
    W_FORMULA,
    W_NOTE_OLD,
    W_ROW_MISSING,
    W_STALE,
    W_TOTAL,
    W_TOTAL_TYPED,
    W_VERSION,
)
from xltool.core.text.catalogue.values import V_CONVERTED, V_FORMULA, V_LINK, V_ZERO
from xltool.core.text.code import FindingCode
from xltool.office.raw import RawCell, RawWorkbook
from xltool.reading.cell import exact, read_cell
from xltool.reading.locate.compare import compare_with_issued, right_version
from xltool.reading.locate.identify import agree, best_form, identities_in
from xltool.reading.locate.locate import Located, Spot

_RANGE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?([A-Z]{1,3})\$?(\d{1,7}))?")
MOST_ADDED = 10_000  # cells; no total of a form has more members


def extract(raw: RawWorkbook, forms: Callable[[], Iterable[Form]], key: bytes = b"") -> ReadReturn:
    """The submission in a returned workbook; `forms` gives every known form.

    Raises UnreadableFile when it is not a workbook of any of them.
    """
    found = identities_in(raw)
    known = list(forms())
    form, located = best_form(raw, found, known)
    result = _Extractor(raw, form, located).run(found, key)
    right = right_version(form, result.submission.year, known)
    if right != form.version:
        args = {"version": form.version, "right": right, "year": str(result.submission.year)}
        result = replace(result, findings=(*result.findings, Finding(W_VERSION, args=args)))
    return result


class _Extractor:
    def __init__(self, raw: RawWorkbook, form: Form, located: Located) -> None:
        self.raw, self.form, self.located = raw, form, located
        self.findings: list[Finding] = list(located.findings)
        self.typed: dict[str, str] = {}  # what stands where no certain figure does
        self.zeros: set[str] = set()  # tables whose blanks were chosen to be 0
        self.compared, self.invalid = compare_with_issued(raw, lay_out(form), located)

    def run(self, found: list[Identity], key: bytes) -> ReadReturn:
        self._missing()
        values: dict[str, Decimal | None] = {}
        for table in self.form.tables:
            values |= self._inputs(table)
        usable = {address: number for address, number in values.items() if address not in self.invalid}
        full = with_totals(self.form, usable, keep=False)
        self._totals(full)
        self.findings += self.compared
        typed = {name: self._text(f"unit.{name}") for name in ("code", "name", "year")}
        identity, doubts = agree(self.form, found, typed, key)
        self.findings += doubts
        unit = Unit(
            identity.code,
            identity.name,
            **{name: self._text(f"unit.{name}") for name in ("level", *self.form.fields)},
        )
        values = full | {address: values.get(address) for address in values}
        submission = Submission(
            self.form.id,
            self.form.version,
            identity.year,
            unit,
            values,
            {address: self._text(address) for address in self.form.texts},
            self._notes(values),
        )
        places = {address: self._place(spot) for address, spot in self.located.spots.items()}
        findings = [finding.at(places) for finding in self.findings]
        best = found[0] if found else None
        return ReadReturn(
            self.form,
            submission,
            tuple(findings),
            frozenset(self.invalid),
            places,
            self.typed,
            frozenset(self.zeros),
            best,
            self.raw.saved_by,
            self.located.by,
        )

    def _cell(self, address: str) -> RawCell | None:
        spot = self.located.spots.get(address)
        return None if spot is None else self.raw.sheets[spot[0]].cells.get(spot[1:])

    def _place(self, spot: Spot) -> str:
        return f"{self.raw.sheets[spot[0]].name}!{a1(spot[1], spot[2])}"

    def _text(self, address: str) -> str:
        cell = self._cell(address)
        return _clean((cell.value or "") if cell else "")

    def _notes(self, values: Mapping[str, Decimal | None]) -> dict[str, str]:
        """The unit's explanations, without those written for figures that have changed since."""
        written = {
            address.removeprefix(explanations.PREFIX): text
            for address in self.located.spots
            if address.startswith(explanations.PREFIX) and (text := self._text(address))
        }
        records: dict[str, tuple[str, str]] = {}
        for cells in (sheet.cells for sheet in self.raw.sheets if sheet.name == marks.SHEET):
            for (row, column), key in cells.items():
                if column == 0 and (key.value or "").startswith(explanations.PREFIX):
                    about, text = ((c.value or "") if (c := cells.get((row, n))) else "" for n in (1, 2))
                    records[(key.value or "").removeprefix(explanations.PREFIX)] = (about, _clean(text))
        for code in explanations.outdated_notes(self.form, written, records, values):
            address = explanations.PREFIX + code
            statement = next(rule.statement for rule in self.form.rules if rule.code == code)
            args = {"label": statement, "text": written.pop(code)}
            self.findings.append(Finding(W_NOTE_OLD, (address,), args))
        return written

    def _missing(self) -> None:
        """Rows or columns whose words are gone: their figures are left out and asked for."""
        for table in self.form.tables:
            lost = [a for a in table.addresses if a not in self.located.spots]
            if lost:
                self.invalid.update(lost)
                labels = "、".join(_lost_words(table, set(lost)))
                args = {"table": table.title, "labels": labels}
                self.findings.append(Finding(W_ROW_MISSING, tuple(lost), args))
        lost = [a for a in self.form.texts if a not in self.located.spots]
        if lost:
            args = {"table": zh.SHEET_TEXTS, "labels": "、".join(self.form.labels[a][-1] for a in lost)}
            self.findings.append(Finding(W_ROW_MISSING, tuple(lost), args))

    def _inputs(self, table: Table) -> dict[str, Decimal | None]:
        values: dict[str, Decimal | None] = {}
        zero = self._text(zero_choice(table)) == zh.YES
        zeroed: list[str] = []
        self.zeros |= {table.id} if zero else set()
        for address in table.inputs:
            if address in self.invalid:
                values[address] = None
                continue
            cell = self._cell(address)
            reading = read_cell(cell, self.form.kinds[address], table.upper)
            values[address] = reading.value
            if reading.code:
                self._say_reading(reading.code, address, reading.typed, reading.value)
            elif reading.value is None and zero:
                values[address] = Decimal(0)
                zeroed.append(address)
        if zeroed:
            args = {"table": table.title, "n": str(len(zeroed))}
            self.findings.append(Finding(V_ZERO, tuple(zeroed), args))
        return values

    def _say_reading(self, code: FindingCode, address: str, typed: str, read: Decimal | None) -> None:
        if code.severity == "error":
            self.invalid.add(address)
        args = {
            "label": short_label(self.form, address),
            "typed": typed,
            "read": "" if read is None else plain(read),
        }
        self.findings.append(Finding(code, (address,), args, value=read))
        cell = self._cell(address)
        if code not in (V_CONVERTED, V_FORMULA) and (read is None or (cell and cell.kind == "text")):
            self.typed[address] = f"={typed}" if code == V_LINK else typed

    def _totals(self, values: dict[str, Decimal | None]) -> None:
        """What stands in the cells of totals against what they must be; like findings go together."""
        alike: dict[tuple[FindingCode, str], list[str]] = {}
        for address, total in self.form.totals.items():
            cell, expected = self._cell(address), values[address]
            if cell is None or address in self.invalid:
                continue
            shown = exact(cell.value or "") if cell.kind == "number" else None
            table = self.form.table_of(address).title
            if cell.formula is not None:
                if not self._adds_up(cell.formula, [ref for _, ref in total.terms]):
                    alike.setdefault((W_FORMULA, table), []).append(address)
                elif None not in (expected, cell.value) and shown != expected:
                    alike.setdefault((W_STALE, table), []).append(address)
            elif expected is not None and shown == expected:
                alike.setdefault((W_TOTAL_TYPED, table), []).append(address)
            elif expected is not None and cell.value is not None:
                label = short_label(self.form, address)
                args = {"label": label, "typed": cell.value, "read": plain(expected)}
                self.findings.append(Finding(W_TOTAL, (address,), args, shown, expected))
        for (code, table), addresses in alike.items():
            args = {"table": table, "n": str(len(addresses)), "label": short_label(self.form, addresses[0])}
            self.findings.append(Finding(code, tuple(addresses), args))

    def _adds_up(self, formula: str, members: list[str]) -> bool:
        """Whether a total's formula still adds exactly the cells where its members stand now."""
        wanted = sorted(spots[m][1:] for m in members if m in (spots := self.located.spots))
        return _added(formula) == wanted


@lru_cache(1024)
def _added(formula: str) -> list[tuple[int, int]] | None:
    """The cells a plain sum adds, sorted, one that is added twice twice; None for another formula."""
    if not re.fullmatch(r"SUM\([A-Z0-9$:,;]+\)", formula.replace(" ", "")):
        return None
    cells: list[tuple[int, int]] = []
    for match in _RANGE.finditer(formula):
        first, last = (match[1], int(match[2])), (match[3] or match[1], int(match[4] or match[2]))
        rows, columns = (
            range(first[1] - 1, last[1]),
            range(column_number(first[0]) - 1, column_number(last[0]) - 1 + 1),
        )
        if len(rows) * len(columns) > MOST_ADDED:
            return None
        cells += product(rows, columns)
    return sorted(cells)


def _clean(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _lost_words(table: Table, lost: set[str]) -> list[str]:
    """The labels that are gone: rows lost whole, then columns for what is left."""
    found: list[str] = []
    for block in table.blocks:
        rows, columns = block.row_leaves, block.column_leaves
        here = {(r.code, c.code): f"{table.id}.{r.code}.{c.code}" for r in rows for c in columns}
        whole = [row for row in rows if row.text and all(here[row.code, c.code] in lost for c in columns)]
        rest = [row for row in rows if row not in whole]
        found += [row.text for row in whole]
        found += [c.text for c in columns if any(here[row.code, c.code] in lost for row in rest)]
    return list(dict.fromkeys(found))
