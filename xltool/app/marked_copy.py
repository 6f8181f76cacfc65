"""A checked return → the copy that goes back: our workbook anew, its wrong cells coloured and explained.

Composes checked and writer.  Structure is as issued again; what the unit typed is kept as it typed it,
so the copy, once corrected, is itself a return.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, replace
from pathlib import Path, PurePath

from xltool.app.environment import sheet_password
from xltool.core.check.finding import SEVERITIES, Finding
from xltool.core.check.returned import CheckedReturn, Unreadable
from xltool.core.check.rules import short_label
from xltool.core.errors import XltoolError
from xltool.core.form.layout import lay_out
from xltool.core.form.model import Form
from xltool.core.submission.identity import CHECK_CHARACTERS, Identity, is_genuine, sign
from xltool.core.submission.model import Unit
from xltool.core.text import zh
from xltool.core.text.catalogue.values import V_CONVERTED, V_ZERO
from xltool.core.text.clean import safe, whole
from xltool.office.files import safe_name, write_new
from xltool.office.raw import MAX_CELL
from xltool.writing.workbook.write import Mark, WorkbookContent, write_workbook

EXAMPLES = 5


def marked_copy(checked: CheckedReturn, key: bytes = b"", password: str = "") -> bytes:
    """The workbook that goes back for a return that could be read."""
    form, submission = checked.form, checked.submission
    chosen = {ref for finding in checked.findings if finding.code == V_ZERO for ref in finding.refs}
    content = WorkbookContent(
        {address: number for address, number in submission.values.items() if address not in chosen},
        _held(submission.texts),
        _held(submission.notes),
        frozenset(checked.zeros),
        _held({**submission.unread, **checked.typed}),
        marks_of(checked),
        safe(PurePath(checked.source).name),
    )
    said = submission.unit
    unit = Unit(**_held(asdict(said)) | {"code": safe(said.code), "name": safe(said.name)})
    last_year = checked.prior.values if checked.prior else None
    return write_workbook(form, _identity(checked, key), unit, content, last_year, password)


def marks_of(checked: CheckedReturn) -> tuple[Mark, ...]:
    """The findings as marks, worst first; cells merely converted are one mark a table."""
    form, submission = checked.form, checked.submission
    found = [_mark(form, f) for f in checked.findings if f.severity != "info" or f.code.startswith("W-")]
    for address in (a for a, text in submission.texts.items() if len(text) > MAX_CELL):
        said = zh.MARK_CUT.format(label=short_label(form, address), limit=MAX_CELL)
        found.append(Mark("error", said, zh.MARK_CUT_ADVICE, "", (address,)))
    for table in form.tables:
        plain = [f for f in checked.findings if f.code == V_CONVERTED and f.refs[0] in table.inputs]
        if plain:
            shown = "，".join(zh.MARK_EXAMPLE.format(**_safe(f.args)) for f in plain[:EXAMPLES])
            shown += "……" if len(plain) > EXAMPLES else ""
            said = zh.MARK_CONVERTED.format(table=table.title, n=len(plain), examples=shown)
            found.append(Mark("info", said, "", V_CONVERTED, tuple(f.refs[0] for f in plain)))
    return tuple(sorted(found, key=lambda mark: SEVERITIES.index(mark.severity)))


def _mark(form: Form, finding: Finding) -> Mark:
    text, advice = safe(finding.message), safe(finding.advice)
    each = zh.MARK_EACH.get(finding.code, "") if len(finding.refs) > 1 else ""
    answer = f"note.{finding.code}" if finding.severity == "warning" else ""
    answer = answer if answer in lay_out(form).cells else ""
    return Mark(finding.severity, text, advice, finding.code, finding.refs, each, answer)


def _held(texts: Mapping[str, str]) -> dict[str, str]:
    """The texts as a cell can hold them; `marks_of` says what was cut."""
    return {address: whole(text)[:MAX_CELL] for address, text in texts.items()}


def _safe(args: Mapping[str, str]) -> dict[str, str]:
    return {name: safe(text)[:40] for name, text in args.items()}


def _identity(checked: CheckedReturn, key: bytes) -> Identity:
    """As issued; a token of which only the code line is left is made whole where it is ours."""
    submission, identity = checked.submission, checked.identity
    if identity is None:
        unit = submission.unit
        return sign(checked.form.key, submission.year, safe(unit.code), safe(unit.name), key)
    if len(identity.token) <= CHECK_CHARACTERS and is_genuine(identity, key):
        keyed = key if identity.is_keyed else b""
        return sign(identity.form, identity.year, identity.code, identity.name, keyed)
    return replace(identity, code=safe(identity.code), name=safe(identity.name))


def copy_name(checked: CheckedReturn) -> str:
    """``031-某某局-2025-请改正.xlsx``."""
    unit = checked.submission.unit
    parts = (safe_name(safe(unit.code)), safe_name(safe(unit.name)), str(checked.submission.year))
    return f"{'-'.join((*parts, zh.MARKED_SUFFIX))}.xlsx"


def write_copies(
    returns: Iterable[CheckedReturn | Unreadable], folder: Path, force: bool = False
) -> Iterator[Path | XltoolError]:
    """Writes a copy for each return that needs one; yields its path, or what stood in its way.

    Two returns of one unit get a number each.
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
