"""Excel's reading of each total and rule equals Python's: LibreOffice computes, we compare."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from conftest import load
from hypothesis import given, settings
from hypothesis import strategies as st
from office import Office
from strategies import UNIT, balanced, submissions
from test_roundtrip import filled_cells, issued

from xltool import words
from xltool.expr import PRIOR
from xltool.form import Rule
from xltool.identity import sign
from xltool.layout import lay_out, zero_choice
from xltool.submission import Submission
from xltool.workbook.formulas import inputs_of
from xltool.workbook.write import write_workbook

FORM = load("zfxxgknb-2021")
LAYOUT = lay_out(FORM)
FIRST_RULE = 3 + len(FORM.tables) + 1  # headings, a line for each table, one for the texts


def rules(prior: bool) -> list[Rule]:
    """The rules in the order of the sheet."""
    return sorted((r for r in FORM.rules if prior or not r.needs_prior), key=lambda rule: rule.is_total)


def expected(rule: Rule, submission: Submission, prior: Submission | None, zero: bool) -> tuple[str, Decimal]:
    """The word and the difference Python gives, from the relation alone."""
    known = {address: number or Decimal(0) for address, number in submission.values.items()}
    for address, total in FORM.totals.items():
        known[address] = total.value(known)
    known |= {PRIOR + a: n or Decimal(0) for a, n in prior.values.items()} if prior else {}
    residual = rule.bound.residual(known)
    if rule.levels and submission.unit.level not in rule.levels:
        return words.CHECK_OK, residual
    if not zero and any(submission.values[a] is None for a in inputs_of(FORM, rule.bound.refs)):
        return words.CHECK_OPEN, residual
    bad = words.CHECK_ERROR if rule.severity == "error" else words.CHECK_WARNING
    return (words.CHECK_OK if rule.bound.holds(residual) else bad), residual


def compare(answer: dict[str, Any], submission: Submission, prior: Submission | None, zero: bool) -> None:
    known = {a: n or Decimal(0) for a, n in submission.values.items() if a not in FORM.totals}
    for address, total in FORM.totals.items():
        known[address] = total.value(known)
        assert answer[LAYOUT.place(address)] == float(known[address]), address
    words_seen = set()
    for row, rule in enumerate(rules(prior is not None), start=FIRST_RULE + 1):
        word, residual = expected(rule, submission, prior, zero)
        assert answer[f"{words.SHEET_CHECK}!C{row}"] == word, (rule.code, rule.key)
        assert abs(answer[f"{words.SHEET_CHECK}!D{row}"] - float(residual)) < 1e-6, (rule.code, rule.key)
        words_seen.add(word)
    blank = sum(n is None for a, n in submission.values.items() if a not in FORM.totals) * (not zero)
    good = blank == 0 and words_seen <= {words.CHECK_OK, words.CHECK_WARNING}
    assert (answer[f"{words.SHEET_CHECK}!A2"] == words.CHECK_ALL) == good


READ = [LAYOUT.place(address) for address in FORM.totals] + [
    f"{words.SHEET_CHECK}!{column}{row + 1}"
    for row in range(3, FIRST_RULE + len(FORM.rules))
    for column in "CD"
] + [f"{words.SHEET_CHECK}!A2"]  # fmt: skip


@settings(max_examples=12)
@given(st.data(), st.booleans(), st.booleans(), st.booleans(), st.sampled_from(["县级部门", "省级"]))
def test_libreoffice_equals_python(
    office: Office, tmp_path_factory: Any, data: st.DataObject,
    blanks: bool, zero: bool, right: bool, level: str,
) -> None:  # fmt: skip
    submission = data.draw(submissions(FORM, blanks, level))
    if right and not blanks:
        submission = balanced(FORM, submission)
    file = tmp_path_factory.mktemp("parity") / "a.xlsx"
    file.write_bytes(issued(FORM))
    put = filled_cells(LAYOUT, submission) | {LAYOUT.place("unit.level"): level}
    if zero:
        put |= {LAYOUT.place(zero_choice(table)): words.YES for table in FORM.tables}
    compare(office.ask(file, put=put, read=READ)["read"], submission, None, zero)


@settings(max_examples=4)
@given(st.data())
def test_rules_over_last_year(office: Office, tmp_path_factory: Any, data: st.DataObject) -> None:
    submission, prior = data.draw(submissions(FORM)), data.draw(submissions(FORM))
    book = write_workbook(FORM, sign(FORM.key, 2025, UNIT.code, UNIT.name), UNIT, prior=prior.values)
    file = tmp_path_factory.mktemp("prior") / "a.xlsx"
    file.write_bytes(book)
    answer = office.ask(file, put=filled_cells(LAYOUT, submission), read=READ)["read"]
    compare(answer, submission, prior, zero=False)


@settings(max_examples=6)
@given(st.data(), st.booleans(), st.booleans())
def test_values_are_written_as_they_will_be_computed(
    office: Office, tmp_path_factory: Any, data: st.DataObject, blanks: bool, zero: bool
) -> None:
    """A program that does not recalculate shows the same as one that does."""
    from xltool.workbook.read_xlsx import read_xlsx

    submission = data.draw(submissions(FORM, blanks))
    zeros = frozenset(table.id for table in FORM.tables) if zero else frozenset[str]()
    book = issued(FORM, submission, zeros)
    file = tmp_path_factory.mktemp("cached") / "a.xlsx"
    file.write_bytes(book)
    formulas = {
        f"{sheet.name}!{chr(65 + column)}{row + 1}": cell
        for sheet in read_xlsx(book).sheets
        for (row, column), cell in sheet.cells.items()
        if cell.formula
    }
    assert len(formulas) > len(FORM.totals) + 2 * len(rules(False))
    computed = office.ask(file, read=list(formulas))["read"]
    for place, cell in formulas.items():
        if cell.kind == "number":
            assert abs(computed[place] - float(cell.value or "nan")) < 1e-6, place
        else:
            assert computed[place] == cell.value, place
