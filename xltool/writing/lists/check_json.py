"""Checked files → the document of ``check --json``, as the contract has it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from xltool.core.check.finding import Finding
from xltool.core.check.returned import STATUSES, CheckedReturn, Unreadable
from xltool.core.submission.model import plain, to_json


def document(checked: Iterable[CheckedReturn | Unreadable]) -> dict[str, Any]:
    """The whole document."""
    return json.loads("".join(lines(checked)))  # type: ignore[no-any-return]


def lines(checked: Iterable[CheckedReturn | Unreadable]) -> Iterator[str]:
    """The same as ASCII text, a line a file, while the files come in."""
    counts = dict.fromkeys(STATUSES, 0)
    before = '{"schema": 1, "files": ['
    for one in checked:
        counts[one.status] += 1
        yield f"{before}\n{json.dumps(_file(one))}"
        before = ","
    yield f'{before if not sum(counts.values()) else ""}\n], "counts": {json.dumps(counts)}}}\n'


def _file(one: CheckedReturn | Unreadable) -> dict[str, Any]:
    read = one if isinstance(one, CheckedReturn) else None
    return {
        "path": one.source,
        "sha256": one.sha256,
        "status": one.status,
        "saved_by": one.saved_by,
        "located_by": read.located_by if read else None,
        "submission": to_json(read.submission) if read else None,
        "findings": [finding_json(finding) for finding in one.findings],
    }


def finding_json(finding: Finding) -> dict[str, Any]:
    """One finding: code, severity, refs, cells, message, exact decimals as strings, advice."""
    message, advice = finding.message, finding.advice
    numbers = {"value": finding.value, "expected": finding.expected, "difference": finding.difference}
    return {
        "code": finding.code,
        "severity": finding.severity,
        "refs": list(finding.refs),
        "cells": list(finding.cells),
        "message": message,
        **{name: None if number is None else plain(number) for name, number in numbers.items()},
        "advice": advice,
    }
