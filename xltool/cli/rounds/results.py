"""``round report`` and ``round aggregate``: what the round hands over."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

import typer

from xltool.cli import aggregate as cli_aggregate
from xltool.cli.rounds.app import HERE, Where, round_app, round_at
from xltool.cli.terminal import Force, say
from xltool.core.check.returned import CheckedReturn
from xltool.core.errors import ExitCode, UsageError, XltoolError
from xltool.core.sums.adder import LeftOut
from xltool.core.text.catalogue.sums import A_NOTHING
from xltool.core.text.clean import safe


@round_app.command("report")
def report(
    where: Where = HERE,
    draft: Annotated[bool, typer.Option("--draft", help="给还没有接受的报送出草稿。")] = False,
    force: Force = False,
) -> int:
    """生成所有已接受单位的报告，并打成一个压缩包；有变化的重出，旧的移到“已作废”。"""
    from xltool.app.round.report import write_drafts_of, write_reports_of

    worst = 0
    with round_at(where) as opened:
        for name, result in (write_drafts_of if draft else write_reports_of)(opened, force):
            if isinstance(result, XltoolError):
                worst = max(worst, result.exit_code)
                say(safe(f"{name}：{result}" if name else str(result)))
            else:
                print(result)
    return worst


@round_app.command("aggregate")
def aggregate(
    output: cli_aggregate.SumOut,
    where: Where = HERE,
    report: cli_aggregate.Report = None,
    charts: cli_aggregate.Charts = False,
    unit: cli_aggregate.UnitName = "",
    code: cli_aggregate.UnitCode = "",
    level: cli_aggregate.LevelOption = "",
    into: cli_aggregate.Into = None,
    override: cli_aggregate.OverrideOption = None,
    exclude: cli_aggregate.Exclude = [],  # noqa: B006
    data: cli_aggregate.TextsOption = None,
    force: Force = False,
) -> int:
    """汇总已接受的报送；未报的、没有计入的单位和原因都列出。"""
    from xltool.app import aggregate as sums
    from xltool.app.round.kept import accepted, left_out

    sums.check_target(output, into)
    wishes = sums.Wishes(unit, code, level, sums.parse_exclude(exclude), override=override, texts=data)
    with round_at(where) as opened:
        absent, lost = left_out(opened), list[XltoolError]()

        def returns() -> Iterator[CheckedReturn]:
            for contact, _, one in accepted(opened):  # one at a time: they are many
                if not isinstance(one, XltoolError):
                    yield one
                    continue
                say(safe(str(one)))
                lost.append(one)
                absent.append(LeftOut(contact.unit, str(one)))

        try:
            total = sums.sum_up(returns(), wishes, opened.checker.prior, opened.roster, absent)
        except UsageError as error:
            if not lost or error.code != A_NOTHING:
                raise
            return ExitCode.PARTIAL
        done = cli_aggregate.deliver(total, output, report, charts, into, force)
    return ExitCode.PARTIAL if lost else done
