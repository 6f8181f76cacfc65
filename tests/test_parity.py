"""Excel's reading of each total and rule equals Python's: LibreOffice computes, we compare."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

from conftest import KEYS, load
from hypothesis import given, settings
from hypothesis import strategies as st
from support.office import Office
from support.strategies import UNIT, balanced, submissions, year_of
from support.workbooks import filled_cells, issued

from xltool.core.form.layout import lay_out, zero_choice
from xltool.core.form.model import Form, Rule
from xltool.core.form.relation import PRIOR
from xltool.core.submission.identity import sign
from xltool.core.submission.model import Submission
from xltool.core.text import zh
from xltool.reading.cell import exact
from xltool.writing.workbook.formulas import inputs_under
from xltool.writing.workbook.write import write_workbook

FORM = load("zfxxgknb-2021")
OTHERS = [load(key) for key in KEYS if key != FORM.key]


def rules(form: Form, prior: bool) -> list[Rule]:
    """The rules in the order of the sheet."""
    return sorted((r for r in form.rules if prior or not r.needs_prior), key=lambda rule: rule.is_total)


def first_rule(form: Form) -> int:
    """The 0-based row of the first rule: below headings, a line for each table, one for texts if any."""
    return 3 + len(form.tables) + bool(form.texts)


def expected(
    form: Form, rule: Rule, submission: Submission, prior: Submission | None, zero: bool
) -> tuple[str, Decimal]:
    """The word and the difference Python gives, from the relation alone."""
    known = {address: number or Decimal(0) for address, number in submission.values.items()}
    for address, total in form.totals.items():
        known[address] = total.value(known)
    known |= {PRIOR + a: n or Decimal(0) for a, n in prior.values.items()} if prior else {}
    residual = rule.bound.residual(known)
    if rule.levels and submission.unit.level not in rule.levels:
        return zh.CHECK_OK, residual
    if not zero and any(submission.values[a] is None for a in inputs_under(form, rule.bound.refs)):
        return zh.CHECK_OPEN, residual
    bad = zh.CHECK_ERROR if rule.severity == "error" else zh.CHECK_WARNING
    return (zh.CHECK_OK if rule.bound.holds(residual) else bad), residual


def compare(
    form: Form, answer: dict[str, Any], submission: Submission, prior: Submission | None, zero: bool
) -> None:
    known = {a: n or Decimal(0) for a, n in submission.values.items() if a not in form.totals}
    for address, total in form.totals.items():
        known[address] = total.value(known)
        assert exact(repr(answer[lay_out(form).place(address)])) == known[address], address
    words_seen = set()
    for row, rule in enumerate(rules(form, prior is not None), start=first_rule(form) + 1):
        word, residual = expected(form, rule, submission, prior, zero)
        assert answer[f"{zh.SHEET_CHECK}!C{row}"] == word, (rule.code, rule.key)
        assert abs(answer[f"{zh.SHEET_CHECK}!D{row}"] - float(residual)) < 1e-6, (rule.code, rule.key)
        words_seen.add(word)
    blank = sum(n is None for a, n in submission.values.items() if a not in form.totals) * (not zero)
    good = blank == 0 and words_seen <= {zh.CHECK_OK, zh.CHECK_WARNING}
    assert (answer[f"{zh.SHEET_CHECK}!A2"] == zh.CHECK_ALL) == good


def shown_cells(form: Form) -> list[str]:
    """The places of every total, result and difference."""
    lines = range(4, first_rule(form) + len(form.rules) + 1)
    results = [f"{zh.SHEET_CHECK}!{column}{row}" for row in lines for column in "CD"]
    totals = [lay_out(form).place(address) for address in form.totals]
    return [*totals, *results, f"{zh.SHEET_CHECK}!A2"]


def judge(
    office: Office, folder: Path, form: Form, data: st.DataObject, blanks: bool, zero: bool, level: str
) -> None:
    """One submission filled in by LibreOffice, and what it then shows."""
    submission = data.draw(submissions(form, blanks, level))
    if not blanks and data.draw(st.booleans()):
        submission = balanced(form, submission)
    layout = lay_out(form)
    (folder / "a.xlsx").write_bytes(issued(form))
    put = filled_cells(layout, submission) | {layout.place("unit.level"): level}
    if zero:
        put |= {layout.place(zero_choice(table)): zh.YES for table in form.tables}
    answer = office.ask(folder / "a.xlsx", put=put, read=shown_cells(form))["read"]
    compare(form, answer, submission, None, zero)


@settings(max_examples=12)
@given(st.data(), st.booleans(), st.booleans(), st.sampled_from(["县级部门", "省级"]))
def test_libreoffice_equals_python(
    office: Office, tmp_path_factory: Any, data: st.DataObject, blanks: bool, zero: bool, level: str
) -> None:
    judge(office, tmp_path_factory.mktemp("parity"), FORM, data, blanks, zero, level)


@settings(max_examples=4)
@given(st.data(), st.sampled_from(OTHERS), st.booleans())
def test_libreoffice_equals_python_in_the_other_forms(
    office: Office, tmp_path_factory: Any, data: st.DataObject, form: Form, blanks: bool
) -> None:
    judge(office, tmp_path_factory.mktemp("others"), form, data, blanks, False, "县级部门")


@settings(max_examples=4)
@given(st.data(), st.sampled_from([FORM, load("zfxxgknb-2019")]))
def test_rules_over_last_year(office: Office, tmp_path_factory: Any, data: st.DataObject, form: Form) -> None:
    submission, prior = data.draw(submissions(form)), data.draw(submissions(form))
    identity = sign(form.key, year_of(form), UNIT.code, UNIT.name)
    file = tmp_path_factory.mktemp("prior") / "a.xlsx"
    file.write_bytes(write_workbook(form, identity, UNIT, prior=prior.values))
    answer = office.ask(file, put=filled_cells(lay_out(form), submission), read=shown_cells(form))["read"]
    compare(form, answer, submission, prior, zero=False)


@settings(max_examples=8)
@given(st.data(), st.sampled_from([FORM, FORM, *OTHERS]), st.booleans(), st.booleans())
def test_values_are_written_as_they_will_be_computed(
    office: Office, tmp_path_factory: Any, data: st.DataObject, form: Form, blanks: bool, zero: bool
) -> None:
    """A program that does not recalculate shows the same as one that does."""
    from xltool.reading.xlsx.workbook import read_xlsx

    submission = data.draw(submissions(form, blanks))
    zeros = frozenset(table.id for table in form.tables) if zero else frozenset[str]()
    book = issued(form, submission, zeros)
    file = tmp_path_factory.mktemp("cached") / "a.xlsx"
    file.write_bytes(book)
    formulas = {
        f"{sheet.name}!{chr(65 + column)}{row + 1}": cell
        for sheet in read_xlsx(book).sheets
        for (row, column), cell in sheet.cells.items()
        if cell.formula
    }
    assert len(formulas) > len(form.totals) + 2 * len(rules(form, False))
    computed = office.ask(file, read=list(formulas))["read"]
    for place, cell in formulas.items():
        if cell.kind == "number":
            assert abs(computed[place] - float(cell.value or "nan")) < 1e-6, place
        else:
            assert computed[place] == cell.value, place
