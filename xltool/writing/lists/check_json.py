"""Checked files → the JSON document of ``check --json``; docs/json.md describes its fields."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from xltool.core.check.asked import asked_rules
from xltool.core.check.finding import Finding
from xltool.core.check.returned import STATUSES, CheckedReturn, Unreadable
from xltool.core.submission.document import to_json
from xltool.core.submission.model import plain
from xltool.core.text import zh


def document(checked: Iterable[CheckedReturn | Unreadable]) -> dict[str, Any]:
    """The whole document as an object."""
    return json.loads("".join(lines(checked)))  # type: ignore[no-any-return]


def lines(checked: Iterable[CheckedReturn | Unreadable]) -> Iterator[str]:
    """The document as ASCII text, one line a file, written while the files are being checked."""
    counts = dict.fromkeys(STATUSES, 0)
    separator = '{"schema": 1, "files": ['
    for one in checked:
        counts[one.status] += 1
        yield f"{separator}\n{json.dumps(_file(one))}"
        separator = ","
    yield f'{separator if not sum(counts.values()) else ""}\n], "counts": {json.dumps(counts)}}}\n'


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
        "rules": _rules(read) if read else None,
    }


def _rules(one: CheckedReturn) -> dict[str, Any]:
    """How many rules were asked, and in words why the others were not."""
    found = asked_rules(one)
    why = [zh.NOT_ASKED[reason].format(n=n) for reason, n in found.why]
    return {"asked": found.asked, "not_asked": found.not_asked, "why": why}


def finding_json(finding: Finding) -> dict[str, Any]:
    """One finding as an object: code, severity, refs, cells, message, decimals as exact strings, advice."""
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
        **({"trial": True} if finding.trial else {}),
    }
