"""A round as the clerk looks at it: terminal table, board.html, board.xlsx, the lists of drafts, the zip."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from xltool.app.round import own_files
from xltool.app.round.arrivals import arrival_row, commands, listed
from xltool.app.round.opened import OpenRound
from xltool.app.round.recheck import findings_of
from xltool.app.round.status import Overview
from xltool.core.check.finding import worst_first
from xltool.core.errors import XltoolError
from xltool.core.submission.model import Contact
from xltool.core.text import zh
from xltool.core.text.clean import safe
from xltool.rounds.ledger import without_personal_numbers
from xltool.rounds.status import UnitStatus
from xltool.writing.lists.findings_text import place
from xltool.writing.lists.plain import PlainTable, render_page, sheets, width

if TYPE_CHECKING:
    pass

BOARD = "board"
Line = tuple[Contact, UnitStatus]


def board_row(line: Line, is_gone: bool = False) -> tuple[str, ...]:
    """What is shown of one unit, in the order of the columns."""
    contact, status = line
    known = status.standing
    number = status.late if status.state == "late" else known.errors
    state = zh.round_state(status.state, number)
    if status.late and status.state in ("rejected", "held", "unreadable", "bounced"):
        state = f"{state} {zh.ROUND_LATE.format(n=status.late)}"
    todo = " ".join([zh.ROUND_NEXT[status.next], "、".join(map(str, known.waits))]).strip()
    name = contact.unit.name + (zh.ROUND_GONE if is_gone else "")
    version = str(known.version) if known.version else ""
    return tuple(
        map(safe, (contact.unit.code, name, state, version, known.last[:16].replace("T", " "), todo))
    )


def counts(lines: Sequence[Line]) -> str:
    """How many units stand where, in one line."""
    found = Counter(zh.ROUND_KINDS[status.state] for _, status in lines)
    return " · ".join([zh.ROUND_SUMMARY.format(n=len(lines)), *(f"{kind} {n}" for kind, n in found.items())])


def columns(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Aligned for a terminal: a Chinese character is two columns wide."""
    every = [tuple(head), *map(tuple, rows)]
    widths = [max(width(row[i]) for row in every) for i in range(len(head))]
    return [
        "  ".join(c + " " * (w - width(c)) for c, w in zip(row, widths, strict=True)).rstrip()
        for row in every
    ]


def table(view: Overview) -> str:
    """The units, how many stand where, and what waits."""
    rows = [*map(board_row, view.lines), *(board_row(line, True) for line in view.gone)]
    text = [*columns(zh.ROUND_COLUMNS, rows), counts(view.lines)]
    if waiting := view.all_waiting:
        text.append(zh.ROUND_WAITING.format(n=len(waiting), numbers="、".join(map(str, waiting))))
    return "\n".join(text)


def write_boards(opened: OpenRound, view: Overview) -> Iterator[Path | XltoolError]:
    """Writes board.html and board.xlsx into the round's folder; one that somebody edited stays."""
    tables = _tables(opened, view)
    html = render_page(
        "board.html",
        title=zh.BOARD_TITLE.format(year=opened.round.year, form=opened.form.name),
        deadline=zh.BOARD_DEADLINE.format(day=zh.day(opened.round.deadline), today=zh.day(opened.today)),
        counts=counts(view.lines),
        tables=tables,
    )
    paths = [opened.round.path(f"{BOARD}.{suffix}") for suffix in ("html", "xlsx")]
    for path, data in zip(paths, (html.encode(), sheets(tables)), strict=True):
        try:
            own_files.write(opened, path, data, adopt=True)
            yield path
        except XltoolError as error:
            yield error


def _tables(opened: OpenRound, view: Overview) -> list[PlainTable]:
    """The units, what waits with its command, and every finding of the returns that stand there."""
    units = [(line[1].state, _with_commands(line)) for line in view.lines]
    units += [
        (line[1].state, (*board_row(line, True), without_personal_numbers(line[1].standing.reason), ""))
        for line in view.gone
    ]
    waits = [
        ("held", (*map(without_personal_numbers, arrival_row(one)), "\n".join(commands(one, "."))))
        for one in listed(opened)
    ]  # fmt: skip
    title = zh.BOARD_TITLE.format(year=opened.round.year, form=opened.form.name)
    return [
        PlainTable(zh.BOARD_UNITS, title, zh.BOARD_COLUMNS, units),
        PlainTable(zh.BOARD_WAITS, zh.BOARD_WAITS, zh.BOARD_WAITS_HEAD, waits),
        PlainTable(zh.BOARD_FINDINGS, zh.BOARD_FINDINGS, zh.BOARD_FINDINGS_HEAD, _findings(opened, view)),
    ]


def _with_commands(line: Line) -> tuple[str, ...]:
    contact, status = line
    command = {
        "unsent": "xltool round send --drafts", "late": "xltool round remind --drafts",
        "rejected": "xltool round return --drafts", "bounced": "xltool round send --drafts",
        "review": f"xltool round accept {contact.unit.code} --by {zh.ROUND_ANY_PERSON}",
    }.get(status.state, "")  # fmt: skip
    if status.is_accepted:
        command = "xltool round report"
    if status.standing.waits:
        command = f"xltool round show {contact.unit.code}"
    return (*board_row(line), without_personal_numbers(safe(status.standing.reason)), command)


def _findings(opened: OpenRound, view: Overview) -> list[tuple[str, tuple[str, ...]]]:
    rows: list[tuple[str, tuple[str, ...]]] = []
    for contact, status in view.lines:
        known = status.standing
        if known.version is None or not (known.errors or known.warnings):
            continue
        version = opened.store.versions.get(contact.unit.code, known.version)
        checked = findings_of(opened, version) if version else None
        for finding in worst_first(checked.findings) if checked else ():
            if finding.severity != "info":
                said = (
                    without_personal_numbers(safe(finding.message)),
                    without_personal_numbers(safe(finding.advice)),
                )
                where, severity = place(finding).strip(), finding.severity_words
                rows.append(
                    (finding.severity, (contact.unit.code, contact.unit.name, severity, where, *said))
                )
    return rows
