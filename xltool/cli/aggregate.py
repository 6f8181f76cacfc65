"""``xltool aggregate``: many returns → one sum.

The paths written go to stdout, findings to stderr.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from xltool.cli.terminal import Force, Password, Paths, Prior, input_files, opening, progress, say
from xltool.core.errors import ExitCode
from xltool.core.text import zh
from xltool.core.text.catalogue.sums import A_DRAFT, A_UNREADABLE
from xltool.core.text.wording import sentence

if TYPE_CHECKING:
    from xltool.core.sums.adder import County

SumOut = Annotated[Path, typer.Option("-o", "--output", metavar="FILE", help="汇总写到 .xlsx 或 .json。")]
Report = Annotated[
    Path | None, typer.Option("--report", metavar="FILE", help="同时生成汇总的 Word 报告（.docx）。")
]
Charts = Annotated[bool, typer.Option("--charts", help="Word 报告里加图。")]
UnitName = Annotated[str, typer.Option("--unit", metavar="NAME", help="汇总单位的名称。")]
UnitCode = Annotated[str, typer.Option("--code", metavar="C", help="汇总单位的代码。")]
LevelOption = Annotated[str, typer.Option("--level", metavar="L", help="汇总单位的类别。")]
Into = Annotated[
    Path | None,
    typer.Option("--into", metavar="FILE", help="把汇总填进上级发的 .xlsx，另存为 -o 所写的文件。"),
]
OverrideOption = Annotated[
    Path | None,
    typer.Option("--override", metavar="FILE", help="调整表：项目、公布数、说明（.xlsx 或 .csv）。"),
]
Exclude = Annotated[
    list[str], typer.Option("--exclude", metavar="CODE=REASON", help="不计入的单位和原因，可写多次。")
]
Roster = Annotated[
    Path | None, typer.Option("--roster", metavar="FILE", help="单位名册，用来指出没有报送的单位。")
]
TextsOption = Annotated[Path | None, typer.Option("--data", metavar="FILE", help="报告的文字部分（.json）。")]


def aggregate(
    paths: Paths,
    output: SumOut,
    report: Report = None,
    charts: Charts = False,
    unit: UnitName = "",
    code: UnitCode = "",
    level: LevelOption = "",
    accepted_only: Annotated[bool, typer.Option("--accepted-only", help="有错误的报送不计入。")] = False,
    into: Into = None,
    roster: Roster = None,
    override: OverrideOption = None,
    exclude: Exclude = [],  # noqa: B006  (typer copies it)
    data: TextsOption = None,
    prior: Prior = [],  # noqa: B006
    password: Password = "",
    force: Force = False,
) -> int:
    """汇总多个单位的报送，生成汇总表、汇总数据和报告。"""
    from xltool.app import aggregate as sums
    from xltool.app.checking import Checker
    from xltool.app.prior import find_prior
    from xltool.reading.roster import read_roster

    sums.check_target(output, into)
    files = input_files(paths)
    units = tuple(read_roster(roster)) if roster else ()
    checker = Checker(prior=find_prior(prior), passwords=opening(password), roster=units)
    wishes = sums.Wishes(
        unit, code, level, sums.parse_exclude(exclude), accepted_only, roster, override, data
    )

    checked = (checker.check(path) for path in files)
    with progress(checked, zh.CHECKING, len(files)) as bar:
        total = sums.sum_up(bar, wishes, checker.prior)
    return deliver(total, output, report, charts, into, force)


def deliver(
    total: County, output: Path, report: Path | None, charts: bool, into: Path | None, force: bool
) -> int:
    """Prints the findings of a sum and writes the wanted files; returns the exit code."""
    from xltool.app import aggregate as sums
    from xltool.writing.lists.findings_text import finding_lines

    for finding in total.findings:
        for line in finding_lines(finding):
            say(line)
    if into is not None:
        print(sums.fill_superior(total, into, output, force))
    else:
        print(sums.write_county(total, output, force))
    if report is not None:
        path, is_draft = sums.write_county_report(total, report, force, charts)
        print(path)
        if is_draft:
            say(sentence(A_DRAFT))
    codes = {finding.code for finding in total.findings if finding.severity == "error"}
    if A_UNREADABLE in codes:
        return ExitCode.PARTIAL
    return ExitCode.FINDINGS if codes else ExitCode.OK
