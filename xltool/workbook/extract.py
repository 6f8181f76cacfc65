"""RawWorkbook → Submission + findings: whose it is, what was filled in, what was done to it.

Pure.  Totals and checks are recomputed and never trusted; blank is never 0 unless the
table's choice says so; what cannot be read is said and left out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from xltool import identity as marks
from xltool import words
from xltool.check import short_label
from xltool.finding import Finding
from xltool.form import Form, Table
from xltool.identity import Identity
from xltool.layout import a1, lay_out, zero_choice
from xltool.submission import Submission, Unit, plain, with_profile, with_totals
from xltool.values import exact, read_cell
from xltool.workbook.locate import Located, Spot, locate
from xltool.workbook.raw import RawCell, RawWorkbook, UnreadableError

_RANGE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?([A-Z]{1,3})\$?(\d{1,7}))?")


@dataclass
class Extract:
    """What one workbook says: `invalid` are addresses whose finding is already made."""

    form: Form
    submission: Submission
    located_by: str | None
    findings: list[Finding] = field(default_factory=list)
    invalid: set[str] = field(default_factory=set)
    places: dict[str, str] = field(default_factory=dict)


def extract(raw: RawWorkbook, forms: Callable[[], Iterable[Form]], key: bytes = b"") -> Extract:
    """The submission in a returned workbook; `forms` gives every known form.

    Raises UnreadableError when it is not a workbook of any of them.
    """
    found = identities(raw)
    form, located = _best_form(raw, found, list(forms()))
    return _Extractor(raw, form, located).run(found, key)


def identities(raw: RawWorkbook) -> list[Identity]:
    """The identities in hidden sheet, defined name, property and code lines, best first."""
    found: list[Identity] = []
    for sheet in raw.sheets:
        if sheet.name == marks.SHEET:
            pairs = {
                key.value: (value.value or "")
                for (row, column), key in sheet.cells.items()
                if column == 0 and key.value and (value := sheet.cells.get((row, 1)))
            }
            if pairs.get("form") and pairs.get("year", "").isdigit():
                fields = (pairs.get(part, "") for part in ("code", "name", "token"))
                found.append(Identity(pairs["form"], int(pairs["year"]), *fields))
    name = raw.names.get(marks.NAME, "").strip('"').replace('""', '"')
    for text in (name, raw.properties.get(marks.PROPERTY, "")):
        if one := marks.parse(text):
            found.append(one)
    for sheet in raw.sheets:
        for cell in sheet.cells.values():
            if cell.kind == "text" and cell.value and (one := marks.parse_code_line(cell.value)):
                found.append(one)
    return found


def _best_form(raw: RawWorkbook, found: list[Identity], forms: list[Form]) -> tuple[Form, Located]:
    """The form (in its profile) most of whose labels are there; the one it says it is comes first."""
    said = [form for form in forms if any(form.key == one.form for one in found)]
    if found and not said:
        raise UnreadableError("W-form-unknown", form=found[0].form)
    best: tuple[int, Form, Located] | None = None
    for base in said or forms:
        for form in (base, *(with_profile(base, name) for name in base.profiles)):
            located = locate(raw, lay_out(form))
            score = sum(address in located.spots for address in (*form.addresses, *form.texts))
            score -= sum(address not in located.spots for address in form.texts)
            if best is None or score > best[0]:
                best = (score, form, located)
    if best is None:
        raise UnreadableError("W-form-unknown", form="")
    _, form, located = best
    absent = [t.title for t in form.tables if not any(a in located.spots for a in t.addresses)]
    if absent:
        raise UnreadableError("W-not-our-form", missing="；".join(absent))
    return form, located


class _Extractor:
    def __init__(self, raw: RawWorkbook, form: Form, located: Located) -> None:
        self.raw, self.form, self.located = raw, form, located
        self.findings: list[Finding] = list(located.findings)
        self.invalid: set[str] = set()

    def run(self, found: list[Identity], key: bytes) -> Extract:
        self._missing()
        values: dict[str, Decimal | None] = {}
        for table in self.form.tables:
            values |= self._inputs(table)
        usable = {address: number for address, number in values.items() if address not in self.invalid}
        full = with_totals(self.form, usable, keep=False)
        self._totals(full)
        self._protection()
        identity = self._identity(found, key)
        unit = Unit(
            identity.code,
            identity.name,
            **{name: self._text(f"unit.{name}") for name in ("level", *self.form.fields)},
        )
        notes = {
            address.removeprefix("note."): text
            for address in self.located.spots
            if address.startswith("note.") and (text := self._text(address))
        }
        submission = Submission(
            self.form.id,
            self.form.version,
            identity.year,
            unit,
            full | {address: values.get(address) for address in values},
            {address: self._text(address) for address in self.form.texts},
            notes,
        )
        places = {address: self._place(spot) for address, spot in self.located.spots.items()}
        findings = [finding.at(places) for finding in self.findings]
        return Extract(self.form, submission, self.located.by, findings, self.invalid, places)

    def _cell(self, address: str) -> RawCell | None:
        spot = self.located.spots.get(address)
        return None if spot is None else self.raw.sheets[spot[0]].cells.get(spot[1:])

    def _place(self, spot: Spot) -> str:
        return f"{self.raw.sheets[spot[0]].name}!{a1(spot[1], spot[2])}"

    def _text(self, address: str) -> str:
        cell = self._cell(address)
        text = (cell.value or "") if cell else ""
        return text.replace("\r\n", "\n").replace("\r", "\n").strip()

    def _missing(self) -> None:
        """Rows or columns whose words are gone: their figures are left out and asked for."""
        for table in self.form.tables:
            lost = [a for a in table.addresses if a not in self.located.spots]
            if lost:
                self.invalid.update(lost)
                labels = "、".join(_lost_words(table, set(lost)))
                args = {"table": table.title, "labels": labels}
                self.findings.append(Finding("W-row-missing", "error", tuple(lost), args))
        lost = [a for a in self.form.texts if a not in self.located.spots]
        if lost:
            args = {"table": words.SHEET_TEXTS, "labels": "、".join(self.form.labels[a][-1] for a in lost)}
            self.findings.append(Finding("W-row-missing", "error", tuple(lost), args))

    def _inputs(self, table: Table) -> dict[str, Decimal | None]:
        values: dict[str, Decimal | None] = {}
        zero = self._text(zero_choice(table)) == words.YES
        zeroed: list[str] = []
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
            self.findings.append(Finding("V-zero", "info", tuple(zeroed), args))
        return values

    def _say_reading(self, code: str, address: str, typed: str, read: Decimal | None) -> None:
        severity = {"V-converted": "info", "V-asked": "warning", "V-formula": "warning"}.get(code, "error")
        if severity == "error":
            self.invalid.add(address)
        args = {
            "label": short_label(self.form, address),
            "typed": typed,
            "read": "" if read is None else plain(read),
        }
        self.findings.append(Finding(code, severity, (address,), args, value=read))  # type: ignore[arg-type]

    def _totals(self, values: dict[str, Decimal | None]) -> None:
        """What stands in the cells of totals against what they must be; like findings go together."""
        alike: dict[tuple[str, str], list[str]] = {}
        for address, total in self.form.totals.items():
            cell, expected = self._cell(address), values[address]
            if cell is None or address in self.invalid:
                continue
            shown = exact(cell.value or "") if cell.kind == "number" else None
            table = self.form.table_of(address).title
            if cell.formula is not None:
                if not self._adds_up(cell.formula, [ref for _, ref in total.terms]):
                    alike.setdefault(("W-formula", table), []).append(address)
                elif None not in (expected, cell.value) and shown != expected:
                    alike.setdefault(("W-stale", table), []).append(address)
            elif expected is not None and shown == expected:
                alike.setdefault(("W-total-typed", table), []).append(address)
            elif expected is not None and cell.value is not None:
                label = short_label(self.form, address)
                args = {"label": label, "typed": cell.value, "read": plain(expected)}
                self.findings.append(Finding("W-total", "error", (address,), args, shown, expected))
        for (code, table), addresses in alike.items():
            args = {"table": table, "n": str(len(addresses)), "label": short_label(self.form, addresses[0])}
            self.findings.append(Finding(code, "info", tuple(addresses), args))

    def _adds_up(self, formula: str, members: list[str]) -> bool:
        """Whether a total's formula still adds exactly the cells where its members stand now."""
        if not re.fullmatch(r"SUM\([A-Z0-9$:,;]+\)", formula.replace(" ", "")):
            return False
        cells: Counter[tuple[int, int]] = Counter()
        for match in _RANGE.finditer(formula):
            first, last = (match[1], int(match[2])), (match[3] or match[1], int(match[4] or match[2]))
            if last[1] - first[1] > 1000:
                return False
            for row in range(first[1] - 1, last[1]):
                for column in range(_column(first[0]), _column(last[0]) + 1):
                    cells[row, column] += 1
        wanted = Counter(self.located.spots[m][1:] for m in members if m in self.located.spots)
        return cells == wanted

    def _protection(self) -> None:
        sheets = {self.located.spots[a][0] for a in self.form.addresses if a in self.located.spots}
        names = [self.raw.sheets[n].name for n in sorted(sheets) if not self.raw.sheets[n].protected]
        if names:
            self.findings.append(Finding("W-unlocked", "info", (), {"sheets": "、".join(names)}))

    def _identity(self, found: list[Identity], key: bytes) -> Identity:
        """The one identity all copies agree on, else the best one with a finding."""
        code, name = self._text("unit.code"), self._text("unit.name")
        year = self._text("unit.year")
        if not found:
            if not (code and name and year[:4].isdigit()):
                raise UnreadableError("W-unit-unknown")
            self.findings.append(Finding("W-no-identity", "warning"))
            return Identity(self.form.key, int(year[:4]), code, name)
        best = found[0]
        said = [(one.form, str(one.year), one.code, one.name) for one in found]
        if code or name or year:
            said.append((best.form, year or str(best.year), code or best.code, name or best.name))
        if len(set(said)) > 1:
            detail = "；".join(f"{n}（{c}）{y}" for _, y, c, n in dict.fromkeys(said))
            self.findings.append(Finding("W-identity", "error", (), {"detail": detail}))
        elif any(
            not marks.sign(one.form, one.year, one.code, one.name, key).token.startswith(one.token or "?")
            for one in found
        ):
            self.findings.append(Finding("W-token", "warning"))
        return best


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _lost_words(table: Table, lost: set[str]) -> list[str]:
    """The labels that are gone: rows lost whole, then columns for what is left."""
    found: list[str] = []
    for block in table.blocks:
        rows = [leaf for top in block.rows for _, leaf in top.leaves()]
        columns = [leaf for top in block.columns for _, leaf in top.leaves()]
        here = {(r.code, c.code): f"{table.id}.{r.code}.{c.code}" for r in rows for c in columns}
        whole = [row for row in rows if row.text and all(here[row.code, c.code] in lost for c in columns)]
        rest = [row for row in rows if row not in whole]
        found += [row.text for row in whole]
        found += [c.text for c in columns if any(here[row.code, c.code] in lost for row in rest)]
    return list(dict.fromkeys(found))
