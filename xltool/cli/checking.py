"""``xltool check``: what is wrong in returned files, printed, marked in copies and written as a list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated

import typer

from xltool.app.checking import Checker
from xltool.app.parallel import shard as shard_of
from xltool.cli.terminal import (
    CheckRoster,
    Findings,
    Force,
    Jobs,
    Marked,
    Password,
    Paths,
    Prior,
    Scheduler,
    Shard,
    checks_exit_code,
    input_files,
    opening,
    progress,
    say,
    tell,
    units_of,
)
from xltool.core.check import cross_form
from xltool.core.check.finding import SEVERITIES
from xltool.core.check.returned import CheckedReturn, Unreadable
from xltool.core.errors import UsageError, XltoolError
from xltool.core.text import zh
from xltool.core.text.catalogue.usage import U_FINDINGS, U_VALUE
from xltool.core.text.code import Severity

Level = Annotated[
    str, typer.Option("--level", metavar="L", help="只显示这一级以上的：错误、提醒、说明；默认全部。")
]
Quiet = Annotated[bool, typer.Option("--quiet", help="每个文件只显示一行结论。")]
ShownBeside = Annotated[
    bool,
    typer.Option("--beside", help="审核情况和标明错处的副本放在第一个文件旁边，再用浏览器打开审核情况。"),
]


def check(
    paths: Paths,
    prior: Prior = [],  # noqa: B006
    roster: CheckRoster = None,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON。")] = False,
    marked: Marked = None,
    findings: Findings = None,
    password: Password = "",
    level: Level = "",
    quiet: Quiet = False,
    beside: ShownBeside = False,
    force: Force = False,
    jobs: Jobs = None,
    shard: Shard = "",
    scheduler: Scheduler = "",
) -> int:
    """核对回收的报送表或报送数据。"""
    from xltool.app.prior import find_prior

    severity = _severity(level)
    findings, marked = _places(findings, marked, Path(paths[0]) if beside else None)
    files = shard_of(input_files(paths), shard)
    checker = Checker(
        prior=find_prior(prior), passwords=opening(password), roster=units_of(roster), jobs=jobs
    )
    statuses, kept = set[str](), list[CheckedReturn | Unreadable]()
    with progress(checker.check_all(files, scheduler), zh.CHECKING, len(files)) as bar:
        checked = cross_form.cross_checked(bar, len(files), checker.forms)
        # without a file to write at the end nothing is kept, however many files there are
        noted = _noted(checked, statuses, kept if marked or findings else None)
        _print_checked(noted, as_json, severity, quiet, not level)
    if len(files) > cross_form.MOST_COMPARED:
        say(zh.CROSS_MANY.format(n=cross_form.MOST_COMPARED))
    told = tell(_written(kept, marked, findings, force), aside=as_json)
    if beside:
        _open(findings)
    return max(checks_exit_code(statuses), told)


def _places(
    findings: Path | None, marked: Path | None, beside: Path | None
) -> tuple[Path | None, Path | None]:
    """Where the list of findings and the copies go: as asked, or to new places beside a file."""
    if beside is not None:
        from xltool.app.findings_list import places_beside

        return places_beside(beside)
    if findings is not None and findings.suffix.lower() not in (".xlsx", ".html"):
        raise UsageError(U_FINDINGS, path=str(findings))
    return findings, marked


def _open(page: Path | None) -> None:
    """Shows a page that was written in the browser."""
    import webbrowser

    if page is not None and page.exists():
        webbrowser.open(page.resolve().as_uri())


def _noted(
    returns: Iterable[CheckedReturn | Unreadable],
    statuses: set[str],
    kept: list[CheckedReturn | Unreadable] | None,
) -> Iterator[CheckedReturn | Unreadable]:
    """The same `returns`, adding their statuses to `statuses` and themselves to `kept` on the way."""
    for one in returns:
        statuses.add(one.status)
        if kept is not None:
            kept.append(one)
        yield one


def _severity(level: str) -> Severity:
    """A level by its Chinese or English name; raises UsageError for another word."""
    named: dict[str, Severity] = {"": "info"}
    for severity in SEVERITIES:
        named |= {severity: severity, zh.SEVERITY[severity]: severity}
    if level not in named:
        raise UsageError(U_VALUE, name="--level", typed=level, allowed="、".join(zh.SEVERITY.values()))
    return named[level]


def _print_checked(
    returns: Iterable[CheckedReturn | Unreadable], as_json: bool, level: Severity, quiet: bool, fold: bool
) -> None:
    """Prints each result as soon as it is there, as JSON or as text."""
    from xltool.writing.lists import check_json, findings_text

    for text in check_json.lines(returns) if as_json else findings_text.lines(returns, level, quiet, fold):
        print(text, end="" if as_json else "\n")


def _written(
    checked: list[CheckedReturn | Unreadable], marked: Path | None, findings: Path | None, force: bool
) -> Iterator[Path | XltoolError]:
    """Writes marked copies and the list of findings; yields their paths, or the error that prevented one."""
    if marked is not None:
        from xltool.app.marked_copy import write_copies

        yield from write_copies(checked, marked, force)
    if findings is not None:
        from xltool.app.findings_list import write_findings

        try:
            yield write_findings(checked, findings, force)
        except XltoolError as error:
            yield error
