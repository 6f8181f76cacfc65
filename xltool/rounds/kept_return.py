"""A checked return as the store keeps it: packed, with its findings in words, form and last year's return.

What `pack` wrote, `unpack` gives back, so that every later command sees what the collection found.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from xltool.core.check.finding import Finding
from xltool.core.check.returned import CheckedReturn
from xltool.core.form.model import Form
from xltool.core.submission.document import from_json, to_json
from xltool.core.submission.identity import Identity
from xltool.core.submission.model import Submission, plain
from xltool.core.text.code import FindingCode, code_named
from xltool.core.text.hint import Doubt, Hint

FindForm = Callable[[str], Form | None]


@dataclass(frozen=True)
class KeptFinding(Finding):
    """A finding out of the store: its words are those of the time when it was found."""

    said: str = ""
    advised: str = ""

    @property
    def message(self) -> str:
        """What was said to be wrong."""
        return self.said

    @property
    def advice(self) -> str:
        """What was advised."""
        return self.advised


def pack(checked: CheckedReturn) -> bytes:
    """The whole return in a few kilobytes."""
    document = {
        "submission": _submission(checked.submission),
        "findings": [finding_row(finding) for finding in checked.findings],
        "invalid": sorted(checked.invalid),
        "places": dict(checked.places),
        "typed": dict(checked.typed),
        "zeros": sorted(checked.zeros),
        "identity": asdict(checked.identity) if checked.identity else None,
        "saved_by": checked.saved_by,
        "located_by": checked.located_by,
        "source": checked.source,
        "sha256": checked.sha256,
        "prior": _submission(checked.prior) if checked.prior else None,
    }
    return zlib.compress(json.dumps(document, ensure_ascii=False).encode("utf-8", "surrogatepass"))


def unpack(detail: bytes, find: FindForm) -> CheckedReturn:
    """The return in `detail`; `find(key)` gives the form.  Raises NotASubmission."""
    document = json.loads(zlib.decompress(detail).decode("utf-8", "surrogatepass"))
    form, submission = _from(document["submission"], find)
    prior = _from(document["prior"], find)[1] if document["prior"] else None
    findings = tuple(finding_of(row, form) for row in document["findings"])
    return CheckedReturn(
        form, submission, findings, frozenset(document["invalid"]), document["places"],
        document["typed"], frozenset(document["zeros"]),
        Identity(**document["identity"]) if document["identity"] else None,
        document["saved_by"], document["located_by"], source=document["source"],
        sha256=document["sha256"], prior=prior,
    )  # fmt: skip


def _submission(one: Submission) -> dict[str, Any]:
    return {**to_json(one), "unread": dict(one.unread), "former": one.unit.former}


def _from(document: dict[str, Any], find: FindForm) -> tuple[Form, Submission]:
    unit = {**document["unit"], "former": document["former"]}
    form, one = from_json({**document, "unit": unit}, find)
    values = {a: None if n is None else Decimal(n) for a, n in document["values"].items()}
    return form, Submission(
        one.form, one.version, one.year, one.unit, values, one.texts, one.notes, document["unread"]
    )


def finding_row(finding: Finding) -> dict[str, Any]:
    """A finding as plain data, with its words."""
    return {
        "code": str(finding.code),
        "severity": finding.severity,
        "refs": list(finding.refs),
        "args": dict(finding.args),
        "value": None if finding.value is None else plain(finding.value),
        "expected": None if finding.expected is None else plain(finding.expected),
        "cells": list(finding.cells),
        "hints": [[hint.kind, [asdict(doubt) for doubt in hint.doubts]] for hint in finding.hints],
        "message": finding.message,
        "advice": finding.advice,
        "trial": finding.trial,
    }


def finding_of(row: Mapping[str, Any], form: Form) -> KeptFinding:
    """The finding that `finding_row` made; one whose code is no longer known keeps its words too."""
    code = _rule_code(row["code"], form)
    if code is None:
        try:
            code = code_named(row["code"])
        except KeyError:
            code = FindingCode(row["code"], row["severity"])
    value, expected = (None if row[name] is None else Decimal(row[name]) for name in ("value", "expected"))
    hints = tuple(Hint(kind, tuple(Doubt(**doubt) for doubt in doubts)) for kind, doubts in row["hints"])
    return KeptFinding(
        code, tuple(row["refs"]), row["args"], value, expected, tuple(row["cells"]), hints, row["severity"],
        row.get("trial", False), row["message"], row["advice"],
    )  # fmt: skip


def _rule_code(code: str, form: Form) -> FindingCode | None:
    return next((rule.finding_code for rule in (*form.rules, *form.crosses) if rule.code == code), None)


def content_of(checked: CheckedReturn) -> str:
    """The digest of the figures, texts and notes: the same for a file that was only saved again."""
    one = checked.submission
    said = [
        sorted((address, plain(number)) for address, number in one.values.items() if number is not None),
        sorted((address, " ".join(text.split())) for address, text in one.texts.items() if text.strip()),
        sorted((code, " ".join(text.split())) for code, text in one.notes.items() if text.strip()),
        sorted(one.unread.items()),
        sorted((address, checked.typed.get(address, "")) for address in checked.invalid),
    ]
    return _digest(said)


def wrong_of(checked: CheckedReturn) -> list[str]:
    """A digest of each error with the figures concerned: the same while these stay the same."""
    return [_wrong(checked, finding) for finding in checked.findings if finding.severity == "error"]


def _wrong(checked: CheckedReturn, finding: Finding) -> str:
    one = checked.submission
    figures = [
        [ref, str(one.values.get(ref)), one.unread.get(ref), checked.typed.get(ref), one.texts.get(ref)]
        for ref in finding.refs
    ]
    return _digest([finding.code, figures or sorted(finding.args.items())])[:12]


def _digest(said: object) -> str:
    text = json.dumps(said, ensure_ascii=False).encode("utf-8", "surrogatepass")
    return hashlib.sha256(text).hexdigest()[:24]
