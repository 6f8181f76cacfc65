"""xltool: the round trip of an official yearly form, from locked workbook to signed report.

For programs: `load_form`, `make_workbook`, `check`, `check_many`, `write_report`, `aggregate`,
`import_report` and the values they work on, described in docs/api.md.  Nothing is loaded before it is used.
"""

TYPE_CHECKING = False  # type checkers know the name; `typing` takes longer to import than this package
if TYPE_CHECKING:
    from xltool.api import (
        CheckedReturn,
        ConfigError,
        ExitCode,
        Finding,
        Form,
        FormError,
        MailError,
        NotASubmission,
        OutputError,
        ReportError,
        Severity,
        StoreError,
        Submission,
        Unit,
        Unreadable,
        UnreadableFile,
        UsageError,
        XltoolError,
        aggregate,
        check,
        check_many,
        import_report,
        load_form,
        make_workbook,
        write_report,
    )

__version__ = "0.2.0"
__all__ = [
    "CheckedReturn",
    "ConfigError",
    "ExitCode",
    "Finding",
    "Form",
    "FormError",
    "MailError",
    "NotASubmission",
    "OutputError",
    "ReportError",
    "Severity",
    "StoreError",
    "Submission",
    "Unit",
    "Unreadable",
    "UnreadableFile",
    "UsageError",
    "XltoolError",
    "aggregate",
    "check",
    "check_many",
    "import_report",
    "load_form",
    "make_workbook",
    "write_report",
]


def __getattr__(name: str) -> object:
    """The names of `xltool.api`, loaded when the first of them is asked for."""
    if name not in __all__:
        raise AttributeError(f"module 'xltool' has no attribute {name!r}")
    from xltool import api

    return getattr(api, name)


def __dir__() -> list[str]:
    """The public names."""
    return [*__all__, "__version__"]
