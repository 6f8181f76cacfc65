"""What a check or a reader reports: `Finding`, as data; its words are made when somebody asks for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from xltool.core.text.code import FindingCode, Severity
from xltool.core.text.hint import Hint, hint_words
from xltool.core.text.wording import wording


@dataclass(frozen=True)
class Finding:
    """One thing found; `refs` in the rule's order, `cells` as ``三、申请办理!D7`` when known.

    `value` is the left side or what was typed, `expected` the right side; both exact.
    `args` are the words and figures its sentence needs; `hints` are equally good guesses.  `severity`
    is its code's, unless a rule or the unit's explanation decides otherwise.
    """

    code: FindingCode
    refs: tuple[str, ...] = ()
    args: Mapping[str, str] = field(default_factory=dict)
    value: Decimal | None = None
    expected: Decimal | None = None
    cells: tuple[str, ...] = ()
    hints: tuple[Hint, ...] = ()
    severity: Severity = ""  # type: ignore[assignment]  # never stays empty: see below

    def __post_init__(self) -> None:
        """Takes over the code's severity where none is given."""
        if not self.severity:
            object.__setattr__(self, "severity", self.code.severity)

    @property
    def message(self) -> str:
        """What is wrong, in Chinese: the evidence with its numbers."""
        return wording(self.code, self.args)[0]

    @property
    def advice(self) -> str:
        """What to do about it, guesses at what was typed wrongly last; "" when there is nothing to do."""
        return wording(self.code, self.args)[1] + hint_words(self.hints)

    @property
    def difference(self) -> Decimal | None:
        """value - expected, when both are known."""
        return None if self.value is None or self.expected is None else self.value - self.expected

    def at(self, places: Mapping[str, str]) -> Finding:
        """The same finding with its addresses turned into cells by `places`."""
        if self.cells:
            return self
        hints = tuple(
            replace(hint, doubts=tuple(replace(d, cell=places.get(d.address, "")) for d in hint.doubts))
            for hint in self.hints
        )
        return replace(self, cells=tuple(places[ref] for ref in self.refs if ref in places), hints=hints)


_RANK: dict[Severity, int] = {"error": 0, "warning": 1, "info": 2}
SEVERITIES: tuple[Severity, ...] = tuple(_RANK)  # worst first


def worst_first(findings: Iterable[Finding]) -> list[Finding]:
    """Errors, then warnings, then infos, each in the order in which they came."""
    return sorted(findings, key=lambda finding: _RANK[finding.severity])


def count(findings: Iterable[Finding], severity: Severity) -> int:
    """How many findings have this severity."""
    return sum(finding.severity == severity for finding in findings)
