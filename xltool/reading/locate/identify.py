"""Identify a returned workbook: of which form it is and of which unit and year.

Hidden sheet, defined name, property and code lines hold equal copies of the identity.  Without any, the
labels tell the form and the sheet of the unit names the unit.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

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


def identities_in(raw: RawWorkbook, read: Collection[int] | None = None) -> list[Identity]:
    """The identities in hidden sheet, defined name, property and code lines, best first.

    `read` are the numbers of the sheets whose code lines count: that of a table of another year, kept
    beside the one that is read, is no identity of the workbook.
    """
    identities: list[Identity] = []
    for sheet in raw.sheets:
        if sheet.name == marks.SHEET:
            pairs = {
                key.value: (value.value or "")
                for (row, column), key in sheet.cells.items()
                if column == 0 and key.value and (value := sheet.cells.get((row, 1)))
            }
            if pairs.get("form") and pairs.get("year", "").isdigit():
                fields = (pairs.get(part, "") for part in ("code", "name", "token"))
                identities.append(Identity(pairs["form"], int(pairs["year"]), *fields))
    name = raw.names.get(marks.NAME, "").strip('"').replace('""', '"')
    for text in (name, raw.properties.get(marks.PROPERTY, "")):
        if one := marks.parse(text):
            identities.append(one)
    for number, sheet in enumerate(raw.sheets):
        for cell in sheet.cells.values() if read is None or number in read else ():
            if cell.kind == "text" and cell.value and (one := marks.parse_code_line(cell.value)):
                identities.append(one)
    return identities


def best_form(raw: RawWorkbook, identities: list[Identity], forms: list[Form]) -> tuple[Form, Located]:
    """The form, in its profile, most of whose labels are in the workbook, and where they are.

    Only forms that the identities name are tried, if there are identities.  Raises UnreadableFile:
    ``W-form-version`` or ``W-form-unknown`` when there is no such form, ``W-not-our-form`` when some table
    of the best one is missing.
    """
    named = [form for form in forms if any(form.key == one.form for one in identities)]
    if identities and not named:
        family = [form.version for form in forms if identities[0].form.rpartition("-")[0] == form.id]
        if family:
            version = identities[0].form.rpartition("-")[2]
            raise UnreadableFile(W_FORM_VERSION, version=version, known="、".join(sorted(family)))
        raise UnreadableFile(W_FORM_UNKNOWN, form=identities[0].form)
    best: tuple[int, Form, Located] | None = None
    indexes = [index_labels(sheet) for sheet in raw.sheets]
    for base in named or forms:
        tables = locate_tables(raw, lay_out(base), indexes, identities[0].year if identities else None)
        for form in (base, *(with_profile(base, name) for name in base.profiles)):
            located = locate(raw, lay_out(form), tables)
            score = sum(address in located.spots for address in (*form.addresses, *form.texts))
            score -= sum(address not in located.spots for address in form.texts)
            if best is None or score > best[0]:
                best = (score, form, located)
            if score == len(form.addresses) + len(form.texts):
                break  # everything is there: another profile has other texts
    if best is None:
        raise UnreadableFile(W_FORM_UNKNOWN, form="")
    _, form, located = best
    absent = [t.title for t in form.tables if not any(a in located.spots for a in t.addresses)]
    if not identities and not any(located.has_most_of(table) for table in form.tables):
        raise UnreadableFile(W_NOT_OUR_FORM, missing="")  # names no form that nobody spoke of
    if absent:
        raise UnreadableFile(W_NOT_OUR_FORM, missing=zh.LACKING.format(titles="；".join(absent)))
    return form, located


def agree(
    form: Form, identities: list[Identity], on_sheet: Mapping[str, str], key: bytes
) -> tuple[Identity, list[Finding]]:
    """The identity that all copies agree on, or the best one with a finding that they do not.

    `on_sheet` are code, name and year as they stand on the sheet of the unit ("" when not there); `key`
    proves the token.  Raises UnreadableFile (``W-unit-unknown``) when nothing says whose the workbook is.
    """
    code, name, year = on_sheet["code"], on_sheet["name"], on_sheet["year"]
    if not identities:
        if not (code and name and year[:4].isdigit()):
            lost = "、".join(zh.INFO[field] for field, text in on_sheet.items() if not text)
            lost = lost or zh.INFO["year"]  # what stands there is no year
            raise UnreadableFile(W_UNIT_UNKNOWN, lost=lost)
        return Identity(form.key, int(year[:4]), code, name), [Finding(W_NO_IDENTITY)]
    best = identities[0]
    copies = [(one.form, str(one.year), one.code, one.name) for one in identities]
    if code or name or year:
        copies.append((best.form, year or str(best.year), code or best.code, name or best.name))
    if len(set(copies)) > 1:
        detail = "；".join(f"{unit}（{code}）{year}" for _, year, code, unit in dict.fromkeys(copies))
        return best, [Finding(W_IDENTITY, (), {"detail": detail})]
    forged = any(marks.is_genuine(one, key) is False for one in identities)
    return best, [Finding(W_TOKEN)] if forged else []
