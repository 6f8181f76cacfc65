"""What a check or a reader has to say: `Finding`, as data without words.

Every stage returns findings; only `messages` turns them into sentences.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from xltool.form import Severity


@dataclass(frozen=True)
class Finding:
    """One thing found; `refs` in the rule's order, `cells` as ``三、申请办理!D7`` when known.

    `value` is the left side or what was typed, `expected` the right side; both exact.
    `args` are the words and figures its sentence needs.
    """

    code: str
    severity: Severity
    refs: tuple[str, ...] = ()
    args: Mapping[str, str] = field(default_factory=dict)
    value: Decimal | None = None
    expected: Decimal | None = None
    cells: tuple[str, ...] = ()

    @property
    def difference(self) -> Decimal | None:
        """value - expected, when both are known."""
        return None if self.value is None or self.expected is None else self.value - self.expected

    def at(self, places: Mapping[str, str]) -> Finding:
        """The same finding with its addresses turned into cells by `places`."""
        if self.cells:
            return self
        return replace(self, cells=tuple(places[ref] for ref in self.refs if ref in places))


def status(findings: list[Finding]) -> str:
    """``rejected``, ``accepted_with_warnings`` or ``accepted``."""
    severities = {finding.severity for finding in findings}
    if "error" in severities:
        return "rejected"
    return "accepted_with_warnings" if "warning" in severities else "accepted"
