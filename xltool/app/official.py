"""Hold a form against the official file: what ``xltool form check --against`` does."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from xltool.app.checking import file_bytes
from xltool.core.errors import UnreadableFile, UsageError, XltoolError
from xltool.core.form.a1 import a1
from xltool.core.form.model import Form
from xltool.core.form.printed import OfficialDifference, PrintedLine, PrintedTable, official_differences
from xltool.core.text import zh
from xltool.core.text.catalogue.forms import (
    F_OFFICIAL_CELL,
    F_OFFICIAL_MERGE,
    F_OFFICIAL_TABLE,
    F_OFFICIAL_WORDS,
)
from xltool.core.text.catalogue.sights import W_BUSY, W_FAILED
from xltool.core.text.catalogue.usage import U_LARGE_FILE
from xltool.core.text.wording import sentence, system_reason

if TYPE_CHECKING:
    from xltool.reading.registry import FileContent

_Part = TypeVar("_Part")
_ROUGH = 10  # a file may say this many times the cells that count: blank ones with a style
_CODES = {
    "cell": F_OFFICIAL_CELL,
    "words": F_OFFICIAL_WORDS,
    "merge": F_OFFICIAL_MERGE,
    "table": F_OFFICIAL_TABLE,
}


@dataclass(frozen=True)
class Comparison:
    """What a form has otherwise than an official file: a sentence for each difference nobody accepted.

    `equal` cells are the same in both; `accepted` differences were found again.  `lines` are those that
    record the comparison in form.toml ("" where they stand there already, or the file is of another form).
    """

    sentences: tuple[str, ...]
    equal: int
    accepted: int
    lines: str


def official_tables(path: Path) -> tuple[list[PrintedTable], str]:
    """The tables of a .docx, .html, .xlsx and their like, and the SHA-256 of the file.

    Raises UnreadableFile.
    """
    from xltool.reading.official import printed_tables

    return _read(path, printed_tables)


def official_parts(path: Path, most: int) -> list[PrintedLine | PrintedTable]:
    """The lines and tables of such a file, in reading order.

    Raises UnreadableFile, UsageError (``U-large-file``) for one with far more than `most` cells, which is
    not read at all.
    """
    from xltool.reading.official import printed_parts

    return _read(path, printed_parts, most * _ROUGH)[0]


def _read(
    path: Path, take: Callable[[FileContent], list[_Part]], most: int | None = None
) -> tuple[list[_Part], str]:
    from xltool.reading.official import rough_cells
    from xltool.reading.registry import read

    try:
        data = file_bytes(str(path))
        if most is not None and (cells := rough_cells(data)) > most:
            raise UsageError(
                U_LARGE_FILE, file=path.name, n=str(cells), what=zh.DRAFT_CELLS, most=str(most // _ROUGH)
            )
        return take(read(data, path.suffix.lower())), hashlib.sha256(data).hexdigest()
    except OSError as error:
        raise UnreadableFile(W_BUSY, detail=system_reason(error)) from error
    except XltoolError:
        raise
    except Exception as error:  # whatever the file does to a library
        raise UnreadableFile(W_FAILED, file=path.name, detail=repr(error)[:200]) from error


def compare_with_official(form: Form, path: Path, today: date) -> Comparison:
    """Hold `form` against the file at `path`; raises UnreadableFile."""
    tables, sha256 = official_tables(path)
    found, equal = official_differences(form, tables)
    proof = form.proof if form.proof and form.proof.sha256 == sha256 else None
    accepted = set(proof.accepted) if proof else set()
    left = [one for one in found if _name(one) not in accepted]
    is_recorded = proof is not None and not left and len(accepted) == len({_name(one) for one in found})
    written = [
        "[proof]",
        f"file = {json.dumps(path.name, ensure_ascii=False)}",
        f'sha256 = "{sha256}"',
        f"date = {today.isoformat()}",
        f"accepted = {json.dumps(list(dict.fromkeys(map(_name, found))), ensure_ascii=False)}",
    ]
    is_another = sum(one.kind == "table" for one in found) == len(form.tables)  # none of its tables is there
    lines = "" if is_recorded or is_another else "\n".join(written if found else written[:-1])
    return Comparison(tuple(map(_sentence, left)), equal, len(found) - len(left), lines)


def _name(one: OfficialDifference) -> str:
    """What a difference is called in form.toml: its place and what stands there in both."""
    return f"{one.table} {a1(*one.place)} {one.ours} ≠ {one.theirs}"


def _sentence(one: OfficialDifference) -> str:
    ours, theirs = (text or zh.OFFICIAL_BLANK for text in (one.ours, one.theirs))
    return sentence(_CODES[one.kind], place=f"{one.table} {a1(*one.place)}", ours=ours, theirs=theirs)
