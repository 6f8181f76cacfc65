"""Results are proved equal before anything is timed."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from xml.etree import ElementTree

from peers import docxtpl_naive, openpyxl_twice

from xltool.core.submission.model import Submission
from xltool.reading.form.find import known_forms
from xltool.reading.locate.extract import extract
from xltool.reading.xlsx.workbook import read_xlsx


def same_record(data: bytes) -> None:
    """What we read is what openpyxl reads: values, formulas, locks, protection, names, merges."""
    raw = read_xlsx(data)
    formulas, values = openpyxl_twice(data)
    assert [sheet.name for sheet in raw.sheets] == formulas.sheetnames
    for mine, told, held in zip(raw.sheets, formulas.worksheets, values.worksheets, strict=True):
        assert mine.protected == bool(told.protection.sheet)
        assert {(a[0] + 1, a[1] + 1, a[2] + 1, a[3] + 1) for a in mine.merges} == {
            (m.min_row, m.min_col, m.max_row, m.max_col) for m in told.merged_cells.ranges
        }
        for row in told.iter_rows():
            for cell in row:
                found = mine.cells.get((cell.row - 1, cell.column - 1))
                if found is None:
                    assert cell.value is None and cell.protection.locked
                    continue
                value = held.cell(cell.row, cell.column).value
                read = float(found.value) if found.kind == "number" and found.value else found.value
                assert read == value or not (read or value), (cell, found, value)
                is_formula = cell.data_type == "f"
                assert (found.formula is not None) == is_formula
                assert not is_formula or f"={found.formula}" == cell.value
                assert found.locked == cell.protection.locked
    names = {name: text.attr_text for name, text in formulas.defined_names.items()}
    assert {name: names[name] for name in raw.names} == raw.names


def same_report(one: Submission, report: Callable[[Submission], bytes]) -> None:
    """The document is docxtpl's."""
    both = []
    for data in (docxtpl_naive(one), report(one)):
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            both.append(ElementTree.canonicalize(package.read("word/document.xml").decode()))
    assert both[0] == both[1]


def changed(data: bytes, pattern: str, new: str) -> bytes:
    """The workbook with the first match on the sheet of applications replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        for info in old.infolist():
            text = old.read(info)
            if info.filename == "xl/worksheets/sheet4.xml":
                text, n = re.subn(pattern.encode(), new.encode(), text, count=1)
                assert n
            book.writestr(info.filename, text)
    return out.getvalue()


def catches(data: bytes) -> None:
    """A forged total, an unlocked sheet and an error in a cell are seen."""
    forgeries = {
        "W-total": (r"<f>SUM\([^<]*</f><v>[^<]*</v>", "<v>99999</v>"),
        "W-unlocked": (r"<sheetProtection[^>]*/>", ""),
        "V-excel-error": (r'(<c r="D7" s="\d+")><v>[^<]*</v>', r'\1 t="e"><v>#REF!</v>'),
    }
    for code, (pattern, new) in forgeries.items():
        found = extract(read_xlsx(changed(data, pattern, new)), known_forms)
        assert code in {finding.code for finding in found.findings}, code
