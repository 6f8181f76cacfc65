"""A checked return → the copy that goes back: our workbook anew, its wrong cells coloured and explained.

Composes intake and writer.  Structure is as issued again; what the unit typed is kept as it typed it,
so the copy, once corrected, is itself a return.
"""

from __future__ import annotations

from pathlib import Path

from xltool import words
from xltool.files import safe_name, write_new
from xltool.identity import CHECK_CHARACTERS, Identity, sign
from xltool.intake import Intake
from xltool.issue import workbook_password
from xltool.messages import wording
from xltool.workbook.write import Content, Mark, write_workbook

_ORDER = {"error": 0, "warning": 1, "info": 2}


def needs_copy(intake: Intake) -> bool:
    """Whether there is anything to correct or confirm in something that could be read."""
    return intake.submission is not None and intake.status != "accepted"


def marked_copy(intake: Intake, key: bytes = b"", password: str = "") -> bytes:
    """The workbook that goes back for a return that could be read."""
    form, submission = intake.form, intake.submission
    assert form is not None and submission is not None  # needs_copy has been asked
    blanks = {ref for finding in intake.findings if finding.code == "V-zero" for ref in finding.refs}
    values = {
        address: n for address, n in submission.values.items() if address not in blanks | intake.typed.keys()
    }
    zeros = frozenset(intake.zeros)
    last_year = intake.prior.values if intake.prior else None
    content = Content(values, submission.texts, submission.notes, zeros, intake.typed, marks(intake))
    return write_workbook(form, _identity(intake, key), submission.unit, content, last_year, password)


def marks(intake: Intake) -> tuple[Mark, ...]:
    """The findings as marks, worst first; what was merely converted is no matter any more."""
    found = [f for f in intake.findings if f.severity != "info" or f.code.startswith("W-")]
    return tuple(
        Mark(finding.severity, *wording(finding), finding.code, finding.refs)
        for finding in sorted(found, key=lambda finding: _ORDER[finding.severity])
    )


def _identity(intake: Intake, key: bytes) -> Identity:
    """As issued; a token that only the code line still has is made whole where that is possible."""
    submission, identity = intake.submission, intake.identity
    assert submission is not None and intake.form is not None
    if identity is not None and len(identity.token) > CHECK_CHARACTERS:
        return identity
    if identity is not None and identity.is_keyed and not key:
        return identity
    unit = submission.unit
    return sign(intake.form.key, submission.year, unit.code, unit.name, key)


def file_name(intake: Intake) -> str:
    """``031-某某局-2025-请改正.xlsx``."""
    assert intake.submission is not None
    unit = intake.submission.unit
    parts = (safe_name(unit.code), safe_name(unit.name), str(intake.submission.year), words.MARKED_SUFFIX)
    return f"{'-'.join(parts)}.xlsx"


def write_copies(intakes: list[Intake], folder: Path, force: bool = False) -> list[Path]:
    """Writes a copy for each return that needs one; two returns of one unit get a number each.

    Raises UseError for a file that is there already.
    """
    password = workbook_password()
    written: list[Path] = []
    for intake in intakes:
        if needs_copy(intake):
            path = folder / file_name(intake)
            number = 2
            while path in written:
                path = folder / file_name(intake).replace(".xlsx", f"-{number}.xlsx")
                number += 1
            written.append(write_new(path, marked_copy(intake, password=password), force))
    return written
