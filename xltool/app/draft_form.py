"""Draft a form from an official file: what ``xltool form new --from`` does.

The draft is loaded, held against the file and proved before it is shown; what is not as it should be is
asked like everything that was guessed.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from xltool.app.official import compare_with_official, official_parts
from xltool.app.prove_form import misread
from xltool.core.errors import FormError, UsageError
from xltool.core.form.describe import faults
from xltool.core.form.draft.draft import Draft, draft_form
from xltool.core.form.draft.drawn import Question
from xltool.core.form.model import Form
from xltool.core.form.printed import PrintedTable
from xltool.core.text import zh
from xltool.core.text.catalogue.usage import U_LARGE_FILE, U_NO_TABLE
from xltool.reading.form.load import load_form
from xltool.writing.form_file import decisions, form_file

_MOST_CELLS, _MOST_TABLES = 5_000, 60
_MOST_DIFFERENCES = 20  # that are told one by one


@dataclass(frozen=True)
class Drafted:
    """The text of a form.toml, how many tables and texts it has, and what must be decided, line by line."""

    text: str
    tables: int
    sections: int
    decisions: tuple[str, ...]


def draft_from(file: Path, form_id: str, version: str, old: Form | None) -> Drafted:
    """A draft of the form ``form_id-version`` from an official file, with the codes of an `old` form.

    Raises UnreadableFile, UsageError (``U-no-table``, ``U-large-file``).
    """
    parts = official_parts(file, _MOST_CELLS)
    tables = [part for part in parts if isinstance(part, PrintedTable)]
    for what, n, most in (
        (zh.DRAFT_CELLS, sum(len(table.cells) for table in tables), _MOST_CELLS),
        (zh.DRAFT_TABLES, len(tables), _MOST_TABLES),
    ):
        if n > most:
            raise UsageError(U_LARGE_FILE, file=file.name, n=str(n), what=what, most=str(most))
    draft = draft_form(parts, file.stem, old)
    while draft.tables:
        try:
            form = _loaded(draft, form_id, version, file.name)
            break
        except FormError as error:  # a table that the language cannot say
            _leave_out(draft, error)
    else:
        raise UsageError(U_NO_TABLE, file=file.name)
    by_id = {table.id: table for table in draft.tables}
    differences = list(_differences(form, file))
    for table, words in differences[:_MOST_DIFFERENCES]:
        by_id[table].ask("", "", words)
    if rest := differences[_MOST_DIFFERENCES:]:
        by_id[rest[0][0]].ask("", "", zh.DRAFT_ASK["more"].format(n=len(rest)))
    text = form_file(draft, form_id, version, file.name)
    return Drafted(text, len(draft.tables), len(draft.sections), tuple(decisions(text)))


def _loaded(draft: Draft, form_id: str, version: str, source: str) -> Form:
    """The form of a draft; raises FormError."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "form.toml").write_text(form_file(draft, form_id, version, source), encoding="utf-8")
        return load_form(Path(folder))


def _leave_out(draft: Draft, error: FormError) -> None:
    """Take the table at fault out of a draft, and say so."""
    table = next((one for one in draft.tables if one.id == error.table), draft.tables[-1])
    draft.tables.remove(table)
    draft.order.remove(table.id)
    for other in draft.tables:  # nor can their rules speak of it
        other.rules = [rule for rule in other.rules if f"{table.id}." not in rule.check]
    words = zh.DRAFT_ASK["left-out"].format(
        words=table.title, reason=str(error.args[0] if error.args else error)
    )
    draft.questions.append(Question("order", words))


def _differences(form: Form, file: Path) -> Iterator[tuple[str, str]]:
    """(table id, what it has otherwise than the file, or cannot be drawn or read back)."""
    if bad := faults(form):
        yield from ((table, zh.DRAFT_ASK["overlaps"].format(place=place)) for table, place in bad)
        return
    for words in compare_with_official(form, file, date.min).sentences:
        yield words.split()[0], zh.DRAFT_ASK["differs"].format(words=words)
    for table, label in misread(form):
        yield table, zh.DRAFT_ASK["no-read"].format(words=label)
