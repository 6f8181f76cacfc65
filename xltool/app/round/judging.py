"""One file of a round, read and checked as the return of the unit of the roster that it names.

The name and level of the roster count, whatever the file says of itself: a renamed unit's report bears its
new name, and a rule for some levels asks the level that the office keeps.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

from xltool.app.checking import Checker, ReturnSource
from xltool.app.parallel import run_all
from xltool.core.check.returned import CheckedReturn, ReadReturn, Unreadable
from xltool.core.submission.model import Unit
from xltool.rounds.people import former_names

Beside = tuple[str, bytes]


def judge(
    checker: Checker,
    source: ReturnSource,
    name: str = "",
    beside: Beside | None = None,
    unit: Unit | None = None,
) -> CheckedReturn | Unreadable:
    """The file, as the return of `unit`, or else of the unit of the roster that it names."""
    read = checker.read(source, name, beside)
    if isinstance(read, Unreadable):
        return read
    return checker.check_read(relabelled(read, unit or named_unit(checker.roster, read)))


def judge_all(checker: Checker, sources: Sequence[str]) -> Iterator[CheckedReturn | Unreadable]:
    """Many files in their order, on all processes of the checker."""
    return run_all(partial(judge, checker), sources, checker.jobs)


def named_unit(roster: Sequence[Unit], read: ReadReturn) -> Unit | None:
    """The unit of the roster whose code and name stand in the file; a published report has no code."""
    said = read.submission.unit
    own = next((unit for unit in roster if unit.code == said.code), None)
    if own is not None and said.name in (own.name, *former_names(own)):
        return own
    if read.identity is None:
        return next((unit for unit in roster if said.name in (unit.name, *former_names(unit))), None)
    return None


def relabelled(read: ReadReturn, unit: Unit | None) -> ReadReturn:
    """The return under the unit's code, name and level; itself without one."""
    if unit is None:
        return read
    said = read.submission.unit
    known = replace(said, code=unit.code, name=unit.name, level=unit.level or said.level, former=unit.former)
    return replace(read, submission=replace(read.submission, unit=known))
