"""Every code of a finding or an error with its words, a module or a few for each family.

A sentence says where, what and by what evidence, the advice what to do; plain Chinese, no variable names.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import ModuleType

from xltool.core.text.catalogue import (
    files,
    forms,
    last_year,
    published,
    reports,
    rounds,
    sights,
    sums,
    texts,
    usage,
    values,
)
from xltool.core.text.code import FindingCode

FAMILIES: Mapping[str, tuple[ModuleType, ...]] = {  # by letter, in the order of the manual
    "V": (values,), "P": (last_year,), "N": (texts,), "W": (files, sights, published), "R": (reports,),
    "F": (forms,), "C": (rounds,), "A": (sums,), "U": (usage,),
}  # fmt: skip


def codes_of(family: tuple[ModuleType, ...]) -> list[FindingCode]:
    """The codes of one family in the order of its modules."""
    return [code for module in family for code in vars(module).values() if isinstance(code, FindingCode)]
