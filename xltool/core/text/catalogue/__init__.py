"""Every code of a finding or an error with its words, a module a family.

Where · what · evidence · advice, in plain Chinese, without variable names.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import ModuleType

from xltool.core.text.catalogue import (
    files,
    forms,
    last_year,
    reports,
    rounds,
    sums,
    texts,
    usage,
    values,
)
from xltool.core.text.code import FindingCode

FAMILIES: Mapping[str, ModuleType] = {  # letter → its codes, in the order of the manual
    "V": values, "P": last_year, "N": texts, "W": files, "R": reports, "F": forms, "C": rounds, "A": sums,
    "U": usage,
}  # fmt: skip


def codes_of(family: ModuleType) -> list[FindingCode]:
    """The codes of one family in the order in which they are written."""
    return [code for code in vars(family).values() if isinstance(code, FindingCode)]
