"""RawWorkbook → which form it is and whose: the marks it carries, and whether they agree.

Before `extract`; pure.  Hidden sheet, defined name, property and code lines are equal copies;
without any, labels choose the form and the sheet of the unit names the unit.
"""

from __future__ import annotations

from collections.abc import Mapping

from xltool.core.check.finding import Finding
from xltool.core.errors import UnreadableFile
from xltool.core.form.layout import lay_out
from xltool.core.form.model import Form
from xltool.core.submission import identity as marks
from xltool.core.submission.identity import Identity
from xltool.core.submission.model import with_profile
from xltool.core.text import zh
from xltool.core.text.catalogue.files import (
    W_FORM_UNKNOWN,
    W_FORM_VERSION,
    W_IDENTITY,
    W_NO_IDENTITY,
    W_NOT_OUR_FORM,
    W_TOKEN,
    W_UNIT_UNKNOWN,
)
from xltool.office.raw import RawWorkbook
from xltool.reading.locate.locate import Located, locate, locate_tables
from xltool.reading.locate.table_search import index_labels


def identities_in(raw: RawWorkbook) -> list[Identity]:
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


def best_form(raw: RawWorkbook, found: list[Identity], forms: list[Form]) -> tuple[Form, Located]:
    """The form (in its profile) most of whose labels are there; the one it says it is comes first."""
    said = [form for form in forms if any(form.key == one.form for one in found)]
    if found and not said:
        family = [form.version for form in forms if found[0].form.rpartition("-")[0] == form.id]
        if family:
            version = found[0].form.rpartition("-")[2]
            raise UnreadableFile(W_FORM_VERSION, version=version, known="、".join(sorted(family)))
        raise UnreadableFile(W_FORM_UNKNOWN, form=found[0].form)
    best: tuple[int, Form, Located] | None = None
    indexes = [index_labels(sheet) for sheet in raw.sheets]
    for base in said or forms:
        tables = locate_tables(raw, lay_out(base), indexes)
        for form in (base, *(with_profile(base, name) for name in base.profiles)):
            located = locate(raw, lay_out(form), tables)
            score = sum(address in located.spots for address in (*form.addresses, *form.texts))
            score -= sum(address not in located.spots for address in form.texts)
            if best is None or score > best[0]:
                best = (score, form, located)
    if best is None:
        raise UnreadableFile(W_FORM_UNKNOWN, form="")
    _, form, located = best
    absent = [t.title for t in form.tables if not any(a in located.spots for a in t.addresses)]
    if not said and not any(located.has_most_of(table) for table in form.tables):
        raise UnreadableFile(W_NOT_OUR_FORM, missing="")  # names no form that nobody spoke of
    if absent:
        raise UnreadableFile(W_NOT_OUR_FORM, missing=zh.LACKING.format(titles="；".join(absent)))
    return form, located


def agree(
    form: Form, found: list[Identity], typed: Mapping[str, str], key: bytes
) -> tuple[Identity, list[Finding]]:
    """The one identity all copies agree on, else the best one with a finding.

    `typed` are code, name and year as they stand on the sheet of the unit ("" when not there).
    Raises UnreadableFile when nothing says whose it is.
    """
    code, name, year = typed["code"], typed["name"], typed["year"]
    if not found:
        if not (code and name and year[:4].isdigit()):
            lost = "、".join(zh.INFO[field] for field, text in typed.items() if not text)
            lost = lost or zh.INFO["year"]  # it is there and says no year
            raise UnreadableFile(W_UNIT_UNKNOWN, lost=lost)
        return Identity(form.key, int(year[:4]), code, name), [Finding(W_NO_IDENTITY)]
    best = found[0]
    said = [(one.form, str(one.year), one.code, one.name) for one in found]
    if code or name or year:
        said.append((best.form, year or str(best.year), code or best.code, name or best.name))
    if len(set(said)) > 1:
        detail = "；".join(f"{n}（{c}）{y}" for _, y, c, n in dict.fromkeys(said))
        return best, [Finding(W_IDENTITY, (), {"detail": detail})]
    forged = any(marks.is_genuine(one, key) is False for one in found)
    return best, [Finding(W_TOKEN)] if forged else []
