"""The errors xltool raises on purpose; each has a Chinese sentence and the exit code of a command.

XltoolError
├── UsageError       2  a wrong command, argument or input list
├── FormError        4  a form file with a fault
├── UnreadableFile   3  a returned file that cannot be read
├── NotASubmission   3  a JSON document that is no submission
├── ReportError      3  a report that cannot be made (1 when the unit has to act first)
├── OutputError      3  a result that cannot be written
├── StoreError       4  an unusable record of a round (3 when running again continues)
├── MailError        4  an unusable mailbox (3 when running again continues)
└── ConfigError      4  wrong settings, or a program that is not installed
"""

from __future__ import annotations

from enum import IntEnum
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

from xltool.core.text import zh
from xltool.core.text.code import FindingCode


class ExitCode(IntEnum):
    """The exit codes of commands."""

    OK = 0  # also with warnings
    FINDINGS = 1  # findings of severity error; a unit needs action
    USAGE = 2
    PARTIAL = 3  # some inputs could not be read, written or sent; the rest was done
    CONFIGURATION = 4  # or log-in
    INTERNAL = 5  # a bug in xltool


class XltoolError(Exception):
    """A fault that a person can put right: a `code` of the catalogue with the arguments of its sentence.

    ``str(error)`` is that sentence with its advice, in Chinese.  `exit_code` is that of the class unless
    another is given.
    """

    usual_exit_code: ClassVar[ExitCode] = ExitCode.USAGE

    def __init__(self, code: FindingCode, exit_code: ExitCode | None = None, /, **args_: str) -> None:
        super().__init__(code, args_)
        self.code, self.args_ = code, args_
        self.exit_code = self.usual_exit_code if exit_code is None else exit_code

    def __str__(self) -> str:
        return "".join(self.code.wording(self.args_))

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle with all arguments, so that errors come back whole from another process."""
        return partial(type(self), self.code, self.exit_code, **self.args_), ()


class UsageError(XltoolError):
    """A command, an option or a file given with it is wrong."""


class UnreadableFile(XltoolError):
    """A returned file cannot be read: damaged, locked, hostile, or not one of our forms."""

    usual_exit_code = ExitCode.PARTIAL


class NotASubmission(XltoolError):
    """A JSON document is not a submission of a known form."""

    usual_exit_code = ExitCode.PARTIAL


class ReportError(XltoolError):
    """A report cannot be made of this submission or with this template."""

    usual_exit_code = ExitCode.PARTIAL


class OutputError(XltoolError):
    """A result cannot be written, or would overwrite a file."""

    usual_exit_code = ExitCode.PARTIAL


class StoreError(XltoolError):
    """The record of a round cannot be read or written."""

    usual_exit_code = ExitCode.CONFIGURATION


class MailError(XltoolError):
    """A mailbox cannot be reached, or a letter cannot be sent."""

    usual_exit_code = ExitCode.CONFIGURATION


class ConfigError(XltoolError):
    """A setting is wrong, or a program is not installed."""

    usual_exit_code = ExitCode.CONFIGURATION


class FormError(XltoolError):
    """A form file has a fault: at `line` of `path` (None: unknown), in `table` ("": in none)."""

    usual_exit_code = ExitCode.CONFIGURATION

    def __init__(
        self, code: FindingCode, path: Path, line: int | None, table: str = "", detail: str = ""
    ) -> None:
        super().__init__(code, detail=detail)
        self.path, self.line, self.table, self.detail = path, line, table, detail

    def __str__(self) -> str:
        line = zh.LINE.format(line=self.line) if self.line else ""
        where = f"{self.path.as_posix()}{line} {self.table}".rstrip()
        return f"{where}：{super().__str__()}"

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle with all arguments, so that errors come back whole from another process."""
        return type(self), (self.code, self.path, self.line, self.table, self.detail)
