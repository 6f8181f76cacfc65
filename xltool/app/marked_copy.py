"""Checked return → the marked copy that goes back to the unit, its wrong cells coloured and explained.

The copy is a new workbook, built as it was issued, with what the unit typed exactly as it typed it; so the
copy, once corrected, is itself a return.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, replace
from pathlib import Path, PurePath

from xltool.app.environment import sheet_password
from xltool.core.check.finding import SEVERITIES, Finding
from xltool.core.check.labels import short_label
from xltool.core.check.returned import CheckedReturn, Unreadable
from xltool.core.errors import XltoolError
from xltool.core.form.layout import lay_out, zero_choice
from xltool.core.form.model import Form, cell_parts
from xltool.core.submission.identity import CHECK_CHARACTERS, Identity, is_genuine, sign
from xltool.core.submission.model import Unit
from xltool.core.text import zh
from xltool.core.text.catalogue.values import V_BLANK, V_CONVERTED, V_ZERO
from xltool.core.text.clean import safe, whole
from xltool.office.files import safe_name, write_new
from xltool.office.raw import MAX_CELL
from xltool.writing.workbook.write import Mark, WorkbookContent, write_workbook

EXAMPLES = 5  # converted cells of a table that are quoted
_MAX_EXAMPLE = 40  # characters of each


def marked_copy(checked: CheckedReturn, key: bytes = b"", password: str = "") -> bytes:
    """The bytes of the marked copy; `key` is the round's, `password` protects the sheets."""
    form, submission = checked.form, checked.submission
    zero_by_choice = {ref for finding in checked.findings if finding.code == V_ZERO for ref in finding.refs}
    content = WorkbookContent(
        {address: n for address, n in submission.values.items() if address not in zero_by_choice},
        _cut_to_cells(submission.texts),
        _cut_to_cells(submission.notes),
        frozenset(checked.zeros),
        _cut_to_cells({**submission.unread, **checked.typed}),
        marks_of(checked),
        safe(PurePath(checked.source).name),
    )
    safe_unit = {"code": safe(submission.unit.code), "name": safe(submission.unit.name)}
    unit = Unit(**_cut_to_cells(asdict(submission.unit)) | safe_unit)
    last_year = checked.prior.values if checked.prior else None
    return write_workbook(form, _identity(checked, key), unit, content, last_year, password)


def marks_of(checked: CheckedReturn) -> tuple[Mark, ...]:
    """The findings as marks, worst first.

    The cells of a table that were only converted, like full-width digits, share one mark.
    """
    form, submission = checked.form, checked.submission
    shown = (f for f in checked.findings if f.severity != "info" or f.code.startswith("W-"))
    marks = [_mark(form, finding) for finding in shown]
    for address in (a for a, text in submission.texts.items() if len(text) > MAX_CELL):
        text = zh.MARK_CUT.format(label=short_label(form, address), limit=MAX_CELL)
        marks.append(Mark("error", text, zh.MARK_CUT_ADVICE, "", (address,)))
    for table in form.tables:
        converted = [f for f in checked.findings if f.code == V_CONVERTED and f.refs[0] in table.inputs]
        if converted:
            examples = "，".join(zh.MARK_EXAMPLE.format(**_safe(f.args)) for f in converted[:EXAMPLES])
            examples += "……" if len(converted) > EXAMPLES else ""
            text = zh.MARK_CONVERTED.format(table=table.title, n=len(converted), examples=examples)
            marks.append(Mark("info", text, "", V_CONVERTED, tuple(f.refs[0] for f in converted)))
    return tuple(sorted(marks, key=lambda mark: SEVERITIES.index(mark.severity)))


def _mark(form: Form, finding: Finding) -> Mark:
    text, advice = safe(finding.message), safe(finding.advice)
    each = zh.MARK_EACH.get(finding.code, "") if len(finding.refs) > 1 else ""
    answer = f"note.{finding.code}" if finding.severity == "warning" else ""
    answer = answer if answer in lay_out(form).cells else ""
    choice = zero_choice(cell_parts(finding.refs[0])[0]) if finding.code == V_BLANK else ""
    return Mark(finding.severity, text, advice, finding.code, finding.refs, each, answer, choice)


def _cut_to_cells(texts: Mapping[str, str]) -> dict[str, str]:
    """The texts cut to what a cell can hold; `marks_of` tells the unit what was cut."""
    return {address: whole(text)[:MAX_CELL] for address, text in texts.items()}


def _safe(args: Mapping[str, str]) -> dict[str, str]:
    return {name: safe(text)[:_MAX_EXAMPLE] for name, text in args.items()}


def _identity(checked: CheckedReturn, key: bytes) -> Identity:
    """The identity as issued; a genuine token of which only the code line is left is completed."""
    submission, identity = checked.submission, checked.identity
    if identity is None:
        unit = submission.unit
        return sign(checked.form.key, submission.year, safe(unit.code), safe(unit.name), key)
    if len(identity.token) <= CHECK_CHARACTERS and is_genuine(identity, key):
        keyed = key if identity.is_keyed else b""
        return sign(identity.form, identity.year, identity.code, identity.name, keyed)
    return replace(identity, code=safe(identity.code), name=safe(identity.name))


def copy_name(checked: CheckedReturn) -> str:
    """The name of a marked copy's file, like ``031-某某局-2025-请改正.xlsx``."""
    unit = checked.submission.unit
    parts = (safe_name(safe(unit.code)), safe_name(safe(unit.name)), str(checked.submission.year))
    return f"{'-'.join((*parts, zh.MARKED_SUFFIX))}.xlsx"


def write_copies(
    returns: Iterable[CheckedReturn | Unreadable], folder: Path, force: bool = False
) -> Iterator[Path | XltoolError]:
    """Writes a copy for each return with errors or warnings; yields its path, or the error that prevented it.

    From the second return of a unit on the file names are numbered.  Raises UsageError for a bad password
    in the environment.
    """
    password = sheet_password()
    taken: set[Path] = set()
    for checked in returns:
        if isinstance(checked, CheckedReturn) and checked.status != "accepted":
            path = folder / copy_name(checked)
            number = 2
            while path in taken:
                path = folder / copy_name(checked).replace(".xlsx", f"-{number}.xlsx")
                number += 1
            taken.add(path)
            try:
                yield write_new(path, marked_copy(checked, password=password), force)
            except XltoolError as error:
                yield error
