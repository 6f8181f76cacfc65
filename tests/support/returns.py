"""Returned files, read and checked as the commands do it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from xltool.app.checking import Checker
from xltool.core.check.finding import Finding
from xltool.core.check.returned import CheckedReturn, ReadReturn, Unreadable
from xltool.reading.form.find import DATA

SOUND = next((DATA / "samples" / "returned").glob("ok*"))  # a return without a fault, saved by LibreOffice


def checked(source: str | Path, **options: Any) -> CheckedReturn:
    """A file that can be read, checked; `options` are those of `Checker`."""
    found = Checker(**options).check(source)
    assert isinstance(found, CheckedReturn), found
    return found


def read(source: str | Path) -> ReadReturn:
    """A file that can be read, as it is before any rule is asked."""
    found = Checker().read(source)
    assert isinstance(found, ReadReturn), found
    return found


def refused_file(source: str | Path, **options: Any) -> Unreadable:
    """A file that cannot be taken."""
    found = Checker(**options).check(source)
    assert isinstance(found, Unreadable), found
    return found


def codes(findings: Iterable[Finding]) -> list[str]:
    """The codes of findings, in their order."""
    return [finding.code for finding in findings]
