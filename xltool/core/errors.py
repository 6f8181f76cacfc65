"""Everything xltool raises on purpose, one tree; each says a sentence and ends a command with its exit code.

XltoolError
├── UsageError       2  a command or its arguments
├── FormError        4  a form file
├── UnreadableFile   3  a returned file that cannot be taken
├── NotASubmission   3  a JSON document that is no submission
├── ReportError      3  no report (1 when it is the unit that has to act)
├── OutputError      3  a result that cannot be written
├── StoreError       4  the record of a round (3 when running again goes on)
├── MailError        4  a mailbox (3 when running again goes on)
└── ConfigError      4  settings and what is installed
"""

from __future__ import annotations

from enum import IntEnum
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

from xltool.core.text import zh
from xltool.core.text.code import FindingCode


class ExitCode(IntEnum):
    """How a command ends."""

    OK = 0  # warnings too
    FINDINGS = 1  # findings of severity error; a unit needs action
    USAGE = 2
    PARTIAL = 3  # some inputs could not be read, written or sent; the rest was done
    CONFIGURATION = 4  # or log-in
    INTERNAL = 5  # our bug


class XltoolError(Exception):
    """What a person can put right: `code` of the catalogue with the arguments of its sentence.

    ``str(error)`` is that sentence, in Chinese.  `exit_code` is its class's unless another is given.
    """

    usual_exit_code: ClassVar[ExitCode] = ExitCode.USAGE

    def __init__(self, code: FindingCode, exit_code: ExitCode | None = None, /, **args_: str) -> None:
        super().__init__(code, args_)
        self.code, self.args_ = code, args_
        self.exit_code = self.usual_exit_code if exit_code is None else exit_code

    def __str__(self) -> str:
        return "".join(self.code.wording(self.args_))

    def __reduce__(self) -> tuple[Any, ...]:
        """How it comes back from another process."""
        return partial(type(self), self.code, self.exit_code, **self.args_), ()


class UsageError(XltoolError):
    """The command, an option or a file given with it is wrong."""


class UnreadableFile(XltoolError):
    """A returned file cannot be taken: damaged, locked, hostile, or not our form."""

    usual_exit_code = ExitCode.PARTIAL


class NotASubmission(XltoolError):
    """A JSON document is no submission of any form we have."""

    usual_exit_code = ExitCode.PARTIAL


class ReportError(XltoolError):
    """No report can be made of a submission, or with a template."""

    usual_exit_code = ExitCode.PARTIAL


class OutputError(XltoolError):
    """A result cannot be written, or would take the place of a file that is there."""

    usual_exit_code = ExitCode.PARTIAL


class StoreError(XltoolError):
    """The record of a round cannot be used."""

    usual_exit_code = ExitCode.CONFIGURATION


class MailError(XltoolError):
    """A mailbox cannot be reached, or a letter not be sent."""

    usual_exit_code = ExitCode.CONFIGURATION


class ConfigError(XltoolError):
    """Settings are wrong, or something is not installed."""

    usual_exit_code = ExitCode.CONFIGURATION


class FormError(XltoolError):
    """A form file is wrong: in `path`, at `line` (None: unknown), in table `table` ("": outside of any)."""

    usual_exit_code = ExitCode.CONFIGURATION

    def __init__(
        self, code: FindingCode, path: Path, line: int | None, table: str = "", detail: str = ""
    ) -> None:
        super().__init__(code, detail=detail)
        self.path, self.line, self.table, self.detail = path, line, table, detail

    def __str__(self) -> str:
        where = f"{self.path.as_posix()}{zh.LINE.format(line=self.line)} {self.table}".rstrip()
        return f"{where}：{super().__str__()}"

    def __reduce__(self) -> tuple[Any, ...]:
        """How it comes back from another process."""
        return type(self), (self.code, self.path, self.line, self.table, self.detail)
