"""Submission in one version of its form → the same in another: what ``xltool form migrate`` does.

``make --data`` prefills a new workbook from the file it writes.
"""

from __future__ import annotations

from pathlib import Path

from xltool.app.checking import Checker
from xltool.core.check.labels import short_label
from xltool.core.check.returned import Unreadable
from xltool.core.errors import UnreadableFile, UsageError
from xltool.core.form.model import Form
from xltool.core.submission.migrate import migrate
from xltool.core.submission.model import Submission, plain
from xltool.core.text import zh
from xltool.core.text.catalogue.usage import U_MIGRATE
from xltool.office.files import safe_name, write_new


def convert(given: str, new: Form, folder: Path, force: bool) -> tuple[Path, list[str], bool]:
    """(path written, lines for the person, whether everything could be carried over).

    Raises UnreadableFile when the file cannot be read, UsageError when there is no way from its form to
    `new`, OutputError when the result cannot be written.
    """
    from xltool.writing.report.flat import to_json_bytes

    read = Checker().read(given)
    if isinstance(read, Unreadable):
        raise UnreadableFile(read.code, **read.args)
    old, submission = read.form, read.submission
    migration = migrate(old, new, submission)
    if migration is None:
        raise UsageError(U_MIGRATE, old=old.key, new=new.key)
    unit = submission.unit
    path = folder / f"{safe_name(unit.code)}-{safe_name(unit.name)}-{submission.year}-{new.version}.json"
    write_new(path, to_json_bytes(migration.submission), force)
    lines = [zh.MIGRATION["lost"].format(what=_name_of(old, submission, item)) for item in migration.lost]
    if migration.open:
        lines.append(zh.MIGRATION["open"].format(n=len(migration.open)))
    return path, lines, not migration.lost


def _name_of(form: Form, submission: Submission, item: str) -> str:
    """What a figure, text or explanation that was not carried over is called in the old form."""
    if item in form.kinds:
        number = submission.values[item]
        figure = submission.unread.get(item, "") if number is None else plain(number)
        table, label = form.table_of(item).title, short_label(form, item)
        return zh.MIGRATION["figure"].format(table=table, label=label, figure=figure)
    if item in submission.texts:
        return zh.MIGRATION["text"].format(label=short_label(form, item))
    return zh.MIGRATION["note"].format(code=item)
