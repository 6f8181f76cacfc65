"""A round's lines → what the clerk looks at: terminal table, board.html, board.xlsx, lists and the zip."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZIP_STORED, ZipFile

from xltool.core.text import zh
from xltool.office.files import write_new
from xltool.rounds.folder import DRAFTS, REPORTS, Round
from xltool.writing.lists.plain import render_page, sheet, width

if TYPE_CHECKING:
    from xltool.app.round.desk import BoardLine, Desk
    from xltool.core.submission.model import Contact
    from xltool.mail.message import Letter

BOARD = "board"


def board_row(line: BoardLine) -> tuple[str, ...]:
    """What is shown of one unit, in the order of the columns."""
    status = line.status
    state = zh.round_state(status.state, status.n)
    if status.late and status.state != "late":
        state = f"{state} {zh.ROUND_LATE.format(n=status.late)}"
    todo = zh.ROUND_NEXT[status.next]
    if line.held:
        todo = f"{todo} {'、'.join(map(str, line.held))}"
    version = str(status.version.n) if status.version else ""
    return (
        line.contact.unit.code,
        line.contact.unit.name,
        state,
        version,
        line.last[:16].replace("T", " "),
        todo,
    )


def counts(lines: Sequence[BoardLine]) -> str:
    """How many units stand where, in one line."""
    found = Counter(zh.ROUND_KINDS[line.status.state] for line in lines)
    return " · ".join([zh.ROUND_SUMMARY.format(n=len(lines)), *(f"{k} {n}" for k, n in found.items())])


def table(lines: Sequence[BoardLine]) -> str:
    """Aligned for a terminal: a Chinese character is two columns wide."""
    rows = [zh.ROUND_COLUMNS, *(board_row(line) for line in lines)]
    widths = [max(width(row[i]) for row in rows) for i in range(len(rows[0]))]
    text = [
        "  ".join(c + " " * (w - width(c)) for c, w in zip(row, widths, strict=True)).rstrip() for row in rows
    ]
    return "\n".join([*text, counts(lines)])


def write_boards(desk: Desk, lines: Sequence[BoardLine]) -> list[Path]:
    """board.html and board.xlsx in the round's folder, replaced each time."""
    html = write_new(desk.round.path(f"{BOARD}.html"), _html(desk, lines).encode(), force=True)
    return [html, write_new(desk.round.path(f"{BOARD}.xlsx"), _xlsx(lines), force=True)]


def draft_list(round_: Round, letters: Sequence[tuple[str, str, Contact, Letter]]) -> Path:
    """The list of what is to be sent by hand."""
    from xltool.office.files import safe_name

    rows = []
    for _, kind, contact, letter in letters:
        mail = f"{kind}/{safe_name(contact.unit.code)}-{safe_name(contact.unit.name)}.eml"
        files = "、".join(name for name, _ in letter.attachments)
        rows.append((contact.unit.code, contact.unit.name, letter.recipient, letter.subject, mail, files))
    return write_new(round_.path(DRAFTS, zh.LIST_FILE), sheet(zh.LIST_HEAD, rows), force=True)


def zip_reports(round_: Round, paths: Sequence[Path]) -> Path:
    """All reports in one zip; Word files are packed already."""
    output = io.BytesIO()
    with ZipFile(output, "w", ZIP_STORED) as archive:
        for path in paths:
            archive.write(path, path.name)
    return write_new(round_.path(REPORTS, zh.ZIP_FILE), output.getvalue(), force=True)


def _xlsx(lines: Sequence[BoardLine]) -> bytes:
    return sheet(zh.ROUND_COLUMNS, [board_row(line) for line in lines])


def _html(desk: Desk, lines: Sequence[BoardLine]) -> str:
    return render_page(
        "board.html",
        title=zh.BOARD_TITLE.format(year=desk.round.year, form=desk.form.name),
        deadline=zh.BOARD_DEADLINE.format(day=zh.day(desk.round.deadline), today=zh.day(desk.today)),
        counts=counts(lines),
        columns=zh.ROUND_COLUMNS,
        rows=[(line.status.state, board_row(line)) for line in lines],
    )
