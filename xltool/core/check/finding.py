"""A finding of a reader or a check, as data; its words are made only when they are asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from xltool.core.text import zh
from xltool.core.text.code import FindingCode, Severity
from xltool.core.text.hint import Hint, hint_words
from xltool.core.text.wording import wording


@dataclass(frozen=True)
class Finding:
    """One problem or remark about a return.

    `refs` are the addresses it is about, in the rule's order, and `cells` their places in the workbook as
    ``三、申请办理!D7``, when known.  `value` is the left side of a rule or the figure typed, `expected` the
    right side, both exact.  `args` fill its sentence; `hints` are equally good guesses.  `severity` is
    that of the code, unless a rule or the unit's explanation changes it; that of a rule on `trial` decides
    nothing.
    """

    code: FindingCode
    refs: tuple[str, ...] = ()
    args: Mapping[str, str] = field(default_factory=dict)
    value: Decimal | None = None
    expected: Decimal | None = None
    cells: tuple[str, ...] = ()
    hints: tuple[Hint, ...] = ()
    severity: Severity = ""  # type: ignore[assignment]  # never stays empty: see below
    trial: bool = False

    def __post_init__(self) -> None:
        """Take the code's severity where none is given."""
        if not self.severity:
            object.__setattr__(self, "severity", self.code.severity)

    @property
    def severity_words(self) -> str:
        """How urgent it is, in Chinese."""
        return zh.SEVERITY[self.severity] + (zh.TRIAL if self.trial else "")

    @property
    def message(self) -> str:
        """What is wrong, in Chinese: the evidence with its numbers."""
        return wording(self.code, self.args)[0]

    @property
    def advice(self) -> str:
        """What to do about it, then guesses at what was typed wrongly; "" when there is nothing to do."""
        return wording(self.code, self.args)[1] + hint_words(self.hints)

    @property
    def difference(self) -> Decimal | None:
        """`value` minus `expected`, None unless both are known."""
        return None if self.value is None or self.expected is None else self.value - self.expected

    def at(self, places: Mapping[str, str]) -> Finding:
        """The same finding with the cells of its addresses, as far as `places` has them."""
        if self.cells:
            return self
        hints = tuple(
            replace(
                hint,
                doubts=tuple(replace(doubt, cell=places.get(doubt.address, "")) for doubt in hint.doubts),
            )
            for hint in self.hints
        )
        return replace(self, cells=tuple(places[ref] for ref in self.refs if ref in places), hints=hints)


_RANK: dict[Severity, int] = {"error": 0, "warning": 1, "info": 2}
SEVERITIES: tuple[Severity, ...] = tuple(_RANK)  # worst first


def worst_first(findings: Iterable[Finding]) -> list[Finding]:
    """Sort findings: errors, then warnings, then infos, otherwise in their order."""
    return sorted(findings, key=lambda finding: _RANK[finding.severity])


def count(findings: Iterable[Finding], severity: Severity) -> int:
    """Count the findings of this severity."""
    return sum(finding.severity == severity for finding in findings)
