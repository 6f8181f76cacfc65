"""One returned file as the rest of xltool sees it: read, checked, or why it could not be taken."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from xltool.core.check.finding import Finding
from xltool.core.form.model import Form
from xltool.core.submission.identity import Identity
from xltool.core.submission.model import Submission
from xltool.core.text.code import FindingCode
from xltool.core.text.wording import wording

Status = Literal["accepted", "accepted_with_warnings", "rejected", "unreadable"]
STATUSES: tuple[Status, ...] = ("accepted", "accepted_with_warnings", "rejected", "unreadable")


@dataclass(frozen=True)
class ReadReturn:
    """What stands in one file, before any rule is asked.

    `source` is its path as it was given, with ``/``, members of archives as ``a.zip!/b.xlsx``; `sha256`
    that of its bytes in hex.  `findings` are those of reading.  `invalid` are addresses whose figure could
    not be read: their finding is made, no rule may use them.  `places` maps addresses to cells such as
    ``三、申请办理!D7`` (empty when the file is no workbook), `typed` addresses to what stands there instead
    of a certain figure; `zeros` are the tables whose blanks the unit chose to be 0.  `identity` is what the
    file says it was issued for.
    """

    form: Form
    submission: Submission
    findings: tuple[Finding, ...] = ()
    invalid: frozenset[str] = frozenset()
    places: Mapping[str, str] = field(default_factory=dict)
    typed: Mapping[str, str] = field(default_factory=dict)
    zeros: frozenset[str] = frozenset()
    identity: Identity | None = None
    saved_by: str | None = None
    located_by: str | None = None
    source: str = ""
    sha256: str = ""


@dataclass(frozen=True, kw_only=True)
class CheckedReturn(ReadReturn):
    """A return with all its findings, those of reading first.

    `prior` is last year's submission, where it was asked for and found.
    """

    prior: Submission | None = None

    @property
    def status(self) -> Status:
        """``rejected`` with any error, ``accepted_with_warnings`` with any warning, else ``accepted``."""
        return status_of(self.findings)


@dataclass(frozen=True)
class Unreadable:
    """A file from which no submission could be taken: `code` with the arguments of its sentence."""

    source: str
    code: FindingCode
    args: Mapping[str, str] = field(default_factory=dict)
    sha256: str = ""
    saved_by: str | None = None

    @property
    def status(self) -> Status:
        """``unreadable``."""
        return "unreadable"

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The one finding that says why."""
        return (Finding(self.code, args=self.args, severity="error"),)

    @property
    def message(self) -> str:
        """Why it could not be taken, in Chinese."""
        return wording(self.code, self.args)[0]

    @property
    def advice(self) -> str:
        """What to do about it; "" when there is nothing to do."""
        return wording(self.code, self.args)[1]


def status_of(findings: Iterable[Finding]) -> Status:
    """``rejected``, ``accepted_with_warnings`` or ``accepted``."""
    severities = {finding.severity for finding in findings}
    if "error" in severities:
        return "rejected"
    return "accepted_with_warnings" if "warning" in severities else "accepted"
