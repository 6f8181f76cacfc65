"""A returned file after reading and checking, or why it could not be read."""

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
    """The content of one returned file, before any check.

    `source` is its path as given, with ``/``, and ``a.zip!/b.xlsx`` for a member of an archive; `sha256`
    the digest of its bytes in hex.  `findings` are those of reading.  `invalid` are addresses whose figure
    could not be read; they have a finding, and no rule may use them.  `places` maps addresses to cells such
    as ``三、申请办理!D7`` (empty when the file is no workbook), `typed` maps addresses to a text that is no
    certain figure; `zeros` are the tables whose blanks the unit chose to be 0.  `identity` is the form, year
    and unit the file was made for, according to itself; `beside` maps a table of a document to the words
    that stand beside it.
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
    beside: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class CheckedReturn(ReadReturn):
    """A return with all its findings, those of reading first.

    `prior` is last year's submission, when one was wanted and found.
    """

    prior: Submission | None = None

    @property
    def status(self) -> Status:
        """The status its findings give (see `status_of`)."""
        return status_of(self.findings)


@dataclass(frozen=True)
class Unreadable:
    """A file that holds no readable submission: the `code` that says why, with its arguments."""

    source: str
    code: FindingCode
    args: Mapping[str, str] = field(default_factory=dict)
    sha256: str = ""
    saved_by: str | None = None

    @property
    def status(self) -> Status:
        """Always ``unreadable``."""
        return "unreadable"

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The one finding that says why the file could not be read."""
        return (Finding(self.code, args=self.args, severity="error"),)

    @property
    def message(self) -> str:
        """Why the file could not be read, in Chinese."""
        return wording(self.code, self.args)[0]

    @property
    def advice(self) -> str:
        """What to do about it; "" when there is nothing to do."""
        return wording(self.code, self.args)[1]


def status_of(findings: Iterable[Finding]) -> Status:
    """``rejected`` with any error, ``accepted_with_warnings`` with any warning, else ``accepted``.

    What a rule on trial says does not count.
    """
    severities = {finding.severity for finding in findings if not finding.trial}
    if "error" in severities:
        return "rejected"
    return "accepted_with_warnings" if "warning" in severities else "accepted"
