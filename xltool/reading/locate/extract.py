"""Extract the submission from a returned workbook, with findings on what was done to it.

Totals and checks are recomputed and never trusted.  A blank is 0 only if the unit chose so for its table.
A figure that cannot be read is left out, and a finding says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from decimal import Decimal

from xltool.core.check.finding import Finding
from xltool.core.check.labels import short_label
from xltool.core.check.returned import ReadReturn
from xltool.core.form.a1 import a1
from xltool.core.form.layout import lay_out, zero_choice
from xltool.core.form.model import Form, Table
from xltool.core.submission import explanations
from xltool.core.submission import identity as marks
from xltool.core.submission.identity import Identity
from xltool.core.submission.model import Submission, Unit, plain, with_totals
from xltool.core.text import zh
from xltool.core.text.catalogue.files import W_NOTE_OLD, W_ROW_MISSING, W_VERSION
from xltool.core.text.catalogue.sights import W_SPLIT
from xltool.core.text.catalogue.values import V_CONVERTED, V_FORMULA, V_LINK, V_ZERO
from xltool.core.text.code import FindingCode
from xltool.office.raw import RawWorkbook
from xltool.reading.cell import ReadFigure, read_cell, shown_text
from xltool.reading.locate.compare import compare_with_issued, right_version
from xltool.reading.locate.identify import agree, best_form, identities_in
from xltool.reading.locate.locate import Located, Spot, cell_at
from xltool.reading.locate.sights import hidden_figures, outside_tables, split_boxes
from xltool.reading.locate.total_cells import compare_totals


def extract(raw: RawWorkbook, forms: Callable[[], Iterable[Form]], key: bytes = b"") -> ReadReturn:
    """The submission in a returned workbook; `forms` gives every known form, `key` proves tokens.

    Raises UnreadableFile: ``W-form-unknown``, ``W-form-version`` or ``W-not-our-form`` when it is of none
    of these forms, ``W-unit-unknown`` when nothing in it says whose it is.
    """
    identities = identities_in(raw)
    known_forms = list(forms())
    form, located = best_form(raw, identities, known_forms)
    identities = identities_in(raw, {spot[0] for spot in located.spots.values()}) or identities
    result = _Extractor(raw, form, located).run(identities, key)
    right = right_version(form, result.submission.year, known_forms)
    if right != form.version:
        args = {"version": form.version, "right": right, "year": str(result.submission.year)}
        result = replace(result, findings=(*result.findings, Finding(W_VERSION, args=args)))
    return result


class _Extractor:
    """Reads one workbook whose form and cells are known already."""

    def __init__(self, raw: RawWorkbook, form: Form, located: Located) -> None:
        self.raw, self.form, self.located = raw, form, located
        self.findings: list[Finding] = list(located.findings)
        self.uncertain: dict[str, str] = {}  # address → what was typed there, if it is no certain figure
        self.zeros: set[str] = set()  # tables whose blanks the unit chose to be 0
        self.unread: dict[str, str] = {}  # address → what stands there instead of a figure
        self.compared, self.invalid = compare_with_issued(raw, lay_out(form), located)
        self.split = split_boxes(raw, lay_out(form), located)

    def run(self, identities: list[Identity], key: bytes) -> ReadReturn:
        self._report_missing()
        typed: dict[str, Decimal | None] = {}
        for table in self.form.tables:
            typed |= self._inputs(table)
        usable = {address: number for address, number in typed.items() if address not in self.invalid}
        values = with_totals(self.form, usable, keep=False)
        self.findings += compare_totals(self.raw, self.form, self.located, values, self.invalid)
        self.findings += self.compared
        self.findings += hidden_figures(self.raw, self.form, self.located)
        self.findings += outside_tables(self.raw, self.form, self.located)
        on_sheet = {name: self._text(f"unit.{name}") for name in ("code", "name", "year")}
        identity, doubts = agree(self.form, identities, on_sheet, key)
        self.findings += doubts
        submission = self._submission(identity, values | typed)
        places = {address: self._place(spot) for address, spot in self.located.spots.items()}
        return ReadReturn(
            self.form,
            submission,
            tuple(finding.at(places) for finding in self.findings),
            frozenset(self.invalid),
            places,
            self.uncertain,
            frozenset(self.zeros),
            identities[0] if identities else None,
            self.raw.saved_by,
            self.located.by,
        )

    def _submission(self, identity: Identity, values: dict[str, Decimal | None]) -> Submission:
        fields = {name: self._text(f"unit.{name}") for name in ("level", *self.form.fields)}
        return Submission(
            self.form.id,
            self.form.version,
            identity.year,
            Unit(identity.code, identity.name, **fields),
            values,
            {address: self._text(address) for address in self.form.texts} | self._words(),
            self._notes(values),
            self.unread,
        )

    def _place(self, spot: Spot) -> str:
        return f"{self.raw.sheets[spot[0]].name}!{a1(spot[1], spot[2])}"

    def _words(self) -> dict[str, str]:
        """What stands in the cells of tables that are filled with words; none for blank ones."""
        found = {address: self._text(address) for address in self.form.cell_texts}
        return {address: text for address, text in found.items() if text}

    def _text(self, address: str) -> str:
        cell = cell_at(self.raw, self.located, address)
        return _clean(shown_text(cell, self.raw.since_1904)) if cell else ""

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
                    figures, text = ((c.value or "") if (c := cells.get((row, n))) else "" for n in (1, 2))
                    records[(key.value or "").removeprefix(explanations.PREFIX)] = (figures, _clean(text))
        for code in explanations.outdated_notes(self.form, written, records, values):
            address = explanations.PREFIX + code
            statement = next(rule.statement for rule in self.form.rules if rule.code == code)
            args = {"label": statement, "text": written.pop(code)}
            self.findings.append(Finding(W_NOTE_OLD, (address,), args))
        return written

    def _report_missing(self) -> None:
        """Report rows, columns and texts whose labels are gone; their figures are left out."""
        for table in self.form.tables:
            lost = [a for a in table.addresses if a not in self.located.spots]
            if lost:
                self.invalid.update(lost)
                labels = "、".join(_lost_labels(table, set(lost)))
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
            reading = self._read(table, address)
            values[address] = reading.value
            if reading.code:
                self._report_reading(reading.code, address, reading)
            elif reading.value is None and zero:
                values[address] = Decimal(0)
                zeroed.append(address)
        if zeroed:
            args = {"table": table.title, "n": str(len(zeroed))}
            self.findings.append(Finding(V_ZERO, tuple(zeroed), args))
        return values

    def _read(self, table: Table, address: str) -> ReadFigure:
        if address in self.split:
            return ReadFigure(None, W_SPLIT, self.split[address])
        cell = cell_at(self.raw, self.located, address)
        return read_cell(cell, self.form.kinds[address], table.upper, self.raw.since_1904)

    def _report_reading(self, code: FindingCode, address: str, reading: ReadFigure) -> None:
        typed, read = reading.typed, reading.value
        if code.severity == "error":
            self.invalid.add(address)
            if read is None:
                self.unread[address] = reading.quoted
        args = {
            "label": short_label(self.form, address),
            "typed": typed,
            "read": "" if read is None else plain(read),
            "held": reading.held,
        }
        self.findings.append(Finding(code, (address,), args, value=read))
        cell = cell_at(self.raw, self.located, address)
        if code not in (V_CONVERTED, V_FORMULA) and (read is None or (cell and cell.kind == "text")):
            self.uncertain[address] = f"={typed}" if code == V_LINK else typed


def _clean(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _lost_labels(table: Table, lost: set[str]) -> list[str]:
    """The labels that are gone: of rows without any figure, then of columns in the other rows."""
    labels: list[str] = []
    for block in table.blocks:
        rows, columns = block.row_leaves, block.column_leaves
        gone = {pair: f"{table.id}.{pair[0]}.{pair[1]}" in lost for pair in block.addresses}
        whole = [
            row
            for row in rows
            if row.text and (mine := [gone[pair] for pair in gone if pair[0] == row.code]) and all(mine)
        ]
        rest = [row for row in rows if row not in whole]
        labels += [row.text for row in whole]
        labels += [c.text for c in columns if any(gone.get((row.code or "", c.code or "")) for row in rest)]
    return list(dict.fromkeys(labels))
